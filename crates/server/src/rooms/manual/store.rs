//! SQL of the manual: texts as they were published, parsed again by the domain.

use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

const KINDS: &str = "SELECT id, version, text FROM manual_kinds ORDER BY id, version";
const INSERT_KIND: &str = "INSERT INTO manual_kinds (id, version, text, published_at) VALUES ($1, $2, $3, $4)";
const TEXT: &str = "SELECT text FROM manual_kinds WHERE id = $1 AND version = $2";
const PUBLISHED: &str = "SELECT version, published_at FROM manual_kinds WHERE id = $1 ORDER BY version";
const YEARS: &str = "SELECT year, text FROM calendar_years ORDER BY year";
const PUT_YEAR: &str =
    "INSERT INTO calendar_years (year, text) VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET text = excluded.text";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("manual.KINDS", KINDS),
    ("manual.INSERT_KIND", INSERT_KIND),
    ("manual.TEXT", TEXT),
    ("manual.PUBLISHED", PUBLISHED),
    ("manual.YEARS", YEARS),
    ("manual.PUT_YEAR", PUT_YEAR),
];

/// Every published version: id, version, text; by id, then version.
pub fn kinds(tx: &mut Tx<'_>) -> Result<Vec<(String, u32, String)>, StoreError> {
    tx.query(KINDS, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Stores a published version.
pub fn insert_kind(tx: &mut Tx<'_>, id: &str, version: u32, text: &str, now: Moment) -> Result<(), StoreError> {
    tx.exec(INSERT_KIND, params![id, version, text, now.micros()]).map(drop)
}

/// The text of a published version; `None` for a shipped one.
pub fn text(tx: &mut Tx<'_>, id: &str, version: u32) -> Result<Option<String>, StoreError> {
    tx.one(TEXT, params![id, version], |row| row.get(0))
}

/// The versions of a kind that were published here, and when.
pub fn published(tx: &mut Tx<'_>, id: &str) -> Result<Vec<(u32, Moment)>, StoreError> {
    tx.query(PUBLISHED, params![id], |row| Ok((row.get(0)?, Moment::from_micros(row.get(1)?))))
}

/// Every published year with its text.
pub fn years(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>, StoreError> {
    tx.query(YEARS, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Stores a year's notice; a corrected one replaces the one before.
pub fn put_year(tx: &mut Tx<'_>, year: i16, text: &str) -> Result<(), StoreError> {
    tx.exec(PUT_YEAR, params![i64::from(year), text]).map(drop)
}
