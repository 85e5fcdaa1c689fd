//! Endpoints for residents without an account: submit a matter, see known ones nearby, follow it by its link, answer whether it is solved.
//! None of them returns personal data.

pub mod choose;
pub mod files;
pub mod http;
pub mod limits;
pub mod links;
pub mod store;
pub mod summary;
