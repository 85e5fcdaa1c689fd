//! Encryption of columns. The caller owns the keys; the store makes them available in every transaction, so that
//! columns are sealed where they are written and opened where they are read.

/// Encrypts and decrypts column values.
pub trait Keys: Send + Sync {
    /// Encrypts bytes; `context` names the row and is authenticated.
    fn seal(&self, context: &str, plain: &[u8]) -> Vec<u8>;

    /// Decrypts bytes sealed for the same context.
    ///
    /// # Errors
    /// The reason, for the operator: altered bytes, another row, or another key.
    fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, String>;
}
