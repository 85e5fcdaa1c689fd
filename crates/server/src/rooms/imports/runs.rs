//! SQL of import runs: their state, result, report and faulty rows.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use super::bad_rows::BadFile;
use super::report::Report;
use crate::outside::columns::unreadable;
use crate::outside::sheet::Form;

const INSERT: &str = "INSERT INTO imports (tenant, id, kind, state, file, done, total, report, bad_rows, bad_form, by_account, at) VALUES ($1, $2, $3, $4, $5, 0, $6, NULL, NULL, '', $7, $8)";
const FINISH: &str = "UPDATE imports SET state = $3, done = $4, total = $4, report = $5, bad_rows = $6, bad_form = $7 WHERE tenant = $1 AND id = $2 AND state = 'reading'";
const DECIDE: &str = "UPDATE imports SET state = 'writing', report = $3, bad_rows = $4, bad_form = $5 WHERE tenant = $1 AND id = $2 AND state = 'reading'";
const AMEND: &str = "UPDATE imports SET report = $3 WHERE tenant = $1 AND id = $2 AND state = 'writing'";
const DONE: &str =
    "UPDATE imports SET state = 'done', done = total WHERE tenant = $1 AND id = $2 AND state = 'writing'";
const DECIDED: &str = "SELECT id, by_account FROM imports WHERE tenant = $1 AND state = 'writing' ORDER BY id";
const CANCEL: &str =
    "UPDATE imports SET state = 'cancelled' WHERE tenant = $1 AND id = $2 AND state IN ('reading', 'cancelled')";
const READ: &str =
    "SELECT kind, state, file, done, total, report, bad_form, at FROM imports WHERE tenant = $1 AND id = $2";
const LIST: &str =
    "SELECT id, kind, state, file, total, at FROM imports WHERE tenant = $1 AND kind = $2 ORDER BY id DESC LIMIT $3";
const BAD_ROWS: &str = "SELECT bad_form, bad_rows FROM imports WHERE tenant = $1 AND id = $2 AND bad_form <> ''";
const INTERRUPT: &str =
    "UPDATE imports SET state = 'interrupted' WHERE tenant = $1 AND state IN ('reading', 'checking')";
/// Deletes the content of rows; that there was an import, and its number of rows, remain.
const EXPIRE: &str = "UPDATE imports SET report = NULL, bad_rows = NULL, bad_form = '' WHERE tenant = $1 AND at < $2 AND report IS NOT NULL";
const FORGET: &str = "UPDATE imports SET report = NULL, bad_rows = NULL, bad_form = '' WHERE tenant = $1 AND kind = $2 AND report IS NOT NULL";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("runs.INSERT", INSERT),
    ("runs.FINISH", FINISH),
    ("runs.DECIDE", DECIDE),
    ("runs.AMEND", AMEND),
    ("runs.DONE", DONE),
    ("runs.DECIDED", DECIDED),
    ("runs.CANCEL", CANCEL),
    ("runs.READ", READ),
    ("runs.LIST", LIST),
    ("runs.BAD_ROWS", BAD_ROWS),
    ("runs.INTERRUPT", INTERRUPT),
    ("runs.EXPIRE", EXPIRE),
    ("runs.FORGET", FORGET),
];

/// A new run.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Its id.
    pub id: Uuid,
    /// The kind's key.
    pub kind: &'static str,
    /// A neutral name for the file.
    pub file: String,
    /// Rows.
    pub total: u64,
    /// The account.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
}

/// A stored run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The kind's key.
    pub kind: String,
    /// `reading`; `writing` once it is decided that tickets come in; then `checked`, `done`, `refused`, `failed`, `cancelled` or
    /// `interrupted`.
    pub state: String,
    /// A neutral name for the file.
    pub file: String,
    /// Rows done.
    pub done: i64,
    /// Rows in all.
    pub total: i64,
    /// Its result, once it has ended.
    pub report: Option<Report>,
    /// When it began.
    pub at: Moment,
}

/// The context that binds a sealed value of a run to its row and column.
pub(crate) fn seal_context(street: &GridCode, id: Uuid, column: &str) -> String {
    format!("imports {street} {id} {column}")
}

/// Stores a new run.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, run: &NewRun) -> Result<(), StoreError> {
    let total = i64::try_from(run.total).unwrap_or(i64::MAX);
    tx.exec(
        INSERT,
        params![street.as_str(), run.id, run.kind, "reading", &run.file, total, run.by.uuid(), run.at.micros()],
    )
    .map(drop)
}

