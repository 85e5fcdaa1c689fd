//! The only conversion of a record with secrets to bytes.
//!
//! Identity numbers and phones refuse serialisation to text formats (JSON, TOML, logs) and accept only the binary form
//! in this file, so that a reply, event or log with one fails in tests instead of leaking.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::{Error as _, Serializer};
use std::fmt;

/// The plain bytes of a record with secrets; used for encryption only.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(Vec<u8>);

/// The bytes are no record of the expected type.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("these bytes are no such record")]
pub struct Unreadable;

impl Plain {
    /// Serialises a record.
    ///
    /// # Errors
    /// If the record cannot be serialised; no record of this crate fails.
    pub fn of<T: Serialize>(record: &T) -> Result<Self, Unreadable> {
        let mut bytes = Vec::new();
        ciborium::into_writer(record, &mut bytes).map_err(|_| Unreadable)?;
        Ok(Self(bytes))
    }

    /// Decrypted bytes.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Deserialises the record.
    ///
    /// # Errors
    /// If the bytes are of another type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        ciborium::from_reader(self.0.as_slice()).map_err(|_| Unreadable)
    }

    /// The bytes, for encryption.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plain({} bytes)", self.0.len())
    }
}

/// Serialises a secret to a binary format, and refuses every other.
pub(super) fn write<S: Serializer>(secret: &str, into: S) -> Result<S::Ok, S::Error> {
    if into.is_human_readable() {
        return Err(S::Error::custom("a secret is not written as text: seal the record, or show its mask"));
    }
    into.serialize_str(secret)
}
