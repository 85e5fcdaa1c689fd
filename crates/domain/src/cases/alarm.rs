//! What rings by itself. A case knows its next alarm, so that one column in one index is all that watching needs, and each
//! alarm is an ordinary change of the case: exactly once, through restarts and jumps of the clock.

use super::case::Case;
use super::state::State;
use crate::kernel::time::Moment;

/// Something that is due to happen to a case without anybody's act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alarm {
    /// Half of the time to resolve has run.
    HalfWay,
    /// The time to accept is over.
    AcceptBreached,
    /// The time to resolve is over.
    ResolveBreached,
    /// After a breach, this level has had its time too.
    Climb,
    /// The day until which it waited has come.
    PauseOver,
    /// The days for the resident's answer are over.
    Silence,
    /// Confirmed, and nothing more came.
    CloseOut,
}

impl Alarm {
    /// Whether it ends something that cannot be undone; the others only tell.
    #[must_use]
    pub const fn ends(self) -> bool {
        matches!(self, Self::Silence | Self::CloseOut)
    }
}

impl Case {
    /// All alarms that are set, each with its moment.
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

    /// When this case must next be looked at, if nobody does anything.
    #[must_use]
    pub fn next_alarm(&self) -> Option<Moment> {
        self.alarms().map(|(at, _)| at).min()
    }

    /// The alarm that is due first by `now`, with the moment at which it fell due. A deadline is met up to and including
    /// its moment, so it rings only after it.
    #[must_use]
    pub fn due(&self, now: Moment) -> Option<(Moment, Alarm)> {
        self.alarms().filter(|(at, _)| *at < now).min_by_key(|(at, _)| *at)
    }
}
