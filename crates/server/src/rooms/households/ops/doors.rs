//! Doors and the households behind them: a room of the directory, or words for one that the directory does not know yet.

use serde_json::json;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{Dwelling, Household, Tenure};
use weiguang_domain::kernel::ids::{HouseholdId, PlaceId};
use weiguang_domain::kernel::text::ADDRESS_LIMIT;
use weiguang_domain::kernel::time::Day;

use super::register::known_code;
use super::{may, tell};
use crate::app::Work;
use crate::rooms::grid::places;
use crate::rooms::households::store::doors::{self as rows, KeptHousehold};
use crate::web::{FieldFault, Refusal};

/// Which door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// A room of the address directory.
    Place(PlaceId),
    /// Its words, and its cell.
    Words(String, GridCode),
}

/// A household as it is begun.
#[derive(Clone, Debug)]
pub struct NewHome {
    /// Made by the client.
    pub id: HouseholdId,
    /// Behind which door.
    pub at: Where,
    /// By what right.
    pub tenure: Tenure,
    /// Since when; today if not said.
    pub since: Option<Day>,
}

/// The door that is meant: known already, or kept from now on.
pub(super) fn door(work: &mut Work<'_, '_>, at: &Where) -> Result<Dwelling, Refusal> {
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
    Ok(door)
}

/// Begins a household behind a door.
///
/// # Errors
/// [`Refusal::Denied`] at the door; no such place; the same id again.
pub fn settle(work: &mut Work<'_, '_>, new: &NewHome) -> Result<Household, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let door = door(work, &new.at)?;
    may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &door.code, today)?;
    let mut household = Household::new(new.id, &door, new.since.unwrap_or(today));
    household.tenure = new.tenure;
    rows::insert(work.tx, &street, &household)?;
    let body = json!({ "code": door.code.as_str(), "dwelling": door.id });
    tell(work, new.id.uuid(), "households.settled", &body)?;
    Ok(household)
}

/// A household that the actor may see and change, at the version on which the change was decided, if one is named.
pub(super) fn changeable(
    work: &mut Work<'_, '_>,
    id: HouseholdId,
    version: Option<i64>,
) -> Result<KeptHousehold, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let home = rows::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("household"))?;
    let code = home.household.code;
    may(work.tx, work.actor, Verb::HouseholdsRead, &street, &code, today)
        .map_err(|_| Refusal::NotFound("household"))?;
    may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &code, today)?;
    match version {
        Some(version) if version != home.version => Err(Refusal::VersionMoved(home.version)),
        _ => Ok(home),
    }
}

/// Keeps a changed household: its row moves on by one version, so that two who change it at once meet there.
pub(super) fn touch(work: &mut Work<'_, '_>, home: &KeptHousehold) -> Result<i64, Refusal> {
    let street = work.tenant;
    if rows::update(work.tx, &street, &home.household, home.version)? {
        Ok(home.version + 1)
    } else {
        Err(Refusal::VersionMoved(home.version))
    }
}
