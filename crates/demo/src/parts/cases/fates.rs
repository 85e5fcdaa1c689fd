//! The courses of the demonstration's cases: how many, when received, and which actions in which order.

use std::collections::VecDeque;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_domain::kernel::time::Span;

use crate::dice::Dice;

/// When an action happens, relative to the previous one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// After this part of the time to accept; above 1 is late.
    Accept(f64),
    /// After this part of the time to resolve.
    Resolve(f64),
    /// This long after the previous action.
    After(Span),
    /// This long before the end.
    Before(Span),
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Accept,
    Start,
    Note,
    Photo,
    Return,
    Dispatch,
    Place(GridCode),
    AskPause { days: i64 },
    ApprovePause,
    RefusePause,
    Resolve,
    Satisfied,
    NotSolved,
    Reopen,
    Escalate,
    Withdraw,
    Duplicate(CaseId),
    AskPart,
    PartAccepted,
    PartDone,
    PartRefused,
}

/// Actions with times, in order.
pub type Steps = VecDeque<(When, Deed)>;

/// The possible courses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Solved,
    Silent,
    SolvedLate,
    CameBack,
    SolvedTogether,
    Waited,
    Bounced,
    WentUp,
    Withdrawn,
    Joined,
    Unplaced,
    JustIn,
    Accepted,
    Begun,
    Waiting,
    WishesToWait,
    SentBack,
    Late,
    NotTaken,
    Done,
    Confirmed,
    OpenAgain,
    PartOpen,
}

/// Number of cases by course.
pub const FATES: &[(Fate, usize)] = &[
    (Fate::Solved, 98),
    (Fate::Silent, 26),
    (Fate::SolvedLate, 22),
    (Fate::CameBack, 14),
    (Fate::SolvedTogether, 26),
    (Fate::Waited, 9),
    (Fate::Bounced, 9),
    (Fate::WentUp, 7),
    (Fate::Withdrawn, 10),
    (Fate::Joined, 13),
    (Fate::Unplaced, 9),
    (Fate::JustIn, 18),
    (Fate::Accepted, 15),
    (Fate::Begun, 30),
    (Fate::Waiting, 11),
    (Fate::WishesToWait, 4),
    (Fate::SentBack, 7),
    (Fate::Late, 20),
    (Fate::NotTaken, 6),
    (Fate::Done, 20),
    (Fate::Confirmed, 10),
    (Fate::OpenAgain, 7),
    (Fate::PartOpen, 14),
];

impl Fate {
    /// Age at the end in hours: from, to.
    pub const fn age(self) -> (i64, i64) {
        const MONTHS: (i64, i64) = (11 * 24, 59 * 24);
        match self {
            Self::Solved | Self::Silent | Self::SolvedLate | Self::SolvedTogether => MONTHS,
            Self::Bounced | Self::WentUp | Self::Withdrawn | Self::Joined => MONTHS,
            Self::CameBack | Self::Waited => (22 * 24, 59 * 24),
            Self::Unplaced => (1, 40),
            Self::JustIn => (0, 7),
            Self::Accepted => (5, 40),
            Self::Begun => (24, 110),
            Self::Waiting => (60, 150),
            Self::WishesToWait | Self::SentBack => (24, 60),
            Self::Late | Self::OpenAgain => (7 * 24, 16 * 24),
            Self::NotTaken => (30, 90),
            Self::Done | Self::Confirmed => (70, 190),
            Self::PartOpen => (50, 120),
        }
    }

    /// Whether it must be resolved by the end, so that kinds with long time limits are unsuitable.
    pub const fn wants_short(self) -> bool {
        matches!(self, Self::Late | Self::SolvedLate)
    }

