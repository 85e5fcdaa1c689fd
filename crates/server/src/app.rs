//! The application as a value: its store, clock, chance, keys, and what it holds in memory. `App::write` is the only way to a
//! writable transaction for people's acts: one function, one transaction, sent again = done once, answered after the commit.

mod work;

use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use tokio::sync::Semaphore;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::manual::{Calendar, Manual};
use weiguang_store::{Db, Tx};

use crate::auth::actors::Actors;
use crate::config::Settings;
use crate::events::checkpoint::{self, Unsigned};
use crate::events::live::Live;
use crate::events::outbox::{self, Destinations};
use crate::leap::Watch;
pub use crate::migrations::{MIGRATIONS, open_store};
use crate::outside::chance::Chance;
use crate::outside::clock::Clock;
use crate::outside::keyring::Keyring;
use crate::outside::outgoing::Outgoing;
use crate::outside::seal::Seal;
use crate::outside::tiles::Tiles;
use crate::rooms::care::Rules;
use crate::rooms::cases::queue::search::Tokenizer;
use crate::rooms::cases::queue::terms::Unindexed;
use crate::rooms::grid::territory::Territory;
use crate::sends;
use crate::wake::{Wake, Wakes};
use crate::web::extract::Send as Sending;
use crate::web::harden::Bounds;
use crate::web::{Refusal, damaged, turns::Turns};

pub use work::UnitOfWork;

/// The application. Cheap to clone; there is no global state beside it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    /// The store, in one of its lanes.
    pub(crate) db: Db,
}

struct Inner {
    clock: Clock,
    chance: Chance,
    seal: Seal,
    settings: Settings,
    territory: RwLock<Arc<Territory>>,
    manual: RwLock<Arc<Manual>>,
    calendar: RwLock<Arc<Calendar>>,
    rules: RwLock<Arc<Rules>>,
    tokenizer: Tokenizer,
    live: Live,
    wake: Wake,
    unindexed: Unindexed,
    hashing: Semaphore,
    actors: Actors,
    destinations: RwLock<Arc<Destinations>>,
    turns: Turns,
    imports: crate::rooms::imports::Runs,
    bounds: Bounds,
    tiles: Tiles,
    metrics: PrometheusHandle,
    watch: Watch,
    unsigned: Unsigned,
    looked_through: AtomicBool,
}

/// What an application is made of.
pub struct Parts {
    /// The store, migrated.
    pub db: Db,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where chance comes from.
    pub chance: Chance,
    /// The keys.
    pub seal: Seal,
    /// What the operator set.
    pub settings: Settings,
}

/// One sending's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent<T> {
    /// What the operation answered, the first time.
    pub value: T,
    /// Whether it had been done before, and was not done again.
    pub replayed: bool,
}

/// A snapshot behind a lock; a writer that panicked left the old one whole.
fn read<T>(lock: &RwLock<Arc<T>>) -> Arc<T> {
    lock.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
}
fn replace<T>(lock: &RwLock<Arc<T>>, value: T) {
    *lock.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(value);
}

impl App {
    /// Builds the application over a migrated store, and reads what it keeps in memory.
    ///
    /// # Errors
    /// If the store cannot be read or the manual or calendar in it is unsound.
    pub fn new(parts: Parts) -> Result<Self, Refusal> {
        parts.db.carry(Arc::new(Keyring { seal: parts.seal.clone(), chance: parts.chance.clone() }));
        let manual = crate::rooms::manual::load(&parts.db)?;
        let calendar = crate::rooms::manual::load_calendar(&parts.db)?;
        let rules = Rules::load(&parts.db)?;
        let territory = Territory::load(&parts.db, parts.clock.now().day())?;
        let mut destinations = Destinations::default();
        for street in territory.streets() {
            let list = parts.db.read_blocking(move |tx| outbox::destinations(tx, &street))?;
            destinations.set(street, list);
        }
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let http = &parts.settings.http;
        let tiles = Tiles::new(parts.settings.map.clone(), &Outgoing::of(&parts.settings));
        let inner = Inner {
            turns: Turns::new(http.concurrency, http.requests_per_address),
            bounds: Bounds::new(&parts.settings),
            live: Live::new(http.live_streams),
            clock: parts.clock,
            chance: parts.chance,
            seal: parts.seal,
            settings: parts.settings,
            territory: RwLock::new(Arc::new(territory)),
            manual: RwLock::new(Arc::new(manual)),
            calendar: RwLock::new(Arc::new(calendar)),
            rules: RwLock::new(Arc::new(rules)),
            tokenizer: Tokenizer::new(),
            wake: Wake::default(),
            unindexed: Unindexed::default(),
            hashing: Semaphore::new(cores),
            actors: Actors::default(),
            imports: crate::rooms::imports::Runs::default(),
            destinations: RwLock::new(Arc::new(destinations)),
            tiles,
            metrics: crate::web::figures::recorder(),
            watch: Watch::default(),
            unsigned: Unsigned::default(),
            looked_through: AtomicBool::new(true),
        };
        Ok(Self { inner: Arc::new(inner), db: parts.db })
    }

