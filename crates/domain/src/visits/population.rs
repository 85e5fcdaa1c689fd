//! Whom a campaign goes to: a question to the ledger, answered once when it starts. From then on there is a list, and no question.

use serde::{Deserialize, Serialize};

use super::refused::Refused;
use crate::households::{CareNeed, NeedKind, Resident, Tenure};
use crate::kernel::time::Day;

/// The most doors of one campaign: a large community.
pub const DOORS: usize = 10_000;
/// The youngest and the oldest age from which a list may be drawn up.
const AGES: std::ops::RangeInclusive<u16> = 50..=110;

/// Whom a campaign goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Population {
    /// Every door, whoever lives there or nobody.
    AllDoors,
    /// Doors behind which somebody needs this.
    Need {
        /// What.
        need: NeedKind,
    },
    /// Doors let to tenants.
    Tenants,
    /// Doors behind which somebody is this old.
    Age {
        /// In whole years.
        from: u16,
    },
}

impl Population {
    /// Whether a list may be drawn up so: one by health would tell every member about it by the list alone.
    ///
    /// # Errors
    /// [`Refused::HealthList`]; [`Refused::NoDoors`] for an age that nobody has.
    pub fn check(self) -> Result<Self, Refused> {
        match self {
            Self::Need { need } if need.is_health() => Err(Refused::HealthList),
            Self::Age { from } if !AGES.contains(&from) => Err(Refused::NoDoors),
            fine => Ok(fine),
        }
    }

    /// Whether somebody who lives behind a door is one of those whom it goes to.
    #[must_use]
    pub fn takes(self, resident: &Resident, tenure: Tenure, needs: &[CareNeed], today: Day) -> bool {
        match self {
            Self::AllDoors => true,
            Self::Need { need } => needs.iter().any(|n| n.resident == resident.id && n.kind == need && n.holds(today)),
            Self::Tenants => tenure == Tenure::Tenant,
            Self::Age { from } => resident.birth.age(today).is_some_and(|age| age >= from),
        }
    }
}
