//! Kinds of records that have a hash chain. Each room declares its own in `Room::records`: the prefixes of the names of their entries, and
//! the database row of the record.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_store::{StoreError, Tx};

use super::Head;

/// An SQL statement with its name.
pub type Statement = (&'static str, &'static str);

/// Reads the copies of chain ends that rows contain: rows of a street, after an id, at most the given number.
pub type Heads = fn(&mut Tx<'_>, &GridCode, Uuid, i64) -> Result<Vec<(Uuid, Head)>, StoreError>;

/// A kind of record that has a hash chain.
#[derive(Clone, Copy, Debug)]
pub struct RecordKind {
    /// The stable key.
    pub key: &'static str,
    /// The kind's name in Chinese.
    pub chinese: &'static str,
    /// The kind's name in English.
    pub english: &'static str,
    /// Prefixes of the names of the chain's entries.
    pub begins: &'static [&'static str],
    /// The record's database row, if it has one.
    pub row: Option<RecordRow>,
}

/// The database row of a record.
#[derive(Clone, Copy, Debug)]
pub struct RecordRow {
    /// The table; rows are found by `tenant` and `id`.
    pub table: &'static str,
    /// Reads, by tenant and id, the columns that change only together with an entry of the chain: they are signed with the chain's end.
    pub signed: Statement,
    /// Reads rows that have no chain entry: of a tenant, after an id, at most the given number.
    pub bare: Statement,
    /// How the row is related to the end of its chain.
    pub end: RowEnd,
}

/// How a row is related to the end of its chain.
#[derive(Clone, Copy, Debug)]
pub enum RowEnd {
    /// Rows without an entry are allowed.
    Free,
    /// Each record begins with a chain entry: a row without one is a fault.
    Each,
    /// The row contains a copy of the chain's end, so that a truncated chain is detected.
    Copied(Heads),
}

/// Declares a kind of record: `record!("stations", "服务站", "stations", ["care.station-"], "stations"("name, place"), RowEnd::Each)`.
macro_rules! record {
    ($key:literal, $zh:literal, $en:literal, [$($begins:literal),+]) => {
        $crate::chain::kinds::RecordKind { key: $key, chinese: $zh, english: $en, begins: &[$($begins),+], row: None }
    };
    ($key:literal, $zh:literal, $en:literal, [$($begins:literal),+], $table:literal($columns:literal), $end:expr) => {
        $crate::chain::kinds::RecordKind {
            key: $key,
            chinese: $zh,
            english: $en,
            begins: &[$($begins),+],
            row: Some($crate::chain::kinds::RecordRow {
                table: $table,
                signed: (
                    concat!("signed.", $table),
                    concat!("SELECT id, ", $columns, " FROM ", $table, " WHERE tenant = $1 AND id = $2"),
                ),
                bare: (
                    concat!("bare.", $table),
                    concat!(
                        "SELECT r.id FROM ", $table, " r WHERE r.tenant = $1 AND r.id > $2 AND NOT EXISTS ",
                        "(SELECT 1 FROM events e WHERE e.tenant = r.tenant AND e.stream = r.id) ORDER BY r.id LIMIT $3"
                    ),
                ),
                end: $end,
            }),
        }
    };
}
pub(crate) use record;

/// The kind for entries that belong to no room.
const OTHER: RecordKind = RecordKind { key: "other", chinese: "其他", english: "others", begins: &[], row: None };

/// One of the registered kinds of records.
#[derive(Clone, Copy)]
pub struct Subject {
    place: usize,
    kind: &'static RecordKind,
}

impl Deref for Subject {
    type Target = RecordKind;
    fn deref(&self) -> &RecordKind {
        self.kind
    }
}
impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}
impl Eq for Subject {}
impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Subject {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place.cmp(&other.place)
    }
}
impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

/// The kinds of all rooms.
#[derive(Clone, Debug)]
pub struct Kinds(Arc<[&'static RecordKind]>);

impl Kinds {
    /// The kinds that the rooms declare, in their order.
    pub fn new(all: impl Iterator<Item = &'static RecordKind>) -> Self {
        Self(all.collect())
    }

    /// All kinds, in order.
    pub fn all(&self) -> impl Iterator<Item = Subject> + '_ {
        self.0.iter().enumerate().map(|(place, kind)| Subject { place, kind })
    }

    /// The kind of record for an entry's name: the kind with the longest matching prefix.
    #[must_use]
    pub fn of(&self, entry: &str) -> Subject {
        let fits = |s: &Subject| s.begins.iter().filter(|b| entry.starts_with(**b)).map(|b| b.len()).max();
        let found = self.all().filter_map(|s| fits(&s).map(|length| (length, s))).max_by_key(|(length, _)| *length);
        found.map_or(Subject { place: self.0.len(), kind: &OTHER }, |(_, subject)| subject)
    }
}

/// The statements of some kinds, for `prepare_all`.
pub fn statements(kinds: impl Iterator<Item = &'static RecordKind>) -> Vec<Statement> {
    let rows = kinds.filter_map(|kind| kind.row.as_ref());
    rows.flat_map(|row| match row.end {
        RowEnd::Each => vec![row.signed, row.bare],
        RowEnd::Free | RowEnd::Copied(_) => vec![row.signed],
    })
    .collect()
}
