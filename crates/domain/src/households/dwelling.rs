//! Dwellings and households, with contacts in order.

use serde::{Deserialize, Serialize};

use super::contact::{Contact, ContactKind};
use super::refused::Refused;
use crate::grid::GridCode;
use crate::kernel::ids::{ContactId, DwellingId, HouseholdId, PlaceId, ResidentId};
use crate::kernel::time::Day;

/// A dwelling. Most are in the address directory; others have only their label.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dwelling {
    /// The id.
    pub id: DwellingId,
    /// Its micro-grid, or a code above while that is uncertain.
    pub code: GridCode,
    /// The room in the address directory, if known.
    pub place: Option<PlaceId>,
    /// Its address: 3栋2单元501.
    pub label: String,
}

/// The tenure of a household. It only decides whom else to ask; tenants are served like owners.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tenure {
    /// It owns.
    Owner,
    /// It rents: there is a landlord.
    Tenant,
    /// Accommodation of an employer or school.
    Lodged,
    /// Not asked.
    Unknown,
}

/// The people who live together in a dwelling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Household {
    /// The id.
    pub id: HouseholdId,
    /// The dwelling.
    pub dwelling: DwellingId,
    /// The dwelling's cell.
    pub code: GridCode,
    /// First day.
    pub since: Day,
    /// The tenure.
    pub tenure: Tenure,
    /// Contacts in the household's order.
    pub contacts: Vec<Contact>,
}

impl Household {
    /// A household without contacts.
    #[must_use]
    pub const fn new(id: HouseholdId, dwelling: &Dwelling, since: Day) -> Self {
        Self { id, dwelling: dwelling.id, code: dwelling.code, since, tenure: Tenure::Unknown, contacts: Vec::new() }
    }

    /// Adds a contact, or replaces the one with the same id.
    ///
    /// # Errors
    /// [`Refused::NoReach`], [`Refused::Name`], [`Refused::ContactTwice`].
    pub fn with_contact(mut self, contact: Contact) -> Result<Self, Refused> {
        contact.check()?;
        let twice = |c: &Contact| c.id != contact.id && c.of == contact.of && c.same_person(&contact);
        if self.contacts.iter().any(twice) {
            return Err(Refused::ContactTwice);
        }
        match self.contacts.iter_mut().find(|c| c.id == contact.id) {
            Some(known) => *known = contact,
            None => self.contacts.push(contact),
        }
        Ok(self)
    }

    /// Reorders the contacts.
    ///
    /// # Errors
    /// [`Refused::Order`] unless each contact is named exactly once.
    pub fn in_order(mut self, order: &[ContactId]) -> Result<Self, Refused> {
        let place = |contact: &Contact| order.iter().position(|id| *id == contact.id);
        let mut places: Vec<usize> = self.contacts.iter().filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        if places.len() != self.contacts.len() || order.len() != self.contacts.len() {
            return Err(Refused::Order);
        }
        self.contacts.sort_by_key(|contact| place(contact));
        Ok(self)
    }

    /// The contacts of a resident in the order in which they are tried: by relation, kin first, then in the household's
    /// order. Contacts of other residents and the resident's own entry are excluded.
    #[must_use]
    pub fn contacts_for(&self, resident: ResidentId) -> Vec<&Contact> {
        let mut found: Vec<&Contact> = self
            .contacts
            .iter()
            .filter(|c| c.of.is_none_or(|of| of == resident) && c.resident != Some(resident))
            .collect();
        // Stable: the household's order remains within a relation.
        found.sort_by_key(|c| c.kind);
        found
    }

    /// Relations that are expected here and not recorded.
    #[must_use]
    pub fn missing(&self, resident: ResidentId) -> Vec<ContactKind> {
        let known = self.contacts_for(resident);
        let expected = |kind: &ContactKind| match kind {
            ContactKind::Kin | ContactKind::Neighbour => true,
            ContactKind::Landlord => matches!(self.tenure, Tenure::Tenant | Tenure::Unknown),
            ContactKind::Employer => self.tenure == Tenure::Lodged,
            ContactKind::Elsewhere | ContactKind::Doctor => false,
        };
        ContactKind::ALL.into_iter().filter(|k| expected(k) && known.iter().all(|c| c.kind != *k)).collect()
    }
}
