//! A reader with a limit on the bytes it reads until the limit is raised: one row of a file is in memory as a whole, however long it is.

use std::cell::Cell;
use std::io::{Error, Read};

/// The most bytes of one row or feature; the border of a whole city has less than one megabyte.
pub const ROW_BYTES: u64 = 16 * 1024 * 1024;

/// Reads until the limit is used up; its owner sets the limit.
pub struct Metered<'l, R> {
    inner: R,
    left: &'l Cell<u64>,
}

impl<'l, R> Metered<'l, R> {
    /// A reader that may read the remaining bytes.
    pub const fn new(inner: R, left: &'l Cell<u64>) -> Self {
        Self { inner, left }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let most = into.len().min(usize::try_from(self.left.get()).unwrap_or(usize::MAX));
        if most == 0 && !into.is_empty() {
            return Err(Error::other("too long"));
        }
        let read = self.inner.read(&mut into[..most])?;
        self.left.set(self.left.get() - read as u64);
        Ok(read)
    }
}
