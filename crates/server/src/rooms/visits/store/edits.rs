//! SQL of statements about fields of the ledger, and of disputed fields.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, EditId, HouseholdId, ResidentId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::visits::{Answer, Edit, Field};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, unreadable};
use crate::outside::sealed_row::{open, seal};

const INSERT: &str = "INSERT INTO visit_edits (tenant, id, subject, field, code, by_account, at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const OF: &str = "SELECT id, subject, field, by_account, at, sealed FROM visit_edits WHERE tenant = $1 AND subject = $2 AND field = $3 ORDER BY id";
const ONE: &str = "SELECT id, subject, field, by_account, at, sealed FROM visit_edits WHERE tenant = $1 AND id = $2";
const UNDER: &str = "SELECT id, subject, field, by_account, at, sealed FROM visit_edits WHERE tenant = $1 AND code >= $2 AND code < $3 ORDER BY id LIMIT 20000";
const RECODE: &str = "UPDATE visit_edits SET code = $3 WHERE tenant = $1 AND subject = $2";
const SUBJECTS_AT: &str = "SELECT DISTINCT subject FROM visit_edits WHERE tenant = $1 AND code = $2";
const DISPUTE: &str = "INSERT INTO visit_disputes (tenant, subject, field, subject_kind, code) VALUES ($1, $2, $3, $4, $5) \
 ON CONFLICT (tenant, subject, field) DO UPDATE SET code = excluded.code";
const SETTLE: &str = "DELETE FROM visit_disputes WHERE tenant = $1 AND subject = $2 AND field = $3";
const DISPUTES: &str = "SELECT subject, field, subject_kind, code FROM visit_disputes WHERE tenant = $1 AND code >= $2 AND code < $3 \
 AND (subject, field) > ($4, $5) ORDER BY subject, field LIMIT $6";
const RECODE_DISPUTES: &str = "UPDATE visit_disputes SET code = $3 WHERE tenant = $1 AND subject = $2";
const FORGET: &str = "DELETE FROM visit_edits WHERE tenant = $1 AND at < $2 AND NOT EXISTS \
 (SELECT 1 FROM visit_disputes d WHERE d.tenant = visit_edits.tenant AND d.subject = visit_edits.subject AND d.field = visit_edits.field)";
const DELETE: &str = "DELETE FROM visit_edits WHERE tenant = $1 AND id = $2";
const DELETE_OF: &str = "DELETE FROM visit_edits WHERE tenant = $1 AND subject = $2";
const DELETE_DISPUTES: &str = "DELETE FROM visit_disputes WHERE tenant = $1 AND subject = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("visit_edits.INSERT", INSERT),
    ("visit_edits.OF", OF),
    ("visit_edits.ONE", ONE),
    ("visit_edits.UNDER", UNDER),
    ("visit_edits.RECODE", RECODE),
    ("visit_edits.SUBJECTS_AT", SUBJECTS_AT),
    ("visit_edits.DISPUTE", DISPUTE),
    ("visit_edits.SETTLE", SETTLE),
    ("visit_edits.DISPUTES", DISPUTES),
    ("visit_edits.RECODE_DISPUTES", RECODE_DISPUTES),
    ("visit_edits.FORGET", FORGET),
    ("visit_edits.DELETE_OF", DELETE_OF),
    ("visit_edits.DELETE", DELETE),
    ("visit_edits.DELETE_DISPUTES", DELETE_DISPUTES),
];

const TABLE: &str = "visit_edits";

/// The subject of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A household.
    Household(HouseholdId),
    /// One resident.
    Resident(ResidentId),
}

impl Subject {
    /// The id.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Household(id) => id.uuid(),
            Self::Resident(id) => id.uuid(),
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Household(_) => "household",
            Self::Resident(_) => "resident",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    value: Option<Answer>,
    seen: BTreeSet<EditId>,
}

fn edit(street: &GridCode, row: &Row<'_>) -> Result<((Uuid, Field), Edit), StoreError> {
    let id: Uuid = row.get(0)?;
    let sealed: Sealed = open(row, 5, street, TABLE, id)?;
    let (by, at) = (AccountId::new(row.get(3)?), Moment::from_micros(row.get(4)?));
    let edit = Edit { id: EditId::new(id), value: sealed.value, seen: sealed.seen, by, at };
    Ok(((row.get(1)?, field_at(row, 2)?), edit))
}

fn field_at(row: &Row<'_>, index: usize) -> Result<Field, StoreError> {
    let key: String = row.get(index)?;
    Field::from_key(&key).ok_or_else(|| unreadable("field", key))
}

/// Stores a statement.
pub fn insert(
    tx: &mut Tx<'_>,
    street: &GridCode,
    of: (Subject, Field),
    code: &GridCode,
    e: &Edit,
) -> Result<(), StoreError> {
    let sealed = Sealed { value: e.value.clone(), seen: e.seen.clone() };
    let sealed = seal(tx, street, TABLE, e.id.uuid(), &sealed)?;
    let (subject, field) = (of.0.uuid(), of.1.key());
    let row = params![street.as_str(), e.id.uuid(), subject, field, code.as_str(), e.by.uuid(), e.at.micros(), sealed];
    tx.exec(INSERT, row).map(drop)
}

