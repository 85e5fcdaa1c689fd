//! Territory: grid codes, cell shapes, and locating points and addresses.

pub mod address;
pub mod check;
pub mod code;
pub mod far;
pub mod locate;
pub mod regrid;
pub mod shape;
pub mod unit;

#[cfg(test)]
mod vectors;

pub use code::{GridCode, Level};
pub use locate::{Layer, LocateIndex, Placed};
pub use shape::{Shape, ShapeFault};
pub use unit::{Cell, Kind, Territory};
