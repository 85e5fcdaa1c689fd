//! One SQL text on SQLite and PostgreSQL, run in synchronous closures on database threads; independent of the domain.
//!
//! ```no_run
//! use weiguang_store::{Db, Settings, StoreError, params};
//!
//! const INSERT: &str = "INSERT INTO notes (tenant, id, text) VALUES ($1, $2, $3)";
//! const READ: &str = "SELECT id, text FROM notes WHERE tenant = $1 ORDER BY id DESC";
//!
//! # async fn example() -> Result<(), StoreError> {
//! let db = Db::open(&Settings { url: "sqlite:weiguang.db".into(), ..Settings::default() })?;
//! let id = uuid::Uuid::from_u128(1); // ids and times come in from outside: a closure may run twice
//! db.write(move |tx| tx.exec(INSERT, params!["310101001", id, "hello"])).await?;
//! let notes: Vec<(uuid::Uuid, String)> =
//!     db.read(move |tx| tx.query(READ, params!["310101001"], |row| Ok((row.get(0)?, row.get(1)?)))).await?;
//! # Ok(()) }
//! ```
//!
//! # Rules for a closure
//! - It only talks to the database: it may run more than once (deadlock, lost connection, a neighbour's failed commit).
//! - One closure is one transaction. Its answer leaves only after the commit.
//! - A failed statement ends the transaction on both engines, even if the closure returns `Ok`: PostgreSQL requires it,
//!   so SQLite behaves the same. To continue after a conflict, put the statement into [`Tx::attempt`].
//! - Texts are `&'static str` with `$1 … $n`, the same for both engines.

mod backup;
mod db;
#[cfg(test)]
mod durability_tests;
mod engine;
mod error;
mod export;
mod health;
mod import;
mod keys;
mod migrate;
mod ownership;
mod postgres_worker;
mod queue;
mod schema;
mod sql_text;
mod statistics;
pub mod testing;
mod value;

pub use backup::{backup_file, peek, restore_file, write_private};
pub use db::{Db, Engine, Settings};
pub use engine::row::{Cell, FromCell, Row};
pub use engine::tx::{Damaged, Touched, Tx};
pub use error::StoreError;
pub use export::Dump;
pub use health::Ailment;
pub use keys::Keys;
pub use migrate::Migration;
pub use schema::{Class, ColumnInfo, TableInfo};
pub use value::Value;
