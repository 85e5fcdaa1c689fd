//! SQL of staged rows, which were checked and wait to be imported: some dozens are packed and sealed in one row of the store, which is
//! deleted in the transaction that imports them.

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_store::{StoreError, Tx, params};

const PUT: &str = "INSERT INTO import_rows (tenant, stream, seq, sealed) VALUES ($1, $2, $3, $4)";
const NEXT: &str =
    "SELECT seq, sealed FROM import_rows WHERE tenant = $1 AND stream = $2 AND seq > $3 ORDER BY seq LIMIT $4";
const TAKE: &str = "DELETE FROM import_rows WHERE tenant = $1 AND stream = $2 AND seq = $3";
/// Some packs without a running import.
const LEFT_BEHIND: &str = "DELETE FROM import_rows WHERE tenant = $1 AND (stream, seq) IN (SELECT r.stream, r.seq FROM import_rows r \
 LEFT JOIN imports i ON i.tenant = r.tenant AND i.id = r.stream WHERE r.tenant = $1 AND (i.id IS NULL OR i.state NOT IN ('reading', 'writing')) LIMIT $2)";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] =
    &[("staging.PUT", PUT), ("staging.NEXT", NEXT), ("staging.TAKE", TAKE), ("staging.LEFT_BEHIND", LEFT_BEHIND)];

/// The context that binds staged rows to their place.
pub(crate) fn seal_context(street: &GridCode, import: Uuid, seq: i64) -> String {
    format!("import_rows {street} {import} {seq}")
}

fn unreadable(why: impl std::fmt::Display) -> StoreError {
    StoreError::Row { column: "import_rows.sealed".into(), why: why.to_string() }
}

/// Serialises rows before they are sealed.
pub fn pack(rows: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
    serde_json::to_writer(&mut out, rows).map_err(unreadable)?;
    out.finish().map_err(unreadable)
}

/// Stores packed rows.
pub fn put(tx: &mut Tx<'_>, street: &GridCode, import: Uuid, seq: i64, packed: &[u8]) -> Result<(), StoreError> {
    let sealed = tx.seal(&seal_context(street, import, seq), packed)?;
    tx.exec(PUT, params![street.as_str(), import, seq, sealed]).map(drop)
}

/// The next packs after a number, each with its own.
pub fn next<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    street: &GridCode,
    import: Uuid,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, T)>, StoreError> {
    tx.query(NEXT, params![street.as_str(), import, after, limit], |row| {
        let seq = row.get(0)?;
        let packed = row.open(1, &seal_context(street, import, seq))?;
        let rows = serde_json::from_reader(std::io::BufReader::new(DeflateDecoder::new(&*packed)));
        Ok((seq, rows.map_err(unreadable)?))
    })
}

/// Deletes a pack; `false` if somebody else took it.
pub fn take(tx: &mut Tx<'_>, street: &GridCode, import: Uuid, seq: i64) -> Result<bool, StoreError> {
    Ok(tx.exec(TAKE, params![street.as_str(), import, seq])? == 1)
}

/// Deletes some packs that no import will use; returns their number.
pub fn sweep(tx: &mut Tx<'_>, street: &GridCode, limit: i64) -> Result<u64, StoreError> {
    tx.exec(LEFT_BEHIND, params![street.as_str(), limit])
}
