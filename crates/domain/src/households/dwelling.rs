//! Where people live, and who lives there together: the door, the household, and its contacts in their order.

use serde::{Deserialize, Serialize};

use super::contact::{Contact, ContactKind};
use super::refused::Refused;
use crate::grid::GridCode;
use crate::kernel::ids::{ContactId, DwellingId, HouseholdId, PlaceId, ResidentId};
use crate::kernel::time::Day;

/// A door. Most come from the address directory; one that the directory does not know yet stands on its own words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dwelling {
    /// Which.
    pub id: DwellingId,
    /// Its micro-grid, or a code above while that is not sure.
    pub code: GridCode,
    /// The room in the address directory, where it is known there.
    pub place: Option<PlaceId>,
    /// Its words: 3栋2单元501.
    pub label: String,
}

/// By what right a household lives where it lives. Tenants are first-class: this only says whom else to ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tenure {
    /// It owns.
    Owner,
    /// It rents: there is a landlord.
    Tenant,
    /// Lodging of an employer or a school.
    Lodged,
    /// Not asked.
    Unknown,
}

/// Those who live behind one door together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Household {
    /// Which.
    pub id: HouseholdId,
    /// Behind which door.
    pub dwelling: DwellingId,
    /// The door's cell.
    pub code: GridCode,
    /// Since when.
    pub since: Day,
    /// By what right.
    pub tenure: Tenure,
    /// Whom to reach, in the order that the household gave.
    pub contacts: Vec<Contact>,
}

impl Household {
    /// A household behind a door, without contacts yet.
    #[must_use]
    pub const fn new(id: HouseholdId, dwelling: &Dwelling, since: Day) -> Self {
        Self { id, dwelling: dwelling.id, code: dwelling.code, since, tenure: Tenure::Unknown, contacts: Vec::new() }
    }

    /// This household with one more contact at the end of the list, or with a contact known by its id written anew in its place.
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

    /// This household with its contacts in another order.
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

    /// The contacts for one of its residents, in the order in which they are tried: by rung, kin first, and within a rung as the
    /// household ordered them. A contact of another resident is none of this one's; the resident is no contact of their own.
    #[must_use]
    pub fn contacts_for(&self, resident: ResidentId) -> Vec<&Contact> {
        let mut found: Vec<&Contact> = self
            .contacts
            .iter()
            .filter(|c| c.of.is_none_or(|of| of == resident) && c.resident != Some(resident))
            .collect();
        // Stable: within a rung the household's own order stays.
        found.sort_by_key(|c| c.kind);
        found
    }

    /// The kinds of contact that one would expect here and that nobody has recorded: somebody must ask around for them.
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
