//! The ground in memory: every cell that is on today, the index that finds them from a point, the directories that find them from
//! an address. Immutable; a change of territory builds another.

use std::collections::HashMap;
use std::sync::Arc;
use weiguang_domain::grid::address::{Directory, Lessons, Outcome, Placing, combine};
use weiguang_domain::grid::unit::Kind;
use weiguang_domain::grid::{GridCode, Layer, Level, LocateIndex, Placed};
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::time::Day;
use weiguang_store::Db;

use super::store;
use crate::web::Refusal;

/// What is kept in memory of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Its name on screen; may be empty.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Households, if counted.
    pub households: Option<u32>,
    /// A point inside for its label, if it has a shape.
    pub label: Option<Point>,
}

/// A street's directory with what its dispatchers taught.
#[derive(Debug)]
pub struct Addresses {
    /// Quarters, buildings, units, rooms.
    pub directory: Directory,
    /// Picks.
    pub lessons: Lessons,
}

/// The ground as it is on a day.
#[derive(Debug)]
pub struct Ground {
    day: Day,
    index: LocateIndex,
    cells: HashMap<GridCode, Known>,
    functional: Vec<(GridCode, GridCode, Vec<String>)>,
    addresses: HashMap<GridCode, Arc<Addresses>>,
    names: HashMap<GridCode, String>,
    streets: Vec<(GridCode, bool)>,
}

impl Ground {
    /// Reads everything that is on on a day.
    ///
    /// # Errors
    /// If the store cannot be read, or a shape in it is not one.
    pub fn load(db: &Db, day: Day) -> Result<Self, Refusal> {
        db.read_blocking(move |tx| store::load(tx, day))
    }

    /// Puts the ground together from what the store holds.
    ///
    /// # Errors
    /// If there are more cells than an index can hold.
    pub fn new(day: Day, loaded: store::Loaded) -> Result<Self, Refusal> {
        let layer = |kind: &Kind| if *kind == Kind::Dedicated { Layer::Overlay } else { Layer::Base };
        // The base is made of the deepest cells that have a shape: a micro-grid, not the grid or community around it.
        let placed = loaded
            .cells
            .iter()
            .filter_map(|c| c.shape.as_ref().map(|shape| Placed { code: c.code, layer: layer(&c.kind), shape }));
        let index = LocateIndex::build(placed).map_err(|e| Refusal::Internal(e.to_string()))?;
        let functional = loaded
            .cells
            .iter()
            .filter_map(|c| {
                if let Kind::Functional { home, takes } = &c.kind { Some((c.code, *home, takes.clone())) } else { None }
            })
            .collect();
        let cells = loaded
            .cells
            .into_iter()
            .map(|c| {
                let label = c.shape.as_ref().map(weiguang_domain::grid::Shape::label_point);
                (c.code, Known { name: c.name, kind: c.kind, households: c.households, label })
            })
            .collect();
        Ok(Self {
            day,
            index,
            cells,
            functional,
            addresses: loaded.addresses,
            names: loaded.names,
            streets: loaded.streets,
        })
    }

    /// The day for which it holds.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The streets that this installation serves.
    #[must_use]
    pub fn streets(&self) -> Vec<GridCode> {
        self.streets.iter().map(|(s, _)| *s).collect()
    }

    /// Whether the installation serves a street.
    #[must_use]
    pub fn serves(&self, street: &GridCode) -> bool {
        self.streets.iter().any(|(s, _)| s == street)
    }

    /// Whether a street is made up, for a demonstration.
    #[must_use]
    pub fn made_up(&self, street: &GridCode) -> bool {
        self.streets.iter().any(|(s, made_up)| s == street && *made_up)
    }

    /// Whether a code can hold a matter: a cell that is on, or a community or street that is served.
    #[must_use]
    pub fn knows(&self, code: &GridCode) -> bool {
        self.cells.contains_key(code)
            || (code.level() <= Level::Community
                && code.street().is_some_and(|s| self.serves(&s))
                && (code.level() == Level::Street || self.names.contains_key(code)))
    }

    /// A cell that is on.
    #[must_use]
    pub fn cell(&self, code: &GridCode) -> Option<&Known> {
        self.cells.get(code)
    }

    /// Every cell that is on under a code, in order of code.
    #[must_use]
    pub fn cells_under(&self, under: &GridCode) -> Vec<(GridCode, &Known)> {
        let mut cells: Vec<_> = self.cells.iter().filter(|(c, _)| under.contains(c)).map(|(c, k)| (*c, k)).collect();
        cells.sort_unstable_by_key(|(c, _)| *c);
        cells
    }

    /// The name of an area or cell, without what stands above it; empty if it has none.
    #[must_use]
    pub fn name(&self, code: &GridCode) -> &str {
        self.names.get(code).or_else(|| self.cells.get(code).map(|c| &c.name)).map_or("", String::as_str)
    }

    /// A place in full words: 天骄西路社区第九网格第六微网格.
    #[must_use]
    pub fn words(&self, code: &GridCode) -> String {
        let community = code.at(Level::Community).map_or("", |c| self.name(&c));
        let words = format!("{community}{}", code.words());
        if words.is_empty() { self.name(code).to_owned() } else { words }
    }

    /// The functional micro-grid that takes a kind of matter at a code: the one whose home lies nearest above it.
    #[must_use]
    pub fn functional_for(&self, kind: &str, code: &GridCode) -> Option<GridCode> {
        self.functional
            .iter()
            .filter(|(_, home, takes)| home.contains(code) && takes.iter().any(|t| t == kind))
            .max_by_key(|(own, home, _)| (home.level(), std::cmp::Reverse(*own)))
            .map(|(own, _, _)| *own)
    }

    /// The index of shapes.
    #[must_use]
    pub const fn index(&self) -> &LocateIndex {
        &self.index
    }

    /// A street's directory.
    #[must_use]
    pub fn addresses(&self, street: &GridCode) -> Option<&Arc<Addresses>> {
        self.addresses.get(street)
    }

    /// The micro-grid of a point.
    #[must_use]
    pub fn locate(&self, point: Point) -> Option<GridCode> {
        self.index.locate(point).and_then(|id| self.index.code(id))
    }

    /// Finds the place of a matter within a street, from an address, a point, or both.
    #[must_use]
    pub fn place(&self, street: &GridCode, address: &str, point: Option<Point>) -> Placing {
        let located = point.and_then(|p| self.locate(p)).filter(|c| street.contains(c));
        let found = match self.addresses.get(street) {
            Some(a) if !address.trim().is_empty() => a.directory.find(address, &a.lessons),
            _ => Placing { outcome: Outcome::Nothing, confidence: 0.0, evidence: Vec::new() },
        };
        combine(&found, located)
    }
}
