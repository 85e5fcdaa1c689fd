//! The rooms' parts of the demonstration, in the order of the rooms. A new room adds its file and a line here.

mod bulletins;
mod care;
mod cases;
mod grid;
mod households;
mod people;
mod station;
mod visits;

use crate::part::Part;

/// All parts; each may use the results of earlier ones.
pub const PARTS: &[&dyn Part] = &[
    &grid::Grid,
    &people::People,
    &cases::Cases,
    &households::Households,
    &visits::Visits,
    &station::Stations,
    &care::Care,
    &bulletins::Bulletins,
];
