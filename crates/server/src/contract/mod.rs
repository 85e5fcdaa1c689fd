//! The API description (OpenAPI): built from the handlers, then completed.

pub mod complete;
#[cfg(test)]
mod complete_tests;
pub mod openapi;
