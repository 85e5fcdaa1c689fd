//! Visits, told as stories: a form from Excel, asking nobody twice, two members at one door, a campaign from its list to its signature.

use jiff::civil::date;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::burden::{Burden, burden};
use super::campaign::{Campaign, Door, State};
use super::correction::Correction;
use super::coverage::{Fold, count};
use super::edits::{Edit, disagrees, heads, seen_now};
use super::filling::{Asking, KnownValue, finish, learned, plan};
use super::form::{Answer, Field, Form, Kind};
use super::refused::Refused;
use super::visit::{AnswerOrigin, GivenAnswer, Outcome, Plan, Visit};
use super::xlsform::{Row, read};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CampaignId, DwellingId, EditId, VisitId};
use crate::kernel::milli::Milli;
use crate::kernel::time::{Day, Moment, Span};
use crate::manual::kind::Words;

const TODAY: Day = date(2026, 11, 25);

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}
fn door(n: u128) -> DwellingId {
    DwellingId::new(Uuid::from_u128(n))
}
fn now() -> Moment {
    Moment::start_of(TODAY)
}
fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    lines
        .enumerate()
        .map(|(at, cells)| Row {
            number: at + 2,
            cells: header
                .iter()
                .zip(cells)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(head, cell)| ((*head).to_owned(), cell.to_owned()))
                .collect(),
        })
        .collect()
}

const CHOICES: &str = "list_name|name|label::中文|label::English (en)
needs|meals|送餐|meals
needs|stairs|上下楼|stairs
tenure|owner|自有|owned
tenure|tenant|租住|rented";

const SURVEY: &str = "type|name|label::中文|label::English (en)|required|relevant|constraint|ledger
start|start||||||
note|hello|您好，我是网格员|Hello|||
integer|size|家里住几口人|How many live here|yes||. > 0 and . <= 20|household.size
select_one tenure|tenure|房子是自己的吗|Whose home is it||||household.tenure
begin group|renting||||${tenure} = 'tenant'||
text|landlord|房东怎么联系|How to reach the landlord|yes|||contact.landlord_phone
end group|||||||
select_multiple needs|needs|需要什么帮助|What is needed|||count-selected(.) <= 2|
date|since|从什么时候开始|Since when||selected(${needs}, 'meals')|. <= '2026-11-25'|";

fn form() -> Form {
    read("elders-2026", 1, Words::new("高龄老人走访", "Visits to the old"), &rows(SURVEY), &rows(CHOICES)).unwrap()
}
fn asked(answer: Answer) -> GivenAnswer {
    GivenAnswer { answer, came: AnswerOrigin::Asked }
}
fn n(n: i32) -> Answer {
    Answer::Number(Milli::whole(n))
}

#[test]
fn a_form_is_read_from_the_sheets_that_departments_have() {
    let form = form();
    let names: Vec<&str> = form.questions.iter().map(|q| q.name.as_str()).collect();
    assert_eq!(names, ["hello", "size", "tenure", "landlord", "needs", "since"]);
    assert!(form.questions[3].relevant.is_some(), "a group's condition is each question's");
    assert_eq!(form.questions[1].field, Some(Field::HouseholdSize));
    assert_eq!(form.questions[2].label, Words::new("房子是自己的吗", "Whose home is it"));
    assert!(matches!(&form.questions[2].kind, Kind::One(choices) if choices.len() == 2));
    let text = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<Form>(&text).unwrap(), form);
}

#[test]
fn what_cannot_be_read_is_told_by_sheet_row_and_column() {
    let survey = "type|name|label|relevant|ledger
geopoint|where|在哪里||
text|2b|什么||
select_one colours|colour|颜色||
text|a|甲|${b} = 1|
text|b|乙||household.politics
text|b|丙||
matrix|m|表||
begin_group|g|||
integer|c|丁|c >|";
    let faults =
        read("x", 1, Words::new("x", "x"), &rows(survey), &rows("list_name|name|label\nl|a b|甲")).unwrap_err();
    let told: Vec<String> = faults.iter().map(|f| format!("{} {} {} {}", f.sheet, f.row, f.column, f.code)).collect();
    assert_eq!(
        told,
        [
            "choices 2 name visits.xls-choice",
            "survey 2 type visits.xls-not-here",
            "survey 3 name visits.xls-name",
            "survey 4 type visits.xls-list",
            "survey 5 relevant visits.xls-later",
            "survey 6 ledger visits.xls-ledger",
            "survey 7 name visits.xls-twice",
            "survey 8 type visits.xls-type",
            "survey 10 relevant visits.xls-condition",
            "survey 10 type visits.xls-group",
        ]
    );
    assert!(faults.iter().all(|f| !f.zh.is_empty() && !f.en.is_empty()));
}

