//! Draws for the demonstration: from counted chance, so that the same street comes out every time.

use weiguang_server::outside::chance::Chance;

/// Draws that repeat themselves from a seed.
#[derive(Clone, Debug)]
pub struct Dice(Chance);

impl Dice {
    /// Dice of a seed. Each part of the demonstration has its own, so that a change in one leaves the others as they were.
    pub fn new(seed: u64) -> Self {
        Self(Chance::counted(seed))
    }

    /// A number from 0 to `n` − 1; 0 if there is nothing to draw from.
    pub fn below(&self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(u64::from_le_bytes(self.0.bytes()) % n).unwrap_or(0)
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        let width = usize::try_from(to - from + 1).unwrap_or(1);
        from + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// A number from 0 up to 1.
    pub fn unit(&self) -> f64 {
        // 2⁵³: every such number is exact.
        self.below(1 << 53) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two others.
    pub fn within(&self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    /// Whether one of a hundred draws, of which `percent` are yes, is yes.
    pub fn percent(&self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list; `None` if it is empty.
    pub fn pick<'a, T>(&self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// One of a list of words; empty if there are none.
    pub fn word(&self, list: &[String]) -> String {
        self.pick(list).cloned().unwrap_or_default()
    }

    /// Bytes, for ids.
    pub fn bytes(&self) -> [u8; 10] {
        self.0.bytes()
    }
}
