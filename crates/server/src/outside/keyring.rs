//! The keys as passed through the store into every transaction.

use weiguang_store::Keys;

use super::chance::Chance;
use super::seal::Seal;

/// The keys, and the randomness that sealing needs.
#[derive(Clone, Debug)]
pub struct Keyring {
    /// The keys.
    pub seal: Seal,
    /// Source of nonces.
    pub chance: Chance,
}

impl Keys for Keyring {
    fn seal(&self, context: &str, plain: &[u8]) -> Vec<u8> {
        self.seal.seal(context, plain, &self.chance)
    }
    fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, String> {
        self.seal.open(context, sealed).map(|plain| plain.to_vec()).map_err(|e| e.to_string())
    }
}
