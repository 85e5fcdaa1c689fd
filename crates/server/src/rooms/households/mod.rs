//! Residents over the store: dwellings, households, residents, contacts, needs, merges, and the doctors' teams paired with cells. Other
//! rooms use from here: [`profile`] of a resident, [`Pairing`] of a street, the dwellings of an area, records of visits, and what moves
//! with a re-grid or a leave.

pub mod copy;
pub mod http;
pub mod jobs;
pub mod ops;
pub mod room;
pub mod store;
pub mod view;

#[cfg(test)]
mod life_tests;
#[cfg(test)]
mod rights_tests;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use http::{street_of, street_of_any};
pub use ops::contacts::put as put_contact;
pub use ops::death::{mark_died, unmark_died};
pub use ops::doors::{At, NewHome, Where, all_under, count_under, door_at, door_of, homes, set_tenure};
pub use ops::moving::move_resident;
pub use ops::needs::{Leave, New as NewNeed, record as record_need, withdraw as withdraw_need};
pub use ops::register::{Change, Facts, Home, New as NewResident, change, register};
pub use ops::{Profile, find, may, profile, seen};
pub use store::contacts::under as contacts_under;
pub use store::doors::{ListedHousehold, behind, list as households_under, read as household, read_door as dwelling};
pub use store::needs::holding_under;
pub use store::residents::{
    Mark, StoredResident, list as listed_residents, marked, of_household, read as resident, read_all as residents,
    served as residents_under,
};
pub use store::teams::{Pairing, pairing};

use weiguang_domain::households::Refused;

use crate::web::{FieldFault, Refusal};

/// A refusal that names a field becomes a fault of that field; the others refuse the act.
impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        let (code, zh, en) = (refused.code(), refused.chinese(), refused.to_string());
        match refused.field() {
            Some(field) => Self::field(FieldFault::new(field, code, zh, en)),
            None => Self::rule(code, zh, en),
        }
    }
}
