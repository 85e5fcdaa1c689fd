//! Counters of cases, so that a figure is a sum of few rows: open cases by status, and events per day. Each fact is
//! counted once, where it happens.

use super::case::Case;
use super::fact::Fact;
use super::state::{Answer, Status};
use crate::kernel::time::{Day, Moment, Span};

/// Days covered by the figures of a neighbourhood.
pub const FIGURE_DAYS: i64 = 30;

/// A case's share in the open cases of its cell and kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stock {
    /// By status, in the order of [`Stock::STATUSES`].
    pub by: [i64; 6],
    /// Late.
    pub late: i64,
}

impl Stock {
    /// The statuses in which a case is open.
    pub const STATUSES: [Status; 6] =
        [Status::Submitted, Status::Accepted, Status::InProgress, Status::Returned, Status::Paused, Status::Resolved];

    /// The share of a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let status = case.state.status();
        Self { by: Self::STATUSES.map(|s| i64::from(s == status)), late: i64::from(case.late()) }
    }

    /// All open cases.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.by.iter().sum()
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        for (mine, theirs) in self.by.iter_mut().zip(other.by) {
            *mine += theirs;
        }
        self.late += other.late;
        self
    }

    /// The negative.
    #[must_use]
    pub fn taken_off(self) -> Self {
        Self { by: self.by.map(|n| -n), late: -self.late }
    }
}

/// Events of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flow {
    /// Received.
    pub received: i64,
    /// Became late for the first time.
    pub late: i64,
    /// Confirmed as solved, by answer or by silence.
    pub closed: i64,
    /// Answered by residents themselves.
    pub answered: i64,
    /// Of these, satisfied.
    pub satisfied: i64,
    /// Answers recorded by staff.
    pub recorded: i64,
    /// Of these, satisfied.
    pub recorded_satisfied: i64,
}

impl Flow {
    /// The sum of two.
    #[must_use]
    pub const fn plus(self, o: Self) -> Self {
        Self {
            received: self.received + o.received,
            late: self.late + o.late,
            closed: self.closed + o.closed,
            answered: self.answered + o.answered,
            satisfied: self.satisfied + o.satisfied,
            recorded: self.recorded + o.recorded,
            recorded_satisfied: self.recorded_satisfied + o.recorded_satisfied,
        }
    }
}

/// What a step adds to the daily counters: the day, the whole hours until closed, and the counts. `before`: the case
/// before the step, `None` for a new one.
#[must_use]
pub fn flows(before: Option<&Case>, after: &Case, facts: &[Fact], now: Moment) -> Vec<(Day, Option<i64>, Flow)> {
    let mut counted = Vec::new();
    if before.is_none() {
        counted.push((after.clocks.received.day(), None, Flow { received: 1, ..Flow::default() }));
    }
    let was_late = |c: &Case| c.clocks.accept.breached.is_some() || c.clocks.resolve.breached.is_some();
    let mut today = Flow::default();
    for fact in facts {
        match fact {
            Fact::Breached { .. } if !before.is_some_and(was_late) => today.late = 1,
            Fact::Answered { answer: answer @ (Answer::Satisfied | Answer::Not), recorded, .. } => {
                let satisfied = i64::from(*answer == Answer::Satisfied);
                if recorded.is_some() {
                    today.recorded += 1;
                    today.recorded_satisfied += satisfied;
                } else {
                    today.answered += 1;
                    today.satisfied += satisfied;
                }
            }
            Fact::Confirmed { .. } => {
                let took = after.clocks.resolve.met.unwrap_or(now) - after.clocks.received;
                let hours = took.as_micros().max(0) / Span::hours(1).as_micros();
                counted.push((now.day(), Some(hours), Flow { closed: 1, ..Flow::default() }));
            }
            _ => {}
        }
    }
    if today != Flow::default() {
        counted.push((now.day(), None, today));
    }
    counted
}

/// The median of hours with frequencies, the lower of two in the middle; `None` if empty.
#[must_use]
pub fn median(hours: &[(i64, i64)]) -> Option<i64> {
    let mut sorted: Vec<(i64, i64)> = hours.iter().copied().filter(|(_, n)| *n > 0).collect();
    sorted.sort_unstable();
    let all: i64 = sorted.iter().map(|(_, n)| n).sum();
    let mut seen = 0;
    sorted.into_iter().find_map(|(hours, n)| {
        seen += n;
        (seen * 2 >= all).then_some(hours)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_what_half_of_them_took_at_most() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[(5, 0)]), None);
        assert_eq!(median(&[(40, 1), (3, 1), (5, 1)]), Some(5));
        assert_eq!(median(&[(3, 1), (40, 1)]), Some(3));
        assert_eq!(median(&[(1, 10), (700, 9)]), Some(1));
        assert_eq!(median(&[(1, 9), (700, 10)]), Some(700));
    }

    #[test]
    fn a_case_is_received_late_and_closed_once_and_its_hours_end_with_the_work() {
        use super::super::act::Action;
        use super::super::stories::{act, duty, morning, new_case, say};
        use crate::manual::Calendar;

        let calendar = Calendar::official();
        let (mut case, mut sum, mut hours) = (new_case(), Flow::default(), Vec::new());
        let mut count = |before: Option<&Case>, after: &Case, facts: &[Fact], now: Moment| {
            for (day, took, flow) in flows(before, after, facts, now) {
                assert_eq!(day, now.day());
                hours.extend(took);
                sum = sum.plus(flow);
            }
        };
        count(None, &case, &[], morning());
        // Late to accept and to resolve still counts as one late case.
        while let Some((due, alarm)) = case.due(morning() + Span::hours(25)) {
            let step = case.clone().ring(due, alarm, &duty(&case.ladder_up()[0]), due, &calendar);
            count(Some(&case), &step.case, &step.facts, due);
            case = step.case;
        }
        let owner = case.owner.unwrap();
        let by = owner.uuid().as_u128();
        let done = morning() + Span::hours(26);
        for (who, now, action) in [
            (by, done, Action::Start),
            (by, done, Action::Resolve { outcome: say("已清理") }),
            (
                0,
                done + Span::days(2),
                Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None },
            ),
        ] {
            let (after, facts) = act(case.clone(), who, now, &action).unwrap();
            count(Some(&case), &after, &facts, now);
            case = after;
        }
        assert_eq!((sum.received, sum.late, sum.closed, sum.answered, sum.satisfied, sum.recorded), (1, 1, 1, 1, 1, 0));
        assert_eq!(hours, [26], "from receipt until it was done, and not until somebody said so");
    }

    #[test]
    fn what_is_taken_off_is_what_was_put_on() {
        let one = Stock { by: [1, 0, 0, 2, 0, 0], late: 1 };
        assert_eq!(one.open(), 3);
        assert_eq!(one.plus(one.taken_off()), Stock::default());
    }
}
