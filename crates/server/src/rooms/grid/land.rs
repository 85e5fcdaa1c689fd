//! One street's land in memory: its present cells, and the index that finds them from a point. Shapes are not kept in memory: the index and
//! the label points are computed while reading them.

use bytes::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;
use weiguang_domain::grid::locate::Builder;
use weiguang_domain::grid::regrid::Mapping;
use weiguang_domain::grid::shape::Bounds;
use weiguang_domain::grid::unit::{Cell, Kind};
use weiguang_domain::grid::{GridCode, Layer, LocateIndex, Placed};
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_store::Tx;

use super::{regrids, store};
use crate::web::Refusal;

/// The in-memory data of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Its displayed name; may be empty.
    pub name: Box<str>,
    /// Its kind.
    pub kind: Kind,
    /// Its first day.
    pub since: Day,
    /// The first day after its end.
    pub until: Day,
    /// Households, if counted.
    pub households: Option<u32>,
    /// A point inside for its label, if it has a shape.
    pub label: Option<Point>,
}

impl Known {
    /// The cell again, without its shape.
    #[must_use]
    pub fn cell(&self, code: GridCode) -> Cell {
        Cell {
            code,
            name: self.name.to_string(),
            kind: self.kind.clone(),
            since: self.since,
            until: self.until,
            shape: None,
            households: self.households,
        }
    }
}

/// A street's land on a day.
#[derive(Debug)]
pub struct Land {
    /// The change counter of the territory when it was read.
    pub territory: i64,
    from: Day,
    changes: Day,
    index: LocateIndex,
    bounds: Option<Bounds>,
    pub(super) cells: BTreeMap<GridCode, Known>,
    functional: Vec<(GridCode, GridCode, Vec<String>)>,
    mappings: Vec<Mapping>,
    pub(super) names: HashMap<GridCode, String>,
    pub(super) outlines: OnceLock<Bytes>,
}

impl Land {
    /// Reads the cells of a day. `territory` is the change counter that was read before.
    ///
    /// # Errors
    /// If the store cannot be read, a shape in it is invalid, or there are more cells than an index can hold.
    pub fn read(tx: &mut Tx<'_>, street: &GridCode, territory: i64, day: Day) -> Result<Self, Refusal> {
        let mut changes = FOREVER;
        let mut builder = Builder::default();
        let mut bounds: Option<Bounds> = None;
        let (mut cells, mut functional) = (BTreeMap::new(), Vec::new());
        store::each_cell(tx, street, day, |cell| {
            if cell.since > day {
                changes = changes.min(cell.since);
                return Ok(());
            }
            changes = changes.min(cell.until);
            let label = cell.shape.as_ref().map(|shape| {
                // The base layer consists of the deepest cells with a shape: a micro-grid, not the grid or community around it.
                let layer = if cell.kind == Kind::Dedicated { Layer::Overlay } else { Layer::Base };
                builder.add(Placed { code: cell.code, layer, shape });
                bounds = Some(around(bounds, shape.bounds()));
                shape.label_point()
            });
            if let Kind::Functional { home, takes } = &cell.kind {
                functional.push((cell.code, *home, takes.clone()));
            }
            let Cell { code, name, kind, since, until, households, .. } = cell;
            cells.insert(code, Known { name: name.into(), kind, since, until, households, label });
            Ok(())
        })?;
        let names = store::area_names(tx, street)?.into_iter().collect();
        let index = builder.finish().map_err(|e| Refusal::Internal(e.to_string()))?;
        let mappings = regrids::every_mapping(tx, street)?;
        let outlines = OnceLock::new();
        Ok(Self { territory, from: day, changes, index, bounds, cells, functional, mappings, names, outlines })
    }

    /// The successors of a cell that ended by a re-grid; none for an unknown or present code.
    #[must_use]
    pub fn heirs(&self, code: &GridCode) -> Vec<GridCode> {
        let mut heirs = vec![*code];
        for mapping in &self.mappings {
            let next = |code: &GridCode| match mapping.heirs(*code) {
                [] => vec![*code],
                some => some.iter().map(|heir| heir.code).collect(),
            };
            heirs = heirs.iter().flat_map(next).collect();
        }
        heirs.sort_unstable();
        heirs.dedup();
        heirs.retain(|heir| heir != code && self.cells.contains_key(heir));
        heirs
    }

    /// Whether it is valid for a day and a change counter.
    #[must_use]
    pub fn holds(&self, territory: i64, day: Day) -> bool {
        self.territory == territory && self.from <= day && day < self.changes
    }

    /// The cell that contains a point.
    #[must_use]
    pub fn locate(&self, point: Point) -> Option<GridCode> {
        let inside = self.bounds.is_some_and(|b| b.meets(&Bounds { min: point, max: point }));
        inside.then(|| self.index.locate(point)).flatten().and_then(|id| self.index.code(id))
    }

    /// The dedicated cells over a point.
    pub fn overlays(&self, point: Point) -> impl Iterator<Item = GridCode> {
        self.index.overlays(point).into_iter().filter_map(|id| self.index.code(id))
    }

    /// The nearest cell to a point outside of all cells, within this many metres.
    #[must_use]
    pub fn nearest(&self, point: Point, metres: f64) -> Option<(GridCode, f64)> {
        let (id, far) = self.index.nearest(point, metres)?;
        Some((self.index.code(id)?, far))
    }

    /// The functional micro-grid for a kind of matter at a code: the one whose home is the nearest ancestor.
    #[must_use]
    pub fn functional_for(&self, kind: &str, code: &GridCode) -> Option<GridCode> {
        self.functional
            .iter()
            .filter(|(_, home, takes)| home.contains(code) && takes.iter().any(|t| t == kind))
            .max_by_key(|(own, home, _)| (home.level(), std::cmp::Reverse(*own)))
            .map(|(own, _, _)| *own)
    }

    /// Approximate memory size of its index, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.index.bytes()
    }
}

fn around(so_far: Option<Bounds>, more: Bounds) -> Bounds {
    let b = so_far.unwrap_or(more);
    Bounds {
        min: Point::new(b.min.lon.min(more.min.lon), b.min.lat.min(more.min.lat)),
        max: Point::new(b.max.lon.max(more.max.lon), b.max.lat.max(more.max.lat)),
    }
}
