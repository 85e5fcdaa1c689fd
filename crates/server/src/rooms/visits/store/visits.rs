//! SQL of visits: a row is never changed, except for the present cell of its dwelling and erased content.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CampaignId, CaseId, DwellingId, ResidentId, VisitId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::visits::visit::{AnswerOrigin, GivenAnswer};
use weiguang_domain::visits::{Correction, Outcome, Plan};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, unreadable};
use crate::outside::sealed_row::{open, seal};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, dwelling, code, cell, by_account, at, received_at, campaign, outcome, form, form_version, sealed, corrects, corrected_by, \
 (SELECT c.id FROM visits c WHERE c.tenant = visits.tenant AND c.corrects = visits.id) AS corrected FROM visits WHERE tenant = $1 AND ",
            $rest
        )
    };
}
/// A corrected visit stays in the history and counts nowhere.
macro_rules! tries {
    ($rest:literal) => {
        concat!(
            "SELECT dwelling, id, outcome, by_account, at, code FROM visits WHERE tenant = $1 AND campaign = $2 \
 AND NOT EXISTS (SELECT 1 FROM visits c WHERE c.tenant = visits.tenant AND c.corrects = visits.id)",
            $rest
        )
    };
}
const INSERT: &str = "INSERT INTO visits (tenant, id, kind, dwelling, code, cell, by_account, at, received_at, campaign, outcome, form, form_version, month, asked, confirmed, forget, sealed, corrects, corrected_by) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
const READ: &str = select!("id = $2");
const OF_DOOR: &str = select!("dwelling = $2 AND id < $3 ORDER BY id DESC LIMIT $4");
const MINE: &str = select!("by_account = $2 AND id < $3 ORDER BY id DESC LIMIT $4");
const UNDER: &str = select!("cell >= $2 AND cell < $3 AND id < $4 ORDER BY id DESC LIMIT $5");
const UNDER_CAMPAIGN: &str =
    select!("cell >= $2 AND cell < $3 AND id < $4 AND campaign = $6 ORDER BY id DESC LIMIT $5");
const TRIES: &str = tries!(" ORDER BY dwelling, id");
const TRIES_AT: &str = tries!(" AND dwelling = $3 ORDER BY id");
const TRIES_UNDER: &str = tries!(" AND cell >= $3 AND cell < $4 ORDER BY id");
const BURDEN: &str = "SELECT month, form, form_version, COUNT(*), CAST(SUM(asked) AS BIGINT), CAST(SUM(confirmed) AS BIGINT), COUNT(DISTINCT by_account) FROM visits \
 WHERE tenant = $1 AND cell >= $2 AND cell < $3 AND month >= $4 AND form <> '' \
 AND NOT EXISTS (SELECT 1 FROM visits c WHERE c.tenant = visits.tenant AND c.corrects = visits.id) \
 GROUP BY month, form, form_version ORDER BY month DESC, form, form_version";
const CARRY: &str = "UPDATE visits SET cell = (SELECT d.code FROM dwellings d WHERE d.tenant = visits.tenant AND d.id = visits.dwelling) \
 WHERE tenant = $1 AND cell = $2 AND dwelling IS NOT NULL";
const CARRY_PATROLS: &str = "UPDATE visits SET cell = $3 WHERE tenant = $1 AND cell = $2 AND dwelling IS NULL";
const FORGET: &str = "UPDATE visits SET sealed = NULL, forget = '' WHERE tenant = $1 AND id = $2";
const DUE: &str = "SELECT id FROM visits WHERE tenant = $1 AND forget <> '' AND forget <= $2 ORDER BY forget LIMIT $3";
const MET: &str =
    "INSERT INTO visit_people (tenant, resident, visit, about) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const PEOPLE: &str = "SELECT resident, about FROM visit_people WHERE tenant = $1 AND visit = $2 ORDER BY resident";
