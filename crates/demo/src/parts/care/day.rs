//! A station on the demonstration's last day: some were served, one is called, some wait, some have booked for later.

use std::collections::HashMap;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Phone;
use weiguang_domain::kernel::ids::{ResidentId, TicketId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::station::finish::Confirmations;
use weiguang_domain::station::own_booking::{Asker, Purpose};
use weiguang_server::app::UnitOfWork;
use weiguang_server::rooms::station::ops::{book, call, own};
use weiguang_server::rooms::station::store::tickets;
use weiguang_server::web::Refusal;

use super::Clinic;
use crate::parts::station::TODAY;

/// Invented names and phones for online bookings.
const OWN: [(&str, &str); 2] = [("钱桂芳", "15400000021"), ("孙有才", "15400000022")];

impl Clinic<'_> {
    /// The last day: booked the day before, and half over.
    pub(super) fn day(&self, work: &mut UnitOfWork<'_, '_>, old: &[(GridCode, ResidentId)]) -> Result<(), Refusal> {
        let (end, day, station, nurse) = (self.end, self.end.day(), self.station, self.nurse);
        // The present half hour, within the day's hours.
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
        // Two online bookings, whose residents the desk does not know yet.
        let nobody = Actor::public();
        for (n, (name, phone)) in [2, 3].into_iter().zip(OWN) {
            let mut work = work.lived(&nobody, end - Span::days(1));
            let asker = Asker { name: name.to_owned(), phone: Phone::parse(phone)? };
            let at = opens + Span::minutes(30 * (halves + n));
            let id = work.id();
            own::book(&mut work, &own::New { id, station, day, at, asker, purpose: Some(Purpose::Pressure) })?;
        }
        // Events of the day are not before its start or after the demonstration's moment.
        let since = (end - Span::minutes(70)).max(Moment::start_of(day));
        let minute = |n: i64| (since + Span::minutes(n)).min(end);
        let mut versions = HashMap::new();
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
            // People without a record are not measured, on purpose.
            let said = Confirmations { unmeasured: true, awaited: false };
            let wish = call::Call { station, day, desk: 1, finish: true, ticket: None, session: None, said };
            let called = call::call(&mut work.lived(nurse, minute(30 + n * 15)), &wish)?;
            // The person at the desk now is not measured yet.
            if let Some(ticket) = called.ticket.filter(|_| n < 2).map(TicketId::new) {
                self.measured(&mut work.lived(nurse, minute(36 + n * 15)), ticket)?;
            }
        }
        Ok(())
    }

    fn measured(&self, work: &mut UnitOfWork<'_, '_>, id: TicketId) -> Result<(), Refusal> {
        let street = work.tenant;
        let who = tickets::read(work.tx, &street, id)?.and_then(|record| record.ticket.resident);
        who.map_or(Ok(()), |who| self.measure(work, who, self.ordinary(), Some(id)))
    }
}
