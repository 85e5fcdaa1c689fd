//! Those who serve, over the store: accounts, assignments, absence, who answers where, leaving.

pub mod http;
pub mod store;
