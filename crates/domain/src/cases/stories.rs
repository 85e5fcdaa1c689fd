//! The life of a case, told as stories, as a table of all states and acts, and walked at random.

use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;
use uuid::Uuid;

use super::act::Action;
use super::case::{ANSWER_DAYS, Case, Context, KindPin, New, PAUSE_DAYS, Placed, REOPEN_DAYS};
use super::clocks::Promise;
use super::fact::{Because, Fact};
use super::state::{Answer, State, Status};
use super::{Alarm, Refused};
use crate::access::Role;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CaseId};
use crate::kernel::time::{Moment, Span};
use crate::manual::{Allowance, Calendar};
use crate::people::{Answer as Duty, Holder};

/// Read once: random lives ask it many thousand times.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::official);
pub(super) const MICRO: &str = "51011701900600906";

pub(super) fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}
pub(super) fn code(text: &str) -> GridCode {
    GridCode::parse(text).unwrap()
}
pub(super) fn morning() -> Moment {
    Moment::from_civil(jiff::civil::date(2026, 11, 23).at(9, 0, 0, 0))
}
pub(super) fn promise() -> Promise {
    Promise {
        accept: Allowance::natural(Span::hours(2)),
        resolve: Allowance::natural(Span::hours(24)),
        climb: Allowance::natural(Span::hours(4)),
    }
}
/// Somebody answers at every level; their number is the code's length.
pub(super) fn duty(at: &GridCode) -> Duty {
    let n = at.as_str().len() as u128;
    Duty {
        holder: Some(Holder { account: account(n), role: Role::GridLeader, code: *at, deputy_for: None }),
        code: Some(*at),
        holes: Vec::new(),
    }
}
pub(super) fn new_case() -> Case {
    let new = New {
        id: CaseId::new(Uuid::from_u128(1)),
        kind: KindPin { id: "stairwell-clutter".into(), version: 1 },
        promise: promise(),
        code: code(MICRO),
        placed: Placed::Sure,
        source: "resident".into(),
        received: morning(),
    };
    Case::submit(new, &duty(&code(MICRO)), &CALENDAR).case
}
pub(super) fn act(case: Case, by: u128, now: Moment, action: &Action) -> Result<(Case, Vec<Fact>), Refused> {
    let up = case.ladder_up().first().copied().unwrap();
    let duty = duty(&up);
    let step =
        case.act(action, &Context { by: account(by), now, calendar: &CALENDAR, duty: Some(&duty), worked: false })?;
    Ok((step.case, step.facts))
}
/// Lets everything ring that is due by `now`; gives the facts' names.
pub(super) fn ring(mut case: Case, now: Moment) -> (Case, Vec<&'static str>) {
    let mut told = Vec::new();
    while let Some((due, alarm)) = case.due(now) {
        let duty = duty(&case.ladder_up()[0]);
        let step = case.ring(due, alarm, &duty, now, &CALENDAR);
        told.extend(step.facts.iter().map(Fact::kind));
        case = step.case;
    }
    (case, told)
}
pub(super) fn say(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_new_case_has_an_owner_and_both_clocks_from_receipt() {
    let case = new_case();
    assert_eq!(case.owner, Some(account(17)));
    assert_eq!(case.pressing(), Some(morning() + Span::hours(2)));
    assert_eq!(case.clocks.half, morning() + Span::hours(12));
    assert_eq!(case.next_alarm(), Some(morning() + Span::hours(2)));
    assert_eq!(case.due(morning() + Span::hours(2)), None, "a deadline is met up to and including its moment");
}

#[test]
fn nobody_accepts_and_it_climbs_one_level_at_a_time_to_the_street_and_stays() {
    let at = |hours| morning() + Span::hours(hours) + Span::seconds(1);
    let (case, told) = ring(new_case(), at(2));
    assert_eq!(told, ["cases.breached", "cases.escalated", "cases.dispatched"]);
    assert_eq!((case.post, case.owner, case.escalated), (code("510117019006009"), Some(account(15)), 1));
    assert!(case.late());
    // Each level has four hours of its own.
    let (case, told) = ring(case, at(6));
    assert!(told.is_empty(), "{told:?}: the four hours run from the moment at which it was told");
    let (case, told) = ring(case, at(6) + Span::seconds(1));
    assert_eq!((told.len(), case.post), (2, code("510117019006")));
    let (case, _) = ring(case, at(11));
    assert_eq!(case.post, code("510117019"));
    let (case, told) = ring(case, at(23));
    assert_eq!(told, ["cases.half-way"]);
    assert_eq!(case.post, code("510117019"));
    let (case, told) = ring(case, at(25));
    assert_eq!(told, ["cases.breached"], "above the street nobody stands, but the breach is told");
    assert_eq!(case.next_alarm(), None);
}

#[test]
fn a_clock_that_jumps_a_month_rings_each_alarm_once_and_rushes_past_nobody() {
    let (case, told) = ring(new_case(), morning() + Span::days(30));
    assert_eq!(told.iter().filter(|t| **t == "cases.breached").count(), 2);
    assert_eq!(told.iter().filter(|t| **t == "cases.half-way").count(), 1);
    assert_eq!(case.escalated, 2, "one level for each clock; the next levels have their time from now on");
    let (again, told) = ring(case.clone(), morning() + Span::days(30));
    assert!(told.is_empty());
    assert_eq!(again, case);
}

#[test]
fn returns_are_counted_while_the_clock_runs() {
    let case = new_case();
    let due = case.clocks.resolve.due;
    let (case, _) =
        act(case, 17, morning() + Span::minutes(5), &Action::Return { reason: say("不在本微网格") }).unwrap();
    assert_eq!((case.returns, case.state.status(), case.owner), (1, Status::Returned, Some(account(15))));
    let (case, _) = act(case, 15, morning() + Span::minutes(9), &Action::Dispatch).unwrap();
    let (case, _) = act(case, 12, morning() + Span::minutes(12), &Action::Return { reason: say("还是不对") }).unwrap();
    assert_eq!(case.returns, 2);
    assert_eq!(case.clocks.resolve.due, due);
    assert_eq!(case.clocks.accept.due, morning() + Span::hours(2));
    let (case, told) = ring(case, morning() + Span::hours(3));
    assert_eq!(told[0], "cases.breached", "a case that bounces is late like any other");
    assert!(case.late());
}

#[test]
fn a_pause_needs_another_person_and_gives_back_exactly_the_time_it_took() {
    let (case, _) = act(new_case(), 17, morning() + Span::hours(1), &Action::Start).unwrap();
    let until = morning() + Span::days(3);
    let ask = Action::AskPause { reason: say("等配件"), waiting_for: say("电梯公司"), until };
    let (case, _) = act(case, 17, morning() + Span::hours(4), &ask).unwrap();
    assert_eq!(case.due(morning() + Span::hours(25)).map(|d| d.1), Some(Alarm::HalfWay), "asking stops nothing");
    assert_eq!(
        act(case.clone(), 17, morning() + Span::hours(5), &Action::ApprovePause).unwrap_err(),
        Refused::OwnPause
    );
    let (case, _) = act(case, 15, morning() + Span::hours(6), &Action::ApprovePause).unwrap();
    assert_eq!(case.next_alarm(), Some(until));
    let (case, told) = ring(case, until + Span::hours(2));
    assert_eq!(told, ["cases.resumed"]);
    // 18 of 24 hours were left at the pause, counted again from the moment at which it went on.
    assert_eq!(case.clocks.resolve.due, until + Span::hours(2) + Span::hours(18));
    assert_eq!(case.state.status(), Status::InProgress);
    assert_eq!(case.owner, Some(account(17)));
    let far = Action::AskPause { reason: say("x"), waiting_for: say("y"), until: until + Span::days(PAUSE_DAYS + 9) };
    assert_eq!(act(case, 17, until, &far).unwrap_err(), Refused::PauseTooLong(PAUSE_DAYS));
}

#[test]
fn not_solved_goes_to_the_level_above_and_satisfied_closes_after_a_day() {
    let (case, _) = act(new_case(), 17, morning() + Span::hours(1), &Action::Start).unwrap();
    let (case, _) = act(case, 17, morning() + Span::hours(3), &Action::Resolve { outcome: say("已清理") }).unwrap();
    assert!(!case.late());
    let (case, facts) = act(
        case,
        0,
        morning() + Span::hours(5),
        &Action::Answer { answer: Answer::Not, words: say("又堆回来了"), recorded: None },
    )
    .unwrap();
    assert_eq!((case.state.status(), case.post, case.reopened), (Status::InProgress, code("510117019006009"), 1));
    assert!(facts.iter().any(|f| matches!(f, Fact::Escalated { because: Because::NotSolved, .. })));
    assert_eq!(case.clocks.resolve.due, morning() + Span::hours(24), "the clock was not reset");
    let (case, _) =
        act(case, 15, morning() + Span::hours(20), &Action::Resolve { outcome: say("再次清理并约谈") }).unwrap();
    let (case, _) = act(
        case,
        0,
        morning() + Span::hours(21),
        &Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None },
    )
    .unwrap();
    let (case, told) = ring(case, morning() + Span::days(4));
    assert_eq!(told, ["cases.closed"]);
    let State::Closed { answer, reopen_until, .. } = case.state else { panic!("{:?}", case.state) };
    assert_eq!((answer, reopen_until), (Answer::Satisfied, morning() + Span::days(4) + Span::days(REOPEN_DAYS)));
    let late = Action::Reopen { reason: say("又来了") };
    assert_eq!(
        act(case.clone(), 9, reopen_until + Span::seconds(1), &late).unwrap_err(),
        Refused::ReopenOver(reopen_until)
    );
    let (case, _) = act(case, 9, reopen_until, &late).unwrap();
    assert_eq!(case.state.status(), Status::InProgress);
    assert!(case.late(), "reopened after its time: late at once, and with a level that has its hours");
    assert_eq!(case.next_alarm(), Some(reopen_until + Span::hours(4)));
}

