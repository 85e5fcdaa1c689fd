//! How many matters one address may bring without an account, and what belongs to bringing one.

use crate::app::Local;
use crate::config::Settings;
use crate::limits::ByAddress;

/// Counts by address.
#[derive(Debug)]
pub struct ReportLimits {
    /// Matters.
    pub reports: ByAddress,
    /// Looks at what is known nearby: a page asks again while somebody types, and a list of a street takes days.
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
