//! Duplicate records: proposed with the evidence, marked as two people, merged by a person's decision, and separated again.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::doubles::{Proposal, propose};
use weiguang_domain::households::merge::{Belonging, Belongs, merge as made_one};
use weiguang_domain::households::{Refused, Resident};
use weiguang_domain::kernel::ids::{DwellingId, HouseholdId, MergeId, ResidentId};
use weiguang_store::Tx;

use super::unmask::reason;
use super::{changeable, keep};
use crate::app::UnitOfWork;
use crate::app::happening::Happening;
use crate::rooms::households::store::{doors, merges as rows, residents};
use crate::web::Refusal;

/// The most records compared at a time: those of a community, or of some.
const MOST: i64 = 20_000;

/// Pairs that may be one person, with both records.
#[derive(Clone, Debug, Default)]
pub struct Doubles {
    /// The strongest first.
    pub proposals: Vec<Proposal>,
    /// The records of these pairs.
    pub residents: HashMap<ResidentId, Resident>,
}

/// Finds pairs under some codes.
///
/// # Errors
/// More records than are compared at a time; the store's errors.
pub fn doubles(tx: &mut Tx<'_>, street: &GridCode, under: &[GridCode]) -> Result<Doubles, Refusal> {
    let mut all = Vec::new();
    for code in under {
        let left = MOST + 1 - i64::try_from(all.len()).unwrap_or(MOST);
        all.extend(residents::served(tx, code, ("", Uuid::nil()), left)?.into_iter().map(|k| k.resident));
        if all.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
            let (zh, en) = (
                "一次最多比对两万人，请选择社区或网格",
                "at most 20,000 people are compared at a time: choose a community or a grid",
            );
            return Err(Refusal::rule("households.too-many", zh, en));
        }
    }
    let apart: HashSet<_> = rows::all_apart(tx, street)?.into_iter().collect();
    let doors: HashMap<HouseholdId, DwellingId> = doors::doors_of(tx, street)?.into_iter().collect();
    let mut proposals = propose(&all, |household| doors.get(&household).copied());
    proposals.retain(|p| !apart.contains(&(p.keep.min(p.gone), p.keep.max(p.gone))));
    let named: HashSet<ResidentId> = proposals.iter().flat_map(|p| [p.keep, p.gone]).collect();
    let residents = all.into_iter().filter(|r| named.contains(&r.id)).map(|r| (r.id, r)).collect();
    Ok(Doubles { proposals, residents })
}

/// Marks two records as two people.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub fn set_apart(work: &mut UnitOfWork<'_, '_>, a: ResidentId, b: ResidentId) -> Result<(), Refusal> {
    let (street, by, at) = (work.tenant, work.actor.account, work.now);
    changeable(work, Verb::HouseholdsMerge, b, None)?;
    let (_, permit) = changeable(work, Verb::HouseholdsMerge, a, None)?;
    if a == b {
        return Err(Refused::NotMergeable.into());
    }
    rows::set_apart(work.tx, &street, (a, b), by, at)?;
    super::tell(work, permit, a.uuid(), "households.set-apart", &json!({ "other": b }))
}

/// A request to merge.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Id made by the client.
    pub id: MergeId,
    /// The record that remains.
    pub keep: ResidentId,
    /// Its version.
    pub keep_version: i64,
    /// The record that ends.
    pub gone: ResidentId,
    /// Its version.
    pub gone_version: i64,
    /// The reason.
    pub reason: String,
}

/// What a merge or its undo answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = HouseholdMerged)]
pub struct Merged {
    /// The merge.
    pub merge: Uuid,
    /// The record that goes on.
    pub kept: Uuid,
    /// The other.
    pub gone: Uuid,
    /// How many things moved.
    pub moved: usize,
    /// After an undo: fields that were edited since the merge, and keep the edit.
    pub edited_since: Vec<String>,
}

