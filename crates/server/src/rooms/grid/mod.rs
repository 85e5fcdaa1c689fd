//! Territory over the store: the ground in memory, cells and shapes, the directory, finding places, re-grids.

pub mod ground;
pub mod http;
pub mod ops;
pub mod places;
pub mod store;
