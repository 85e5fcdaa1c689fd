//! SQL of residents: a sealed row, and blind marks by which an exact number, phone or name is found.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{IdentityNumber, Phone, Presence, Resident};
use weiguang_domain::kernel::ids::{HouseholdId, ResidentId};
use weiguang_domain::kernel::text;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, day_at};
use crate::outside::seal::Seal;
use crate::outside::sealed_row::{open, seal};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, household, sealed, updated_at, version, state_day FROM residents r WHERE tenant = $1 AND ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO residents (tenant, id, code, household, state, state_day, sealed, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
const UPDATE: &str = "UPDATE residents SET code = $4, household = $5, state = $6, state_day = $7, sealed = $8, updated_at = $9, version = version + 1 \
 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("id = $2");
/// Ten at a time, for pages of other rooms that name people: one round trip for ten on PostgreSQL.
const READ_TEN: &str = select!("id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const LIST: &str = concat!(
    "SELECT id, code, household, sealed, updated_at, version, state_day, \
     EXISTS (SELECT 1 FROM needs n WHERE n.tenant = r.tenant AND n.resident = r.id AND n.until >= $6) ",
    "FROM residents r WHERE tenant = $1 AND code >= $2 AND code < $3 AND (code, id) > ($4, $5) AND state = 'here' ORDER BY code, id LIMIT $7"
);
const SERVED: &str = select!(
    "code >= $2 AND code < $3 AND (code, id) > ($4, $5) AND state IN ('here', 'left') ORDER BY code, id LIMIT $6"
);
const OF_HOUSEHOLD: &str = select!("household = $2 AND state IN ('here', 'left') ORDER BY id");
const MARKED: &str = select!("id IN (SELECT resident FROM resident_marks WHERE tenant = $1 AND mark = $2) ORDER BY id");
const INSERT_MARK: &str =
    "INSERT INTO resident_marks (tenant, mark, resident) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const DELETE_MARKS: &str = "DELETE FROM resident_marks WHERE tenant = $1 AND resident = $2";
const RECODE_HOUSEHOLD: &str =
    "UPDATE residents SET code = $3, version = version + 1 WHERE tenant = $1 AND household = $2";
const RECODE: &str = "UPDATE residents SET code = $3, version = version + 1 WHERE tenant = $1 AND code = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("residents.INSERT", INSERT),
    ("residents.UPDATE", UPDATE),
    ("residents.READ", READ),
    ("residents.READ_TEN", READ_TEN),
    ("residents.LIST", LIST),
    ("residents.SERVED", SERVED),
    ("residents.OF_HOUSEHOLD", OF_HOUSEHOLD),
    ("residents.MARKED", MARKED),
    ("residents.INSERT_MARK", INSERT_MARK),
    ("residents.DELETE_MARKS", DELETE_MARKS),
    ("residents.RECODE_HOUSEHOLD", RECODE_HOUSEHOLD),
    ("residents.RECODE", RECODE),
];

/// A stored resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResident {
    /// The domain's state.
    pub resident: Resident,
    /// Last change.
    pub updated_at: Moment,
    /// The version.
    pub version: i64,
    /// First day of their present state: here, gone, dead, merged or erased.
    pub state_day: Day,
}

/// One row of a cell's list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The resident.
    pub kept: StoredResident,
    /// Whether a valid need is recorded.
    pub has_needs: bool,
}

/// Dots in names that are replaced by one form.
const DOTS: [&str; 4] = ["•", "・", "‧", "."];

/// A search key: only exact matches are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An identity number.
    Identity(IdentityNumber),
    /// A phone.
    Phone(Phone),
    /// A whole name.
    Name(String),
}

impl Mark {
    /// The keyed hash in a street.
    #[must_use]
    pub fn blind(&self, seal: &Seal, street: &GridCode) -> i64 {
        let word = match self {
            Self::Identity(number) => format!("residents identity {}", number.reveal()),
            Self::Phone(phone) => format!("residents phone {}", phone.reveal()),
            Self::Name(name) => format!("residents name {}", text::name(name)),
        };
        seal.term(street, &word)
    }

    /// The hashes to search: for a name with a dot also the one from before dots were normalised.
    fn blinds(&self, seal: &Seal, street: &GridCode) -> Vec<i64> {
        let mut out = vec![self.blind(seal, street)];
        if let Self::Name(name) = self {
            let name = text::name(name);
            let dots = if name.contains('·') { &DOTS[..] } else { &[] };
            out.extend(dots.iter().map(|dot| seal.term(street, &format!("residents name {}", name.replace('·', dot)))));
        }
        out
    }

    /// Whether a record matches: 64 bits of a hash may collide.
    #[must_use]
    pub fn fits(&self, resident: &Resident) -> bool {
        match self {
            Self::Identity(number) => resident.identity.as_ref() == Some(number),
            Self::Phone(phone) => resident.phones.contains(phone),
            Self::Name(name) => text::name(name) == text::name(&resident.name),
        }
    }

    fn all(resident: &Resident) -> impl Iterator<Item = Self> {
        let name = (!resident.name.is_empty()).then(|| Self::Name(resident.name.clone()));
        let identity = resident.identity.clone().map(Self::Identity);
        name.into_iter().chain(identity).chain(resident.phones.iter().cloned().map(Self::Phone))
    }
}

fn state(resident: &Resident, today: Day) -> (&'static str, Day) {
    match resident.presence {
        Presence::Here { since } => ("here", since),
        Presence::Left { on } => ("left", on),
        Presence::Died { on } => ("died", on),
        Presence::Merged { .. } => ("merged", today),
        Presence::Erased { on } => ("erased", on),
    }
}

