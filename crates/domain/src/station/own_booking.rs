//! Online booking of service days without an account: limits, lead times and expiry. The remaining places are for the
//! desk and walk-ins, so that people without a phone are served.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::plan::{ServiceDay, Share};
use super::queue::{Arrival, BOOKED_WINDOW, Ticket, TicketStatus};
use crate::households::Phone;
use crate::kernel::time::{Day, Moment, Span};
use crate::people::account;

/// How many days ahead a place can be booked.
pub const AHEAD_DAYS: i64 = 14;
/// Minimum time before the slot.
pub const LEAD: Span = Span::minutes(30);
/// Maximum bookings per day and address.
pub const FROM_ONE_ADDRESS: u32 = 4;

/// The purpose of a booking: which meter is needed, and no more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Blood pressure.
    Pressure,
    /// Blood sugar.
    Glucose,
    /// A recheck that the station asked for.
    Recheck,
    /// A question to the doctor.
    Ask,
}

impl Purpose {
    /// All, in display order.
    pub const ALL: [Self; 4] = [Self::Pressure, Self::Glucose, Self::Recheck, Self::Ask];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pressure => "pressure",
            Self::Glucose => "glucose",
            Self::Recheck => "recheck",
            Self::Ask => "ask",
        }
    }

    /// The words in Chinese and English.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Pressure => ("量血压", "Blood pressure"),
            Self::Glucose => ("测血糖", "Blood sugar"),
            Self::Recheck => ("按通知复查", "Measured again, as asked"),
            Self::Ask => ("问问医生", "A question for the doctor"),
        }
    }
}

/// Who booked; stored until the desk has identified the resident, the booking is cancelled, or its day has passed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Asker {
    /// The name.
    pub name: String,
    /// The phone, for cancellations of the day.
    pub phone: Phone,
}

impl Asker {
    /// Parses both fields.
    ///
    /// # Errors
    /// [`Refused::Name`], [`Refused::Phone`], or both.
    pub fn read(name: &str, phone: &str) -> Result<Self, Vec<Refused>> {
        let name = account::name(name).map_err(|_| Refused::Name);
        // 12345 is dialable, but nobody's own number.
        let own = |phone: &Phone| phone.reveal().len() > 6;
        let phone = Phone::parse(phone).ok().filter(own).ok_or(Refused::Phone);
        match (name, phone) {
            (Ok(name), Ok(phone)) => Ok(Self { name, phone }),
            (name, phone) => Err(name.err().into_iter().chain(phone.err()).collect()),
        }
    }
}

/// Why a booking is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The name.
    #[error("a name of 1 to 40 characters")]
    Name,
    /// The phone.
    #[error("a mobile number of 11 digits, or a landline with its area code")]
    Phone,
    /// This series can only be booked at the desk.
    #[error("this day cannot be booked here: call the station, or just come")]
    NotOffered,
    /// The day is too far ahead.
    #[error("can be booked from {0} on")]
    Early(Day),
    /// The day or slot has passed or is too soon.
    #[error("too late to book this: just come and take a number")]
    Late,
    /// No such slot.
    #[error("not a time that can be booked")]
    NoTime,
    /// The slot is full.
    #[error("this time is full: choose another")]
    TimeFull,
    /// All online places are booked.
    #[error(
        "all places that can be booked here are taken; some are kept for who comes: call the station, or just come"
    )]
    DayFull,
    /// This phone has a booking on that day.
    #[error("there is a booking of this day with this phone already")]
    Twice,
    /// Too many bookings of one day from one address.
    #[error("4 places of this day were booked from here already: call the station for more")]
    Many,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "care.own-name",
            Self::Phone => "care.own-phone",
            Self::NotOffered => "care.own-not-offered",
            Self::Early(_) => "care.own-early",
            Self::Late => "care.own-late",
            Self::NoTime => "care.own-no-time",
            Self::TimeFull => "care.own-time-full",
            Self::DayFull => "care.own-day-full",
            Self::Twice => "care.own-twice",
            Self::Many => "care.own-many",
        }
    }

    /// The field at fault.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone | Self::Twice => "phone",
            Self::Late | Self::NoTime | Self::TimeFull => "at",
            Self::NotOffered | Self::Early(_) | Self::DayFull | Self::Many => "day",
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn chinese(self) -> String {
        match self {
            Self::Name => "请写 1 至 40 个字的姓名".to_owned(),
            Self::Phone => "请写 11 位手机号，或带区号的座机".to_owned(),
            Self::NotOffered => "这一天不开放网上预约，请打电话，或直接来".to_owned(),
            Self::Early(day) => format!("{} 月 {} 日起可以预约", day.month(), day.day()),
            Self::Late => "来不及预约了，请直接来取号".to_owned(),
            Self::NoTime => "不是可以预约的时间".to_owned(),
            Self::TimeFull => "这个时间约满了，请换一个".to_owned(),
            Self::DayFull => "这一天网上能约的都约满了。现场还留了位置，可以打电话，或直接来".to_owned(),
            Self::Twice => "这个号码当天已经约过了".to_owned(),
            Self::Many => "从您这里已经约了这一天的 4 个位置，再要请打服务站电话".to_owned(),
        }
    }
}

/// A team's part of a day.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The hours.
    pub service: &'a ServiceDay,
    /// Minutes per slot.
    pub slot: u16,
    /// Places per slot.
    pub places: u16,
    /// The share for online booking.
    pub share: Share,
}

/// A taken place: its slot, and whether it was booked online.
pub type TakenPlace = (Moment, bool);

/// What residents can still book of a day.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Offer {
    /// Slots with free places; full ones included, those too soon excluded.
    pub times: BTreeMap<Moment, u16>,
    /// Free places in total.
    pub left: u32,
    /// Whether the day has online booking at all.
    pub offered: bool,
    /// Slots that have passed or are too soon.
    soon: Vec<Moment>,
}

