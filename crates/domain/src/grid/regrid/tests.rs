//! A street redraws its grids: right plans have their effect, wrong ones say everything that is wrong, nothing is lost.

use super::super::unit::{Cell, Kind};
use super::*;
use crate::kernel::geo::{Datum, Point};
use crate::kernel::time::FOREVER;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeMap;

const TODAY: Day = date(2026, 11, 23);
const DAY: Day = date(2027, 1, 1);

fn code(text: &str) -> GridCode {
    GridCode::parse(&format!("510117019006{text}")).unwrap()
}

/// A rectangle, in hundredths of a degree, from west to east, one high.
fn block(west: f64, east: f64) -> Shape {
    let corners = [(west, 0.0), (east, 0.0), (east, 1.0), (west, 1.0), (west, 0.0)];
    let ring = corners.iter().map(|(x, y)| Point::new(103.9 + x * 0.01, 30.7 + y * 0.01)).collect();
    Shape::from_rings(vec![vec![ring]], Datum::Wgs84).unwrap()
}

fn at(x: f64) -> Option<Point> {
    Some(Point::new(103.9 + x * 0.01, 30.705))
}

fn cell(text: &str, ground: Option<(f64, f64)>) -> Cell {
    let mut cell = Cell::general(code(text), format!("网格{text}"), date(2025, 1, 1));
    cell.shape = ground.map(|(west, east)| block(west, east));
    cell.households = Some(60);
    cell
}

/// Two grids, 001 with micro-grids 01 to 03 side by side, 002 with 01, and couriers at home in grid 001.
fn community() -> Vec<Cell> {
    let mut couriers = Cell::general(code("00280"), "骑手微网格", date(2025, 1, 1));
    couriers.kind = Kind::Functional { home: code("001"), takes: vec!["courier".into()] };
    let mut gone = cell("00109", None);
    gone.until = date(2026, 1, 1);
    vec![
        Cell { households: Some(400), ..cell("001", Some((0.0, 3.0))) },
        cell("00101", Some((0.0, 1.0))),
        cell("00102", Some((1.0, 2.0))),
        cell("00103", Some((2.0, 3.0))),
        Cell { households: Some(400), ..cell("002", Some((3.0, 4.0))) },
        cell("00201", Some((3.0, 4.0))),
        couriers,
        gone,
    ]
}

fn new(text: &str, ground: Option<(f64, f64)>) -> NewCell {
    NewCell {
        code: code(text),
        name: format!("新{text}"),
        shape: ground.map(|(w, e)| block(w, e)),
        households: Some(50),
    }
}

fn plan(moves: Vec<Move>) -> Plan {
    Plan { day: DAY, moves }
}

fn faults(moves: Vec<Move>) -> Vec<PlanFault> {
    plan(moves).check(&community(), TODAY).unwrap_err()
}

fn split(into: Vec<NewCell>) -> Move {
    Move::Split { old: code("00102"), into, default: None }
}

#[test]
fn a_split_sends_work_by_its_place_and_the_rest_to_the_larger_part() {
    let moves = vec![split(vec![new("00104", Some((1.0, 1.25))), new("00105", Some((1.25, 2.0)))])];
    let Outcome { effect, warnings } = plan(moves).check(&community(), TODAY).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(effect.ends, [code("00102")]);
    let begun: Vec<_> = effect.begins.iter().map(|c| (c.code, c.since, c.until)).collect();
    assert_eq!(begun, [(code("00104"), DAY, FOREVER), (code("00105"), DAY, FOREVER)]);
    let place = |p| effect.mapping.place(code("00102"), p);
    assert_eq!(place(at(1.1)), code("00104"));
    assert_eq!(place(at(1.25)), code("00105"), "a border belongs to the east");
    assert_eq!(place(at(9.0)), code("00105"));
    assert_eq!(place(None), code("00105"));
    assert_eq!(effect.mapping.place(code("00103"), None), code("00103"), "others stay");
    let figures = BTreeMap::from([(code("00102"), 40.0), (code("00103"), 7.0)]);
    let restated = effect.mapping.restate(&figures);
    assert!((restated[&code("00104")] - 10.0).abs() < 0.01, "{restated:?}");
    assert!((restated.values().sum::<f64>() - 47.0).abs() < 1e-9);
}

