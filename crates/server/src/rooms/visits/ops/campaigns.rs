//! The life of a campaign: drafted, corrected, started with a fixed list, one round after the other, signed by another person, or
//! withdrawn.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::households::{Resident, Tenure};
use weiguang_domain::kernel::ids::{CampaignId, DwellingId, HouseholdId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::visits::campaign::State;
use weiguang_domain::visits::population::DOORS;
use weiguang_domain::visits::{Campaign, Door, Population, Refused};
use weiguang_store::Tx;

use super::{ends, fold, seen};
use crate::app::UnitOfWork;
use crate::live::Change;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households;
use crate::rooms::visits::store::campaigns::{self as rows, StoredCampaign};
use crate::rooms::visits::store::forms;
use crate::web::{FieldFault, Refusal};

/// The longest title, purpose and reason.
const TITLE: usize = 60;
const PURPOSE: usize = 200;
const REASON: usize = 200;
/// People in one page while the ledger is read.
const PAGE: i64 = 500;
/// The most cells that are notified of a change individually; beyond it only the campaign's own code is.
const CELLS: i64 = 300;

/// A request to draft a campaign.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the client.
    pub id: CampaignId,
    /// Its title.
    pub title: String,
    /// Its purpose.
    pub purpose: String,
    /// The code.
    pub code: GridCode,
    /// The form and its version.
    pub form: (String, u32),
    /// Its population.
    pub population: Population,
}

/// The answer to a write on a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its id.
    pub id: Uuid,
    /// Its present version.
    pub version: i64,
}

fn words(field: &str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::field(FieldFault::missing(field))),
        n if n > most => Err(Refusal::field(FieldFault::too_long(field, most))),
        _ => Ok(text.to_owned()),
    }
}

/// A validated draft.
fn written(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<(Campaign, Population, Permit), Refusal> {
    let street = work.tenant;
    let permit = work.actor.may(Verb::VisitsCampaign, &new.code, false)?;
    if new.code.level() < Level::Street || !work.state::<Territory>().knows(&new.code) {
        return Err(Refusal::field(FieldFault::new(
            "code",
            "grid.unknown-code",
            "没有这个网格",
            "there is no such cell",
        )));
    }
    let (id, version) = &new.form;
    if forms::read(work.tx, &street, id, *version)?.is_none() {
        let (zh, en) = ("没有这份表单或这个版本", "there is no such form, or no such version");
        return Err(Refusal::field(FieldFault::new("form", "visits.no-form", zh, en)));
    }
    let campaign = Campaign {
        id: new.id,
        title: words("title", &new.title, TITLE)?,
        purpose: words("purpose", &new.purpose, PURPOSE)?,
        code: new.code,
        form: new.form.clone(),
        state: State::Draft,
    };
    Ok((campaign, new.population.check()?, permit))
}

/// The entry about a draft.
fn told(new: &New) -> serde_json::Value {
    json!({ "code": new.code.as_str(), "form": new.form.0, "version": new.form.1 })
}

/// Drafts a campaign.
///
/// # Errors
/// [`Refusal::Denied`]; an invalid code, form or population; the same id again.
pub fn create(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (campaign, population, permit) = written(work, new)?;
    let kept = StoredCampaign { campaign, population, by: work.actor.account, version: 1 };
    rows::insert(work.tx, &street, &kept)?;
    let body = told(new);
    work.append_to(permit, new.id.uuid(), "visits.drafted", body.to_string())?;
    tell(work, &kept)?;
    Ok(Receipt { id: new.id.uuid(), version: 1 })
}

/// Corrects a draft, in everything but its author. Once it runs, its list of dwellings is fixed.
///
/// # Errors
/// As [`create`]; [`Refused::NoDraft`]; permission and version; another street.
pub fn amend(work: &mut UnitOfWork<'_, '_>, version: i64, new: &New) -> Result<Receipt, Refusal> {
    let (mut kept, permit) = changeable(work, Verb::VisitsCampaign, new.id, version)?;
    kept.campaign.changeable()?;
    if new.code.street() != Some(work.tenant) {
        let (zh, en) = ("草稿不能换街道", "a draft stays in its street");
        return Err(Refusal::field(FieldFault::new("code", "visits.other-street", zh, en)));
    }
    let (campaign, population, _) = written(work, new)?;
    kept.population = population;
    keep_as(work, permit, kept, campaign, "visits.amended", &told(new))
}

/// A campaign for which the actor has a permission, at the version on which the act was decided.
fn changeable(
    work: &mut UnitOfWork<'_, '_>,
    verb: Verb,
    id: CampaignId,
    version: i64,
) -> Result<(StoredCampaign, Permit), Refusal> {
    let street = work.tenant;
    let kept = seen(work.tx, work.actor, &street, id)?;
    let permit = work.actor.may(verb, &kept.campaign.code, false)?;
    if kept.version == version { Ok((kept, permit)) } else { Err(Refusal::VersionMoved(kept.version)) }
}

/// Stores a step of a campaign and its entry, and broadcasts the change.
fn keep(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    kept: StoredCampaign,
    campaign: Campaign,
    kind: &str,
) -> Result<Receipt, Refusal> {
    let body = match &campaign.state {
        State::Running { doors, round, .. } => json!({ "doors": doors, "round": round }),
        State::Signed { doors, signature } => {
            json!({ "doors": doors, "gaps": signature.gaps.len(), "digest": signature.digest })
        }
        State::Draft | State::Withdrawn { .. } => json!({}),
    };
    keep_as(work, permit, kept, campaign, kind, &body)
}

/// The same with an entry of its own.
fn keep_as(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut kept: StoredCampaign,
    campaign: Campaign,
    kind: &str,
    body: &serde_json::Value,
) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let before = std::mem::replace(&mut kept.campaign, campaign).code;
    if !rows::update(work.tx, &street, &kept)? {
        return Err(Refusal::VersionMoved(kept.version));
    }
    let id = kept.campaign.id.uuid();
    work.append_to(permit, id, kind, body.to_string())?;
    kept.version += 1;
    tell(work, &kept)?;
    if before != kept.campaign.code {
        // Readers of the code that it left see it go.
        work.tell(news(&kept, before));
    }
    Ok(Receipt { id, version: kept.version })
}

