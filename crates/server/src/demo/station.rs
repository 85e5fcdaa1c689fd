//! The stations of the demonstration: every Wednesday in 石桥村 and in one community of the town, and on the demonstration's last day
//! besides, in the middle of which it stands: some were served, one is called, some wait, and some have booked for later.

use std::collections::BTreeSet;
use weiguang_domain::access::{Actor, Role};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Phone;
use weiguang_domain::kernel::ids::{ResidentId, ScreenId, SeriesId, StationId, TicketId};
use weiguang_domain::kernel::time::{FOREVER, Moment, Span};
use weiguang_domain::station::finish::Confirmations;
use weiguang_domain::station::own_booking::{Asker, Purpose};
use weiguang_domain::station::plan::{Exception, Hours, Series, Share, Station};

use super::clinic::{Clinic, WEEKS};
use super::data::Data;
use super::staff::Staff;
use crate::app::UnitOfWork;
use crate::rooms::care::ops::calling;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households;
use crate::rooms::station::ops::{book, call, own, plan, screens};
use crate::rooms::station::record::SeriesRecord;
use crate::rooms::station::store::tickets;
use crate::web::Refusal;

/// Communities that have a station, with the place of it.
const PLACES: [(&str, &str, &str); 2] =
    [("shiqiao", "村党群服务中心一楼，进门左手", "028-15400001"), ("tianjiao", "社区活动中心一楼", "028-15400002")];
/// Names and phones of nobody, for bookings without an account.
const OWN: [(&str, &str); 2] = [("钱桂芳", "15400000021"), ("孙有才", "15400000022")];
/// The number to call back, of nobody's.
const CALL_BACK: &str = "028-15400000";
/// The hours of the last day: long, so that whoever looks at the demonstration finds somebody at work.
const TODAY: Hours = Hours { from: 8 * 60, until: 20 * 60 };

/// What is needed to open them.
pub(super) struct Opening<'a> {
    pub(super) data: &'a Data,
    pub(super) staff: &'a Staff,
    pub(super) old: &'a [(GridCode, ResidentId)],
    pub(super) end: Moment,
}

