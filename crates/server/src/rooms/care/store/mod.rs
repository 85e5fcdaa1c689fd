//! SQL of care, table by table. Health data is sealed.

pub mod alerts;
pub mod calling;
pub mod people;
pub mod readings;
pub mod rules;

use weiguang_domain::grid::{GridCode, Level};

/// The community of a code, or the street while the community is unknown.
fn community(code: &GridCode) -> GridCode {
    code.at(Level::Community).unwrap_or(*code)
}
