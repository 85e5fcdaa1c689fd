//! What an operation may use inside of its transaction.

use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::manual::{Calendar, Manual};
use weiguang_store::Tx;

use super::{Inner, read};
use crate::events::checkpoint::End;
use crate::events::live::Told;
use crate::events::outbox::Destinations;
use crate::leap::Leap;
use crate::outside::chance::Chance;
use crate::outside::seal::Seal;
use crate::rooms::care::Rules;
use crate::rooms::grid::territory::Territory;
use crate::wake::Wakes;

/// A transaction with everything an operation may use: it talks to the database and to nothing else.
pub struct UnitOfWork<'a, 'tx> {
    /// The transaction.
    pub tx: &'a mut Tx<'tx>,
    /// Who.
    pub actor: &'a Actor,
    /// Now, the same for the whole operation.
    pub now: Moment,
    /// The street whose data this is.
    pub tenant: GridCode,
    /// What will be told to those who watch, after the commit.
    pub told: Vec<Told>,
    /// What the jobs are woken for after the commit.
    pub wakes: Wakes,
    /// Cases of this transaction whose words wait to be indexed.
    pub words: u64,
    /// The ends of chains as this transaction leaves them.
    pub ends: Vec<End>,
    /// The ground as this transaction leaves it, once it changed it.
    pub(super) redrawn: Option<Arc<Territory>>,
    pub(super) inner: &'a Inner,
}

impl<'tx> UnitOfWork<'_, 'tx> {
    /// The same transaction for another actor at another moment: the demonstration lives a whole day in one, and nobody watches.
    #[must_use]
    pub fn lived<'b>(&'b mut self, actor: &'b Actor, now: Moment) -> UnitOfWork<'b, 'tx> {
        UnitOfWork {
            tx: &mut *self.tx,
            actor,
            now,
            tenant: self.tenant,
            told: Vec::new(),
            wakes: Wakes::default(),
            words: 0,
            ends: Vec::new(),
            redrawn: self.redrawn.clone(),
            inner: self.inner,
        }
    }
    /// A new id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(uuid_v7(self.now, self.inner.chance.bytes()))
    }
    /// The working calendar.
    #[must_use]
    pub fn calendar(&self) -> Arc<Calendar> {
        read(&self.inner.calendar)
    }
    /// The operations manual.
    #[must_use]
    pub fn manual(&self) -> Arc<Manual> {
        read(&self.inner.manual)
    }
    /// The rules of care.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        read(&self.inner.rules)
    }
    /// Territory and directories in memory.
    #[must_use]
    pub fn territory(&self) -> Arc<Territory> {
        self.redrawn.clone().unwrap_or_else(|| read(&self.inner.territory))
    }
    /// Stands on another ground for the rest of the transaction: the one that it has just drawn.
    pub fn redraw(&mut self, territory: Territory) {
        self.redrawn = Some(Arc::new(territory));
    }
    /// Where messages go besides inboxes.
    #[must_use]
    pub fn destinations(&self) -> Arc<Destinations> {
        read(&self.inner.destinations)
    }
    /// The leap of the clock that nobody has confirmed: until then nothing ends that cannot be undone.
    #[must_use]
    pub fn leap(&self) -> Option<Leap> {
        self.inner.watch.look(self.inner.clock.wall())
    }
    /// The keys.
    #[must_use]
    pub fn seal(&self) -> &Seal {
        &self.inner.seal
    }
    /// Chance.
    #[must_use]
    pub fn chance(&self) -> &Chance {
        &self.inner.chance
    }
    /// Tells those who watch, after the commit.
    pub fn tell(&mut self, told: Told) {
        self.told.push(told);
    }
}
