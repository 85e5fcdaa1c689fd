//! Alerts that wait for no second measurement: reported from outside, or begun by a danger sign.

use super::machine::{Alert, New, Step};
use super::state::Cause;
use crate::kernel::time::Moment;
use crate::people::Answer as Duty;

impl Alert {
    /// Starts with a critical reading from outside a station, where it cannot be repeated: raised at once.
    #[must_use]
    pub fn report(new: New, duty: &Duty) -> Step {
        let now = new.at;
        let Step { mut alert, mut facts } = Self::begin(new);
        alert.raise(Cause::Reported, String::new(), duty, now, &mut facts);
        Step { alert, facts }
    }

    /// Starts with a danger sign: raised at once, because a second measurement would not help.
    #[must_use]
    pub fn begin_at_once(new: New, duty: &Duty) -> Step {
        let now = new.at;
        let mut alert = Self::begin(new).alert;
        let mut facts = Vec::new();
        alert.raise(Cause::Sign, String::new(), duty, now, &mut facts);
        Step { alert, facts }
    }

    /// Raises it at once after a danger sign or a confirmed value. An alert that is already raised is unchanged.
    #[must_use]
    pub fn raise_at_once(mut self, duty: &Duty, now: Moment) -> Step {
        let mut facts = Vec::new();
        if self.state.status().is_measuring() {
            self.raise(Cause::Sign, String::new(), duty, now, &mut facts);
        }
        Step { alert: self, facts }
    }
}
