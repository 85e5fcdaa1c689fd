//! Keys of territory for the API description. No value of these types is ever made: the domain writes the keys.

use utoipa::ToSchema;

/// The length of a code as a word.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum GridLevel {
    /// 2 digits.
    Province,
    /// 4 digits.
    City,
    /// 6 digits.
    County,
    /// 9 digits.
    Street,
    /// 12 digits.
    Community,
    /// 15 digits.
    Grid,
    /// 17 digits.
    MicroGrid,
}

/// What a cell is.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum GridCellKind {
    /// It shares the ground with its siblings.
    General,
    /// A place with its own logic: an office tower, a school.
    Dedicated,
    /// People who serve a kind of need, without territory.
    Functional,
}

/// The datum of coordinates.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum GridDatum {
    /// GPS.
    Wgs84,
    /// China Geodetic Coordinate System 2000.
    Cgcs2000,
    /// The shifted datum of phone maps in China.
    Gcj02,
}

/// How sure a place is.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum GridPlacing {
    /// One place fits.
    Sure,
    /// A person must pick.
    Unsure,
    /// Nothing was found.
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::words;
    use weiguang_domain::grid::Level;

    #[test]
    fn they_are_those_of_the_domain() {
        let levels = Level::ALL.map(|level| serde_json::to_value(level).unwrap().as_str().unwrap().to_owned());
        assert_eq!(words::<GridLevel>(), levels);
    }
}
