//! The files of the manual that ships, compiled in; a test compares this list with the folder.

/// The text of `manual/manual.toml`.
pub(super) const MANUAL: &str = include_str!("../../../../manual/manual.toml");

/// Every kind, `(path under manual/, text)`.
pub(super) const KINDS: &[(&str, &str)] = &[];