#[test]
fn a_split_must_cover_the_old_ground_once_and_no_other() {
    let found = faults(vec![split(vec![new("00104", Some((1.0, 1.4))), new("00105", Some((1.5, 2.0)))])]);
    let [PlanFault::NotCovered { area_m2, old, place }] = &found[..] else { panic!("{found:?}") };
    assert_eq!(*old, code("00102"));
    assert!((area_m2 - block(1.4, 1.5).area_m2()).abs() < 5.0 && place.holds(at(1.45).unwrap()));
    let found = faults(vec![split(vec![new("00104", Some((1.0, 1.6))), new("00105", Some((1.5, 2.1)))])]);
    let named = |f: &PlanFault| matches!(f, PlanFault::Overlap { .. } | PlanFault::Beyond { .. });
    assert!(found.len() == 2 && found.iter().all(named), "{found:?}");
    let found = faults(vec![split(vec![new("00104", Some((1.0, 1.6))), new("00105", None)])]);
    assert_eq!(found, [PlanFault::ShapeMissing(code("00105"))]);
}

#[test]
fn a_merger_covers_what_its_parts_covered_and_counts_their_households() {
    let into = NewCell { households: None, ..new("00104", None) };
    let moves = vec![Move::Merge { olds: vec![code("00101"), code("00102")], into }];
    let Outcome { effect, warnings } = plan(moves).check(&community(), TODAY).unwrap();
    assert_eq!(effect.begins[0].households, Some(120));
    assert!(matches!(warnings[..], [PlanWarning::Size { .. }]));
    let ground = effect.begins[0].shape.as_ref().unwrap();
    assert!((ground.area_m2() - block(0.0, 2.0).area_m2()).abs() < 1.0);
    assert_eq!(effect.mapping.place(code("00101"), at(1.5)), code("00104"));
}

#[test]
fn a_grid_that_is_renumbered_takes_its_micro_grids_and_its_couriers_along() {
    let moves = vec![Move::Renumber { old: code("001"), new: code("003") }];
    let effect = plan(moves).check(&community(), TODAY).unwrap().effect;
    assert_eq!(effect.ends.len(), 4);
    assert_eq!(effect.mapping.place(code("00103"), None), code("00303"));
    assert_eq!(effect.rehomed, [(code("00280"), code("003"))]);
    let moved = effect.begins.iter().find(|c| c.code == code("00303")).unwrap();
    assert_eq!((moved.name.as_str(), moved.since), ("网格00103", DAY));
}

#[test]
fn a_micro_grid_moves_to_another_grid_and_a_grid_is_split_with_its_micro_grids() {
    let moves = vec![Move::Move { old: code("00103"), to: code("00203") }];
    let effect = plan(moves).check(&community(), TODAY).unwrap().effect;
    assert_eq!(effect.mapping.place(code("00103"), at(2.5)), code("00203"));
    let grid = |text, ground| NewCell { households: Some(300), ..new(text, Some(ground)) };
    let halves = vec![grid("003", (0.0, 2.0)), grid("004", (2.0, 3.0))];
    let split = Move::Split { old: code("001"), into: halves, default: None };
    assert!(matches!(faults(vec![split.clone()])[..], [PlanFault::ChildLeft { .. }, ..]));
    let moves = vec![
        split,
        Move::Move { old: code("00101"), to: code("00301") },
        Move::Move { old: code("00102"), to: code("00302") },
        Move::Move { old: code("00103"), to: code("00401") },
    ];
    let outcome = plan(moves).check(&community(), TODAY).unwrap();
    assert_eq!((outcome.effect.begins.len(), outcome.warnings.len()), (5, 0));
}

