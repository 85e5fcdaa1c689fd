//! Cases over the store. Other rooms use what stands here: the record, carrying open work through a re-grid or a leave.

pub mod answers;
pub mod attachments;
pub mod http;
pub mod intake;
pub mod jobs;
pub mod ops;
pub mod parts;
pub mod public;
pub mod queue;
pub mod record;
pub mod search;
pub mod store;
pub mod view;

#[cfg(test)]
mod resend_tests;
#[cfg(test)]
mod tests;

pub use ops::{carry, pass_on};
pub use record::Record;
