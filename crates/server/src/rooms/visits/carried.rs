//! Campaigns for a phone: for each running one, the form and the dwellings in the owner's cells, with values known to the ledger, so that
//! they need only be confirmed. Whole numbers and health data stay on the server.

use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{Contact, Dwelling, Household, Resident, Tenure};
use weiguang_domain::kernel::ids::{AccountId, DwellingId, EditId, HouseholdId, ResidentId, VisitId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::visits::form::Kind;
use weiguang_domain::visits::{Answer, Edit, Field, Form, Outcome, Population, ledger};
use weiguang_store::Tx;

use super::ops::learn;
use super::store::campaigns::{self, StoredCampaign, Which};
use super::store::edits::{self, Subject};
use super::store::{forms, visits};
use crate::outside::seal::Seal;
use crate::rooms::households;
use crate::web::Refusal;

/// The most dwellings of all campaigns together on one phone.
pub const DOORS: usize = 600;
/// The most households and people of one code that are read.
const MOST: i64 = 2_000;

/// The known answer to a question.
#[derive(Clone, Debug)]
pub struct KnownAnswer {
    /// The value as it may be shown; `None` if nothing is known.
    pub answer: Option<Answer>,
    /// Whether it is shown masked.
    pub masked: bool,
    /// When it was last stated.
    pub since: Option<Day>,
    /// Whether it is so old that the question is asked again.
    pub stale: bool,
    /// The present edits, which an answer must name.
    pub seen: Vec<EditId>,
}

/// The known answers to the questions of a form, by their names.
pub type Known = BTreeMap<String, KnownAnswer>;

/// A dwelling of a campaign.
#[derive(Clone, Debug)]
pub struct CarriedDoor {
    /// The dwelling.
    pub door: Dwelling,
    /// Its household, if there is exactly one.
    pub household: Option<HouseholdId>,
    /// Its result so far.
    pub end: Option<Outcome>,
    /// The last visitor, when, and the visit.
    pub last: Option<(AccountId, Moment, VisitId)>,
    /// Known answers about the household.
    pub known: Known,
    /// People to visit, with the known answers about each.
    pub people: Vec<(ResidentId, Known)>,
}

/// A campaign.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The record.
    pub kept: StoredCampaign,
    /// Its form.
    pub form: Form,
    /// Its dwellings in the owner's cells.
    pub doors: Vec<CarriedDoor>,
}

/// All data of a code that the dwellings of campaigns need, read once.
struct Ledger<'a> {
    seal: &'a Seal,
    today: Day,
    doors: HashMap<DwellingId, Dwelling>,
    homes: HashMap<DwellingId, Vec<Household>>,
    people: HashMap<HouseholdId, Vec<(Resident, Day)>>,
    needs: Vec<weiguang_domain::households::CareNeed>,
    said: BTreeMap<(Uuid, Field), Vec<Edit>>,
}

impl<'a> Ledger<'a> {
    fn read(tx: &mut Tx<'_>, seal: &'a Seal, code: &GridCode, today: Day) -> Result<Self, Refusal> {
        let mut all = Self {
            seal,
            today,
            doors: HashMap::new(),
            homes: HashMap::new(),
            people: HashMap::new(),
            needs: households::holding_under(tx, code, today)?,
            said: edits::under(tx, code)?,
        };
        let mut contacts: HashMap<HouseholdId, Vec<Contact>> = HashMap::new();
        for (home, contact) in households::contacts_under(tx, code)? {
            contacts.entry(home).or_default().push(contact);
        }
        for listed in households::households_under(tx, code, ("", Uuid::nil()), MOST)? {
            let mut home = listed.kept.household;
            home.contacts = contacts.remove(&home.id).unwrap_or_default();
            all.doors.insert(listed.door.id, listed.door);
            all.homes.entry(home.dwelling).or_default().push(home);
        }
        for kept in households::residents_under(tx, code, ("", Uuid::nil()), MOST)? {
            let here = matches!(kept.resident.presence, weiguang_domain::households::Presence::Here { .. });
            if let Some(home) = kept.resident.household.filter(|_| here) {
                all.people.entry(home).or_default().push((kept.resident, kept.updated_at.day()));
            }
        }
        Ok(all)
    }

