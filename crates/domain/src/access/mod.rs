//! Who may do what, and where: permission is a verb on a scope, decided in one table, deny by default.

pub mod actor;
pub mod data;
pub mod entry;
pub mod face;
pub mod password;
mod password_words;
pub mod permit;
pub mod phone;
pub mod policy;
pub mod role;
pub mod session;
pub mod smart;
pub mod verb;

pub use actor::{Actor, Denied, Grant, Scope, Via};
pub use data::Data;
pub use face::Face;
pub use permit::Permit;
pub use policy::{Reach, reach};
pub use role::Role;
pub use verb::Verb;
