//! Wire types of the room for one reader.

pub mod campaign;
pub mod form;
pub mod visit;