fn kept(street: &GridCode, row: &Row<'_>) -> Result<StoredResident, StoreError> {
    let id: Uuid = row.get(0)?;
    let mut resident: Resident = open(row, 3, street, "residents", id)?;
    resident.code = code_at(row, 1)?;
    resident.household = row.get::<Option<Uuid>>(2)?.map(HouseholdId::new);
    let updated_at = Moment::from_micros(row.get(4)?);
    Ok(StoredResident { resident, updated_at, version: row.get(5)?, state_day: day_at(row, 6)? })
}

fn mark(tx: &mut Tx<'_>, seal: &Seal, street: &GridCode, r: &Resident) -> Result<(), StoreError> {
    for one in Mark::all(r) {
        tx.exec(INSERT_MARK, params![street.as_str(), one.blind(seal, street), r.id.uuid()])?;
    }
    Ok(())
}

/// Stores a new resident.
pub fn insert(tx: &mut Tx<'_>, keys: &Seal, street: &GridCode, r: &Resident, now: Moment) -> Result<(), StoreError> {
    let sealed = seal(tx, street, "residents", r.id.uuid(), r)?;
    let (state, day) = state(r, now.day());
    let household = r.household.map(HouseholdId::uuid);
    let row =
        params![street.as_str(), r.id.uuid(), r.code.as_str(), household, state, day.to_string(), sealed, now.micros()];
    tx.exec(INSERT, row)?;
    mark(tx, keys, street, r)
}

/// Stores a change, unless the record was changed since `version`; returns whether it was stored. A record that is no longer served has no
/// marks.
pub fn update(
    tx: &mut Tx<'_>,
    keys: &Seal,
    street: &GridCode,
    r: &Resident,
    version: i64,
    now: Moment,
) -> Result<bool, StoreError> {
    let sealed = seal(tx, street, "residents", r.id.uuid(), r)?;
    let (state, day) = state(r, now.day());
    let household = r.household.map(HouseholdId::uuid);
    let row = params![
        street.as_str(),
        r.id.uuid(),
        version,
        r.code.as_str(),
        household,
        state,
        day.to_string(),
        sealed,
        now.micros()
    ];
    if tx.exec(UPDATE, row)? != 1 {
        return Ok(false);
    }
    tx.exec(DELETE_MARKS, params![street.as_str(), r.id.uuid()])?;
    if r.is_served() {
        mark(tx, keys, street, r)?;
    }
    Ok(true)
}

/// One resident in any state.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: ResidentId) -> Result<Option<StoredResident>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| kept(street, row))
}

/// Some residents in any state; unknown ids are left out.
pub fn read_all(
    tx: &mut Tx<'_>,
    street: &GridCode,
    ids: impl IntoIterator<Item = ResidentId>,
) -> Result<HashMap<ResidentId, StoredResident>, StoreError> {
    let mut found = HashMap::new();
    let wanted: Vec<Uuid> = ids.into_iter().map(ResidentId::uuid).collect();
    for ten in wanted.chunks(10) {
        let id = |n: usize| ten.get(n).copied().unwrap_or(Uuid::nil());
        let row = params![street.as_str(), id(0), id(1), id(2), id(3), id(4), id(5), id(6), id(7), id(8), id(9)];
        found.extend(tx.query(READ_TEN, row, |row| kept(street, row))?.into_iter().map(|k| (k.resident.id, k)));
    }
    Ok(found)
}

/// Residents under a code, by cell and record, after one.
pub fn list(
    tx: &mut Tx<'_>,
    under: &GridCode,
    after: (&str, Uuid),
    today: Day,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(LIST, params![street.as_str(), from, to, after.0, after.1, today.to_string(), limit], |row| {
        Ok(Listed { kept: kept(&street, row)?, has_needs: row.get(7)? })
    })
}

/// Records of people under a code, including those who left.
pub fn served(
    tx: &mut Tx<'_>,
    under: &GridCode,
    after: (&str, Uuid),
    limit: i64,
) -> Result<Vec<StoredResident>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(SERVED, params![street.as_str(), from, to, after.0, after.1, limit], |row| kept(&street, row))
}

/// Those of a household.
pub fn of_household(tx: &mut Tx<'_>, street: &GridCode, id: HouseholdId) -> Result<Vec<StoredResident>, StoreError> {
    tx.query(OF_HOUSEHOLD, params![street.as_str(), id.uuid()], |row| kept(street, row))
}

/// Residents with exactly this number, phone or name.
pub fn marked(
    tx: &mut Tx<'_>,
    keys: &Seal,
    street: &GridCode,
    wanted: &Mark,
) -> Result<Vec<StoredResident>, StoreError> {
    let mut found: Vec<StoredResident> = Vec::new();
    for blind in wanted.blinds(keys, street) {
        let more = tx.query(MARKED, params![street.as_str(), blind], |row| kept(street, row))?;
        found.extend(
            more.into_iter().filter(|k| found.iter().all(|f| f.resident.id != k.resident.id)).collect::<Vec<_>>(),
        );
    }
    found.retain(|k| wanted.fits(&k.resident));
    Ok(found)
}

/// Moves all of a household to another cell.
pub fn recode_household(tx: &mut Tx<'_>, street: &GridCode, id: HouseholdId, to: &GridCode) -> Result<u64, StoreError> {
    tx.exec(RECODE_HOUSEHOLD, params![street.as_str(), id.uuid(), to.as_str()])
}

/// Moves everybody of one cell to another.
pub fn recode(tx: &mut Tx<'_>, street: &GridCode, from: &GridCode, to: &GridCode) -> Result<u64, StoreError> {
    tx.exec(RECODE, params![street.as_str(), from.as_str(), to.as_str()])
}
