//! Moves: a person to another dwelling or household, a whole household to another dwelling, and all of a cell through a re-grid.

use serde_json::json;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Refused;
use weiguang_domain::households::pairing::Pair;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{HouseholdId, ResidentId};
use weiguang_domain::kernel::time::Day;

use super::doors::{self, Where, door};
use super::register::{Home, known_code};
use super::{Receipt, changeable, keep, may, tell};
use crate::app::UnitOfWork;
use crate::app::happening::Happening;
use crate::rooms::grid::places;
use crate::rooms::households::store::{contacts, doors as homes, residents, teams};
use crate::web::Refusal;

/// Moves a person to another cell, household or dwelling. Their own contacts and an open care alert move along; contacts of the household
/// stay with it.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`] at either end, [`Refusal::VersionMoved`], [`Refused`].
pub fn move_resident(
    work: &mut UnitOfWork<'_, '_>,
    id: ResidentId,
    version: i64,
    to: &Home,
) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (kept, permit) = changeable(work, Verb::HouseholdsEdit, id, Some(version))?;
    let mut resident = kept.resident;
    if !resident.is_served() {
        return Err(Refused::Gone.into());
    }
    let (code, household) = match to {
        Home::Code(code) => {
            let code = known_code(work, *code)?;
            may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &code, today)?;
            (code, None)
        }
        Home::With(id) => {
            let home = doors::changeable(work, *id, None)?.0.household;
            (home.code, Some(home.id))
        }
        Home::New(home) => {
            let (home, _) = doors::settle(work, home)?;
            (home.code, Some(home.id))
        }
    };
    if let Some(household) = household {
        contacts::follow(work.tx, &street, id, household)?;
    }
    let from = (resident.code, resident.household);
    (resident.code, resident.household) = (code, household);
    let body =
        json!({ "from": from.0.as_str(), "from_household": from.1, "code": code.as_str(), "household": household });
    let receipt = keep(work, permit, &resident, version, "households.moved", &body)?;
    work.react(permit, &Happening::ResidentMoved(id))?;
    Ok(receipt)
}

/// Moves a whole household to another dwelling, with its people and contacts.
///
/// # Errors
/// As [`move_resident`].
pub fn move_household(
    work: &mut UnitOfWork<'_, '_>,
    id: HouseholdId,
    version: i64,
    to: &Where,
) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (mut home, permit) = doors::changeable(work, id, Some(version))?;
    let door = door(work, to)?;
    may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &door.code, today)?;
    let from = home.household.code;
    (home.household.dwelling, home.household.code, home.household.since) = (door.id, door.code, today);
    let version = doors::touch(work, &home)?;
    residents::recode_household(work.tx, &street, id, &door.code)?;
    let body = json!({ "from": from.as_str(), "code": door.code.as_str(), "dwelling": door.id });
    tell(work, permit, id.uuid(), "households.moved", &body)?;
    for person in residents::of_household(work.tx, &street, id)? {
        work.react(permit, &Happening::ResidentMoved(person.resident.id))?;
    }
    Ok(Receipt { id: id.uuid(), version })
}

/// Moves every dwelling of an old cell through a re-grid with all its residents, and residents without a dwelling; `target` decides the new
/// code of each. Returns how many dwellings and single records moved.
///
/// # Errors
/// The store's errors.
pub fn carry(
    work: &mut UnitOfWork<'_, '_>,
    old: &GridCode,
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<u64, Refusal> {
    let (street, mut moved) = (work.tenant, 0);
    for door in homes::doors_at(work.tx, &street, old)? {
        let place = match door.place {
            Some(place) => places::read(work.tx, &street, place.uuid())?,
            None => None,
        };
        let code = target(place.and_then(|p| p.point));
        if code == *old {
            continue;
        }
        homes::recode_door(work.tx, &street, door.id, &code)?;
        for mut home in homes::behind(work.tx, &street, door.id)? {
            home.household.code = code;
            doors::touch(work, &home)?;
            residents::recode_household(work.tx, &street, home.household.id, &code)?;
        }
        moved += 1;
    }
    let rest = target(None);
    if rest != *old {
        moved += residents::recode(work.tx, &street, old, &rest)?;
    }
    Ok(moved)
}

/// Transfers the pairs of an old code to its successors, from the day of the re-grid on.
///
/// # Errors
/// The store's errors.
pub fn carry_pairs(work: &mut UnitOfWork<'_, '_>, old: &GridCode, heirs: &[GridCode], day: Day) -> Result<(), Refusal> {
    let street = work.tenant;
    let last = day.yesterday().unwrap_or(day);
    for pair in teams::pairing(work.tx, &street)?.pairs.into_iter().filter(|p| p.code == *old && p.until >= day) {
        if pair.since <= last {
            teams::put_pair(work.tx, &street, &Pair { until: last, ..pair })?;
        } else {
            teams::delete_pair(work.tx, &street, &pair)?;
        }
        for heir in heirs {
            let since = pair.since.max(day);
            teams::put_pair(work.tx, &street, &Pair { code: *heir, since, ..pair })?;
        }
    }
    Ok(())
}
