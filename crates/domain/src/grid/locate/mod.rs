//! `LocateIndex`: the base micro-grid that contains a point; exact, millions of points per second.
//!
//! **Borders.** A point on a border counts as moved slightly east and then still less north, so exactly one of tiling
//! cells contains it: the one to the east, or to the north of a border along a parallel. Each cell tests whether a ray
//! crosses its rings an odd number of times; neighbours use the same edges and the same exact arithmetic.
//!
//! **Overlaps.** The deepest code wins (a micro-grid before its grid, so streets with missing micro-grids work), then
//! the smallest code, then the cell added first. Dedicated grids 专属网格 are overlays, returned in addition to the base
//! cell.
//!
//! **Gaps.** A point in no cell gives `None`; [`LocateIndex::nearest`] finds the closest cell.

mod build;
mod edge;
mod raster;
mod rows;

use std::cmp::Reverse;
use std::collections::HashSet;

use self::edge::{Edge, metres_per_degree};
use self::raster::Raster;
use super::code::GridCode;
use super::shape::Shape;
use crate::kernel::geo::Point;

/// Whether a cell partitions the territory or overlays it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layer {
    /// A cell of the partition.
    Base,
    /// A dedicated grid 专属网格, returned in addition.
    Overlay,
}

/// Input of the index.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// Its code.
    pub code: GridCode,
    /// Its layer.
    pub layer: Layer,
    /// Its area.
    pub shape: &'a Shape,
}

/// More cells than ids (2²⁴ − 1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an index holds at most 16,777,215 cells, {0} were given")]
pub struct TooMany(pub usize);

/// An index over cells. Ids count from 0 in order of input.
#[derive(Clone, Default, Debug)]
pub struct LocateIndex {
    codes: Vec<GridCode>,
    layers: Vec<Layer>,
    edges: Vec<Edge>,
    /// The edges of cell `i` are `cell_edges[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    cell_edges: Vec<u32>,
    base: Raster,
    overlay: Raster,
}

