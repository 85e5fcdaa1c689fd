//! Compares the signed chain ends with the entries, the rows of their records, and people's permissions. Doctor reports the differences.

use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;
use weiguang_store::{Db, StoreError, Tx, params};

use super::checkpoint::{self, Signed};
use super::kinds::Kinds;
use super::{Head, check, head};
use crate::outside::seal::Seal;
use crate::problem::Refusal;

const FIRST_KIND: &str = "SELECT kind FROM events WHERE tenant = $1 AND stream = $2 ORDER BY seq LIMIT 1";
const HASH_AT: &str = "SELECT hash FROM events WHERE tenant = $1 AND stream = $2 AND seq = $3";
const LAST_BARE: &str = "SELECT COALESCE(MAX(seq), 0) FROM events WHERE tenant = $1 AND stream = $2 AND body IS NULL";
const BEHIND: &str = "SELECT e.stream FROM events e LEFT JOIN chain_ends n ON n.tenant = e.tenant AND n.stream = e.stream \
 WHERE e.tenant = $1 AND e.stream > $2 GROUP BY e.stream HAVING MAX(e.seq) > COALESCE(MAX(n.seq), 0) ORDER BY e.stream LIMIT 200";
const STREAMS: &str = "SELECT s.stream FROM (SELECT stream FROM events WHERE tenant = $1 AND stream > $2 UNION SELECT stream FROM chain_ends \
 WHERE tenant = $1 AND stream > $2) s ORDER BY s.stream LIMIT 500";
const HOLDERS: &str =
    "SELECT DISTINCT account FROM assignments WHERE tenant = $1 AND account > $2 ORDER BY account LIMIT 500";
const ACCOUNTS: &str = "SELECT id FROM accounts WHERE id > $1 ORDER BY id LIMIT 500";
const TENANTS: &str = "SELECT DISTINCT tenant FROM assignments UNION SELECT DISTINCT tenant FROM chain_ends UNION SELECT tenant FROM streets";
const ENDS: &str = "SELECT tenant, stream, proof FROM chain_ends WHERE tenant > $1 OR (tenant = $1 AND stream > $2) ORDER BY tenant, stream LIMIT 5000";

/// The kind of record whose chain contains people's permissions.
pub const PERSON: &str = "accounts";
/// Columns of an account that decide who may sign in.
const ACCOUNT: &str = "SELECT id, login, password, state, home FROM accounts WHERE id = $1";
/// The posts of an account in a street.
const POSTS: &str =
    "SELECT id, account, role, code, since, until FROM assignments WHERE tenant = $1 AND account = $2 ORDER BY id";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("signed.FIRST_KIND", FIRST_KIND),
    ("signed.HASH_AT", HASH_AT),
    ("signed.LAST_BARE", LAST_BARE),
    ("signed.BEHIND", BEHIND),
    ("signed.STREAMS", STREAMS),
    ("signed.HOLDERS", HOLDERS),
    ("signed.ACCOUNTS", ACCOUNTS),
    ("signed.TENANTS", TENANTS),
    ("signed.ENDS", ENDS),
    ("signed.ACCOUNT", ACCOUNT),
    ("signed.POSTS", POSTS),
];

/// Signs chain ends; contains the keys and the kinds of records.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The keys.
    pub seal: Seal,
    /// The kinds of records.
    pub kinds: Kinds,
}

/// A hash of the signed columns of a record's row; empty if the record has no row.
///
/// # Errors
/// The store's errors.
pub fn record(tx: &mut Tx<'_>, kinds: &Kinds, tenant: &str, stream: Uuid) -> Result<Vec<u8>, StoreError> {
    let rows = if tenant.is_empty() {
        tx.query(ACCOUNT, params![stream], |row| Ok(row.canonical()))?
    } else {
        let kind: Option<String> = tx.one(FIRST_KIND, params![tenant, stream], |row| row.get(0))?;
        match kind.map(|kind| kinds.of(&kind)) {
            // A person has no row in a street; instead, the posts that they hold in the street are signed.
            Some(subject) if subject.key != PERSON => match &subject.row {
                Some(row) => tx.query(row.signed.1, params![tenant, stream], |row| Ok(row.canonical()))?,
                None => Vec::new(),
            },
            Some(_) | None => tx.query(POSTS, params![tenant, stream], |row| Ok(row.canonical()))?,
        }
    };
    Ok(if rows.is_empty() { Vec::new() } else { Sha256::digest(rows.concat()).to_vec() })
}

