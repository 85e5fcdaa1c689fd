//! The world at its edge: the clock, chance, the keys under which personal data is sealed, other systems, tables that leave and the map's tiles.

pub mod chance;
pub mod clock;
pub mod key_file;
pub mod seal;
pub mod sealed_row;
pub mod sheet;
pub mod tiles;
pub mod webhook;
pub mod workbook;
