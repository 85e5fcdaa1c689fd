//! Late messages: sent by a phone under a code that a re-grid has ended. They are transferred to a new code, never
//! refused.

use super::super::code::{GridCode, Level};
use super::mapping::Mapping;

/// The new code of a late message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CarriedOn {
    /// The code.
    pub code: GridCode,
    /// Whether it is certain; otherwise a person has to place it.
    pub sure: bool,
}

/// The present successors of a code over several re-grids in order; empty if it never ended.
#[must_use]
pub fn heirs_of(code: GridCode, mappings: &[Mapping]) -> Vec<GridCode> {
    let mut now = vec![code];
    for mapping in mappings {
        now = now
            .into_iter()
            .flat_map(|c| match mapping.heirs(c) {
                [] => vec![c],
                heirs => heirs.iter().map(|h| h.code).collect(),
            })
            .collect();
    }
    now.sort_unstable();
    now.dedup();
    now.retain(|c| *c != code);
    now
}

/// The new code for an ended one: the place of its point or address if certain, else a single successor, else the
/// common ancestor of all. `None` without successors.
#[must_use]
pub fn carry_on(found: Option<GridCode>, heirs: &[GridCode]) -> Option<CarriedOn> {
    let shared = GridCode::common(heirs.iter().copied())?;
    Some(match (found, heirs) {
        (Some(code), _) => CarriedOn { code, sure: true },
        (None, [one]) => CarriedOn { code: *one, sure: one.level() >= Level::Grid },
        (None, _) => CarriedOn { code: shared, sure: false },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn mapping(rows: &[(&str, &str, f64)]) -> Mapping {
        Mapping::from_rows(rows.iter().map(|(old, new, share)| (code(old), code(new), *share)), |_| None)
    }

    const OLD: &str = "51011701900600901";
    const WEST: &str = "51011701900600911";
    const EAST: &str = "51011701900600912";

    #[test]
    fn a_code_is_followed_through_every_re_grid_since() {
        let split = mapping(&[(OLD, EAST, 0.75), (OLD, WEST, 0.25)]);
        let moved = mapping(&[(WEST, "51011701900601001", 1.0)]);
        assert_eq!(heirs_of(code(OLD), &[]), []);
        assert_eq!(heirs_of(code(OLD), std::slice::from_ref(&split)), [code(WEST), code(EAST)]);
        assert_eq!(heirs_of(code(OLD), &[split, moved]), [code(EAST), code("51011701900601001")]);
    }

    #[test]
    fn the_place_says_more_than_the_map_and_one_heir_more_than_several() {
        let (west, east) = (code(WEST), code(EAST));
        let carried = |found, heirs: &[GridCode]| carry_on(found, heirs).map(|c| (c.code, c.sure));
        assert_eq!(carried(Some(east), &[west, east]), Some((east, true)));
        assert_eq!(carried(None, &[west]), Some((west, true)));
        assert_eq!(carried(None, &[west, east]), Some((code("510117019006009"), false)));
        assert_eq!(carried(None, &[west, code("51011701900800101")]), Some((code("510117019"), false)));
        assert_eq!(carried(Some(east), &[]), None, "a code that never was is no re-grid's");
    }
}
