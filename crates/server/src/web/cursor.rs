//! The cursor of a list, which clients send to get the next page.

use uuid::Uuid;

use crate::problem::{FieldFault, Refusal};

/// The sort key of the last returned row, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// A deadline or another moment; unused in a list that is ordered by id alone.
    pub key: i64,
    /// The id.
    pub id: Uuid,
}

impl Cursor {
    /// Formats it for clients.
    #[must_use]
    pub fn write(self) -> String {
        format!("{:x}.{}", self.key, self.id.simple())
    }

    /// Reads what [`Cursor::write`] wrote.
    ///
    /// # Errors
    /// The fault of the field `after`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let read = || {
            let (key, id) = text.split_once('.')?;
            let key = i64::from_str_radix(key, 16)
                .ok()
                .or_else(|| u64::from_str_radix(key, 16).ok().map(u64::cast_signed))?;
            Some(Self { key, id: Uuid::parse_str(id).ok()? })
        };
        read().ok_or_else(fault)
    }
}

/// The fault of a cursor that no page of the list returned.
#[must_use]
pub fn fault() -> Refusal {
    Refusal::field(FieldFault::new("after", "kernel.cursor", "翻页标记无效", "not a cursor of this list"))
}
