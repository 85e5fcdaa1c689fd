//! The rooms over the store, by the names they have in the domain. In each: `room.rs` (what the rest of the server knows of it), `store.rs`
//! (SQL), `ops.rs` (writes), `http.rs` (the edge), `jobs.rs` (what runs by itself), `tests.rs`. A missing file means that the room has none.

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

/// Every room, from the ground up: each uses those before it, and reacts to what happens in them in this order.
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

/// Builds the application over a migrated store, and reads what it holds in memory.
///
/// # Errors
/// If the store cannot be read or what is in it is unsound.
pub fn open(parts: Parts) -> Result<App, Refusal> {
    App::new(parts, ROOMS)
}
