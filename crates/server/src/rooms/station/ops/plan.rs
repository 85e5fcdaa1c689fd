//! Where and when there is service: a station, its series, and the days on which a series differs from its rule.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;
use weiguang_domain::access::{Permit, Reach, Verb, reach};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, SeriesId, StationId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::manual::kind::Words;
use weiguang_domain::people::duty::ladder;
use weiguang_domain::station::plan::{Exception, Share, Station};
use weiguang_domain::station::queue::{Arrival, TicketStatus};

use super::{Receipt, changed, desk};
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::outbox::messages;
use crate::rooms::station::dates;
use crate::rooms::station::dates::slots;
use crate::rooms::station::record::{SeriesRecord, StationRecord};
use crate::rooms::station::store::{series, stations, tickets};
use crate::rooms::{households, people};
use crate::web::{FieldFault, Refusal};

const NAME: usize = 60;
const PLACE: usize = 120;
const WHY: usize = 60;
/// The most series of a station, and the most days on which one differs.
const SERIES: usize = 12;
const DIFFERS: usize = 400;

/// What a change of the plan answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = StationReplanned)]
pub struct Replanned {
    /// The series.
    pub id: Uuid,
    /// Its version now.
    pub version: i64,
    /// Bookings that stand where there is no service any more: those people must be called.
    pub affected: usize,
}

fn check(work: &UnitOfWork<'_, '_>, s: &Station) -> Result<Permit, Refusal> {
    let permit = work.actor.may(Verb::CareStation, &s.code, false)?;
    let mut faults = Vec::new();
    for (field, text, most) in [("name", &s.name, NAME), ("place", &s.place, PLACE)] {
        match text.chars().count() {
            0 => faults.push(FieldFault::missing(field)),
            n if n > most => faults.push(FieldFault::too_long(field, most)),
            _ => {}
        }
    }
    if s.code.street() != Some(work.tenant) || !work.state::<Territory>().knows(&s.code) {
        let (zh, en) = ("没有这个网格代码", "there is no such code");
        faults.push(FieldFault::new("code", "care.unknown-code", zh, en));
    }
    if faults.is_empty() { Ok(permit) } else { Err(Refusal::Invalid(faults)) }
}

/// Creates a station.
///
/// # Errors
/// [`Refusal::Denied`]; an invalid name, place or code.
pub fn found(work: &mut UnitOfWork<'_, '_>, station: &Station) -> Result<Receipt, Refusal> {
    let permit = check(work, station)?;
    stations::insert(work.tx, &StationRecord { station: station.clone(), closed: false, version: 1 })?;
    work.append_to(permit, station.id.uuid(), "care.station-opened", json!({ "code": station.code }).to_string())?;
    Ok(Receipt { id: station.id.uuid(), version: 1 })
}

/// Corrects a station, or closes it, at a version.
///
/// # Errors
/// As [`found`]; [`Refusal::NotFound`], [`Refusal::VersionMoved`].
pub fn change(work: &mut UnitOfWork<'_, '_>, after: &Station, closed: bool, version: i64) -> Result<Receipt, Refusal> {
    let (before, permit) = desk(work, after.id)?;
    check(work, after)?;
    if before.version != version {
        return Err(Refusal::VersionMoved(before.version));
    }
    let record = StationRecord { station: after.clone(), closed, version };
    if !stations::update(work.tx, &record)? {
        return Err(Refusal::VersionMoved(version));
    }
    work.append_to(permit, after.id.uuid(), "care.station-changed", json!({ "closed": closed }).to_string())?;
    changed(work, &record, 0, "changed");
    Ok(Receipt { id: after.id.uuid(), version: version + 1 })
}

