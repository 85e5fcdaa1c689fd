//! Creates a record, with a name and a place if no more is known, and corrects it later.

use serde_json::json;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::households::{Birth, IdentityNumber, Phone, Presence, Refused, Registered, Resident, Sex};
use weiguang_domain::kernel::ids::{HouseholdId, ResidentId};
use weiguang_domain::kernel::time::Day;

use super::doors::{self, NewHome};
use super::{Receipt, changeable, keep, may, tell};
use crate::app::UnitOfWork;
use crate::app::happening::Happening;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::store::residents;
use crate::web::{FieldFault, Refusal};

/// The most phones of one person.
const PHONES: usize = 5;
/// The longest text for the place of registration.
const REGISTERED: usize = 60;
/// Nobody alive was born before this year.
const OLDEST_YEAR: i16 = 1880;

/// The home of a new person.
#[derive(Clone, Debug)]
pub enum Home {
    /// No known dwelling: only a cell, or a code above it.
    Code(GridCode),
    /// With an existing household.
    With(HouseholdId),
    /// A household of their own in a dwelling.
    New(NewHome),
}

/// Facts about a person, as typed; `None` leaves a fact unchanged.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// `1943`, `1943-05` or `1943-05-01`; empty: unknown.
    pub birth: Option<String>,
    /// As they state it.
    pub sex: Option<Sex>,
    /// The identity number; empty removes it.
    pub identity: Option<String>,
    /// All phones.
    pub phones: Option<Vec<String>>,
    /// The place of registration.
    pub registered: Option<Registered>,
}

/// A new record.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the client.
    pub id: ResidentId,
    /// As they are called.
    pub name: String,
    /// The home.
    pub home: Home,
    /// Other facts.
    pub facts: Facts,
}

/// Reads a date of birth as people write it.
///
/// # Errors
/// Not a past year, month or day.
pub fn birth(text: &str, today: Day) -> Result<Birth, Refusal> {
    let fault = |zh: &str, en: String| Refusal::field(FieldFault::new("birth", "households.birth", zh, en));
    let birth = Birth::read(text).map_err(|no| fault(no.chinese(), no.to_string()))?;
    let first = match birth {
        Birth::Unknown => return Ok(birth),
        Birth::Year(year) => Day::new(year, 1, 1),
        Birth::Month(year, month) => Day::new(year, month, 1),
        Birth::Day(day) => Ok(day),
    };
    let been = first.is_ok_and(|first| first.year() >= OLDEST_YEAR && first <= today);
    let (zh, en) = ("出生日期在 1880 年以前或在将来", "born before 1880, or in the future");
    if been { Ok(birth) } else { Err(fault(zh, en.into())) }
}

impl Facts {
    /// The record with these facts applied.
    ///
    /// # Errors
    /// [`Refused`]; unreadable values.
    pub fn told(&self, mut r: Resident, today: Day) -> Result<Resident, Refusal> {
        let number = match self.identity.as_deref().map(str::trim) {
            None => r.identity.take(),
            Some(text) => {
                if r.identity.take().is_some() {
                    // Birth and sex taken from the old number are removed with it.
                    (r.birth, r.sex) = (Birth::Unknown, None);
                }
                let read = |text| IdentityNumber::parse(text, today).map_err(Refused::Identity);
                (!text.is_empty()).then(|| read(text)).transpose()?
            }
        };
        if let Some(text) = &self.birth {
            r.birth = birth(text, today)?;
        }
        if self.sex.is_some() {
            r.sex = self.sex;
        }
        if let Some(number) = number {
            r = r.identified(number)?;
        }
        if let Some(typed) = &self.phones {
            if typed.len() > PHONES {
                let (zh, en) = (format!("最多 {PHONES} 个电话"), format!("at most {PHONES} phones"));
                return Err(Refusal::field(FieldFault::new("phones", "households.phones", zh, en)));
            }
            let before = std::mem::take(&mut r.phones);
            for text in typed {
                // A number that is on record already stays as it is, also if forms would not accept it today.
                let known = before.iter().find(|phone| phone.reveal() == text.trim()).cloned();
                let phone = known.map_or_else(|| Phone::parse(text), Ok).map_err(|refused| {
                    Refusal::field(FieldFault::new("phones", refused.code(), refused.chinese(), refused.to_string()))
                })?;
                if !r.phones.contains(&phone) {
                    r.phones.push(phone);
                }
            }
        }
        if let Some(registered) = &self.registered {
            if matches!(registered, Registered::Elsewhere(words) if words.chars().count() > REGISTERED) {
                return Err(Refusal::field(FieldFault::too_long("registered", REGISTERED)));
            }
            r.registered = registered.clone();
        }
        Ok(r)
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.named().is_empty()
    }

