//! Transfers answers from visits to the ledger. A statement about a field is added to the former ones; if they agree on one value, it is
//! written to the ledger of households by that room's own functions; if two values are present, the ledger is unchanged until somebody
//! settles it.
//!
//! A value that the ledger cannot store, or that its author may not write there, is stored only with the visit's answers: no offline input
//! is refused because of it.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::need::ConsentForm;
use weiguang_domain::households::{Birth, Contact, ContactKind, Phone, Reach, Registered, Tenure};
use weiguang_domain::kernel::ids::{HouseholdId, NeedId, ResidentId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::visits::edits::{disagrees, heads};
use weiguang_domain::visits::ledger::{self, FieldState, standing};
use weiguang_domain::visits::{Answer, Edit, Field, KnownValue};
use weiguang_store::{StoreError, Tx};

use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::rooms::households::{self, Facts, Leave, NewNeed, Profile};
use crate::rooms::visits::store::edits::{self, Dispute, Subject};
use crate::web::Refusal;

/// Days for which a need that was stated on a visit is valid, unless it is stated again.
const NEED_DAYS: i64 = 180;

/// The id of the ledger's own value: the same for the same value, and it reveals nothing about it.
pub fn mark(seal: &Seal, subject: Subject) -> impl Fn(&str) -> Uuid + '_ {
    move |text| {
        let hash = Sha256::new().chain_update(subject.uuid().as_bytes()).chain_update(text).finalize();
        let digest = seal.digest(&hash);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// The subject of a field, with its data in the ledger.
pub enum Page {
    /// A household with its contacts.
    Household(weiguang_domain::households::Household),
    /// A resident with household and needs.
    Resident(Box<Profile>),
}

impl Page {
    /// Their cell today.
    #[must_use]
    pub const fn code(&self) -> GridCode {
        match self {
            Self::Household(home) => home.code,
            Self::Resident(person) => person.kept.resident.code,
        }
    }

    /// The ledger's value of a field.
    #[must_use]
    pub fn known(&self, field: Field, today: Day) -> Option<KnownValue> {
        let all = match self {
            Self::Household(home) => ledger::of_household(home),
            Self::Resident(p) => {
                ledger::of_resident(&p.kept.resident, p.household.as_ref(), &p.needs, p.kept.updated_at.day(), today)
            }
        };
        all.into_iter().find(|(of, _)| *of == field).map(|(_, known)| known)
    }
}

/// The subject with its data, if it is still served.
///
/// # Errors
/// The store's errors.
pub fn page(tx: &mut Tx<'_>, street: &GridCode, of: Subject) -> Result<Option<Page>, StoreError> {
    Ok(match of {
        Subject::Household(id) => households::household(tx, street, id)?.map(|kept| Page::Household(kept.household)),
        Subject::Resident(id) => households::profile(tx, street, id)?
            .filter(|p| p.kept.resident.is_served())
            .map(|p| Page::Resident(Box::new(p))),
    })
}

/// The present state of a field.
///
/// # Errors
/// The store's errors.
pub fn stands(
    tx: &mut Tx<'_>,
    seal: &Seal,
    street: &GridCode,
    of: (Subject, Field),
    page: &Page,
    today: Day,
) -> Result<FieldState, StoreError> {
    let said = edits::of(tx, street, of.0.uuid(), of.1)?;
    Ok(standing(of.1, &said, page.known(of.1, today), mark(seal, of.0)))
}

/// Accepts a statement about a field. Returns whether two values are present now; `None` if it is not stored for the field.
///
/// # Errors
/// The store's errors.
pub fn take(
    work: &mut UnitOfWork<'_, '_>,
    of: (Subject, Field),
    edit: &Edit,
    purpose: &str,
) -> Result<Option<bool>, Refusal> {
    let (street, today, seal) = (work.tenant, work.now.day(), work.seal().clone());
    let (subject, field) = of;
    let Some(page) = page(work.tx, &street, subject)? else { return Ok(None) };
    let mut said = edits::of(work.tx, &street, subject.uuid(), field)?;
    if said.iter().any(|e| e.id == edit.id) {
        return Ok(Some(disagrees(&said)));
    }
    let code = page.code();
    let known = page.known(field, today);
    let own = standing(field, &said, known.clone(), mark(&seal, subject)).own;
    said.extend(own.clone());
    said.push(edit.clone());
    let one = match heads(&said).as_slice() {
        [one] => Some(one.value.clone()),
        _ => None,
    };
    if let Some(value) = &one
        && *value != known.map(|k| k.answer)
    {
        match write(work, &page, field, value.as_ref(), purpose) {
            Ok(()) => {}
            Err(Refusal::Store(error)) => return Err(error.into()),
            Err(moved @ (Refusal::VersionMoved(_) | Refusal::Internal(_))) => return Err(moved),
            Err(_) => return Ok(None),
        }
    }
    for one in own.iter().chain([edit]) {
        edits::insert(work.tx, &street, of, &code, one)?;
    }
    let disputed = one.is_none();
    edits::mark(work.tx, &street, &Dispute { of: subject, field, code }, disputed)?;
    Ok(Some(disputed))
}

/// Undoes the statement of a visit that was recorded by mistake, unless somebody has answered it since: the former value applies again, in
/// the ledger, too. Where the ledger requires a value, or the former one is erased by now, it keeps the present one.
///
/// # Errors
/// The store's errors.
pub fn take_back(
    work: &mut UnitOfWork<'_, '_>,
    of: (Subject, Field),
    wrong: &Edit,
    purpose: &str,
) -> Result<(), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (subject, field) = of;
    let Some(page) = page(work.tx, &street, subject)? else { return Ok(()) };
    let mut said = edits::of(work.tx, &street, subject.uuid(), field)?;
    if said.iter().any(|e| e.seen.contains(&wrong.id)) {
        return Ok(());
    }
    said.retain(|e| e.id != wrong.id);
    edits::delete(work.tx, &street, wrong.id)?;
    let stands = heads(&said);
    let known = page.known(field, today).map(|k| k.answer);
    let before = match stands.as_slice() {
        [one] => Some(one.value.clone()),
        [] if wrong.seen.is_empty() => Some(None),
        _ => None,
    };
    if let Some(value) = before
        && known == wrong.value
        && value != known
    {
        match write(work, &page, field, value.as_ref(), purpose) {
            Err(Refusal::Store(error)) => return Err(error.into()),
            Err(moved @ (Refusal::VersionMoved(_) | Refusal::Internal(_))) => return Err(moved),
            Ok(()) | Err(_) => {}
        }
    }
    let dispute = Dispute { of: subject, field, code: page.code() };
    Ok(edits::mark(work.tx, &street, &dispute, stands.len() > 1)?)
}

fn nothing() -> Refusal {
    Refusal::NotFound("field")
}

/// Writes a value to the ledger.
fn write(
    work: &mut UnitOfWork<'_, '_>,
    page: &Page,
    field: Field,
    value: Option<&Answer>,
    purpose: &str,
) -> Result<(), Refusal> {
    match page {
        Page::Household(home) => match (field, value) {
            (Field::HouseholdSize, Some(Answer::Number(_)) | None) => Ok(()),
            (Field::Tenure, value) => {
                let tenure = match value {
                    None => Tenure::Unknown,
                    Some(Answer::One(key)) => match key.as_str() {
                        "owner" => Tenure::Owner,
                        "tenant" => Tenure::Tenant,
                        "lodged" => Tenure::Lodged,
                        _ => return Err(nothing()),
                    },
                    Some(_) => return Err(nothing()),
                };
                households::set_tenure(work, home.id, tenure)
            }
            (Field::LandlordPhone, Some(Answer::Text(phone))) => {
                let known = home.contacts.iter().find(|c| c.kind == ContactKind::Landlord).cloned();
                reach(work, home.id, known, (ContactKind::Landlord, "房东", None), phone)
            }
            _ => Err(nothing()),
        },
        Page::Resident(person) => write_person(work, person, field, value, purpose),
    }
}

fn write_person(
    work: &mut UnitOfWork<'_, '_>,
    person: &Profile,
    field: Field,
    value: Option<&Answer>,
    purpose: &str,
) -> Result<(), Refusal> {
    let resident = &person.kept.resident;
    let kin = || person.ladder().into_iter().find(|c| c.kind == ContactKind::Kin).cloned();
    match (field, value) {
        (Field::Registered, Some(Answer::Text(words))) => {
            let words = words.trim();
            let registered = match words {
                "here" | "本街道" | "本地" => Registered::Here,
                words => Registered::Elsewhere(words.to_owned()),
            };
            facts(work, person, Facts { registered: Some(registered), ..Facts::default() })
        }
        (Field::Registered, None) => {
            facts(work, person, Facts { registered: Some(Registered::Unknown), ..Facts::default() })
        }
        // A known day or month of birth is more precise than a year.
        (Field::BirthYear, None) if !matches!(resident.birth, Birth::Day(_) | Birth::Month(..)) => {
            facts(work, person, Facts { birth: Some(String::new()), ..Facts::default() })
        }
        (Field::Phone, None) => {
            let phones = resident.phones.iter().skip(1).map(|p| p.reveal().to_owned()).collect();
            facts(work, person, Facts { phones: Some(phones), ..Facts::default() })
        }
        (Field::BirthYear, Some(Answer::Number(year)))
            if !matches!(resident.birth, Birth::Day(_) | Birth::Month(..)) =>
        {
            facts(work, person, Facts { birth: Some(year.to_string()), ..Facts::default() })
        }
        (Field::Phone, Some(Answer::Text(phone))) => {
            let first = Phone::parse(phone)?;
            let others = resident.phones.iter().filter(|p| **p != first).skip(1);
            let phones = std::iter::once(&first).chain(others).map(|p| p.reveal().to_owned()).collect();
            facts(work, person, Facts { phones: Some(phones), ..Facts::default() })
        }
        (Field::Kin, Some(Answer::Text(name))) => {
            let (Some(mut contact), Some(home)) = (kin(), resident.household) else { return Err(nothing()) };
            name.trim().clone_into(&mut contact.name);
            let version = person.household_version;
            households::put_contact(work, home, version, &contact).map(drop)
        }
        (Field::KinPhone, Some(Answer::Text(phone))) => {
            let home = resident.household.ok_or_else(nothing)?;
            reach(work, home, kin(), (ContactKind::Kin, "亲属", Some(resident.id)), phone)
        }
        (Field::Need(kind), Some(Answer::YesNo(true))) => {
            let (today, purpose) = (work.now.day(), purpose.chars().take(100).collect());
            let leave = Some(Leave { guardian: String::new(), on: None, given: ConsentForm::Spoken });
            let expires = today.checked_add(jiff::Span::new().days(NEED_DAYS)).unwrap_or(today);
            let id: NeedId = work.id();
            let need = NewNeed { id, kind, leave, purpose, source: "走访".into(), expires };
            households::record_need(work, resident.id, &need).map(drop)
        }
        (Field::Need(kind), Some(Answer::YesNo(false)) | None) => {
            let today = work.now.day();
            match person.needs.iter().find(|n| n.kind == kind && n.holds(today)) {
                Some(need) => households::withdraw_need(work, resident.id, need.id).map(drop),
                None => Ok(()),
            }
        }
        _ => Err(nothing()),
    }
}

fn facts(work: &mut UnitOfWork<'_, '_>, person: &Profile, facts: Facts) -> Result<(), Refusal> {
    let change = households::Change { facts, ..households::Change::default() };
    households::change(work, person.kept.resident.id, person.kept.version, &change).map(drop)
}

/// Stores a phone for a contact: it replaces the first known one, or creates a contact.
fn reach(
    work: &mut UnitOfWork<'_, '_>,
    home: HouseholdId,
    known: Option<Contact>,
    (kind, name, of): (ContactKind, &str, Option<ResidentId>),
    phone: &str,
) -> Result<(), Refusal> {
    let street = work.tenant;
    let phone = Reach::Phone(Phone::parse(phone)?);
    let version = match &known {
        Some(_) => households::household(work.tx, &street, home)?.map(|kept| kept.version),
        None => None,
    };
    let mut contact = known.unwrap_or_else(|| Contact {
        id: work.id(),
        of,
        kind,
        name: name.to_owned(),
        relation: String::new(),
        resident: None,
        reach: Vec::new(),
        when: String::new(),
    });
    match contact.reach.iter_mut().find(|r| matches!(r, Reach::Phone(_))) {
        Some(first) => *first = phone,
        None => contact.reach.push(phone),
    }
    households::put_contact(work, home, version, &contact).map(drop)
}
