//! SQL of grants, and of those who could confirm them.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AbsenceId, AccountId, AssignmentId, InvitationId, TeamId, TokenId};
use weiguang_domain::kernel::time::{Day, Moment, Span};
use weiguang_domain::people::keepers::{Appointment, GONE_DAYS, Keeper, Keepers};
use weiguang_domain::people::{Assignment, GrantRequest, Standing};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::code_at;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, what, subject, account, code, batch, standing, detail, by_account, at, decided_by, decided_at FROM givings WHERE ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO givings (tenant, id, what, subject, account, code, batch, standing, detail, by_account, at, decided_by, decided_at) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const ONE: &str = select!("tenant = $1 AND id = $2");
const STANDING: &str = select!("tenant = $1 AND standing = $2 AND code >= $3 AND code < $4 ORDER BY at, id LIMIT $5");
const OF_BATCH: &str = select!("tenant = $1 AND batch = $2 ORDER BY id LIMIT 5000");
const OF_SUBJECT: &str = select!("tenant = $1 AND subject = $2 AND standing = $3 ORDER BY id DESC LIMIT 1");
const WAITING_POSTS: &str =
    select!("tenant = $1 AND standing = 'waiting' AND what = 'post' AND ($2 OR account = $3) ORDER BY id LIMIT 5000");
const WAITING_INVITATION: &str =
    select!("tenant = $1 AND standing = 'waiting' AND what = 'invitation' AND account = $2 ORDER BY id DESC LIMIT 1");
/// Grants in effect, for the page of who can read what.
const IN_EFFECT: &str =
    select!("tenant = $1 AND standing IN ('free', 'unconfirmed', 'confirmed') ORDER BY id LIMIT 20000");
const HAS_BATCH: &str = "SELECT id FROM givings WHERE tenant = $1 AND batch = $2 LIMIT 1";
const DECIDE: &str = "UPDATE givings SET standing = $3, decided_by = $4, decided_at = $5 WHERE tenant = $1 AND id = $2 AND standing = $6";
const WITHDRAW_OF: &str = "UPDATE givings SET standing = 'withdrawn', decided_by = $3, decided_at = $4 WHERE tenant = $1 AND account = $2 AND standing = 'waiting'";
/// Holders of managing posts who can sign in; or who had their post within some days, also if they have left, or if its first day was
/// postponed.
const KEEPERS: &str = "SELECT s.account, s.role, s.code, s.since <= $2 AND s.until >= $2 AND a.state = 'active' \
 FROM assignments s CROSS JOIN accounts a \
 WHERE a.id = s.account AND s.tenant = $1 AND s.until >= $3 AND (a.password <> '' OR a.state <> 'active') \
 AND s.role IN ('street_manager', 'administrator', 'community_secretary', 'grid_leader', 'auditor') ORDER BY s.account";
/// How each present or former holder of a managing post received it.
const MADE: &str = "SELECT s.account, g.decided_by, g.standing, g.detail \
 FROM assignments s LEFT JOIN givings g ON g.tenant = s.tenant AND g.subject = s.id AND g.what = 'post' \
 AND g.standing IN ('free', 'unconfirmed', 'confirmed') WHERE s.tenant = $1 \
 AND s.role IN ('street_manager', 'administrator', 'community_secretary', 'grid_leader', 'auditor') ORDER BY g.at, g.id";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("grants.INSERT", INSERT),
    ("grants.ONE", ONE),
    ("grants.STANDING", STANDING),
    ("grants.OF_BATCH", OF_BATCH),
    ("grants.OF_SUBJECT", OF_SUBJECT),
    ("grants.WAITING_POSTS", WAITING_POSTS),
    ("grants.WAITING_INVITATION", WAITING_INVITATION),
    ("grants.IN_EFFECT", IN_EFFECT),
    ("grants.HAS_BATCH", HAS_BATCH),
    ("grants.DECIDE", DECIDE),
    ("grants.WITHDRAW_OF", WITHDRAW_OF),
    ("grants.KEEPERS", KEEPERS),
    ("grants.MADE", MADE),
];

/// The effect of a grant. It is stored with it, so that a waiting one exists nowhere else until then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Effect {
    /// An assignment is created or extended.
    Post {
        /// Its id.
        id: AssignmentId,
        /// The account.
        account: AccountId,
        /// The role.
        role: Role,
        /// The code.
        code: GridCode,
        /// First day.
        since: Day,
        /// Last day.
        until: Day,
    },
    /// An absence receives its deputy.
    Deputy {
        /// Which absence.
        absence: AbsenceId,
        /// The deputy.
        deputy: AccountId,
        /// Last day.
        until: Day,
    },
    /// A team is paired with a code.
    Pair {
        /// Which team.
        team: TeamId,
        /// The code.
        code: GridCode,
        /// From when.
        since: Day,
        /// Its members at the time of the grant.
        members: Vec<AccountId>,
    },
    /// Members join a team.
    Team {
        /// The team.
        team: TeamId,
        /// The named doctor then.
        doctor: AccountId,
        /// Who joins.
        added: Vec<AccountId>,
    },
    /// An invitation becomes usable.
    Invitation {
        /// Its id.
        id: InvitationId,
        /// The invited account.
        account: AccountId,
        /// The keyed hash of its link, in base64.
        secret: String,
        /// The keyed hash of its code, in base64.
        code: String,
        /// When it expires.
        expires_at: Moment,
    },
    /// A token of the street becomes usable.
    Token {
        /// Its id.
        id: TokenId,
        /// Its name, which states its purpose.
        name: String,
        /// Its verbs, by key.
        verbs: Vec<String>,
        /// The code.
        code: GridCode,
        /// The keyed hash of its secret, in base64.
        secret: String,
        /// When it expires.
        expires_at: Moment,
    },
}

