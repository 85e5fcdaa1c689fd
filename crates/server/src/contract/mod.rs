//! The description of the API (OpenAPI): made of what handlers say, and completed.

mod complete;
pub mod one_of;
pub mod openapi;
