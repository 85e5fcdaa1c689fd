//! Alerts, told as stories: what rings, what climbs, who is told how much; and the table of all states and acts.

use jiff::civil::date;
use std::fmt::Write as _;
use uuid::Uuid;

use super::act::{Action, Refused};
use super::fact::Fact;
use super::ladder::{How, Rung, TryResult};
use super::machine::{Alert, Context, New};
use super::state::{Cause, Outcome, State, Status, Watcher, With};
use super::told::{Ask, Concern, Duty as Told, KinWords, Relation, Sight, clinical, sight};
use crate::access::Role;
use crate::care::reading::{Meal, Measured, Reading, ReadingStatus as Stands, Unit, Value, Via};
use crate::care::rules::default_table;
use crate::care::verdict::{Judgement, Patient, judge};
use crate::grid::GridCode;
use crate::households::{ContactKind, IdentityNumber, Registered, Resident, Sex};
use crate::kernel::ids::{AccountId, AlertId, ContactId, ReadingId, ResidentId};
use crate::kernel::time::{Day, Moment, Span};
use crate::people::{Answer as Duty, Holder};

pub(super) const MICRO: &str = "51011701900600906";
pub(super) const TODAY: Day = date(2026, 11, 25);

pub(super) fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}
pub(super) fn contact(n: u128) -> ContactId {
    ContactId::new(Uuid::from_u128(n))
}
pub(super) fn reading(n: u128) -> ReadingId {
    ReadingId::new(Uuid::from_u128(n))
}
pub(super) fn code(text: &str) -> GridCode {
    GridCode::parse(text).unwrap()
}
pub(super) fn ten() -> Moment {
    Moment::from_civil(TODAY.at(10, 0, 0, 0))
}
fn say(text: &str) -> String {
    text.to_owned()
}
/// The nurse who measured.
pub(super) const NURSE: u128 = 3;
/// Somebody answers at every level; their number is the code's length: the grid leader is 15, the secretary 12, the street 9.
pub(super) fn duty(posts: &[GridCode]) -> Duty {
    let at = posts[0];
    let holder =
        Holder { account: account(at.as_str().len() as u128), role: Role::GridLeader, code: at, deputy_for: None };
    Duty { holder: Some(holder), code: Some(at), holes: Vec::new() }
}
pub(super) fn nobody(posts: &[GridCode]) -> Duty {
    Duty { holder: None, code: posts.last().copied(), holes: posts.to_vec() }
}
pub(super) fn new_alert(ladder: Vec<Rung>) -> Alert {
    let new = New {
        id: AlertId::new(Uuid::from_u128(1)),
        resident: ResidentId::new(Uuid::from_u128(1)),
        code: code(MICRO),
        reading: reading(1),
        by: account(NURSE),
        at: ten(),
        ladder,
        clocks: default_table().clocks,
    };
    Alert::begin(new).alert
}
pub(super) fn act(alert: Alert, by: u128, now: Moment, action: &Action) -> Result<(Alert, Vec<Fact>), Refused> {
    let duty = duty(&alert.first_posts());
    let step = alert.act(action, &Context { by: account(by), now, duty: &duty })?;
    Ok((step.alert, step.facts))
}
/// Lets everything ring that is due by `now`, each at its own moment.
pub(super) fn ring(mut alert: Alert, now: Moment) -> (Alert, Vec<(Moment, Fact)>) {
    let mut told = Vec::new();
    while let Some(due) = alert.next_alarm().filter(|due| *due < now) {
        let at = due + Span::seconds(1);
        let step = alert.clone().ring(&duty(&alert.posts_above()), at);
        told.extend(step.facts.into_iter().map(|f| (at, f)));
        assert!(told.len() < 10_000, "it tells the same for ever: {:?}", told.last());
        alert = step.alert;
    }
    (alert, told)
}
fn names(told: &[(Moment, Fact)]) -> Vec<&'static str> {
    told.iter().map(|(_, fact)| fact.kind()).collect()
}
fn rungs() -> Vec<Rung> {
    vec![Rung::new(ContactKind::Kin, Some(contact(1))), Rung::new(ContactKind::Landlord, None)]
}