const OF_PERSON: &str = "SELECT visit FROM visit_people WHERE tenant = $1 AND resident = $2 ORDER BY visit";
const GIVE: &str = "UPDATE visit_people SET resident = $3 WHERE tenant = $1 AND visit = $2 AND resident = $4";
const UNMEET: &str = "DELETE FROM visit_people WHERE tenant = $1 AND visit = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("visits.INSERT", INSERT),
    ("visits.READ", READ),
    ("visits.OF_DOOR", OF_DOOR),
    ("visits.MINE", MINE),
    ("visits.UNDER", UNDER),
    ("visits.UNDER_CAMPAIGN", UNDER_CAMPAIGN),
    ("visits.TRIES", TRIES),
    ("visits.TRIES_AT", TRIES_AT),
    ("visits.TRIES_UNDER", TRIES_UNDER),
    ("visits.BURDEN", BURDEN),
    ("visits.CARRY", CARRY),
    ("visits.CARRY_PATROLS", CARRY_PATROLS),
    ("visits.FORGET", FORGET),
    ("visits.DUE", DUE),
    ("visits.MET", MET),
    ("visits.PEOPLE", PEOPLE),
    ("visits.OF_PERSON", OF_PERSON),
    ("visits.GIVE", GIVE),
    ("visits.UNMEET", UNMEET),
];

const TABLE: &str = "visits";

/// The content of a visit or patrol: sealed, and erased when its retention ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VisitContent {
    /// The purpose; `None` for a patrol.
    pub plan: Option<Plan>,
    /// What was seen.
    pub seen: String,
    /// The answers.
    pub answers: BTreeMap<String, GivenAnswer>,
    /// The cases that were opened in the same request.
    pub cases: Vec<CaseId>,
    /// The end of a patrol.
    pub until: Option<Moment>,
}

/// A stored visit or patrol.
#[derive(Clone, Debug)]
pub struct StoredVisit {
    /// Its id.
    pub id: VisitId,
    /// The dwelling; `None` for a patrol.
    pub door: Option<DwellingId>,
    /// The cell in which it was made and for which it counts.
    pub code: GridCode,
    /// The present cell of the dwelling.
    pub cell: GridCode,
    /// The visitor.
    pub by: AccountId,
    /// When, by the phone's clock.
    pub at: Moment,
    /// When it was received.
    pub received_at: Moment,
    /// Its campaign.
    pub campaign: Option<CampaignId>,
    /// The result; `None` for a patrol.
    pub outcome: Option<Outcome>,
    /// The pinned form.
    pub form: Option<(String, u32)>,
    /// The content; `None` once it is erased.
    pub told: Option<VisitContent>,
    /// The visit that it corrects.
    pub corrects: Option<Correction>,
    /// The visit that corrects it.
    pub corrected: Option<VisitId>,
}

fn outcome_at(row: &Row<'_>, index: usize) -> Result<Option<Outcome>, StoreError> {
    let key: String = row.get(index)?;
    match Outcome::ALL.into_iter().find(|o| o.key() == key) {
        None if !key.is_empty() => Err(unreadable("outcome", key)),
        found => Ok(found),
    }
}

fn kept(street: &GridCode, row: &Row<'_>) -> Result<StoredVisit, StoreError> {
    let id: Uuid = row.get(0)?;
    let told = match row.get::<Option<Vec<u8>>>(12)? {
        Some(_) => Some(open(row, 12, street, TABLE, id)?),
        None => None,
    };
    let (form, version): (String, i64) = (row.get(10)?, row.get(11)?);
    let corrects = row.get::<Option<Uuid>>(13)?.zip(row.get::<Option<Uuid>>(14)?);
    Ok(StoredVisit {
        id: VisitId::new(id),
        door: row.get::<Option<Uuid>>(2)?.map(DwellingId::new),
        code: code_at(row, 3)?,
        cell: code_at(row, 4)?,
        by: AccountId::new(row.get(5)?),
        at: Moment::from_micros(row.get(6)?),
        received_at: Moment::from_micros(row.get(7)?),
        campaign: row.get::<Option<Uuid>>(8)?.map(CampaignId::new),
        outcome: outcome_at(row, 9)?,
        form: (!form.is_empty()).then(|| (form, u32::try_from(version).unwrap_or(0))),
        told,
        corrects: corrects.map(|(of, by)| Correction { of: VisitId::new(of), by: AccountId::new(by) }),
        corrected: row.get::<Option<Uuid>>(15)?.map(VisitId::new),
    })
}

