//! Residents 住户: dwelling, household, resident and contacts. Stored data has a purpose, a consent and an expiry;
//! expired data is erased on its day.

pub mod contact;
pub mod disclosure;
pub mod doubles;
pub mod dwelling;
pub mod identity;
pub mod merge;
pub mod need;
pub mod pairing;
pub mod phone;
pub mod reachable;
pub mod refused;
pub mod resident;
pub mod retention;
pub mod sealed;
pub mod surname;

#[cfg(test)]
mod stories;

pub use contact::{Contact, ContactKind, Reach};
pub use dwelling::{Dwelling, Household, Tenure};
pub use identity::{IdentityNumber, Sex};
pub use merge::{Belonging, Merge, Undone};
pub use need::{CareNeed, Consent, NeedKind};
pub use phone::Phone;
pub use reachable::Unreachable;
pub use refused::Refused;
pub use resident::{Birth, Presence, Registered, Resident};
pub use surname::family_name;