#[test]
fn no_second_reading_raises_it_by_itself_with_an_owner_at_once() {
    let alert = new_alert(rungs());
    assert_eq!((alert.owner, alert.next_alarm()), (account(NURSE), Some(ten() + Span::minutes(10))));
    assert!(!alert.is_due(ten() + Span::minutes(10)));
    let (alert, told) = ring(alert, ten() + Span::minutes(10) + Span::seconds(1));
    assert_eq!(names(&told), ["care.raised", "care.dispatched"]);
    assert!(matches!(alert.state, State::Raised { because: Cause::Silence, .. }));
    assert_eq!((alert.owner, alert.post), (account(15), code("510117019006009")), "the grid leader");
}

#[test]
fn measuring_again_does_not_put_the_alarm_off_and_the_same_reading_is_no_second_one() {
    let alert = new_alert(rungs());
    let again = Action::Remeasured { reading: reading(1), critical: true };
    assert_eq!(act(alert.clone(), NURSE, ten(), &again).unwrap_err(), Refused::SameReading);
    let mut alert = alert;
    for n in 2..9 {
        let lower = Action::Remeasured { reading: reading(n), critical: false };
        alert = act(alert, NURSE, ten() + Span::minutes(n as i64), &lower).unwrap().0;
        assert_eq!((alert.state.status(), alert.clock.due), (Status::Lower, ten() + Span::minutes(10)));
    }
    let (raised, told) = ring(alert.clone(), ten() + Span::hours(1));
    assert_eq!(names(&told)[0], "care.raised", "a lower reading without a word still raises it");
    assert!(raised.readings.len() == 8);
    let nothing = Action::StandDown { reason: say("手指上有糖，洗手后 6.1") };
    let (down, facts) = act(alert, NURSE, ten() + Span::minutes(9), &nothing).unwrap();
    assert_eq!((down.state.status(), down.next_alarm(), facts.len()), (Status::StoodDown, None, 1));
}

#[test]
fn a_slip_does_not_end_it_by_itself() {
    let slip = Action::Corrected { reading: reading(1) };
    let (alert, facts) = act(new_alert(rungs()), NURSE, ten() + Span::minutes(1), &slip).unwrap();
    assert_eq!((alert.state.status(), facts[0].kind()), (Status::Lower, "care.corrected"));
    assert_eq!(alert.next_alarm(), Some(ten() + Span::minutes(10)), "the clock goes on");
    let (raised, _) = ring(alert.clone(), ten() + Span::minutes(11));
    assert_eq!(raised.state.status(), Status::Raised);
    let nothing = Action::StandDown { reason: say("把 mg/dL 记成了 mmol/L") };
    assert_eq!(act(alert, NURSE, ten() + Span::minutes(2), &nothing).unwrap().0.state.status(), Status::StoodDown);
}

#[test]
fn nobody_acts_and_it_climbs_to_the_street_and_rings_there_for_ever() {
    let (alert, told) = ring(new_alert(rungs()), ten() + Span::hours(2));
    assert_eq!((alert.post, alert.escalated, alert.owner), (code("510117019"), 2, account(9)));
    let late = told.iter().filter(|(_, f)| matches!(f, Fact::Late { .. })).count();
    assert!(late >= 6, "{late} times in two hours");
    assert!(alert.next_alarm().is_some_and(|due| due >= ten() + Span::hours(2)));
    // A server that was down for a week rings once, and the level has its time.
    let step = alert.clone().ring(&duty(&alert.posts_above()), ten() + Span::days(7));
    assert_eq!(step.alert.next_alarm(), Some(ten() + Span::days(7) + Span::minutes(15)));
}

#[test]
fn where_nobody_answers_up_to_the_street_it_stays_with_the_one_who_measured() {
    let alert = new_alert(rungs());
    let posts = alert.posts_above();
    let step = alert.ring(&nobody(&posts), ten() + Span::minutes(11));
    assert_eq!((step.alert.owner, step.alert.post), (account(NURSE), code("510117019")));
    assert!(step.alert.next_alarm().is_some());
}

