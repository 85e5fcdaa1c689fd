//! What happened, kept and told: the chained log, those who watch, the messages on their way.

pub mod destinations;
pub mod hold;
pub mod http;
pub mod inbox;
#[cfg(test)]
mod live_tests;
pub mod notice;
#[expect(clippy::module_inception, reason = "the box itself, in the room of that name")]
pub mod outbox;
pub mod queue;
pub mod room;
pub mod since;
pub mod stream;
pub mod wire;
#[cfg(test)]
mod wire_tests;

pub use http::{Changed, NoticeView};
