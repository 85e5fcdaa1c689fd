//! Recomputes the deadlines of a case after a change of the holiday calendar.

use super::case::{Case, Step};
use super::clocks::{Deadline, Pause};
use super::fact::Fact;
use crate::manual::Calendar;

impl Case {
    /// Recomputes open deadlines; those met or notified as late are unchanged. `None` if nothing changes.
    #[must_use]
    pub fn recount(mut self, pauses: &[Pause], calendar: &Calendar) -> Option<Step> {
        let old = self.clocks;
        let fresh = old.recounted(old.promise, pauses, calendar);
        let runs = |due: &Deadline| due.met.is_none() && due.breached.is_none();
        if !self.state.status().is_owed() {
            return None;
        }
        if runs(&old.accept) {
            self.clocks.accept.due = fresh.accept.due;
        }
        if runs(&old.resolve) {
            self.clocks.resolve.due = fresh.resolve.due;
            self.clocks.half = if old.half_told { old.half } else { fresh.half };
        }
        let fact = Fact::Recounted { accept_due: self.clocks.accept.due, resolve_due: self.clocks.resolve.due };
        (self.clocks != old).then(|| Step { case: self, facts: vec![fact] })
    }
}

#[cfg(test)]
mod tests {
    use super::super::clocks::{Clocks, Promise};
    use super::super::stories::{morning, new_case};
    use super::*;
    use crate::kernel::time::{Moment, Span};
    use crate::manual::{Allowance, Calendar};

    fn at(text: &str) -> Moment {
        Moment::from_civil(text.parse().unwrap())
    }

    /// Three working days from Monday the 23rd, 9:00.
    fn working() -> Case {
        let mut case = new_case();
        let day = Calendar::official().working_day();
        let days = |n: i64| Allowance::working(Span::micros(day.as_micros() * n));
        let promise = Promise { accept: days(1), resolve: days(3), climb: days(1) };
        case.clocks = Clocks::start(morning(), promise, &Calendar::official());
        case
    }

    /// The same calendar with Wednesday the 25th off.
    fn other() -> Calendar {
        let year = Calendar::official().years().find(|y| y.number() == 2026).unwrap().text();
        let text =
            year.replace("holidays = [", "holidays = [\n  { name = \"临时\", from = 2026-11-25, to = 2026-11-25 },");
        Calendar::official().with(Calendar::parse("2026.toml", &text).unwrap())
    }

    #[test]
    fn what_runs_moves_with_its_half_way_mark_and_what_was_met_or_told_stays() {
        let case = working();
        let before = case.clocks;
        assert_eq!(before.resolve.due, at("2026-11-25T17:00:00"));
        assert_eq!(case.clone().recount(&[], &Calendar::official()), None, "by the same calendar nothing moves");
        let after = case.clone().recount(&[], &other()).unwrap().case.clocks;
        assert_eq!((after.resolve.due, after.accept), (at("2026-11-26T17:00:00"), before.accept));
        let mut told = case.clone();
        told.clocks.resolve.breached = Some(at("2026-11-25T18:00:00"));
        assert_eq!(told.recount(&[], &other()), None);
        let mut met = case;
        met.clocks.resolve.met = Some(at("2026-11-24T10:00:00"));
        assert_eq!(met.recount(&[], &other()), None);
    }

    #[test]
    fn a_pause_counts_by_the_new_calendar_too() {
        let case = working();
        // Tuesday to Thursday 9:00: two working days by the old calendar, one by the new.
        let pause = Pause { from: at("2026-11-24T09:00:00"), until: at("2026-11-26T09:00:00") };
        let old = case.clocks.recounted(case.clocks.promise, &[pause], &Calendar::official());
        assert_eq!(old.resolve.due, at("2026-11-27T17:00:00"), "two days were left");
        let new = case.clocks.recounted(case.clocks.promise, &[pause], &other());
        assert_eq!(new.resolve.due, at("2026-11-27T17:00:00"), "the holiday lay within the pause");
        let later = Pause { from: at("2026-11-23T09:00:00"), until: at("2026-11-24T09:00:00") };
        let new = case.clocks.recounted(case.clocks.promise, &[later], &other());
        assert_eq!(new.resolve.due, at("2026-11-27T17:00:00"), "three days from Tuesday, without the Wednesday");
    }
}
