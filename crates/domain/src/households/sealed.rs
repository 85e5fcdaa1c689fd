//! The one way in which a record with secrets becomes bytes, and the reason why it cannot become text by accident.
//!
//! An identity number or a phone refuses to be written as text (JSON, TOML, a log line): only a binary form takes it, and
//! the one binary form is here. So a reply, an event or a log that holds one fails its first test instead of leaking.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::{Error as _, Serializer};
use std::fmt;

/// The plain bytes of a record with secrets: for the seal that encrypts them, and for nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(Vec<u8>);

/// The bytes are no record of the kind that was asked for.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("these bytes are no such record")]
pub struct Unreadable;

impl Plain {
    /// The bytes of a record.
    ///
    /// # Errors
    /// If the record cannot be written, which no record of this crate does.
    pub fn of<T: Serialize>(record: &T) -> Result<Self, Unreadable> {
        let mut bytes = Vec::new();
        ciborium::into_writer(record, &mut bytes).map_err(|_| Unreadable)?;
        Ok(Self(bytes))
    }

    /// Bytes that came out of the seal.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The record in the bytes.
    ///
    /// # Errors
    /// If they hold something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        ciborium::from_reader(self.0.as_slice()).map_err(|_| Unreadable)
    }

    /// The bytes, for the seal.
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

/// Writes a secret text into a binary form, and refuses every other.
pub(super) fn write<S: Serializer>(secret: &str, into: S) -> Result<S::Ok, S::Error> {
    if into.is_human_readable() {
        return Err(S::Error::custom("a secret is not written as text: seal the record, or show its mask"));
    }
    into.serialize_str(secret)
}
