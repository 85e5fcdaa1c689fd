//! Wire types of a day of service: hours, free times, and for the desk the tickets.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Permit;
use weiguang_domain::households::Resident;
use weiguang_domain::kernel::ids::{ResidentId, StationId, TeamId, TicketId};
use weiguang_domain::kernel::text::mask_name;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::manual::Calendar;
use weiguang_domain::station::desk::Hold;
use weiguang_domain::station::own_booking::Asker;
use weiguang_domain::station::queue::{Arrival, TicketStatus};
use weiguang_domain::station::shown::Counts;

use super::own;
use crate::rooms::station::dates::{self, Days, Session};
use crate::rooms::station::ops::book::taken;
use crate::rooms::station::record::{DayRecord, TicketRecord, queue};
use crate::web::words::Bilingual;

/// Part of a day: one team's hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationSessionView)]
pub struct SessionView {
    /// By which series.
    pub series: Uuid,
    /// Who.
    pub team: Uuid,
    /// 张医生团队.
    pub team_name: String,
    /// `09:00`.
    pub from: String,
    /// `11:30`.
    pub until: String,
}

/// A day at a station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationDayView)]
pub struct DayView {
    /// Where.
    pub station: Uuid,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// Why there is no service on a day of the rule.
    pub off: Option<String>,
    /// The day on which there is service instead.
    pub moved_to: Option<String>,
    /// The name of the public holiday that it belongs to.
    pub holiday: Option<String>,
    /// The rule's day, if it was moved from there.
    pub moved_from: Option<String>,
    /// The hours, team by team; none on a day without service.
    pub sessions: Vec<SessionView>,
    /// `planned` before the first number, `open`, `closed`.
    pub state: String,
    /// How many times are booked.
    pub booked: u32,
    /// How many can be booked in all.
    pub places: u32,
    /// How many wait now.
    pub waiting: u32,
    /// How many were served.
    pub served: u32,
    /// The version of the day's queue; 0 before the first number.
    pub version: i64,
}

/// Data from which a day is built.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The station.
    pub station: StationId,
    /// The days of service.
    pub days: &'a Days,
    /// Holidays.
    pub calendar: &'a Calendar,
    /// The names of teams.
    pub teams: &'a HashMap<TeamId, String>,
}

fn session(s: &Session, teams: &HashMap<TeamId, String>) -> SessionView {
    SessionView {
        series: s.series.uuid(),
        team: s.team.uuid(),
        team_name: teams.get(&s.team).cloned().unwrap_or_default(),
        from: dates::clock(s.service.hours.from),
        until: dates::clock(s.service.hours.until),
    }
}

impl DayView {
    /// One day, with its tickets.
    #[must_use]
    pub fn of(around: &Around<'_>, day: Day, kept: Option<&DayRecord>, tickets: &[TicketRecord]) -> Self {
        let none = Vec::new();
        let sessions = around.days.sessions.get(&day).unwrap_or(&none);
        let counts = kept.filter(|k| tickets.is_empty() && k.closed.is_some()).map(|k| k.counts);
        let counts = counts.unwrap_or_else(|| queue(tickets).counts());
        let state = match kept {
            Some(DayRecord { closed: Some(_), .. }) => "closed",
            Some(_) if !tickets.is_empty() => "open",
            _ => "planned",
        };
        Self {
            station: around.station.uuid(),
            day: day.to_string(),
            off: around.days.off.get(&day).cloned(),
            moved_to: around.days.moved.get(&day).map(ToString::to_string),
            holiday: around.calendar.holiday(day).map(str::to_owned),
            moved_from: sessions.iter().find_map(|s| s.service.moved_from).map(|d| d.to_string()),
            sessions: sessions.iter().map(|s| session(s, around.teams)).collect(),
            state: state.to_owned(),
            booked: counts.booked - counts.cancelled.min(counts.booked),
            places: dates::slots(sessions, &[]).values().map(|(_, places)| u32::from(*places)).sum(),
            waiting: u32::try_from(queue(tickets).screen().waiting).unwrap_or(u32::MAX),
            served: counts.served,
            version: kept.map_or(0, |k| k.version),
        }
    }