/// All statements about a field.
pub fn of(tx: &mut Tx<'_>, street: &GridCode, subject: Uuid, field: Field) -> Result<Vec<Edit>, StoreError> {
    tx.query(OF, params![street.as_str(), subject, field.key()], |row| edit(street, row).map(|(_, edit)| edit))
}

/// A field of the ledger: its subject, and which.
type FieldOf = (Subject, Field);

/// One edit, with its field.
pub fn one(tx: &mut Tx<'_>, street: &GridCode, id: EditId) -> Result<Option<(FieldOf, Edit)>, StoreError> {
    let found = tx.one(ONE, params![street.as_str(), id.uuid()], |row| edit(street, row))?;
    Ok(found.map(|((subject, field), edit)| {
        let resident = field.is_of_resident();
        let subject = if resident {
            Subject::Resident(ResidentId::new(subject))
        } else {
            Subject::Household(HouseholdId::new(subject))
        };
        ((subject, field), edit)
    }))
}

/// All statements about fields under a code, by subject and field.
pub fn under(tx: &mut Tx<'_>, code: &GridCode) -> Result<BTreeMap<(Uuid, Field), Vec<Edit>>, StoreError> {
    let (street, (from, to)) = (code.street().unwrap_or(*code), code.range());
    let mut all: BTreeMap<(Uuid, Field), Vec<Edit>> = BTreeMap::new();
    for (of, edit) in tx.query(UNDER, params![street.as_str(), from, to], |row| edit(&street, row))? {
        all.entry(of).or_default().push(edit);
    }
    Ok(all)
}

/// A disputed field.
#[derive(Clone, Copy, Debug)]
pub struct Dispute {
    /// The subject.
    pub of: Subject,
    /// The field.
    pub field: Field,
    /// The code.
    pub code: GridCode,
}

/// Stores that a field is disputed, or no longer.
pub fn mark(tx: &mut Tx<'_>, street: &GridCode, d: &Dispute, disputed: bool) -> Result<(), StoreError> {
    let (subject, field) = (d.of.uuid(), d.field.key());
    if disputed {
        tx.exec(DISPUTE, params![street.as_str(), subject, field, d.of.kind(), d.code.as_str()])?;
    } else {
        tx.exec(SETTLE, params![street.as_str(), subject, field])?;
    }
    Ok(())
}

/// The disputed fields under a code, after one of them.
pub fn disputes(
    tx: &mut Tx<'_>,
    under: &GridCode,
    after: (Uuid, &str),
    limit: i64,
) -> Result<Vec<Dispute>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(DISPUTES, params![street.as_str(), from, to, after.0, after.1, limit], |row| {
        let subject: Uuid = row.get(0)?;
        let of = match row.get::<String>(2)?.as_str() {
            "household" => Subject::Household(HouseholdId::new(subject)),
            "resident" => Subject::Resident(ResidentId::new(subject)),
            other => return Err(unreadable("subject_kind", other)),
        };
        Ok(Dispute { of, field: field_at(row, 1)?, code: code_at(row, 3)? })
    })
}

/// The subjects in exactly this cell with statements about their fields.
pub fn subjects_at(tx: &mut Tx<'_>, street: &GridCode, code: &GridCode) -> Result<Vec<Uuid>, StoreError> {
    tx.query(SUBJECTS_AT, params![street.as_str(), code.as_str()], |row| row.get(0))
}

/// Moves the statements about a subject's fields to another cell.
pub fn recode(tx: &mut Tx<'_>, street: &GridCode, subject: Uuid, code: &GridCode) -> Result<(), StoreError> {
    tx.exec(RECODE, params![street.as_str(), subject, code.as_str()])?;
    tx.exec(RECODE_DISPUTES, params![street.as_str(), subject, code.as_str()]).map(drop)
}

/// Deletes one statement.
pub fn delete(tx: &mut Tx<'_>, street: &GridCode, id: EditId) -> Result<(), StoreError> {
    tx.exec(DELETE, params![street.as_str(), id.uuid()]).map(drop)
}

/// Deletes the statements about a subject's fields; returns their number.
pub fn delete_of(tx: &mut Tx<'_>, street: &GridCode, subject: Uuid) -> Result<u64, StoreError> {
    tx.exec(DELETE_DISPUTES, params![street.as_str(), subject])?;
    tx.exec(DELETE_OF, params![street.as_str(), subject])
}

/// Deletes statements from before a moment about undisputed fields: the ledger has their value.
pub fn forget(tx: &mut Tx<'_>, street: &GridCode, before: Moment) -> Result<u64, StoreError> {
    tx.exec(FORGET, params![street.as_str(), before.micros()])
}