#[test]
fn what_is_known_is_only_confirmed_and_what_does_not_apply_is_not_asked() {
    let form = form();
    let known = |answer, since| KnownValue { answer, since };
    let ledger = BTreeMap::from([
        (Field::HouseholdSize, known(n(3), date(2026, 6, 1))),
        (Field::Tenure, known(Answer::One("squatting".into()), date(2026, 6, 1))),
        (Field::LandlordPhone, known(Answer::Text("13900000000".into()), date(2024, 1, 1))),
    ]);
    let asking = plan(&form, &ledger, &BTreeMap::new(), TODAY);
    let put: Vec<String> = asking
        .iter()
        .map(|a| match a {
            Asking::Open(q) => format!("open {}", q.name),
            Asking::StillSo(q, answer) => format!("still {} {answer:?}", q.name),
            Asking::Say(q) => format!("say {}", q.name),
        })
        .collect();
    assert_eq!(
        put,
        ["say hello", "still size Number(3)", "open tenure", "open needs"],
        "a choice that is gone is asked"
    );
    let so_far = BTreeMap::from([("tenure".to_owned(), asked(Answer::One("tenant".into())))]);
    let then = plan(&form, &ledger, &so_far, TODAY);
    assert!(matches!(then[3], Asking::Open(q) if q.name == "landlord"), "known for more than a year is asked afresh");
}

#[test]
fn a_filled_form_is_checked_and_keeps_only_what_applies() {
    let form = form();
    let mut given = BTreeMap::from([
        ("size".to_owned(), GivenAnswer { answer: n(3), came: AnswerOrigin::Confirmed }),
        ("tenure".to_owned(), asked(Answer::One("owner".into()))),
        ("landlord".to_owned(), asked(Answer::Text("13900000000".into()))),
    ]);
    let kept = finish(&form, &given).unwrap();
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["size", "tenure"], "an owner has no landlord");
    assert_eq!(learned(&form, &kept, TODAY).len(), 2);
    given.insert("size".to_owned(), asked(n(0)));
    given.insert("tenure".to_owned(), asked(Answer::One("tenant".into())));
    given.remove("landlord");
    given.insert("shoe".to_owned(), asked(n(42)));
    given.insert("needs".to_owned(), asked(Answer::Many(["gold".to_owned()].into())));
    assert_eq!(
        finish(&form, &given).unwrap_err(),
        [
            Refused::NoQuestion("shoe".into()),
            Refused::Constraint("size".into()),
            Refused::Required("landlord".into()),
            Refused::Answer("needs".into()),
        ]
    );
}

#[test]
fn two_members_edit_one_field_offline_and_both_are_shown_until_somebody_settles_it() {
    let edit = |id: u128, value: i32, seen: &[u128], by: u128| Edit {
        id: EditId::new(Uuid::from_u128(id)),
        value: Some(n(value)),
        seen: seen.iter().map(|s| EditId::new(Uuid::from_u128(*s))).collect(),
        by: account(by),
        at: now(),
    };
    let first = edit(1, 3, &[], 1);
    let mine = edit(2, 4, &[1], 2);
    let yours = edit(3, 5, &[1], 3);
    let all = [yours.clone(), first.clone(), mine.clone(), mine.clone()];
    let values: Vec<_> = heads(&all).into_iter().map(|e| e.value.clone()).collect();
    assert_eq!(values, [Some(n(4)), Some(n(5))]);
    assert!(disagrees(&all));
    let itself = edit(9, 3, &[9], 1);
    assert_eq!(heads(std::slice::from_ref(&itself)), [&itself], "nobody answers themselves");
    let settled = Edit { seen: seen_now(&all), ..edit(4, 5, &[], 1) };
    let all = [first.clone(), mine, yours, settled];
    assert_eq!(heads(&all).len(), 1);
    assert!(!disagrees(&[first, edit(5, 4, &[1], 2), edit(6, 4, &[1], 3)]), "who writes the same does not disagree");
}

proptest! {
    /// Independent of order and duplicates: the same values, and never none.
    #[test]
    fn the_heads_do_not_depend_on_the_order(
        parents in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..3), 1..12), order in any::<u64>(),
    ) {
        let mut edits: Vec<Edit> = Vec::new();
        for (at, seen) in parents.iter().enumerate() {
            let seen: BTreeSet<EditId> = if at == 0 { BTreeSet::new() } else { seen.iter().map(|i| edits[i.index(at)].id).collect() };
            edits.push(Edit { id: EditId::new(Uuid::from_u128(at as u128 + 1)), value: Some(n(at as i32)), seen, by: account(1), at: now() });
        }
        let stand: Vec<_> = heads(&edits).into_iter().cloned().collect();
        prop_assert!(!stand.is_empty());
        let mut shuffled: Vec<Edit> = edits.iter().chain(&edits).cloned().collect();
        shuffled.sort_by_key(|e| (e.id.uuid().as_u128() as u64).wrapping_mul(order | 1).rotate_left(17));
        prop_assert_eq!(heads(&shuffled).into_iter().cloned().collect::<Vec<_>>(), stand);
    }
}

