//! Stories of the manual.
