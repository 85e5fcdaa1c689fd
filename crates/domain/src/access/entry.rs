//! Limits of failed sign-ins by name, address and device, and the devices that an account knows.
//!
//! Nothing is ever locked. A guessed name is delayed only on devices it never signed in from; a known device has its
//! own allowance that others cannot use up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::ids::AccountId;
use crate::kernel::time::{Moment, Span};

/// A token bucket: `most` at once, refilled evenly over `within`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    most: u32,
    within: Span,
}

/// The level of a bucket at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remaining {
    at: Moment,
    left: f64,
}

/// Failed passwords and codes from one address; an office may share an address.
pub const WRONG_FROM_ADDRESS: Allowance = Allowance::new(30, Span::hours(1));
/// Failed one-time codes for one name. Codes have 40 bits, so this many guesses cannot find one, and a stranger cannot
/// lock a newcomer out.
pub const WRONG_CODES: Allowance = Allowance::new(60, Span::hours(1));

impl Allowance {
    /// A bucket of `most` (at least one) within a time.
    #[must_use]
    pub const fn new(most: u32, within: Span) -> Self {
        Self { most: if most == 0 { 1 } else { most }, within }
    }

    /// Failed passwords for one name, or from one known device.
    #[must_use]
    pub fn wrong_passwords(most: i64, minutes: i64) -> Self {
        Self::new(u32::try_from(most).unwrap_or(u32::MAX), Span::minutes(minutes.max(1)))
    }

    /// Whether the bucket is full again.
    #[must_use]
    pub fn is_full(&self, before: Remaining, now: Moment) -> bool {
        self.now(before, now).left >= f64::from(self.most)
    }

    /// The same time with `n` times as many.
    #[must_use]
    pub const fn times(self, n: u32) -> Self {
        Self::new(self.most.saturating_mul(n), self.within)
    }

    /// A full bucket.
    #[must_use]
    pub fn full(&self, now: Moment) -> Remaining {
        Remaining { at: now, left: f64::from(self.most) }
    }

    fn now(&self, before: Remaining, now: Moment) -> Remaining {
        let back = seconds(now - before.at) * self.refill();
        Remaining { at: now, left: (before.left + back).min(f64::from(self.most)) }
    }

    fn refill(&self) -> f64 {
        f64::from(self.most) / seconds(self.within)
    }

    /// Seconds until one is available; `None` if one is available now.
    #[must_use]
    pub fn wait(&self, before: Remaining, now: Moment) -> Option<u32> {
        let Remaining { left, .. } = self.now(before, now);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a few days in seconds")]
        (left < 1.0).then(|| ((1.0 - left) / self.refill()).ceil().min(seconds(self.within)) as u32)
    }

    /// The level after one is used.
    #[must_use]
    pub fn taken(&self, before: Remaining, now: Moment) -> Remaining {
        let Remaining { at, left } = self.now(before, now);
        Remaining { at, left: left - 1.0 }
    }

