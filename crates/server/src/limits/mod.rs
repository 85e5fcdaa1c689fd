//! Limits per address, per account and for the whole server: rates and concurrency. They are counted in memory; after a restart, everybody
//! has the full allowance.
//!
//! They are implemented here and not by a library, because an allowance is a rule of the domain with the time as an argument, and because
//! successful attempts are given back.

pub mod address;
pub mod turns;

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;
use uuid::Uuid;
use weiguang_domain::access::entry::{Allowance, Remaining, WRONG_CODES, WRONG_FROM_ADDRESS};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::{Moment, Span};

use crate::config::Settings;
use address::{household, site};

/// Page views and lookups of one address on the public endpoints in an hour.
const READS_PER_HOUR: u32 = 1_200;
/// Sign-in attempts of one address in an hour: a whole office may share one address.
const SIGN_INS_PER_HOUR: u32 = 600;
/// Attempts of one address at invitations and setup links in an hour: a whole office may share one address on its first day.
const INVITATIONS_PER_HOUR: u32 = 600;

/// An IPv6 /48 may do this many times as much as one household (/64), because one subscriber may have a whole /48 with 65,536 households.
const SITE: u32 = 8;
/// All known devices of an account together may do this many times as much as one device.
const DEVICES: u32 = 3;

/// Files cleaned concurrently: rotating a large photo uses a core for a second, and hundreds of megabytes.
const CLEANED_AT_ONCE: usize = 2;
/// Tables and workbooks unpacked and read concurrently.
const TABLES_AT_ONCE: usize = 2;
/// Drawn borders that are checked concurrently.
const SHAPES_AT_ONCE: usize = 2;

/// The limits that several rooms share, and those of signing in. A limit of only one room is a `Local` of that room.
#[derive(Debug)]
pub struct Limits {
    /// Public lookups of one address.
    pub reads: ByAddress,
    /// Sign-in attempts of one address from devices that the account does not know.
    pub sign_ins: ByAddress,
    /// Wrong passwords and codes from one address.
    pub wrong_from: ByAddress,
    /// Wrong passwords for one login, by its keyed hash; the login need not exist.
    pub wrong_passwords: Limit<[u8; 32]>,
    /// Wrong one-time codes for one login, by its keyed hash; the login need not exist.
    pub wrong_codes: Limit<[u8; 32]>,
    /// Wrong passwords from one known device.
    pub wrong_on_device: Limit<Uuid>,
    /// Wrong passwords from all known devices of an account together.
    pub wrong_on_devices: Limit<AccountId>,
    /// Wrong old passwords when a signed-in account changes its password.
    pub wrong_old: Limit<AccountId>,
    /// Attempts of one address at invitations and the setup link.
    pub invitations: ByAddress,
    /// Files cleaned concurrently.
    pub cleaning: Arc<Semaphore>,
    /// Tables read concurrently.
    pub tables: Arc<Semaphore>,
    /// Borders checked concurrently.
    pub shapes: Arc<Semaphore>,
}

impl Limits {
    /// The configured limits.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let wrong = Allowance::wrong_passwords(settings.sessions.failures, settings.sessions.lock_minutes);
        Self {
            reads: ByAddress::new(READS_PER_HOUR),
            sign_ins: ByAddress::new(SIGN_INS_PER_HOUR),
            wrong_from: ByAddress::of(WRONG_FROM_ADDRESS),
            wrong_passwords: Limit::of(wrong),
            wrong_codes: Limit::of(WRONG_CODES),
            wrong_on_device: Limit::of(wrong),
            wrong_on_devices: Limit::of(wrong.times(DEVICES)),
            wrong_old: Limit::of(wrong),
            invitations: ByAddress::new(INVITATIONS_PER_HOUR),
            cleaning: Arc::new(Semaphore::new(CLEANED_AT_ONCE)),
            tables: Arc::new(Semaphore::new(TABLES_AT_ONCE)),
            shapes: Arc::new(Semaphore::new(SHAPES_AT_ONCE)),
        }
    }
}

/// A rate limit for each key, such as an address; a refusal says how many seconds to wait.
#[derive(Debug)]
pub struct Limit<K> {
    allowance: Allowance,
    seen: Mutex<HashMap<K, Remaining>>,
}

/// The most keys that are remembered; above that number, keys with their full allowance are forgotten.
const ROOM: usize = 50_000;

impl<K: Eq + Hash> Limit<K> {
    /// A limit of this many uses in an hour; all may be used at once.
    #[must_use]
    pub fn new(per_hour: u32) -> Self {
        Self::within(per_hour, Span::hours(1))
    }

    /// A limit of this many uses within a span of time.
    #[must_use]
    pub fn within(most: u32, within: Span) -> Self {
        Self::of(Allowance::new(most, within))
    }

    /// A limit with this allowance for each key.
    #[must_use]
    pub fn of(allowance: Allowance) -> Self {
        Self { allowance, seen: Mutex::new(HashMap::new()) }
    }