/// Moves one belonging from one resident to another.
fn give(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    thing: Belonging,
    from: ResidentId,
    to: &Resident,
) -> Result<(), Refusal> {
    let street = work.tenant;
    match thing.what {
        Belongs::Contact => match to.household {
            Some(household) => rows::give_contact(work.tx, &street, thing.id, to.id, household),
            // Without a household there is no order of contacts: it stays where it is, named in the merge.
            None => Ok(()),
        },
        Belongs::AsContact => rows::give_as_contact(work.tx, &street, thing.id, to.id),
        Belongs::Need => rows::give_need(work.tx, &street, thing.id, to.id),
        Belongs::Reading | Belongs::Alert | Belongs::Ticket | Belongs::Visit => {
            return work.react(permit, &Happening::BelongingGiven { thing, from, to }).map(drop);
        }
    }?;
    Ok(())
}

/// Merges two records.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refusal::VersionMoved`], [`Refused::NotMergeable`], [`Refused::Reason`].
pub fn merge(work: &mut UnitOfWork<'_, '_>, wish: &Wish) -> Result<Merged, Refusal> {
    let (street, by, at) = (work.tenant, work.actor.account, work.now);
    let why = reason(&wish.reason)?;
    let (kept, permit) = changeable(work, Verb::HouseholdsMerge, wish.keep, Some(wish.keep_version))?;
    let (gone, _) = changeable(work, Verb::HouseholdsMerge, wish.gone, Some(wish.gone_version))?;
    let mut things = rows::belongings(work.tx, &street, wish.gone)?;
    for room in work.rooms() {
        things.extend(room.belongings(work.tx, &street, wish.gone)?);
    }
    let versions = (kept.version, gone.version);
    let (one, into, record) = made_one(wish.id, (kept.resident, gone.resident), things, by, at, &why)?;
    rows::insert(work.tx, &street, &record)?;
    for thing in &record.moved {
        give(work, permit, *thing, wish.gone, &one)?;
    }
    work.react(permit, &Happening::ResidentsMerged { merge: wish.id, gone: &into, kept: &one })?;
    let body = json!({ "merge": wish.id, "kept": wish.keep, "gone": wish.gone, "moved": record.moved.len() });
    keep(work, permit, &one, versions.0, "households.merged", &body)?;
    keep(work, permit, &into, versions.1, "households.merged", &body)?;
    // An open alert that came along, or whose person received a dwelling by this, moves to the cell of the remaining record.
    work.react(permit, &Happening::ResidentMoved(wish.keep))?;
    Ok(Merged {
        merge: wish.id.uuid(),
        kept: wish.keep.uuid(),
        gone: wish.gone.uuid(),
        moved: record.moved.len(),
        edited_since: Vec::new(),
    })
}

/// Separates two merged records, each with its own belongings.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refused::NotUndoable`].
pub fn undo(work: &mut UnitOfWork<'_, '_>, id: MergeId) -> Result<Merged, Refusal> {
    let (street, at) = (work.tenant, work.now);
    let record = rows::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("merge"))?;
    let not_there = |_| Refusal::NotFound("merge");
    let (kept, permit) = changeable(work, Verb::HouseholdsMerge, record.before.0.id, None).map_err(not_there)?;
    let (gone, _) = changeable(work, Verb::HouseholdsMerge, record.before.1.id, None).map_err(not_there)?;
    let versions = (kept.version, gone.version);
    let undone = record.undo(kept.resident, &gone.resident, at)?;
    if !rows::undo(work.tx, &street, &undone.merge)? {
        return Err(Refused::NotUndoable.into());
    }
    for thing in &undone.back {
        give(work, permit, *thing, undone.kept.id, &undone.gone)?;
    }
    work.react(permit, &Happening::MergeUndone { merge: &undone.merge, kept: &undone.kept, gone: &undone.gone })?;
    let (kept, gone) = (undone.kept.id, undone.gone.id);
    let body = json!({ "merge": id, "kept": kept, "gone": gone, "edited_since": undone.edited_since });
    keep(work, permit, &undone.kept, versions.0, "households.unmerged", &body)?;
    keep(work, permit, &undone.gone, versions.1, "households.unmerged", &body)?;
    for id in [kept, gone] {
        work.react(permit, &Happening::ResidentMoved(id))?;
    }
    Ok(Merged {
        merge: id.uuid(),
        kept: kept.uuid(),
        gone: gone.uuid(),
        moved: undone.back.len(),
        edited_since: undone.edited_since.into_iter().map(str::to_owned).collect(),
    })
}
