//! The station 服务站 over the store: where and when there is service, bookings, the tickets of a day and the screen that calls them. Other
//! rooms use from here: stations with their days of service, tickets of a day and of a person, bookings, and linking a reading to a ticket.

pub mod booked;
pub mod dates;
pub mod feed;
pub mod http;
pub mod jobs;
mod limits;
pub mod live;
pub mod numbers;
pub mod ops;
pub mod record;
pub mod room;
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

pub use booked::{Booked, booked_of, booking};
pub use dates::clock;
pub(crate) use http::street_of_number;
pub use numbers::{NumberOf, numbers_of};
pub use ops::measured::join as join_reading;
pub use store::stations::{read as find, under};
pub use store::tickets::of_day as numbers_of_day;

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::StationId;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::manual::Calendar;
use weiguang_domain::station::own_booking;
use weiguang_domain::station::plan::ServiceDay;
use weiguang_domain::station::queue::Refused;
use weiguang_store::{StoreError, Tx};

use crate::web::{FieldFault, Refusal};

/// A station's service in a period, in order.
///
/// # Errors
/// The store's errors.
pub fn service_days(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: StationId,
    calendar: &Calendar,
    span: (Day, Day),
) -> Result<Vec<ServiceDay>, StoreError> {
    let plan = store::series::of_station(tx, street, id)?;
    let days = dates::days(&plan, calendar, span);
    Ok(days.sessions.into_values().flatten().map(|session| session.service).collect())
}

/// A refusal of the queue refuses the act.
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

/// A refusal of a resident's own booking becomes a fault of its field.
impl From<own_booking::Refused> for Refusal {
    fn from(refused: own_booking::Refused) -> Self {
        Self::field(refused.into())
    }
}