/// Broadcasts the change: by the campaign's code for its leaders, and by each of its cells for those who serve it.
fn tell(work: &mut UnitOfWork<'_, '_>, kept: &StoredCampaign) -> Result<(), Refusal> {
    let street = work.tenant;
    let mut codes = rows::cells(work.tx, &street, kept.campaign.id, CELLS)?;
    codes.push(kept.campaign.code);
    codes.dedup();
    for code in codes {
        work.tell(news(kept, code));
    }
    Ok(())
}

fn news(kept: &StoredCampaign, code: GridCode) -> Change {
    Change {
        kind: "visits.changed",
        verb: Verb::VisitsRead,
        code,
        id: kept.campaign.id.uuid(),
        version: kept.version,
        status: rows::status(&kept.campaign.state),
        parties: Vec::new(),
    }
}

/// People under a code, with whether they belong to a population, and their dwelling; every dwelling once for each.
///
/// # Errors
/// The store's errors.
pub fn meant(
    tx: &mut Tx<'_>,
    under: &GridCode,
    population: Population,
    today: Day,
) -> Result<Vec<(Resident, DwellingId, GridCode)>, Refusal> {
    let mut homes: BTreeMap<HouseholdId, (DwellingId, GridCode, Tenure)> = BTreeMap::new();
    let mut after = (String::new(), Uuid::nil());
    loop {
        let page = households::households_under(tx, under, (&after.0, after.1), PAGE)?;
        let Some(last) = page.last() else { break };
        after = (last.kept.household.code.to_string(), last.kept.household.id.uuid());
        for one in page {
            let home = one.kept.household;
            homes.insert(home.id, (home.dwelling, home.code, home.tenure));
        }
    }
    let needs = match population {
        Population::Need { .. } => households::holding_under(tx, under, today)?,
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    after = (String::new(), Uuid::nil());
    loop {
        let page = households::residents_under(tx, under, (&after.0, after.1), PAGE)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = (last.resident.code.to_string(), last.resident.id.uuid());
        for kept in page {
            let here = matches!(kept.resident.presence, weiguang_domain::households::Presence::Here { .. });
            let home = kept.resident.household.and_then(|id| homes.get(&id)).filter(|_| here);
            if let Some((door, code, tenure)) = home
                && population.takes(&kept.resident, *tenure, &needs, today)
            {
                found.push((kept.resident, *door, *code));
            }
        }
    }
}

/// How many dwellings a campaign would have if it started now, cell by cell.
///
/// # Errors
/// The store's errors.
pub fn preview(
    tx: &mut Tx<'_>,
    code: &GridCode,
    population: Population,
    today: Day,
) -> Result<BTreeMap<GridCode, usize>, Refusal> {
    if population == Population::AllDoors {
        return Ok(households::count_under(tx, code, DOORS)?);
    }
    let doors: BTreeSet<(GridCode, DwellingId)> =
        meant(tx, code, population, today)?.into_iter().map(|(_, door, code)| (code, door)).collect();
    let mut cells = BTreeMap::new();
    for (code, _) in doors {
        *cells.entry(code).or_default() += 1;
    }
    Ok(cells)
}

/// The dwellings in the ledger now.
fn list(work: &mut UnitOfWork<'_, '_>, kept: &StoredCampaign) -> Result<Vec<Door>, Refusal> {
    let (code, today) = (kept.campaign.code, work.now.day());
    if kept.population == Population::AllDoors {
        let doors = households::all_under(work, &code, DOORS)?;
        return Ok(doors.into_iter().map(|d| Door::at(d.id, d.code)).collect());
    }
    let doors: BTreeSet<(GridCode, DwellingId)> =
        meant(work.tx, &code, kept.population, today)?.into_iter().map(|(_, door, code)| (code, door)).collect();
    Ok(doors.into_iter().map(|(code, door)| Door::at(door, code)).collect())
}

/// Fixes the list and starts.
///
/// # Errors
/// [`Refused::NoDoors`], [`Refused::TooManyDoors`], [`Refused::Standing`]; permission and version.
pub fn start(work: &mut UnitOfWork<'_, '_>, id: CampaignId, version: i64) -> Result<Receipt, Refusal> {
    let (street, by, now) = (work.tenant, work.actor.account, work.now);
    let (kept, permit) = changeable(work, Verb::VisitsCampaign, id, version)?;
    if kept.campaign.state != State::Draft {
        return Err(Refused::Standing.into());
    }
    let doors = list(work, &kept)?;
    if doors.len() > DOORS {
        return Err(Refused::TooManyDoors(DOORS).into());
    }
    let campaign = kept.campaign.clone().start(&doors, by, now)?;
    for door in &doors {
        rows::insert_door(work.tx, &street, id, door)?;
    }
    keep(work, permit, kept, campaign, "visits.started")
}

/// Starts another round for dwellings where nobody answered.
///
/// # Errors
/// [`Refused::Standing`], [`Refused::NothingLeft`]; permission and version.
pub fn next_round(work: &mut UnitOfWork<'_, '_>, id: CampaignId, version: i64) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (kept, permit) = changeable(work, Verb::VisitsCampaign, id, version)?;
    let gaps = fold(work.tx, &street, &kept)?.gaps();
    let campaign = kept.campaign.clone().next_round(&gaps)?;
    keep(work, permit, kept, campaign, "visits.next-round")
}

