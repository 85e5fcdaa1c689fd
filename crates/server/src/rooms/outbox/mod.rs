//! What happened, kept and told: the chained log, those who watch, the messages on their way.

pub mod destinations;
pub mod hold;
pub mod http;
pub mod inbox;
#[cfg(test)]
mod live_tests;
pub mod notice;
pub mod outbox;
pub mod queue;
pub mod room;
pub mod since;
pub mod stream;
pub mod wire;

pub use http::{Changed, NoticeView};
