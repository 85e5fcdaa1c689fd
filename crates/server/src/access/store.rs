//! SQL for sessions and tokens, and for the present posts of an account.

use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use weiguang_domain::access::session::Lifetime;
use weiguang_domain::access::{Grant, Role, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, SessionId, TokenId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::people::standing_in;
use weiguang_store::{Row, StoreError, Tx, Value, params};

use crate::outside::columns::code_at;

const SESSION: &str = "SELECT id, account, created_at, seen_at, expires_at, device FROM sessions WHERE secret = $1";
const INSERT_SESSION: &str =
    "INSERT INTO sessions (id, secret, account, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)";
const TOUCH_SESSION: &str = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1";
const SET_DEVICE: &str = "UPDATE sessions SET device = $2 WHERE id = $1";
const DELETE_SESSION: &str = "DELETE FROM sessions WHERE secret = $1";
const DELETE_SESSIONS_OF: &str = "DELETE FROM sessions WHERE account = $1";
const DELETE_SESSIONS_OVER: &str = "DELETE FROM sessions WHERE expires_at < $1";
const TOKEN: &str = "SELECT id, account, name, verbs, code, expires_at, street <> '', used_at FROM tokens WHERE secret = $1 AND ended_at = 0";
const TOUCH_TOKEN: &str = "UPDATE tokens SET used_at = $2 WHERE id = $1";
const INSERT_TOKEN: &str = "INSERT INTO tokens (id, secret, account, name, verbs, code, created_at, expires_at, street, used_at, ended_at) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)";
const TOKENS_OF: &str = "SELECT id, account, name, verbs, code, created_at, expires_at, street, used_at FROM tokens \
 WHERE account = $1 AND street = '' ORDER BY id DESC LIMIT 200";
/// Tokens of the street, and personal tokens for codes under a given code.
const TOKENS_UNDER: &str = "SELECT id, account, name, verbs, code, created_at, expires_at, street, used_at FROM tokens \
 WHERE code >= $1 AND code < $2 AND ended_at = 0 ORDER BY id DESC LIMIT 1000";
const DELETE_TOKEN: &str = "DELETE FROM tokens WHERE account = $1 AND id = $2 AND street = ''";
/// Deletes an account's personal tokens. A token of the street is kept: it ends when it expires or is withdrawn.
const DELETE_TOKENS_OF: &str = "DELETE FROM tokens WHERE account = $1 AND street = ''";
/// Marks a token as ended. The row is kept, because past actions of the token are shown with its name.
const END_TOKEN: &str = "UPDATE tokens SET ended_at = $2 WHERE id = $1 AND ended_at = 0";
const ACTIVE_NAME: &str = "SELECT name FROM accounts WHERE id = $1 AND state = 'active'";
const MEMBERSHIPS: &str = "SELECT tenant FROM memberships WHERE account = $1 ORDER BY tenant";
/// The account's own posts; the posts of people for whom it deputises today; and the posts for which those people deputise in turn, while
/// they are away themselves.
const GRANTS: &str = "SELECT s.role, s.code, s.account, 0 FROM assignments s
 WHERE s.tenant = $1 AND s.account = $2 AND s.since <= $3 AND s.until >= $3
 UNION ALL
 SELECT s.role, s.code, s.account, 1 FROM absences a JOIN assignments s ON s.tenant = a.tenant AND s.account = a.account
 WHERE a.tenant = $1 AND a.deputy = $2 AND a.since <= $3 AND a.until >= $3 AND s.since <= $3 AND s.until >= $3
 UNION ALL
 SELECT s.role, s.code, s.account, 2 FROM absences b JOIN absences a ON a.tenant = b.tenant AND a.deputy = b.account
 JOIN assignments s ON s.tenant = a.tenant AND s.account = a.account
 WHERE b.tenant = $1 AND b.deputy = $2 AND b.since <= $3 AND b.until >= $3 AND a.since <= $3 AND a.until >= $3
 AND s.since <= $3 AND s.until >= $3 AND s.account <> $2";
const RECODE_TOKENS: &str = "UPDATE tokens SET code = $2 WHERE code = $1";
/// Posts at grid cells that a re-grid ended, with their last day and the first day of the new cells.
const HELD_UNTIL: &str = "SELECT DISTINCT s.role, s.code, s.until, r.day FROM assignments s
 JOIN cell_moves m ON m.tenant = s.tenant AND m.old = s.code
 JOIN regrids r ON r.tenant = m.tenant AND r.id = m.regrid
 WHERE s.tenant = $1 AND s.account = $2 AND s.until < r.day AND r.day >= $3";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("people.NAMES", NAMES),
    ("auth.HELD_UNTIL", HELD_UNTIL),
    ("auth.RECODE_TOKENS", RECODE_TOKENS),
    ("auth.SESSION", SESSION),
    ("auth.INSERT_SESSION", INSERT_SESSION),
    ("auth.TOUCH_SESSION", TOUCH_SESSION),
    ("auth.SET_DEVICE", SET_DEVICE),
    ("auth.DELETE_SESSION", DELETE_SESSION),
    ("auth.DELETE_SESSIONS_OF", DELETE_SESSIONS_OF),
    ("auth.DELETE_SESSIONS_OVER", DELETE_SESSIONS_OVER),
    ("auth.TOKEN", TOKEN),
    ("auth.INSERT_TOKEN", INSERT_TOKEN),
    ("auth.TOUCH_TOKEN", TOUCH_TOKEN),
    ("auth.TOKENS_OF", TOKENS_OF),
    ("auth.TOKENS_UNDER", TOKENS_UNDER),
    ("auth.END_TOKEN", END_TOKEN),
    ("auth.DELETE_TOKEN", DELETE_TOKEN),
    ("auth.DELETE_TOKENS_OF", DELETE_TOKENS_OF),
    ("auth.ACTIVE_NAME", ACTIVE_NAME),
    ("auth.MEMBERSHIPS", MEMBERSHIPS),
    ("auth.GRANTS", GRANTS),
];