/// A mismatch between a record and its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// An entry was written by somebody without the key.
    Foreign,
    /// Signed entries are missing at the end, or the whole chain is missing.
    Cut,
    /// Signed entries differ.
    Rewritten,
    /// The content of entries was removed without an erasure.
    Emptied,
    /// The record's row differs from the signed row.
    Row,
    /// The record's row is missing.
    Gone,
    /// The signature was not made with this installation's key.
    Forged,
}

impl Breach {
    /// The description of the mismatch in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Foreign => "不是本系统写入的",
            Self::Cut => "签过名的条目被截掉",
            Self::Rewritten => "签过名的条目被改写",
            Self::Emptied => "条目内容被抹去，且无清除记录",
            Self::Row => "行内容与签名不符",
            Self::Gone => "行被删除",
            Self::Forged => "签名是伪造的",
        }
    }

    /// The description of the mismatch in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Foreign => "not written by this installation",
            Self::Cut => "signed entries are cut off",
            Self::Rewritten => "signed entries were rewritten",
            Self::Emptied => "what its entries said was taken away, and nobody erased it",
            Self::Row => "its row is not the one that was signed",
            Self::Gone => "its row is gone",
            Self::Forged => "its signature is forged",
        }
    }
}

/// Compares a chain and its record's row with the stored signature.
///
/// # Errors
/// The store's errors.
pub fn judge(
    tx: &mut Tx<'_>,
    signer: &Signer,
    tenant: &str,
    stream: Uuid,
    signed: Option<&Signed>,
) -> Result<Result<(), Breach>, StoreError> {
    if signed.is_some_and(|s| s.proof != s.proof(&signer.seal, tenant, stream)) {
        return Ok(Err(Breach::Forged));
    }
    let head = head(tx, tenant, stream)?;
    let (seq, erased) = signed.map_or((0, false), |s| (s.head.seq, s.erased));
    if head.seq < seq {
        return Ok(Err(Breach::Cut));
    }
    if let Some(signed) = signed.filter(|s| s.head.seq > 0)
        && tx.one(HASH_AT, params![tenant, stream, seq], |row| row.get::<[u8; 32]>(0))? != Some(signed.head.hash)
    {
        return Ok(Err(Breach::Rewritten));
    }
    let bare = tx.one(LAST_BARE, params![tenant, stream], |row| row.get::<i64>(0))?.unwrap_or(0);
    if bare > if erased { seq } else { 0 } {
        return Ok(Err(Breach::Emptied));
    }
    if head.seq > seq && check(tx, tenant, stream, None)?.is_err() {
        return Ok(Err(Breach::Foreign));
    }
    // A row whose chain has grown since is signed again within a minute; an erased chain has no content to compare.
    let Some(signed) = signed.filter(|s| !s.erased && s.head.seq == head.seq) else { return Ok(Ok(())) };
    let now = record(tx, &signer.kinds, tenant, stream)?;
    Ok(match (now == signed.record, now.is_empty()) {
        (true, _) => Ok(()),
        (false, true) => Err(Breach::Gone),
        (false, false) => Err(Breach::Row),
    })
}

/// Tenants with chains and posts: streets, areas above streets, and the catalogue of accounts (whose tenant name is empty).
///
/// # Errors
/// The store's errors.
pub fn tenants(tx: &mut Tx<'_>) -> Result<BTreeSet<String>, StoreError> {
    let all = tx.query(TENANTS, &[], |row| row.get::<String>(0))?;
    Ok(all.into_iter().chain([String::new()]).collect())
}

/// A chain that has entries after the last signed one.
#[derive(Clone, Copy, Debug)]
pub struct Behind {
    /// The chain.
    pub stream: Uuid,
    /// The chain's present end; `None` if the end must not be signed, because the chain is broken or was emptied.
    pub head: Option<Head>,
    /// Whether the chain's content was erased.
    pub erased: bool,
}

