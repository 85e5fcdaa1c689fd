//! The rooms over the store, by the names they have in the domain. In each: `room.rs` (what the rest of the server knows of it), `store.rs`
//! (SQL), `ops.rs` (writes), `http.rs` (the edge), `jobs.rs` (what runs by itself), `tests.rs`. A missing file means that the room has none.

pub mod care;
pub mod cases;
pub mod grid;
pub mod happening;
pub mod households;
pub mod imports;
pub mod manual;
pub mod people;
pub mod room;
pub mod station;
pub mod sync;
pub mod visits;

use weiguang_domain::grid::GridCode;
use weiguang_store::{StoreError, Tx};

use crate::app::UnitOfWork;
use crate::web::Refusal;
use happening::{Happening, Reaction};
use room::{Room, Tally};

/// Every room, from the ground up: each uses those before it, and reacts to what happens in them in this order.
pub const ROOMS: &[&dyn Room] = &[
    &grid::room::Grid,
    &people::room::People,
    &manual::room::Manual,
    &cases::room::Cases,
    &households::room::Households,
    &visits::room::Visits,
    &station::room::Station,
    &care::room::Care,
    &imports::room::Imports,
    &sync::room::Sync,
];

/// Lets every room react to a happening.
///
/// # Errors
/// What forbids it.
pub fn react(work: &mut UnitOfWork<'_, '_>, what: &Happening<'_>) -> Result<Reaction, Refusal> {
    let mut all = Reaction::default();
    for room in ROOMS {
        all.add(room.react(work, what)?);
    }
    Ok(all)
}

/// Matters by cell under a code, of every room.
///
/// # Errors
/// The store's.
pub fn tallies(tx: &mut Tx<'_>, under: &GridCode) -> Result<Vec<(String, Tally)>, StoreError> {
    let mut all = Vec::new();
    for room in ROOMS {
        all.extend(room.tallies(tx, under)?);
    }
    Ok(all)
}
