//! Dwellings and their households: a room of the directory, or an address text that the directory does not know yet.

use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{Dwelling, Household, Tenure};
use weiguang_domain::kernel::ids::{DwellingId, HouseholdId, PlaceId};
use weiguang_domain::kernel::text::ADDRESS_LIMIT;
use weiguang_domain::kernel::time::Day;
use weiguang_store::{StoreError, Tx};

use super::register::known_code;
use super::{may, tell};
use crate::app::UnitOfWork;
use crate::rooms::grid::places;
use crate::rooms::households::store::doors::{self as rows, KeptHousehold};
use crate::web::{FieldFault, Refusal};

/// A dwelling: a room of the directory, or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// A room of the address directory.
    Place(PlaceId),
    /// Its address text, and its cell.
    Words(String, GridCode),
}

/// A new household.
#[derive(Clone, Debug)]
pub struct NewHome {
    /// Id made by the client.
    pub id: HouseholdId,
    /// The dwelling.
    pub at: Where,
    /// Owner, tenant, or another tenure.
    pub tenure: Tenure,
    /// The first day; today by default.
    pub since: Option<Day>,
}

/// The dwelling: an existing one, or a new one that is stored.
pub(super) fn door(work: &mut UnitOfWork<'_, '_>, at: &Where) -> Result<Dwelling, Refusal> {
    let street = work.tenant;
    let place = match at {
        Where::Place(place) => *place,
        Where::Words(words, code) => {
            let (label, code) = (words.trim(), known_code(work, *code)?);
            if label.is_empty() {
                return Err(Refusal::field(FieldFault::missing("label")));
            }
            if label.chars().count() > ADDRESS_LIMIT {
                return Err(Refusal::field(FieldFault::too_long("label", ADDRESS_LIMIT)));
            }
            let door = Dwelling { id: work.id(), code, place: None, label: label.to_owned() };
            rows::insert_door(work.tx, &street, &door)?;
            return Ok(door);
        }
    };
    if let Some(door) = rows::door_of_place(work.tx, &street, place)? {
        return Ok(door);
    }
    let row = places::read(work.tx, &street, place.uuid())?.ok_or(Refusal::NotFound("place"))?;
    let code = row.code.ok_or(Refusal::NotFound("place"))?;
    let door = Dwelling { id: work.id(), code, place: Some(place), label: row.words() };
    rows::insert_door(work.tx, &street, &door)?;
    Ok(rows::door_of_place(work.tx, &street, place)?.unwrap_or(door))
}

/// A reference to an existing dwelling, by any id that a phone knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// By its own id.
    Dwelling(DwellingId),
    /// By its room in the address directory, which may not be stored as a dwelling yet.
    Place(PlaceId),
    /// By its household.
    Household(HouseholdId),
}

/// A stored dwelling. It checks no permission: its caller must.
///
/// # Errors
/// The store's errors.
pub fn door_at(tx: &mut Tx<'_>, street: &GridCode, at: At) -> Result<Option<Dwelling>, StoreError> {
    match at {
        At::Dwelling(id) => rows::read_door(tx, street, id),
        At::Place(place) => rows::door_of_place(tx, street, place),
        At::Household(id) => match rows::read(tx, street, id)? {
            Some(home) => rows::read_door(tx, street, home.household.dwelling),
            None => Ok(None),
        },
    }
}

/// The same for a write: a room of the directory is stored as a dwelling.
///
/// # Errors
/// There is no such dwelling; the store's errors.
pub fn door_of(work: &mut UnitOfWork<'_, '_>, at: At) -> Result<Dwelling, Refusal> {
    let street = work.tenant;
    match at {
        At::Place(place) => door(work, &Where::Place(place)).map_err(|_| Refusal::NotFound("door")),
        At::Dwelling(_) | At::Household(_) => door_at(work.tx, &street, at)?.ok_or(Refusal::NotFound("door")),
    }
}

/// Number of dwellings under a code, cell by cell: stored ones, and rooms of the directory that could become one.
///
/// # Errors
/// The store's errors.
pub fn count_under(tx: &mut Tx<'_>, under: &GridCode, most: usize) -> Result<BTreeMap<GridCode, usize>, StoreError> {
    let mut cells = BTreeMap::new();
    let kept = rows::doors_under(tx, under)?;
    for door in &kept {
        *cells.entry(door.code).or_default() += 1;
    }
    let known: HashSet<PlaceId> = kept.iter().filter_map(|d| d.place).collect();
    for row in places::doors(tx, under, i64::try_from(most + 1).unwrap_or(i64::MAX))? {
        if let Some(code) = row.code.filter(|_| !known.contains(&PlaceId::new(row.id))) {
            *cells.entry(code).or_default() += 1;
        }
    }
    Ok(cells)
}