#[test]
fn silence_confirms_after_its_days() {
    let (case, _) = act(new_case(), 17, morning(), &Action::Start).unwrap();
    let (case, _) = act(case, 17, morning() + Span::hours(1), &Action::Resolve { outcome: say("已处理") }).unwrap();
    let silent = morning() + Span::hours(1) + Span::days(ANSWER_DAYS);
    assert!(ring(case.clone(), silent).1.is_empty());
    assert_eq!(ring(case, silent + Span::seconds(1)).1, ["cases.confirmed"]);
}

#[test]
fn empty_and_endless_words_are_refused() {
    for bad in [" ", "", "\n\t"] {
        assert!(matches!(
            act(new_case(), 17, morning(), &Action::Return { reason: say(bad) }),
            Err(Refused::Empty("reason"))
        ));
    }
    let long = "长".repeat(2_001);
    assert!(matches!(
        act(new_case(), 17, morning(), &Action::Note { text: long }),
        Err(Refused::TooLong("text", 2_000))
    ));
}

fn samples() -> Vec<Action> {
    vec![
        Action::Accept,
        Action::TakeOver,
        Action::Start,
        Action::Note { text: say("一") },
        Action::Return { reason: say("一") },
        Action::Dispatch,
        Action::AskPause { reason: say("一"), waiting_for: say("一"), until: morning() + Span::days(9) },
        Action::ApprovePause,
        Action::RefusePause { reason: say("一") },
        Action::Resume,
        Action::Resolve { outcome: say("一") },
        Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None },
        Action::Answer { answer: Answer::Not, words: String::new(), recorded: None },
        Action::Close,
        Action::Reopen { reason: say("一") },
        Action::Withdraw { reason: say("一") },
        Action::Duplicate { of: CaseId::new(Uuid::from_u128(2)) },
        Action::Escalate { reason: say("一") },
    ]
}