    /// Every day of a period with service, bookings, or a cancelled service.
    #[must_use]
    pub fn all(around: &Around<'_>, kept: &[DayRecord], tickets: &[TicketRecord]) -> Vec<Self> {
        let mut by_day: BTreeMap<Day, Vec<TicketRecord>> = BTreeMap::new();
        for ticket in tickets {
            by_day.entry(ticket.day).or_default().push(ticket.clone());
        }
        let days = &around.days;
        let shown: BTreeSet<Day> = days
            .sessions
            .keys()
            .chain(days.off.keys())
            .chain(days.moved.keys())
            .chain(by_day.keys())
            .copied()
            .collect();
        let none = Vec::new();
        shown
            .into_iter()
            .map(|day| {
                let record = kept.iter().find(|k| k.day == day);
                Self::of(around, day, record, by_day.get(&day).unwrap_or(&none))
            })
            .collect()
    }
}

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationSlotView)]
pub struct SlotView {
    /// Its beginning, RFC 3339.
    pub at: String,
    /// `09:30`.
    pub label: String,
    /// How many places are left.
    pub left: u16,
    /// Of how many.
    pub places: u16,
}

/// A number, for the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationTicketView)]
pub struct TicketView {
    /// Which.
    pub id: Uuid,
    /// A07 was booked, B08 walked in.
    pub label: String,
    /// `booked` or `walk_in`.
    pub came: String,
    /// The booked time, RFC 3339.
    pub at: Option<String>,
    /// Whose; a walk-in may be nobody's by name.
    pub resident: Option<Uuid>,
    /// The name, also of somebody who booked by themselves and is not known yet; 王** for who may not measure.
    pub name: Option<String>,
    /// The age.
    pub age: Option<u16>,
    /// `expected`, `waiting`, `called`, `passed_over`, `served`, `gone`, `cancelled`.
    pub standing: String,
    /// Since when it is called, or when it was served, RFC 3339.
    pub since: Option<String>,
    /// The desk to which it is called.
    pub desk: Option<u8>,
    /// How often it was called.
    pub times: Option<u8>,
    /// Whether something was measured for it.
    pub measured: bool,
    /// Whether its owner booked it without an account.
    pub own: bool,
    /// What for, if they said so.
    pub purpose: Option<Bilingual>,
    /// The phone that they left, masked, until it is known whose record it is.
    pub phone: Option<String>,
    /// For `If-Match`.
    pub version: i64,
}

/// The owners of the tickets, and how much of them a reader sees.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// By record.
    pub known: HashMap<ResidentId, Resident>,
    /// Who booked without an account, by ticket.
    pub askers: HashMap<TicketId, Asker>,
    /// Desks in use, with the names of those who use them.
    pub desks: Vec<(u8, Hold, String)>,
    /// Whether names are shown in full.
    pub whole: bool,
}

impl TicketView {
    /// From a ticket.
    #[must_use]
    pub fn of(_permit: Permit, r: &TicketRecord, people: &People) -> Self {
        let ticket = &r.ticket;
        let (came, at) = match ticket.came {
            Arrival::Booked(at) => ("booked", Some(at.to_string())),
            Arrival::WalkIn => ("walk_in", None),
        };
        let (since, desk, times) = match ticket.standing {
            TicketStatus::Called { at, desk, times } => (Some(at), Some(desk), Some(times)),
            TicketStatus::Served { at } => (Some(at), None, None),
            _ => (None, None, None),
        };
        let person = ticket.resident.and_then(|id| people.known.get(&id));
        let asker = people.askers.get(&ticket.id).filter(|_| person.is_none());
        let name = person.map(|p| p.name.as_str()).or(asker.map(|a| a.name.as_str()));
        Self {
            id: ticket.id.uuid(),
            label: ticket.label(),
            came: came.to_owned(),
            at,
            resident: ticket.resident.map(ResidentId::uuid),
            name: name.map(|name| if people.whole { name.to_owned() } else { mask_name(name) }),
            age: person.filter(|_| people.whole).and_then(|p| p.birth.age(r.day)),
            standing: ticket.standing.key().to_owned(),
            since: since.map(|at| at.to_string()),
            desk,
            times,
            measured: !r.beside.readings.is_empty(),
            own: r.beside.own.is_some(),
            purpose: own::purpose(&r.beside),
            phone: asker.map(|a| a.phone.mask()),
            version: r.version,
        }
    }
}

