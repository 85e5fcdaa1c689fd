//! Links of calling screens: created by those who run the station, and invalid as soon as they are withdrawn.

use weiguang_domain::kernel::ids::{ScreenId, StationId};

use super::{Receipt, changed, desk};
use crate::app::UnitOfWork;
use crate::rooms::station::record::ScreenRecord;
use crate::rooms::station::store::screens;
use crate::web::{FieldFault, Refusal};

/// The longest name of a screen, and the most screens of a station.
const NAME: usize = 40;
const MOST: usize = 20;

/// Creates a link.
///
/// # Errors
/// [`Refusal::NotFound`]; an invalid name; too many screens.
pub fn make(work: &mut UnitOfWork<'_, '_>, id: ScreenId, station: StationId, name: &str) -> Result<Receipt, Refusal> {
    let (street, name) = (work.tenant, name.trim().to_owned());
    let (_, permit) = desk(work, station)?;
    if name.is_empty() {
        return Err(Refusal::field(FieldFault::missing("name")));
    }
    if name.chars().count() > NAME {
        return Err(Refusal::field(FieldFault::too_long("name", NAME)));
    }
    if screens::of_station(work.tx, &street, station)?.len() >= MOST {
        return Err(Refusal::rule("care.screens", "每个服务站最多 20 块屏", "a station has at most 20 screens"));
    }
    let record = ScreenRecord { id, station, name, made_by: work.actor.account, made_at: work.now };
    screens::insert(work.tx, &street, &record)?;
    work.append_to(permit, station.uuid(), "care.screen-made", format!("{{\"screen\":\"{id}\"}}"))?;
    Ok(Receipt { id: id.uuid(), version: 1 })
}

/// Withdraws a link; a screen that shows it is notified at once.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: ScreenId) -> Result<Receipt, Refusal> {
    let (street, gone) = (work.tenant, Refusal::NotFound("screen"));
    let record = screens::read(work.tx, &street, id)?.ok_or(gone.clone())?;
    let (station, permit) = desk(work, record.station).map_err(|_| gone)?;
    screens::delete(work.tx, &street, id)?;
    work.append_to(permit, record.station.uuid(), "care.screen-withdrawn", format!("{{\"screen\":\"{id}\"}}"))?;
    changed(work, &station, 0, "changed");
    Ok(Receipt { id: id.uuid(), version: 2 })
}
