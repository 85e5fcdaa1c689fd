//! Builds the actor of a request from the account's posts on a day, including deputyships, and caches actors for a few seconds.

use std::collections::HashMap;
use std::sync::Mutex;
use weiguang_domain::access::{Actor, Grant, Via};
use weiguang_domain::cases::after_regrid::LATE_DAYS;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::{Day, Moment, Span};
use weiguang_store::{Db, Tx};

use super::store;
use crate::app::State;
use crate::problem::Refusal;

/// The actor for an active account on a day; `None` if the account is not active.
///
/// # Errors
/// The store's errors.
pub fn actor(tx: &mut Tx<'_>, account: AccountId, day: Day, via: Via) -> Result<Option<Actor>, Refusal> {
    let Some(name) = store::active_name(tx, account)? else { return Ok(None) };
    let mut grants: Vec<Grant> = Vec::new();
    for tenant in store::memberships(tx, account)? {
        grants.extend(store::grants(tx, &tenant, account, day)?);
    }
    Ok(Some(Actor { account, name, grants, via }))
}

/// The streets in which an account ever held a post.
///
/// # Errors
/// The store's errors.
pub fn streets_ever(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<GridCode>, Refusal> {
    Ok(store::memberships(tx, account)?.iter().filter_map(|tenant| GridCode::parse(tenant).ok()).collect())
}

/// The same actor, with the additional posts that were held until a recent re-grid ended their cells: for records that a phone sends late.
/// An API token gets no additional posts.
///
/// # Errors
/// The store's errors.
pub fn before_regrids(tx: &mut Tx<'_>, actor: &Actor, day: Day) -> Result<Actor, Refusal> {
    let mut then = actor.clone();
    if actor.via != Via::Session {
        return Ok(then);
    }
    let since = (Moment::start_of(day) - Span::days(LATE_DAYS)).day();
    for tenant in store::memberships(tx, actor.account)? {
        then.grants.extend(store::held_until(tx, &tenant, actor.account, since)?);
    }
    Ok(then)
}

/// Cache of actors by the hash of their session or token secret. Every change of accounts or posts replaces the cache with an empty one.
/// Entries expire after a few seconds, because another process may have changed the store.
#[derive(Debug, Default)]
pub struct Actors {
    known: Mutex<HashMap<[u8; 32], (Actor, Moment)>>,
}

impl State for Actors {
    const NAME: &'static str = "actors";

    fn load(_db: &Db, _before: Option<&Self>, _today: Day) -> Result<Self, Refusal> {
        Ok(Self::default())
    }
}

const KEEP: Span = Span::seconds(5);
const ROOM: usize = 4096;

impl Actors {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], (Actor, Moment)>> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The cached actor, if the entry is at most a few seconds old.
    #[must_use]
    pub fn get(&self, digest: &[u8; 32], now: Moment) -> Option<Actor> {
        self.lock().get(digest).filter(|(_, at)| *at <= now && now < *at + KEEP).map(|(a, _)| a.clone())
    }

    /// Stores an actor in the cache.
    pub fn put(&self, digest: [u8; 32], actor: Actor, now: Moment) {
        let mut known = self.lock();
        if known.len() >= ROOM {
            known.clear();
        }
        known.insert(digest, (actor, now));
    }
}
