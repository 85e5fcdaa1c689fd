//! Checks a plan as a whole against the present cells and computes its effect.

use geo::{BooleanOps, unary_union};
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::check::{self, FindingKind};
use super::super::code::{GridCode, Level};
use super::super::shape::{self, Shape};
use super::super::unit::{Cell, Kind};
use super::{Heir, Mapping, Move, NewCell, Plan, PlanFault, PlanWarning};
use crate::kernel::time::{Day, FOREVER};

/// The effect of a plan.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Effect {
    /// Cells whose last day is the day before the plan's.
    pub ends: Vec<GridCode>,
    /// Cells that begin on the plan's day.
    pub begins: Vec<Cell>,
    /// Renamed cells.
    pub renamed: Vec<(GridCode, String)>,
    /// Functional cells whose home ends, with the new home.
    pub rehomed: Vec<(GridCode, GridCode)>,
    /// The mapping of the ended cells.
    pub mapping: Mapping,
}

/// The result for a valid plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// Its effect.
    pub effect: Effect,
    /// Warnings for the reviewer.
    pub warnings: Vec<PlanWarning>,
}

impl Plan {
    /// Checks the plan against all cells, past ones included because their codes are taken, and computes its effect.
    ///
    /// # Errors
    /// All faults.
    pub fn check(&self, cells: &[Cell], today: Day) -> Result<Outcome, Vec<PlanFault>> {
        let on_the_day = cells.iter().filter(|c| c.is_on(self.day)).map(|c| (c.code, c)).collect();
        let mut review = Review { day: self.day, cells: on_the_day, ..Review::default() };
        if self.moves.is_empty() {
            review.faults.push(PlanFault::Empty);
        }
        if self.day < today {
            review.warnings.push(PlanWarning::DayPast(self.day));
        }
        for step in &self.moves {
            review.step(step);
        }
        review.codes(cells);
        review.families();
        review.rehome();
        let Review { faults, warnings, effect, .. } = review;
        if faults.is_empty() { Ok(Outcome { effect, warnings }) } else { Err(faults) }
    }
}

#[derive(Default)]
struct Review<'a> {
    day: Day,
    cells: BTreeMap<GridCode, &'a Cell>,
    touched: HashSet<GridCode>,
    faults: Vec<PlanFault>,
    warnings: Vec<PlanWarning>,
    effect: Effect,
}

impl<'a> Review<'a> {
    fn step(&mut self, step: &Move) {
        match step {
            Move::Split { old, into, default } => self.split(*old, into, *default),
            Move::Merge { olds, into } => self.merge(olds, into),
            Move::Move { old, to } => self.recode(*old, *to, old.parent() != to.parent()),
            Move::Renumber { old, new } => self.recode(*old, *new, old.parent() == new.parent()),
            Move::Rename { code, name } => {
                if name.trim().is_empty() {
                    self.faults.push(PlanFault::NoName(*code));
                }
                if self.take(*code).is_some() {
                    self.effect.renamed.push((*code, name.trim().to_owned()));
                }
            }
        }
    }

