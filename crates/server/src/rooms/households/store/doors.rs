//! SQL of dwellings and their households.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{Dwelling, Household, Tenure};
use weiguang_domain::kernel::ids::{DwellingId, HouseholdId, PlaceId};
use weiguang_store::{Row, StoreError, Tx, params};

use super::contacts;
use crate::outside::columns::{code_at, day_at, unreadable};
use crate::outside::sealed_row::{self};

// Two transactions that concurrently store one room of the directory get one dwelling.
const INSERT_DOOR: &str =
    "INSERT INTO dwellings (tenant, id, code, place, label) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const DOOR: &str = "SELECT id, code, place, label FROM dwellings WHERE tenant = $1 AND id = $2";
const DOOR_OF_PLACE: &str = "SELECT id, code, place, label FROM dwellings WHERE tenant = $1 AND place = $2";
const DOORS_AT: &str = "SELECT id, code, place, label FROM dwellings WHERE tenant = $1 AND code = $2 ORDER BY id";
const DOORS_UNDER: &str =
    "SELECT id, code, place, label FROM dwellings WHERE tenant = $1 AND code >= $2 AND code < $3 ORDER BY code, id";
const ALL_DOORS: &str = "SELECT id, code, place, label FROM dwellings WHERE tenant = $1 ORDER BY id";
const RECODE_DOOR: &str = "UPDATE dwellings SET code = $3 WHERE tenant = $1 AND id = $2";
const INSERT: &str =
    "INSERT INTO households (tenant, id, dwelling, code, since, tenure, version) VALUES ($1, $2, $3, $4, $5, $6, 1)";
const UPDATE: &str = "UPDATE households SET dwelling = $4, code = $5, since = $6, tenure = $7, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = "SELECT id, dwelling, code, since, tenure, version FROM households WHERE tenant = $1 AND id = $2";
const BEHIND: &str =
    "SELECT id, dwelling, code, since, tenure, version FROM households WHERE tenant = $1 AND dwelling = $2 ORDER BY id";
const DOORS_OF: &str = "SELECT id, dwelling FROM households WHERE tenant = $1";
const LIST: &str = "SELECT h.id, h.dwelling, h.code, h.since, h.tenure, h.version, d.place, d.label, \
 (SELECT COUNT(*) FROM residents r WHERE r.tenant = h.tenant AND r.household = h.id AND r.state = 'here') \
 FROM households h JOIN dwellings d ON d.tenant = h.tenant AND d.id = h.dwelling \
 WHERE h.tenant = $1 AND h.code >= $2 AND h.code < $3 AND (h.code, h.id) > ($4, $5) ORDER BY h.code, h.id LIMIT $6";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("doors.INSERT_DOOR", INSERT_DOOR),
    ("doors.DOOR", DOOR),
    ("doors.DOOR_OF_PLACE", DOOR_OF_PLACE),
    ("doors.DOORS_AT", DOORS_AT),
    ("doors.DOORS_UNDER", DOORS_UNDER),
    ("doors.ALL_DOORS", ALL_DOORS),
    ("doors.RECODE_DOOR", RECODE_DOOR),
    ("doors.INSERT", INSERT),
    ("doors.UPDATE", UPDATE),
    ("doors.READ", READ),
    ("doors.BEHIND", BEHIND),
    ("doors.DOORS_OF", DOORS_OF),
    ("doors.LIST", LIST),
];

/// A stored household.
#[derive(Clone, Debug)]
pub struct KeptHousehold {
    /// The domain's state; with contacts only if they were requested.
    pub household: Household,
    /// The version.
    pub version: i64,
}

/// One row of a list of households.
#[derive(Clone, Debug)]
pub struct ListedHousehold {
    /// The record.
    pub kept: KeptHousehold,
    /// The dwelling.
    pub door: Dwelling,
    /// Number of people.
    pub people: i64,
}

fn label_context(street: &GridCode, id: Uuid) -> String {
    sealed_row::context(street, "dwellings", id)
}

fn door(street: &GridCode, row: &Row<'_>) -> Result<Dwelling, StoreError> {
    let id: Uuid = row.get(0)?;
    Ok(Dwelling {
        id: DwellingId::new(id),
        code: code_at(row, 1)?,
        place: row.get::<Option<Uuid>>(2)?.map(PlaceId::new),
        label: row.open_text(3, &label_context(street, id))?,
    })
}

const fn tenure_key(tenure: Tenure) -> &'static str {
    match tenure {
        Tenure::Owner => "owner",
        Tenure::Tenant => "tenant",
        Tenure::Lodged => "lodged",
        Tenure::Unknown => "unknown",
    }
}