/// Chains after an id that have entries after the last signed one, in order of id. For a store that was never signed (`fresh`): all chains
/// and all people.
///
/// # Errors
/// The store's errors.
pub fn behind(tx: &mut Tx<'_>, tenant: &str, after: Uuid, fresh: bool) -> Result<Vec<Behind>, StoreError> {
    let id = |row: &weiguang_store::Row<'_>| row.get::<Uuid>(0);
    let (streams, people) = match (tenant.is_empty(), fresh) {
        (true, true) => (Vec::new(), tx.query(ACCOUNTS, params![after], id)?),
        (true, false) => (Vec::new(), Vec::new()),
        (false, true) => {
            (tx.query(BEHIND, params![tenant, after], id)?, tx.query(HOLDERS, params![tenant, after], id)?)
        }
        (false, false) => (tx.query(BEHIND, params![tenant, after], id)?, Vec::new()),
    };
    // If a list is full, both lists are cut at the last id of the shorter range, so that no chain is skipped.
    let full = [(&streams, 200), (&people, 500)].into_iter().filter(|(list, most)| list.len() == *most);
    let until = full.filter_map(|(list, _)| list.last().copied()).min().unwrap_or(Uuid::max());
    let all: BTreeSet<Uuid> = streams.iter().chain(&people).copied().filter(|stream| *stream <= until).collect();
    let mut found = Vec::with_capacity(all.len());
    for stream in all {
        let signed = checkpoint::signed(tx, tenant, stream)?;
        let (whole, head) = (check(tx, tenant, stream, None)?.is_ok(), head(tx, tenant, stream)?);
        let bare = tx.one(LAST_BARE, params![tenant, stream], |row| row.get::<i64>(0))?.unwrap_or(0);
        let said = fresh || bare <= signed.filter(|s| s.erased).map_or(0, |s| s.head.seq);
        found.push(Behind { stream, head: (whole && said).then_some(head), erased: bare > 0 });
    }
    Ok(found)
}

/// Doctor's result for one tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Number of compared records.
    pub records: u64,
    /// Number of mismatches.
    pub broken: u64,
    /// The mismatches, at most a hundred.
    pub named: Vec<(Uuid, Breach)>,
}

/// Compares all records of a tenant with their signatures.
///
/// # Errors
/// The store's errors.
pub fn walk(db: &Db, signer: &Signer, tenant: &str) -> Result<Held, Refusal> {
    let mut held = Held::default();
    let sources: &[&'static str] = if tenant.is_empty() { &[ACCOUNTS, STREAMS] } else { &[STREAMS, HOLDERS] };
    for sql in sources.iter().copied() {
        let mut after = Uuid::nil();
        loop {
            let (signer, of, from) = (signer.clone(), tenant.to_owned(), after);
            let found = db.read_blocking(move |tx| {
                let ids = if sql == ACCOUNTS {
                    tx.query(sql, params![from], |row| row.get::<Uuid>(0))?
                } else {
                    tx.query(sql, params![&of, from], |row| row.get::<Uuid>(0))?
                };
                let mut found = Vec::with_capacity(ids.len());
                for id in ids {
                    let signed = checkpoint::signed(tx, &of, id)?;
                    // Holders of a post and accounts are signed when they are created, so a missing signature is a fault.
                    let verdict = match &signed {
                        None if sql != STREAMS => Err(Breach::Foreign),
                        signed => judge(tx, &signer, &of, id, signed.as_ref())?,
                    };
                    found.push((id, verdict));
                }
                Ok::<_, Refusal>(found)
            })?;
            let Some((last, _)) = found.last() else { break };
            after = *last;
            for (id, verdict) in found {
                held.records += 1;
                if let Err(breach) = verdict {
                    held.broken += 1;
                    if held.named.len() < 100 && !held.named.iter().any(|(known, _)| *known == id) {
                        held.named.push((id, breach));
                    }
                }
            }
        }
    }
    Ok(held)
}

/// The sum of all stored signatures.
///
/// # Errors
/// The store's errors.
pub fn sum(db: &Db) -> Result<[u8; 32], Refusal> {
    let (mut sum, mut after) = ([0; 32], (String::new(), Uuid::nil()));
    loop {
        let (tenant, stream) = after.clone();
        let some = db.read_blocking(move |tx| {
            let row = |row: &weiguang_store::Row<'_>| {
                Ok((row.get::<String>(0)?, row.get::<Uuid>(1)?, row.get::<[u8; 32]>(2)?))
            };
            tx.query(ENDS, params![&tenant, stream], row).map_err(Refusal::from)
        })?;
        let Some((tenant, stream, _)) = some.last() else { return Ok(sum) };
        after = (tenant.clone(), *stream);
        some.iter().for_each(|(_, _, proof)| checkpoint::fold(&mut sum, proof));
    }
}
