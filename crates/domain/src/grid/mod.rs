//! Territory: the code that is the spine of everything, the shapes on the ground, and finding the way.

pub mod address;
pub mod code;

pub use code::{GridCode, Level};