#[test]
fn a_missed_look_is_told_and_climbs_until_somebody_looks() {
    let watching = reach(Status::Watching);
    let neighbour = Watcher::Contact(contact(4));
    let ask = Action::AskWatch { watcher: neighbour, every: Span::hours(2), first: ten() + Span::hours(1) };
    let (alert, _) = act(watching, 15, ten() + Span::minutes(30), &ask).unwrap();
    assert_eq!(alert.due(), Some(ten() + Span::minutes(75)), "the look, and its grace");
    assert_eq!(alert.next_alarm(), Some(ten() + Span::minutes(50)), "ten minutes before it is called to mind");
    let (alert, told) = ring(alert, ten() + Span::minutes(110));
    assert_eq!(
        names(&told),
        [
            "care.look-soon",
            "care.look-missed",
            "care.late",
            "care.climbed",
            "care.dispatched",
            "care.late",
            "care.climbed",
            "care.dispatched",
            "care.late",
            "care.climbed",
            "care.dispatched"
        ]
    );
    let well = Action::LookedIn { watcher: neighbour, well: true, words: say("在看电视") };
    let (alert, _) = act(alert, 12, ten() + Span::minutes(112), &well).unwrap();
    assert_eq!(alert.due(), Some(ten() + Span::minutes(112 + 120 + 15)));
    let State::Watching { watches, .. } = &alert.state else { panic!("{:?}", alert.state) };
    assert_eq!((watches[0].missed, watches[0].kept.len()), (1, 1));
    let unwell = Action::LookedIn { watcher: neighbour, well: false, words: say("叫不醒") };
    let (alert, facts) = act(alert, 12, ten() + Span::minutes(120), &unwell).unwrap();
    assert_eq!((alert.state.status(), facts.len()), (Status::Reaching, 2));
    let stranger = Action::LookedIn { watcher: Watcher::Staff(account(77)), well: true, words: String::new() };
    assert_eq!(act(reach(Status::Watching), 15, ten(), &stranger).unwrap_err(), Refused::NoWatch);
}

#[test]
fn a_watch_that_is_kept_for_a_day_is_told_above_all_the_same() {
    let mut alert = reach(Status::Watching);
    let watcher = Watcher::Contact(contact(4));
    let ask = Action::AskWatch { watcher, every: Span::hours(2), first: ten() + Span::hours(2) };
    alert = act(alert, 15, ten() + Span::minutes(20), &ask).unwrap().0;
    for hour in (2..24).step_by(2) {
        let (rung, told) = ring(alert, ten() + Span::hours(hour));
        assert_eq!(names(&told), ["care.look-soon"], "{told:?}");
        let well = Action::LookedIn { watcher, well: true, words: String::new() };
        alert = act(rung, 15, ten() + Span::hours(hour), &well).unwrap().0;
    }
    let (alert, told) = ring(alert, ten() + Span::hours(25));
    assert!(names(&told).starts_with(&["care.look-soon", "care.late", "care.climbed"]), "{told:?}");
    assert!(alert.escalated > 0);
}

#[test]
fn a_follow_up_that_finds_them_unwell_begins_again_and_death_ends_it_anywhere() {
    let unwell = Action::FollowedUp { well: false, words: say("又头晕") };
    let (alert, _) = act(reach(Status::FollowUp), 15, ten() + Span::hours(20), &unwell).unwrap();
    assert_eq!(alert.state.status(), Status::Reaching);
    for status in Status::ALL.into_iter().filter(|s| s.is_open()) {
        let died = Action::Died { words: say("家属告知") };
        assert_eq!(act(reach(status), 15, ten(), &died).unwrap().0.state.status(), Status::Closed);
        let hidden = Action::Close { outcome: Outcome::Died, words: say("儿子已经回家，人没事了") };
        assert!(act(reach(status), 15, ten(), &hidden).is_err(), "{status:?}: a death is no choice of a list");
        if status != Status::Owed {
            let early = Action::Close { outcome: Outcome::Recovered, words: say("好了") };
            assert!(act(reach(status), 15, ten(), &early).is_err(), "{status:?}: not before both follow-ups");
        }
    }
}

