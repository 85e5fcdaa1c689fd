//! The raster behind `locate`: squares with a fixed answer, or with the few edges that decide.
//!
//! A frame is a grid of squares over a rectangle. Most squares are inside one cell and store its id: one memory access.
//! On borders a square lists its candidates, each with only the edges that matter inside the square and the parity of
//! all other crossings. A square with many edges contains a nested frame, so that distant cities and small parcels get
//! squares of suitable size.

use super::edge::Edge;
use crate::kernel::geo::Point;

/// Squares over a rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) west: f64,
    pub(super) south: f64,
    /// Size of a square, in degrees.
    pub(super) width: f64,
    pub(super) height: f64,
    /// Reciprocals, for queries.
    pub(super) per_width: f64,
    pub(super) per_height: f64,
    pub(super) cols: u32,
    pub(super) rows: u32,
    /// Index of its first square among all.
    pub(super) first: u32,
}

/// Content of a square: two bits of type and thirty of number. Zero is empty.
pub(super) const INSIDE: u32 = 1 << 30;
pub(super) const LIST: u32 = 2 << 30;
pub(super) const FINER: u32 = 3 << 30;
pub(super) const NUMBER: u32 = (1 << 30) - 1;

/// Head word of a candidate: 24 bits of cell, 5 of edge count (31: count in the next word), then these three.
pub(super) const LAST: u32 = 4;
pub(super) const WESTWARD: u32 = 2;
pub(super) const ODD: u32 = 1;
pub(super) const CELL_BITS: u32 = 24;
pub(super) const MANY: u32 = 31;

/// Frames, squares and lists of one layer.
#[derive(Clone, Default, Debug)]
pub(super) struct Raster {
    pub(super) frames: Vec<Frame>,
    pub(super) squares: Vec<u32>,
    pub(super) words: Vec<u32>,
}

impl Frame {
    /// The square of the outermost frame that contains a point; `None` outside.
    #[inline(always)]
    fn outer_square(&self, p: Point) -> Option<usize> {
        let x = (p.lon - self.west) * self.per_width;
        let y = (p.lat - self.south) * self.per_height;
        // Written so that NaN is outside.
        if x >= 0.0 && y >= 0.0 && x < f64::from(self.cols) && y < f64::from(self.rows) {
            Some(self.first as usize + y as usize * self.cols as usize + x as usize)
        } else {
            None
        }
    }

    /// The square of an inner frame; the point is inside up to rounding.
    #[inline(always)]
    fn inner_square(&self, p: Point) -> usize {
        let x = ((p.lon - self.west) * self.per_width).clamp(0.0, f64::from(self.cols - 1));
        let y = ((p.lat - self.south) * self.per_height).clamp(0.0, f64::from(self.rows - 1));
        self.first as usize + y as usize * self.cols as usize + x as usize
    }

    /// Column and row of a position, which may be outside the frame.
    pub(super) fn column(&self, lon: f64) -> i64 {
        ((lon - self.west) * self.per_width).floor() as i64
    }

    pub(super) fn row(&self, lat: f64) -> i64 {
        ((lat - self.south) * self.per_height).floor() as i64
    }
}

impl Raster {
    /// Content of the point's square in the outermost frame.
    #[inline(always)]
    pub(super) fn outer(&self, p: Point) -> u32 {
        match self.frames.first().and_then(|frame| frame.outer_square(p)) {
            Some(at) => self.squares[at],
            None => 0,
        }
    }

    /// Prefetches the beginnings of these squares' lists, so that memory accesses overlap. Has no effect on results.
    #[inline]
    pub(super) fn warm(&self, edges: &[Edge], squares: &[u32]) {
        let mut firsts = [0; 64];
        for (first, square) in firsts.iter_mut().zip(squares) {
            let at = if square & !NUMBER == LIST { (square & NUMBER) as usize + 1 } else { 0 };
            *first = self.words.get(at).copied().unwrap_or(0);
        }
        for first in &firsts[..squares.len().min(64)] {
            // If the word is no edge (the next head), the prefetch is useless but harmless.
            std::hint::black_box(edges.get(*first as usize).map_or(0.0, |edge| edge.low.lat));
        }
    }

    /// The first cell that contains the point, given the content of its outermost square.
    #[inline(always)]
    pub(super) fn first_from(&self, edges: &[Edge], square: u32, p: Point) -> Option<u32> {
        match square & !NUMBER {
            0 => None,
            INSIDE => Some(square & NUMBER),
            _ => self.first_listed(edges, square, p),
        }
    }