    fn named(&self) -> Vec<&'static str> {
        let all = [
            ("birth", self.birth.is_some()),
            ("sex", self.sex.is_some()),
            ("identity", self.identity.is_some()),
            ("phones", self.phones.is_some()),
            ("registered", self.registered.is_some()),
        ];
        all.into_iter().filter(|(_, told)| *told).map(|(name, _)| name).collect()
    }
}

/// A code at which a person can be recorded: one of this street that exists in the territory.
pub(super) fn known_code(work: &UnitOfWork<'_, '_>, code: GridCode) -> Result<GridCode, Refusal> {
    if code.level() < Level::Street || code.street() != Some(work.tenant) || !work.state::<Territory>().knows(&code) {
        let (zh, en) = ("没有这个网格", "there is no such cell");
        return Err(Refusal::field(FieldFault::new("code", "grid.unknown-code", zh, en)));
    }
    Ok(code)
}

/// Creates a record.
///
/// # Errors
/// [`Refusal::Denied`] at the place; [`Refused`]; the same id again.
pub fn register(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (code, household, permit) = match &new.home {
        Home::Code(code) => {
            let code = known_code(work, *code)?;
            let permit = may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &code, today)?;
            (code, None, permit)
        }
        Home::With(id) => {
            let (home, permit) = doors::changeable(work, *id, None)?;
            (home.household.code, Some(home.household.id), permit)
        }
        Home::New(home) => {
            let (home, permit) = doors::settle(work, home)?;
            (home.code, Some(home.id), permit)
        }
    };
    let mut resident = Resident::in_two_fields(new.id, &new.name, code, today)?;
    resident.household = household;
    let resident = new.facts.told(resident, today)?;
    let (keys, now) = (work.seal().clone(), work.now);
    residents::insert(work.tx, &keys, &street, &resident, now)?;
    let body = json!({ "code": code.as_str(), "household": household, "fields": new.facts.named() });
    tell(work, permit, new.id.uuid(), "households.registered", &body)?;
    Ok(Receipt { id: new.id.uuid(), version: 1 })
}

/// A correction of a record; `None` leaves a field unchanged.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The name.
    pub name: Option<String>,
    /// The cell, for a person without a known dwelling.
    pub code: Option<GridCode>,
    /// What else.
    pub facts: Facts,
    /// Whether they live here.
    pub presence: Option<Presence>,
}

/// Corrects a record at `version`.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refusal::VersionMoved`], [`Refused`].
pub fn change(
    work: &mut UnitOfWork<'_, '_>,
    id: ResidentId,
    version: i64,
    change: &Change,
) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (kept, permit) = changeable(work, Verb::HouseholdsEdit, id, Some(version))?;
    let mut resident = kept.resident;
    let mistaken = matches!(resident.presence, Presence::Died { .. }) && change.presence.is_some();
    if !(resident.is_served() || mistaken) {
        return Err(Refused::Gone.into());
    }
    let mut fields = change.facts.named();
    if let Some(presence) = &change.presence {
        let (Presence::Here { since: day } | Presence::Left { on: day } | Presence::Died { on: day }) = presence else {
            return Err(Refused::Gone.into());
        };
        if *day > today {
            let (zh, en) = ("日期不能晚于今天", "the day cannot be later than today");
            return Err(Refusal::field(FieldFault::new("presence", "households.presence", zh, en)));
        }
        resident.presence = presence.clone();
        fields.push("presence");
    }
    if let Some(name) = &change.name {
        resident.name = Resident::in_two_fields(id, name, resident.code, today)?.name;
        fields.push("name");
    }
    if let Some(code) = change.code {
        if resident.household.is_some() {
            let (zh, en) = ("已登记住处，请用“搬家”", "their door is known: move them instead");
            return Err(Refusal::rule("households.has-door", zh, en));
        }
        let code = known_code(work, code)?;
        may(work.tx, work.actor, Verb::HouseholdsEdit, &street, &code, today)?;
        resident.code = code;
        fields.push("code");
    }
    // The record of a dead person is corrected by the same rules, and stays dead.
    let presence = std::mem::replace(&mut resident.presence, Presence::Here { since: today });
    let mut resident = change.facts.told(resident, today)?;
    resident.presence = presence;
    let receipt = keep(work, permit, &resident, version, "households.changed", &json!({ "fields": fields }))?;
    if change.code.is_some() {
        work.react(permit, &Happening::ResidentMoved(id))?;
    }
    Ok(receipt)
}