    /// Whether its deadline should be after the end.
    pub const fn wants_long(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Begun | Self::Waiting | Self::WishesToWait | Self::SentBack | Self::PartOpen
        )
    }

    /// Whether it needs a department's part.
    pub const fn wants_department(self) -> bool {
        matches!(self, Self::SolvedTogether | Self::PartOpen)
    }

    /// Its actions in order.
    pub fn steps(self, dice: &Dice) -> Steps {
        use Deed as D;
        use When::{Accept, After, Before, Resolve};
        let hours = |from: i64, to: i64| After(Span::minutes(dice.between(from * 60, to * 60)));
        let before = |from: i64, to: i64| Before(Span::minutes(dice.between(from * 60, to * 60)));
        let mut steps: Vec<(When, Deed)> = Vec::new();
        let taken = (Accept(dice.within(0.05, 0.85)), D::Accept);
        let begun = (hours(0, 5), D::Start);
        if dice.percent(25) {
            steps.push((After(Span::minutes(2)), D::Photo));
        }
        let worked = |steps: &mut Vec<(When, Deed)>| {
            steps.extend([taken, begun]);
            if dice.percent(60) {
                steps.push((hours(1, 9), D::Note));
            }
        };
        let done = (Resolve(dice.within(0.25, 0.9)), D::Resolve);
        match self {
            Self::Solved => {
                worked(&mut steps);
                steps.extend([done, (hours(2, 50), D::Satisfied)]);
            }
            Self::Silent => {
                worked(&mut steps);
                steps.push(done);
            }
            Self::SolvedLate => {
                let taken = if dice.percent(40) { Accept(dice.within(1.1, 2.0)) } else { Accept(0.7) };
                let done = Resolve(dice.within(1.15, 1.7));
                steps.extend([(taken, D::Accept), (hours(1, 9), D::Note), (done, D::Resolve)]);
                steps.push((hours(3, 40), D::Satisfied));
            }
            Self::CameBack if dice.percent(50) => {
                worked(&mut steps);
                steps.extend([done, (hours(10, 30), D::NotSolved), (hours(3, 12), D::Note)]);
                steps.extend([(hours(20, 50), D::Resolve), (hours(5, 30), D::Satisfied)]);
            }
            Self::CameBack => {
                worked(&mut steps);
                steps.extend([done, (hours(3, 20), D::Satisfied), (hours(60, 120), D::Reopen)]);
                steps.extend([(hours(20, 40), D::Resolve), (hours(5, 30), D::Satisfied)]);
            }
            Self::SolvedTogether => {
                steps.extend([taken, (hours(0, 3), D::AskPart)]);
                match dice.below(10) {
                    0 => steps.extend([(hours(2, 6), D::PartRefused), (hours(1, 3), D::Note)]),
                    1 | 2 => steps.push((hours(56, 70), D::PartDone)),
                    _ => steps.extend([(hours(1, 6), D::PartAccepted), (hours(6, 36), D::PartDone)]),
                }
                steps.extend([(hours(2, 8), D::Resolve), (hours(3, 40), D::Satisfied)]);
            }
            Self::Waited => {
                steps.extend([taken, begun, (hours(1, 3), D::AskPause { days: dice.between(3, 6) })]);
                steps.extend([(hours(1, 4), D::ApprovePause), (hours(150, 200), D::Note)]);
                steps.extend([(hours(2, 20), D::Resolve), (hours(3, 40), D::Satisfied)]);
            }
            Self::Bounced => {
                steps.extend([(Accept(0.4), D::Return), (hours(0, 2), D::Dispatch), (hours(0, 2), D::Accept)]);
                steps.extend([done, (hours(3, 40), D::Satisfied)]);
            }
            Self::WentUp => {
                steps.extend([taken, begun, (hours(3, 9), D::Escalate), (hours(1, 6), D::Note)]);
                steps.extend([done, (hours(3, 40), D::Satisfied)]);
            }
            Self::Withdrawn => steps.extend([taken, (hours(1, 20), D::Withdraw)]),
            // `Duplicate` is added by the caller, who knows the other case.
            Self::Joined => {}
            Self::Unplaced | Self::JustIn | Self::NotTaken => {}
            Self::Accepted => steps.push(taken),
            Self::Begun => worked(&mut steps),
            Self::Waiting => {
                steps.extend([taken, begun, (hours(1, 3), D::AskPause { days: dice.between(8, 16) })]);
                steps.push((hours(1, 4), D::ApprovePause));
            }
            Self::WishesToWait => {
                steps.extend([taken, begun, (before(1, 6), D::AskPause { days: 5 })]);
                if dice.percent(30) {
                    steps.push((Before(Span::minutes(20)), D::RefusePause));
                }
            }
            Self::SentBack => steps.extend([taken, (before(1, 16), D::Return)]),
            Self::Late => {
                steps.extend([(Accept(0.6), D::Accept), (hours(2, 20), D::Note)]);
                if dice.percent(40) {
                    steps.push((before(2, 30), D::Note));
                }
            }
            Self::Done => {
                worked(&mut steps);
                steps.push((before(2, 64), D::Resolve));
            }
            Self::Confirmed => {
                worked(&mut steps);
                steps.extend([(before(26, 60), D::Resolve), (before(1, 18), D::Satisfied)]);
            }
            Self::OpenAgain => {
                worked(&mut steps);
                steps.extend([(before(66, 100), D::Resolve), (before(4, 60), D::NotSolved), (before(1, 3), D::Note)]);
            }
            Self::PartOpen => {
                steps.push(taken);
                match dice.below(3) {
                    0 => steps.push((before(2, 20), D::AskPart)),
                    1 => steps.extend([(before(20, 40), D::AskPart), (before(2, 16), D::PartAccepted)]),
                    _ => steps.push((Accept(0.9), D::AskPart)),
                }
            }
        }
        steps.into()
    }
}
