//! Cases over the store. Other rooms use what stands here: the record, totals by cell, heads of chains,
//! carrying open work through a re-grid or a leave.

pub mod allowed;
pub mod answers;
pub mod attachments;
pub mod carried;
pub mod danger;
pub mod days;
pub mod figures;
pub mod http;
pub mod intake;
pub mod jobs;
pub mod joined;
pub mod joining;
pub mod late;
pub mod links;
pub mod moves;
pub mod on_duty;
pub mod ops;
pub mod parts;
pub mod public;
pub mod queue;
pub mod record;
pub mod recount;
mod rests;
pub mod room;
pub mod search;
mod sorting;
pub mod store;
pub mod stored_files;
pub mod summary;
pub mod terms;
pub mod view;
pub mod views;
pub mod wish;

#[cfg(test)]
mod audit_tests;
#[cfg(test)]
mod danger_tests;
#[cfg(test)]
mod dispatch_tests;
#[cfg(test)]
mod joined_tests;
#[cfg(test)]
mod links_tests;
#[cfg(test)]
mod queue_tests;
#[cfg(test)]
mod resend_tests;
#[cfg(test)]
mod stored_files_tests;
#[cfg(test)]
mod summary_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod views_tests;

pub use record::Record;
pub use store::{all_streams, rollup};
