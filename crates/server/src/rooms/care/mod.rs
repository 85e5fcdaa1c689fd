//! The closed loop of care over the store: readings judged by the published rules, due re-measurements, and the alert that only a person
//! ends. Other rooms use from here: moving open alerts, their clocks, the rules in force.

pub mod copy;
pub mod http;
pub mod jobs;
pub mod notices;
pub mod ops;
pub mod record;
pub mod room;
pub mod rules;
pub mod store;
pub mod view;

#[cfg(test)]
mod alert_tests;
#[cfg(test)]
mod at_once_tests;
#[cfg(test)]
mod calling_tests;
#[cfg(test)]
mod gone_tests;
#[cfg(test)]
mod hands_tests;
#[cfg(test)]
mod matrix_tests;
#[cfg(test)]
mod moves_tests;
#[cfg(test)]
pub(crate) mod reading_tests;
#[cfg(test)]
mod rules_tests;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod together_tests;

pub use http::alerts::in_hand;
pub(crate) use http::{street_of_alert, street_of_reading};
pub use ops::looking::{alert_seen, alerts_seen, course, course_between, reading_changed, reading_seen, rechecks_seen};
pub use ops::measure::{Enter, enter};
pub use record::{AlertRecord, ReadingRecord};
pub use rules::Rules;
pub use store::alerts::streams;
pub use store::calling::read as call_back_of;

use weiguang_domain::care::alert::Refused;

use crate::web::{FieldFault, Refusal};

/// A refusal that is about a field becomes a fault of that field; the others refuse the act.
impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        let (code, zh, en) = (refused.code(), refused.chinese(), refused.to_string());
        match refused {
            Refused::Empty(field) | Refused::TooLong(field, _) => Self::field(FieldFault::new(field, code, zh, en)),
            Refused::NoRung => Self::field(FieldFault::new("rung", code, zh, en)),
            Refused::WatchTimes => Self::field(FieldFault::new("every", code, zh, en)),
            Refused::Transition { .. } | Refused::SameReading | Refused::NoWatch | Refused::NoDeath => {
                Self::rule(code, zh, en)
            }
        }
    }
}

/// The clock of care alerts.
pub const CLOCK: &str = "clock-care";
