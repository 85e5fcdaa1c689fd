//! The answers of a visit: their form, which are stored, and what the ledger learns from them.

use std::collections::{BTreeMap, BTreeSet};
use weiguang_domain::households::Dwelling;
use weiguang_domain::kernel::ids::{EditId, ResidentId, VisitId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::visits::visit::{AnswerOrigin, GivenAnswer};
use weiguang_domain::visits::{Answer, Edit, Field, Form, Outcome, Refused, filling, ledger};

use super::learn::{page, take};
use super::record::{New, bounded};
use crate::app::UnitOfWork;
use crate::rooms::households::{self, At};
use crate::rooms::visits::fault;
use crate::rooms::visits::store::edits::Subject;
use crate::rooms::visits::store::{campaigns, forms};
use crate::web::{FieldFault, Refusal};

/// The longest text answer.
const TEXT: usize = 500;

/// An answer as a phone sends it.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The answer and its origin.
    pub given: GivenAnswer,
    /// The edits shown on the screen for the ledger's field.
    pub seen: BTreeSet<EditId>,
}

/// The form of a visit: the pinned one of its campaign, or the one that it names.
///
/// # Errors
/// There is no such form or version; the store's errors.
pub fn form(
    work: &mut UnitOfWork<'_, '_>,
    campaign: Option<&campaigns::StoredCampaign>,
    named: Option<&(String, u32)>,
) -> Result<Option<Form>, Refusal> {
    let street = work.tenant;
    let Some((id, version)) = campaign.map(|c| &c.campaign.form).or(named) else { return Ok(None) };
    let known = forms::read(work.tx, &street, id, *version)?;
    known.map(|p| Some(p.form)).ok_or_else(|| {
        let (zh, en) = ("没有这份表单或这个版本", "there is no such form, or no such version");
        Refusal::field(FieldFault::new("form", "visits.no-form", zh, en))
    })
}

/// The answers to store. If nobody is home or wishes to be asked, there are none.
///
/// # Errors
/// Every answer that the form does not permit.
pub fn check(form: Option<&Form>, new: &New) -> Result<BTreeMap<String, GivenAnswer>, Refusal> {
    let given: BTreeMap<String, GivenAnswer> = new.answers.iter().map(|(n, a)| (n.clone(), a.given.clone())).collect();
    for (name, given) in &given {
        if let Answer::Text(text) = &given.answer {
            bounded(&format!("answers.{name}"), text, TEXT)?;
        }
    }
    let Some(form) = form else {
        if given.is_empty() {
            return Ok(given);
        }
        return Err(Refusal::field(FieldFault::missing("form")));
    };
    if new.outcome != Outcome::Done {
        return match given.keys().next() {
            None => Ok(given),
            Some(name) => Err(Refused::NoQuestion(name.clone()).into()),
        };
    }
    filling::finish(form, &given).map_err(|all| Refusal::Invalid(all.iter().map(fault).collect()))
}

/// Transfers the answers of a visit to the ledger. Returns the fields that are now disputed; an answer that only confirmed a masked value
/// is stored as the confirmed value.
///
/// # Errors
/// The store's errors.
pub fn learn(
    work: &mut UnitOfWork<'_, '_>,
    new: &New,
    form: &Form,
    (door, about): (&Dwelling, Option<ResidentId>),
    at: Moment,
    answers: &mut BTreeMap<String, GivenAnswer>,
    campaign: Option<&campaigns::StoredCampaign>,
) -> Result<Vec<String>, Refusal> {
    let (street, today, mut disputed) = (work.tenant, work.now.day(), Vec::new());
    let home = match (new.door, about) {
        (At::Household(id), _) => Some(id),
        (_, Some(id)) => households::resident(work.tx, &street, id)?.and_then(|k| k.resident.household),
        _ => match households::behind(work.tx, &street, door.id)?.as_slice() {
            [one] => Some(one.household.id),
            _ => None,
        },
    };
    let purpose = campaign.map_or(&form.title.zh, |c| &c.campaign.purpose).clone();
    // A contact's number is processed before its name, because the number creates the contact.
    let mut bound: Vec<(Field, &str)> =
        form.questions.iter().filter_map(|q| Some((q.field?, q.name.as_str()))).collect();
    bound.sort_by_key(|(field, _)| !field.is_masked());
    for (field, name) in bound {
        let Some(given) = answers.get_mut(name) else { continue };
        let subject = match (field.is_of_resident(), about, home) {
            (true, Some(id), _) => Subject::Resident(id),
            (false, _, Some(id)) => Subject::Household(id),
            _ => continue,
        };
        let Some(paper) = page(work.tx, &street, subject)? else { continue };
        let known = paper.known(field, today).map(|known| known.answer);
        let confirmed = given.came == AnswerOrigin::Confirmed;
        if confirmed && let Some(known) = known.filter(|known| ledger::shown(field, known) == given.answer) {
            given.answer = known;
        }
        let Some(value) = ledger::canonical(field, &given.answer) else { continue };
        let id = edit_id(new.id, name);
        let mut seen = new.answers.get(name).map(|a| a.seen.clone()).unwrap_or_default();
        seen.extend(new.corrects.map(|wrong| edit_id(wrong, name)));
        let edit = Edit { id, value: Some(value), seen, by: work.actor.account, at };
        if take(work, (subject, field), &edit, &purpose)? == Some(true) {
            disputed.push(field.key());
        }
    }
    Ok(disputed)
}

/// The id of an answer's edit, derived from the visit and the question, so that it is the same on every attempt.
pub(super) fn edit_id(visit: VisitId, question: &str) -> EditId {
    use sha2::{Digest as _, Sha256};
    let hash = Sha256::new().chain_update(visit.uuid().as_bytes()).chain_update(question).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    EditId::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