/// A session, without its secret.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// The session's id.
    pub id: SessionId,
    /// The account that is signed in.
    pub account: AccountId,
    /// The session's lifetime.
    pub lifetime: Lifetime,
}

/// A token, without its secret.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token's id.
    pub id: TokenId,
    /// The owner; for a token of the street, the account that created it.
    pub account: AccountId,
    /// The token's name, which states its purpose.
    pub name: String,
    /// Whether the token belongs to a street and not to a person.
    pub of_street: bool,
    /// Time of last use; recorded only every few minutes.
    pub used_at: Moment,
    /// The verbs that the token permits.
    pub verbs: Vec<Verb>,
    /// The code of the place to which the token gives access.
    pub code: GridCode,
    /// When the token expires.
    pub expires_at: Moment,
}

/// A token as shown in a list of tokens.
#[derive(Clone, Debug)]
pub struct TokenLine {
    /// The token's id.
    pub id: TokenId,
    /// The owner; for a token of the street, the account that created it.
    pub account: AccountId,
    /// The street to which the token belongs; `None` for a personal token.
    pub street: Option<GridCode>,
    /// Time of last use, recorded only every few minutes; `None` if the token was never used.
    pub used_at: Option<Moment>,
    /// The token's name, which states its purpose.
    pub name: String,
    /// The verbs that the token permits.
    pub verbs: Vec<Verb>,
    /// The code of the place to which the token gives access.
    pub code: GridCode,
    /// When the token was created.
    pub created_at: Moment,
    /// When the token expires.
    pub expires_at: Moment,
}

fn verbs_at(row: &Row<'_>, index: usize) -> Result<Vec<Verb>, StoreError> {
    Ok(row.get::<String>(index)?.split(' ').filter_map(Verb::from_key).collect())
}

fn verbs_text(verbs: &[Verb]) -> String {
    verbs.iter().map(|v| v.key()).collect::<Vec<_>>().join(" ")
}

/// Finds the session by the hash of its secret.
pub fn session(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    tx.one(SESSION, params![digest], |row| {
        Ok(Session {
            id: SessionId::new(row.get(0)?),
            account: AccountId::new(row.get(1)?),
            lifetime: Lifetime {
                created_at: Moment::from_micros(row.get(2)?),
                seen_at: Moment::from_micros(row.get(3)?),
                expires_at: Moment::from_micros(row.get(4)?),
                on_phone: row.get::<Option<Uuid>>(5)?.is_some(),
            },
        })
    })
}

/// Stores a new session.
pub fn insert_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    digest: &[u8; 32],
    account: AccountId,
    now: Moment,
    ends: Moment,
) -> Result<(), StoreError> {
    tx.exec(INSERT_SESSION, params![id.uuid(), digest, account.uuid(), now.micros(), ends.micros()]).map(drop)
}

