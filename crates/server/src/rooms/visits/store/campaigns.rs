//! SQL of campaigns and of their dwellings. A dwelling's row has the most significant result of its visits, updated in the transaction of
//! each visit; the progress of a campaign is counted from these rows, so that no separate figure can differ.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CampaignId, DwellingId};
use weiguang_domain::visits::campaign::State;
use weiguang_domain::visits::{Campaign, Coverage, Door, Outcome, Population};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, unreadable};
use crate::outside::sealed_row::{open, seal};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, code, sealed, version FROM campaigns c WHERE tenant = $1 AND ", $rest)
    };
}
macro_rules! doors {
    ($rest:literal) => {
        concat!(
            "SELECT dwelling, code, at_start, outcome FROM campaign_doors WHERE tenant = $1 AND campaign = $2",
            $rest
        )
    };
}
const INSERT: &str = "INSERT INTO campaigns (tenant, id, code, status, sealed, version) VALUES ($1, $2, $3, $4, $5, 1)";
const UPDATE: &str = "UPDATE campaigns SET code = $4, status = $5, sealed = $6, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("id = $2");
const LIST: &str = select!(
    "id < $2 AND ((code >= $3 AND code < $4) OR code = substr(CAST($5 AS TEXT), 1, length(code))) AND ($6 = '' OR status = $6) ORDER BY id DESC LIMIT $7"
);
const RUNNING: &str = select!("status = 'running' ORDER BY id");
const AT: &str = select!("code = $2 AND status IN ('draft', 'running') ORDER BY id");
const INSERT_DOOR: &str =
    "INSERT INTO campaign_doors (tenant, campaign, dwelling, code, at_start, outcome) VALUES ($1, $2, $3, $4, $4, 0)";
const RAISE: &str = "UPDATE campaign_doors SET outcome = CASE WHEN outcome < $4 THEN $4 ELSE outcome END WHERE tenant = $1 AND campaign = $2 AND dwelling = $3";
const SETTLE: &str = "UPDATE campaign_doors SET outcome = $4 WHERE tenant = $1 AND campaign = $2 AND dwelling = $3";
const ALL: &str = doors!(" ORDER BY dwelling");
const ONE: &str = doors!(" AND dwelling = $3");
const UNDER: &str = doors!(
    " AND code >= $3 AND code < $4 AND (code, dwelling) > ($5, $6) AND outcome BETWEEN $7 AND $8 ORDER BY code, dwelling LIMIT $9"
);
const COUNT: &str = "SELECT code, outcome, COUNT(*) FROM campaign_doors WHERE tenant = $1 AND campaign = $2 AND code >= $3 AND code < $4 GROUP BY code, outcome ORDER BY code";
const COUNT_AT_START: &str = "SELECT at_start, outcome, COUNT(*) FROM campaign_doors WHERE tenant = $1 AND campaign = $2 AND at_start >= $3 AND at_start < $4 GROUP BY at_start, outcome ORDER BY at_start";
const CELLS: &str =
    "SELECT DISTINCT code FROM campaign_doors WHERE tenant = $1 AND campaign = $2 ORDER BY code LIMIT $3";
const CARRY: &str = "UPDATE campaign_doors SET code = (SELECT d.code FROM dwellings d WHERE d.tenant = campaign_doors.tenant AND d.id = campaign_doors.dwelling) \
 WHERE tenant = $1 AND code = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("campaigns.INSERT", INSERT),
    ("campaigns.UPDATE", UPDATE),
    ("campaigns.READ", READ),
    ("campaigns.LIST", LIST),
    ("campaigns.RUNNING", RUNNING),
    ("campaigns.AT", AT),
    ("campaigns.INSERT_DOOR", INSERT_DOOR),
    ("campaigns.RAISE", RAISE),
    ("campaigns.SETTLE", SETTLE),
    ("campaigns.ALL", ALL),
    ("campaigns.ONE", ONE),
    ("campaigns.UNDER", UNDER),
    ("campaigns.COUNT", COUNT),
    ("campaigns.COUNT_AT_START", COUNT_AT_START),
    ("campaigns.CELLS", CELLS),
    ("campaigns.CARRY", CARRY),
];

