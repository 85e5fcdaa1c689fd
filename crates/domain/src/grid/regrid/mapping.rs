//! The mapping from old to new cells: open work and households by place, figures by share.

use std::collections::BTreeMap;

use super::super::code::GridCode;
use super::super::shape::Shape;
use crate::kernel::geo::Point;

/// A successor of an old cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Heir {
    /// Its code.
    pub code: GridCode,
    /// Its share of the old cell, 0 to 1; the shares of one old cell sum to 1.
    pub share: f64,
    /// Its shape, if drawn.
    pub shape: Option<Shape>,
}

/// From old to new cells; codes that are not in it are unchanged. Closed work is not mapped: it preserves its code.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Mapping {
    heirs: BTreeMap<GridCode, Vec<Heir>>,
}

impl Mapping {
    /// Adds an old cell. The first successor is the default for records without a place.
    pub(super) fn enter(&mut self, old: GridCode, heirs: Vec<Heir>) {
        self.heirs.insert(old, heirs);
    }

    /// Rebuilds a mapping from stored rows (old, new, share), the default of each old cell first, and the shapes of new
    /// cells.
    #[must_use]
    pub fn from_rows(
        rows: impl IntoIterator<Item = (GridCode, GridCode, f64)>,
        shape: impl Fn(GridCode) -> Option<Shape>,
    ) -> Self {
        let mut mapping = Self::default();
        for (old, code, share) in rows {
            mapping.heirs.entry(old).or_default().push(Heir { code, share, shape: shape(code) });
        }
        mapping
    }

    /// Rows for storage: old, new, share; the default of each old cell first.
    pub fn rows(&self) -> impl Iterator<Item = (GridCode, GridCode, f64)> {
        self.heirs.iter().flat_map(|(old, heirs)| heirs.iter().map(|heir| (*old, heir.code, heir.share)))
    }

    /// Whether a code is mapped.
    #[must_use]
    pub fn touches(&self, old: GridCode) -> bool {
        self.heirs.contains_key(&old)
    }

    /// The successors of an old cell; empty if it is not mapped.
    #[must_use]
    pub fn heirs(&self, old: GridCode) -> &[Heir] {
        self.heirs.get(&old).map_or(&[], Vec::as_slice)
    }

    /// The new code of open work, a household or an assignment: the successor whose shape contains `at`, else the
    /// default, which is the largest share unless the plan names one. A code that is not mapped is unchanged.
    #[must_use]
    pub fn place(&self, old: GridCode, at: Option<Point>) -> GridCode {
        let heirs = self.heirs(old);
        let there = at.and_then(|p| heirs.iter().find(|heir| heir.shape.as_ref().is_some_and(|s| s.holds(p))));
        there.or_else(|| heirs.first()).map_or(old, |heir| heir.code)
    }

    /// Restates figures of old cells for the new ones: each is divided by share. The sum is preserved; results are
    /// fractions, to be rounded for display only.
    #[must_use]
    pub fn restate(&self, figures: &BTreeMap<GridCode, f64>) -> BTreeMap<GridCode, f64> {
        let mut restated = BTreeMap::new();
        for (old, figure) in figures {
            match self.heirs(*old) {
                [] => *restated.entry(*old).or_insert(0.0) += figure,
                heirs => {
                    for heir in heirs {
                        *restated.entry(heir.code).or_insert(0.0) += figure * heir.share;
                    }
                }
            }
        }
        restated
    }

    /// This mapping followed by a later one, for figures over several years.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        let mut both = Self::default();
        for (old, heirs) in &self.heirs {
            let mut after: Vec<Heir> = Vec::new();
            let mut add = |heir: Heir| match after.iter_mut().find(|known| known.code == heir.code) {
                Some(known) => known.share += heir.share,
                None => after.push(heir),
            };
            for heir in heirs {
                match later.heirs(heir.code) {
                    [] => add(heir.clone()),
                    further => further.iter().for_each(|f| add(Heir { share: heir.share * f.share, ..f.clone() })),
                }
            }
            both.heirs.insert(*old, after);
        }
        for (old, heirs) in &later.heirs {
            both.heirs.entry(*old).or_insert_with(|| heirs.clone());
        }
        both
    }
}