/// Every dwelling under a code, cell by cell. Rooms of the directory are stored as dwellings, so that the list includes those without
/// recorded residents. If there are more than `most`, it returns those found so far, which are more than `most`.
///
/// # Errors
/// The store's errors.
pub fn all_under(work: &mut UnitOfWork<'_, '_>, under: &GridCode, most: usize) -> Result<Vec<Dwelling>, Refusal> {
    let street = work.tenant;
    let mut doors = rows::doors_under(work.tx, under)?;
    let (known, before): (HashSet<PlaceId>, _) = (doors.iter().filter_map(|d| d.place).collect(), doors.len());
    for row in places::doors(work.tx, under, i64::try_from(most + 1).unwrap_or(i64::MAX))? {
        let place = PlaceId::new(row.id);
        if let Some(code) = row.code.filter(|_| !known.contains(&place)) {
            let door = Dwelling { id: work.id(), code, place: Some(place), label: row.words() };
            if doors.len() <= most {
                rows::insert_door(work.tx, &street, &door)?;
            }
            doors.push(door);
        }
    }
    // A concurrent transaction may have stored one of them: the stored ones are used.
    if doors.len() > before && doors.len() <= most { Ok(rows::doors_under(work.tx, under)?) } else { Ok(doors) }
}

/// Sets the tenure of a household.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub fn set_tenure(work: &mut UnitOfWork<'_, '_>, id: HouseholdId, tenure: Tenure) -> Result<(), Refusal> {
    let (mut home, permit) = changeable(work, id, None)?;
    home.household.tenure = tenure;
    touch(work, &home)?;
    tell(work, permit, id.uuid(), "households.changed", &json!({ "fields": ["tenure"] }))
}

/// Creates a household in a dwelling.
///
/// # Errors
/// [`Refusal::Denied`] at the dwelling; no such place; the same id again.
pub fn settle(work: &mut UnitOfWork<'_, '_>, new: &NewHome) -> Result<(Household, Permit), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let door = door(work, &new.at)?;
    let permit = may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &door.code, today)?;
    let mut household = Household::new(new.id, &door, new.since.unwrap_or(today));
    household.tenure = new.tenure;
    rows::insert(work.tx, &street, &household)?;
    let body = json!({ "code": door.code.as_str(), "dwelling": door.id });
    tell(work, permit, new.id.uuid(), "households.settled", &body)?;
    Ok((household, permit))
}

/// A household that the actor may see and change, at the version on which the change was decided, if one is given.
pub(super) fn changeable(
    work: &mut UnitOfWork<'_, '_>,
    id: HouseholdId,
    version: Option<i64>,
) -> Result<(KeptHousehold, Permit), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let home = rows::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("household"))?;
    let code = home.household.code;
    may(work.tx, work.actor, Verb::HouseholdsRead, &street, &code, today)
        .map_err(|_| Refusal::NotFound("household"))?;
    let permit = may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &code, today)?;
    match version {
        Some(version) if version != home.version => Err(Refusal::VersionMoved(home.version)),
        _ => Ok((home, permit)),
    }
}

/// Stores a changed household: its row advances by one version, so that two concurrent changes conflict.
pub(super) fn touch(work: &mut UnitOfWork<'_, '_>, home: &KeptHousehold) -> Result<i64, Refusal> {
    let street = work.tenant;
    if rows::update(work.tx, &street, &home.household, home.version)? {
        Ok(home.version + 1)
    } else {
        Err(Refusal::VersionMoved(home.version))
    }
}

/// Every household of a street with its dwelling.
///
/// # Errors
/// The store's errors.
pub fn homes(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<(HouseholdId, Dwelling)>, StoreError> {
    let doors: HashMap<DwellingId, Dwelling> = rows::all_doors(tx, street)?.into_iter().map(|d| (d.id, d)).collect();
    let at = |(household, door): (HouseholdId, DwellingId)| Some((household, doors.get(&door)?.clone()));
    Ok(rows::doors_of(tx, street)?.into_iter().filter_map(at).collect())
}
