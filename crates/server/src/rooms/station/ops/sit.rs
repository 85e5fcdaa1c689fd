//! Who works at which desk: taken under the day's lock, renewed without it, released when its browser leaves.

use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use weiguang_domain::kernel::ids::{DeskSessionId, StationId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::station::desk::{Desks, MOST};
use weiguang_domain::station::queue::Refused;

use super::{StationDay, desk};
use crate::app::UnitOfWork;
use crate::rooms::people;
use crate::rooms::station::store::desks;
use crate::web::{FieldFault, Refusal};

/// A request for a desk.
#[derive(Clone, Copy, Debug)]
pub struct Sit {
    /// The station.
    pub station: StationId,
    /// The browser's session.
    pub session: DeskSessionId,
    /// Which one; by default the session's present one or a free one.
    pub desk: Option<u8>,
    /// Since when somebody else has it, as the requester was told.
    pub seen: Option<Moment>,
}

/// A desk in use; stored as the answer for a repeated request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// The desk.
    pub desk: u8,
    /// The beginning of its use.
    pub since: Moment,
    /// When it ends without a renewal.
    pub until: Moment,
}

/// The fault of an invalid desk number.
pub fn no_desk() -> Refusal {
    Refusal::field(FieldFault::new("desk", "care.desk", "台号为 1 至 99", "a desk is 1 to 99"))
}

/// Refuses acts that a session may not do at a desk, and names who uses it.
///
/// # Errors
/// [`Refused::Held`]; the store's errors.
pub fn may_act(
    work: &mut UnitOfWork<'_, '_>,
    station: StationId,
    number: u8,
    session: Option<DeskSessionId>,
) -> Result<(), Refusal> {
    let (street, now) = (work.tenant, work.now);
    let held = desks::of_station(work.tx, &street, station)?;
    match held.may_act(number, session, now) {
        Ok(()) => Ok(()),
        Err(refused) => Err(held_by(work, &held, number, refused)?),
    }
}

fn held_by(work: &mut UnitOfWork<'_, '_>, held: &Desks, number: u8, refused: Refused) -> Result<Refusal, Refusal> {
    let Some(hold) = held.holder(number, work.now) else { return Ok(refused.into()) };
    let names = people::names(work.tx, &HashSet::from([hold.account]))?;
    let name = names.get(&hold.account).map_or("", String::as_str);
    let at = hold.since.civil().strftime("%H:%M").to_string();
    let zh = format!("{number} 号桌从 {at} 起由{name}使用");
    Ok(Refusal::rule(refused.code(), zh, format!("desk {number} is held by {name} since {at}")))
}

/// Takes a desk, or renews its use.
///
/// # Errors
/// [`Refusal::NotFound`]; an invalid desk number; one that another session uses.
pub fn sit(work: &mut UnitOfWork<'_, '_>, wish: &Sit) -> Result<Seated, Refusal> {
    let (street, now, account) = (work.tenant, work.now, work.actor.account);
    let (station, _) = desk(work, wish.station)?;
    if wish.desk.is_some_and(|number| !(1..=MOST).contains(&number)) {
        return Err(no_desk());
    }
    let held = desks::of_station(work.tx, &street, wish.station)?;
    let own = |number: u8| held.holder(number, now).is_some_and(|h| h.session == wish.session && h.account == account);
    if let Some(number) = wish.desk.filter(|number| own(*number)) {
        return keep(work, wish, &held, number);
    }
    // Two concurrent browsers are serialised by the lock of the day's row.
    let line = StationDay::take(work, station, now.day())?;
    let held = desks::of_station(work.tx, &street, wish.station)?;
    let number = match wish.desk {
        Some(number) => number,
        None => held.offered(wish.session, &line.queue(), now).ok_or(Refused::Held)?,
    };
    let seated = keep(work, wish, &held, number)?;
    desks::release(work.tx, &street, wish.station, wish.session, number)?;
    line.tell(work, "changed");
    Ok(seated)
}

fn keep(work: &mut UnitOfWork<'_, '_>, wish: &Sit, held: &Desks, number: u8) -> Result<Seated, Refusal> {
    let (street, now) = (work.tenant, work.now);
    let hold = match held.sit(number, wish.session, work.actor.account, wish.seen, now) {
        Ok(hold) => hold,
        Err(refused) => return Err(held_by(work, held, number, refused)?),
    };
    desks::take(work.tx, &street, wish.station, number, &hold)?;
    Ok(Seated { desk: number, since: hold.since, until: hold.until })
}

/// Releases every desk of a session at a station.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn leave(work: &mut UnitOfWork<'_, '_>, id: StationId, session: DeskSessionId) -> Result<(), Refusal> {
    let street = work.tenant;
    let (station, _) = desk(work, id)?;
    let line = StationDay::take(work, station, work.now.day())?;
    desks::release(work.tx, &street, id, session, 0)?;
    line.tell(work, "changed");
    Ok(())
}
