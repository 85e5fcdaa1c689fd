//! The position of a cell's edges relative to the squares of one row: which they may touch, and which they pass on the
//! east or west.

use super::edge::Edge;
use super::raster::Frame;

/// A tenth of a micrometre is 1e-12 degrees; rounding errors of column and row are below 3e-13 degrees.
pub(super) const MARGIN: f64 = 1e-11;

/// An edge in one row: the columns that it may touch, and whether it spans the row's full height.
pub(super) struct Crossing {
    pub(super) edge: u32,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) spans: bool,
    /// Along a parallel: never crossed, but squares that it touches are on the border.
    level: bool,
}

impl Crossing {
    pub(super) const fn is_listed(&self, column: i64, westward: bool) -> bool {
        let touches = self.from <= column && column <= self.to;
        let beyond = if westward { self.to < column } else { self.from > column };
        !self.level && (touches || (beyond && !self.spans))
    }
}

/// The position of a row's edges relative to one of its squares.
#[derive(Default)]
pub(super) struct View {
    pub(super) touching: u32,
    pub(super) partly_east: u32,
    pub(super) partly_west: u32,
    pub(super) spanning_east: bool,
    pub(super) spanning_west: bool,
}

impl View {
    pub(super) fn of(here: &[Crossing], column: i64) -> Self {
        let mut view = Self::default();
        for edge in here {
            match (edge.from > column, edge.to < column, edge.spans) {
                (true, _, _) | (_, true, _) if edge.level => {}
                (true, _, true) => view.spanning_east ^= true,
                (true, _, false) => view.partly_east += 1,
                (_, true, true) => view.spanning_west ^= true,
                (_, true, false) => view.partly_west += 1,
                _ => view.touching += 1,
            }
        }
        view
    }
}

/// The edges of one piece by row of the frame; buffers are reused for the next piece.
#[derive(Default)]
pub(super) struct Rows {
    starts: Vec<u32>,
    sorted: Vec<u32>,
    here: Vec<Crossing>,
}

impl Rows {
    /// Sorts edges into the rows that they may touch.
    pub(super) fn sort(&mut self, edges: &[Edge], frame: &Frame, piece: &[u32], range: (i64, i64)) {
        let count = usize::try_from(range.1 - range.0 + 1).unwrap_or(0);
        self.starts.clear();
        self.starts.resize(count + 2, 0);
        let span = |edge: u32| {
            let e = &edges[edge as usize];
            let (from, to) = (frame.row(e.low.lat - MARGIN).max(range.0), frame.row(e.high.lat + MARGIN).min(range.1));
            (from <= to).then(|| (from - range.0) as usize..=(to - range.0) as usize)
        };
        for row in piece.iter().filter_map(|edge| span(*edge)).flatten() {
            self.starts[row + 2] += 1;
        }
        for row in 2..self.starts.len() {
            self.starts[row] += self.starts[row - 1];
        }
        self.sorted.clear();
        self.sorted.resize(self.starts.last().map_or(0, |n| *n as usize), 0);
        for edge in piece {
            for row in span(*edge).into_iter().flatten() {
                let at = &mut self.starts[row + 1];
                self.sorted[*at as usize] = *edge;
                *at += 1;
            }
        }
    }

    /// The edges of one row with the columns that they may touch.
    pub(super) fn prepare(&mut self, edges: &[Edge], frame: &Frame, row: i64, first: i64) -> &[Crossing] {
        let at = usize::try_from(row - first).unwrap_or(0);
        let south = frame.south + row as f64 * frame.height - MARGIN;
        let north = south + frame.height + 2.0 * MARGIN;
        self.here.clear();
        for &edge in &self.sorted[self.starts[at] as usize..self.starts[at + 1] as usize] {
            let Edge { low, high } = edges[edge as usize];
            let slope = (high.lon - low.lon) / (high.lat - low.lat);
            let a = if low.lat < south { low.lon + (south - low.lat) * slope } else { low.lon };
            let b = if high.lat > north { high.lon - (high.lat - north) * slope } else { high.lon };
            // The slope of an almost level edge is meaningless; its ends bound it.
            let (west, east) = (low.lon.min(high.lon), low.lon.max(high.lon));
            let (a, b) = if slope.is_finite() { (a.clamp(west, east), b.clamp(west, east)) } else { (west, east) };
            self.here.push(Crossing {
                edge,
                from: frame.column(a.min(b) - MARGIN),
                to: frame.column(a.max(b) + MARGIN),
                level: low.lat == high.lat,
                spans: frame.row(low.lat + MARGIN) < row && frame.row(high.lat - MARGIN) > row,
            });
        }
        &self.here
    }
}
