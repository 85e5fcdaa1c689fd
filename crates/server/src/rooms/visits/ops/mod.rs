//! Operations on visits: each checks the permission, applies the domain's rule, stores the row and its entry in the chain, and broadcasts
//! the change. The stored answer of an idempotent write names ids and fields, and no content.

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

/// Whether an actor may see a campaign: it covers their cell, or is under a code that they lead.
#[must_use]
pub fn knows(actor: &Actor, code: &GridCode) -> bool {
    !actor.scope(Verb::VisitsRead).under(code).is_empty()
}

/// A campaign that the actor may see; any other is not found.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: CampaignId) -> Result<StoredCampaign, Refusal> {
    rows::read(tx, street, id)?.filter(|kept| knows(actor, &kept.campaign.code)).ok_or(Refusal::NotFound("campaign"))
}

/// The list and the visits of a campaign in the domain's form, on which a second round and a signature are decided.
///
/// # Errors
/// The store's errors.
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
            // Corrected visits are not among the tries.
            corrects: None,
        });
    }
    Ok(fold)
}

/// The result of each dwelling of a list, by the rows from which the counts are computed.
///
/// # Errors
/// The store's errors.
pub fn ends(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: CampaignId,
) -> Result<BTreeMap<DwellingId, Option<Outcome>>, Refusal> {
    Ok(rows::doors(tx, street, id)?.into_iter().map(|(door, end)| (door.id, end)).collect())
}