impl Effect {
    /// Its subject: the record that is created or changed.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        match self {
            Self::Post { id, .. } => id.uuid(),
            Self::Deputy { absence, .. } => absence.uuid(),
            Self::Pair { team, .. } | Self::Team { team, .. } => team.uuid(),
            Self::Invitation { id, .. } => id.uuid(),
            Self::Token { id, .. } => id.uuid(),
        }
    }

    /// The assignment that it creates.
    #[must_use]
    pub fn post(&self) -> Option<Assignment> {
        match *self {
            Self::Post { id, account, role, code, since, until } => {
                Some(Assignment { id, account, role, code, since, until })
            }
            _ => None,
        }
    }
}

impl From<&Assignment> for Effect {
    fn from(a: &Assignment) -> Self {
        Self::Post { id: a.id, account: a.account, role: a.role, code: a.code, since: a.since, until: a.until }
    }
}

#[derive(Serialize, Deserialize)]
struct Detail {
    giving: GrantRequest,
    effect: Effect,
}

/// A grant.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its id.
    pub id: Uuid,
    /// Its kind, its author and its recipients.
    pub giving: GrantRequest,
    /// Its effect.
    pub effect: Effect,
    /// The code.
    pub code: GridCode,
    /// The batch it belongs to.
    pub batch: Uuid,
    /// Its state.
    pub standing: Standing,
    /// When it was made.
    pub at: Moment,
    /// Who confirmed, refused or withdrew it; nil for nobody yet.
    pub decided_by: AccountId,
    /// When it was decided.
    pub decided_at: Moment,
}

fn given(row: &Row<'_>) -> Result<Given, StoreError> {
    let fault = |column: &str, why: String| StoreError::Row { column: column.into(), why };
    let (standing, detail): (String, String) = (row.get(6)?, row.get(7)?);
    let Detail { giving, effect } = serde_json::from_str(&detail).map_err(|e| fault("detail", e.to_string()))?;
    Ok(Given {
        id: row.get(0)?,
        giving,
        effect,
        code: code_at(row, 4)?,
        batch: row.get(5)?,
        standing: Standing::from_key(&standing).ok_or_else(|| fault("standing", standing))?,
        at: Moment::from_micros(row.get(9)?),
        decided_by: AccountId::new(row.get(10)?),
        decided_at: Moment::from_micros(row.get(11)?),
    })
}

/// Stores a new grant.
pub fn insert(tx: &mut Tx<'_>, tenant: &GridCode, g: &Given) -> Result<(), StoreError> {
    let detail = Detail { giving: g.giving.clone(), effect: g.effect.clone() };
    let detail =
        serde_json::to_string(&detail).map_err(|e| StoreError::Row { column: "detail".into(), why: e.to_string() })?;
    let account = g.giving.gains.first().map_or(Uuid::nil(), |a| a.uuid());
    tx.exec(
        INSERT,
        params![
            tenant.as_str(),
            g.id,
            g.giving.what.key(),
            g.effect.subject(),
            account,
            g.code.as_str(),
            g.batch,
            g.standing.key(),
            detail,
            g.giving.by.uuid(),
            g.at.micros(),
            g.decided_by.uuid(),
            g.decided_at.micros()
        ],
    )
    .map(drop)
}

/// One act.
pub fn one(tx: &mut Tx<'_>, tenant: &GridCode, id: Uuid) -> Result<Option<Given>, StoreError> {
    tx.one(ONE, params![tenant.as_str(), id], given)
}

/// Grants under a code in a state, oldest first.
pub fn standing(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    standing: Standing,
    under: &GridCode,
    limit: i64,
) -> Result<Vec<Given>, StoreError> {
    let (from, to) = under.range();
    tx.query(STANDING, params![tenant.as_str(), standing.key(), from, to, limit], given)
}

/// The grants of a batch.
pub fn of_batch(tx: &mut Tx<'_>, tenant: &GridCode, batch: Uuid) -> Result<Vec<Given>, StoreError> {
    tx.query(OF_BATCH, params![tenant.as_str(), batch], given)
}

/// The newest grant for a record in a state.
pub fn of_subject(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    subject: Uuid,
    standing: Standing,
) -> Result<Option<Given>, StoreError> {
    tx.one(OF_SUBJECT, params![tenant.as_str(), subject, standing.key()], given)
}