/// A case in each status, reached by acting.
fn in_status(status: Status) -> Case {
    let now = morning() + Span::minutes(1);
    let path: Vec<Action> = match status {
        Status::Submitted => vec![],
        Status::Accepted => vec![Action::Accept],
        Status::InProgress => vec![Action::Start],
        Status::Returned => vec![Action::Return { reason: say("一") }],
        Status::Paused => vec![
            Action::Start,
            Action::AskPause { reason: say("一"), waiting_for: say("一"), until: now + Span::days(8) },
            Action::ApprovePause,
        ],
        Status::Resolved => vec![Action::Start, Action::Resolve { outcome: say("一") }],
        Status::Confirmed => vec![
            Action::Start,
            Action::Resolve { outcome: say("一") },
            Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None },
        ],
        Status::Closed => vec![
            Action::Start,
            Action::Resolve { outcome: say("一") },
            Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None },
            Action::Close,
        ],
        Status::Withdrawn => vec![Action::Withdraw { reason: say("一") }],
        Status::Duplicate => vec![Action::Duplicate { of: CaseId::new(Uuid::from_u128(2)) }],
    };
    // The first step is the holder's; the pause is approved, and the work confirmed, by others.
    path.iter().enumerate().fold(new_case(), |case, (n, action)| {
        let by = if n == 0 { 17 } else { 100 + n as u128 };
        act(case, by, now, action).unwrap().0
    })
}

