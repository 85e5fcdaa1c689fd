//! Messages: the inbox, webhooks to other systems, and the live stream of changes.

mod checks;
pub mod destinations;
pub mod hold;
pub mod http;
pub mod inbox;
#[cfg(test)]
mod live_tests;
pub mod messages;
pub mod notice;
pub mod queue;
pub mod room;
#[cfg(test)]
pub mod samples;
pub mod sending;
#[cfg(test)]
mod sending_tests;
#[cfg(test)]
mod sending_where_tests;
pub mod stream;
pub mod wire;
#[cfg(test)]
mod wire_tests;

pub use http::{Changed, NoticeView};
