//! SQL of family doctor teams and of the cells they are paired with: a street has a handful, so they are read whole.

use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::pairing::{Pair, Team, is_paired, team_of};
use weiguang_domain::kernel::ids::{AccountId, TeamId};
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, day_at, unreadable};

const TEAMS: &str = "SELECT id, name, doctor, members, version FROM teams WHERE tenant = $1 ORDER BY id";
const PAIRS: &str = "SELECT team, code, since, until FROM pairs WHERE tenant = $1 ORDER BY code, since, team";
const INSERT_TEAM: &str =
    "INSERT INTO teams (tenant, id, name, doctor, members, version) VALUES ($1, $2, $3, $4, $5, 1)";
const UPDATE_TEAM: &str = "UPDATE teams SET name = $4, doctor = $5, members = $6, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3";
const PUT_PAIR: &str = "INSERT INTO pairs (tenant, team, code, since, until) VALUES ($1, $2, $3, $4, $5) \
 ON CONFLICT (tenant, team, code, since) DO UPDATE SET until = excluded.until";
const DELETE_PAIR: &str = "DELETE FROM pairs WHERE tenant = $1 AND team = $2 AND code = $3 AND since = $4";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("teams.TEAMS", TEAMS),
    ("teams.PAIRS", PAIRS),
    ("teams.INSERT_TEAM", INSERT_TEAM),
    ("teams.UPDATE_TEAM", UPDATE_TEAM),
    ("teams.PUT_PAIR", PUT_PAIR),
    ("teams.DELETE_PAIR", DELETE_PAIR),
];

/// The teams of a street and the codes that each is paired with.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// Every team.
    pub teams: Vec<Team>,
    /// The version of each, in the same order.
    pub versions: Vec<i64>,
    /// Every past, present and future pair.
    pub pairs: Vec<Pair>,
}

impl Pairing {
    /// Whether an account belongs to the team paired with a cell on a day.
    #[must_use]
    pub fn is_paired(&self, account: AccountId, code: &GridCode, day: Day) -> bool {
        is_paired(account, code, &self.teams, &self.pairs, day)
    }

    /// A team with its version.
    #[must_use]
    pub fn team(&self, id: TeamId) -> Option<(&Team, i64)> {
        self.teams.iter().zip(self.versions.iter().copied()).find(|(team, _)| team.id == id)
    }

    /// The team of a cell on a day.
    #[must_use]
    pub fn team_of(&self, code: &GridCode, day: Day) -> Option<&Team> {
        let id = team_of(code, &self.pairs, day)?;
        self.teams.iter().find(|t| t.id == id)
    }
}

fn members_text(team: &Team) -> String {
    team.members.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn team(row: &Row<'_>) -> Result<(Team, i64), StoreError> {
    let members: String = row.get(3)?;
    let members: Result<Vec<AccountId>, _> = members.split_whitespace().map(str::parse).collect();
    let team = Team {
        id: TeamId::new(row.get(0)?),
        name: row.get(1)?,
        doctor: AccountId::new(row.get(2)?),
        members: members.map_err(|e| unreadable("members", e))?,
    };
    Ok((team, row.get(4)?))
}

/// The teams and pairs of a street.
pub fn pairing(tx: &mut Tx<'_>, street: &GridCode) -> Result<Pairing, StoreError> {
    let (teams, versions) = tx.query(TEAMS, params![street.as_str()], team)?.into_iter().unzip();
    let pairs = tx.query(PAIRS, params![street.as_str()], |row| {
        let team = TeamId::new(row.get::<Uuid>(0)?);
        Ok(Pair { team, code: code_at(row, 1)?, since: day_at(row, 2)?, until: day_at(row, 3)? })
    })?;
    Ok(Pairing { teams, versions, pairs })
}

/// Whether an actor is a party to a cell for a verb, as a member of the team paired with it. The store is read only if it matters.
pub fn is_party(
    tx: &mut Tx<'_>,
    actor: &Actor,
    verb: Verb,
    street: &GridCode,
    code: &GridCode,
    day: Day,
) -> Result<bool, StoreError> {
    if !actor.may_as_party(verb) || actor.scope(verb).covers(code) {
        return Ok(false);
    }
    Ok(pairing(tx, street)?.is_paired(actor.account, code, day))
}

/// Stores a new team.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, team: &Team) -> Result<(), StoreError> {
    let row = params![street.as_str(), team.id.uuid(), &team.name, team.doctor.uuid(), members_text(team)];
    tx.exec(INSERT_TEAM, row).map(drop)
}

/// Stores a change of a team, unless it was changed since `version`; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, team: &Team, version: i64) -> Result<bool, StoreError> {
    let row = params![street.as_str(), team.id.uuid(), version, &team.name, team.doctor.uuid(), members_text(team)];
    Ok(tx.exec(UPDATE_TEAM, row)? == 1)
}

/// Stores a pair, new or ended.
pub fn put_pair(tx: &mut Tx<'_>, street: &GridCode, pair: &Pair) -> Result<(), StoreError> {
    let days = (pair.since.to_string(), pair.until.to_string());
    tx.exec(PUT_PAIR, params![street.as_str(), pair.team.uuid(), pair.code.as_str(), days.0, days.1]).map(drop)
}

/// Deletes a pair that never was in force.
pub fn delete_pair(tx: &mut Tx<'_>, street: &GridCode, pair: &Pair) -> Result<(), StoreError> {
    let since = pair.since.to_string();
    tx.exec(DELETE_PAIR, params![street.as_str(), pair.team.uuid(), pair.code.as_str(), since]).map(drop)
}
