//! What happened, kept and told: the chained log, those who watch, the messages on their way.

pub mod chain;
pub mod checkpoint;
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
pub mod signed;
pub mod since;
pub mod stream;
#[cfg(test)]
mod tampering_tests;
pub mod walk;
#[cfg(test)]
pub(crate) mod walk_tests;
pub mod wire;
