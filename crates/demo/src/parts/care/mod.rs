//! Eight weeks of measurements: regular and occasional visitors, overdue rechecks; and four alerts per station, from
//! recovered to just escalated.

mod day;

use std::collections::BTreeSet;
use weiguang_domain::access::{Actor, Role, Via as Door};
use weiguang_domain::care::alert::ladder::{How, TryResult};
use weiguang_domain::care::alert::state::{Outcome, Watcher, With};
use weiguang_domain::care::reading::{Measured, Via};
use weiguang_domain::care::verdict::Illness;
use weiguang_domain::care::{Action, Meal, Milli, Symptom, Unit, Value};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AlertId, ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::{Moment, Span};

use weiguang_server::access::actors;
use weiguang_server::app::UnitOfWork;
use weiguang_server::rooms::care::ops::{acts, calling, measure, moves};
use weiguang_server::rooms::care::store::alerts;
use weiguang_server::rooms::care::{Enter, enter};
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::rooms::households;
use weiguang_server::web::Refusal;

use super::station::WEEKS;
use crate::dice::Dice;
use crate::part::{Demonstration, Opened, Part};
use crate::staff::Staff;

/// Number of regular visitors.
const FOLLOWED: usize = 12;

/// An invented call-back number.
const CALL_BACK: &str = "028-15400000";

/// Readings, alerts, and the last day, shared with the station.
pub struct Care;

impl Part for Care {
    fn room(&self) -> &'static str {
        "care"
    }

    fn make(&self, all: &mut Demonstration) -> Result<(), Refusal> {
        for street in all.plan.streets() {
            let (plan, old) = (all.plan.clone(), all.old.get(&street).cloned().unwrap_or_default());
            let stations: Vec<Opened> = all.stations.iter().filter(|one| street.contains(&one.code)).cloned().collect();
            all.in_street(street, move |work| {
                for one in &stations {
                    let clinic = Clinic::new(&plan.staff, one, plan.end);
                    let old: Vec<_> = old.iter().filter(|(cell, _)| one.code.contains(cell)).copied().collect();
                    clinic.work(work, &old)?;
                    clinic.day(work, &old)?;
                }
                let (system, desk) = (Actor::system(), calling::centre(&work.state::<Territory>(), &street));
                calling::set(&mut work.lived(&system, plan.end - Span::days(30)), 0, &desk, CALL_BACK).map(drop)
            })?;
        }
        Ok(())
    }
}

/// A station with its nurse.
struct Clinic<'a> {
    staff: &'a Staff,
    station: StationId,
    nurse: &'a Actor,
    end: Moment,
    dice: Dice,
}

/// An event.
enum Event {
    /// A measurement; the index of an alert that it begins.
    Measure(ResidentId, Measured, Option<usize>),
    /// An action on the alert with this index.
    Act(usize, Deed),
}

/// Who acts.
#[derive(Clone, Copy)]
enum By {
    /// The owner at that time.
    Owner,
    /// The station's doctor.
    Doctor,
}

