//! The description of the API (OpenAPI): made of what handlers say, and completed.

pub mod complete;
#[cfg(test)]
mod complete_tests;
pub mod openapi;