/// Her record, with everything that must not be told.
pub(super) fn wang() -> Resident {
    let mut wang = Resident::in_two_fields(ResidentId::new(Uuid::from_u128(1)), "王秀英", code(MICRO), TODAY).unwrap();
    wang.identity = IdentityNumber::parse("11010519491231002X", TODAY).ok();
    wang.birth = crate::households::Birth::Year(1943);
    wang.sex = Some(Sex::Female);
    wang.registered = Registered::Elsewhere(say("资阳市安岳县"));
    wang
}
fn her_reading() -> Reading {
    Reading {
        id: reading(1),
        resident: ResidentId::new(Uuid::from_u128(1)),
        station: None,
        by: account(NURSE),
        at: ten(),
        via: Via::Typed,
        measured: Measured::glucose(Value::read("30.7").unwrap(), Unit::Mmol, Meal::Random),
        standing: Stands::Stands { doubts: Vec::new(), first: None },
    }
}

#[test]
fn each_rung_hears_what_it_needs_and_only_the_doctor_sees_the_number() {
    let Judgement::Verdict(verdict) = judge(default_table(), &her_reading().measured, &Patient::default()) else {
        panic!("doubted")
    };
    let concerns = Concern::of(&verdict, default_table());
    assert_eq!(concerns, [Concern::SugarHigh]);
    let (door, line) = ("3栋2单元501", "028-12345");
    let mut heard = String::new();
    for kind in [ContactKind::Landlord, ContactKind::Neighbour, ContactKind::Employer, ContactKind::Elsewhere] {
        let ask = Ask::of(kind, &wang(), door, line, TODAY).unwrap();
        let words = ask.words();
        let all = format!("{}{}{}", words.zh, words.en, serde_json::to_string(&ask).unwrap());
        for secret in ["30.7", "血糖", "sugar", "glucose", "秀英", "1949", "安岳", "头晕", "医"] {
            assert!(!all.contains(secret), "{kind:?} hears {secret}: {all}");
        }
        let _ = writeln!(heard, "{:<10} {}", kind.key(), words.zh);
    }
    let kin = KinWords::of(&wang(), "儿子", line, &concerns, "张医生", TODAY).words();
    assert!(kin.zh.contains("血糖过高") && !kin.zh.contains("30"), "{}", kin.zh);
    let _ = writeln!(heard, "{:<10} {}", "kin", kin.zh);
    insta::assert_snapshot!(heard);
    assert_eq!(Ask::of(ContactKind::Doctor, &wang(), door, line, TODAY), None);

    let alert = reach(Status::Reaching);
    let leader = Relation { serves: true, reads: false };
    let told = serde_json::to_string(&Told::of(&alert, &wang(), door, &concerns)).unwrap();
    assert!(told.contains("sugar_high") && told.contains("王秀英") && !told.contains("30.7") && !told.contains("1949"));
    assert_eq!(sight(&alert, leader), Sight::Duty);
    assert_eq!(sight(&alert, Relation::default()), Sight::Nothing);
    assert_eq!(sight(&new_alert(rungs()), leader), Sight::Nothing, "while it is measured, the station has it");
    let readings = [her_reading()];
    assert!(clinical(&alert, sight(&alert, leader), &readings).is_empty());
    let doctor = Relation { serves: true, reads: true };
    assert_eq!(clinical(&alert, sight(&alert, doctor), &readings).len(), 1);
    let over = Told::of(&reach(Status::Closed), &wang(), door, &concerns);
    assert!(over.concerns.is_empty() && over.due.is_none());
}