/// A stored report and its faulty rows, both sealed, and the format of the rows.
type SealedReport = (Vec<u8>, Option<Vec<u8>>, &'static str);

fn sealed(
    tx: &Tx<'_>,
    street: &GridCode,
    id: Uuid,
    report: &Report,
    bad: Option<&BadFile>,
) -> Result<SealedReport, StoreError> {
    let text = serde_json::to_vec(report).map_err(|e| unreadable("report", e))?;
    let bytes = bad.map(|b| tx.seal(&seal_context(street, id, "bad_rows"), &b.bytes)).transpose()?;
    Ok((tx.seal(&seal_context(street, id, "report"), &text)?, bytes, bad.map_or("", |b| b.form.extension())))
}

/// Stores the result of a run; `false` if it had ended before, or is already decided to complete.
pub fn finish(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: Uuid,
    state: &str,
    report: &Report,
    bad: Option<&BadFile>,
) -> Result<bool, StoreError> {
    let (text, bytes, form) = sealed(tx, street, id, report, bad)?;
    let rows = i64::try_from(report.rows).unwrap_or(i64::MAX);
    Ok(tx.exec(FINISH, params![street.as_str(), id, state, rows, text, bytes, form])? == 1)
}

/// Decides that the staged rows of a run are imported; `false` if it was cancelled before.
pub fn decide(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: Uuid,
    report: &Report,
    bad: Option<&BadFile>,
) -> Result<bool, StoreError> {
    let (text, bytes, form) = sealed(tx, street, id, report, bad)?;
    Ok(tx.exec(DECIDE, params![street.as_str(), id, text, bytes, form])? == 1)
}

/// Changes the report of a run that is being imported.
pub fn amend(tx: &mut Tx<'_>, street: &GridCode, id: Uuid, report: &Report) -> Result<(), StoreError> {
    let (text, ..) = sealed(tx, street, id, report, None)?;
    tx.exec(AMEND, params![street.as_str(), id, text]).map(drop)
}

/// Records that a run is complete.
pub fn done(tx: &mut Tx<'_>, street: &GridCode, id: Uuid) -> Result<(), StoreError> {
    tx.exec(DONE, params![street.as_str(), id]).map(drop)
}

/// Decided runs that are not complete, and their authors.
pub fn decided(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<(Uuid, AccountId)>, StoreError> {
    tx.query(DECIDED, params![street.as_str()], |row| Ok((row.get(0)?, AccountId::new(row.get(1)?))))
}

/// Cancels a run that has written nothing yet; `false` if it is too late.
pub fn cancel(tx: &mut Tx<'_>, street: &GridCode, id: Uuid) -> Result<bool, StoreError> {
    Ok(tx.exec(CANCEL, params![street.as_str(), id])? == 1)
}

/// One run.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: Uuid) -> Result<Option<Run>, StoreError> {
    tx.one(READ, params![street.as_str(), id], |row| {
        let report = if row.get::<Option<Vec<u8>>>(5)?.is_none() {
            None
        } else {
            let text = row.open(5, &seal_context(street, id, "report"))?;
            let report: Report = serde_json::from_slice(&text).map_err(|e| unreadable("report", e))?;
            Some(report.masked())
        };
        Ok(Run {
            kind: row.get(0)?,
            state: row.get(1)?,
            file: row.get(2)?,
            done: row.get(3)?,
            total: row.get(4)?,
            report,
            at: Moment::from_micros(row.get(7)?),
        })
    })
}

/// A row of the list of runs.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// Its id.
    pub id: Uuid,
    /// The kind's key.
    pub kind: String,
    /// Its state.
    pub state: String,
    /// A neutral name for the file.
    pub file: String,
    /// Rows.
    pub total: i64,
    /// The time.
    pub at: Moment,
}

/// The last runs of a kind, newest first.
pub fn list(tx: &mut Tx<'_>, street: &GridCode, kind: &str, limit: i64) -> Result<Vec<RunRow>, StoreError> {
    tx.query(LIST, params![street.as_str(), kind, limit], |row| {
        Ok(RunRow {
            id: row.get(0)?,
            kind: row.get(1)?,
            state: row.get(2)?,
            file: row.get(3)?,
            total: row.get(4)?,
            at: Moment::from_micros(row.get(5)?),
        })
    })
}

/// The faulty rows of a run.
pub fn bad_rows(tx: &mut Tx<'_>, street: &GridCode, id: Uuid) -> Result<Option<BadFile>, StoreError> {
    tx.one(BAD_ROWS, params![street.as_str(), id], |row| {
        let form = Form::from_extension(&row.get::<String>(0)?).unwrap_or(Form::Csv);
        Ok(BadFile { form, bytes: row.open(1, &seal_context(street, id, "bad_rows"))? })
    })
}

/// Deletes reports and faulty rows of imports that began before a moment; returns the number of imports.
pub fn expire(tx: &mut Tx<'_>, street: &GridCode, before: Moment) -> Result<u64, StoreError> {
    tx.exec(EXPIRE, params![street.as_str(), before.micros()])
}

/// Deletes reports and faulty rows of every import of a kind.
pub fn forget(tx: &mut Tx<'_>, street: &GridCode, kind: &str) -> Result<u64, StoreError> {
    tx.exec(FORGET, params![street.as_str(), kind])
}

/// Marks runs of crashed processes as interrupted.
pub fn interrupt(tx: &mut Tx<'_>, street: &GridCode) -> Result<u64, StoreError> {
    tx.exec(INTERRUPT, params![street.as_str()])
}
