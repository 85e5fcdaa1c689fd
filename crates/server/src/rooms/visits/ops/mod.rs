//! What is done on a walk: permission, then the rule in the domain, then the row, its entry in the chain, and those who watch. What is
//! remembered of a write for a resend names ids and fields, and nothing that was said.

pub mod answers;
pub mod belonging;
pub mod campaigns;
pub mod carry;
pub mod correct;
pub mod forms;
pub mod learn;
pub mod record;

use std::collections::BTreeMap;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CampaignId, DwellingId};
use weiguang_domain::visits::visit::GivenAnswer;
use weiguang_domain::visits::{Fold, Outcome, Plan, Visit};
use weiguang_store::Tx;

use super::store::campaigns::{self as rows, StoredCampaign};
use super::store::visits;
use crate::web::Refusal;

/// Whether an actor may know of a campaign: it runs over their cell, or under what they lead.
#[must_use]
pub fn knows(actor: &Actor, code: &GridCode) -> bool {
    !actor.scope(Verb::VisitsRead).under(code).is_empty()
}

/// A campaign that the actor may know of; one that they may not is not there.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: CampaignId) -> Result<StoredCampaign, Refusal> {
    rows::read(tx, street, id)?.filter(|kept| knows(actor, &kept.campaign.code)).ok_or(Refusal::NotFound("campaign"))
}

/// The list and the visits of a campaign as the domain folds them: what a second round and a signature are decided on.
///
/// # Errors
/// The store's.
pub fn fold(tx: &mut Tx<'_>, street: &GridCode, kept: &StoredCampaign) -> Result<Fold, Refusal> {
    let id = kept.campaign.id;
    let doors: Vec<_> = rows::doors(tx, street, id)?.into_iter().map(|(door, _)| door).collect();
    let mut fold = Fold::new(id, &doors);
    for went in visits::tries(tx, street, id)? {
        fold.add(&Visit {
            id: went.id,
            door: went.door,
            code: went.code,
            by: went.by,
            at: went.at,
            plan: Plan::Campaign { campaign: id, round: 1 },
            outcome: went.outcome,
            met: Vec::new(),
            seen: String::new(),
            answers: BTreeMap::<String, GivenAnswer>::new(),
            case: None,
            // What was corrected is not among the tries.
            corrects: None,
        });
    }
    Ok(fold)
}

/// How each door of a list ended, by the rows that the counts are made of.
///
/// # Errors
/// The store's.
pub fn ends(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: CampaignId,
) -> Result<BTreeMap<DwellingId, Option<Outcome>>, Refusal> {
    Ok(rows::doors(tx, street, id)?.into_iter().map(|(door, end)| (door.id, end)).collect())
}
