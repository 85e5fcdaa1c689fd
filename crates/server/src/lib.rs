//! Everything with side effects: HTTP, the clock, randomness, keys, jobs, and the rooms over the store.
//!
//! One request: `router.rs` → `rooms/<room>/http.rs` (who, what) → `App::write` (one transaction, idempotent) → `rooms/<room>/ops.rs`
//! (permission, then the rule in `weiguang-domain`) → `rooms/<room>/store.rs` → events → commit → reply.

pub mod access;
pub mod app;
pub mod chain;
pub mod clockwork;
pub mod config;
pub mod connections;
mod contract;
#[cfg(test)]
mod cut_tests;
#[cfg(test)]
mod data_classes;
pub mod doctor;
pub mod figures;
pub mod finding;
mod installation;
pub mod jobs;
pub mod keys;
#[cfg(test)]
pub mod leaks;
pub mod leap;
pub mod limits;
pub mod live;
pub mod migrations;
mod open;
pub mod outside;
pub mod problem;
pub mod pulse;
pub mod recount;
#[cfg(test)]
mod recount_tests;
pub mod reseal;
pub mod rooms;
pub mod router;
pub mod sends;
pub mod serve;
pub mod setup;
pub mod standards;
pub mod sweep;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod trouble_tests;
pub mod wake;
pub mod walk;
#[cfg(test)]
pub(crate) mod walk_tests;
pub mod web;

pub use app::{App, UnitOfWork};
pub use config::Settings;
