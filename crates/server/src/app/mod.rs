//! The application as a value: store, clock, randomness, keys and in-memory states. `App::write` is the only way to a writable transaction
//! for people's actions: one function, one transaction, idempotent, answered after the commit.

pub mod happening;
pub mod memory;
#[cfg(test)]
mod memory_tests;
pub mod room;
mod signing;
pub mod since;
mod work;

use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::TypeId;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Semaphore;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Db, Tx};

use crate::chain::checkpoint::{self, Unsigned};
use crate::chain::kinds::Kinds;
use crate::chain::signed::Signer;
use crate::config::Settings;
use crate::figures;
use crate::limits::{Limits, turns::Turns};
use crate::live::Live;
use crate::outside::chance::Chance;
use crate::outside::clock::Clock;
use crate::outside::keyring::Keyring;
use crate::outside::leap::{Leap, Watch};
use crate::outside::outgoing::Outgoing;
use crate::outside::seal::Seal;
use crate::problem::{Refusal, damaged};
use crate::sends::{self, Sending};
use crate::wake::Wake;

pub use memory::{Local, State, StateKind};
use room::Room;
pub use work::UnitOfWork;

/// The application. Cheap to clone; there is no other global state.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    /// The store, with a priority (its lane) for this clone's reads and writes.
    pub(crate) db: Db,
}

struct Inner {
    clock: Clock,
    chance: Chance,
    signer: Signer,
    settings: Settings,
    rooms: &'static [&'static dyn Room],
    memory: memory::Memory,
    live: Live,
    wake: Wake,
    hashing: Semaphore,
    turns: Turns,
    limits: Limits,
    metrics: PrometheusHandle,
    watch: Watch,
    unsigned: Unsigned,
    looked_through: AtomicBool,
}

/// Parts from which an application is built.
pub struct Parts {
    /// The store, migrated.
    pub db: Db,
    /// Source of the time.
    pub clock: Clock,
    /// Source of randomness.
    pub chance: Chance,
    /// The keys that seal personal data.
    pub seal: Seal,
    /// The operator's settings.
    pub settings: Settings,
}

/// The answer to a write, which a client may have sent several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent<T> {
    /// The operation's answer from its first run.
    pub value: T,
    /// Whether the write had been done by an earlier sending and was not repeated.
    pub replayed: bool,
}

