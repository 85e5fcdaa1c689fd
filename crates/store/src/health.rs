//! What the store knows of its own state: whether the disk was full, whether something was found damaged, whether it is still owned.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::StoreError;

/// Why a store that answers may still not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ailment {
    /// The last that was known of the disk: it is full.
    NoSpace,
    /// A page or an index is not what it should be.
    Damaged,
    /// The lock of this process on PostgreSQL is lost.
    NotOwned,
}

/// One for each open store.
#[derive(Default)]
pub(crate) struct Health {
    full: AtomicBool,
    damaged: AtomicBool,
    lost: AtomicBool,
}

impl Health {
    /// Takes note of what an engine said.
    pub(crate) fn note(&self, error: &StoreError) {
        match error {
            StoreError::NoSpace(_) => self.full.store(true, Ordering::SeqCst),
            StoreError::Damaged(_) => self.damaged.store(true, Ordering::SeqCst),
            _ => {}
        }
    }

    /// Something was written: there is space.
    pub(crate) fn wrote(&self) {
        self.full.store(false, Ordering::SeqCst);
    }

    /// The lock was lost, or is held again.
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
