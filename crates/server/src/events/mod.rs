//! What happened, kept and told: the chained log, those who watch, the messages on their way.

pub mod chain;
pub mod http;
pub mod live;
pub mod map;
pub mod notice;
pub mod outbox;
pub mod since;
pub mod walk;
#[cfg(test)]
mod walk_tests;
