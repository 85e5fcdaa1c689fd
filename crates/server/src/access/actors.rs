//! The actor behind an account: what is held on a day, deputyships included; and a short memory of actors just made.

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

/// The actor of an active account on a day, or `None`.
///
/// # Errors
/// The store's.
pub fn actor(tx: &mut Tx<'_>, account: AccountId, day: Day, via: Via) -> Result<Option<Actor>, Refusal> {
    let Some(name) = store::active_name(tx, account)? else { return Ok(None) };
    let mut grants: Vec<Grant> = Vec::new();
    for tenant in store::memberships(tx, account)? {
        grants.extend(store::grants(tx, &tenant, account, day)?);
    }
    Ok(Some(Actor { account, name, grants, via }))
}

/// The streets in which an account ever held anything.
///
/// # Errors
/// The store's.
pub fn streets_ever(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<GridCode>, Refusal> {
    Ok(store::memberships(tx, account)?.iter().filter_map(|tenant| GridCode::parse(tenant).ok()).collect())
}

/// The same person with what they held until a re-grid ended their cells not long ago: for what a phone sends late. A program's
/// token is for what is held now.
///
/// # Errors
/// The store's.
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

/// Actors just made, by the hash of the secret that they came with. Whatever changes people puts an empty one in its place, and nothing
/// stays longer than a few seconds, for the case that another process changed it.
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

    /// The actor, if it was made within the last seconds.
    #[must_use]
    pub fn get(&self, digest: &[u8; 32], now: Moment) -> Option<Actor> {
        self.lock().get(digest).filter(|(_, at)| *at <= now && now < *at + KEEP).map(|(a, _)| a.clone())
    }

    /// Remembers one.
    pub fn put(&self, digest: [u8; 32], actor: Actor, now: Moment) {
        let mut known = self.lock();
        if known.len() >= ROOM {
            known.clear();
        }
        known.insert(digest, (actor, now));
    }
}