fn household(row: &Row<'_>) -> Result<KeptHousehold, StoreError> {
    let tenure = match row.get::<String>(4)?.as_str() {
        "owner" => Tenure::Owner,
        "tenant" => Tenure::Tenant,
        "lodged" => Tenure::Lodged,
        "unknown" => Tenure::Unknown,
        other => return Err(unreadable("tenure", other)),
    };
    let household = Household {
        id: HouseholdId::new(row.get(0)?),
        dwelling: DwellingId::new(row.get(1)?),
        code: code_at(row, 2)?,
        since: day_at(row, 3)?,
        tenure,
        contacts: Vec::new(),
    };
    Ok(KeptHousehold { household, version: row.get(5)? })
}

/// Stores a new dwelling.
pub fn insert_door(tx: &mut Tx<'_>, street: &GridCode, d: &Dwelling) -> Result<(), StoreError> {
    let label = tx.seal(&label_context(street, d.id.uuid()), d.label.as_bytes())?;
    let place = d.place.map(PlaceId::uuid);
    tx.exec(INSERT_DOOR, params![street.as_str(), d.id.uuid(), d.code.as_str(), place, label]).map(drop)
}

/// One dwelling.
pub fn read_door(tx: &mut Tx<'_>, street: &GridCode, id: DwellingId) -> Result<Option<Dwelling>, StoreError> {
    tx.one(DOOR, params![street.as_str(), id.uuid()], |row| door(street, row))
}

/// The dwelling of a room of the directory.
pub fn door_of_place(tx: &mut Tx<'_>, street: &GridCode, place: PlaceId) -> Result<Option<Dwelling>, StoreError> {
    tx.one(DOOR_OF_PLACE, params![street.as_str(), place.uuid()], |row| door(street, row))
}

/// The dwellings of exactly one cell.
pub fn doors_at(tx: &mut Tx<'_>, street: &GridCode, code: &GridCode) -> Result<Vec<Dwelling>, StoreError> {
    tx.query(DOORS_AT, params![street.as_str(), code.as_str()], |row| door(street, row))
}

/// The dwellings under a code, cell by cell.
pub fn doors_under(tx: &mut Tx<'_>, under: &GridCode) -> Result<Vec<Dwelling>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(DOORS_UNDER, params![street.as_str(), from, to], |row| door(&street, row))
}

/// Every dwelling of a street.
pub fn all_doors(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<Dwelling>, StoreError> {
    tx.query(ALL_DOORS, params![street.as_str()], |row| door(street, row))
}

/// Moves a dwelling to another cell.
pub fn recode_door(tx: &mut Tx<'_>, street: &GridCode, id: DwellingId, to: &GridCode) -> Result<(), StoreError> {
    tx.exec(RECODE_DOOR, params![street.as_str(), id.uuid(), to.as_str()]).map(drop)
}

/// Stores a new household; its contacts are stored separately.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, h: &Household) -> Result<(), StoreError> {
    let row = params![
        street.as_str(),
        h.id.uuid(),
        h.dwelling.uuid(),
        h.code.as_str(),
        h.since.to_string(),
        tenure_key(h.tenure)
    ];
    tx.exec(INSERT, row).map(drop)
}

/// Stores a change of a household, unless it was changed since `version`; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, h: &Household, version: i64) -> Result<bool, StoreError> {
    let row = params![
        street.as_str(),
        h.id.uuid(),
        version,
        h.dwelling.uuid(),
        h.code.as_str(),
        h.since.to_string(),
        tenure_key(h.tenure)
    ];
    Ok(tx.exec(UPDATE, row)? == 1)
}

/// One household with its contacts in their order.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: HouseholdId) -> Result<Option<KeptHousehold>, StoreError> {
    let Some(mut kept) = tx.one(READ, params![street.as_str(), id.uuid()], household)? else { return Ok(None) };
    kept.household.contacts = contacts::of_household(tx, street, id)?;
    Ok(Some(kept))
}

/// The households of a dwelling, without their contacts.
pub fn behind(tx: &mut Tx<'_>, street: &GridCode, door: DwellingId) -> Result<Vec<KeptHousehold>, StoreError> {
    tx.query(BEHIND, params![street.as_str(), door.uuid()], household)
}

/// Households under a code with their dwellings, by cell and id, after one.
pub fn list(
    tx: &mut Tx<'_>,
    under: &GridCode,
    after: (&str, Uuid),
    limit: i64,
) -> Result<Vec<ListedHousehold>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(LIST, params![street.as_str(), from, to, after.0, after.1, limit], |row| {
        let kept = household(row)?;
        let id = kept.household.dwelling;
        let door = Dwelling {
            id,
            code: kept.household.code,
            place: row.get::<Option<Uuid>>(6)?.map(PlaceId::new),
            label: row.open_text(7, &label_context(&street, id.uuid()))?,
        };
        Ok(ListedHousehold { kept, door, people: row.get(8)? })
    })
}

/// The dwelling of every household of a street.
pub fn doors_of(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<(HouseholdId, DwellingId)>, StoreError> {
    tx.query(DOORS_OF, params![street.as_str()], |row| {
        Ok((HouseholdId::new(row.get(0)?), DwellingId::new(row.get(1)?)))
    })
}
