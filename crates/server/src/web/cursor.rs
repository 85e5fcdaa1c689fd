//! The place after which a page of a list begins, as clients carry it from one page to the next.

use uuid::Uuid;

use crate::problem::{FieldFault, Refusal};

/// What a list is ordered by, of the last row that was given, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// A deadline or another moment; anything for a list that is ordered by id alone.
    pub key: i64,
    /// The id.
    pub id: Uuid,
}

impl Cursor {
    /// As clients carry it.
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

/// What is said of a cursor that no page of the list gave.
#[must_use]
pub fn fault() -> Refusal {
    Refusal::field(FieldFault::new("after", "kernel.cursor", "翻页标记无效", "not a cursor of this list"))
}
