//! Projections of a resident for different readers; each type lacks the fields that its reader may not see.

use crate::access::Permit;
use serde::{Deserialize, Serialize};

use super::contact::{Contact, ContactKind};
use super::dwelling::Household;
use super::need::{CareNeed, NeedKind};
use super::resident::{Birth, Registered, Resident};
use crate::grid::GridCode;
use crate::kernel::ids::{ContactId, HouseholdId, NeedId, ResidentId};
use crate::kernel::text::mask_name;
use crate::kernel::time::Day;

/// A resident in a list: enough to identify, too little to be worth copying.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResidentLine {
    /// The id.
    pub id: ResidentId,
    /// 王**.
    pub name: String,
    /// The cell.
    pub code: GridCode,
    /// The household.
    pub household: Option<HouseholdId>,
    /// 80 for 80 to 89; the exact age is on the page.
    pub decade: Option<u16>,
    /// Whether there are care needs; not which.
    pub has_needs: bool,
}

/// A contact for staff of the cell, with masked phones that can be called from the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContactLine {
    /// The id.
    pub id: ContactId,
    /// The relation.
    pub kind: ContactKind,
    /// 儿子.
    pub relation: String,
    /// The name.
    pub name: String,
    /// 138****1234, in order.
    pub phones: Vec<String>,
    /// When they can be reached.
    pub when: String,
}

/// A care need for staff of the cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NeedLine {
    /// The id.
    pub id: NeedId,
    /// The kind.
    pub kind: NeedKind,
    /// The purpose.
    pub purpose: String,
    /// Last day.
    pub expires: Day,
}

/// A resident's page for staff of the cell: needs and contacts, masked numbers, no measurements.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Neighbourly {
    /// The id.
    pub id: ResidentId,
    /// The name.
    pub name: String,
    /// The cell.
    pub code: GridCode,
    /// The age today.
    pub age: Option<u16>,
    /// Whether they are registered elsewhere; the place is only shown on the last rung of an alert.
    pub from_elsewhere: bool,
    /// 510117********1234.
    pub identity: Option<String>,
    /// 138****1234.
    pub phones: Vec<String>,
    /// Contacts in order.
    pub contacts: Vec<ContactLine>,
    /// Valid care needs.
    pub needs: Vec<NeedLine>,
}

impl ContactLine {
    /// Projects a contact.
    #[must_use]
    pub fn of(_permit: Permit, contact: &Contact) -> Self {
        Self {
            id: contact.id,
            kind: contact.kind,
            relation: contact.relation.clone(),
            name: contact.name.clone(),
            phones: contact.phones().map(super::phone::Phone::mask).collect(),
            when: contact.when.clone(),
        }
    }
}

/// Projects a resident for a list.
#[must_use]
pub fn line(_permit: Permit, resident: &Resident, has_needs: bool, today: Day) -> ResidentLine {
    ResidentLine {
        id: resident.id,
        name: mask_name(&resident.name),
        code: resident.code,
        household: resident.household,
        decade: resident.birth.age(today).map(|age| age / 10 * 10),
        has_needs,
    }
}

/// Projects a resident for staff of the cell. Health needs are for the doctor and omitted.
#[must_use]
pub fn neighbourly(
    permit: Permit,
    resident: &Resident,
    household: Option<&Household>,
    needs: &[CareNeed],
    today: Day,
) -> Neighbourly {
    let contacts = household.map_or_else(Vec::new, |h| h.contacts_for(resident.id));
    Neighbourly {
        id: resident.id,
        name: resident.name.clone(),
        code: resident.code,
        age: resident.birth.age(today),
        from_elsewhere: matches!(resident.registered, Registered::Elsewhere(_)),
        identity: resident.identity.as_ref().map(super::IdentityNumber::mask),
        phones: resident.phones.iter().map(super::phone::Phone::mask).collect(),
        contacts: contacts.into_iter().map(|contact| ContactLine::of(permit, contact)).collect(),
        needs: needs
            .iter()
            .filter(|n| n.resident == resident.id && n.holds(today) && !n.kind.is_health())
            .map(|n| NeedLine { id: n.id, kind: n.kind, purpose: n.purpose.clone(), expires: n.expires })
            .collect(),
    }
}

