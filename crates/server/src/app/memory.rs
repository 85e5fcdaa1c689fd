//! In-memory values of a room: data of the store as one value ([`State`]), and data of this process alone ([`Local`]). Both are found by
//! their type; no room is named here.
//!
//! A transaction marks the states that it changed, which raises their versions in the store. This process reloads them before it answers
//! the write; another process on the same store sees the higher version at its next check ([`crate::App::catch_up`]).

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Db, StoreError, Tx, params};

use crate::config::Settings;
use crate::problem::Refusal;

const RAISE: &str = "INSERT INTO state_versions (tenant, name, version) VALUES ($1, $2, 1) \
 ON CONFLICT (tenant, name) DO UPDATE SET version = state_versions.version + 1";
const VERSIONS: &str = "SELECT name, CAST(SUM(version) AS BIGINT) FROM state_versions GROUP BY name ORDER BY name";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("state.RAISE", RAISE), ("state.VERSIONS", VERSIONS)];

/// Data of the store, cached in memory as one value. A room lists its states in `Room::states`.
pub trait State: Any + Send + Sync + Sized {
    /// The state's name in the table of versions.
    const NAME: &'static str;

    /// Loads the value from the store. Parts that did not change since `before` can be shared with `before`.
    ///
    /// # Errors
    /// Errors of the store; stored data that cannot be read.
    fn load(db: &Db, before: Option<&Self>, today: Day) -> Result<Self, Refusal>;
}

/// Data of one process: caches, counters, running work. It is created on first use.
pub trait Local: Any + Send + Sync + Sized {
    /// Creates the first value.
    fn new(settings: &Settings) -> Self;
}

type Value = Arc<dyn Any + Send + Sync>;

/// The type of a state, and how to load it.
#[derive(Clone, Copy, Debug)]
pub struct StateKind {
    id: fn() -> TypeId,
    name: &'static str,
    load: fn(&Db, Option<&Value>, Day) -> Result<Value, Refusal>,
}

impl StateKind {
    /// The kind for the state type `T`.
    #[must_use]
    pub const fn of<T: State>() -> Self {
        Self {
            id: TypeId::of::<T>,
            name: T::NAME,
            load: |db, before, today| {
                let before = before.and_then(|value| value.downcast_ref::<T>());
                Ok(Arc::new(T::load(db, before, today)?))
            },
        }
    }
}

#[derive(Debug)]
struct Slot {
    kind: StateKind,
    /// The value with its version in the store.
    held: RwLock<(Value, i64)>,
}

/// All states and locals of a process.
#[derive(Debug)]
pub struct Memory {
    slots: HashMap<TypeId, Slot>,
    locals: Mutex<HashMap<TypeId, Value>>,
}

impl Memory {
    /// Loads every state, in order.
    pub(super) fn load(kinds: impl Iterator<Item = StateKind>, db: &Db, today: Day) -> Result<Self, Refusal> {
        let known = versions(db)?;
        let mut slots = HashMap::new();
        for kind in kinds {
            let value = (kind.load)(db, None, today)?;
            let version = known.get(kind.name).copied().unwrap_or(0);
            slots.insert((kind.id)(), Slot { kind, held: RwLock::new((value, version)) });
        }
        Ok(Self { slots, locals: Mutex::default() })
    }

    pub(super) fn state<T: State>(&self) -> Arc<T> {
        let slot = self.slots.get(&TypeId::of::<T>());
        let value = slot.map(|slot| slot.held.read().unwrap_or_else(PoisonError::into_inner).0.clone());
        match value.and_then(|value| value.downcast().ok()) {
            Some(value) => value,
            None => unreachable!("no room lists the state {}", type_name::<T>()),
        }
    }

    pub(super) fn local<T: Local>(&self, settings: &Settings) -> Arc<T> {
        let mut all = self.locals.lock().unwrap_or_else(PoisonError::into_inner);
        let value = all.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::new(settings)));
        match value.clone().downcast() {
            Ok(value) => value,
            Err(_) => unreachable!("locals are found by their type"),
        }
    }

    /// Reloads the given states.
    pub(super) fn renew(&self, ids: &[TypeId], db: &Db, today: Day) -> Result<(), Refusal> {
        // The versions are read first, so that the values loaded afterwards are at least as new.
        let known = versions(db)?;
        for slot in ids.iter().filter_map(|id| self.slots.get(id)) {
            let version = known.get(slot.kind.name).copied().unwrap_or(0);
            let before = slot.held.read().unwrap_or_else(PoisonError::into_inner).0.clone();
            let value = (slot.kind.load)(db, Some(&before), today)?;
            let mut held = slot.held.write().unwrap_or_else(PoisonError::into_inner);
            // A concurrent reload may already have stored a newer value.
            if version >= held.1 {
                *held = (value, version);
            }
        }
        Ok(())
    }

    /// States whose version in the store differs from the version in memory.
    pub(super) fn outdated(&self, db: &Db) -> Result<Vec<TypeId>, Refusal> {
        let known = versions(db)?;
        let moved = |slot: &Slot| {
            let held = slot.held.read().unwrap_or_else(PoisonError::into_inner).1;
            known.get(slot.kind.name).is_some_and(|version| *version != held)
        };
        Ok(self.slots.iter().filter(|(_, slot)| moved(slot)).map(|(id, _)| *id).collect())
    }
}

fn versions(db: &Db) -> Result<HashMap<String, i64>, StoreError> {
    db.read_blocking(|tx| tx.query(VERSIONS, params![], |row| Ok((row.get(0)?, row.get(1)?))))
        .map(|rows: Vec<_>| rows.into_iter().collect())
}

/// Raises the version of a state in a street.
pub(super) fn raise(tx: &mut Tx<'_>, street: &GridCode, name: &str) -> Result<(), StoreError> {
    tx.exec(RAISE, params![street.as_str(), name]).map(drop)
}
