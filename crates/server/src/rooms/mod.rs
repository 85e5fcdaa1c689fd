//! The rooms over the store, by the names they have in the domain. In each: `store.rs` (SQL), `ops.rs` (writes), `http.rs` (the
//! edge), `jobs.rs` (what runs by itself), `tests.rs`. A missing file means that the room has none.

pub mod care;
pub mod cases;
pub mod grid;
pub mod households;
pub mod manual;
pub mod people;
pub mod visits;
