//! What happened, kept and told: the chained log, those who watch, the messages on their way.

pub mod chain;
pub mod destinations;
pub mod hold;
pub mod http;
pub mod inbox;
pub mod live;
#[cfg(test)]
mod live_tests;
pub mod map;
pub mod notice;
pub mod outbox;
pub mod queue;
pub mod since;
pub mod stream;
pub mod walk;
#[cfg(test)]
mod walk_tests;