#[test]
fn every_fault_is_named_at_once_in_both_languages() {
    let renumber = |old, new| Move::Renumber { old: code(old), new: code(new) };
    let cases: Vec<(Vec<Move>, PlanFault)> = vec![
        (vec![], PlanFault::Empty),
        (vec![renumber("00108", "00110")], PlanFault::Unknown(code("00108"))),
        (vec![renumber("00101", "00109")], PlanFault::CodeUsed(code("00109"))),
        // Not even the code of a cell that ends on the same day: closed work keeps it.
        (vec![renumber("00101", "00111"), renumber("00102", "00101")], PlanFault::CodeUsed(code("00101"))),
        (vec![renumber("00101", "00111"), renumber("00102", "00111")], PlanFault::CodeTwice(code("00111"))),
        (vec![renumber("00101", "00111"), renumber("00101", "00112")], PlanFault::InTwoMoves(code("00101"))),
        (vec![renumber("00101", "00211")], PlanFault::WrongParent { old: code("00101"), new: code("00211") }),
        (
            vec![Move::Move { old: code("00101"), to: code("011") }],
            PlanFault::WrongLevel { old: code("00101"), new: code("011") },
        ),
        (vec![Move::Move { old: code("00101"), to: code("01101") }], PlanFault::NoParent(code("01101"))),
        (vec![split(vec![new("00104", Some((1.0, 2.0)))])], PlanFault::TooFew(code("00102"))),
        (vec![Move::Rename { code: code("00101"), name: " ".into() }], PlanFault::NoName(code("00101"))),
        (
            vec![Move::Merge { olds: vec![code("00201"), code("00280")], into: new("00204", None) }],
            PlanFault::MixedKinds(code("00204")),
        ),
    ];
    for (moves, fault) in cases {
        let found = faults(moves);
        assert!(found.contains(&fault), "{fault:?} is not among {found:?}");
        assert!(found.iter().all(|f| !f.to_string().is_empty() && !f.chinese().is_ascii()));
    }
}

#[test]
fn a_day_in_the_past_is_a_warning_and_a_rename_ends_nothing() {
    let rename =
        Plan { day: date(2026, 5, 1), moves: vec![Move::Rename { code: code("00101"), name: "桂花苑".into() }] };
    let Outcome { effect, warnings } = rename.check(&community(), TODAY).unwrap();
    assert_eq!(warnings, [PlanWarning::DayPast(date(2026, 5, 1))]);
    assert_eq!(effect.renamed, [(code("00101"), "桂花苑".to_owned())]);
    assert!(effect.ends.is_empty() && effect.begins.is_empty());
}

#[test]
fn without_shapes_shares_follow_households_or_the_named_default() {
    let mut cells = community();
    cells.iter_mut().for_each(|c| c.shape = None);
    let part = |text, households| NewCell { households, ..new(text, None) };
    let heirs = |into, default| {
        let moves = vec![Move::Split { old: code("00102"), into, default }];
        let mapping = plan(moves).check(&cells, TODAY).unwrap().effect.mapping;
        mapping.heirs(code("00102")).iter().map(|h| (h.code, h.share)).collect::<Vec<_>>()
    };
    let (a, b) = (code("00104"), code("00105"));
    assert_eq!(heirs(vec![part("00104", Some(20)), part("00105", Some(60))], None), [(b, 0.75), (a, 0.25)]);
    assert_eq!(heirs(vec![part("00104", Some(20)), part("00105", Some(60))], Some(a)), [(a, 0.25), (b, 0.75)]);
    assert_eq!(heirs(vec![part("00104", None), part("00105", None)], Some(b)), [(b, 1.0), (a, 0.0)]);
    assert_eq!(heirs(vec![part("00104", None), part("00105", None)], None), [(a, 0.5), (b, 0.5)]);
}

