//! Appends to a stream's hash chain and reads it. The log is append-only: no statement here deletes an entry. The only update removes the
//! content of an erased person's entries, and the chain can still be verified afterwards.

pub mod checkpoint;
pub mod kinds;
pub mod signed;

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::events::{Body, Broken, Event, GENESIS, Hash, link, verify};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Touched, Tx, params};

use crate::problem::Refusal;
pub use checkpoint::End;

const APPEND: &str = "INSERT INTO events (tenant, stream, seq, kind, at, actor, digest, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const HEAD: &str = "SELECT seq, hash FROM events WHERE tenant = $1 AND stream = $2 ORDER BY seq DESC LIMIT 1";
const OF_KIND: &str = "SELECT seq FROM events WHERE tenant = $1 AND stream = $2 AND kind = $3 LIMIT 1";
const STREAM: &str = "SELECT seq, kind, at, actor, digest, body, hash FROM events WHERE tenant = $1 AND stream = $2 AND seq > $3 ORDER BY seq LIMIT $4";
const ERASE: &str = "UPDATE events SET body = NULL WHERE tenant = $1 AND stream = $2 AND body IS NOT NULL";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("events.APPEND", APPEND),
    ("events.HEAD", HEAD),
    ("events.OF_KIND", OF_KIND),
    ("events.STREAM", STREAM),
    ("events.ERASE", ERASE),
];

/// The end of a stream: the number of its last entry and that entry's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the last entry; 0 before the first entry.
    pub seq: i64,
    /// Hash of the last entry; `GENESIS` before the first entry.
    pub hash: Hash,
}

impl Head {
    /// The state before the first entry.
    pub const START: Self = Self { seq: 0, hash: GENESIS };
}

/// The encryption context that binds an encrypted body to its entry.
pub(crate) fn seal_context(tenant: &str, stream: Uuid, seq: i64) -> String {
    format!("events {tenant} {stream} {seq}")
}

/// An entry that is about to be written.
pub struct Entry {
    /// The tenant.
    pub tenant: String,
    /// The chain.
    pub stream: Uuid,
    /// The kind of event.
    pub kind: String,
    /// The time.
    pub at: Moment,
    /// The account that acted.
    pub actor: Uuid,
    /// The entry's content.
    pub body: Body,
}

/// Writes one entry after `head` and advances `head`. If two writers append after the same head, the second fails at the primary key.
///
/// # Errors
/// [`Refusal::VersionMoved`] if somebody else was faster; the store's errors.
pub fn write(tx: &mut Tx<'_>, head: &mut Head, entry: Entry) -> Result<End, Refusal> {
    let Entry { tenant, stream, kind, at, actor, body } = entry;
    let event = Event { tenant, stream, seq: head.seq + 1, kind, at, actor, digest: body.digest(), body: None };
    let hash = link(&head.hash, &event);
    let plain = [body.salt.as_slice(), body.text.as_bytes()].concat();
    let sealed = tx.seal(&seal_context(&event.tenant, stream, event.seq), &plain)?;
    let row =
        params![&event.tenant, stream, event.seq, &event.kind, at.micros(), event.actor, &event.digest, sealed, &hash];
    tx.exec(APPEND, row).map_err(|e| match e.conflict() {
        // A conflict at entry 1 means that the record exists already; at a later entry, that another writer changed the record first.
        Some("events(tenant,stream,seq)") if event.seq > 1 => Refusal::VersionMoved(event.seq),
        _ => e.into(),
    })?;
    *head = Head { seq: event.seq, hash };
    Ok(End { tenant: event.tenant, stream, head: *head })
}

/// The end of a stream.
pub fn head(tx: &mut Tx<'_>, tenant: &str, stream: Uuid) -> Result<Head, StoreError> {
    let row = tx.one(HEAD, params![tenant, stream], |row| Ok(Head { seq: row.get(0)?, hash: row.get(1)? }))?;
    Ok(row.unwrap_or(Head::START))
}