/// Signs the list of gaps.
///
/// # Errors
/// Refusals of [`Campaign::sign`]; permission and version.
pub fn sign(
    work: &mut UnitOfWork<'_, '_>,
    id: CampaignId,
    version: i64,
    gaps: &BTreeMap<DwellingId, String>,
    unvisited: &str,
) -> Result<Receipt, Refusal> {
    let (street, by, now) = (work.tenant, work.actor.account, work.now);
    let (kept, permit) = changeable(work, Verb::VisitsSign, id, version)?;
    for reason in gaps.values() {
        if reason.chars().count() > REASON {
            return Err(Refusal::field(FieldFault::too_long("gaps", REASON)));
        }
    }
    if unvisited.chars().count() > REASON {
        return Err(Refusal::field(FieldFault::too_long("unvisited", REASON)));
    }
    let open = fold(work.tx, &street, &kept)?.gaps();
    let ends = ends(work.tx, &street, id)?;
    let campaign = kept.campaign.clone().sign(&open, gaps.clone(), unvisited, &ends, by, now)?;
    keep(work, permit, kept, campaign, "visits.signed")
}

/// Withdraws it.
///
/// # Errors
/// [`Refused::Standing`], [`Refused::Reason`]; permission and version.
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: CampaignId, version: i64, reason: &str) -> Result<Receipt, Refusal> {
    let now = work.now;
    let (kept, permit) = changeable(work, Verb::VisitsCampaign, id, version)?;
    if reason.chars().count() > REASON {
        return Err(Refusal::field(FieldFault::too_long("reason", REASON)));
    }
    let campaign = kept.campaign.clone().withdraw(reason, now)?;
    keep(work, permit, kept, campaign, "visits.withdrawn")
}
