//! The store's tests on real engines, in one program so that they share a PostgreSQL cluster.

mod death;
mod dump;
mod migrations;
mod queues;
mod support;
mod transactions;
mod values;