impl Offer {
    /// The free places of a day's parts, given the taken ones.
    #[must_use]
    pub fn of(parts: &[Part<'_>], taken: &[TakenPlace], now: Moment) -> Self {
        let mut all: BTreeMap<Moment, (u16, bool)> = BTreeMap::new();
        let mut allowed = 0;
        for part in parts {
            let slots = part.service.slots(part.slot, part.places, &[]);
            allowed += part.share.of(slots.iter().map(|(_, places)| u32::from(*places)).sum());
            for (at, places) in slots {
                let time = all.entry(at).or_default();
                time.0 += places;
                time.1 |= part.share != Share::NONE;
            }
        }
        let own = taken.iter().filter(|(_, own)| *own).count();
        let left = allowed.saturating_sub(u32::try_from(own).unwrap_or(u32::MAX));
        let mut offer = Self { left, offered: allowed > 0, ..Self::default() };
        for (at, (places, open)) in all {
            let used = u16::try_from(taken.iter().filter(|(t, _)| *t == at).count()).unwrap_or(u16::MAX);
            let free = places.saturating_sub(used).min(u16::try_from(left).unwrap_or(u16::MAX));
            match (open, at < now + LEAD) {
                (false, _) => {}
                (true, true) => offer.soon.push(at),
                (true, false) => _ = offer.times.insert(at, free),
            }
        }
        // The day's rest is limited by the free places of its slots.
        offer.left = left.min(offer.times.values().map(|free| u32::from(*free)).sum());
        offer
    }

    /// Checks whether a slot can be booked.
    ///
    /// # Errors
    /// [`Refused::NotOffered`], [`Refused::Late`], [`Refused::NoTime`], [`Refused::DayFull`], [`Refused::TimeFull`].
    pub fn take(&self, at: Moment) -> Result<(), Refused> {
        match self.times.get(&at) {
            _ if !self.offered => Err(Refused::NotOffered),
            None if self.soon.contains(&at) => Err(Refused::Late),
            None => Err(Refused::NoTime),
            Some(_) if self.left == 0 => Err(Refused::DayFull),
            Some(0) => Err(Refused::TimeFull),
            Some(_) => Ok(()),
        }
    }
}

/// The first day on which a day can be booked.
#[must_use]
pub fn opens(day: Day) -> Day {
    day.saturating_sub(jiff::Span::new().days(AHEAD_DAYS))
}

/// Checks whether a day can be booked today.
///
/// # Errors
/// [`Refused::Early`], [`Refused::Late`].
pub fn in_time(day: Day, today: Day) -> Result<(), Refused> {
    match opens(day) {
        _ if day < today => Err(Refused::Late),
        first if first > today => Err(Refused::Early(first)),
        _ => Ok(()),
    }
}

/// The status of a booking, as shown to its owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// In the future.
    Booked,
    /// Its slot has begun.
    Due,
    /// Its slot has passed, and the day has not: the person waits with the walk-ins.
    Late,
    /// Arrived.
    Waiting,
    /// Called to a desk.
    Called,
    /// Called several times and absent.
    PassedOver,
    /// Served.
    Served,
    /// Left before being served.
    Gone,
    /// Cancelled.
    Cancelled,
    /// The day has passed, and nobody came.
    Lapsed,
}

impl Stage {
    /// The status of a ticket; `over`: whether its day has passed.
    #[must_use]
    pub fn of(ticket: &Ticket, over: bool, now: Moment) -> Self {
        match (ticket.standing, ticket.came) {
            (TicketStatus::Expected | TicketStatus::PassedOver, _) if over => Self::Lapsed,
            (TicketStatus::Expected, Arrival::Booked(at)) if now > at + BOOKED_WINDOW => Self::Late,
            (TicketStatus::Expected, Arrival::Booked(at)) if now >= at - BOOKED_WINDOW => Self::Due,
            (TicketStatus::Expected, _) => Self::Booked,
            (TicketStatus::Waiting { .. }, _) => Self::Waiting,
            (TicketStatus::Called { .. }, _) => Self::Called,
            (TicketStatus::PassedOver, _) => Self::PassedOver,
            (TicketStatus::Served { .. }, _) => Self::Served,
            (TicketStatus::Gone, _) => Self::Gone,
            (TicketStatus::Cancelled, _) => Self::Cancelled,
        }
    }

    /// Whether its owner may cancel it.
    #[must_use]
    pub const fn can_cancel(self) -> bool {
        matches!(self, Self::Booked | Self::Due | Self::Late)
    }

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Due => "due",
            Self::Late => "late",
            Self::Waiting => "waiting",
            Self::Called => "called",
            Self::PassedOver => "passed_over",
            Self::Served => "served",
            Self::Gone => "gone",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
        }
    }

    /// The words in Chinese and English.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Booked => ("已约好", "Booked"),
            Self::Due => ("到时间了，请到服务台报号", "It is time: tell the desk your number"),
            Self::Late => (
                "时间过了，今天仍可以来，和现场取号的一起排",
                "The time is over; you may still come today and wait with the others",
            ),
            Self::Waiting => ("已报到，请等叫号", "You are here: please wait to be called"),
            Self::Called => ("正在叫您的号", "Your number is called"),
            Self::PassedOver => ("已过号，回来请跟服务台说一声", "Passed over: tell the desk when you are back"),
            Self::Served => ("已办完", "Done"),
            Self::Gone => ("已离开", "Left"),
            Self::Cancelled => ("已取消", "Called off"),
            Self::Lapsed => ("当天没有来，预约已作废", "Nobody came, and the booking has lapsed"),
        }
    }
}
