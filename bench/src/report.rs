//! Shared by benchmarks: deterministic random numbers and percentiles.

use std::time::Duration;
use uuid::Uuid;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;

/// SplitMix64, so that all runs do the same work.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Starts from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A client-generated id at a moment.
    pub fn id(&mut self, at: Moment) -> Uuid {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_le_bytes());
        uuid_v7(at, bytes)
    }

    /// An integer below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// A number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// The given percentile in milliseconds; sorts in place.
pub fn percentile_ms(times: &mut [Duration], share: f64) -> f64 {
    if times.is_empty() {
        return 0.0;
    }
    times.sort_unstable();
    let at = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len()) - 1;
    times[at].as_secs_f64() * 1_000.0
}

/// The machine's clock, for client-generated ids.
#[expect(clippy::disallowed_methods, reason = "the load generator plays the clients, whose ids carry their own clocks")]
pub fn client_now() -> Moment {
    jiff::Timestamp::now().into()
}
