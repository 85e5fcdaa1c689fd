//! The doors for residents without an account: bring a matter, see what is known nearby, follow it by its link, say whether it
//! is solved. Nothing personal leaves by any of them.

pub mod choose;
pub mod files;
pub mod http;
pub mod limits;
pub mod links;
pub mod store;
pub mod summary;