/// All data about a resident, for the resident: the subject copy. The only unmasked projection; it is not stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OwnCopy {
    /// The name.
    pub name: String,
    /// The identity number in full.
    pub identity: Option<String>,
    /// The day or year of birth.
    pub birth: Birth,
    /// The phones in full.
    pub phones: Vec<String>,
    /// The cell.
    pub registered: Registered,
    /// Since when there is a record, and where it puts them.
    pub code: GridCode,
    /// Their contacts; a contact's phone is the contact's data and omitted.
    pub contacts: Vec<ContactLine>,
    /// All needs with their consent, expired ones included.
    pub needs: Vec<CareNeed>,
}

/// Builds the subject copy.
#[must_use]
pub fn copy(permit: Permit, resident: &Resident, household: Option<&Household>, needs: &[CareNeed]) -> OwnCopy {
    let contacts = household.map_or_else(Vec::new, |h| h.contacts_for(resident.id));
    OwnCopy {
        name: resident.name.clone(),
        identity: resident.identity.as_ref().map(|n| n.reveal().to_owned()),
        birth: resident.birth,
        phones: resident.phones.iter().map(|p| p.reveal().to_owned()).collect(),
        registered: resident.registered.clone(),
        code: resident.code,
        contacts: contacts.into_iter().map(|contact| ContactLine::of(permit, contact)).collect(),
        needs: needs.iter().filter(|n| n.resident == resident.id).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Actor;
    use crate::households::need::{Consent, ConsentForm};
    use crate::kernel::ids::AccountId;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Day = date(2026, 11, 25);

    fn born(year: i16, month: i8, day: i8) -> Resident {
        let code = GridCode::parse("51011701900600906").unwrap();
        let mut one = Resident::in_two_fields(ResidentId::new(Uuid::from_u128(1)), "王秀英", code, TODAY).unwrap();
        one.birth = Birth::Day(date(year, month, day));
        one
    }
    fn need(of: u128, kind: NeedKind, expires: Day) -> CareNeed {
        CareNeed {
            id: NeedId::new(Uuid::from_u128(of)),
            resident: ResidentId::new(Uuid::from_u128(of)),
            kind,
            consent: Consent {
                guardian: String::new(),
                on: date(2026, 1, 1),
                given: ConsentForm::Spoken,
                asked_by: AccountId::new(Uuid::from_u128(5)),
                withdrawn: None,
            },
            purpose: "敲门时多等一会儿".into(),
            source: "本人".into(),
            expires,
        }
    }

    fn permit() -> Permit {
        Permit::own(&Actor::public())
    }

    #[test]
    fn a_list_tells_a_decade_and_the_page_the_age() {
        for (one, decade, age) in [
            (born(1943, 5, 1), 80, 83),
            (born(1946, 11, 25), 80, 80),
            (born(1946, 11, 26), 70, 79),
            (born(2020, 1, 1), 0, 6),
        ] {
            let line = line(permit(), &one, false, TODAY);
            assert_eq!(
                (line.decade, neighbourly(permit(), &one, None, &[], TODAY).age),
                (Some(decade), Some(age)),
                "{:?}",
                one.birth
            );
        }
    }

    #[test]
    fn the_page_tells_only_needs_of_this_person_that_hold_today() {
        let needs = [
            need(1, NeedKind::Hearing, TODAY),
            need(1, NeedKind::Stairs, date(2026, 11, 24)),
            need(2, NeedKind::Sight, date(2027, 1, 1)),
            need(1, NeedKind::Power, date(2027, 1, 1)),
        ];
        let told: Vec<_> =
            neighbourly(permit(), &born(1943, 5, 1), None, &needs, TODAY).needs.iter().map(|n| n.kind).collect();
        assert_eq!(told, [NeedKind::Hearing], "not what has expired, nor a neighbour's, nor what tells of health");
    }
}
