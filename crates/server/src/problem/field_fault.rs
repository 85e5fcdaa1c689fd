//! A fault of one field of a request, with its code and the expected value in both languages.

use serde::Serialize;
use utoipa::ToSchema;

/// One field that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    /// The field's name in the request.
    pub field: String,
    /// A stable code, as `kernel.missing`.
    pub code: String,
    /// What was expected, in Chinese.
    pub zh: String,
    /// What was expected, in English.
    pub en: String,
}

impl FieldFault {
    /// A fault of a field.
    pub fn new(field: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), zh: zh.into(), en: en.into() }
    }
    /// The field is missing or empty.
    #[must_use]
    pub fn missing(field: &str) -> Self {
        Self::new(field, "kernel.missing", "必填", "must be given")
    }
    /// The field is longer than `limit` characters.
    #[must_use]
    pub fn too_long(field: &str, limit: usize) -> Self {
        Self::new(field, "kernel.too-long", format!("最多 {limit} 个字"), format!("at most {limit} characters"))
    }
}
