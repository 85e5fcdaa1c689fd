//! Parameters of statements: one type for both engines.

use std::borrow::Cow;

use uuid::Uuid;

use crate::StoreError;

/// A parameter. Created by [`params!`](crate::params) from Rust values.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// NULL of any type.
    Null,
    /// `@text`, `@key`. Must not contain U+0000: PostgreSQL cannot store it, so both engines refuse it.
    Text(Cow<'a, str>),
    /// `@int`, `@time`.
    Int(i64),
    /// A 32-bit number, for functions that need one (`substr`).
    Small(i32),
    /// `@real`; finite.
    Real(f64),
    /// `@bool`.
    Bool(bool),
    /// `@id`.
    Id(Uuid),
    /// `@bytes`.
    Bytes(Cow<'a, [u8]>),
    /// `@json`.
    Json(Cow<'a, serde_json::Value>),
}

/// A slice of [`Value`]s: `params![tenant, id, "open", None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] as &[$crate::Value<'_>] };
}

impl Value<'_> {
    /// Refuses values that one of the engines cannot store.
    pub(crate) fn check(&self, number: usize) -> Result<(), StoreError> {
        let why = match self {
            Value::Text(text) if text.as_bytes().contains(&0) => "text with U+0000 cannot be stored",
            Value::Json(json) if has_zero(json) => "JSON with U+0000 cannot be stored",
            Value::Real(real) if !real.is_finite() => "a real must be a finite number",
            _ => return Ok(()),
        };
        Err(StoreError::Parameter { number, why: why.into() })
    }
}

fn has_zero(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::String(text) => text.as_bytes().contains(&0),
        serde_json::Value::Array(items) => items.iter().any(has_zero),
        serde_json::Value::Object(fields) => {
            fields.iter().any(|(name, value)| name.as_bytes().contains(&0) || has_zero(value))
        }
        _ => false,
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a Cow<'_, str>> for Value<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Value::Small(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Int(i64::from(number))
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Value::Real(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Value::Bool(truth)
    }
}

impl From<Uuid> for Value<'_> {
    fn from(id: Uuid) -> Self {
        Value::Id(id)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(Cow::Owned(bytes))
    }
}

impl<'a> From<&'a serde_json::Value> for Value<'a> {
    fn from(json: &'a serde_json::Value) -> Self {
        Value::Json(Cow::Borrowed(json))
    }
}

impl From<serde_json::Value> for Value<'_> {
    fn from(json: serde_json::Value) -> Self {
        Value::Json(Cow::Owned(json))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// By reference, as fields of a borrowed struct.
macro_rules! from_reference {
    ($($plain:ty),*) => { $(
        impl From<&$plain> for Value<'_> {
            fn from(value: &$plain) -> Self {
                Value::from(*value)
            }
        }
    )* };
}
from_reference!(i64, i32, u32, f64, bool, Uuid);

/// Optional fields of a borrowed struct.
macro_rules! from_optional_reference {
    ($($plain:ty),*) => { $(
        impl<'a> From<&'a Option<$plain>> for Value<'a> {
            fn from(value: &'a Option<$plain>) -> Self {
                value.as_ref().map_or(Value::Null, Value::from)
            }
        }
    )* };
}
from_optional_reference!(String, i64, i32, u32, f64, bool, Uuid, Vec<u8>, serde_json::Value);
