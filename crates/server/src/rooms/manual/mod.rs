//! The operations manual over the store: what ships, with what the street published over it, and the calendar by year.

pub mod http;

use weiguang_domain::manual::{Calendar, Manual, default_manual};
use weiguang_store::Db;

use crate::web::Refusal;

/// The manual in force.
///
/// # Errors
/// If the manual that ships, or one that was published, is unsound.
pub fn load(_db: &Db) -> Result<Manual, Refusal> {
    Ok(default_manual().clone())
}

/// The calendar in force.
///
/// # Errors
/// The store's.
pub fn load_calendar(_db: &Db) -> Result<Calendar, Refusal> {
    Ok(Calendar::official())
}
