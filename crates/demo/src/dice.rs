//! Random numbers of the demonstration, from a seed, so that every run creates the same street.

use weiguang_server::outside::chance::Chance;

/// Reproducible random numbers.
#[derive(Clone, Debug)]
pub struct Dice(Chance);

impl Dice {
    /// Starts from a seed. Each part has its own, so that a change in one does not affect the others.
    pub fn new(seed: u64) -> Self {
        Self(Chance::counted(seed))
    }

    /// An integer from 0 to `n` − 1; 0 if `n` is 0.
    pub fn below(&self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(u64::from_le_bytes(self.0.bytes()) % n).unwrap_or(0)
    }

    /// An integer from `from` to `to`, inclusive.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        let width = usize::try_from(to - from + 1).unwrap_or(1);
        from + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// A number in [0, 1).
    pub fn unit(&self) -> f64 {
        // 2⁵³: all such numbers are exact.
        self.below(1 << 53) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two others.
    pub fn within(&self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    /// True with a probability of `percent`.
    pub fn percent(&self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A random element; `None` if empty.
    pub fn pick<'a, T>(&self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// A random word; empty if there are none.
    pub fn word(&self, list: &[String]) -> String {
        self.pick(list).cloned().unwrap_or_default()
    }

    /// Bytes, for ids.
    pub fn bytes(&self) -> [u8; 10] {
        self.0.bytes()
    }
}
