//! Merging two records of one person, and undoing it exactly.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::refused::Refused;
use super::resident::{Presence, Registered, Resident};
use crate::kernel::ids::{AccountId, MergeId, ResidentId};
use crate::kernel::time::Moment;

/// A reference to a resident that moves with a merge. Every table with a column for a resident has a variant here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Belongs {
    /// A contact of this resident.
    Contact,
    /// A contact that is this resident.
    AsContact,
    /// A care need.
    Need,
    /// A visit at which they were met.
    Visit,
    /// A reading.
    Reading,
    /// A care alert.
    Alert,
    /// A number in a queue.
    Ticket,
}

/// A reference that moves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Belonging {
    /// Its type.
    pub what: Belongs,
    /// Its id.
    pub id: Uuid,
}

/// A merge with everything needed to undo it; sealed as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Merge {
    /// The id.
    pub id: MergeId,
    /// Who merged.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// The reason.
    pub reason: String,
    /// Both records before: the remaining one and the merged one.
    pub before: (Resident, Resident),
    /// The remaining record after the merge.
    pub merged: Resident,
    /// The references that moved.
    pub moved: Vec<Belonging>,
    /// When it was undone.
    pub undone: Option<Moment>,
}

/// The result of an undo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undone {
    /// The remaining record.
    pub kept: Resident,
    /// The restored record.
    pub gone: Resident,
    /// The references that move back; those added after the merge do not.
    pub back: Vec<Belonging>,
    /// Fields edited after the merge: the edit remains, and a person must review it.
    pub edited_since: Vec<&'static str>,
    /// The merge, marked as undone.
    pub merge: Merge,
}

/// Merges two records. Missing values are taken from the other; if both have a value the remaining record's wins, and
/// the other's is stored in the merge. Phones of both are united.
///
/// # Errors
/// [`Refused::NotMergeable`] for a record with itself, for merged or erased records, and for different identity
/// numbers; [`Refused::Reason`].
pub fn merge(
    id: MergeId,
    (kept, gone): (Resident, Resident),
    belongings: Vec<Belonging>,
    by: AccountId,
    at: Moment,
    reason: &str,
) -> Result<(Resident, Resident, Merge), Refused> {
    let two_numbers = matches!((&kept.identity, &gone.identity), (Some(a), Some(b)) if a != b);
    if kept.id == gone.id || !kept.is_served() || !gone.is_served() || two_numbers {
        return Err(Refused::NotMergeable);
    }
    if reason.trim().is_empty() {
        return Err(Refused::Reason);
    }
    let mut one = kept.clone();
    one.household = one.household.or(gone.household);
    if kept.household.is_none() && gone.household.is_some() {
        one.code = gone.code;
    }
    one.birth = one.birth.or_finer(gone.birth);
    one.sex = one.sex.or(gone.sex);
    one.identity = one.identity.or_else(|| gone.identity.clone());
    if one.registered == Registered::Unknown {
        one.registered = gone.registered.clone();
    }
    for phone in &gone.phones {
        if !one.phones.contains(phone) {
            one.phones.push(phone.clone());
        }
    }
    let mut into = gone.clone();
    into.presence = Presence::Merged { into: kept.id, merge: id };
    let record = Merge {
        id,
        by,
        at,
        reason: reason.trim().to_owned(),
        before: (kept, gone),
        merged: one.clone(),
        moved: belongings,
        undone: None,
    };
    Ok((one, into, record))
}

/// The final record of a chain of merges.
#[must_use]
pub fn goes_on(start: ResidentId, into: impl Fn(ResidentId) -> Option<ResidentId>) -> ResidentId {
    let (mut at, mut steps) = (start, 0);
    while let Some(next) = into(at) {
        at = next;
        steps += 1;
        // Valid merges form no cycle; this limit protects against a damaged store.
        if steps > 64 {
            break;
        }
    }
    at
}