impl LocateIndex {
    /// Builds the index. Invalid shapes are used by the even-odd rule.
    ///
    /// # Errors
    /// If there are more cells than ids.
    pub fn build<'a>(cells: impl IntoIterator<Item = Placed<'a>>) -> Result<Self, TooMany> {
        let mut parts = Parts::default();
        for Placed { code, layer, shape } in cells {
            parts.add(code, layer, border(shape));
        }
        parts.finish()
    }

    /// The index after a re-grid: without `ended` codes, with new cells at the end. Remaining cells move up in order,
    /// so their ids change. As expensive as building.
    ///
    /// # Errors
    /// If there are more cells than ids.
    pub fn with_changes<'a>(
        &self,
        ended: &HashSet<GridCode>,
        begun: impl IntoIterator<Item = Placed<'a>>,
    ) -> Result<Self, TooMany> {
        let mut parts = Parts::default();
        for id in (0..self.len()).filter(|id| !ended.contains(&self.codes[*id])) {
            let edges = self.edges_of(id as u32).iter().map(|e| self.edges[*e as usize]);
            parts.add(self.codes[id], self.layers[id], edges);
        }
        for Placed { code, layer, shape } in begun {
            parts.add(code, layer, border(shape));
        }
        parts.finish()
    }

    /// The base cell that contains a point (WGS-84); `None` outside all cells and for NaN.
    #[inline]
    #[must_use]
    pub fn locate(&self, p: Point) -> Option<u32> {
        self.base.first_from(&self.edges, self.base.outer(p), p)
    }

    /// The same for many points; `found` is cleared and filled in order. About twice as fast, because memory accesses
    /// of a block of points overlap.
    pub fn locate_all(&self, points: &[Point], found: &mut Vec<Option<u32>>) {
        const BLOCK: usize = 64;
        found.clear();
        found.reserve(points.len());
        let mut squares = [0; BLOCK];
        for block in points.chunks(BLOCK) {
            for (square, p) in squares.iter_mut().zip(block) {
                *square = self.base.outer(*p);
            }
            self.base.warm(&self.edges, &squares[..block.len()]);
            found.extend(squares.iter().zip(block).map(|(square, p)| self.base.first_from(&self.edges, *square, *p)));
        }
    }

    /// The dedicated grids that contain a point, deepest code first.
    #[must_use]
    pub fn overlays(&self, p: Point) -> Vec<u32> {
        let mut found = Vec::new();
        self.overlay.each(&self.edges, p, |cell| found.push(cell));
        found
    }

    /// The nearest base cell within `max_metres`, and the distance to its border (0 for a point inside). Ties as for
    /// overlaps. Accurate to 0.2 % within 10 km.
    #[must_use]
    pub fn nearest(&self, p: Point, max_metres: f64) -> Option<(u32, f64)> {
        if let Some(inside) = self.locate(p) {
            return Some((inside, 0.0));
        }
        if !p.is_valid() || max_metres.is_nan() || max_metres < 0.0 {
            return None;
        }
        let (east, north) = metres_per_degree(p.lat);
        let mut reach = max_metres.min(50.0);
        loop {
            // Ten percent more, because degrees of longitude shrink towards the pole.
            let (dlon, dlat) = (1.1 * reach / east + 1e-9, 1.1 * reach / north + 1e-9);
            let mut near = Vec::new();
            let (min, max) = (Point::new(p.lon - dlon, p.lat - dlat), Point::new(p.lon + dlon, p.lat + dlat));
            self.base.visit(min, max, &mut |cell| near.push(cell));
            near.sort_unstable();
            near.dedup();
            let best = near
                .into_iter()
                .map(|cell| (self.border_metres(cell, p), cell))
                .min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| self.precedence(a.1).cmp(&self.precedence(b.1))));
            match best {
                Some((metres, cell)) if metres <= reach => return Some((cell, metres)),
                _ if reach >= max_metres => return None,
                _ => reach = (reach * 4.0).min(max_metres),
            }
        }
    }

    fn border_metres(&self, cell: u32, p: Point) -> f64 {
        let edges = self.edges_of(cell).iter().map(|e| self.edges[*e as usize].metres_from(p));
        edges.fold(f64::INFINITY, f64::min)
    }

    /// The code of a cell; `None` for an unknown id.
    #[must_use]
    pub fn code(&self, id: u32) -> Option<GridCode> {
        self.codes.get(id as usize).copied()
    }

    /// The layer of a cell; `None` for an unknown id.
    #[must_use]
    pub fn layer(&self, id: u32) -> Option<Layer> {
        self.layers.get(id as usize).copied()
    }

    /// Number of cells.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether it has no cells.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Memory used, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.codes.capacity() * size_of::<GridCode>()
            + self.layers.capacity()
            + self.edges.capacity() * size_of::<Edge>()
            + (self.starts.capacity() + self.cell_edges.capacity()) * 4
            + self.base.bytes()
            + self.overlay.bytes()
    }

    /// Whether a cell's rings contain a point, without the raster: for tests of the index.
    #[must_use]
    pub fn cell_holds(&self, id: u32, p: Point) -> bool {
        (id as usize) < self.len()
            && self.edges_of(id).iter().filter(|e| self.edges[**e as usize].crossed_eastward(p)).count() % 2 == 1
    }

    fn edges_of(&self, id: u32) -> &[u32] {
        &self.cell_edges[self.starts[id as usize] as usize..self.starts[id as usize + 1] as usize]
    }

    /// Sort key for overlaps: the smallest wins.
    fn precedence(&self, id: u32) -> (Reverse<super::Level>, GridCode, u32) {
        let code = self.codes[id as usize];
        (Reverse(code.level()), code, id)
    }
}

impl Shape {
    /// Whether the shape contains a point by the border rule of this file.
    #[must_use]
    pub fn holds(&self, p: Point) -> bool {
        p.is_valid() && border(self).filter(|edge| edge.crossed_eastward(p)).count() % 2 == 1
    }
}

