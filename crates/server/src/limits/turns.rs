//! Limits concurrent requests. Half of the places are reserved for signed-in people and for programs with a token. Other requests have a
//! small limit for each address, so that they cannot block a dispatcher.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// The places for concurrent requests.
#[derive(Debug)]
pub struct Turns {
    all: Semaphore,
    open: Semaphore,
    from_one: usize,
    seen: Mutex<HashMap<IpAddr, usize>>,
}

/// The place of one request; dropping it frees the place.
#[derive(Debug)]
pub struct Turn<'t> {
    _place: SemaphorePermit<'t>,
    _open: Option<(SemaphorePermit<'t>, FromOne<'t>)>,
}

#[derive(Debug)]
struct FromOne<'t> {
    turns: &'t Turns,
    address: IpAddr,
}

impl Turns {
    /// Sets the number of places, and the most for one address without authentication.
    #[must_use]
    pub fn new(places: usize, from_one: usize) -> Self {
        Self { all: Semaphore::new(places), open: Semaphore::new(places.div_ceil(2)), from_one, seen: Mutex::default() }
    }

    /// Reserves a place for an unauthenticated request, counted for its address.
    #[must_use]
    pub fn open(&self, address: IpAddr) -> Option<Turn<'_>> {
        let from_one = self.one_of(address)?;
        let open = self.open.try_acquire().ok()?;
        Some(Turn { _place: self.all.try_acquire().ok()?, _open: Some((open, from_one)) })
    }

    /// Reserves a place for an authenticated request.
    #[must_use]
    pub fn kept(&self) -> Option<Turn<'_>> {
        Some(Turn { _place: self.all.try_acquire().ok()?, _open: None })
    }

    fn one_of(&self, address: IpAddr) -> Option<FromOne<'_>> {
        let mut seen = self.lock();
        let taken = seen.get(&address).copied().unwrap_or(0);
        (taken < self.from_one).then(|| {
            seen.insert(address, taken + 1);
            FromOne { turns: self, address }
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FromOne<'_> {
    fn drop(&mut self) {
        let mut seen = self.turns.lock();
        match seen.get_mut(&self.address) {
            Some(taken) if *taken > 1 => *taken -= 1,
            _ => drop(seen.remove(&self.address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_places_are_kept_and_one_address_takes_a_few() {
        let turns = Turns::new(6, 2);
        let address = |n: u8| IpAddr::from([203, 0, 113, n]);
        let mut taken: Vec<Turn<'_>> = (0..9).filter_map(|_| turns.open(address(1))).collect();
        assert_eq!(taken.len(), 2, "of one address");
        taken.extend((2..9).filter_map(|n| turns.open(address(n))));
        assert_eq!(taken.len(), 3, "of all that are not known");
        let kept: Vec<Turn<'_>> = (0..9).filter_map(|_| turns.kept()).collect();
        assert_eq!(kept.len(), 3);
        drop(taken);
        assert!(turns.open(address(1)).is_some());
        assert!(turns.lock().is_empty(), "nobody is remembered");
    }
}