/// Stores a visit or a patrol; from the day `forget` on its content is erased.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, k: &StoredVisit, forget: Day) -> Result<(), StoreError> {
    let sealed = k.told.as_ref().map(|told| seal(tx, street, TABLE, k.id.uuid(), told)).transpose()?;
    let answers = k.told.iter().flat_map(|t| t.answers.values());
    let (confirmed, asked): (Vec<_>, Vec<_>) = answers.partition(|g| g.came == AnswerOrigin::Confirmed);
    let count = |list: Vec<&GivenAnswer>| i64::try_from(list.len()).unwrap_or(i64::MAX);
    let (form, version) = k.form.as_ref().map_or(("", 0), |(id, version)| (id.as_str(), i64::from(*version)));
    let row = params![
        street.as_str(),
        k.id.uuid(),
        if k.door.is_some() { "door" } else { "patrol" },
        k.door.map(DwellingId::uuid),
        k.code.as_str(),
        k.cell.as_str(),
        k.by.uuid(),
        k.at.micros(),
        k.received_at.micros(),
        k.campaign.map(CampaignId::uuid),
        k.outcome.map_or("", Outcome::key),
        form,
        version,
        k.at.day().strftime("%Y-%m").to_string(),
        count(asked),
        count(confirmed),
        forget.to_string(),
        sealed,
        k.corrects.map(|c| c.of.uuid()),
        k.corrects.map(|c| c.by.uuid())
    ];
    tx.exec(INSERT, row).map(drop)
}

/// One visit or patrol.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: VisitId) -> Result<Option<StoredVisit>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| kept(street, row))
}

/// The visits to a dwelling, newest first.
pub fn of_door(
    tx: &mut Tx<'_>,
    street: &GridCode,
    door: DwellingId,
    before: Uuid,
    limit: i64,
) -> Result<Vec<StoredVisit>, StoreError> {
    tx.query(OF_DOOR, params![street.as_str(), door.uuid(), before, limit], |row| kept(street, row))
}

/// An account's own, newest first.
pub fn mine(
    tx: &mut Tx<'_>,
    street: &GridCode,
    who: AccountId,
    before: Uuid,
    limit: i64,
) -> Result<Vec<StoredVisit>, StoreError> {
    tx.query(MINE, params![street.as_str(), who.uuid(), before, limit], |row| kept(street, row))
}

/// Those under a code, of one campaign if it is named, newest first.
pub fn under(
    tx: &mut Tx<'_>,
    under: &GridCode,
    campaign: Option<CampaignId>,
    before: Uuid,
    limit: i64,
) -> Result<Vec<StoredVisit>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    match campaign {
        None => tx.query(UNDER, params![street.as_str(), from, to, before, limit], |row| kept(&street, row)),
        Some(id) => {
            let row = params![street.as_str(), from, to, before, limit, id.uuid()];
            tx.query(UNDER_CAMPAIGN, row, |row| kept(&street, row))
        }
    }
}

/// A visit of a campaign, as needed for its coverage.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// The dwelling.
    pub door: DwellingId,
    /// The visit.
    pub id: VisitId,
    /// Its result.
    pub outcome: Outcome,
    /// The visitor.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
    /// The cell in which it was made.
    pub code: GridCode,
}

fn one_try(row: &Row<'_>) -> Result<Try, StoreError> {
    Ok(Try {
        door: DwellingId::new(row.get(0)?),
        id: VisitId::new(row.get(1)?),
        outcome: outcome_at(row, 2)?.ok_or_else(|| unreadable("outcome", "a patrol in a campaign"))?,
        by: AccountId::new(row.get(3)?),
        at: Moment::from_micros(row.get(4)?),
        code: code_at(row, 5)?,
    })
}

/// All visits of a campaign, dwelling by dwelling.
pub fn tries(tx: &mut Tx<'_>, street: &GridCode, of: CampaignId) -> Result<Vec<Try>, StoreError> {
    tx.query(TRIES, params![street.as_str(), of.uuid()], one_try)
}

