//! Adapters to the outside: the clock, randomness, the keys that seal personal data, incoming files, outgoing tables, other systems and map
//! tiles.

pub mod chance;
pub mod cleaning;
pub mod clock;
pub mod columns;
pub mod key_file;
pub mod keyring;
pub mod leap;
pub mod outgoing;
pub mod seal;
pub mod sealed_column;
pub mod sealed_row;
pub mod sheet;
pub mod tiles;
pub mod webhook;
pub mod workbook;
