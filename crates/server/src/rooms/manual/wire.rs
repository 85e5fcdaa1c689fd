//! Keys of the manual for the API description. No value of these types is ever made: the domain writes the keys.

use utoipa::ToSchema;

/// Whether something is asked for.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum ManualNeed {
    /// Not asked for.
    No,
    /// Welcome.
    Wish,
    /// Needed.
    Must,
}

/// Which time counts.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum ManualPace {
    /// Working hours of workdays only.
    Working,
    /// Round the clock.
    Natural,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::words;
    use weiguang_domain::manual::kind::Need;

    #[test]
    fn they_are_those_of_the_domain() {
        assert_eq!(words::<ManualNeed>(), Need::ALL.map(|(key, _)| key));
    }
}