/// An action that may depend on who is responsible.
#[derive(Clone)]
enum Deed {
    Do(By, Action),
    /// Safe for now, with the owner.
    SafeWithOwner(&'static str),
    /// The cell's member looks in, starting after this time.
    AskMember(Span),
    /// The member looked in.
    MemberLooked(&'static str),
}

const fn after(minutes: i64) -> Span {
    Span::minutes(minutes)
}

fn tried(rung: u16, how: How, went: TryResult, words: &str) -> Deed {
    Deed::Do(By::Owner, Action::Try { rung, how, went, words: words.into() })
}

fn owner(action: Action) -> Deed {
    Deed::Do(By::Owner, action)
}

fn asked_after(by: By, words: &str) -> Deed {
    Deed::Do(by, Action::FollowedUp { well: true, words: words.into() })
}

/// Four weeks ago: kin came at once, recovered.
fn ended() -> Vec<(Span, Deed)> {
    let day = 24 * 60;
    vec![
        (after(4), owner(Action::Acknowledge)),
        (after(9), tried(0, How::Phone, TryResult::Reached, "接通，说二十分钟就到")),
        (after(15), Deed::SafeWithOwner("服务站，坐着喝了水")),
        (after(28), owner(Action::KinThere { kin: None })),
        (after(45), owner(Action::Refer { to: "区人民医院内分泌科".into(), how: "家属陪同，打车".into() })),
        (after(110), owner(Action::Arrived { words: "家属来电：已看上医生，调了药".into() })),
        (after(day - 90), asked_after(By::Doctor, "按时吃药，精神好")),
        (after(9 * day), asked_after(By::Owner, "上门看过，早晚有家人在")),
        (
            after(9 * day + 180),
            Deed::Do(
                By::Doctor,
                Action::Close { outcome: Outcome::UnderCare, words: "纳入慢病随访，每月测一次".into() },
            ),
        ),
    ]
}

/// A week ago: nobody answered, a doctor let them stay at home; the second follow-up is due.
fn followed() -> Vec<(Span, Deed)> {
    vec![
        (after(3), owner(Action::Acknowledge)),
        (after(7), tried(0, How::Phone, TryResult::NoAnswer, "响了没人接")),
        (after(14), Deed::SafeWithOwner("服务站，休息后血压降了一些")),
        (after(16), Deed::AskMember(Span::hours(2))),
        (after(34), tried(0, How::Phone, TryResult::Reached, "回电了，晚上回来")),
        (after(130), Deed::MemberLooked("在家看电视，不头晕了")),
        (after(150), Deed::Do(By::Doctor, Action::StayHome { words: "复测已降，在家观察，今晚有家人陪".into() })),
        (after(23 * 60), asked_after(By::Doctor, "电话随访：按时吃药，没有不舒服")),
    ]
}

/// Today: brought home, and watched until kin return in the evening.
fn watched() -> Vec<(Span, Deed)> {
    vec![
        (after(5), owner(Action::Acknowledge)),
        (after(8), tried(0, How::Phone, TryResult::NoAnswer, "上班，手机没人接")),
        (after(13), tried(0, How::Message, TryResult::LeftWord, "发了短信，请看到后回电")),
        (after(18), owner(Action::Escort { to: "家中".into() })),
        (after(34), owner(Action::SafeNow { with: With::Alone, place: "家中，已喝水，躺着休息".into() })),
        (after(36), Deed::AskMember(Span::minutes(90))),
        // Two hours later the member looks in: she slept a little and ate.
        (after(120), Deed::MemberLooked("睡了一会儿，喝了粥")),
        (after(210), owner(Action::KinThere { kin: None })),
        (after(250), Deed::Do(By::Doctor, Action::StayHome { words: "复测已降，家人在，明天来站里复查".into() })),
    ]
}

/// This hour: the first owner did not acknowledge in time.
fn climbed() -> Vec<(Span, Deed)> {
    vec![
        (after(16), owner(Action::Acknowledge)),
        (after(20), tried(0, How::Phone, TryResult::Reached, "接通，正在往回赶")),
        (after(40), owner(Action::KinThere { kin: None })),
        (after(60), owner(Action::Refer { to: "社区卫生服务中心".into(), how: "家人陪同".into() })),
        (after(130), owner(Action::Arrived { words: "家人来电：已看上医生，留观".into() })),
    ]
}

fn pressure(systolic: i64, diastolic: i64, pulse: i64) -> Measured {
    let whole = |n: i64| Milli::whole(i32::try_from(n).unwrap_or_default());
    Measured::pressure(whole(systolic), whole(diastolic), Some(whole(pulse)))
}

/// A glucose in tenths of mmol/L.
fn glucose(tenths: i64, meal: Meal) -> Measured {
    let value = Value::Is(Milli::thousandths(i32::try_from(tenths * 100).unwrap_or_default()));
    Measured::glucose(value, Unit::Mmol, meal)
}

impl<'a> Clinic<'a> {
    fn new(staff: &'a Staff, at: &'a Opened, end: Moment) -> Self {
        Self { staff, station: at.days.series.station, nurse: &at.nurse, end, dice: Dice::new(10) }
    }

    /// Runs through the weeks.
    fn work(&self, work: &mut UnitOfWork<'_, '_>, old: &[(GridCode, ResidentId)]) -> Result<(), Refusal> {
        let mut events = self.weeks(work, old)?;
        events.extend(self.alerts(work, old)?);
        events.retain(|(at, _)| *at <= self.end);
        // Stable: events of one moment stay in order.
        events.sort_by_key(|(at, _)| *at);
        let mut begun = std::collections::HashMap::new();
        for (at, event) in events {
            self.ring(work, at)?;
            match event {
                Event::Measure(who, measured, number) => {
                    self.measure(&mut work.lived(self.nurse, at), who, measured, None)?;
                    if let Some(number) = number {
                        let street = work.tenant;
                        begun.extend(alerts::open_of(work.tx, &street, who)?.map(|a| (number, a.alert.id)));
                    }
                }
                Event::Act(number, deed) => {
                    let id = begun.get(&number).ok_or(Refusal::NotFound("alert"))?;
                    self.act(work, at, *id, &deed)?;
                }
            }
        }
        self.ring(work, self.end)
    }

    /// Measures a person, for their queue number if they have one.
    fn measure(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        resident: ResidentId,
        measured: Measured,
        ticket: Option<TicketId>,
    ) -> Result<(), Refusal> {
        let id = work.id();
        let station = ticket.is_none().then_some(self.station);
        enter(work, &Enter { id, resident, station, ticket, at: None, via: Via::Typed, measured }).map(drop)
    }

    /// Ordinary values of an old person.
    fn ordinary(&self) -> Measured {
        pressure(self.dice.between(112, 136), self.dice.between(66, 82), self.dice.between(62, 84))
    }

    /// A Wednesday morning, this many weeks ago.
    fn morning(&self, weeks: i64) -> Moment {
        let today = self.end.day();
        let wednesday = today.weekday().since(jiff::civil::Weekday::Wednesday);
        let back = i64::from(wednesday) + 7 * weeks;
        // Not today, which has its own story.
        let back = if wednesday == 0 { back + 7 } else { back };
        Moment::start_of(today) - Span::days(back) + Span::minutes(9 * 60 + self.dice.between(0, 149))
    }

    /// The visits to the station over some weeks: by regular visitors with their illnesses, and by occasional ones.
    fn weeks(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        old: &[(GridCode, ResidentId)],
    ) -> Result<Vec<(Moment, Event)>, Refusal> {
        let mut events = Vec::new();
        for (n, (_, who)) in old.iter().enumerate() {
            if n < FOLLOWED {
                let diabetes = n % 3 == 2;
                let illness = if diabetes { Illness::Diabetes } else { Illness::Hypertension };
                let began = self.morning(WEEKS) - Span::minutes(20);
                measure::illnesses(&mut work.lived(self.nurse, began), *who, &BTreeSet::from([illness]))?;
                // Two stay away after a value that needs a recheck: listed as overdue.
                let last = if n > 0 && n % 5 == 0 { 4 } else { 0 };
                let (high, sweet) = (self.dice.between(146, 160), self.dice.between(78, 112));
                for week in (last..WEEKS).rev().filter(|_| self.dice.percent(85)) {
                    // Decreases week by week, with fluctuations.
                    let eased = (WEEKS - week) * 2;
                    let measured = if diabetes {
                        glucose(sweet - eased + self.dice.between(-6, 6), Meal::Fasting)
                    } else {
                        pressure(high - eased + self.dice.between(-5, 5), self.dice.between(78, 92), 72)
                    };
                    events.push((self.morning(week), Event::Measure(*who, measured, None)));
                }
                if last > 0 {
                    let measured = if diabetes { glucose(118, Meal::Fasting) } else { pressure(164, 98, 80) };
                    events.push((self.morning(last) + Span::hours(2), Event::Measure(*who, measured, None)));
                }
            } else if self.dice.percent(60) {
                let sweet = glucose(self.dice.between(48, 66), Meal::Fasting);
                let measured = if self.dice.percent(70) { self.ordinary() } else { sweet };
                events.push((self.morning(self.dice.between(0, WEEKS - 1)), Event::Measure(*who, measured, None)));
            }
        }
        Ok(events)
    }

    /// Residents for the alerts: in a cell with staff, in a grid with doctor and leader, and no regular visitors.
    fn patients(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        old: &[(GridCode, ResidentId)],
    ) -> Result<Vec<ResidentId>, Refusal> {
        let (street, today) = (work.tenant, self.end.day());
        let pairing = households::pairing(work.tx, &street)?;
        let served = |cell: &GridCode| {
            let led = cell.at(Level::Grid).and_then(|g| self.staff.holding(Role::GridLeader, g).next());
            led.is_some() && self.member(*cell).is_some() && pairing.team_of(cell, today).is_some()
        };
        let mut patients: Vec<ResidentId> =
            old.iter().skip(FOLLOWED).filter(|(cell, _)| served(cell)).map(|(_, who)| *who).collect();
        // From the end of the list: the first ones visit the station today.
        patients.reverse();
        Ok(patients)
    }

    fn member(&self, cell: GridCode) -> Option<&crate::staff::Person> {
        self.staff.holding(Role::MicroGridMember, cell).next()
    }

    fn alerts(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        old: &[(GridCode, ResidentId)],
    ) -> Result<Vec<(Moment, Event)>, Refusal> {
        let hour = self.end.civil().hour();
        // Nobody is measured at night: then the events are those of yesterday afternoon.
        let today = if (10..21).contains(&hour) {
            self.end - Span::minutes(70)
        } else {
            let day = if hour < 10 { (self.end - Span::hours(12)).day() } else { self.end.day() };
            Moment::start_of(day) + Span::hours(17)
        };
        let told = [
            (self.morning(4), glucose(193, Meal::Random).with(Symptom::Dizzy), glucose(188, Meal::Random), ended()),
            (self.morning(0), pressure(188, 112, 92), pressure(186, 110, 90), followed()),
            (today, glucose(224, Meal::Random).with(Symptom::Dizzy), glucose(219, Meal::Random), watched()),
            (today + Span::minutes(42), pressure(192, 114, 96), pressure(190, 112, 94), climbed()),
        ];
        let mut events = Vec::new();
        for (number, (who, (at, first, second, deeds))) in self.patients(work, old)?.into_iter().zip(told).enumerate() {
            let raised = at + Span::minutes(3);
            events.push((at, Event::Measure(who, first, None)));
            events.push((raised, Event::Measure(who, second, Some(number))));
            events.extend(deeds.into_iter().map(|(later, deed)| (raised + later, Event::Act(number, deed))));
        }
        Ok(events)
    }

    /// Runs every alarm at its moment.
    fn ring(&self, work: &mut UnitOfWork<'_, '_>, until: Moment) -> Result<(), Refusal> {
        let (street, system) = (work.tenant, Actor::system());
        while let Some(due) = alerts::next_alarm(work.tx, &street)?.filter(|due| *due < until) {
            let at = due + Span::seconds(1);
            for id in alerts::alarms(work.tx, &street, at, 20)? {
                moves::ring(&mut work.lived(&system, at), id)?;
            }
        }
        Ok(())
    }

    fn act(&self, work: &mut UnitOfWork<'_, '_>, at: Moment, id: AlertId, deed: &Deed) -> Result<(), Refusal> {
        let street = work.tenant;
        let record = alerts::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("alert"))?;
        let watcher =
            || self.member(record.alert.code).map(|m| Watcher::Staff(m.id)).ok_or(Refusal::NotFound("member"));
        let (by, action) = match deed {
            Deed::Do(by, action) => (*by, action.clone()),
            Deed::SafeWithOwner(place) => {
                (By::Owner, Action::SafeNow { with: With::Staff(record.alert.owner), place: (*place).into() })
            }
            Deed::AskMember(first) => {
                (By::Owner, Action::AskWatch { watcher: watcher()?, every: Span::hours(2), first: at + *first })
            }
            Deed::MemberLooked(words) => {
                (By::Owner, Action::LookedIn { watcher: watcher()?, well: true, words: (*words).into() })
            }
        };
        let actor = match by {
            By::Doctor => Some(self.nurse.clone()),
            By::Owner => actors::actor(work.tx, record.alert.owner, at.day(), Door::Session)?,
        };
        let actor = actor.ok_or(Refusal::NotFound("actor"))?;
        acts::act(&mut work.lived(&actor, at), id, record.head.seq, &action).map(drop)
    }
}
