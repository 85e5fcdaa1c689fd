//! People still expected after a reading: for a second one before its deadline, a clinical decision, or an answer to a question. The desk
//! shows them until it is done, also after a reload and at the neighbouring desk.

use std::collections::BTreeMap;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::care::Status;
use weiguang_domain::care::reading::ReadingStatus;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AlertId, ReadingId, ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::station::finish::Open;
use weiguang_store::Tx;

use crate::rooms::care::record::ReadingRecord;
use crate::rooms::care::store::readings::NEWEST;
use crate::rooms::care::store::{alerts, readings};
use crate::rooms::{households, station};
use crate::web::Refusal;

/// How far back questions are searched.
const BACK: Span = Span::hours(24);
/// Rows examined.
const MOST: i64 = 200;

/// What a person is expected for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaits {
    /// An answer to a question about the reading.
    Answer,
    /// A second reading.
    Second,
    /// A clinical decision, after a second reading that was not critical.
    Word,
}

/// A person who is expected.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The resident.
    pub resident: ResidentId,
    /// Their name.
    pub name: String,
    /// What they are expected for.
    pub awaits: Awaits,
    /// The reading concerned.
    pub reading: ReadingId,
    /// The alert with a running deadline.
    pub alert: Option<AlertId>,
    /// When it rings by itself.
    pub due: Option<Moment>,
    /// Whether the reader took the reading.
    pub mine: bool,
    /// The ticket of the day for which it was taken, as on the screen.
    pub ticket: Option<(TicketId, String)>,
}

/// Whether a reading was taken by the actor, or at a station where they measure.
fn theirs(actor: &Actor, record: &ReadingRecord, station: Option<StationId>) -> bool {
    record.reading.by == actor.account || (station.is_some() && record.reading.station == station)
}

/// People of whom something is still expected after a reading: those whom the actor measured, and those measured at `station` if the
/// actor may measure there.
///
/// # Errors
/// The store's errors.
pub fn waiting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    station: Option<StationId>,
    now: Moment,
) -> Result<Vec<Waiting>, Refusal> {
    let here = match station {
        Some(id) => station::find(tx, street, id)?.filter(|found| {
            let code = &found.station.code;
            actor.may(Verb::CareStation, code, false).is_ok() && actor.may(Verb::CareMeasure, code, false).is_ok()
        }),
        None => None,
    }
    .map(|found| found.station.id);
    let mut found: BTreeMap<ResidentId, Waiting> = BTreeMap::new();
    let mut open = alerts::mine(tx, street, actor.account, (i64::MIN, Uuid::nil()), MOST, now)?;
    if here.is_some() {
        open.extend(alerts::open_under(tx, street, (i64::MIN, Uuid::nil()), MOST)?);
    }
    for record in open {
        let awaits = match record.alert.state.status() {
            Status::Remeasuring => Awaits::Second,
            Status::Lower => Awaits::Word,
            _ => continue,
        };
        let Some(first) = record.alert.readings.last().copied() else { continue };
        let Some(reading) = readings::read(tx, street, first)? else { continue };
        if found.contains_key(&record.alert.resident) || !theirs(actor, &reading, here) {
            continue;
        }
        let waiting = Waiting {
            resident: record.alert.resident,
            name: String::new(),
            awaits,
            reading: first,
            alert: Some(record.alert.id),
            due: record.alert.due(),
            mine: reading.reading.by == actor.account,
            ticket: None,
        };
        found.insert(record.alert.resident, waiting);
    }
    for record in readings::since(tx, street, now - BACK, NEWEST, MOST)? {
        if !matches!(record.reading.standing, ReadingStatus::Doubted { .. }) || !theirs(actor, &record, here) {
            continue;
        }
        let known = found.remove(&record.reading.resident);
        let waiting = Waiting {
            resident: record.reading.resident,
            name: String::new(),
            awaits: Awaits::Answer,
            reading: record.reading.id,
            alert: known.as_ref().and_then(|k| k.alert),
            due: known.and_then(|k| k.due),
            mine: record.reading.by == actor.account,
            ticket: None,
        };
        found.insert(record.reading.resident, waiting);
    }
    let numbers = match here.filter(|_| !found.is_empty()) {
        Some(id) => station::numbers_of_day(tx, street, id, now.day())?,
        None => Vec::new(),
    };
    let mut all = Vec::new();
    for mut one in found.into_values() {
        let Some(kept) = households::resident(tx, street, one.resident)? else { continue };
        one.name.clone_from(&kept.resident.name);
        let number = numbers.iter().rev().find(|t| t.beside.readings.contains(&one.reading));
        one.ticket = number.map(|t| (t.ticket.id, t.ticket.label()));
        all.push(one);
    }
    all.sort_by_key(|one| (one.due.is_none(), one.due, one.reading));
    Ok(all)
}

/// Open work with a person at a desk: a question about a reading, a second reading or a decision that their alert awaits.
///
/// # Errors
/// The store's errors.
pub fn open_at_desk(
    tx: &mut Tx<'_>,
    street: &GridCode,
    of: Option<ResidentId>,
    taken: &[ReadingId],
) -> Result<Open, Refusal> {
    let mut open = Open::default();
    for id in taken {
        let reading = readings::read(tx, street, *id)?;
        open.question |= reading.is_some_and(|r| matches!(r.reading.standing, ReadingStatus::Doubted { .. }));
    }
    let alert = of.map(|id| alerts::open_of(tx, street, id)).transpose()?.flatten();
    open.awaited = alert.is_some_and(|found| {
        let theirs = found.alert.readings.iter().any(|id| taken.contains(id));
        theirs && found.alert.state.status().is_measuring()
    });
    Ok(open)
}
