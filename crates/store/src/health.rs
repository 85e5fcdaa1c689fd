//! The store's health: disk full, damage found, ownership lost.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::StoreError;

/// Why a store should not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ailment {
    /// The disk was full at the last write.
    NoSpace,
    /// A page or index is damaged.
    Damaged,
    /// This process lost its lock on PostgreSQL.
    NotOwned,
}

/// The state of an open store.
#[derive(Default)]
pub(crate) struct Health {
    full: AtomicBool,
    damaged: AtomicBool,
    lost: AtomicBool,
}

impl Health {
    /// Records an engine error.
    pub(crate) fn note(&self, error: &StoreError) {
        match error {
            StoreError::NoSpace(_) => self.full.store(true, Ordering::SeqCst),
            StoreError::Damaged(_) => self.damaged.store(true, Ordering::SeqCst),
            _ => {}
        }
    }

    /// Records a successful write.
    pub(crate) fn wrote(&self) {
        self.full.store(false, Ordering::SeqCst);
    }

    /// Records the loss or return of the lock.
    pub(crate) fn lost(&self, lost: bool) {
        self.lost.store(lost, Ordering::SeqCst);
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    pub(crate) fn ailment(&self) -> Option<Ailment> {
        let is = |flag: &AtomicBool| flag.load(Ordering::SeqCst);
        [(is(&self.damaged), Ailment::Damaged), (is(&self.lost), Ailment::NotOwned), (is(&self.full), Ailment::NoSpace)]
            .into_iter()
            .find_map(|(ails, ailment)| ails.then_some(ailment))
    }
}