    /// The cell of a code, marked as used by a move; a fault and `None` if that is not possible.
    fn take(&mut self, code: GridCode) -> Option<&'a Cell> {
        let cell = self.cells.get(&code).copied();
        match cell {
            None => self.faults.push(PlanFault::Unknown(code)),
            Some(_) if !self.touched.insert(code) => self.faults.push(PlanFault::InTwoMoves(code)),
            Some(cell) if cell.until != FOREVER => {
                self.faults.push(PlanFault::EndsAlready { code, on: cell.until });
            }
            Some(cell) => return Some(cell),
        }
        None
    }

    fn end(&mut self, old: GridCode, heirs: Vec<Heir>) {
        self.effect.ends.push(old);
        self.effect.mapping.enter(old, heirs);
    }

    fn begin(&mut self, new: &NewCell, kind: Kind, shape: Option<Shape>, households: Option<u32>) {
        if new.name.trim().is_empty() {
            self.faults.push(PlanFault::NoName(new.code));
        }
        let name = new.name.trim().to_owned();
        let cell = Cell { code: new.code, name, kind, since: self.day, until: FOREVER, shape, households };
        self.warnings.extend(cell.advice().map(|advice| PlanWarning::Size { code: cell.code, advice }));
        self.effect.begins.push(cell);
    }

    fn split(&mut self, old: GridCode, into: &[NewCell], default: Option<GridCode>) {
        if into.len() < 2 {
            self.faults.push(PlanFault::TooFew(old));
        }
        into.iter().for_each(|part| self.level(old, part.code));
        if let Some(default) = default.filter(|code| into.iter().all(|part| part.code != *code)) {
            self.faults.push(PlanFault::BadDefault { old, default });
        }
        let Some(cell) = self.take(old) else { return };
        if let Some(ground) = &cell.shape {
            self.ground(old, into, ground);
        }
        let shares = shares(cell, into, default);
        let mut heirs: Vec<Heir> = into
            .iter()
            .zip(shares)
            .map(|(part, share)| Heir { code: part.code, share, shape: part.shape.clone() })
            .collect();
        // The default first, then by decreasing share; ties by code.
        heirs.sort_by(|a, b| {
            let is_default = |heir: &Heir| Some(heir.code) == default;
            is_default(b).cmp(&is_default(a)).then(b.share.total_cmp(&a.share)).then(a.code.cmp(&b.code))
        });
        for part in into {
            self.begin(part, cell.kind.clone(), part.shape.clone(), part.households);
        }
        self.end(old, heirs);
    }

    fn merge(&mut self, olds: &[GridCode], into: &NewCell) {
        if olds.len() < 2 {
            self.faults.push(PlanFault::TooFew(into.code));
        }
        olds.iter().for_each(|old| self.level(*old, into.code));
        let cells: Vec<&Cell> = olds.iter().filter_map(|old| self.take(*old)).collect();
        let Some(first) = cells.first().filter(|_| cells.len() == olds.len()) else { return };
        let mixed = |a: &Kind, b: &Kind| std::mem::discriminant(a) != std::mem::discriminant(b);
        if cells.iter().any(|cell| mixed(&cell.kind, &first.kind)) {
            self.faults.push(PlanFault::MixedKinds(into.code));
        }
        let kind = cells.iter().skip(1).fold(first.kind.clone(), |kind, cell| joined(kind, &cell.kind));
        let grounds: Option<Vec<_>> = cells.iter().map(|cell| cell.shape.as_ref().map(Shape::polygons)).collect();
        let together = grounds.and_then(|grounds| {
            use geo::algorithm::orient::{Direction, Orient};
            let turned: Vec<_> = grounds.into_iter().map(|g| g.orient(Direction::Default)).collect();
            Shape::from_polygons(unary_union(&turned))
        });
        if let (Some(ground), Some(_)) = (&together, &into.shape) {
            self.ground(first.code, std::slice::from_ref(into), ground);
        }
        let counted = cells.iter().map(|cell| cell.households).sum::<Option<u32>>();
        let shape = into.shape.clone().or(together);
        for old in olds {
            self.end(*old, vec![Heir { code: into.code, share: 1.0, shape: shape.clone() }]);
        }
        self.begin(into, kind, shape, into.households.or(counted));
    }

    /// Changes the codes of a cell and its descendants.
    fn recode(&mut self, old: GridCode, new: GridCode, parent_is_right: bool) {
        self.level(old, new);
        if !parent_is_right || old == new {
            self.faults.push(PlanFault::WrongParent { old, new });
        }
        if old.street() != new.street() {
            self.warnings.push(PlanWarning::OtherStreet { old, new });
        }
        let family: Vec<GridCode> = self.cells.keys().copied().filter(|code| old.contains(code)).collect();
        if !family.contains(&old) {
            self.faults.push(PlanFault::Unknown(old));
        }
        for code in family {
            let behind = code.as_str().get(old.as_str().len()..).unwrap_or("");
            let Ok(recoded) = GridCode::parse(&format!("{new}{behind}")) else { continue };
            let Some(cell) = self.take(code) else { continue };
            self.end(code, vec![Heir { code: recoded, share: 1.0, shape: cell.shape.clone() }]);
            self.effect.begins.push(Cell { code: recoded, since: self.day, until: FOREVER, ..cell.clone() });
        }
    }

    fn level(&mut self, old: GridCode, new: GridCode) {
        if old.level() != new.level() || old.level() < Level::Community {
            self.faults.push(PlanFault::WrongLevel { old, new });
        }
    }

    /// Checks that new shapes cover the old one exactly once and nothing else.
    fn ground(&mut self, old: GridCode, parts: &[NewCell], ground: &Shape) {
        let mut drawn = Vec::new();
        for part in parts {
            match &part.shape {
                None => self.faults.push(PlanFault::ShapeMissing(part.code)),
                Some(shape) => match shape.faults().into_iter().next() {
                    Some(why) => self.faults.push(PlanFault::BadShape { code: part.code, why }),
                    None => drawn.push((part.code, shape)),
                },
            }
        }
        if drawn.len() < parts.len() {
            return;
        }
        for check::Finding { kind, sliver, cells, area_m2, place, .. } in check::check(&drawn, Some(ground)) {
            match (kind, cells.as_slice()) {
                _ if sliver => self.warnings.push(PlanWarning::Sliver { old, area_m2, place }),
                (FindingKind::Overlap, [one, other]) => {
                    self.faults.push(PlanFault::Overlap { one: *one, other: *other, area_m2, place });
                }
                (FindingKind::Outside, [code]) => {
                    self.faults.push(PlanFault::Beyond { old, code: *code, area_m2, place });
                }
                _ => self.faults.push(PlanFault::NotCovered { old, area_m2, place }),
            }
        }
    }

    /// Checks that new codes are unused, unique, and below an existing grid.
    fn codes(&mut self, all: &[Cell]) {
        let used: HashSet<GridCode> = all.iter().map(|cell| cell.code).collect();
        let ends: HashSet<GridCode> = self.effect.ends.iter().copied().collect();
        let begins: BTreeSet<GridCode> = self.effect.begins.iter().map(|cell| cell.code).collect();
        let mut seen = HashSet::new();
        for cell in &self.effect.begins {
            if used.contains(&cell.code) {
                self.faults.push(PlanFault::CodeUsed(cell.code));
            } else if !seen.insert(cell.code) {
                self.faults.push(PlanFault::CodeTwice(cell.code));
            }
            let grid = cell.code.parent().filter(|_| cell.code.level() == Level::MicroGrid);
            let there = |grid| begins.contains(&grid) || (self.cells.contains_key(&grid) && !ends.contains(&grid));
            if grid.is_some_and(|grid| !there(grid)) {
                self.faults.push(PlanFault::NoParent(cell.code));
            }
        }
    }

    /// Checks that no cell remains below one that ends.
    fn families(&mut self) {
        let ends: HashSet<GridCode> = self.effect.ends.iter().copied().collect();
        for child in self.cells.values().filter(|cell| cell.until == FOREVER && !ends.contains(&cell.code)) {
            if let Some(grid) = child.code.climb().skip(1).find(|above| ends.contains(above)) {
                self.faults.push(PlanFault::ChildLeft { grid, child: child.code });
            }
        }
    }

    /// Functional cells follow their home.
    fn rehome(&mut self) {
        let mapping = &self.effect.mapping;
        for cell in self.cells.values().filter(|cell| !mapping.touches(cell.code)) {
            if let Kind::Functional { home, .. } = &cell.kind
                && mapping.touches(*home)
            {
                self.effect.rehomed.push((cell.code, mapping.place(*home, None)));
            }
        }
        for cell in &mut self.effect.begins {
            if let Kind::Functional { home, .. } = &mut cell.kind {
                *home = self.effect.mapping.place(*home, None);
            }
        }
    }
}

