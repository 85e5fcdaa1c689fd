//! The station 服务站 over the store: where and when there is service, who booked, the numbers of a day and the screen that calls them.

pub mod booked;
pub mod dates;
pub mod feed;
pub mod http;
pub mod jobs;
pub mod live;
pub mod ops;
pub mod record;
pub mod store;
pub mod view;

#[cfg(test)]
mod desk_tests;
#[cfg(test)]
mod feed_tests;
#[cfg(test)]
pub(crate) mod own_tests;
#[cfg(test)]
mod plan_tests;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod screen_tests;
#[cfg(test)]
pub(crate) mod tests;

pub use ops::plan::tell_stranded;

use weiguang_domain::care::own_booking;
use weiguang_domain::care::queue::Refused;

use crate::web::{FieldFault, Refusal};

/// What the queue refuses is refused as an act.
impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::rule(refused.code(), refused.chinese(), refused.to_string())
    }
}

impl From<own_booking::Refused> for FieldFault {
    fn from(refused: own_booking::Refused) -> Self {
        Self::new(refused.field(), refused.code(), refused.chinese(), refused.to_string())
    }
}

/// What a resident may not book by themselves is a fault of the field that it is about.
impl From<own_booking::Refused> for Refusal {
    fn from(refused: own_booking::Refused) -> Self {
        Self::field(refused.into())
    }
}
