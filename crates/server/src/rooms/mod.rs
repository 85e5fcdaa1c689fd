//! The rooms over the store, by the names they have in the domain. In each: `room.rs` (interface to the rest of the server), `store.rs`
//! (SQL), `ops.rs` (writes), `http.rs` (endpoints), `jobs.rs` (background jobs), `tests.rs`. A missing file means that the room has none.

pub mod bulletins;
pub mod care;
pub mod cases;
pub mod grid;
pub mod households;
pub mod imports;
pub mod manual;
pub mod outbox;
pub mod people;
pub mod session;
pub mod station;
pub mod sync;
pub mod visits;

use crate::app::room::Room;
use crate::app::{App, Parts};
use crate::problem::Refusal;

/// Every room, lowest first: each uses those before it, and reacts to happenings in them in this order.
pub const ROOMS: &[&dyn Room] = &[
    &grid::room::Grid,
    &outbox::room::Outbox,
    &session::room::Session,
    &people::room::People,
    &manual::room::Manual,
    &cases::room::Cases,
    &households::room::Households,
    &visits::room::Visits,
    &station::room::Station,
    &care::room::Care,
    &bulletins::room::Bulletins,
    &imports::room::Imports,
    &sync::room::Sync,
];

/// Builds the application over a migrated store, and loads its in-memory states.
///
/// # Errors
/// If the store cannot be read or its data is invalid.
pub fn open(parts: Parts) -> Result<App, Refusal> {
    App::new(parts, ROOMS)
}
