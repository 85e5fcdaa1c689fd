//! Results: rows of both engines become [`Cell`]s, which convert to Rust types by one set of rules.

use uuid::Uuid;

use super::{postgres, sqlite};
use crate::{Keys, StoreError};

/// A value of a row.
///
/// SQLite has fewer types (bool is Int, id is Bytes, JSON is Text), so [`FromCell`] accepts both forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// NULL.
    Null,
    /// Any whole number.
    Int(i64),
    /// Any floating number.
    Real(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A bool (PostgreSQL only).
    Bool(bool),
    /// A UUID (PostgreSQL only).
    Id(Uuid),
    /// JSON text (PostgreSQL only).
    Json(&'a str),
}

impl Cell<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Cell::Null => "NULL",
            Cell::Int(_) => "a whole number",
            Cell::Real(_) => "a real",
            Cell::Text(_) => "text",
            Cell::Bytes(_) => "bytes",
            Cell::Bool(_) => "a bool",
            Cell::Id(_) => "an id",
            Cell::Json(_) => "JSON",
        }
    }
}

/// A type that can be read from a cell.
pub trait FromCell: Sized {
    /// Converts a cell.
    ///
    /// # Errors
    /// The mismatch, for the operator.
    fn from_cell(cell: Cell<'_>) -> Result<Self, String>;
}

fn unfit<T>(cell: Cell<'_>, wanted: &str) -> Result<T, String> {
    Err(format!("found {}, wanted {wanted}", cell.kind()))
}

impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => unfit(other, "text"),
        }
    }
}

impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Int(number) => Ok(number),
            other => unfit(other, "a whole number"),
        }
    }
}

impl FromCell for i32 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Int(number) => i32::try_from(number).map_err(|_| format!("{number} does not fit 32 bits")),
            other => unfit(other, "a whole number"),
        }
    }
}

impl FromCell for u32 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Int(number) => u32::try_from(number).map_err(|_| format!("{number} does not fit 32 bits unsigned")),
            other => unfit(other, "a whole number"),
        }
    }
}

impl FromCell for f64 {
    #[expect(clippy::cast_precision_loss, reason = "a whole number read as a real is a measurement, not a count")]
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Real(number) => Ok(number),
            Cell::Int(number) => Ok(number as f64),
            other => unfit(other, "a real"),
        }
    }
}

impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bool(truth) => Ok(truth),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            other => unfit(other, "a bool"),
        }
    }
}

impl FromCell for Uuid {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Id(id) => Ok(id),
            Cell::Bytes(bytes) => Uuid::from_slice(bytes).map_err(|_| format!("{} bytes are not an id", bytes.len())),
            other => unfit(other, "an id"),
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            other => unfit(other, "bytes"),
        }
    }
}

impl<const N: usize> FromCell for [u8; N] {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bytes(bytes) => bytes.try_into().map_err(|_| format!("{} bytes, wanted {N}", bytes.len())),
            other => unfit(other, "bytes"),
        }
    }
}

impl FromCell for serde_json::Value {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Json(text) | Cell::Text(text) => {
                serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))
            }
            other => unfit(other, "JSON"),
        }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Null => Ok(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

/// A row, valid only inside the closure that reads it.
pub struct Row<'a> {
    pub(crate) inner: Inner<'a>,
    pub(crate) keys: Option<&'a dyn Keys>,
}

pub(crate) enum Inner<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, from 0.
    ///
    /// # Errors
    /// [`StoreError::Row`] if there is no such column or its type differs.
    pub fn get<T: FromCell>(&self, index: usize) -> Result<T, StoreError> {
        self.cell(index)
            .and_then(T::from_cell)
            .map_err(|why| StoreError::Row { column: format!("{index} ({})", self.name(index)), why })
    }

    /// Decrypts the sealed column at `index` for `context`.
    ///
    /// # Errors
    /// [`StoreError::Row`] if it has no bytes or cannot be decrypted.
    pub fn open(&self, index: usize, context: &str) -> Result<Vec<u8>, StoreError> {
        let opened = match (self.keys, self.cell(index)) {
            (Some(keys), Ok(Cell::Bytes(sealed))) => keys.open(context, sealed),
            (None, Ok(Cell::Bytes(_))) => Err("the store was opened without keys".to_owned()),
            (_, Ok(other)) => unfit(other, "sealed bytes"),
            (_, Err(why)) => Err(why),
        };
        opened.map_err(|why| StoreError::Row {
            column: format!("{index} ({})", self.name(index)),
            why: format!("{context}: {why}"),
        })
    }

    /// All columns as bytes, the same on both engines.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for cell in (0..).map_while(|index| self.cell(index).ok()) {
            let (tag, value): (u8, Vec<u8>) = match cell {
                Cell::Null => (0, Vec::new()),
                Cell::Int(number) => (1, number.to_le_bytes().to_vec()),
                Cell::Bool(truth) => (1, i64::from(truth).to_le_bytes().to_vec()),
                Cell::Real(real) => (2, real.to_le_bytes().to_vec()),
                Cell::Text(text) | Cell::Json(text) => (3, text.as_bytes().to_vec()),
                Cell::Bytes(value) => (4, value.to_vec()),
                Cell::Id(id) => (4, id.as_bytes().to_vec()),
            };
            bytes.push(tag);
            bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
            bytes.extend(value);
        }
        bytes
    }

    /// The first id in the row.
    pub(crate) fn first_id(&self) -> Option<Uuid> {
        (0..).map_while(|index| self.cell(index).ok()).find_map(|cell| Uuid::from_cell(cell).ok())
    }

    /// As [`Row::open`], for text.
    ///
    /// # Errors
    /// As [`Row::open`]; also if the content is not text.
    pub fn open_text(&self, index: usize, context: &str) -> Result<String, StoreError> {
        String::from_utf8(self.open(index, context)?)
            .map_err(|_| StoreError::Row { column: format!("{index} ({})", self.name(index)), why: "not UTF-8".into() })
    }

    pub(crate) fn cell(&self, index: usize) -> Result<Cell<'_>, String> {
        match self.inner {
            Inner::Sqlite(row) => sqlite::cell(row, index),
            Inner::Postgres(row) => postgres::cell(row, index),
        }
    }

    fn name(&self, index: usize) -> &str {
        match self.inner {
            Inner::Sqlite(row) => row.as_ref().column_name(index).unwrap_or("?"),
            Inner::Postgres(row) => row.columns().get(index).map_or("?", |column| column.name()),
        }
    }
}
