//! Re-grids over the store: a plan is drafted, reviewed by another person, and applied as a whole from its day on.

pub mod apply;
pub mod http;
pub mod ops;
pub mod store;
pub mod view;

pub use apply::due;
pub use store::every_mapping;
