//! The operations manual over the store: the shipped one, with published versions over it, and the calendar by year.

pub mod calendar;
mod checks;
pub mod danger;
pub mod editor;
pub mod http;
pub mod ops;
pub mod reminder;
pub mod room;
pub mod store;
pub mod suggest;
pub mod wire;

#[cfg(test)]
pub mod samples;
#[cfg(test)]
pub(crate) mod tests;

pub use http::CallView;
pub use ops::STREAM as CALENDAR;
pub use ops::too_long;

use std::ops::Deref;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::manual::{Calendar, Fault, Manual, default_manual};
use weiguang_store::{Db, Tx};

use crate::app::State;
use crate::web::{FieldFault, Refusal};

/// The manual in force.
#[derive(Debug)]
pub struct CurrentManual(Manual);

impl Deref for CurrentManual {
    type Target = Manual;

    fn deref(&self) -> &Manual {
        &self.0
    }
}

impl State for CurrentManual {
    const NAME: &'static str = "manual";

    fn load(db: &Db, _before: Option<&Self>, _today: Day) -> Result<Self, Refusal> {
        db.read_blocking(read).map(Self)
    }
}

/// The calendar in force.
#[derive(Debug)]
pub struct CurrentCalendar(Calendar);

impl Deref for CurrentCalendar {
    type Target = Calendar;

    fn deref(&self) -> &Calendar {
        &self.0
    }
}

impl State for CurrentCalendar {
    const NAME: &'static str = "calendar";

    fn load(db: &Db, _before: Option<&Self>, _today: Day) -> Result<Self, Refusal> {
        db.read_blocking(read_calendar).map(Self)
    }
}

/// The manual in force, from the store: the shipped one, and over it every published version, in order.
///
/// # Errors
/// If the shipped manual, or a published one, is invalid.
pub fn read(tx: &mut Tx<'_>) -> Result<Manual, Refusal> {
    let day = Calendar::official().working_day();
    let mut manual = default_manual().clone();
    for (id, version, text) in store::kinds(tx)? {
        let unsound = |faults: Vec<Fault>| {
            let first = faults.first().map(ToString::to_string).unwrap_or_default();
            Refusal::Internal(format!("the published version {version} of {id} cannot be read: {first}"))
        };
        let kind = manual.read_text(&text, day).map_err(unsound)?;
        manual = manual.with(kind);
    }
    Ok(manual)
}

/// The calendar in force, from the store.
///
/// # Errors
/// The store's errors, or a published year that is invalid.
pub fn read_calendar(tx: &mut Tx<'_>) -> Result<Calendar, Refusal> {
    let mut calendar = Calendar::official();
    for (year, text) in store::years(tx)? {
        let unsound = |fault: Fault| Refusal::Internal(format!("the published year {year} cannot be read: {fault}"));
        calendar = calendar.with(Calendar::parse(&format!("{year}.toml"), &text).map_err(unsound)?);
    }
    Ok(calendar)
}

/// The faults of a submitted text: one for each place, named `text:LINE key`.
#[must_use]
pub fn faults(list: &[Fault]) -> Refusal {
    let field = |fault: &Fault| {
        let line = fault.line.map_or_else(String::new, |n| format!(":{n}"));
        let key = fault.key.as_ref().map_or_else(String::new, |k| format!(" {k}"));
        format!("text{line}{key}")
    };
    Refusal::Invalid(list.iter().map(|f| FieldFault::new(&field(f), f.code, &*f.zh, &*f.en)).collect())
}
