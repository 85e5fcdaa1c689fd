//! Randomness for ids and secrets: the machine's generator, or a seeded one for reproducible runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Source of random bytes.
#[derive(Clone, Debug, Default)]
pub enum Chance {
    /// The operating system's generator.
    #[default]
    Machine,
    /// Bytes derived from a seed and a counter. For the demonstration street and tests only: never for secrets.
    Counted(Arc<AtomicU64>),
}

impl Chance {
    /// A reproducible source from a seed.
    #[must_use]
    pub fn counted(seed: u64) -> Self {
        Self::Counted(Arc::new(AtomicU64::new(seed << 32)))
    }

    /// Returns `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match self {
            Self::Machine => {
                // Without the system's generator no secret would be safe, so the program stops.
                #[expect(clippy::expect_used, reason = "a machine without a random source cannot serve")]
                getrandom::fill(&mut out).expect("the operating system gives random bytes");
            }
            Self::Counted(count) => {
                use sha2::{Digest, Sha256};
                let n = count.fetch_add(1, Ordering::SeqCst);
                for (block, chunk) in out.chunks_mut(32).enumerate() {
                    let hash = Sha256::new().chain_update(n.to_le_bytes()).chain_update(block.to_le_bytes()).finalize();
                    chunk.copy_from_slice(&hash[..chunk.len()]);
                }
            }
        }
        out
    }
}