/// A campaign's visits to one dwelling.
pub fn tries_at(tx: &mut Tx<'_>, street: &GridCode, of: CampaignId, door: DwellingId) -> Result<Vec<Try>, StoreError> {
    tx.query(TRIES_AT, params![street.as_str(), of.uuid(), door.uuid()], one_try)
}

/// A campaign's visits under a code, in order.
pub fn tries_under(tx: &mut Tx<'_>, of: CampaignId, under: &GridCode) -> Result<Vec<Try>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(TRIES_UNDER, params![street.as_str(), of.uuid(), from, to], one_try)
}

/// Numbers of a form in a month.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `2026-11`.
    pub month: String,
    /// The form, with its version.
    pub form: (String, u32),
    /// Visits with this form.
    pub visits: i64,
    /// Questions that were asked.
    pub asked: i64,
    /// Questions that were only confirmed.
    pub confirmed: i64,
    /// Number of members who asked.
    pub members: i64,
}

/// Numbers of each form under a code, month by month from one on.
pub fn burden(tx: &mut Tx<'_>, under: &GridCode, since: &str) -> Result<Vec<Asked>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(BURDEN, params![street.as_str(), from, to, since], |row| {
        Ok(Asked {
            month: row.get(0)?,
            form: (row.get(1)?, u32::try_from(row.get::<i64>(2)?).unwrap_or(0)),
            visits: row.get(3)?,
            asked: row.get(4)?,
            confirmed: row.get(5)?,
            members: row.get(6)?,
        })
    })
}

/// Moves the visits of an ended cell to the present cells of their dwellings, and its patrols to its default successor.
pub fn carry(tx: &mut Tx<'_>, street: &GridCode, old: &GridCode, rest: &GridCode) -> Result<(), StoreError> {
    tx.exec(CARRY, params![street.as_str(), old.as_str()])?;
    tx.exec(CARRY_PATROLS, params![street.as_str(), old.as_str(), rest.as_str()]).map(drop)
}

/// Erases the content of a visit, and the people it met; that it took place remains.
pub fn forget(tx: &mut Tx<'_>, street: &GridCode, id: Uuid) -> Result<(), StoreError> {
    tx.exec(FORGET, params![street.as_str(), id])?;
    tx.exec(UNMEET, params![street.as_str(), id]).map(drop)
}

/// Visits whose content is due to be erased.
pub fn due(tx: &mut Tx<'_>, street: &GridCode, today: Day, limit: i64) -> Result<Vec<Uuid>, StoreError> {
    tx.query(DUE, params![street.as_str(), today.to_string(), limit], |row| row.get(0))
}

/// Stores that a visit met a person.
pub fn meet(tx: &mut Tx<'_>, street: &GridCode, id: VisitId, who: ResidentId, about: bool) -> Result<(), StoreError> {
    tx.exec(MET, params![street.as_str(), who.uuid(), id.uuid(), about]).map(drop)
}

/// The people whom a visit met, and to whom the personal questions refer.
pub fn people(tx: &mut Tx<'_>, street: &GridCode, id: VisitId) -> Result<Vec<(ResidentId, bool)>, StoreError> {
    tx.query(PEOPLE, params![street.as_str(), id.uuid()], |row| Ok((ResidentId::new(row.get(0)?), row.get(1)?)))
}

/// The visits that met a person.
pub fn of_person(tx: &mut Tx<'_>, street: &GridCode, who: ResidentId) -> Result<Vec<Uuid>, StoreError> {
    tx.query(OF_PERSON, params![street.as_str(), who.uuid()], |row| row.get(0))
}

/// Moves a visit from one record to another of the same person.
pub fn give(
    tx: &mut Tx<'_>,
    street: &GridCode,
    visit: Uuid,
    from: ResidentId,
    to: ResidentId,
) -> Result<(), StoreError> {
    tx.exec(GIVE, params![street.as_str(), visit, to.uuid(), from.uuid()]).map(drop)
}