impl Merge {
    /// Undoes the merge. A field not edited since is restored exactly; an edited one remains and is reported.
    ///
    /// # Errors
    /// [`Refused::NotUndoable`] if it was undone before, or if either record has changed by a later merge or erasure.
    pub fn undo(mut self, kept_now: Resident, gone_now: &Resident, at: Moment) -> Result<Undone, Refused> {
        let mine = gone_now.presence == Presence::Merged { into: self.before.0.id, merge: self.id };
        if self.undone.is_some() || !mine || !kept_now.is_served() || kept_now.id != self.before.0.id {
            return Err(Refused::NotUndoable);
        }
        let mut kept = kept_now;
        let mut edited_since = Vec::new();
        let (before, merged) = (&self.before.0, &self.merged);
        macro_rules! restore {
            ($($field:ident),*) => { $(
                if kept.$field == merged.$field {
                    kept.$field = before.$field.clone();
                } else {
                    edited_since.push(stringify!($field));
                }
            )* };
        }
        restore!(name, code, household, birth, sex, identity, phones, registered, presence);
        let gone = self.before.1.clone();
        let back = self.moved.clone();
        self.undone = Some(at);
        Ok(Undone { kept, gone, back, edited_since, merge: self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::GridCode;
    use crate::households::{Birth, IdentityNumber, Phone};
    use crate::kernel::time::Day;
    use jiff::civil::date;

    const TODAY: Day = date(2026, 11, 25);

    fn person(id: u128) -> Resident {
        let code = GridCode::parse("51011701900600906").unwrap();
        Resident::in_two_fields(ResidentId::new(Uuid::from_u128(id)), "王秀英", code, TODAY).unwrap()
    }
    fn numbered(id: u128, number: &str) -> Resident {
        person(id).identified(IdentityNumber::parse(number, TODAY).unwrap()).unwrap()
    }
    fn made_one(kept: Resident, gone: Resident) -> Result<Resident, Refused> {
        let by = AccountId::new(Uuid::from_u128(7));
        merge(MergeId::new(Uuid::from_u128(1)), (kept, gone), Vec::new(), by, Moment::from_micros(5), "同一人")
            .map(|(one, ..)| one)
    }

    #[test]
    fn two_numbers_are_two_people_and_who_is_gone_is_merged_into_nobody() {
        let (one, other) = ("11010519491231002X", "440524188001010014");
        assert_eq!(made_one(numbered(1, one), numbered(2, other)).unwrap_err(), Refused::NotMergeable);
        assert!(made_one(numbered(1, one), numbered(2, one)).is_ok(), "one number, written down twice");
        assert!(made_one(numbered(1, one), person(2)).is_ok() && made_one(person(1), numbered(2, one)).is_ok());
        let mut dead = person(2);
        dead.presence = Presence::Died { on: TODAY };
        assert_eq!(made_one(person(1), dead.clone()).unwrap_err(), Refused::NotMergeable);
        assert_eq!(made_one(dead, person(1)).unwrap_err(), Refused::NotMergeable);
    }

    #[test]
    fn what_is_known_better_stays() {
        let with = |id, birth| Resident { birth, ..person(id) };
        let (year, day) = (Birth::Year(1948), Birth::Day(date(1949, 12, 31)));
        for (kept, gone, then) in [
            (Birth::Unknown, year, year),
            (year, day, day),
            (day, year, day),
            (day, Birth::Day(date(1950, 1, 1)), day),
            (year, Birth::Year(1950), year),
            (day, Birth::Unknown, day),
        ] {
            assert_eq!(made_one(with(1, kept), with(2, gone)).unwrap().birth, then, "{kept:?} and {gone:?}");
        }
        let (mut one, mut other) = (person(1), person(2));
        one.phones = vec![Phone::parse("13800000001").unwrap()];
        other.phones = vec![Phone::parse("13800000001").unwrap(), Phone::parse("13800000002").unwrap()];
        let phones: Vec<_> = made_one(one, other).unwrap().phones.iter().map(|p| p.reveal().to_owned()).collect();
        assert_eq!(phones, ["13800000001", "13800000002"]);
    }
}
