//! Rate limits of one address for submitting matters without an account, and for the requests around that.

use crate::app::Local;
use crate::config::Settings;
use crate::limits::ByAddress;

/// Limits by address.
#[derive(Debug)]
pub struct ReportLimits {
    /// Matters.
    pub reports: ByAddress,
    /// Look-ups of known matters nearby: a page repeats them while somebody types, and a list of a whole street would take days.
    pub nearby: ByAddress,
    /// Photos: three for each matter.
    pub photos: ByAddress,
}

impl Local for ReportLimits {
    fn new(settings: &Settings) -> Self {
        let per_hour = settings.http.public_reports_per_hour;
        Self {
            reports: ByAddress::new(per_hour),
            nearby: ByAddress::new(per_hour.saturating_mul(10)),
            photos: ByAddress::new(per_hour.saturating_mul(3)),
        }
    }
}