const TABLE: &str = "campaigns";

/// A stored campaign.
#[derive(Clone, Debug)]
pub struct StoredCampaign {
    /// The domain's state.
    pub campaign: Campaign,
    /// Its population.
    pub population: Population,
    /// Its author.
    pub by: AccountId,
    /// The version.
    pub version: i64,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    campaign: Campaign,
    population: Population,
    by: AccountId,
}

/// The stable key of a campaign's state.
#[must_use]
pub const fn status(state: &State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Running { .. } => "running",
        State::Signed { .. } => "signed",
        State::Withdrawn { .. } => "withdrawn",
    }
}

fn kept(street: &GridCode, row: &Row<'_>) -> Result<StoredCampaign, StoreError> {
    let mut sealed: Sealed = open(row, 2, street, TABLE, row.get(0)?)?;
    // A re-grid may have moved it since.
    sealed.campaign.code = code_at(row, 1)?;
    Ok(StoredCampaign { campaign: sealed.campaign, population: sealed.population, by: sealed.by, version: row.get(3)? })
}

fn sealed(tx: &Tx<'_>, street: &GridCode, k: &StoredCampaign) -> Result<Vec<u8>, StoreError> {
    let plain = Sealed { campaign: k.campaign.clone(), population: k.population, by: k.by };
    seal(tx, street, TABLE, k.campaign.id.uuid(), &plain)
}

/// Stores a new campaign.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, k: &StoredCampaign) -> Result<(), StoreError> {
    let (c, sealed) = (&k.campaign, sealed(tx, street, k)?);
    let row = params![street.as_str(), c.id.uuid(), c.code.as_str(), status(&c.state), sealed];
    tx.exec(INSERT, row).map(drop)
}

/// Stores a change of a campaign, unless it was changed since it was read; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, k: &StoredCampaign) -> Result<bool, StoreError> {
    let (c, sealed) = (&k.campaign, sealed(tx, street, k)?);
    let row = params![street.as_str(), c.id.uuid(), k.version, c.code.as_str(), status(&c.state), sealed];
    Ok(tx.exec(UPDATE, row)? == 1)
}

/// One campaign.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: CampaignId) -> Result<Option<StoredCampaign>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| kept(street, row))
}

/// Campaigns under a code or over it, newest first.
pub fn list(
    tx: &mut Tx<'_>,
    under: &GridCode,
    before: Uuid,
    status: &str,
    limit: i64,
) -> Result<Vec<StoredCampaign>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    let row = params![street.as_str(), before, from, to, under.as_str(), status, limit];
    tx.query(LIST, row, |row| kept(&street, row))
}