    /// The known answers about a subject, for the questions of a form.
    fn known(
        &self,
        form: &Form,
        of: Subject,
        ledger: &[(Field, weiguang_domain::visits::KnownValue)],
    ) -> BTreeMap<String, KnownAnswer> {
        let mut known = BTreeMap::new();
        let is_person = matches!(of, Subject::Resident(_));
        for question in &form.questions {
            let Some(field) = question.field.filter(|f| f.is_of_resident() == is_person && !f.is_health()) else {
                continue;
            };
            let said = self.said.get(&(of.uuid(), field)).map_or(&[][..], Vec::as_slice);
            let own = ledger.iter().find(|(f, _)| *f == field).map(|(_, known)| known.clone());
            let stands = ledger::standing(field, said, own, learn::mark(self.seal, of));
            if stands.known.is_none() && stands.values.is_empty() {
                continue;
            }
            let told = stands.known.map(|known| told(&question.kind, field, &known, self.today));
            let (answer, masked, since, stale) = told.unwrap_or_default();
            let seen = stands.values.iter().map(|e| e.id).collect();
            known.insert(question.name.clone(), KnownAnswer { answer, masked, since, stale, seen });
        }
        known
    }

    fn door(&self, form: &Form, population: Population, door: Dwelling, end: Option<Outcome>) -> CarriedDoor {
        let homes = self.homes.get(&door.id).map_or(&[][..], Vec::as_slice);
        let one = match homes {
            [one] => Some(one),
            _ => None,
        };
        let known = one.map(|home| self.known(form, Subject::Household(home.id), &ledger::of_household(home)));
        let mut people = Vec::new();
        for home in homes {
            for (resident, changed) in self.people.get(&home.id).into_iter().flatten() {
                let meant = match population {
                    // Tenants are selected by the tenure of their household.
                    Population::Tenants => home.tenure == Tenure::Tenant,
                    other => other.takes(resident, home.tenure, &self.needs, self.today),
                };
                if meant {
                    let own = ledger::of_resident(resident, Some(home), &self.needs, *changed, self.today);
                    people.push((resident.id, self.known(form, Subject::Resident(resident.id), &own)));
                }
            }
        }
        let (household, known) = (one.map(|home| home.id), known.unwrap_or_default());
        CarriedDoor { door, household, end, last: None, known, people }
    }
}

type Shown = (Option<Answer>, bool, Option<Day>, bool);

fn told(kind: &Kind, field: Field, known: &weiguang_domain::visits::KnownValue, today: Day) -> Shown {
    let shown = ledger::shown(field, &known.answer);
    let stale = i64::from((today - known.since).get_days()) > field.fresh_days();
    let masked = shown != known.answer;
    (Some(ledger::fitting(kind, &shown)), masked, Some(known.since), stale)
}

/// The running campaigns over some codes, with the dwellings that the actor may visit. Also returns whether there are more dwellings than
/// fit on a phone.
///
/// # Errors
/// The store's errors.
pub fn carried(
    tx: &mut Tx<'_>,
    seal: &Seal,
    actor: &Actor,
    codes: &[GridCode],
    today: Day,
) -> Result<(Vec<Carried>, bool), Refusal> {
    let scope = actor.scope(Verb::VisitsRecord);
    let codes: Vec<GridCode> = codes.iter().flat_map(|code| scope.under(code)).collect();
    let (mut all, mut room): (Vec<Carried>, usize) = (Vec::new(), DOORS);
    let mut more = false;
    for code in &codes {
        let street = code.street().unwrap_or(*code);
        let mut read: Option<Ledger<'_>> = None;
        for kept in campaigns::running(tx, &street)? {
            if !kept.campaign.code.contains(code) && !code.contains(&kept.campaign.code) {
                continue;
            }
            let id = kept.campaign.id;
            let limit = i64::try_from(room + 1).unwrap_or(i64::MAX);
            let mut listed = campaigns::doors_under(tx, id, code, Which::All, ("", Uuid::nil()), limit)?;
            more |= listed.len() > room;
            listed.truncate(room);
            room -= listed.len();
            if listed.is_empty() {
                continue;
            }
            let (form, version) = &kept.campaign.form;
            let Some(form) = forms::read(tx, &street, form, *version)?.map(|p| p.form) else { continue };
            let ledger = match &mut read {
                Some(ledger) => ledger,
                empty => empty.insert(Ledger::read(tx, seal, code, today)?),
            };
            let mut doors = Vec::with_capacity(listed.len());
            for (door, end) in listed {
                let known = match ledger.doors.get(&door.id) {
                    Some(known) => Some(known.clone()),
                    None => households::dwelling(tx, &street, door.id)?,
                };
                let known = known.map(|known| Dwelling { code: door.code, ..known });
                doors.extend(known.map(|known| ledger.door(&form, kept.population, known, end)));
            }
            let mut last: HashMap<DwellingId, (AccountId, Moment, VisitId)> = HashMap::new();
            for went in visits::tries_under(tx, id, code)? {
                last.insert(went.door, (went.by, went.at, went.id));
            }
            doors.iter_mut().for_each(|d| d.last = last.get(&d.door.id).copied());
            match all.iter_mut().find(|c| c.kept.campaign.id == id) {
                Some(known) => known.doors.extend(doors),
                None => all.push(Carried { kept, form, doors }),
            }
        }
    }
    Ok((all, more))
}
