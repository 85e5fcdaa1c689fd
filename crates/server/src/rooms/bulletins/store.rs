//! SQL of bulletins and of their read marks.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::bulletins::{Bulletin, Content, State};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, BulletinId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, day_at, unreadable};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, state, title, text, from_day, until_day, pictures, edition, changed, reason, pinned, by_account, published_at, ended_at, version FROM bulletins WHERE tenant = $1 AND ",
            $rest
        )
    };
}
const INSERT: &str = "INSERT INTO bulletins (tenant, id, code, state, title, text, from_day, until_day, pictures, edition, changed, reason, pinned, by_account, published_at, ended_at, version) \
 VALUES ($1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $3)";
const UPDATE: &str = "UPDATE bulletins SET code = $4, state = $5, title = $6, text = $7, from_day = $8, until_day = $9, pictures = $10, edition = $11, changed = $12, reason = $13, pinned = $14, by_account = $15, published_at = $16, ended_at = $17, version = version + 1 \
 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("id = $2");
const DRAFTS: &str = select!("state = 'draft' ORDER BY id DESC LIMIT 500");
const CURRENT: &str = select!("state = 'published' AND until_day >= $2 ORDER BY id DESC");
const PAST: &str =
    select!("(state = 'withdrawn' OR (state = 'published' AND until_day < $2)) AND id < $3 ORDER BY id DESC LIMIT $4");
const COUNT: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(pinned), 0) AS BIGINT) FROM bulletins WHERE tenant = $1 AND code = $2 AND state = 'published' AND until_day >= $3";
const AT: &str = select!("code = $2 ORDER BY id");
const WITHDRAWN: &str = select!("state = 'withdrawn' AND ended_at < $2 AND text <> '' ORDER BY id LIMIT $3");
const SEE: &str = "INSERT INTO bulletin_reads (tenant, bulletin, account, edition, at) VALUES ($1, $2, $3, $4, $5) \
 ON CONFLICT (tenant, bulletin, account) DO UPDATE SET edition = excluded.edition, at = excluded.at";
const SEEN_BY: &str = "SELECT account, edition FROM bulletin_reads WHERE tenant = $1 AND bulletin = $2";
const SEEN: &str = "SELECT bulletin, edition FROM bulletin_reads WHERE tenant = $1 AND account = $2";
const FORGET_READS: &str = "DELETE FROM bulletin_reads WHERE tenant = $1 AND bulletin = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("bulletins.INSERT", INSERT),
    ("bulletins.UPDATE", UPDATE),
    ("bulletins.READ", READ),
    ("bulletins.DRAFTS", DRAFTS),
    ("bulletins.CURRENT", CURRENT),
    ("bulletins.PAST", PAST),
    ("bulletins.COUNT", COUNT),
    ("bulletins.AT", AT),
    ("bulletins.WITHDRAWN", WITHDRAWN),
    ("bulletins.SEE", SEE),
    ("bulletins.SEEN_BY", SEEN_BY),
    ("bulletins.SEEN", SEEN),
    ("bulletins.FORGET_READS", FORGET_READS),
];

/// A bulletin as it is stored.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its id.
    pub id: BulletinId,
    /// The bulletin.
    pub bulletin: Bulletin,
    /// Who drafted it.
    pub by: AccountId,
    /// When it was published; 0 before.
    pub published_at: Moment,
    /// When it was withdrawn; 0 before.
    pub ended_at: Moment,
    /// The version that was read.
    pub version: i64,
}

fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    let state: String = row.get(2)?;
    let content = Content {
        title: row.get(3)?,
        text: row.get(4)?,
        from: day_at(row, 5)?,
        until: day_at(row, 6)?,
        pictures: serde_json::from_str(&row.get::<String>(7)?).map_err(|e| unreadable("pictures", e))?,
    };
    Ok(Record {
        id: BulletinId::new(row.get(0)?),
        bulletin: Bulletin {
            area: code_at(row, 1)?,
            content,
            state: State::from_key(&state).ok_or_else(|| unreadable("state", &state))?,
            edition: row.get(8)?,
            changed: row.get(9)?,
            reason: row.get(10)?,
            pinned: row.get::<i64>(11)? != 0,
        },
        by: AccountId::new(row.get(12)?),
        published_at: Moment::from_micros(row.get(13)?),
        ended_at: Moment::from_micros(row.get(14)?),
        version: row.get(15)?,
    })
}

