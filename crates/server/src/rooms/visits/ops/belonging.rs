//! Data of visits about a person moves with their record: to the remaining record in a merge, into the copy of their data, and it is erased
//! with it.

use serde::Serialize;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::{AccountId, ResidentId, VisitId};
use weiguang_domain::visits::visit::GivenAnswer;
use weiguang_store::Tx;

use crate::app::UnitOfWork;
use crate::rooms::visits::store::{edits, visits};
use crate::rooms::visits::view::visit::spoken;
use crate::web::Refusal;

/// The visits that met a person.
///
/// # Errors
/// The store's errors.
pub fn belongings(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
    let ids = visits::of_person(tx, street, of)?;
    Ok(ids.into_iter().map(|id| Belonging { what: Belongs::Visit, id }).collect())
}

/// Moves a visit from one record to another of the same person: two visits stay two. A visit that met both is unchanged.
///
/// # Errors
/// The store's errors.
pub fn give(work: &mut UnitOfWork<'_, '_>, thing: Belonging, from: ResidentId, to: ResidentId) -> Result<(), Refusal> {
    let street = work.tenant;
    if visits::people(work.tx, &street, VisitId::new(thing.id))?.iter().all(|(id, _)| *id != to) {
        visits::give(work.tx, &street, thing.id, from, to)?;
    }
    Ok(())
}

/// A visit as shown to the person whom it met.
#[derive(Clone, Debug, Serialize)]
pub struct OwnVisit {
    /// When, RFC 3339.
    pub at: String,
    /// Who came.
    pub by: AccountId,
    /// Their answers, by question; no answers of others.
    pub answers: Vec<(String, GivenAnswer)>,
    /// What was seen; empty once it is erased.
    pub seen: String,
}

impl OwnVisit {
    /// As text: what was seen, and each question with its answer.
    #[must_use]
    pub fn words(&self) -> String {
        let answers = self.answers.iter().map(|(question, given)| {
            let words = spoken(None, &given.answer);
            format!("{question}: {}", words.zh)
        });
        let all = std::iter::once(self.seen.clone()).filter(|seen| !seen.is_empty()).chain(answers);
        all.collect::<Vec<_>>().join("; ")
    }
}

/// Every visit that met a person, for the copy of their data.
///
/// # Errors
/// The store's errors.
pub fn own_visits(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<OwnVisit>, Refusal> {
    let mut own = Vec::new();
    for id in visits::of_person(tx, street, of)? {
        let id = VisitId::new(id);
        let about = visits::people(tx, street, id)?.iter().any(|(who, about)| *who == of && *about);
        let Some(kept) = visits::read(tx, street, id)? else { continue };
        let told = kept.told;
        own.push(OwnVisit {
            at: kept.at.to_string(),
            by: kept.by,
            seen: told.as_ref().map_or_else(String::new, |t| t.seen.clone()),
            answers: told.map(|t| t.answers.into_iter().collect()).filter(|_| about).unwrap_or_default(),
        });
    }
    Ok(own)
}

/// Erases data of visits about a person: content of visits that met them, and edits of their fields. That somebody was at the dwelling
/// remains. Returns kinds and numbers.
///
/// # Errors
/// The store's errors.
pub fn forget(work: &mut UnitOfWork<'_, '_>, id: ResidentId) -> Result<Vec<(String, u32)>, Refusal> {
    let street = work.tenant;
    let met = visits::of_person(work.tx, &street, id)?;
    for visit in &met {
        visits::forget(work.tx, &street, *visit)?;
    }
    let said = edits::delete_of(work.tx, &street, id.uuid())?;
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let gone = [("visit", met.len() as u64), ("said", said)];
    Ok(gone.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| (what.to_owned(), count(n))).collect())
}