fn check_series(work: &mut UnitOfWork<'_, '_>, r: &SeriesRecord) -> Result<(), Refusal> {
    let (street, mut faults) = (work.tenant, Vec::new());
    let s = &r.series;
    if !dates::is_rule(&s.rule, r.first, r.last) {
        faults.push(FieldFault::new(
            "rule",
            "care.rule",
            "应为按天、周或月重复的规则，如 FREQ=WEEKLY;BYDAY=WE，且两年内至少有一天",
            "a rule by days, weeks or months, like FREQ=WEEKLY;BYDAY=WE, with a day within two years",
        ));
    }
    if s.hours.from >= s.hours.until || s.hours.until > 24 * 60 {
        faults.push(FieldFault::new("hours", "care.hours", "结束应晚于开始", "the end is after the beginning"));
    }
    if !(5..=240).contains(&s.slot) {
        faults.push(FieldFault::new("slot", "care.slot", "每个时段 5 至 240 分钟", "a time is 5 to 240 minutes long"));
    }
    if !(1..=50).contains(&s.places) {
        faults.push(FieldFault::new("places", "care.places", "每个时段 1 至 50 人", "1 to 50 people at a time"));
    }
    if !households::pairing(work.tx, &street)?.teams.iter().any(|t| t.id == s.team) {
        faults.push(FieldFault::new("team", "care.no-team", "没有这个团队", "there is no such team"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// Creates a series of service days.
///
/// # Errors
/// [`Refusal::NotFound`]; an invalid rule, hours or team.
pub fn begin(work: &mut UnitOfWork<'_, '_>, record: &SeriesRecord) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (station, permit) = desk(work, record.series.station)?;
    check_series(work, record)?;
    if series::of_station(work.tx, &street, record.series.station)?.len() >= SERIES {
        return Err(Refusal::rule("care.series", "每个服务站最多 12 组服务日", "a station has at most 12 series"));
    }
    series::insert(work.tx, &street, record)?;
    told(work, permit, &station, record.id, "care.series-begun")?;
    Ok(Receipt { id: record.id.uuid(), version: 1 })
}

fn told(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    station: &StationRecord,
    id: SeriesId,
    kind: &str,
) -> Result<(), Refusal> {
    work.append_to(permit, station.station.id.uuid(), kind, json!({ "series": id }).to_string())?;
    changed(work, station, 0, "changed");
    Ok(())
}

/// A series of a station that the actor runs, at a version.
fn known(
    work: &mut UnitOfWork<'_, '_>,
    id: SeriesId,
    version: i64,
) -> Result<(StationRecord, SeriesRecord, Permit), Refusal> {
    let (street, gone) = (work.tenant, Refusal::NotFound("series"));
    let record = series::read(work.tx, &street, id)?.ok_or(gone.clone())?;
    let (station, permit) = desk(work, record.series.station).map_err(|_| gone)?;
    if record.version == version { Ok((station, record, permit)) } else { Err(Refusal::VersionMoved(record.version)) }
}

/// Changes a series; the part that residents may book is unchanged by default. Exceptions on days that the new rule does not have are
/// removed.
///
/// # Errors
/// As [`begin`]; [`Refusal::VersionMoved`].
pub fn change_series(
    work: &mut UnitOfWork<'_, '_>,
    wish: &SeriesRecord,
    share: Option<Share>,
) -> Result<Replanned, Refusal> {
    let (station, before, permit) = known(work, wish.id, wish.version)?;
    let mut after = wish.clone();
    after.series.station = before.series.station;
    after.series.extra = before.series.extra;
    after.series.exceptions = before.series.exceptions;
    after.series.share = share.unwrap_or(before.series.share);
    check_series(work, &after)?;
    let newest = after.series.exceptions.keys().max().copied().unwrap_or(after.first);
    let dates = dates::dates(&after.series.rule, after.first, after.last.min(newest));
    let extra = after.series.extra.clone();
    after.series.exceptions.retain(|day, _| dates.binary_search(day).is_ok() || extra.contains(day));
    keep(work, permit, &station, &after)
}

fn keep(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    station: &StationRecord,
    after: &SeriesRecord,
) -> Result<Replanned, Refusal> {
    let street = work.tenant;
    if !series::update(work.tx, &street, after)? {
        return Err(Refusal::VersionMoved(after.version));
    }
    told(work, permit, station, after.id, "care.series-changed")?;
    let affected = stranded(work, station)?.values().sum();
    Ok(Replanned { id: after.id.uuid(), version: after.version + 1, affected })
}

/// Number of future bookings at times without service, by day.
fn stranded(work: &mut UnitOfWork<'_, '_>, station: &StationRecord) -> Result<BTreeMap<Day, usize>, Refusal> {
    let (street, id, today) = (work.tenant, station.station.id, work.now.day());
    let until = today.saturating_add(jiff::Span::new().days(super::book::AHEAD_DAYS + 1));
    let all = series::of_station(work.tx, &street, id)?;
    let days = dates::days(&all, &work.state::<CurrentCalendar>(), (today, until));
    let ahead = tickets::between(work.tx, &street, id, (today, until))?;
    let stands = |t: &&crate::rooms::station::record::TicketRecord| match (t.ticket.came, t.ticket.standing) {
        (Arrival::Booked(at), TicketStatus::Expected) => {
            let open = days.sessions.get(&t.day).is_some_and(|sessions| slots(sessions, &[]).contains_key(&at));
            !open
        }
        _ => false,
    };
    let mut by_day = BTreeMap::new();
    for ticket in ahead.iter().filter(stands) {
        *by_day.entry(ticket.day).or_default() += 1;
    }
    Ok(by_day)
}

/// Notifies staff of the stations of a street about bookings on days without service, after the holidays changed.
///
/// # Errors
/// The store's errors.
pub fn tell_stranded(work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
    let street = work.tenant;
    for station in stations::under(work.tx, &street)? {
        let by_day = stranded(work, &station)?;
        if by_day.is_empty() {
            continue;
        }
        let days: Vec<String> = by_day.iter().map(|(day, count)| format!("{day}：{count}")).collect();
        let (name, days) = (&station.station.name, days.join("，"));
        let words = Words {
            zh: format!("放假安排有变，{name}这些日子已无服务，却还有预约，请逐一电话告知（日期：人数）：{days}"),
            en: format!(
                "The holidays changed: {name} has bookings on days without service; call each of them (day: people): {days}"
            ),
        };
        for account in serving(work, &station.station.code)? {
            messages::to_person(work, account, "care.bookings-stranded", station.station.id.uuid(), words.clone())?;
        }
    }
    Ok(())
}

/// Those who run the desk of a station at a code: by a post there or above.
fn serving(work: &mut UnitOfWork<'_, '_>, code: &GridCode) -> Result<Vec<AccountId>, Refusal> {
    let (street, codes) = (work.tenant, ladder(None, *code));
    let seats = people::seats(work.tx, &street, &codes, work.now.day())?;
    let mut who: Vec<AccountId> = seats
        .iter()
        .filter(|seat| reach(seat.role, Verb::CareStation) == Reach::Scope)
        .map(|seat| seat.deputy.filter(|_| seat.away).unwrap_or(seat.account))
        .collect();
    who.sort_unstable();
    who.dedup();
    Ok(who)
}

/// A change of one day of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differs {
    /// An exception from the rule.
    By(Exception),
    /// An additional day.
    Extra,
    /// No exception.
    No,
}

/// Sets or removes the exception of a day of a series.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::VersionMoved`]; a day that the rule does not have; a past day.
pub fn differ(
    work: &mut UnitOfWork<'_, '_>,
    id: SeriesId,
    version: i64,
    day: Day,
    how: &Differs,
) -> Result<Replanned, Refusal> {
    let (station, mut record, permit) = known(work, id, version)?;
    let today = work.now.day();
    let fault = |field: &str, code: &str, zh: &str, en: &str| Err(Refusal::field(FieldFault::new(field, code, zh, en)));
    if day < today {
        return fault("day", "care.day-past", "这一天已经过去", "this day is over");
    }
    let planned = dates::dates(&record.series.rule, record.first, record.last.min(day)).contains(&day);
    let s = &mut record.series;
    match how {
        Differs::No => {
            s.exceptions.remove(&day);
            s.extra.remove(&day);
        }
        Differs::Extra if planned && !s.rests => {
            return fault("day", "care.day-planned", "这一天本来就有服务", "there is service on this day by the rule");
        }
        Differs::Extra => {
            s.exceptions.remove(&day);
            s.extra.insert(day);
        }
        Differs::By(_) if !planned && !s.extra.contains(&day) => {
            return fault("day", "care.day-unplanned", "规则中没有这一天", "the rule has no such day");
        }
        Differs::By(exception) => {
            match exception {
                Exception::Off { why } if why.trim().is_empty() => {
                    return Err(Refusal::field(FieldFault::missing("why")));
                }
                Exception::Off { why } if why.chars().count() > WHY => {
                    return Err(Refusal::field(FieldFault::too_long("why", WHY)));
                }
                Exception::MovedTo(to) if *to < today || *to == day => {
                    return fault("to", "care.day-past", "应为今天以后的另一天", "another day, not before today");
                }
                Exception::At(hours) if hours.from >= hours.until || hours.until > 24 * 60 => {
                    return fault("hours", "care.hours", "结束应晚于开始", "the end is after the beginning");
                }
                Exception::Off { .. } | Exception::MovedTo(_) | Exception::At(_) => {}
            }
            s.exceptions.insert(day, exception.clone());
        }
    }
    // Exceptions older than a year are removed.
    let old = today.saturating_sub(jiff::Span::new().years(1));
    s.exceptions.retain(|d, _| *d >= old);
    s.extra.retain(|d| *d >= old);
    if s.exceptions.len() + s.extra.len() > DIFFERS {
        let (zh, en) = ("不同于规则的日子太多，请改规则", "too many days differ from the rule: change the rule");
        return Err(Refusal::rule("care.differs", zh, en));
    }
    keep(work, permit, &station, &record)
}

/// Moves the stations of a cell through a re-grid: by their point, or else to the default successor of the cell.
///
/// # Errors
/// The store's errors.
pub fn carry(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    old: &GridCode,
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<(), Refusal> {
    let street = work.tenant;
    for record in stations::under(work.tx, old)? {
        let (id, code): (StationId, GridCode) = (record.station.id, target(record.station.point));
        if code != record.station.code {
            stations::recode(work.tx, &street, id, &code)?;
            work.append_to(permit, id.uuid(), "care.station-carried", json!({ "code": code }).to_string())?;
        }
    }
    Ok(())
}
