//! Where everything of an old cell goes: open work and households by their place, figures by shares.

use std::collections::BTreeMap;

use super::super::code::GridCode;
use super::super::shape::Shape;
use crate::kernel::geo::Point;

/// One of the cells that come after an old one.
#[derive(Clone, PartialEq, Debug)]
pub struct Heir {
    /// Its code.
    pub code: GridCode,
    /// Its part of the old cell, 0 to 1; the parts of one old cell add up to 1.
    pub share: f64,
    /// Its ground, if drawn.
    pub shape: Option<Shape>,
}

/// From old cells to new ones. A code that is not in it is not touched. Closed work is never asked about: it keeps its code.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Mapping {
    heirs: BTreeMap<GridCode, Vec<Heir>>,
}

impl Mapping {
    /// Enters an old cell. The first heir is where things without a place go.
    pub(super) fn enter(&mut self, old: GridCode, heirs: Vec<Heir>) {
        self.heirs.insert(old, heirs);
    }

    /// Puts a mapping together again from stored rows (old, new, share), the default of each old cell first, and the shapes
    /// of the new cells.
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

    /// Rows to store: old, new, share; the default of each old cell first.
    pub fn rows(&self) -> impl Iterator<Item = (GridCode, GridCode, f64)> {
        self.heirs.iter().flat_map(|(old, heirs)| heirs.iter().map(|heir| (*old, heir.code, heir.share)))
    }

    /// Whether a code ends.
    #[must_use]
    pub fn touches(&self, old: GridCode) -> bool {
        self.heirs.contains_key(&old)
    }

    /// Who comes after an old cell; empty for one that is not touched.
    #[must_use]
    pub fn heirs(&self, old: GridCode) -> &[Heir] {
        self.heirs.get(&old).map_or(&[], Vec::as_slice)
    }

    /// The new code of open work, a household or an assignment under an old code: the heir whose ground holds the place,
    /// else (no place, nothing drawn, or a place a little outside) the default, which is the largest share unless the
    /// plan names one. A code that is not touched stays.
    #[must_use]
    pub fn place(&self, old: GridCode, at: Option<Point>) -> GridCode {
        let heirs = self.heirs(old);
        let there = at.and_then(|p| heirs.iter().find(|heir| heir.shape.as_ref().is_some_and(|s| s.holds(p))));
        there.or_else(|| heirs.first()).map_or(old, |heir| heir.code)
    }

    /// Figures by old cells as if the new cells had been there: each old figure is divided by share. The sum stays, though
    /// counts become fractions; round for the screen only.
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

    /// This mapping and then a later one, as one: for restating figures over several years.
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
