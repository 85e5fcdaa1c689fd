//! Builds the raster: which squares a cell fills, and which of its edges decide in squares on its border.
//!
//! The exactness argument. For a square and a cell, a ray eastward from a point in the square crosses four sorts of
//! edges: wholly west of the square (never crossed), wholly east over its full height (always crossed: parity counted
//! once), wholly east over part of its height, and touching the square; only the last two are listed and tested per
//! query. The same holds for a westward ray; the shorter list is used. "Wholly" includes a margin far above rounding
//! errors, so a doubtful edge is listed.

use std::borrow::Cow;

use super::edge::Edge;
use super::raster::{CELL_BITS, FINER, Frame, INSIDE, LAST, LIST, MANY, NUMBER, ODD, Raster, WESTWARD};
use super::rows::{Crossing, MARGIN, Rows, View};
use crate::kernel::geo::Point;

/// Squares per edge (an edge of two cells counts twice). More squares: faster queries, larger index.
const SQUARES_PER_EDGE: f64 = 2.2;
/// A square with more edges than this gets a nested frame,
const LONG_LIST: usize = 16;
/// unless it is smaller than this (about a centimetre), as at a corner of many cells,
const SMALLEST: f64 = 1e-7;
/// or nested this deep.
const DEEPEST: usize = 8;
/// Squares filled per stripe.
const SQUARES_AT_ONCE: usize = 200_000;
/// Below this filled share of its rectangle a frame is coarse, and nested frames follow the cells;
const SPARSE: f64 = 0.15;
/// number of squares of a coarse frame.
const COARSE: f64 = 16_384.0;

/// A cell within a frame: its relevant edges, and the parity of edges that are always crossed.
struct Piece<'a> {
    cell: u32,
    odd_eastward: bool,
    odd_westward: bool,
    edges: Cow<'a, [u32]>,
}

/// A cell's data in a square.
struct Record {
    next: u32,
    /// Head word without `LAST` and count.
    head: u32,
    start: u32,
    count: u32,
}

const NONE: u32 = u32::MAX;

/// A stripe of rows while it is filled. Filling by stripes limits the memory needed in addition to the finished index.
struct Stripe {
    rows: (i64, i64),
    /// Index of its first square in the frame.
    first: usize,
    /// For each square, its record of highest precedence.
    heads: Vec<u32>,
    records: Vec<Record>,
    listed: Vec<u32>,
}

impl Stripe {
    fn note(&mut self, square: usize, head: u32, start: u32) {
        let square = square - self.first;
        let count = number(self.listed.len()) - start;
        self.records.push(Record { next: self.heads[square], head, start, count });
        self.heads[square] = number(self.records.len() - 1);
    }

    fn chain(&self, square: usize) -> impl Iterator<Item = &Record> {
        let first = self.records.get(self.heads[square - self.first] as usize);
        std::iter::successors(first, |record| self.records.get(record.next as usize))
    }
}

pub(super) struct Builder<'a> {
    edges: &'a [Edge],
    /// Store every cell of a square, not only the first by precedence.
    all: bool,
    raster: Raster,
}

/// Builds the raster of cells, given in order of precedence with their edges.
pub(super) fn raster<'a>(edges: &'a [Edge], cells: &[u32], edges_of: impl Fn(u32) -> &'a [u32], all: bool) -> Raster {
    let mut builder = Builder { edges, all, raster: Raster::default() };
    let pieces: Vec<Piece> = cells
        .iter()
        .rev()
        .map(|cell| (*cell, edges_of(*cell)))
        .filter(|(_, own)| !own.is_empty())
        .map(|(cell, own)| Piece { cell, odd_eastward: false, odd_westward: false, edges: Cow::Borrowed(own) })
        .collect();
    let around = pieces.iter().flat_map(|piece| piece.edges.iter()).map(|e| &edges[*e as usize]).fold(None, widen);
    let Some((min, max)) = around else { return builder.raster };
    let total = pieces.iter().map(|piece| piece.edges.len()).sum();
    builder.add(min, max, pieces, total, 0);
    builder.raster.squares.shrink_to_fit();
    builder.raster.words.shrink_to_fit();
    builder.raster
}

fn widen(around: Option<(Point, Point)>, edge: &Edge) -> Option<(Point, Point)> {
    let (a, b) = around.unwrap_or((edge.low, edge.high));
    Some((
        Point::new(a.lon.min(edge.low.lon).min(edge.high.lon), a.lat.min(edge.low.lat)),
        Point::new(b.lon.max(edge.low.lon).max(edge.high.lon), b.lat.max(edge.high.lat)),
    ))
}

