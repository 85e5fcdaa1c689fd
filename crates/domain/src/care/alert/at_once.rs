//! Alerts that wait for no second measurement: reported from outside, or begun by a danger sign.

use super::machine::{Alert, New, Step};
use super::state::Cause;
use crate::kernel::time::Moment;
use crate::people::Answer as Duty;

impl Alert {
    /// Begins with a critical reading from outside the station, where nobody can be asked to measure again: raised at once.
    #[must_use]
    pub fn report(new: New, duty: &Duty) -> Step {
        let now = new.at;
        let Step { mut alert, mut facts } = Self::begin(new);
        alert.raise(Cause::Reported, String::new(), duty, now, &mut facts);
        Step { alert, facts }
    }

    /// Begins with a danger sign: raised at once, because nothing is gained by measuring again.
    #[must_use]
    pub fn begin_at_once(new: New, duty: &Duty) -> Step {
        let now = new.at;
        let mut alert = Self::begin(new).alert;
        let mut facts = Vec::new();
        alert.raise(Cause::Sign, String::new(), duty, now, &mut facts);
        Step { alert, facts }
    }

    /// A sign came, or a value was confirmed, for which nobody waits any longer. One that was raised already stays as it is.
    #[must_use]
    pub fn raise_at_once(mut self, duty: &Duty, now: Moment) -> Step {
        let mut facts = Vec::new();
        if self.state.status().is_measuring() {
            self.raise(Cause::Sign, String::new(), duty, now, &mut facts);
        }
        Step { alert: self, facts }
    }
}
