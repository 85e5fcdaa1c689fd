//! The door by which a phone fetches what it needs to work without network: one request, and of what it has already nothing.
//! What it did meanwhile goes back through the same writes that everybody uses.

pub mod campaign;
pub mod gather;
pub mod http;
pub mod room;
pub mod view;

#[cfg(test)]
mod late_tests;
#[cfg(test)]
mod tests;
