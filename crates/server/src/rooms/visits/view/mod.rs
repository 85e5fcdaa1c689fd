//! How the room's things look to one reader.

pub mod campaign;
pub mod form;
pub mod visit;