impl App {
    /// Builds the application of these rooms over a migrated store, and loads their states.
    ///
    /// # Errors
    /// If the store cannot be read or its data is invalid.
    pub fn new(parts: Parts, rooms: &'static [&'static dyn Room]) -> Result<Self, Refusal> {
        parts.db.carry(Arc::new(Keyring { seal: parts.seal.clone(), chance: parts.chance.clone() }));
        let kinds = rooms.iter().flat_map(|room| room.states()).copied();
        let memory = memory::Memory::load(kinds, &parts.db, parts.clock.now().day())?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let http = &parts.settings.http;
        let inner = Inner {
            rooms,
            memory,
            turns: Turns::new(http.concurrency, http.requests_per_address),
            limits: Limits::new(&parts.settings),
            live: Live::new(http.live_streams),
            clock: parts.clock,
            chance: parts.chance,
            signer: Signer { seal: parts.seal, kinds: Kinds::new(rooms.iter().flat_map(|room| room.records())) },
            settings: parts.settings,
            wake: Wake::default(),
            hashing: Semaphore::new(cores),
            metrics: figures::recorder(),
            watch: Watch::default(),
            unsigned: Unsigned::default(),
            looked_through: AtomicBool::new(true),
        };
        Ok(Self { inner: Arc::new(inner), db: parts.db })
    }

    /// The rooms, lowest first.
    #[must_use]
    pub fn rooms(&self) -> &'static [&'static dyn Room] {
        self.inner.rooms
    }
    /// The current value of a state.
    #[must_use]
    pub fn state<T: State>(&self) -> Arc<T> {
        self.inner.memory.state()
    }
    /// This process's value of a local type.
    #[must_use]
    pub fn local<T: Local>(&self) -> Arc<T> {
        self.inner.memory.local(&self.inner.settings)
    }
    /// The store.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }
    /// The present time of the application's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.inner.clock.now()
    }
    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }
    /// The outgoing connections that are permitted.
    #[must_use]
    pub fn outgoing(&self) -> Outgoing {
        Outgoing::of(&self.inner.settings)
    }
    /// The source of randomness.
    #[must_use]
    pub fn chance(&self) -> &Chance {
        &self.inner.chance
    }
    /// A new id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(uuid_v7(self.now(), self.inner.chance.bytes()))
    }
    /// The keys that seal personal data.
    #[must_use]
    pub fn seal(&self) -> &Seal {
        &self.inner.signer.seal
    }
    /// The signer of chain ends.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.inner.signer
    }
    /// The operator's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }
    /// The broadcast of changes.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.inner.live
    }
    /// Wakes the jobs.
    #[must_use]
    pub fn wake(&self) -> &Wake {
        &self.inner.wake
    }
    /// Limits concurrent password hashing: each hash costs memory and a core.
    #[must_use]
    pub fn hashing(&self) -> &Semaphore {
        &self.inner.hashing
    }
    /// The limit on concurrent requests.
    #[must_use]
    pub fn turns(&self) -> &Turns {
        &self.inner.turns
    }
    /// Rate limits and concurrency limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }
    /// The metrics of this process.
    #[must_use]
    pub fn metrics(&self) -> &PrometheusHandle {
        &self.inner.metrics
    }
    /// Compares the wall clock with the monotonic clock.
    pub(crate) fn watch(&self) -> &Watch {
        &self.inner.watch
    }
    /// Whether the whole store was checked since the server started.
    #[must_use]
    pub fn is_looked_through(&self) -> bool {
        self.inner.looked_through.load(Ordering::SeqCst)
    }
    /// Sets whether the whole store was checked.
    pub(crate) fn set_looked_through(&self, done: bool) {
        self.inner.looked_through.store(done, Ordering::SeqCst);
    }
    /// The unconfirmed leap of the clock, if any. Until an operator confirms the clock, nothing irreversible expires.
    #[must_use]
    pub fn leap(&self) -> Option<Leap> {
        self.watch().look(self.clock().wall())
    }

    /// Reloads a state that was changed by other means than a [`UnitOfWork`].
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn renew<T: State>(&self) -> Result<(), Refusal> {
        self.renew_all(vec![TypeId::of::<T>()]).await
    }

    /// Reloads states that another process on the same store changed.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn catch_up(&self) -> Result<(), Refusal> {
        let (inner, db) = (self.inner.clone(), self.db.clone());
        let outdated = tokio::task::spawn_blocking(move || inner.memory.outdated(&db));
        let outdated = outdated.await.map_err(|e| Refusal::Internal(e.to_string()))??;
        if outdated.is_empty() { Ok(()) } else { self.renew_all(outdated).await }
    }

    async fn renew_all(&self, kinds: Vec<TypeId>) -> Result<(), Refusal> {
        let (inner, db, today) = (self.inner.clone(), self.db.clone(), self.now().day());
        let read = move || inner.memory.renew(&kinds, &db, today);
        tokio::task::spawn_blocking(read).await.map_err(|e| Refusal::Internal(e.to_string()))?
    }

    /// Does a person's write once, however often the request is sent.
    ///
    /// `op` may run twice (after a deadlock or a lost connection), so it must have no effect except through its [`UnitOfWork`].
    ///
    /// # Errors
    /// Refusals of `op`; [`Refusal::KeyReused`] if the key was used with another request; the store's errors.
    pub async fn write<T, F>(&self, actor: &Actor, tenant: GridCode, send: Sending, op: F) -> Result<Sent<T>, Refusal>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut UnitOfWork<'_, '_>) -> Result<T, Refusal> + Send + 'static,
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
            // Two simultaneous sendings of one write: the second one meets a conflict, and reads the answer of the first.
            Err(met) if met.is_met() => {
                let first = self.read(move |tx| sends::replay(tx, &tenant, by, send)).await?;
                first.map(|value| Sent { value, replayed: true }).ok_or(met)
            }
            done => done,
        }
    }

    /// Runs a transaction without an idempotency key, for jobs and for writes that are idempotent by themselves.
    ///
    /// # Errors
    /// Refusals of `op`, and the store's errors.
    pub async fn transact<T, F>(&self, actor: &Actor, tenant: GridCode, op: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnMut(&mut UnitOfWork<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (inner, actor, now, mut op) = (self.inner.clone(), actor.clone(), self.now(), op);
        let (value, after) = self
            .db
            .write(move |tx| {
                let mut work = UnitOfWork::new(tx, &actor, now, tenant, &inner);
                let value = op(&mut work)?;
                work.raise_versions()?;
                let touched = work.tx.take_touched();
                checkpoint::sign_touched(work.tx, &inner.signer, touched, now)?;
                Ok::<_, Refusal>((value, work.into_after()))
            })
            .await?;
        if !after.changed.is_empty()
            && let Err(error) = self.renew_all(after.changed).await
        {
            // The write is committed all the same; the minute's check reloads the states.
            tracing::error!(%error, "what a write changed could not be read again");
        }
        if !after.told.is_empty() {
            self.inner.live.tell(after.told);
        }
        self.inner.unsigned.add(after.ends);
        after.then.into_iter().for_each(|then| then(self));
        self.inner.wake.after(&after.wakes, now);
        Ok(value)
    }

    /// Runs a read in one consistent snapshot. Damaged rows that its lists skipped are reported with the answer.
    ///
    /// # Errors
    /// Refusals of `op`, and the store's errors.
    pub async fn read<T, F>(&self, op: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Refusal> + Send + 'static,
    {
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