fn border(shape: &Shape) -> impl Iterator<Item = Edge> {
    shape.rings().flat_map(|ring| ring.windows(2)).filter_map(|ends| Edge::between(ends[0], ends[1]))
}

/// Builds an index cell by cell, without keeping the shapes in memory.
#[derive(Default)]
pub struct Builder(Parts);

impl Builder {
    /// Adds a cell.
    pub fn add(&mut self, cell: Placed<'_>) {
        self.0.add(cell.code, cell.layer, border(cell.shape));
    }

    /// Builds the index.
    ///
    /// # Errors
    /// If there are more cells than ids.
    pub fn finish(self) -> Result<LocateIndex, TooMany> {
        self.0.finish()
    }
}

/// Input of the index with each edge stored once.
struct Parts {
    index: LocateIndex,
    /// Open addressing: a slot is an edge's index plus one, or zero.
    table: Vec<u32>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { index: LocateIndex { starts: vec![0], ..LocateIndex::default() }, table: vec![0; 1 << 12] }
    }
}

impl Parts {
    fn add(&mut self, code: GridCode, layer: Layer, edges: impl Iterator<Item = Edge>) {
        for edge in edges {
            let number = self.number(edge);
            self.index.cell_edges.push(number);
        }
        self.index.codes.push(code);
        self.index.layers.push(layer);
        self.index.starts.push(self.index.cell_edges.len() as u32);
    }

    /// The index of an edge, added if new.
    fn number(&mut self, edge: Edge) -> u32 {
        if self.index.edges.len() * 2 >= self.table.len() {
            self.widen();
        }
        let mask = self.table.len() - 1;
        let mut at = mix(&edge) as usize & mask;
        loop {
            match self.table[at] {
                0 => break,
                known if self.index.edges[known as usize - 1] == edge => return known - 1,
                _ => at = (at + 1) & mask,
            }
        }
        self.index.edges.push(edge);
        self.table[at] = self.index.edges.len() as u32;
        self.table[at] - 1
    }

    fn widen(&mut self) {
        self.table = vec![0; self.table.len() * 4];
        let mask = self.table.len() - 1;
        for (number, edge) in self.index.edges.iter().enumerate() {
            let mut at = mix(edge) as usize & mask;
            while self.table[at] != 0 {
                at = (at + 1) & mask;
            }
            self.table[at] = number as u32 + 1;
        }
    }

    fn finish(self) -> Result<LocateIndex, TooMany> {
        let Self { mut index, table } = self;
        drop(table);
        if index.len() >= 1 << raster::CELL_BITS {
            return Err(TooMany(index.len()));
        }
        index.codes.shrink_to_fit();
        index.layers.shrink_to_fit();
        index.edges.shrink_to_fit();
        index.cell_edges.shrink_to_fit();
        index.starts.shrink_to_fit();
        let of_layer = |layer: Layer| {
            let mut cells: Vec<u32> =
                (0..index.len() as u32).filter(|id| index.layers[*id as usize] == layer).collect();
            cells.sort_by_cached_key(|id| index.precedence(*id));
            cells
        };
        let (base, overlay) = (of_layer(Layer::Base), of_layer(Layer::Overlay));
        let base = build::raster(&index.edges, &base, |id| index.edges_of(id), false);
        let overlay = build::raster(&index.edges, &overlay, |id| index.edges_of(id), true);
        (index.base, index.overlay) = (base, overlay);
        Ok(index)
    }
}

/// Hash of an edge (multiply and fold, as in wyhash).
fn mix(edge: &Edge) -> u64 {
    let fold = |a: u64, b: u64| {
        let wide = u128::from(a ^ 0x9E37_79B9_7F4A_7C15) * u128::from(b ^ 0xD6E8_FEB8_6659_FD93);
        (wide as u64) ^ (wide >> 64) as u64
    };
    fold(fold(edge.low.lon.to_bits(), edge.low.lat.to_bits()), fold(edge.high.lon.to_bits(), edge.high.lat.to_bits()))
}

#[cfg(test)]
mod tests;
