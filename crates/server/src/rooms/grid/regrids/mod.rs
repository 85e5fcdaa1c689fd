//! Re-grids over the store: a plan is drafted, reviewed by somebody else, and put into effect from its day on, all at once.

pub mod apply;
pub mod http;
pub mod ops;
pub mod store;
pub mod view;

pub use apply::due;
pub use store::every_mapping;