fn samples() -> Vec<Action> {
    let watcher = Watcher::Contact(contact(4));
    vec![
        Action::Remeasured { reading: reading(90), critical: true },
        Action::Remeasured { reading: reading(91), critical: false },
        Action::Corrected { reading: reading(1) },
        Action::Word { text: say("一") },
        Action::StandDown { reason: say("一") },
        Action::Acknowledge,
        Action::Note { text: say("一") },
        Action::Try { rung: 0, how: How::Phone, went: TryResult::NoAnswer, words: String::new() },
        Action::Found { kind: ContactKind::Landlord, contact: contact(7) },
        Action::Escort { to: say("家") },
        Action::SafeNow { with: With::Alone, place: say("家") },
        Action::SafeNow { with: With::Kin(None), place: say("家") },
        Action::AskWatch { watcher, every: Span::hours(1), first: ten() + Span::hours(2) },
        Action::LookedIn { watcher, well: true, words: String::new() },
        Action::LookedIn { watcher, well: false, words: String::new() },
        Action::KinThere { kin: None },
        Action::Refer { to: say("医院"), how: say("儿子陪") },
        Action::Arrived { words: say("一") },
        Action::StayHome { words: say("一") },
        Action::FollowedUp { well: true, words: say("一") },
        Action::FollowedUp { well: false, words: say("一") },
        Action::Close { outcome: Outcome::Recovered, words: say("一") },
        Action::Close { outcome: Outcome::Died, words: say("一") },
        Action::Died { words: say("一") },
        Action::UndoDeath { words: String::new() },
    ]
}

/// An alert in each status, reached by acting.
pub(super) fn reach(status: Status) -> Alert {
    let second = Action::Remeasured { reading: reading(2), critical: true };
    let raised = [second, Action::Acknowledge];
    let safe = Action::SafeNow { with: With::Alone, place: say("家") };
    let refer = Action::Refer { to: say("医院"), how: say("一") };
    let there = Action::Arrived { words: say("一") };
    let well = Action::FollowedUp { well: true, words: say("一") };
    let mut path: Vec<Action> = match status {
        Status::Remeasuring => return new_alert(rungs()),
        Status::Lower => vec![Action::Remeasured { reading: reading(2), critical: false }],
        Status::StoodDown => {
            vec![Action::Remeasured { reading: reading(2), critical: false }, Action::StandDown { reason: say("一") }]
        }
        Status::Raised => vec![raised[0].clone()],
        _ => raised.to_vec(),
    };
    path.extend(match status {
        Status::Watching => vec![safe],
        Status::WithKin => vec![Action::KinThere { kin: Some(contact(1)) }],
        Status::Referred => vec![refer],
        Status::FollowUp => vec![refer, there],
        Status::Owed => vec![refer, there, well.clone(), well],
        Status::Closed => vec![Action::Died { words: say("一") }],
        _ => vec![],
    });
    let now = ten() + Span::minutes(1);
    let alert = path.iter().fold(new_alert(rungs()), |alert, action| act(alert, 15, now, action).unwrap().0);
    assert_eq!(alert.state.status(), status);
    alert
}

#[test]
fn the_table_of_states_and_acts() {
    let now = ten() + Span::minutes(2);
    let mut table = String::new();
    for status in Status::ALL {
        for action in samples() {
            let name = match &action {
                Action::Remeasured { critical: true, .. } => say("remeasured critical"),
                Action::SafeNow { with: With::Kin(_), .. } => say("safe_now with kin"),
                Action::LookedIn { well: false, .. } | Action::FollowedUp { well: false, .. } => {
                    format!("{} unwell", action.key())
                }
                Action::Close { outcome, .. } => format!("close {outcome:?}"),
                other => say(other.key()),
            };
            let to = match act(reach(status), 7, now, &action) {
                Ok((after, _)) => say(after.state.status().key()),
                Err(Refused::Transition { .. }) => say("-"),
                Err(other) => format!("- ({other})"),
            };
            let _ = writeln!(table, "{:<12} {name:<20} {to}", status.key());
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn an_alert_is_one_row_that_reads_back() {
    for status in Status::ALL {
        let alert = reach(status);
        let row = serde_json::to_string(&alert).unwrap();
        assert_eq!(serde_json::from_str::<Alert>(&row).unwrap(), alert);
    }
}
