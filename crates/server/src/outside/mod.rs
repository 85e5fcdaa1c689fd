//! The world at its edge: the clock, chance, and the keys under which personal data is sealed.

pub mod chance;
pub mod clock;
pub mod key_file;
pub mod seal;
pub mod webhook;