fn visit(id: u128, to: u128, by: u128, outcome: Outcome) -> Visit {
    Visit {
        id: VisitId::new(Uuid::from_u128(id)),
        door: door(to),
        code: GridCode::parse("51011701900600906").unwrap(),
        by: account(by),
        at: now() + Span::minutes(i64::try_from(id).unwrap()),
        plan: Plan::Campaign { campaign: CampaignId::new(Uuid::from_u128(1)), round: 1 },
        outcome,
        met: Vec::new(),
        seen: String::new(),
        answers: BTreeMap::new(),
        case: None,
        corrects: None,
    }
}
fn campaign() -> Campaign {
    Campaign {
        id: CampaignId::new(Uuid::from_u128(1)),
        title: "高龄老人入户".into(),
        purpose: "看看老人冬天需要什么".into(),
        code: GridCode::parse("510117019006").unwrap(),
        form: ("elders-2026".into(), 1),
        state: State::Draft,
    }
}

#[test]
fn a_campaign_from_its_list_to_its_signature() {
    let cell = GridCode::parse("51011701900600906").unwrap();
    let doors: Vec<Door> = (1..=5).map(|id| Door::at(door(id), cell)).collect();
    let twice: Vec<Door> = doors.iter().chain(&doors[..1]).copied().collect();
    assert_eq!(campaign().start(&twice, account(9), now()).unwrap_err(), Refused::DoorTwice(door(1)));
    assert_eq!(campaign().start(&[], account(9), now()).unwrap_err(), Refused::NoDoors);
    let running = campaign().start(&doors, account(9), now()).unwrap();
    assert_eq!(running.clone().start(&doors, account(9), now()).unwrap_err(), Refused::Standing, "the list is fixed");

    let mut fold = Fold::new(running.id, &doors);
    for v in [
        visit(1, 1, 21, Outcome::Done),
        visit(2, 2, 21, Outcome::NotReached),
        visit(3, 3, 22, Outcome::Refused),
        visit(4, 4, 22, Outcome::Vacant),
        // Two visits to one dwelling count once.
        visit(5, 1, 22, Outcome::NotReached),
        visit(5, 1, 22, Outcome::NotReached),
    ] {
        assert!(fold.add(&v));
    }
    let mut elsewhere = visit(6, 2, 21, Outcome::Done);
    for plan in [Plan::Unplanned, Plan::Campaign { campaign: CampaignId::new(Uuid::from_u128(2)), round: 1 }] {
        elsewhere.plan = plan;
        assert!(!fold.add(&elsewhere), "a visit of another campaign is no part of this one's proof");
        let rows = [visit(2, 2, 21, Outcome::NotReached), elsewhere.clone()];
        assert_eq!(count(running.id, &doors, &rows)[&door(2)], Some(Outcome::NotReached));
    }
    assert_eq!(fold.ends()[&door(2)], Some(Outcome::NotReached));
    assert!(
        !fold.add(&visit(6, 77, 21, Outcome::Done)),
        "a door that is not on the list is a visit and no part of the proof"
    );
    let total = fold.total();
    assert!(total.adds_up());
    assert_eq!((total.done, total.refused, total.vacant, total.not_reached, total.untried), (1, 1, 1, 1, 1));
    assert_eq!((fold.credit(account(21)).len(), fold.credit(account(22)).len()), (2, 3));

    let running = running.next_round(&fold.gaps()).unwrap();
    let mut second = visit(7, 2, 22, Outcome::Done);
    second.plan = Plan::Campaign { campaign: running.id, round: 2 };
    fold.add(&second);
    let gaps = fold.gaps();
    assert_eq!(gaps.iter().map(|g| g.door).collect::<Vec<_>>(), [door(5)]);
    let why = |reason: &str| BTreeMap::from([(door(5), reason.to_owned())]);
    let sign_saying = |by: u128, reasons, gaps: &[_], unvisited: &str| {
        running.clone().sign(gaps, reasons, unvisited, &fold.ends(), account(by), now())
    };
    let sign = |by: u128, reasons, gaps: &[_]| sign_saying(by, reasons, gaps, "人手不足，下周补走");
    assert_eq!(sign(9, BTreeMap::new(), &gaps).unwrap_err(), Refused::OtherGaps);
    assert_eq!(sign(9, why(" "), &gaps).unwrap_err(), Refused::GapWithoutReason(door(5)));
    let signed = sign(9, why("门锁着，电表不走，房东说春节回"), &gaps).unwrap();
    let State::Signed { signature, doors: listed } = &signed.state else { panic!("{signed:?}") };
    assert_eq!(signature.unvisited, "人手不足，下周补走");
    // Nobody visited dwelling 5: the reason of the gap is not enough.
    assert_eq!(sign_saying(9, why("没人"), &gaps, " ").unwrap_err(), Refused::NobodyWent(1));
    assert_eq!((*listed, signature.digest.len()), (5, 64));
    // Later visits change the dwelling, not what was signed.
    fold.add(&visit(8, 5, 21, Outcome::Done));
    assert!(fold.gaps().is_empty() && super::campaign::digest(&fold.ends()) != signature.digest);
    assert_eq!(running.clone().next_round(&[]).unwrap_err(), Refused::NothingLeft);

    let mut tried = Fold::new(running.id, &doors);
    for n in 1..=5 {
        tried.add(&visit(n, n, 9, Outcome::NotReached));
    }
    let own = tried.gaps();
    let reasons: BTreeMap<_, _> = own.iter().map(|g| (g.door, "没人".to_owned())).collect();
    assert_eq!(
        running.clone().sign(&own, reasons.clone(), "", &tried.ends(), account(9), now()).unwrap_err(),
        Refused::OwnGaps
    );
    // All were visited: the second reason is not required and not stored.
    let signed = running.sign(&own, reasons, "多余的话", &tried.ends(), account(8), now()).unwrap();
    let State::Signed { signature, .. } = signed.state else { panic!("{:?}", signed.state) };
    assert_eq!(signature.unvisited, "");
}

