//! What is forgotten when, and what a tombstone keeps. Retention runs by itself; a request is heard at once.

use serde::{Deserialize, Serialize};

use super::need::CareNeed;
use super::resident::{Birth, Presence, Registered, Resident};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, ResidentId};
use crate::kernel::time::Day;

/// Days after which a record of somebody who moved away is forgotten.
pub const LEFT_DAYS: i64 = 180;
/// Days after which a record of somebody who died is forgotten: the family may still ask for it in that time.
pub const DIED_DAYS: i64 = 365;
/// Days after which the record that went into another is forgotten, and the merge can no longer be undone.
pub const MERGED_DAYS: i64 = 90;
/// Days for which an expired or withdrawn need is kept, unseen, so that a renewal need not type it again. A withdrawn one goes
/// on the day itself.
pub const NEED_DAYS: i64 = 30;
/// Years for which readings are kept after the last one, as long as somebody lives here (the rule for outpatient records asks
/// for 15 where the clinic keeps them; this is no clinic's record).
pub const READING_YEARS: i16 = 3;

/// Days after a service day for which its numbers are kept with who held them; then only the counts of the day are left.
pub const TICKET_DAYS: i64 = 30;

/// Why something was forgotten.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The resident asked for it.
    Asked,
    /// They moved away, and the time is over.
    Left,
    /// They died, and the time is over.
    Died,
    /// The record went into another, and the time to undo it is over.
    Merged,
}

/// What is left of somebody who was forgotten: that there was a record, what was removed, and by whose word. No name, no day of
/// birth, no place below the community.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tombstone {
    /// The record's id, so that a link to it says "erased" and not "lost".
    pub id: ResidentId,
    /// The community, or the street.
    pub code: GridCode,
    /// When.
    pub on: Day,
    /// Why.
    pub because: Because,
    /// Who did it; `None` for retention that ran by itself.
    pub by: Option<AccountId>,
    /// What was removed, and how many: `need` 2, `reading` 14.
    pub removed: Vec<(String, u32)>,
}

fn past(since: Day, days: i64, today: Day) -> bool {
    i64::from((today - since).get_days()) > days
}

/// Whether a record is due to be forgotten today, and why.
#[must_use]
pub fn due(resident: &Resident, merged_on: Option<Day>, today: Day) -> Option<Because> {
    match resident.presence {
        Presence::Left { on } if past(on, LEFT_DAYS, today) => Some(Because::Left),
        Presence::Died { on } if past(on, DIED_DAYS, today) => Some(Because::Died),
        Presence::Merged { .. } if merged_on.is_some_and(|on| past(on, MERGED_DAYS, today)) => Some(Because::Merged),
        _ => None,
    }
}

/// Whether a need is due to be removed today.
#[must_use]
pub fn need_is_over(need: &CareNeed, today: Day) -> bool {
    need.consent.withdrawn.is_some_and(|on| on <= today) || past(need.expires, NEED_DAYS, today)
}

/// The last day on which somebody's readings are kept, by the day of the newest of them.
#[must_use]
pub fn readings_until(last: Day) -> Day {
    last.checked_add(jiff::Span::new().years(READING_YEARS)).unwrap_or(last)
}

/// The first day of a newest reading that is still kept today.
#[must_use]
pub fn readings_since(today: Day) -> Day {
    let mut day = today.checked_sub(jiff::Span::new().years(READING_YEARS)).unwrap_or(today);
    // Years differ in length: a reading of 29 February is kept until 28 February.
    while readings_until(day) < today {
        day = day.tomorrow().unwrap_or(day);
    }
    day
}

/// Forgets somebody: the record that stays in place of the old one, with nothing personal in it, and the tombstone.
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
