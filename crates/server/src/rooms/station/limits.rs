//! How many places of service days may be booked without an account: by an address, of a day, in a street.

use std::net::IpAddr;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Day, Span};
use weiguang_domain::station::own_booking::FROM_ONE_ADDRESS;

use crate::app::Local;
use crate::config::Settings;
use crate::limits::{ByAddress, Limit};

/// Places of service days that are booked without an account in one street in an hour: more than a street is a script.
const STREET_BOOKINGS_PER_HOUR: u32 = 120;

/// Counts of bookings without an account.
#[derive(Debug)]
pub struct BookingLimits {
    /// What one address may try: half as many as reports.
    pub tries: ByAddress,
    /// What one address may book of one day at one station, in a day.
    pub days: Limit<(IpAddr, Uuid, Day)>,
    /// What may be booked in one street, whoever books.
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