/// Waiting posts: of an account, or of everybody.
pub fn waiting_posts(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: Option<AccountId>,
) -> Result<Vec<Assignment>, StoreError> {
    let one = account.map_or(Uuid::nil(), AccountId::uuid);
    let found = tx.query(WAITING_POSTS, params![tenant.as_str(), account.is_none(), one], given)?;
    Ok(found.iter().filter_map(|g| g.effect.post()).collect())
}

/// The batch of a waiting post of an account, granted by somebody.
pub fn waiting_batch(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: AccountId,
    by: AccountId,
) -> Result<Option<Uuid>, StoreError> {
    let found = tx.query(WAITING_POSTS, params![tenant.as_str(), false, account.uuid()], given)?;
    Ok(found.iter().find(|g| g.giving.by == by).map(|g| g.batch))
}

/// The waiting invitation of an account.
pub fn waiting_invitation(tx: &mut Tx<'_>, tenant: &GridCode, account: AccountId) -> Result<Option<Given>, StoreError> {
    tx.one(WAITING_INVITATION, params![tenant.as_str(), account.uuid()], given)
}

/// Waiting deputies, by absence.
pub fn waiting_deputies(tx: &mut Tx<'_>, tenant: &GridCode) -> Result<HashMap<AbsenceId, AccountId>, StoreError> {
    let waiting = standing(tx, tenant, Standing::Waiting, tenant, 5000)?;
    let deputies = waiting.iter().filter_map(|g| match g.effect {
        Effect::Deputy { absence, deputy, .. } => Some((absence, deputy)),
        _ => None,
    });
    Ok(deputies.collect())
}

/// Waiting pairs of doctors' teams: which team, where, from when.
pub fn waiting_pairs(tx: &mut Tx<'_>, tenant: &GridCode) -> Result<Vec<(TeamId, GridCode, Day)>, StoreError> {
    let waiting = standing(tx, tenant, Standing::Waiting, tenant, 5000)?;
    let pairs = waiting.iter().filter_map(|g| match g.effect {
        Effect::Pair { team, code, since, .. } => Some((team, code, since)),
        _ => None,
    });
    Ok(pairs.collect())
}

/// The grants in effect in a street.
pub fn in_effect(tx: &mut Tx<'_>, tenant: &GridCode) -> Result<Vec<Given>, StoreError> {
    tx.query(IN_EFFECT, params![tenant.as_str()], given)
}

/// Whether a batch exists.
pub fn has_batch(tx: &mut Tx<'_>, tenant: &GridCode, batch: Uuid) -> Result<bool, StoreError> {
    Ok(tx.one(HAS_BATCH, params![tenant.as_str(), batch], |row| row.get::<Uuid>(0))?.is_some())
}

/// Records the decision on a grant; returns whether its state was still the one read.
pub fn decide(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    g: &Given,
    to: Standing,
    by: AccountId,
    now: Moment,
) -> Result<bool, StoreError> {
    let row = params![tenant.as_str(), g.id, to.key(), by.uuid(), now.micros(), g.standing.key()];
    Ok(tx.exec(DECIDE, row)? == 1)
}

/// Withdraws all waiting grants of a person.
pub fn withdraw_of(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: AccountId,
    by: AccountId,
    now: Moment,
) -> Result<u64, StoreError> {
    tx.exec(WITHDRAW_OF, params![tenant.as_str(), account.uuid(), by.uuid(), now.micros()])
}

/// Holders of managing posts in a street and above it, and how they received them.
pub fn keepers(tx: &mut Tx<'_>, tenant: &GridCode, day: Day) -> Result<Keepers, StoreError> {
    let (mut posts, mut made) = (Vec::new(), Vec::new());
    let lately = (Moment::start_of(day) - Span::days(GONE_DAYS)).day();
    for code in tenant.climb() {
        posts.extend(tx.query(KEEPERS, params![code.as_str(), day.to_string(), lately.to_string()], |row| {
            let role: String = row.get(1)?;
            let role = Role::from_key(&role)
                .ok_or_else(|| StoreError::Row { column: "role".into(), why: format!("unknown role {role}") })?;
            Ok(Keeper { account: AccountId::new(row.get(0)?), role, code: code_at(row, 2)?, here: row.get(3)? })
        })?);
        made.extend(tx.query(MADE, params![code.as_str()], made_by)?.into_iter().flatten());
    }
    Ok(Keepers::new(posts, &made))
}

/// How somebody received a post; `None` for a grant that only extended it.
fn made_by(row: &Row<'_>) -> Result<Option<Appointment>, StoreError> {
    let account = AccountId::new(row.get(0)?);
    let Some(detail) = row.get::<Option<String>>(3)? else {
        return Ok(Some(Appointment { account, by: None, confirmed_by: None }));
    };
    let Detail { giving, .. } =
        serde_json::from_str(&detail).map_err(|e| StoreError::Row { column: "detail".into(), why: e.to_string() })?;
    let confirmed = row.get::<String>(2)? == Standing::Confirmed.key();
    let confirmed_by = if confirmed { Some(AccountId::new(row.get(1)?)) } else { None };
    Ok((!giving.more).then_some(Appointment { account, by: Some(giving.by), confirmed_by }))
}