impl Opening<'_> {
    /// Opens the stations of the street of a transaction.
    pub(super) fn open(&self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let street = work.tenant;
        let communities = self.data.streets.street.iter().filter(|s| s.code == street).flat_map(|s| &s.community);
        for community in communities {
            if let Some((_, place, phone)) = PLACES.iter().find(|(login, ..)| *login == community.login) {
                self.station(work, community.code, &community.name, (place, phone))?;
            }
        }
        let (system, desk) = (Actor::system(), calling::centre(&work.state::<Territory>(), &street));
        calling::set(&mut work.lived(&system, self.end - Span::days(30)), 0, &desk, CALL_BACK)?;
        Ok(())
    }

    fn station(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        code: GridCode,
        name: &str,
        (place, phone): (&str, &str),
    ) -> Result<(), Refusal> {
        let (street, today, system) = (work.tenant, self.end.day(), Actor::system());
        let Some(doctor) = self.staff.holding(Role::Doctor, code).next() else { return Ok(()) };
        let pairing = households::pairing(work.tx, &street)?;
        let Some(team) = pairing.teams.iter().find(|t| t.members.contains(&doctor.id)) else { return Ok(()) };
        let mut set_up = work.lived(&system, self.end - Span::days(7 * (WEEKS + 2)));
        let (id, name) = (set_up.id::<StationId>(), format!("{name}微网实格服务站"));
        let station = Station { id, code, name, place: place.to_owned(), phone: phone.to_owned(), point: None };
        plan::found(&mut set_up, &station)?;
        let series = Series {
            station: id,
            team: team.id,
            rule: "FREQ=WEEKLY;BYDAY=WE".to_owned(),
            hours: Hours { from: 9 * 60, until: 11 * 60 + 30 },
            slot: 30,
            places: 3,
            exceptions: [(today, Exception::At(TODAY))].into(),
            extra: BTreeSet::from([today]),
            rests: true,
            share: Share::USUAL,
        };
        let first = (self.end - Span::days(7 * (WEEKS + 2))).day();
        let record = SeriesRecord { id: set_up.id::<SeriesId>(), series, first, last: FOREVER, version: 1 };
        plan::begin(&mut set_up, &record)?;
        let screen = set_up.id::<ScreenId>();
        screens::make(&mut set_up, screen, id, "大厅电视")?;
        let (nurse, old) = (doctor.actor(), self.old_of(code));
        let clinic = Clinic::new(self.staff, id, &nurse, self.end);
        clinic.work(work, &old)?;
        self.day(work, &clinic, &record, &old)
    }

    /// The last day: booked the day before, and half over.
    fn day(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        clinic: &Clinic<'_>,
        record: &SeriesRecord,
        old: &[(GridCode, ResidentId)],
    ) -> Result<(), Refusal> {
        let (end, day, station, nurse) = (self.end, self.end.day(), record.series.station, clinic.nurse);
        // The half hour in which the demonstration stands, within the day's hours.
        let opens = Moment::start_of(day) + Span::minutes(i64::from(TODAY.from));
        let halves = ((end - opens).as_minutes() / 30).clamp(2, 20);
        let mut people = old.iter().map(|(_, id)| *id);
        let mut booked: Vec<TicketId> = Vec::new();
        for (n, who) in [-2, -1, -1, 0, 0, 1, 1].into_iter().zip(people.by_ref()) {
            let mut work = work.lived(nurse, end - Span::days(1));
            let at = Some(opens + Span::minutes(30 * (halves + n)));
            let id = work.id();
            book::take(&mut work, &book::New { id, station, day, at, who: book::Who::Resident(who) })?;
            booked.push(id);
        }
        // Two booked by themselves, without an account: the desk does not know yet whose records these are.
        let nobody = Actor::public();
        for (n, (name, phone)) in [2, 3].into_iter().zip(OWN) {
            let mut work = work.lived(&nobody, end - Span::days(1));
            let asker = Asker { name: name.to_owned(), phone: Phone::parse(phone)? };
            let at = opens + Span::minutes(30 * (halves + n));
            let id = work.id();
            own::book(&mut work, &own::New { id, station, day, at, asker, purpose: Some(Purpose::Pressure) })?;
        }
        // What happens on the day happens on it, and not after the moment at which the demonstration stands.
        let since = (end - Span::minutes(70)).max(Moment::start_of(day));
        let minute = |n: i64| (since + Span::minutes(n)).min(end);
        let mut versions = std::collections::HashMap::new();
        let mut act = |work: &mut UnitOfWork<'_, '_>, id: TicketId, what: call::Act| -> Result<(), Refusal> {
            let version = versions.entry(id).or_insert(1);
            call::act(work, id, *version, what)?;
            *version += 1;
            Ok(())
        };
        for (n, id) in (0..).zip(booked.iter().take(5)) {
            act(&mut work.lived(nurse, minute(n * 5)), *id, call::Act::Arrive)?;
        }
        for n in 0..2 {
            let mut work = work.lived(nurse, minute(26 + n));
            let (id, who) = (work.id(), people.next().map_or(book::Who::Nobody, book::Who::Resident));
            book::take(&mut work, &book::New { id, station, day, at: None, who })?;
        }
        for n in 0..3 {
            // Who has no record yet is not measured, and that is right.
            let said = Confirmations { unmeasured: true, awaited: false };
            let wish = call::Call { station, day, desk: 1, finish: true, ticket: None, session: None, said };
            let called = call::call(&mut work.lived(nurse, minute(30 + n * 15)), &wish)?;
            // Whoever stands at the desk now is not measured yet.
            if let Some(ticket) = called.ticket.filter(|_| n < 2).map(TicketId::new) {
                self.measured(&mut work.lived(nurse, minute(36 + n * 15)), clinic, ticket)?;
            }
        }
        Ok(())
    }

    fn measured(&self, work: &mut UnitOfWork<'_, '_>, clinic: &Clinic<'_>, id: TicketId) -> Result<(), Refusal> {
        let street = work.tenant;
        let who = tickets::read(work.tx, &street, id)?.and_then(|record| record.ticket.resident);
        who.map_or(Ok(()), |who| clinic.measure(work, who, clinic.ordinary(), Some(id)))
    }

    fn old_of(&self, code: GridCode) -> Vec<(GridCode, ResidentId)> {
        self.old.iter().filter(|(cell, _)| code.contains(cell)).copied().collect()
    }
}
