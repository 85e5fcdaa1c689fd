//! The unit of work: everything that an operation may use inside its transaction.

use std::any::{Any, TypeId};
use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::events::Body;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use super::happening::{Happening, Reaction};
use super::memory::{self, Local, State};
use super::room::Room;
use super::{App, Inner};
use crate::chain::{self, End, Entry, Head};
use crate::live::Change;
use crate::outside::chance::Chance;
use crate::outside::leap::Leap;
use crate::outside::seal::Seal;
use crate::problem::Refusal;
use crate::wake::Wakes;

/// A function that runs after the commit.
type Then = Box<dyn FnOnce(&App) + Send>;

/// A transaction with everything that an operation may use. An operation reaches the database and nothing else.
pub struct UnitOfWork<'a, 'tx> {
    /// The transaction.
    pub tx: &'a mut Tx<'tx>,
    /// The actor.
    pub actor: &'a Actor,
    /// The present time, the same for the whole operation.
    pub now: Moment,
    /// The street whose data is read and written.
    pub tenant: GridCode,
    /// Jobs to wake after the commit.
    pub wakes: Wakes,
    told: Vec<Change>,
    ends: Vec<End>,
    changed: Vec<(TypeId, &'static str, GridCode)>,
    /// Values of states that this transaction has replaced.
    own: Vec<Arc<dyn Any + Send + Sync>>,
    then: Vec<Then>,
    inner: &'a Inner,
}

/// Work to do after the commit.
pub(super) struct After {
    pub told: Vec<Change>,
    pub wakes: Wakes,
    pub ends: Vec<End>,
    pub changed: Vec<TypeId>,
    pub then: Vec<Then>,
}

impl<'a, 'tx> UnitOfWork<'a, 'tx> {
    pub(super) fn new(tx: &'a mut Tx<'tx>, actor: &'a Actor, now: Moment, tenant: GridCode, inner: &'a Inner) -> Self {
        Self {
            tx,
            actor,
            now,
            tenant,
            wakes: Wakes::default(),
            told: Vec::new(),
            ends: Vec::new(),
            changed: Vec::new(),
            own: Vec::new(),
            then: Vec::new(),
            inner,
        }
    }

    /// Raises the versions of the changed states, as the last statements of the transaction, so that their rows are locked only briefly.
    pub(super) fn raise_versions(&mut self) -> Result<(), StoreError> {
        for (_, name, street) in &self.changed {
            memory::raise(self.tx, street, name)?;
        }
        Ok(())
    }

    pub(super) fn into_after(self) -> After {
        let changed = self.changed.iter().map(|(id, ..)| *id).collect();
        After { told: self.told, wakes: self.wakes, ends: self.ends, changed, then: self.then }
    }
}

impl<'tx> UnitOfWork<'_, 'tx> {
    /// The same transaction for another actor and another moment: the demonstration simulates a whole day in one transaction. Changes are
    /// not broadcast.
    #[must_use]
    pub fn lived<'b>(&'b mut self, actor: &'b Actor, now: Moment) -> UnitOfWork<'b, 'tx> {
        let own = self.own.clone();
        UnitOfWork { own, ..UnitOfWork::new(&mut *self.tx, actor, now, self.tenant, self.inner) }
    }
    /// The rooms, lowest first.
    #[must_use]
    pub fn rooms(&self) -> &'static [&'static dyn Room] {
        self.inner.rooms
    }
    /// Lets every room react to a happening, under the permit of the action that caused it.
    ///
    /// # Errors
    /// A refusal of a room.
    pub fn react(&mut self, permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        let mut all = Reaction::default();
        for room in self.rooms() {
            all.add(room.react(self, permit, what)?);
        }
        Ok(all)
    }
    /// The value of a state, including changes of this transaction.
    #[must_use]
    pub fn state<T: State>(&self) -> Arc<T> {
        let own = self.own.iter().rev().find_map(|value| value.clone().downcast().ok());
        own.unwrap_or_else(|| self.inner.memory.state())
    }
    /// Replaces the value of a state for the rest of the transaction.
    pub fn replace<T: State>(&mut self, value: T) {
        self.own.push(Arc::new(value));
    }
    /// Marks a state as changed: it is reloaded after the commit.
    pub fn changes<T: State>(&mut self) {
        let change = (TypeId::of::<T>(), T::NAME, self.tenant);
        if !self.changed.contains(&change) {
            self.changed.push(change);
        }
    }
    /// This process's value of a local type.
    #[must_use]
    pub fn local<T: Local>(&self) -> Arc<T> {
        self.inner.memory.local(&self.inner.settings)
    }
    /// Runs a function after the commit, in this process.
    pub fn then(&mut self, what: impl FnOnce(&App) + Send + 'static) {
        self.then.push(Box::new(what));
    }
    /// Appends an entry to a hash chain after `head`, and advances `head`. Every change of a record goes through this function, which
    /// requires a permit.
    ///
    /// # Errors
    /// [`Refusal::VersionMoved`] if somebody else was faster; a permit of another actor or only for reading; the store's errors.
    pub fn append(
        &mut self,
        permit: Permit,
        stream: Uuid,
        head: &mut Head,
        kind: &str,
        text: String,
    ) -> Result<(), Refusal> {
        if permit.account() != self.actor.account {
            return Err(Refusal::Internal(format!("{kind}: the permit is another person's")));
        }
        if permit.only_reads() {
            return Err(Refusal::Internal(format!("{kind}: the permit is one to read")));
        }
        let entry = Entry {
            tenant: self.tenant.to_string(),
            stream,
            kind: kind.to_owned(),
            at: self.now,
            actor: self.actor.account.uuid(),
            body: Body { salt: self.inner.chance.bytes(), text },
        };
        self.ends.push(chain::write(self.tx, head, entry)?);
        Ok(())
    }
    /// Appends to a hash chain whose head is not loaded (accounts, re-grids, imports); reads the head with one more statement.
    ///
    /// # Errors
    /// As [`Self::append`].
    pub fn append_to(&mut self, permit: Permit, stream: Uuid, kind: &str, text: String) -> Result<(), Refusal> {
        let mut head = chain::head(self.tx, self.tenant.as_str(), stream)?;
        self.append(permit, stream, &mut head, kind, text)
    }
    /// A new id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(uuid_v7(self.now, self.inner.chance.bytes()))
    }
    /// The unconfirmed leap of the clock, if any. Until an operator confirms the clock, nothing irreversible expires.
    #[must_use]
    pub fn leap(&self) -> Option<Leap> {
        self.inner.watch.look(self.inner.clock.wall())
    }
    /// The keys that seal personal data.
    #[must_use]
    pub fn seal(&self) -> &Seal {
        &self.inner.signer.seal
    }
    /// The source of randomness.
    #[must_use]
    pub fn chance(&self) -> &Chance {
        &self.inner.chance
    }
    /// Broadcasts a change after the commit.
    pub fn tell(&mut self, told: Change) {
        self.told.push(told);
    }
}
