//! The world at its edge: the clock, chance, the keys under which personal data is sealed, files that come in, tables that leave,
//! other systems and the map's tiles.

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