#[test]
fn a_mis_tap_at_a_door_is_put_right_and_both_stay_in_the_history() {
    let cell = GridCode::parse("51011701900600906").unwrap();
    let doors = [Door::at(door(1), cell)];
    let mut wrong = visit(1, 1, 21, Outcome::Refused);
    wrong.answers = BTreeMap::from([("a".into(), asked(n(1)))]);
    // A leader corrects the outcome; the original visitor is unchanged.
    let correction = Correction { of: wrong.id, by: account(9) };
    let right = Visit { corrects: Some(correction), ..visit(2, 1, 21, Outcome::NotReached) };
    for order in [[&wrong, &right], [&right, &wrong]] {
        let mut fold = Fold::new(CampaignId::new(Uuid::from_u128(1)), &doors);
        order.iter().for_each(|visit| assert!(fold.add(visit)));
        assert_eq!(
            fold.ends()[&door(1)],
            Some(Outcome::NotReached),
            "the end is what is right, and not what tells most"
        );
        assert_eq!(fold.gaps()[0].tries, [(account(21), right.at)]);
        assert_eq!(fold.credit(account(21)), [(right.id, door(1), Outcome::NotReached)]);
    }
    let meter = burden(&[wrong.clone(), right.clone()]);
    assert_eq!(meter.months[&(2026, 11)], Burden::default(), "nothing was asked at all");
    // A correction can be corrected.
    let again =
        Visit { corrects: Some(Correction { of: right.id, by: account(21) }), ..visit(3, 1, 21, Outcome::Vacant) };
    let rows = [again, wrong, right];
    assert_eq!(count(CampaignId::new(Uuid::from_u128(1)), &doors, &rows)[&door(1)], Some(Outcome::Vacant));
}

#[test]
fn the_burden_meter_counts_questions_and_not_people() {
    let mut first = visit(1, 1, 21, Outcome::Done);
    first.answers = BTreeMap::from([("a".into(), asked(n(1))), ("b".into(), asked(n(2)))]);
    let mut second = visit(2, 1, 22, Outcome::Done);
    second.answers = BTreeMap::from([
        ("a".into(), GivenAnswer { answer: n(1), came: AnswerOrigin::Confirmed }),
        ("b".into(), GivenAnswer { answer: n(3), came: AnswerOrigin::Changed }),
    ]);
    let meter = burden(&[first, second.clone(), second]);
    let at_door = meter.doors[&((2026, 11), door(1))];
    assert_eq!((at_door.visits, at_door.asked, at_door.confirmed), (2, 3, 1));
    assert!((at_door.spared() - 0.25).abs() < 1e-9);
    assert_eq!((meter.members[&(2026, 11)], meter.months[&(2026, 11)]), (2, at_door));
}