    /// Counts one use, if permitted.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn count(&self, key: K, now: Moment) -> Result<(), u32> {
        let mut seen = self.lock(now);
        let left = seen.entry(key).or_insert_with(|| self.allowance.full(now));
        match self.allowance.wait(*left, now) {
            Some(seconds) => Err(seconds),
            None => {
                *left = self.allowance.taken(*left, now);
                Ok(())
            }
        }
    }

    /// Whether one more use is permitted; does not count one.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn room(&self, key: K, now: Moment) -> Result<(), u32> {
        let left = self.lock(now).get(&key).copied();
        left.and_then(|left| self.allowance.wait(left, now)).map_or(Ok(()), Err)
    }

    /// Whether the key has its full allowance.
    #[must_use]
    pub fn is_full(&self, key: &K, now: Moment) -> bool {
        self.lock(now).get(key).is_none_or(|left| self.allowance.is_full(*left, now))
    }

    /// Gives back one counted use.
    pub fn give_back(&self, key: K, now: Moment) {
        if let Some(left) = self.lock(now).get_mut(&key) {
            *left = self.allowance.given_back(*left, now);
        }
    }

    /// Gives back all counted uses of a key.
    pub fn forget(&self, key: &K, now: Moment) {
        self.lock(now).remove(key);
    }

    fn lock(&self, now: Moment) -> MutexGuard<'_, HashMap<K, Remaining>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > ROOM {
            seen.retain(|_, left| !self.allowance.is_full(*left, now));
        }
        seen
    }
}

/// A rate limit for addresses: for the household, and a wider one for its site.
#[derive(Debug)]
pub struct ByAddress {
    households: Limit<IpAddr>,
    sites: Limit<IpAddr>,
}

impl ByAddress {
    /// A limit of this many uses in an hour for a household.
    #[must_use]
    pub fn new(per_hour: u32) -> Self {
        Self::of(Allowance::new(per_hour, Span::hours(1)))
    }

    /// A limit with this allowance for each household.
    #[must_use]
    pub fn of(allowance: Allowance) -> Self {
        Self { households: Limit::of(allowance), sites: Limit::of(allowance.times(SITE)) }
    }

    /// Counts one use for an address, if permitted.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn take(&self, address: IpAddr, now: Moment) -> Result<(), u32> {
        self.households.count(household(address), now)?;
        let wide = site(address).map_or(Ok(()), |site| self.sites.count(site, now));
        wide.inspect_err(|_| self.households.give_back(household(address), now))
    }

    /// Gives back one counted use of an address.
    pub fn give_back(&self, address: IpAddr, now: Moment) {
        self.households.give_back(household(address), now);
        if let Some(site) = site(address) {
            self.sites.give_back(site, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_is_not_forgotten_for_want_of_room() {
        let (limit, now) = (Limit::<usize>::new(2), Moment::from_micros(0));
        assert_eq!((limit.is_full(&0, now), limit.count(0, now), limit.is_full(&0, now)), (true, Ok(()), false));
        for key in 0..=ROOM {
            limit.count(key, now).unwrap();
        }
        assert_eq!(limit.count(0, now), Err(1800));
        assert_eq!(limit.lock(now).len(), ROOM + 1);
        limit.forget(&0, now);
        assert_eq!((limit.is_full(&0, now), limit.count(0, now)), (true, Ok(())));
        assert!(limit.lock(now + Span::hours(1)).is_empty(), "who has all of it back is forgotten");
    }

    #[test]
    fn an_address_waits_when_it_has_used_its_hour_and_a_neighbour_does_not() {
        let limit = ByAddress::new(3);
        let now = Moment::from_micros(0);
        let (a, b): (IpAddr, IpAddr) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        for _ in 0..3 {
            assert_eq!(limit.take(a, now), Ok(()));
        }
        assert_eq!(limit.take(a, now), Err(1200));
        assert_eq!(limit.take(b, now), Ok(()));
        assert_eq!(limit.take(a, now + Span::minutes(20)), Ok(()));
        assert!(limit.take(a, now + Span::minutes(21)).is_err());
        // A /48 has 65,536 households, and may have eight times as many uses as one household.
        let mut taken = 0;
        for household in 0..45 {
            let address = format!("2001:db8:1:{household:x}::1").parse().unwrap();
            taken += (0..3).filter(|_| limit.take(address, now).is_ok()).count();
        }
        assert_eq!(taken, 24);
        assert_eq!(limit.take("2001:db8:2::1".parse().unwrap(), now), Ok(()), "another subscriber");
        limit.give_back("2001:db8:1::1".parse().unwrap(), now);
        assert_eq!(limit.take("2001:db8:1:99::1".parse().unwrap(), now), Ok(()), "what was right is given back");
        // Asking whether there is room counts no use; and a limit over a longer span refills more slowly.
        let days: Limit<u8> = Limit::within(2, Span::days(1));
        for _ in 0..5 {
            assert_eq!(days.room(1, now), Ok(()));
        }
        assert_eq!((days.count(1, now), days.count(1, now)), (Ok(()), Ok(())));
        assert_eq!((days.room(1, now), days.count(1, now)), (Err(43_200), Err(43_200)));
        assert_eq!((days.room(2, now), days.room(1, now + Span::hours(12))), (Ok(()), Ok(())));
    }
}