    /// The store.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }
    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.inner.clock.now()
    }
    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }
    /// Chance.
    #[must_use]
    pub fn chance(&self) -> &Chance {
        &self.inner.chance
    }
    /// A new id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(uuid_v7(self.now(), self.inner.chance.bytes()))
    }
    /// The keys.
    #[must_use]
    pub fn seal(&self) -> &Seal {
        &self.inner.seal
    }
    /// What the operator set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }
    /// Territory and directories, as they are now.
    #[must_use]
    pub fn territory(&self) -> Arc<Territory> {
        read(&self.inner.territory)
    }
    /// The manual, as it is now.
    #[must_use]
    pub fn manual(&self) -> Arc<Manual> {
        read(&self.inner.manual)
    }
    /// The working calendar, as it is now.
    #[must_use]
    pub fn calendar(&self) -> Arc<Calendar> {
        read(&self.inner.calendar)
    }
    /// The rules of care, as they are now.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        read(&self.inner.rules)
    }
    /// Words of a text, for search.
    #[must_use]
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.inner.tokenizer
    }
    /// Those who watch.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.inner.live
    }
    /// Wakes the jobs.
    #[must_use]
    pub fn wake(&self) -> &Wake {
        &self.inner.wake
    }
    /// Cases whose words wait to be indexed.
    #[must_use]
    pub fn unindexed(&self) -> &Unindexed {
        &self.inner.unindexed
    }
    /// Bounds how many passwords are hashed at once: each costs memory and a core.
    #[must_use]
    pub fn hashing(&self) -> &Semaphore {
        &self.inner.hashing
    }
    /// Places for requests in work at once.
    #[must_use]
    pub fn turns(&self) -> &Turns {
        &self.inner.turns
    }
    /// The bounds on what may be done without an account.
    #[must_use]
    pub fn bounds(&self) -> &Bounds {
        &self.inner.bounds
    }
    /// The tiles of the map.
    #[must_use]
    pub fn tiles(&self) -> &Tiles {
        &self.inner.tiles
    }
    /// The figures.
    #[must_use]
    pub fn metrics(&self) -> &PrometheusHandle {
        &self.inner.metrics
    }
    /// The clock held against the time that goes by.
    pub(crate) fn watch(&self) -> &Watch {
        &self.inner.watch
    }
    /// Ends of chains that were written and are not signed yet.
    pub(crate) fn unsigned(&self) -> &Unsigned {
        &self.inner.unsigned
    }
    /// Whether the store was looked through since serving began.
    #[must_use]
    pub fn is_looked_through(&self) -> bool {
        self.inner.looked_through.load(Ordering::SeqCst)
    }
    /// Says whether it was.
    pub(crate) fn set_looked_through(&self, done: bool) {
        self.inner.looked_through.store(done, Ordering::SeqCst);
    }
    /// Imports that run or wait.
    #[must_use]
    pub fn imports(&self) -> &crate::rooms::imports::Runs {
        &self.inner.imports
    }
    /// Actors just made; emptied by whatever changes people.
    #[must_use]
    pub fn actors(&self) -> &Actors {
        &self.inner.actors
    }

    /// Reads what changed of territory, directories and lessons again; what did not change is shared with what was.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn reload_territory(&self) -> Result<(), Refusal> {
        let (app, day) = (self.clone(), self.now().day());
        let before = self.territory();
        let territory = tokio::task::spawn_blocking(move || Territory::renew(Some(&before), app.db(), day))
            .await
            .map_err(|e| Refusal::Internal(e.to_string()))??;
        replace(&self.inner.territory, territory);
        Ok(())
    }

    /// Reads a street's destinations again, after they changed.
    ///
    /// # Errors
    /// The store's.
    pub async fn reload_destinations(&self, street: GridCode) -> Result<(), Refusal> {
        let list = self.read(move |tx| Ok(outbox::destinations(tx, &street)?)).await?;
        let mut all = Destinations::clone(&read(&self.inner.destinations));
        all.set(street, list);
        replace(&self.inner.destinations, all);
        Ok(())
    }

    /// Puts another manual in force, after it was published.
    pub fn set_manual(&self, manual: Manual) {
        replace(&self.inner.manual, manual);
    }
    /// Puts another calendar in force.
    pub fn set_calendar(&self, calendar: Calendar) {
        replace(&self.inner.calendar, calendar);
    }
    /// Puts other rules of care in force.
    pub fn set_rules(&self, rules: Rules) {
        replace(&self.inner.rules, rules);
    }

    /// Does a person's write once, however often it is sent.
    ///
    /// `op` may run twice (a deadlock, a lost connection): it only talks to the database through its [`UnitOfWork`].
    ///
    /// # Errors
    /// What `op` refuses; [`Refusal::KeyReused`] if the key came before with another request; the store's errors.
    pub async fn write<T, F>(&self, actor: &Actor, tenant: GridCode, send: Sending, op: F) -> Result<Sent<T>, Refusal>
    where
        T: Serialize + DeserializeOwned + std::marker::Send + 'static,
        F: FnMut(&mut UnitOfWork<'_, '_>) -> Result<T, Refusal> + std::marker::Send + 'static,
    {
        let (mut op, by) = (op, actor.account);
        let done = self
            .transact(actor, tenant, move |work| {
                let street = work.tenant;
                if let Some(value) = sends::replay(work.tx, &street, work.actor.account, send)? {
                    return Ok(Sent { value, replayed: true });
                }
                let value = op(work)?;
                sends::keep(work.tx, &street, work.actor.account, send, &value, work.now)?;
                Ok(Sent { value, replayed: false })
            })
            .await;
        match done {
            // Two sendings of one write at the same moment: the one that came second meets what the first had just done.
            Err(met) if met.is_met() => {
                let first = self.read(move |tx| sends::replay(tx, &tenant, by, send)).await?;
                first.map(|value| Sent { value, replayed: true }).ok_or(met)
            }
            done => done,
        }
    }

    /// One transaction, for jobs and for writes that carry their own safety against being sent again.
    ///
    /// # Errors
    /// What `op` refuses, and the store's errors.
    pub async fn transact<T, F>(&self, actor: &Actor, tenant: GridCode, op: F) -> Result<T, Refusal>
    where
        T: std::marker::Send + 'static,
        F: FnMut(&mut UnitOfWork<'_, '_>) -> Result<T, Refusal> + std::marker::Send + 'static,
    {
        let (inner, actor, now, mut op) = (self.inner.clone(), actor.clone(), self.now(), op);
        let (value, told, wakes, words, ends) = self
            .db
            .write(move |tx| {
                let mut work = UnitOfWork {
                    tx,
                    actor: &actor,
                    now,
                    tenant,
                    told: Vec::new(),
                    wakes: Wakes::default(),
                    words: 0,
                    ends: Vec::new(),
                    redrawn: None,
                    inner: &inner,
                };
                let value = op(&mut work)?;
                let touched = work.tx.take_touched();
                checkpoint::sign_touched(work.tx, &inner.seal, touched, now)?;
                Ok::<_, Refusal>((value, work.told, work.wakes, work.words, work.ends))
            })
            .await?;
        if !told.is_empty() {
            self.inner.live.tell(told);
        }
        if words > 0 {
            self.inner.unindexed.add(tenant, words);
        }
        self.inner.unsigned.add(ends);
        self.inner.wake.after(wakes, now);
        Ok(value)
    }

    /// One consistent read. Damaged rows that its lists passed over are told beside the answer.
    ///
    /// # Errors
    /// What `op` refuses, and the store's errors.
    pub async fn read<T, F>(&self, op: F) -> Result<T, Refusal>
    where
        T: std::marker::Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, Refusal> + std::marker::Send + 'static,
    {
        let mut op = op;
        let (value, damaged) = self
            .db
            .read(move |tx| {
                let value = op(tx)?;
                Ok::<_, Refusal>((value, tx.damaged().to_vec()))
            })
            .await?;
        if !damaged.is_empty() {
            damaged::note(&damaged);
        }
        Ok(value)
    }
}
