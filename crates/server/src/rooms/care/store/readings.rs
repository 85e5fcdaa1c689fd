//! SQL of readings: sealed, found by person and time.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::care::reading::{Measured, ReadingStatus, Via};
use weiguang_domain::care::{Patient, Reading, Verdict};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, ReadingId, ResidentId, StationId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::code_at;
use crate::outside::sealed_row::{open, seal};
use crate::rooms::care::record::{ReadingRecord, Typed};

macro_rules! select {
    ($($rest:literal),*) => {
        concat!("SELECT id, resident, code, taken_by, at, sealed, version FROM readings ", $($rest),*)
    };
}

const INSERT: &str = "INSERT INTO readings (tenant, id, resident, code, taken_by, at, sealed, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
const UPDATE: &str =
    "UPDATE readings SET sealed = $4, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("WHERE tenant = $1 AND id = $2");
const OF_PERSON: &str =
    select!("WHERE tenant = $1 AND resident = $2 AND (at, id) < ($3, $4) ORDER BY at DESC, id DESC LIMIT $5");
const OF_PERSON_BY: &str = select!(
    "WHERE tenant = $1 AND resident = $2 AND (at, id) < ($3, $4) AND taken_by = $6 ORDER BY at DESC, id DESC LIMIT $5"
);
const SINCE: &str =
    select!("WHERE tenant = $1 AND at >= $2 AND (at, id) < ($3, $4) ORDER BY at DESC, id DESC LIMIT $5");

const SILENT: &str = "SELECT DISTINCT resident FROM readings r WHERE tenant = $1 AND at < $2 AND NOT EXISTS \
 (SELECT 1 FROM readings n WHERE n.tenant = r.tenant AND n.resident = r.resident AND n.at >= $2) LIMIT $3";
const IDS_OF: &str = "SELECT id FROM readings WHERE tenant = $1 AND resident = $2 ORDER BY at, id";
const CHANGED: &str = "SELECT r.id, MAX(e.at) FROM readings r JOIN events e ON e.tenant = r.tenant AND e.stream = r.id WHERE r.tenant = $1 AND r.resident = $2 GROUP BY r.id";
const GIVE: &str = "UPDATE readings SET resident = $3 WHERE tenant = $1 AND id = $2";
const DELETE_OF: &str = "DELETE FROM readings WHERE tenant = $1 AND resident = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("readings.INSERT", INSERT),
    ("readings.UPDATE", UPDATE),
    ("readings.READ", READ),
    ("readings.OF_PERSON", OF_PERSON),
    ("readings.OF_PERSON_BY", OF_PERSON_BY),
    ("readings.SINCE", SINCE),
    ("readings.SILENT", SILENT),
    ("readings.IDS_OF", IDS_OF),
    ("readings.CHANGED", CHANGED),
    ("readings.GIVE", GIVE),
    ("readings.DELETE_OF", DELETE_OF),
];

/// The table's name, which seals are bound to.
pub const TABLE: &str = "readings";

#[derive(Serialize, Deserialize)]
struct Sealed<'a> {
    via: Via,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    station: Option<StationId>,
    measured: Cow<'a, Measured>,
    standing: Cow<'a, ReadingStatus>,
    patient: Cow<'a, Patient>,
    verdict: Cow<'a, Verdict>,
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    before: Cow<'a, [Typed]>,
}

fn sealed(tx: &Tx<'_>, street: &GridCode, r: &ReadingRecord) -> Result<Vec<u8>, StoreError> {
    let plain = Sealed {
        via: r.reading.via,
        station: r.reading.station,
        measured: Cow::Borrowed(&r.reading.measured),
        standing: Cow::Borrowed(&r.reading.standing),
        patient: Cow::Borrowed(&r.patient),
        verdict: Cow::Borrowed(&r.verdict),
        before: Cow::Borrowed(&r.before),
    };
    seal(tx, street, TABLE, r.reading.id.uuid(), &plain)
}