/// The share of a rectangle, in at most 32 × 32 parts, that contains centres of pieces.
fn filled(edges: &[Edge], pieces: &[Piece], min: Point, max: Point) -> f64 {
    let side = ((pieces.len() as f64).sqrt() / 2.0).clamp(1.0, 32.0).floor();
    let mut seen = vec![false; (side * side) as usize];
    let place =
        |v: f64, from: f64, to: f64| ((v - from) / (to - from).max(1e-12) * side).clamp(0.0, side - 1.0) as usize;
    for piece in pieces {
        let own = piece.edges.iter().map(|e| &edges[*e as usize]).fold(None, widen);
        let Some((low, high)) = own else { continue };
        let at = place((low.lat + high.lat) / 2.0, min.lat, max.lat) * side as usize
            + place((low.lon + high.lon) / 2.0, min.lon, max.lon);
        if let Some(mark) = seen.get_mut(at) {
            *mark = true;
        }
    }
    seen.iter().filter(|s| **s).count() as f64 / seen.len() as f64
}

impl Builder<'_> {
    /// Adds and fills a frame over a rectangle, with a number of squares that depends on the deciding edges.
    fn add(&mut self, min: Point, max: Point, pieces: Vec<Piece>, deciding: usize, depth: usize) -> usize {
        let mut wanted = deciding as f64 * SQUARES_PER_EDGE;
        if wanted > COARSE && filled(self.edges, &pieces, min, max) < SPARSE {
            wanted = COARSE;
        }
        let frame = self.frame(min, max, wanted);
        self.fill(frame, &pieces, depth);
        frame
    }

    /// Adds a frame of about `wanted` squares, as square on the earth as integers allow.
    fn frame(&mut self, min: Point, max: Point, wanted: f64) -> usize {
        // Slightly larger than the cells, so that rounding excludes no point.
        let wide = (max.lon - min.lon).max(1e-9) * (1.0 + 1e-9) + 4.0 * MARGIN;
        let tall = (max.lat - min.lat).max(1e-9) * (1.0 + 1e-9) + 4.0 * MARGIN;
        let (west, south) = (min.lon - 2.0 * MARGIN, min.lat - 2.0 * MARGIN);
        let squeeze = ((min.lat + max.lat) / 2.0).to_radians().cos().max(0.1);
        let wanted = wanted.clamp(4.0, 16_000_000.0);
        let cols = (wanted * wide * squeeze / tall).sqrt().round().clamp(1.0, wanted);
        let rows = (wanted / cols).round().clamp(1.0, wanted);
        let (width, height) = (wide / cols, tall / rows);
        let first = self.raster.squares.len();
        self.raster.squares.resize(first + (cols * rows) as usize, 0);
        self.raster.frames.push(Frame {
            west,
            south,
            width,
            height,
            per_width: 1.0 / width,
            per_height: 1.0 / height,
            cols: cols as u32,
            rows: rows as u32,
            first: number(first),
        });
        self.raster.frames.len() - 1
    }

    /// Fills a frame from pieces in *reverse* order of precedence: later pieces go first.
    fn fill(&mut self, frame_at: usize, pieces: &[Piece], depth: usize) {
        let frame = self.raster.frames[frame_at];
        let columns = frame.cols as usize;
        let rows_at_once = (SQUARES_AT_ONCE / columns).max(1);
        let mut rows = Rows::default();
        let mut dense = Vec::new();
        for first_row in (0..frame.rows as usize).step_by(rows_at_once) {
            let end = (first_row + rows_at_once).min(frame.rows as usize);
            let squares = first_row * columns..end * columns;
            let mut stripe = Stripe {
                rows: (first_row as i64, end as i64 - 1),
                first: squares.start,
                heads: vec![NONE; squares.len()],
                records: Vec::new(),
                listed: Vec::new(),
            };
            for piece in pieces {
                self.draw(&frame, piece, &mut rows, &mut stripe);
            }
            for square in squares.filter(|square| stripe.heads[square - stripe.first] != NONE) {
                let decided: usize = stripe.chain(square).map(|r| r.count as usize).sum();
                if decided > LONG_LIST && depth < DEEPEST && frame.width.min(frame.height) > SMALLEST {
                    let tail = self.raster.squares[frame.first as usize + square];
                    let mut cells: Vec<u32> = stripe.chain(square).map(|r| r.head >> (32 - CELL_BITS)).collect();
                    cells.extend((tail & !NUMBER == INSIDE).then_some(tail & NUMBER));
                    dense.push((square, cells, decided));
                } else {
                    self.write(frame.first as usize + square, stripe.chain(square), &stripe.listed);
                }
            }
        }
        // Cells are looked up among the pieces, which are in reverse order of precedence.
        let mut where_is: Vec<(u32, usize)> = pieces.iter().enumerate().map(|(at, p)| (p.cell, at)).collect();
        where_is.sort_unstable();
        for (square, cells, decided) in dense {
            let (column, row) = (square as u32 % frame.cols, square as u32 / frame.cols);
            let finer: Vec<Piece> = cells
                .iter()
                .rev()
                .filter_map(|cell| where_is.binary_search_by_key(cell, |w| w.0).ok())
                .map(|at| self.cut(&frame, &pieces[where_is[at].1], i64::from(column), i64::from(row)))
                .collect();
            let min =
                Point::new(frame.west + f64::from(column) * frame.width, frame.south + f64::from(row) * frame.height);
            let max = Point::new(min.lon + frame.width, min.lat + frame.height);
            let inner = self.add(min, max, finer, decided, depth + 1);
            self.raster.squares[frame.first as usize + square] = FINER | number(inner);
        }
    }

    /// Enters one cell into every square of a stripe.
    fn draw(&mut self, frame: &Frame, piece: &Piece, rows: &mut Rows, stripe: &mut Stripe) {
        let mut columns = (0, i64::from(frame.cols) - 1);
        let mut range = stripe.rows;
        if !piece.odd_eastward && !piece.odd_westward {
            // Nothing of this piece is outside the bounds of its edges.
            let own = piece.edges.iter().map(|e| &self.edges[*e as usize]).fold(None, widen);
            let Some((min, max)) = own else { return };
            let within = |(from, to): (i64, i64), low: i64, high: i64| (low.max(from), high.min(to));
            columns = within(columns, frame.column(min.lon - MARGIN), frame.column(max.lon + MARGIN));
            range = within(range, frame.row(min.lat - MARGIN), frame.row(max.lat + MARGIN));
            if columns.0 > columns.1 || range.0 > range.1 {
                return;
            }
        }
        rows.sort(self.edges, frame, &piece.edges, range);
        for row in range.0..=range.1 {
            let here = rows.prepare(self.edges, frame, row, range.0);
            let middle = frame.south + (row as f64 + 0.5) * frame.height;
            for column in columns.0..=columns.1 {
                let view = View::of(here, column);
                let square = row as usize * frame.cols as usize + column as usize;
                if view.touching == 0 {
                    // No border: the square is wholly inside or wholly outside.
                    let passing = here.iter().filter(|e| e.from > column && !e.spans);
                    let partly =
                        passing.filter(|e| self.edges[e.edge as usize].passes(Point::new(0.0, middle))).count();
                    if piece.odd_eastward ^ view.spanning_east ^ (partly % 2 == 1) {
                        self.inside(frame, piece.cell, square, stripe);
                    }
                    continue;
                }
                let westward = view.partly_west < view.partly_east;
                let start = number(stripe.listed.len());
                stripe.listed.extend(here.iter().filter(|e| e.is_listed(column, westward)).map(|e| e.edge));
                let odd = if westward {
                    piece.odd_westward ^ view.spanning_west
                } else {
                    piece.odd_eastward ^ view.spanning_east
                };
                let flags = if westward { WESTWARD } else { 0 } | if odd { ODD } else { 0 };
                stripe.note(square, (piece.cell << (32 - CELL_BITS)) | flags, start);
            }
        }
    }

    /// The cell fills the square: in the base layer cells after it are irrelevant.
    fn inside(&mut self, frame: &Frame, cell: u32, square: usize, stripe: &mut Stripe) {
        if self.all {
            stripe.note(square, (cell << (32 - CELL_BITS)) | ODD, number(stripe.listed.len()));
        } else {
            self.raster.squares[frame.first as usize + square] = INSIDE | cell;
            stripe.heads[square - stripe.first] = NONE;
        }
    }

    /// Writes the list of a square, ending with the cell that fills it, if any.
    fn write<'r>(&mut self, square: usize, chain: impl Iterator<Item = &'r Record>, listed: &[u32]) {
        let words = &mut self.raster.words;
        let (at, tail) = (words.len(), self.raster.squares[square]);
        let mut last = at;
        for record in chain {
            last = words.len();
            words.push(record.head | (record.count.min(MANY) << 3));
            if record.count >= MANY {
                words.push(record.count);
            }
            words.extend(&listed[record.start as usize..(record.start + record.count) as usize]);
        }
        if tail & !NUMBER == INSIDE {
            last = words.len();
            words.push(((tail & NUMBER) << (32 - CELL_BITS)) | ODD);
        }
        words[last] |= LAST;
        self.raster.squares[square] = LIST | number(at);
    }

    /// The relevant part of a piece in one square: edges that touch it, edges over part of its height on either side,
    /// and the parity of the rest.
    fn cut(&self, frame: &Frame, piece: &Piece, column: i64, row: i64) -> Piece<'static> {
        let mut rows = Rows::default();
        rows.sort(self.edges, frame, &piece.edges, (row, row));
        let here = rows.prepare(self.edges, frame, row, row);
        let view = View::of(here, column);
        let touches = |e: &&Crossing| e.from <= column && column <= e.to;
        Piece {
            cell: piece.cell,
            odd_eastward: piece.odd_eastward ^ view.spanning_east,
            odd_westward: piece.odd_westward ^ view.spanning_west,
            edges: here.iter().filter(|e| touches(e) || !e.spans).map(|e| e.edge).collect(),
        }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
