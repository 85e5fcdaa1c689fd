//! A contact 联系人: a person through whom a resident can be helped, and how to reach them.

use serde::{Deserialize, Serialize};

use super::phone::Phone;
use super::refused::Refused;
use super::resident::NAME_LIMIT;
use crate::kernel::ids::{AccountId, ContactId, DwellingId, ResidentId};
use crate::kernel::text;

/// The relation of a contact to the resident, in the order in which they are asked for help.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// Next of kin, wherever they live: 亲属.
    Kin,
    /// 房东.
    Landlord,
    /// 邻居.
    Neighbour,
    /// The employer of the resident or of kin: 用工单位.
    Employer,
    /// The office that has records where the resident is registered: 户籍地.
    Elsewhere,
    /// The family doctor: asked about health at any time; not a rung of the ladder.
    Doctor,
}

impl ContactKind {
    /// All, in order.
    pub const ALL: [Self; 6] =
        [Self::Kin, Self::Landlord, Self::Neighbour, Self::Employer, Self::Elsewhere, Self::Doctor];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kin => "kin",
            Self::Landlord => "landlord",
            Self::Neighbour => "neighbour",
            Self::Employer => "employer",
            Self::Elsewhere => "elsewhere",
            Self::Doctor => "doctor",
        }
    }

    /// The word on a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Kin => "亲属",
            Self::Landlord => "房东",
            Self::Neighbour => "邻居",
            Self::Employer => "用工单位",
            Self::Elsewhere => "户籍地",
            Self::Doctor => "家庭医生",
        }
    }

    /// The word on an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Kin => "next of kin",
            Self::Landlord => "landlord",
            Self::Neighbour => "neighbour",
            Self::Employer => "employer",
            Self::Elsewhere => "place of registration",
            Self::Doctor => "family doctor",
        }
    }
}

/// A way to reach a contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reach {
    /// By phone.
    Phone(Phone),
    /// At a registered dwelling.
    Door(DwellingId),
    /// In words: 楼下小卖部，晚上七点后.
    Words(String),
    /// A member of staff, by account.
    Account(AccountId),
}

/// A contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The resident, if it is for one member of the household only.
    pub of: Option<ResidentId>,
    /// The relation.
    pub kind: ContactKind,
    /// The name: 儿子 小陈.
    pub name: String,
    /// The relation in words: 儿子.
    pub relation: String,
    /// Their own record, if they are a resident.
    pub resident: Option<ResidentId>,
    /// Ways to reach them, best first.
    pub reach: Vec<Reach>,
    /// When they can be reached, in words: 晚上十点后.
    pub when: String,
}

impl Contact {
    /// Validates the contact.
    ///
    /// # Errors
    /// [`Refused::Name`], [`Refused::NoReach`].
    pub fn check(&self) -> Result<(), Refused> {
        if !(1..=NAME_LIMIT).contains(&self.name.trim().chars().count()) {
            return Err(Refused::Name);
        }
        let says = |reach: &Reach| !matches!(reach, Reach::Words(words) if words.trim().is_empty());
        if self.reach.iter().any(says) { Ok(()) } else { Err(Refused::NoReach) }
    }

    /// Its phone numbers.
    pub fn phones(&self) -> impl Iterator<Item = &Phone> {
        self.reach.iter().filter_map(|r| if let Reach::Phone(phone) = r { Some(phone) } else { None })
    }

    /// Whether two entries are the same person in the same role: the same record, or the same name with a common phone.
    #[must_use]
    pub fn same_person(&self, other: &Self) -> bool {
        let one_record = self.resident.is_some() && self.resident == other.resident;
        let one_phone =
            text::name(&self.name) == text::name(&other.name) && self.phones().any(|p| other.phones().any(|q| p == q));
        self.kind == other.kind && (one_record || one_phone)
    }
}