#[test]
fn a_mapping_is_stored_as_rows_and_two_years_make_one() {
    let first = vec![split(vec![new("00104", Some((1.0, 1.25))), new("00105", Some((1.25, 2.0)))])];
    let first = plan(first).check(&community(), TODAY).unwrap().effect.mapping;
    let shape = |c| first.heirs(code("00102")).iter().find(|h| h.code == c).and_then(|h| h.shape.clone());
    assert_eq!(Mapping::from_rows(first.rows(), shape), first);
    let second =
        Mapping::from_rows([(code("00105"), code("00106"), 0.5), (code("00105"), code("00104"), 0.5)], |_| None);
    let both = first.then(&second);
    let shares: BTreeMap<_, _> = both.heirs(code("00102")).iter().map(|h| (h.code, h.share)).collect();
    assert!((shares[&code("00104")] - 0.625).abs() < 1e-3 && (shares[&code("00106")] - 0.375).abs() < 1e-3);
    assert!(both.touches(code("00105")));
}

fn signed(n: u8) -> Signed {
    let at = Moment::start_of(TODAY);
    Signed { by: AccountId::at(at, [n; 10]), at }
}

fn after(actions: &[u8]) -> Result<Regrid, Refusal> {
    let nothing = || plan(vec![Move::Rename { code: code("00101"), name: "桂花苑".into() }]);
    let start = Regrid::draft(RegridId::at(Moment::start_of(TODAY), [0; 10]), nothing(), signed(1));
    actions.iter().try_fold(start, |regrid, action| match action {
        0 => regrid.amend(nothing(), signed(1)),
        1 => regrid.review(signed(1)),
        2 => regrid.review(signed(2)),
        3 => regrid.carry_out(Moment::start_of(TODAY)),
        4 => regrid.carry_out(Moment::start_of(DAY)),
        5 => regrid.withdraw(signed(2), " "),
        _ => regrid.withdraw(signed(2), "居民不同意"),
    })
}

#[test]
fn the_table_of_states_and_actions() {
    let actions = ["amend", "review own", "review", "too early", "carry out", "withdraw mutely", "withdraw"];
    let mut table = String::new();
    for (name, path) in [("drafted", &[][..]), ("reviewed", &[2]), ("effective", &[2, 4]), ("withdrawn", &[6])] {
        for (action, what) in actions.iter().enumerate() {
            let result = after(&[path, &[action as u8]].concat());
            let said = result.map_or_else(|refusal| format!("refused: {refusal}"), |r| r.state.chinese().to_owned());
            table += &format!("{name} + {what}: {said}\n");
        }
    }
    insta::assert_snapshot!(table);
}

proptest! {
    #[test]
    fn nothing_takes_effect_without_a_second_pair_of_eyes(actions in prop::collection::vec(0u8..7, 0..8)) {
        if let Ok(Regrid { state: State::Effective { drafted, reviewed, .. }, .. }) = after(&actions) {
            prop_assert_ne!(drafted.by, reviewed.by);
        }
    }

    #[test]
    fn restating_keeps_the_sum(cuts in prop::collection::vec(0.01f64..0.99, 1..5), figure in 0.0..1e6f64) {
        let mut cuts = cuts;
        cuts.extend([0.0, 1.0]);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup_by(|a, b| (*a - *b).abs() < 1e-3);
        let parts: Vec<NewCell> = cuts
            .windows(2)
            .enumerate()
            .map(|(i, w)| new(&format!("001{:02}", 20 + i), Some((1.0 + w[0], 1.0 + w[1]))))
            .collect();
        prop_assume!(parts.len() > 1);
        let mapping = plan(vec![split(parts)]).check(&community(), TODAY).unwrap().effect.mapping;
        let restated = mapping.restate(&BTreeMap::from([(code("00102"), figure)]));
        prop_assert!((restated.values().sum::<f64>() - figure).abs() < 1e-6 * figure.max(1.0));
        let sorted = mapping.heirs(code("00102")).windows(2).all(|w| w[0].share >= w[1].share);
        prop_assert!(sorted);
    }
}
