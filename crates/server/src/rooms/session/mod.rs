//! Signing in and out, one's own password, and the key for data on a phone.

pub mod attempt;
pub mod devices;
pub mod http;
pub mod room;
#[cfg(test)]
pub mod samples;
pub mod vault;

#[cfg(test)]
mod entry_tests;
#[cfg(test)]
mod tests;

pub use attempt::Attempt;
pub use http::{Me, StreetName, me};
pub(crate) use http::{open_session, set_cookie};
