//! Retention periods and tombstones. Retention is automatic; requests are handled at once.

use serde::{Deserialize, Serialize};

use super::need::CareNeed;
use super::resident::{Birth, Presence, Registered, Resident};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, ResidentId};
use crate::kernel::time::Day;

/// Days until the record of somebody who moved away is erased.
pub const LEFT_DAYS: i64 = 180;
/// Days until the record of somebody who died is erased; the family may ask for it until then.
pub const DIED_DAYS: i64 = 365;
/// Days until a merged record is erased, after which the merge cannot be undone.
pub const MERGED_DAYS: i64 = 90;
/// Days that an expired need is stored invisibly, to simplify renewal. A withdrawn one is erased on the same day.
pub const NEED_DAYS: i64 = 30;
/// Years that readings are stored after the last one, while the person lives here (clinics must store outpatient
/// records for 15; this is none).
pub const READING_YEARS: i16 = 3;

/// Days after a service day until its queue numbers are reduced to counts.
pub const TICKET_DAYS: i64 = 30;

/// Why something was erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// At the resident's request.
    Asked,
    /// Moved away, period expired.
    Left,
    /// Died, period expired.
    Died,
    /// Merged, period to undo expired.
    Merged,
}

/// What remains of an erased resident: that there was a record, what was removed, and who did it. No name, birth, or
/// place below the community.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tombstone {
    /// The record's id, so that links report "erased" and not "not found".
    pub id: ResidentId,
    /// The community, or the street.
    pub code: GridCode,
    /// When.
    pub on: Day,
    /// The reason.
    pub because: Because,
    /// Who did it; `None` for automatic retention.
    pub by: Option<AccountId>,
    /// Removed records and their numbers: `need` 2, `reading` 14.
    pub removed: Vec<(String, u32)>,
}

fn past(since: Day, days: i64, today: Day) -> bool {
    i64::from((today - since).get_days()) > days
}

/// Whether a record must be erased today, and why.
#[must_use]
pub fn due(resident: &Resident, merged_on: Option<Day>, today: Day) -> Option<Because> {
    match resident.presence {
        Presence::Left { on } if past(on, LEFT_DAYS, today) => Some(Because::Left),
        Presence::Died { on } if past(on, DIED_DAYS, today) => Some(Because::Died),
        Presence::Merged { .. } if merged_on.is_some_and(|on| past(on, MERGED_DAYS, today)) => Some(Because::Merged),
        _ => None,
    }
}

/// Whether a need must be removed today.
#[must_use]
pub fn need_is_over(need: &CareNeed, today: Day) -> bool {
    need.consent.withdrawn.is_some_and(|on| on <= today) || past(need.expires, NEED_DAYS, today)
}

/// The last day of storage of a person's readings, given the newest one.
#[must_use]
pub fn readings_until(last: Day) -> Day {
    last.checked_add(jiff::Span::new().years(READING_YEARS)).unwrap_or(last)
}

/// The earliest day of a newest reading that is still stored today.
#[must_use]
pub fn readings_since(today: Day) -> Day {
    let mut day = today.checked_sub(jiff::Span::new().years(READING_YEARS)).unwrap_or(today);
    // Years differ in length: a reading of 29 February is stored until 28 February.
    while readings_until(day) < today {
        day = day.tomorrow().unwrap_or(day);
    }
    day
}

/// Erases a resident: the remaining record without personal data, and the tombstone.
#[must_use]
pub fn forget(
    resident: &Resident,
    because: Because,
    by: Option<AccountId>,
    removed: Vec<(String, u32)>,
    today: Day,
) -> (Resident, Tombstone) {
    let code = resident.code.at(crate::grid::Level::Community).unwrap_or(resident.code);
    let empty = Resident {
        id: resident.id,
        name: String::new(),
        code,
        household: None,
        birth: Birth::Unknown,
        sex: None,
        identity: None,
        phones: Vec::new(),
        registered: Registered::Unknown,
        presence: Presence::Erased { on: today },
    };
    (empty, Tombstone { id: resident.id, code, on: today, because, by, removed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn readings_are_kept_for_three_years_to_the_day() {
        for today in [date(2026, 11, 25), date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29)] {
            let first = readings_since(today);
            assert!(readings_until(first) >= today, "{first} is still kept on {today}");
            assert!(readings_until(first.yesterday().unwrap()) < today, "the day before {first} is not, on {today}");
        }
        assert_eq!(readings_until(date(2024, 2, 29)), date(2027, 2, 28));
    }
}