/// A merged functional cell accepts the kinds of both.
fn joined(kind: Kind, other: &Kind) -> Kind {
    match (kind, other) {
        (Kind::Functional { home, mut takes }, Kind::Functional { takes: more, .. }) => {
            takes.extend(more.iter().filter(|kind| !takes.contains(kind)).cloned().collect::<Vec<_>>());
            Kind::Functional { home, takes }
        }
        (kind, _) => kind,
    }
}

/// The shares of the parts: by area if all have shapes, else by households if all are counted, else all to the default,
/// else equal.
fn shares(cell: &Cell, into: &[NewCell], default: Option<GridCode>) -> Vec<f64> {
    let areas: Option<Vec<f64>> = cell.shape.as_ref().and_then(|old| {
        let part = |new: &NewCell| {
            new.shape.as_ref().map(|shape| shape::area_m2(&old.polygons().intersection(shape.polygons())))
        };
        into.iter().map(part).collect()
    });
    let counts = || into.iter().map(|part| part.households.map(f64::from)).collect::<Option<Vec<f64>>>();
    let weights =
        areas.filter(|a| a.iter().sum::<f64>() > 0.0).or_else(|| counts().filter(|c| c.iter().sum::<f64>() > 0.0));
    let weights = weights.unwrap_or_else(|| match default {
        Some(default) => into.iter().map(|part| f64::from(u8::from(part.code == default))).collect(),
        None => vec![1.0; into.len()],
    });
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        weights.into_iter().map(|w| w / sum).collect()
    } else {
        vec![1.0 / into.len().max(1) as f64; into.len()]
    }
}