/// Records that a session was used.
pub fn touch_session(tx: &mut Tx<'_>, id: SessionId, used: &Lifetime) -> Result<(), StoreError> {
    tx.exec(TOUCH_SESSION, params![id.uuid(), used.seen_at.micros(), used.expires_at.micros()]).map(drop)
}

/// Records which phone uses a session.
pub fn set_device(tx: &mut Tx<'_>, id: SessionId, device: Uuid) -> Result<(), StoreError> {
    tx.exec(SET_DEVICE, params![id.uuid(), device]).map(drop)
}

/// Ends one session.
pub fn delete_session(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<u64, StoreError> {
    tx.exec(DELETE_SESSION, params![digest])
}

/// Ends all sessions and tokens of an account; returns their number.
pub fn delete_keys_of(tx: &mut Tx<'_>, account: AccountId) -> Result<u64, StoreError> {
    Ok(tx.exec(DELETE_SESSIONS_OF, params![account.uuid()])? + tx.exec(DELETE_TOKENS_OF, params![account.uuid()])?)
}

/// Ends all sessions of an account.
pub fn delete_sessions_of(tx: &mut Tx<'_>, account: AccountId) -> Result<u64, StoreError> {
    tx.exec(DELETE_SESSIONS_OF, params![account.uuid()])
}

/// Deletes expired sessions.
pub fn delete_sessions_over(tx: &mut Tx<'_>, now: Moment) -> Result<u64, StoreError> {
    tx.exec(DELETE_SESSIONS_OVER, params![now.micros()])
}

/// Finds the token by the hash of its secret.
pub fn token(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Token>, StoreError> {
    tx.one(TOKEN, params![digest], |row| {
        Ok(Token {
            id: TokenId::new(row.get(0)?),
            account: AccountId::new(row.get(1)?),
            name: row.get(2)?,
            verbs: verbs_at(row, 3)?,
            code: code_at(row, 4)?,
            expires_at: Moment::from_micros(row.get(5)?),
            of_street: row.get(6)?,
            used_at: Moment::from_micros(row.get(7)?),
        })
    })
}

/// Records that a token was used.
pub fn touch_token(tx: &mut Tx<'_>, id: TokenId, now: Moment) -> Result<(), StoreError> {
    tx.exec(TOUCH_TOKEN, params![id.uuid(), now.micros()]).map(drop)
}

/// Stores a new token.
pub fn insert_token(tx: &mut Tx<'_>, line: &TokenLine, digest: &[u8; 32]) -> Result<(), StoreError> {
    let (verbs, code) = (verbs_text(&line.verbs), line.code);
    tx.exec(
        INSERT_TOKEN,
        params![
            line.id.uuid(),
            digest,
            line.account.uuid(),
            &line.name,
            verbs,
            code.as_str(),
            line.created_at.micros(),
            line.expires_at.micros(),
            line.street.as_ref().map_or("", GridCode::as_str)
        ],
    )
    .map(drop)
}

fn token_line(row: &Row<'_>) -> Result<TokenLine, StoreError> {
    let (street, used_at): (String, i64) = (row.get(7)?, row.get(8)?);
    Ok(TokenLine {
        id: TokenId::new(row.get(0)?),
        account: AccountId::new(row.get(1)?),
        name: row.get(2)?,
        verbs: verbs_at(row, 3)?,
        code: code_at(row, 4)?,
        created_at: Moment::from_micros(row.get(5)?),
        expires_at: Moment::from_micros(row.get(6)?),
        street: GridCode::parse(&street).ok(),
        used_at: (used_at > 0).then(|| Moment::from_micros(used_at)),
    })
}

/// An account's own tokens, newest first.
pub fn tokens_of(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<TokenLine>, StoreError> {
    tx.query(TOKENS_OF, params![account.uuid()], token_line)
}

/// The tokens for places under a code, newest first: tokens of the street and personal tokens.
pub fn tokens_under(tx: &mut Tx<'_>, code: &GridCode) -> Result<Vec<TokenLine>, StoreError> {
    let (from, to) = code.range();
    tx.query(TOKENS_UNDER, params![from, to], token_line)
}

/// Ends a token of the street; returns whether it was valid.
pub fn end_token(tx: &mut Tx<'_>, id: TokenId, now: Moment) -> Result<bool, StoreError> {
    Ok(tx.exec(END_TOKEN, params![id.uuid(), now.micros()])? == 1)
}

/// Moves the tokens of an ended grid cell to the cell that replaces it; returns their number.
pub fn recode_tokens(tx: &mut Tx<'_>, old: &GridCode, new: &GridCode) -> Result<u64, StoreError> {
    tx.exec(RECODE_TOKENS, params![old.as_str(), new.as_str()])
}

/// Deletes a personal token of an account.
pub fn delete_token(tx: &mut Tx<'_>, account: AccountId, id: TokenId) -> Result<u64, StoreError> {
    tx.exec(DELETE_TOKEN, params![account.uuid(), id.uuid()])
}

/// Accounts of one statement: a fixed width lets one prepared text serve any number; the rest is nil.
const WIDTH: usize = 24;
macro_rules! ids {
    () => {
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)"
    };
}
/// Of people, and of tokens of the street, which act under their own names.
const NAMES: &str = concat!(
    "SELECT id, name FROM accounts WHERE id IN ",
    ids!(),
    " UNION ALL SELECT id, name FROM tokens WHERE id IN ",
    ids!()
);

/// The names of accounts.
pub fn names(tx: &mut Tx<'_>, accounts: &HashSet<AccountId>) -> Result<HashMap<AccountId, String>, StoreError> {
    let mut names = HashMap::with_capacity(accounts.len());
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.uuid()).collect();
    for some in ids.chunks(WIDTH) {
        let some = some.iter().copied().chain(std::iter::repeat(Uuid::nil())).take(WIDTH);
        let values: Vec<Value<'_>> = some.map(Value::from).collect();
        names.extend(tx.query(NAMES, &values, |row| Ok((AccountId::new(row.get(0)?), row.get(1)?)))?);
    }
    Ok(names)
}

/// The name of an account; `None` if the account is not active.
pub fn active_name(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<String>, StoreError> {
    tx.one(ACTIVE_NAME, params![account.uuid()], |row| row.get(0))
}

/// The streets in which an account ever held a post.
pub fn memberships(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<String>, StoreError> {
    tx.query(MEMBERSHIPS, params![account.uuid()], |row| row.get(0))
}

/// The posts of an account in a street on a day: its own, and those for which it deputises.
pub fn grants(tx: &mut Tx<'_>, tenant: &str, account: AccountId, day: Day) -> Result<Vec<Grant>, StoreError> {
    let held = tx.query(GRANTS, params![tenant, account.uuid(), day.to_string()], |row| {
        let role: String = row.get(0)?;
        let role = Role::from_key(&role)
            .ok_or_else(|| StoreError::Row { column: "role".into(), why: format!("unknown role {role}") })?;
        let holder: Uuid = row.get(2)?;
        let deputy_for = (holder != account.uuid()).then(|| AccountId::new(holder));
        Ok((Grant { role, code: code_at(row, 1)?, deputy_for }, row.get::<i64>(3)?))
    })?;
    let own: Vec<(Role, GridCode)> =
        held.iter().filter(|(g, _)| g.deputy_for.is_none()).map(|(g, _)| (g.role, g.code)).collect();
    let roles: Vec<Role> = own.iter().map(|(role, _)| *role).collect();
    let passes = |grant: &Grant, steps: i64| match steps {
        0 => true,
        1 => standing_in::passes(grant.role, &roles),
        _ => standing_in::passes_on((grant.role, &grant.code), &own),
    };
    Ok(held.into_iter().filter(|(grant, steps)| passes(grant, *steps)).map(|(grant, _)| grant).collect())
}

/// The posts of an account in a street until the day before a re-grid that came into effect on or after a day.
pub fn held_until(tx: &mut Tx<'_>, tenant: &str, account: AccountId, since: Day) -> Result<Vec<Grant>, StoreError> {
    let rows = tx.query(HELD_UNTIL, params![tenant, account.uuid(), since.to_string()], |row| {
        let role: String = row.get(0)?;
        let (until, day): (String, String) = (row.get(2)?, row.get(3)?);
        let day = day.parse::<Day>().ok().and_then(|d| d.yesterday().ok());
        // Only posts that ended on the last day of their cell count; a post that had ended earlier for another reason is not restored.
        let role = Role::from_key(&role).filter(|_| day.is_some_and(|d| d.to_string() == until));
        Ok(role.map(|role| Ok::<_, StoreError>(Grant { role, code: code_at(row, 1)?, deputy_for: None })))
    })?;
    rows.into_iter().flatten().collect()
}