/// Whether a stream contains an entry of this kind.
pub fn happened(tx: &mut Tx<'_>, street: &GridCode, stream: Uuid, kind: &str) -> Result<bool, StoreError> {
    Ok(tx.one(OF_KIND, params![street.as_str(), stream, kind], |row| row.get::<i64>(0))?.is_some())
}

/// Erases the content of a stream's entries, on request or when their retention ends. The entry's kind, time and actor remain, and the
/// chain can still be verified.
pub fn erase(tx: &mut Tx<'_>, street: &GridCode, stream: Uuid) -> Result<u64, StoreError> {
    tx.touch(Touched { tenant: street.to_string(), id: stream, erased: true });
    tx.exec(ERASE, params![street.as_str(), stream])
}

/// The body of an entry; `None` if it was erased. Decryption fails if the body was altered or belongs to another entry.
fn body_at(row: &Row<'_>, index: usize, context: &str) -> Result<Option<Body>, StoreError> {
    if row.get::<Option<Vec<u8>>>(index)?.is_none() {
        return Ok(None);
    }
    let fault = |why: &str| StoreError::Row { column: "body".into(), why: why.into() };
    let plain = row.open(index, context)?;
    let (salt, text) = plain.split_first_chunk().ok_or_else(|| fault("a body begins with its salt"))?;
    let text = String::from_utf8(text.to_vec()).map_err(|_| fault("a body is text"))?;
    Ok(Some(Body { salt: *salt, text }))
}

/// Entries after a number, in order, each with its stored hash.
pub fn stream(
    tx: &mut Tx<'_>,
    tenant: &str,
    stream: Uuid,
    after: i64,
    limit: i64,
) -> Result<Vec<(Event, Hash)>, StoreError> {
    tx.query(STREAM, params![tenant, stream, after, limit], |row| entry(row, tenant, stream))
}

/// Reads an entry from columns in the order of [`STREAM`], and its stored hash.
pub(crate) fn entry(row: &Row<'_>, tenant: &str, stream: Uuid) -> Result<(Event, Hash), StoreError> {
    let (event, hash) = bare(row, tenant, stream)?;
    let body = body_at(row, 5, &seal_context(tenant, stream, event.seq))?;
    Ok((Event { body, ..event }, hash))
}

/// Reads an entry without its body, and its stored hash.
fn bare(row: &Row<'_>, tenant: &str, stream: Uuid) -> Result<(Event, Hash), StoreError> {
    let event = Event {
        tenant: tenant.to_owned(),
        stream,
        seq: row.get(0)?,
        kind: row.get(1)?,
        at: Moment::from_micros(row.get(2)?),
        actor: row.get(3)?,
        digest: row.get(4)?,
        body: None,
    };
    Ok((event, row.get(6)?))
}

/// Verifies a whole stream; returns the number of entries, or where the chain is broken. `head` is the copy of the chain's end in the
/// record's row.
pub fn check(tx: &mut Tx<'_>, tenant: &str, id: Uuid, head: Option<Head>) -> Result<Result<i64, Broken>, StoreError> {
    let mut unopened = None;
    let entries = tx.query(STREAM, params![tenant, id, 0_i64, i64::from(u32::MAX)], |row| {
        let (event, hash) = bare(row, tenant, id)?;
        let body = body_at(row, 5, &seal_context(tenant, id, event.seq)).unwrap_or_else(|error| {
            tracing::warn!(%error, stream = %id, seq = event.seq, "the body of an entry does not open");
            unopened = unopened.or(Some(event.seq));
            None
        });
        Ok((Event { body, ..event }, hash))
    })?;
    let end = verify(entries.iter().map(|(e, h)| (e, *h)));
    if let (Ok(_), Some(seq)) = (&end, unopened) {
        return Ok(Err(Broken::Altered(seq)));
    }
    Ok(end.and_then(|hash| {
        let seq = entries.last().map_or(0, |(e, _)| e.seq);
        match head {
            Some(expected) if expected != (Head { seq, hash }) => Err(Broken::Head),
            _ => Ok(seq),
        }
    }))
}