#[test]
fn the_table_of_states_and_acts() {
    let now = morning() + Span::minutes(2);
    let mut table = String::new();
    for status in Status::ALL {
        for action in samples() {
            let case = in_status(status);
            assert_eq!(case.state.status(), status);
            let answer = match &action {
                Action::TakeOver => "take over".to_owned(),
                Action::Answer { answer, .. } => format!("answer {answer:?}"),
                other => other.key().to_owned(),
            };
            let to = match act(case, 7, now, &action) {
                Ok((after, _)) => after.state.status().key().to_owned(),
                Err(Refused::Transition { .. }) => "-".to_owned(),
                Err(other) => format!("- ({other})"),
            };
            let _ = writeln!(table, "{:<12} {:<16} {to}", status.key(), answer);
        }
    }
    insta::assert_snapshot!(table);
}

proptest! {
    /// For random actions and alarms: an open case has a post, a breach is never undone by an edit, the alarm is never in the
    /// past after it rang, and a closed case stays closed unless it is reopened.
    #[test]
    fn random_lives_keep_their_promises(steps in prop::collection::vec((0usize..18, 1u128..6, 1i64..2_000), 1..60)) {
        let mut case = new_case();
        let mut now = morning();
        let due = case.clocks.resolve.due;
        let mut paused = false;
        for (which, by, minutes) in steps {
            now = now + Span::minutes(minutes);
            let (rung, _) = ring(case, now);
            case = rung;
            prop_assert!(case.next_alarm().is_none_or(|at| at >= now));
            if let Ok((after, facts)) = act(case.clone(), by, now, &samples()[which]) {
                paused |= facts.iter().any(|f| matches!(f, Fact::Paused { .. }));
                prop_assert!(!facts.is_empty() || matches!(samples()[which], Action::Dispatch));
                case = after;
            }
            prop_assert!(case.post.contains(&case.code));
            prop_assert!(!case.state.status().is_open() || case.owner.is_some());
            prop_assert_eq!(case.clocks.received, morning());
            if !paused {
                prop_assert_eq!(case.clocks.resolve.due, due, "only a pause moves a clock");
            }
        }
    }
}