    /// The level after one is returned, because the password was right.
    #[must_use]
    pub fn given_back(&self, before: Remaining, now: Moment) -> Remaining {
        let Remaining { at, left } = self.now(before, now);
        Remaining { at, left: (left + 1.0).min(f64::from(self.most)) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a few days fit a float")]
fn seconds(span: Span) -> f64 {
    span.as_micros().max(0) as f64 / 1e6
}

/// How long a device is known after its last sign-in.
pub const KNOWN_FOR: Span = Span::days(180);
/// Maximum accounts per device: staff of a shift share a desk.
const ACCOUNTS: usize = 8;

/// A sign-in remembered on the device, in a sealed cookie. It does not say what was done there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    /// The account.
    pub account: AccountId,
    /// Random id by which failed passwords from this device are counted.
    pub mark: Uuid,
    /// Keyed hash of the stored password hash; a changed password invalidates the mark.
    #[serde(default)]
    pub password: [u8; 8],
    /// Expiry, in microseconds.
    pub until: i64,
}

/// The valid mark of an account on this device.
#[must_use]
pub fn mark_of(known: &[KnownDevice], account: AccountId, password: [u8; 8], now: Moment) -> Option<Uuid> {
    let holds = |k: &&KnownDevice| k.account == account && k.password == password && now.micros() < k.until;
    known.iter().find(holds).map(|k| k.mark)
}

/// The marks after a sign-in: newest first, at most `ACCOUNTS`.
#[must_use]
pub fn remember(
    known: Vec<KnownDevice>,
    account: AccountId,
    password: [u8; 8],
    new: Uuid,
    now: Moment,
) -> Vec<KnownDevice> {
    let mark = mark_of(&known, account, password, now).unwrap_or(new);
    let first = KnownDevice { account, mark, password, until: (now + KNOWN_FOR).micros() };
    let others = known.into_iter().filter(|k| k.account != account && now.micros() < k.until);
    std::iter::once(first).chain(others).take(ACCOUNTS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(minutes: i64) -> Moment {
        Moment::from_micros(0) + Span::minutes(minutes)
    }

    #[test]
    fn an_allowance_is_used_up_at_once_and_comes_back_one_by_one() {
        let allowance = Allowance::new(5, Span::minutes(15));
        let mut left = allowance.full(after(0));
        for n in 0..5 {
            assert_eq!(allowance.wait(left, after(0)), None, "try {n}");
            left = allowance.taken(left, after(0));
        }
        assert_eq!(allowance.wait(left, after(0)), Some(180));
        assert_eq!(allowance.wait(left, after(2)), Some(60));
        assert_eq!(allowance.wait(left, after(3)), None);
        // A client that waits as long as it is told can try again, at that pace only.
        left = allowance.taken(left, after(3));
        assert_eq!(allowance.wait(left, after(3)), Some(180));
        assert_eq!(allowance.wait(allowance.given_back(left, after(3)), after(3)), None);
        // A clock that goes backwards refills nothing.
        assert_eq!(allowance.wait(left, after(1)), Some(180));
        // Refilling stops at a full bucket.
        let rested = (0..5).fold(left, |left, _| allowance.taken(left, after(600)));
        assert!(allowance.wait(rested, after(600)).is_some());
    }

    #[test]
    fn a_device_is_known_to_a_shift_for_half_a_year_after_the_last_time() {
        const PASSWORD: [u8; 8] = [7; 8];
        let account = |n: u128| AccountId::new(Uuid::from_u128(n));
        let (one, mark) = (account(1), Uuid::from_u128(77));
        let day = |n: i64| after(n * 24 * 60);
        let known = remember(Vec::new(), one, PASSWORD, mark, day(0));
        assert_eq!(mark_of(&known, one, PASSWORD, day(179)), Some(mark));
        assert_eq!(
            mark_of(&known, account(2), PASSWORD, day(1)),
            None,
            "what another account did is nothing to this one"
        );
        let known = remember(known, one, PASSWORD, Uuid::from_u128(78), day(100));
        assert_eq!(mark_of(&known, one, PASSWORD, day(279)), Some(mark), "renewed under the same mark");
        assert_eq!(mark_of(&known, one, PASSWORD, day(280)), None);
        assert_eq!(mark_of(&known, one, [8; 8], day(101)), None, "a new password ends it");
        let yesterday = r#"[{"account":"00000000-0000-0000-0000-000000000001","mark":"00000000-0000-0000-0000-00000000004d","until":9}]"#;
        let yesterday: Vec<KnownDevice> = serde_json::from_str(yesterday).unwrap();
        assert_eq!(mark_of(&yesterday, one, PASSWORD, day(0)), None, "one of before is read, and not known");
        let many = (2..20).fold(known, |known, n| remember(known, account(n), PASSWORD, Uuid::from_u128(n), day(101)));
        assert_eq!(many.len(), ACCOUNTS);
        assert_eq!(
            (mark_of(&many, one, PASSWORD, day(102)), mark_of(&many, account(19), PASSWORD, day(102)).is_some()),
            (None, true)
        );
    }
}
