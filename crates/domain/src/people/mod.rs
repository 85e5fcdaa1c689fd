//! Who serves: accounts, assignments in time, absence and deputies, and who answers for a cell at this moment.

pub mod duty;
pub mod leaving;

pub use duty::{Answer, Assignment, Holder, Seat, answers};
