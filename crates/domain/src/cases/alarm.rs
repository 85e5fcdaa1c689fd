//! Alarms of a case. A case stores its next alarm in one indexed column; each alarm is an ordinary change, applied
//! exactly once across restarts and clock jumps.

use super::case::Case;
use super::state::State;
use crate::kernel::time::Moment;

/// An event that is due without anybody's action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alarm {
    /// Half of the time to resolve has passed.
    HalfWay,
    /// The deadline to accept has passed.
    AcceptBreached,
    /// The deadline to resolve has passed.
    ResolveBreached,
    /// After a breach, this level's time has passed as well.
    Climb,
    /// The pause has ended.
    PauseOver,
    /// The time for the resident's answer has passed.
    Silence,
    /// A confirmed case closes.
    CloseOut,
}

impl Alarm {
    /// Whether it ends something irreversibly; the others only notify.
    #[must_use]
    pub const fn ends(self) -> bool {
        matches!(self, Self::Silence | Self::CloseOut)
    }
}

impl Case {
    /// All alarms that are set.
    fn alarms(&self) -> impl Iterator<Item = (Moment, Alarm)> {
        let clocks = &self.clocks;
        let running = matches!(
            self.state,
            State::Submitted { .. } | State::Accepted { .. } | State::InProgress { .. } | State::Returned { .. }
        );
        let accept = running && clocks.accept.met.is_none() && clocks.accept.breached.is_none();
        let resolve = running && clocks.resolve.met.is_none() && clocks.resolve.breached.is_none();
        let by_state = match &self.state {
            State::Paused { until, .. } => Some((*until, Alarm::PauseOver)),
            State::Resolved { ask_until, .. } => Some((*ask_until, Alarm::Silence)),
            State::Confirmed { close_at, .. } => Some((*close_at, Alarm::CloseOut)),
            _ => None,
        };
        [
            (running && !clocks.half_told).then_some((clocks.half, Alarm::HalfWay)),
            accept.then_some((clocks.accept.due, Alarm::AcceptBreached)),
            resolve.then_some((clocks.resolve.due, Alarm::ResolveBreached)),
            clocks.climb_at.filter(|_| running).map(|at| (at, Alarm::Climb)),
            by_state,
        ]
        .into_iter()
        .flatten()
    }

    /// The next alarm if nobody acts.
    #[must_use]
    pub fn next_alarm(&self) -> Option<Moment> {
        self.alarms().map(|(at, _)| at).min()
    }

    /// The first alarm due by `now`, with its due time. A deadline is met up to and including its moment; the alarm
    /// follows it.
    #[must_use]
    pub fn due(&self, now: Moment) -> Option<(Moment, Alarm)> {
        self.alarms().filter(|(at, _)| *at < now).min_by_key(|(at, _)| *at)
    }
}
