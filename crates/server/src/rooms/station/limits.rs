//! Limits on bookings without an account: by address, day and street.

use std::net::IpAddr;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Day, Span};
use weiguang_domain::station::own_booking::FROM_ONE_ADDRESS;

use crate::app::Local;
use crate::config::Settings;
use crate::limits::{ByAddress, Limit};

/// Bookings without an account in one street in an hour: more can only come from a script.
const STREET_BOOKINGS_PER_HOUR: u32 = 120;

/// Counters of bookings without an account.
#[derive(Debug)]
pub struct BookingLimits {
    /// Attempts of one address: half as many as reports.
    pub tries: ByAddress,
    /// Bookings of one address for one day at one station, in a day.
    pub days: Limit<(IpAddr, Uuid, Day)>,
    /// Bookings in one street, from all addresses.
    pub streets: Limit<GridCode>,
}

impl Local for BookingLimits {
    fn new(settings: &Settings) -> Self {
        Self {
            tries: ByAddress::new(settings.http.public_reports_per_hour / 2),
            days: Limit::within(FROM_ONE_ADDRESS, Span::days(1)),
            streets: Limit::new(STREET_BOOKINGS_PER_HOUR),
        }
    }
}