    fn first_listed(&self, edges: &[Edge], square: u32, p: Point) -> Option<u32> {
        let at = match self.descend(square, p) {
            Held::Nothing => return None,
            Held::Inside(cell) => return Some(cell),
            Held::List(at) => at,
        };
        let mut candidates = Candidates { words: &self.words[at..], more: true };
        candidates.find(|candidate| candidate.holds(edges, p)).map(|candidate| candidate.cell)
    }

    /// Calls `found` for every cell that contains the point, in order of precedence.
    pub(super) fn each(&self, edges: &[Edge], p: Point, mut found: impl FnMut(u32)) {
        match self.descend(self.outer(p), p) {
            Held::Nothing => {}
            Held::Inside(cell) => found(cell),
            Held::List(at) => Candidates { words: &self.words[at..], more: true }
                .filter(|candidate| candidate.holds(edges, p))
                .for_each(|candidate| found(candidate.cell)),
        }
    }

    #[inline(always)]
    fn descend(&self, mut square: u32, p: Point) -> Held {
        loop {
            let number = square & NUMBER;
            match square & !NUMBER {
                0 => return Held::Nothing,
                INSIDE => return Held::Inside(number),
                LIST => return Held::List(number as usize),
                _ => square = self.squares[self.frames[number as usize].inner_square(p)],
            }
        }
    }

    /// Calls `found` for every cell that intersects a rectangle, possibly repeatedly.
    pub(super) fn visit(&self, min: Point, max: Point, found: &mut impl FnMut(u32)) {
        if !self.frames.is_empty() {
            self.visit_frame(0, min, max, found);
        }
    }

    fn visit_frame(&self, frame: usize, min: Point, max: Point, found: &mut impl FnMut(u32)) {
        let frame = self.frames[frame];
        let columns = frame.column(min.lon).max(0)..=frame.column(max.lon).min(i64::from(frame.cols) - 1);
        let rows = frame.row(min.lat).max(0)..=frame.row(max.lat).min(i64::from(frame.rows) - 1);
        for row in rows {
            for column in columns.clone() {
                let square = self.squares[frame.first as usize + row as usize * frame.cols as usize + column as usize];
                let number = square & NUMBER;
                match square & !NUMBER {
                    0 => {}
                    INSIDE => found(number),
                    LIST => {
                        let words = &self.words[number as usize..];
                        Candidates { words, more: true }.for_each(|candidate| found(candidate.cell));
                    }
                    _ => self.visit_frame(number as usize, min, max, found),
                }
            }
        }
    }

    /// Memory used, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.frames.capacity() * size_of::<Frame>() + (self.squares.capacity() + self.words.capacity()) * 4
    }
}

enum Held {
    Nothing,
    Inside(u32),
    List(usize),
}

/// A cell that may contain points of the square.
pub(super) struct Candidate<'a> {
    pub(super) cell: u32,
    /// Parity of the edges that are crossed from anywhere in the square.
    odd: bool,
    westward: bool,
    edges: &'a [u32],
}

impl Candidate<'_> {
    #[inline(always)]
    fn holds(&self, edges: &[Edge], p: Point) -> bool {
        let mut odd = self.odd;
        if self.westward {
            for &edge in self.edges {
                odd ^= edges[edge as usize].crossed_westward(p);
            }
        } else {
            for &edge in self.edges {
                odd ^= edges[edge as usize].crossed_eastward(p);
            }
        }
        odd
    }
}

/// Reads a list of candidates.
pub(super) struct Candidates<'a> {
    words: &'a [u32],
    more: bool,
}

impl<'a> Iterator for Candidates<'a> {
    type Item = Candidate<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Candidate<'a>> {
        if !self.more {
            return None;
        }
        let (&head, mut rest) = self.words.split_first()?;
        let mut count = (head >> 3) & MANY;
        if count == MANY {
            let (&long, after) = rest.split_first()?;
            (count, rest) = (long, after);
        }
        let (edges, rest) = rest.split_at_checked(count as usize)?;
        self.words = rest;
        self.more = head & LAST == 0;
        Some(Candidate { cell: head >> (32 - CELL_BITS), odd: head & ODD != 0, westward: head & WESTWARD != 0, edges })
    }
}
