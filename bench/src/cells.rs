//! Codes and positions of the cells of the generated city.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;

use crate::report::Chance;

/// Streets in the city.
pub const STREETS: u64 = 240;
/// Communities per street.
pub const COMMUNITIES: u32 = 5;
/// Grids per community.
pub const GRIDS: u32 = 10;
/// Micro-grids per grid.
pub const MICROS: u32 = 10;
/// Degrees between neighbouring micro-grids.
pub const STEP: f64 = 0.001;
/// Micro-grids per row.
pub const ROW: u32 = 400;

/// The nth street's code.
#[must_use]
pub fn street(n: u64) -> GridCode {
    GridCode::parse(&format!("5101{:05}", 10_000 + n)).unwrap_or_else(|_| unreachable!("nine digits"))
}

/// The nth micro-grid's code in the whole city.
#[must_use]
pub fn micro(n: u32) -> GridCode {
    let (m, g, c, s) =
        (n % MICROS, n / MICROS % GRIDS, n / (MICROS * GRIDS) % COMMUNITIES, n / (MICROS * GRIDS * COMMUNITIES));
    GridCode::parse(&format!("{}{:03}{:03}{:02}", street(u64::from(s)), c + 1, g + 1, m + 1))
        .unwrap_or_else(|_| unreachable!("seventeen digits"))
}

/// Number of micro-grids.
#[must_use]
pub fn micros() -> u32 {
    u32::try_from(STREETS).unwrap_or(0) * COMMUNITIES * GRIDS * MICROS
}

/// A point inside the nth micro-grid.
#[must_use]
pub fn inside(n: u32, chance: &mut Chance) -> Point {
    let (x, y) = (f64::from(n % ROW), f64::from(n / ROW));
    Point::new(103.0 + (x + 0.2 + 0.6 * chance.unit()) * STEP, 30.0 + (y + 0.2 + 0.6 * chance.unit()) * STEP)
}