fn put(tx: &mut Tx<'_>, sql: &'static str, street: &GridCode, one: &Record) -> Result<u64, StoreError> {
    let Bulletin { area, content, state, edition, changed, reason, pinned } = &one.bulletin;
    let pictures = serde_json::to_string(&content.pictures).map_err(|e| unreadable("pictures", e))?;
    let row = params![
        street.as_str(),
        one.id.uuid(),
        one.version,
        area.as_str(),
        state.told().0,
        &content.title,
        &content.text,
        content.from.to_string(),
        content.until.to_string(),
        pictures,
        i64::from(*edition),
        changed,
        reason,
        i64::from(*pinned),
        one.by.uuid(),
        one.published_at.micros(),
        one.ended_at.micros()
    ];
    tx.exec(sql, row)
}

/// Stores a new one.
///
/// # Errors
/// The store's errors.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, one: &Record) -> Result<(), StoreError> {
    put(tx, INSERT, street, one).map(drop)
}

/// Stores a change, unless somebody changed it since it was read; returns whether it was stored.
///
/// # Errors
/// The store's errors.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, one: &Record) -> Result<bool, StoreError> {
    Ok(put(tx, UPDATE, street, one)? == 1)
}

/// One.
///
/// # Errors
/// The store's errors.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: BulletinId) -> Result<Option<Record>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], record)
}

/// The newest drafts of a street.
///
/// # Errors
/// The store's errors.
pub fn drafts(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<Record>, StoreError> {
    tx.query(DRAFTS, params![street.as_str()], record)
}

/// All current bulletins of a street; a rule limits their number for each area.
///
/// # Errors
/// The store's errors.
pub fn current(tx: &mut Tx<'_>, street: &GridCode, today: Day) -> Result<Vec<Record>, StoreError> {
    tx.query(CURRENT, params![street.as_str(), today.to_string()], record)
}

/// Withdrawn or ended bulletins of a street before an id, newest first.
///
/// # Errors
/// The store's errors.
pub fn past(
    tx: &mut Tx<'_>,
    street: &GridCode,
    today: Day,
    before: Uuid,
    limit: i64,
) -> Result<Vec<Record>, StoreError> {
    tx.query(PAST, params![street.as_str(), today.to_string(), before, limit], record)
}

/// Number of current bulletins of an area, and how many of those are pinned.
///
/// # Errors
/// The store's errors.
pub fn count(tx: &mut Tx<'_>, street: &GridCode, area: &GridCode, today: Day) -> Result<(usize, usize), StoreError> {
    let row = params![street.as_str(), area.as_str(), today.to_string()];
    let counted = tx.one(COUNT, row, |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?.unwrap_or_default();
    let whole = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    Ok((whole(counted.0), whole(counted.1)))
}

/// All of exactly this area.
///
/// # Errors
/// The store's errors.
pub fn at(tx: &mut Tx<'_>, street: &GridCode, area: &GridCode) -> Result<Vec<Record>, StoreError> {
    tx.query(AT, params![street.as_str(), area.as_str()], record)
}

/// Some that were withdrawn before a moment and still have content.
///
/// # Errors
/// The store's errors.
pub fn withdrawn(tx: &mut Tx<'_>, street: &GridCode, before: Moment, limit: i64) -> Result<Vec<Record>, StoreError> {
    tx.query(WITHDRAWN, params![street.as_str(), before.micros(), limit], record)
}

/// Records that somebody has read an edition.
///
/// # Errors
/// The store's errors.
pub fn see(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: BulletinId,
    who: AccountId,
    edition: u32,
    at: Moment,
) -> Result<(), StoreError> {
    let row = params![street.as_str(), id.uuid(), who.uuid(), i64::from(edition), at.micros()];
    tx.exec(SEE, row).map(drop)
}

/// Who has read a bulletin, and which edition.
///
/// # Errors
/// The store's errors.
pub fn seen_by(tx: &mut Tx<'_>, street: &GridCode, id: BulletinId) -> Result<HashMap<AccountId, u32>, StoreError> {
    let rows =
        tx.query(SEEN_BY, params![street.as_str(), id.uuid()], |row| Ok((AccountId::new(row.get(0)?), row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// The bulletins that somebody has read, and which edition.
///
/// # Errors
/// The store's errors.
pub fn seen(tx: &mut Tx<'_>, street: &GridCode, who: AccountId) -> Result<HashMap<BulletinId, u32>, StoreError> {
    let rows =
        tx.query(SEEN, params![street.as_str(), who.uuid()], |row| Ok((BulletinId::new(row.get(0)?), row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Deletes the read marks of a bulletin.
///
/// # Errors
/// The store's errors.
pub fn forget_reads(tx: &mut Tx<'_>, street: &GridCode, id: BulletinId) -> Result<u64, StoreError> {
    tx.exec(FORGET_READS, params![street.as_str(), id.uuid()])
}