fn record(row: &Row<'_>, street: &GridCode) -> Result<ReadingRecord, StoreError> {
    let id: Uuid = row.get(0)?;
    let sealed: Sealed<'_> = open(row, 5, street, TABLE, id)?;
    let reading = Reading {
        id: ReadingId::new(id),
        resident: ResidentId::new(row.get(1)?),
        station: sealed.station,
        by: AccountId::new(row.get(3)?),
        at: Moment::from_micros(row.get(4)?),
        via: sealed.via,
        measured: sealed.measured.into_owned(),
        standing: sealed.standing.into_owned(),
    };
    Ok(ReadingRecord {
        reading,
        code: code_at(row, 2)?,
        patient: sealed.patient.into_owned(),
        verdict: sealed.verdict.into_owned(),
        before: sealed.before.into_owned(),
        version: row.get(6)?,
    })
}

/// Stores a new reading.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, r: &ReadingRecord) -> Result<(), StoreError> {
    let sealed = sealed(tx, street, r)?;
    let (id, resident, by) = (r.reading.id.uuid(), r.reading.resident.uuid(), r.reading.by.uuid());
    tx.exec(INSERT, params![street.as_str(), id, resident, r.code.as_str(), by, r.reading.at.micros(), sealed])
        .map(drop)
}

/// Stores the answer to a question about one, unless it was changed since it was read; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, r: &ReadingRecord) -> Result<bool, StoreError> {
    let sealed = sealed(tx, street, r)?;
    Ok(tx.exec(UPDATE, params![street.as_str(), r.reading.id.uuid(), r.version, sealed])? == 1)
}

/// One reading.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: ReadingId) -> Result<Option<ReadingRecord>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| record(row, street))
}

/// The cursor of a page of readings, newest first.
pub type After = (i64, Uuid);
/// The cursor of the first page.
pub const NEWEST: After = (i64::MAX, Uuid::max());

/// A person's readings, newest first; taken by one account, or all.
pub fn of_person(
    tx: &mut Tx<'_>,
    street: &GridCode,
    resident: ResidentId,
    by: Option<AccountId>,
    after: After,
    limit: i64,
) -> Result<Vec<ReadingRecord>, StoreError> {
    let (tenant, resident, (at, id)) = (street.as_str(), resident.uuid(), after);
    match by {
        None => tx.query(OF_PERSON, params![tenant, resident, at, id, limit], |row| record(row, street)),
        Some(by) => {
            tx.query(OF_PERSON_BY, params![tenant, resident, at, id, limit, by.uuid()], |row| record(row, street))
        }
    }
}

/// A street's readings since a moment, newest first.
pub fn since(
    tx: &mut Tx<'_>,
    street: &GridCode,
    since: Moment,
    after: After,
    limit: i64,
) -> Result<Vec<ReadingRecord>, StoreError> {
    let (at, id) = after;
    tx.query(SINCE, params![street.as_str(), since.micros(), at, id, limit], |row| record(row, street))
}

/// People whose last reading was before a moment.
pub fn silent_since(tx: &mut Tx<'_>, street: &GridCode, at: Moment, limit: i64) -> Result<Vec<ResidentId>, StoreError> {
    tx.query(SILENT, params![street.as_str(), at.micros(), limit], |row| row.get(0).map(ResidentId::new))
}

/// The last change of each of a person's readings.
pub fn changed(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<HashMap<ReadingId, Moment>, StoreError> {
    let rows = tx.query(CHANGED, params![street.as_str(), of.uuid()], |row| {
        Ok((ReadingId::new(row.get(0)?), Moment::from_micros(row.get(1)?)))
    })?;
    Ok(rows.into_iter().collect())
}

/// The ids of a person's readings.
pub fn ids_of(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Uuid>, StoreError> {
    tx.query(IDS_OF, params![street.as_str(), of.uuid()], |row| row.get(0))
}

/// Moves a reading to another record of the same person.
pub fn give(tx: &mut Tx<'_>, street: &GridCode, id: ReadingId, to: ResidentId) -> Result<(), StoreError> {
    tx.exec(GIVE, params![street.as_str(), id.uuid(), to.uuid()]).map(drop)
}

/// Deletes all readings of a person; returns their number.
pub fn delete_of(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<u64, StoreError> {
    tx.exec(DELETE_OF, params![street.as_str(), of.uuid()])
}