/// The running campaigns of a street.
pub fn running(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<StoredCampaign>, StoreError> {
    tx.query(RUNNING, params![street.as_str()], |row| kept(street, row))
}

/// The campaigns of exactly one code that have not ended.
pub fn at(tx: &mut Tx<'_>, street: &GridCode, code: &GridCode) -> Result<Vec<StoredCampaign>, StoreError> {
    tx.query(AT, params![street.as_str(), code.as_str()], |row| kept(street, row))
}

/// Stores a dwelling of a campaign's list.
pub fn insert_door(tx: &mut Tx<'_>, street: &GridCode, of: CampaignId, d: &Door) -> Result<(), StoreError> {
    tx.exec(INSERT_DOOR, params![street.as_str(), of.uuid(), d.id.uuid(), d.code.as_str()]).map(drop)
}

/// The rank of an outcome by significance; 0 is for a dwelling without a visit.
#[must_use]
pub const fn rank(outcome: Outcome) -> i64 {
    outcome as i64 + 1
}

fn outcome_at(row: &Row<'_>, index: usize) -> Result<Option<Outcome>, StoreError> {
    let rank: i64 = row.get(index)?;
    match Outcome::ALL.into_iter().find(|o| self::rank(*o) == rank) {
        None if rank != 0 => Err(unreadable("outcome", rank)),
        found => Ok(found),
    }
}

/// Applies a visit's outcome to a dwelling; returns whether the dwelling is on the list.
pub fn raise(
    tx: &mut Tx<'_>,
    street: &GridCode,
    of: CampaignId,
    door: DwellingId,
    outcome: Outcome,
) -> Result<bool, StoreError> {
    Ok(tx.exec(RAISE, params![street.as_str(), of.uuid(), door.uuid(), rank(outcome)])? == 1)
}

/// Sets the result of a dwelling after one of its visits was corrected; returns whether the dwelling is on the list.
pub fn settle(
    tx: &mut Tx<'_>,
    street: &GridCode,
    of: CampaignId,
    door: DwellingId,
    end: Option<Outcome>,
) -> Result<bool, StoreError> {
    let row = params![street.as_str(), of.uuid(), door.uuid(), end.map_or(0, rank)];
    Ok(tx.exec(SETTLE, row)? == 1)
}

/// A dwelling of a list, with its result so far.
pub type Listed = (Door, Option<Outcome>);

fn listed(row: &Row<'_>) -> Result<Listed, StoreError> {
    let door = Door { id: DwellingId::new(row.get(0)?), code: code_at(row, 1)?, at_start: code_at(row, 2)? };
    Ok((door, outcome_at(row, 3)?))
}

/// The whole list.
pub fn doors(tx: &mut Tx<'_>, street: &GridCode, of: CampaignId) -> Result<Vec<Listed>, StoreError> {
    tx.query(ALL, params![street.as_str(), of.uuid()], listed)
}

/// One dwelling of a list.
pub fn door(
    tx: &mut Tx<'_>,
    street: &GridCode,
    of: CampaignId,
    door: DwellingId,
) -> Result<Option<Listed>, StoreError> {
    tx.one(ONE, params![street.as_str(), of.uuid(), door.uuid()], listed)
}

/// A selection of dwellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Those without a final result.
    Open,
    /// Those with one.
    Ended,
}

/// Dwellings under a code, cell by cell, after one.
pub fn doors_under(
    tx: &mut Tx<'_>,
    of: CampaignId,
    under: &GridCode,
    which: Which,
    after: (&str, Uuid),
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    let open = rank(Outcome::NotReached);
    let (least, most) = match which {
        Which::All => (0, i64::MAX),
        Which::Open => (0, open),
        Which::Ended => (open + 1, i64::MAX),
    };
    let row = params![street.as_str(), of.uuid(), from, to, after.0, after.1, least, most, limit];
    tx.query(UNDER, row, listed)
}

/// Results of the dwellings under a code, by the cells of today or of the start.
pub fn coverage(
    tx: &mut Tx<'_>,
    of: CampaignId,
    under: &GridCode,
    at_start: bool,
) -> Result<Vec<(GridCode, Coverage)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    let mut cells: Vec<(GridCode, Coverage)> = Vec::new();
    let sql = if at_start { COUNT_AT_START } else { COUNT };
    let counts = tx.query(sql, params![street.as_str(), of.uuid(), from, to], |row| {
        Ok((code_at(row, 0)?, outcome_at(row, 1)?, row.get::<i64>(2)?))
    })?;
    for (code, outcome, n) in counts {
        if cells.last().is_none_or(|(last, _)| *last != code) {
            cells.push((code, Coverage::default()));
        }
        if let Some((_, coverage)) = cells.last_mut() {
            coverage.put(outcome, u32::try_from(n).unwrap_or(u32::MAX));
        }
    }
    Ok(cells)
}

/// The present cells of the dwellings, up to a limit.
pub fn cells(tx: &mut Tx<'_>, street: &GridCode, of: CampaignId, most: i64) -> Result<Vec<GridCode>, StoreError> {
    tx.query(CELLS, params![street.as_str(), of.uuid(), most], |row| code_at(row, 0))
}

/// Moves the dwellings of an ended cell to where the ledger has them now.
pub fn carry(tx: &mut Tx<'_>, street: &GridCode, old: &GridCode) -> Result<u64, StoreError> {
    tx.exec(CARRY, params![street.as_str(), old.as_str()])
}
