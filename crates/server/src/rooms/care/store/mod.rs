//! The SQL of care, table by table. What tells of health is sealed whole.

pub mod alerts;
pub mod calling;
pub mod people;
pub mod readings;
pub mod rules;

use weiguang_domain::grid::{GridCode, Level};

/// The community of a code, or the street while the place is not known that far.
fn community(code: &GridCode) -> GridCode {
    code.at(Level::Community).unwrap_or(*code)
}