/// How a day went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationCountsView)]
pub struct CountsView {
    /// Had booked, those who called it off included.
    pub booked: u32,
    /// Walked in.
    pub walked_in: u32,
    /// Were served.
    pub served: u32,
    /// Went home before.
    pub left: u32,
    /// Called it off.
    pub cancelled: u32,
    /// Booked or called, and not there; on an open day they may still come.
    pub absent: u32,
}

impl From<Counts> for CountsView {
    fn from(c: Counts) -> Self {
        Self {
            booked: c.booked,
            walked_in: c.walked_in,
            served: c.served,
            left: c.left,
            cancelled: c.cancelled,
            absent: c.absent,
        }
    }
}

/// A desk at which somebody works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationDeskView)]
pub struct DeskView {
    /// Which.
    pub desk: u8,
    /// Who holds it.
    pub name: String,
    /// Since when, RFC 3339; it tells a browser whether the hold is its own.
    pub since: String,
}

/// A day with its times and, for the desk, its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationDayQueue)]
pub struct DayQueue {
    /// The day.
    #[serde(flatten)]
    pub about: DayView,
    /// Times that can be booked.
    pub slots: Vec<SlotView>,
    /// Called to a desk, the newest first.
    pub serving: Vec<TicketView>,
    /// Here and waiting, in the order in which they would be called now.
    pub waiting_list: Vec<TicketView>,
    /// Booked and not here yet, by time.
    pub expected: Vec<TicketView>,
    /// Called often enough, and not there.
    pub passed: Vec<TicketView>,
    /// Served, gone or called off.
    pub done: Vec<TicketView>,
    /// Desks that are held now.
    pub desks: Vec<DeskView>,
    /// How it went, or goes.
    pub counts: CountsView,
    /// Whether the reader may run the desk.
    pub may_call: bool,
    /// Now, RFC 3339.
    pub now: String,
}

impl DayQueue {
    /// A day with its tickets, for the desk; without them for those who only book.
    #[must_use]
    pub fn of(
        about: DayView,
        sessions: &[Session],
        tickets: &[TicketRecord],
        desk: Option<&(Permit, People)>,
        counts: Counts,
        now: Moment,
    ) -> Self {
        let slots = dates::slots(sessions, &taken(tickets));
        let slot = |(at, (left, places)): (&Moment, &(u16, u16))| SlotView {
            at: at.to_string(),
            label: at.civil().strftime("%H:%M").to_string(),
            left: if *at < now { 0 } else { *left },
            places: *places,
        };
        let mut day = Self {
            about,
            slots: slots.iter().map(slot).collect(),
            serving: Vec::new(),
            waiting_list: Vec::new(),
            expected: Vec::new(),
            passed: Vec::new(),
            done: Vec::new(),
            desks: Vec::new(),
            counts: counts.into(),
            may_call: desk.is_some(),
            now: now.to_string(),
        };
        let Some((permit, people)) = desk else { return day };
        day.desks = people
            .desks
            .iter()
            .map(|(desk, hold, name)| DeskView { desk: *desk, name: name.clone(), since: hold.since.to_string() })
            .collect();
        for next in queue(tickets).order(now) {
            let waiting = tickets.iter().filter(|t| t.ticket.id == next);
            day.waiting_list.extend(waiting.map(|t| TicketView::of(*permit, t, people)));
        }
        let mut others: Vec<&TicketRecord> = tickets.iter().collect();
        others.sort_by_key(|t| match (t.ticket.standing, t.ticket.came) {
            (TicketStatus::Expected, Arrival::Booked(at)) => (at, t.ticket.number),
            _ => (Moment::default(), t.ticket.number),
        });
        for record in others {
            let list = match record.ticket.standing {
                TicketStatus::Called { .. } => &mut day.serving,
                TicketStatus::Expected => &mut day.expected,
                TicketStatus::PassedOver => &mut day.passed,
                TicketStatus::Served { .. } | TicketStatus::Gone | TicketStatus::Cancelled => &mut day.done,
                TicketStatus::Waiting { .. } => continue,
            };
            list.push(TicketView::of(*permit, record, people));
        }
        day.serving.sort_by(|a, b| b.since.cmp(&a.since));
        day
    }
}
