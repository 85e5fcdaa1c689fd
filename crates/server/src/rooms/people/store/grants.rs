//! The SQL of acts of giving, and of those who could confirm them.

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
/// What is in effect, for the page of who can read what.
const IN_EFFECT: &str =
    select!("tenant = $1 AND standing IN ('free', 'unconfirmed', 'confirmed') ORDER BY id LIMIT 20000");
const HAS_BATCH: &str = "SELECT id FROM givings WHERE tenant = $1 AND batch = $2 LIMIT 1";
const DECIDE: &str = "UPDATE givings SET standing = $3, decided_by = $4, decided_at = $5 WHERE tenant = $1 AND id = $2 AND standing = $6";
const WITHDRAW_OF: &str = "UPDATE givings SET standing = 'withdrawn', decided_by = $3, decided_at = $4 WHERE tenant = $1 AND account = $2 AND standing = 'waiting'";
/// Those who steer and can sign in; or held their post within some days, also if they have left, or if its first day was put off.
const KEEPERS: &str = "SELECT s.account, s.role, s.code, s.since <= $2 AND s.until >= $2 AND a.state = 'active' \
 FROM assignments s JOIN accounts a ON a.id = s.account \
 WHERE s.tenant = $1 AND s.until >= $3 AND (a.password <> '' OR a.state <> 'active') \
 AND s.role IN ('street_manager', 'administrator', 'community_secretary', 'grid_leader', 'auditor') ORDER BY s.account";
/// How each who steers or ever steered came to it.
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

/// What is done when an act takes effect: stored, so that what waits is nowhere else until then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Effect {
    /// An assignment is made, or its days become more.
    Post {
        /// Which.
        id: AssignmentId,
        /// Who.
        account: AccountId,
        /// As what.
        role: Role,
        /// Where.
        code: GridCode,
        /// First day.
        since: Day,
        /// Last day.
        until: Day,
    },
    /// An absence gets its deputy.
    Deputy {
        /// Which absence.
        absence: AbsenceId,
        /// Who stands in.
        deputy: AccountId,
        /// Last day.
        until: Day,
    },
    /// A team is paired with a code.
    Pair {
        /// Which team.
        team: TeamId,
        /// Where.
        code: GridCode,
        /// From when.
        since: Day,
        /// Who was in it when it was given.
        members: Vec<AccountId>,
    },
    /// People join a team.
    Team {
        /// Which.
        team: TeamId,
        /// Who answers in it then.
        doctor: AccountId,
        /// Who joins.
        added: Vec<AccountId>,
    },
    /// An invitation can be used.
    Invitation {
        /// Which.
        id: InvitationId,
        /// For whom.
        account: AccountId,
        /// The keyed hash of its link, in base64.
        secret: String,
        /// The keyed hash of its code, in base64.
        code: String,
        /// Until when.
        expires_at: Moment,
    },
    /// A token of the street works.
    Token {
        /// Which.
        id: TokenId,
        /// What for.
        name: String,
        /// What it may do, by key.
        verbs: Vec<String>,
        /// Where.
        code: GridCode,
        /// The keyed hash of its secret, in base64.
        secret: String,
        /// Until when.
        expires_at: Moment,
    },
}

impl Effect {
    /// What it is about: the record that is made or changed.
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

    /// The assignment that it makes.
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

/// An act of giving.
#[derive(Clone, Debug)]
pub struct Given {
    /// Which.
    pub id: Uuid,
    /// Of which kind, by whom and for whom.
    pub giving: GrantRequest,
    /// What it does.
    pub effect: Effect,
    /// Where.
    pub code: GridCode,
    /// What was given together.
    pub batch: Uuid,
    /// How it stands.
    pub standing: Standing,
    /// When it was given.
    pub at: Moment,
    /// Who confirmed, refused or withdrew it; nil for nobody yet.
    pub decided_by: AccountId,
    /// When.
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

/// Stores a new act.
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

/// Acts under a code that stand so, oldest first.
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

/// What was given together.
pub fn of_batch(tx: &mut Tx<'_>, tenant: &GridCode, batch: Uuid) -> Result<Vec<Given>, StoreError> {
    tx.query(OF_BATCH, params![tenant.as_str(), batch], given)
}

/// The newest act about a record that stands so.
pub fn of_subject(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    subject: Uuid,
    standing: Standing,
) -> Result<Option<Given>, StoreError> {
    tx.one(OF_SUBJECT, params![tenant.as_str(), subject, standing.key()], given)
}

/// Posts that wait: of an account, or of everybody.
pub fn waiting_posts(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: Option<AccountId>,
) -> Result<Vec<Assignment>, StoreError> {
    let one = account.map_or(Uuid::nil(), AccountId::uuid);
    let found = tx.query(WAITING_POSTS, params![tenant.as_str(), account.is_none(), one], given)?;
    Ok(found.iter().filter_map(|g| g.effect.post()).collect())
}

/// With what a post of an account waits that somebody gave.
pub fn waiting_batch(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: AccountId,
    by: AccountId,
) -> Result<Option<Uuid>, StoreError> {
    let found = tx.query(WAITING_POSTS, params![tenant.as_str(), false, account.uuid()], given)?;
    Ok(found.iter().find(|g| g.giving.by == by).map(|g| g.batch))
}

/// The invitation that waits for an account.
pub fn waiting_invitation(tx: &mut Tx<'_>, tenant: &GridCode, account: AccountId) -> Result<Option<Given>, StoreError> {
    tx.one(WAITING_INVITATION, params![tenant.as_str(), account.uuid()], given)
}

/// Deputies who wait, by absence.
pub fn waiting_deputies(tx: &mut Tx<'_>, tenant: &GridCode) -> Result<HashMap<AbsenceId, AccountId>, StoreError> {
    let waiting = standing(tx, tenant, Standing::Waiting, tenant, 5000)?;
    let deputies = waiting.iter().filter_map(|g| match g.effect {
        Effect::Deputy { absence, deputy, .. } => Some((absence, deputy)),
        _ => None,
    });
    Ok(deputies.collect())
}

/// Pairs of doctors' teams that wait: which team, where, from when.
pub fn waiting_pairs(tx: &mut Tx<'_>, tenant: &GridCode) -> Result<Vec<(TeamId, GridCode, Day)>, StoreError> {
    let waiting = standing(tx, tenant, Standing::Waiting, tenant, 5000)?;
    let pairs = waiting.iter().filter_map(|g| match g.effect {
        Effect::Pair { team, code, since, .. } => Some((team, code, since)),
        _ => None,
    });
    Ok(pairs.collect())
}

/// What is in effect in a street.
pub fn in_effect(tx: &mut Tx<'_>, tenant: &GridCode) -> Result<Vec<Given>, StoreError> {
    tx.query(IN_EFFECT, params![tenant.as_str()], given)
}

/// Whether anything of a batch is stored.
pub fn has_batch(tx: &mut Tx<'_>, tenant: &GridCode, batch: Uuid) -> Result<bool, StoreError> {
    Ok(tx.one(HAS_BATCH, params![tenant.as_str(), batch], |row| row.get::<Uuid>(0))?.is_some())
}

/// Records what became of an act; gives whether it still stood as it was read.
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

/// Withdraws all that waits for somebody.
pub fn withdraw_of(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: AccountId,
    by: AccountId,
    now: Moment,
) -> Result<u64, StoreError> {
    tx.exec(WITHDRAW_OF, params![tenant.as_str(), account.uuid(), by.uuid(), now.micros()])
}

/// Those who steer in a street and above it, and how they came to it.
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

/// How somebody came to a post; nothing for an act that gave more days of it.
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
