//! What seals and opens columns. The keys belong to the caller; the store only carries them along with every transaction, so that
//! a column that must not lie in clear is sealed where it is written and opened where it is read.

/// Seals bytes for one row and opens them again.
pub trait Keys: Send + Sync {
    /// Seals bytes; `context` names the row, and only for the same context do they open again.
    fn seal(&self, context: &str, plain: &[u8]) -> Vec<u8>;

    /// Opens what was sealed for the same context.
    ///
    /// # Errors
    /// A sentence for the operator: the bytes were altered, belong to another row, or another key sealed them.
    fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, String>;
}
