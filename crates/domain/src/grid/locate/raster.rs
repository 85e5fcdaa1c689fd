//! The raster behind `locate`: squares that know their answer, or the few edges that decide it.
//!
//! A frame is a grid of squares over a rectangle. Most squares lie wholly inside one cell and hold its id: one look into
//! memory. Where borders pass, a square lists its candidates, each with only those edges that can make a difference within
//! the square, and the parity of all other crossings already counted. A square with very many edges holds a finer frame, so
//! that a city, a far second city and one parcel abroad each get squares of their own size.

use super::edge::Edge;
use crate::kernel::geo::Point;

/// Squares over a rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) west: f64,
    pub(super) south: f64,
    /// Width and height of a square, in degrees.
    pub(super) width: f64,
    pub(super) height: f64,
    /// Their reciprocals, for the query.
    pub(super) per_width: f64,
    pub(super) per_height: f64,
    pub(super) cols: u32,
    pub(super) rows: u32,
    /// Where its squares begin among all.
    pub(super) first: u32,
}

/// What a square holds: two bits of kind and thirty of number. All zero is an empty square.
pub(super) const INSIDE: u32 = 1 << 30;
pub(super) const LIST: u32 = 2 << 30;
pub(super) const FINER: u32 = 3 << 30;
pub(super) const NUMBER: u32 = (1 << 30) - 1;

/// A candidate's head word: 24 bits of cell, 5 of edge count (31: the count is in the next word), then these three.
pub(super) const LAST: u32 = 4;
pub(super) const WESTWARD: u32 = 2;
pub(super) const ODD: u32 = 1;
pub(super) const CELL_BITS: u32 = 24;
pub(super) const MANY: u32 = 31;

/// Frames, squares and lists of one layer of cells.
#[derive(Clone, Default, Debug)]
pub(super) struct Raster {
    pub(super) frames: Vec<Frame>,
    pub(super) squares: Vec<u32>,
    pub(super) words: Vec<u32>,
}

impl Frame {
    /// The square of the outermost frame in which a point lies; `None` outside.
    #[inline(always)]
    fn outer_square(&self, p: Point) -> Option<usize> {
        let x = (p.lon - self.west) * self.per_width;
        let y = (p.lat - self.south) * self.per_height;
        // Written so that NaN falls outside.
        if x >= 0.0 && y >= 0.0 && x < f64::from(self.cols) && y < f64::from(self.rows) {
            Some(self.first as usize + y as usize * self.cols as usize + x as usize)
        } else {
            None
        }
    }

    /// The square of an inner frame; the point is known to lie in it, but for rounding.
    #[inline(always)]
    fn inner_square(&self, p: Point) -> usize {
        let x = ((p.lon - self.west) * self.per_width).clamp(0.0, f64::from(self.cols - 1));
        let y = ((p.lat - self.south) * self.per_height).clamp(0.0, f64::from(self.rows - 1));
        self.first as usize + y as usize * self.cols as usize + x as usize
    }

    /// Column and row of a place, which may lie outside the frame (−1 or less, the number of columns or more).
    pub(super) fn column(&self, lon: f64) -> i64 {
        ((lon - self.west) * self.per_width).floor() as i64
    }

    pub(super) fn row(&self, lat: f64) -> i64 {
        ((lat - self.south) * self.per_height).floor() as i64
    }
}

impl Raster {
    /// What the point's square of the outermost frame holds.
    #[inline(always)]
    pub(super) fn outer(&self, p: Point) -> u32 {
        match self.frames.first().and_then(|frame| frame.outer_square(p)) {
            Some(at) => self.squares[at],
            None => 0,
        }
    }

    /// Fetches into the cache what the lists of these squares begin with, all at once, so that asking them one after the
    /// other does not wait for each. It changes no answer.
    #[inline]
    pub(super) fn warm(&self, edges: &[Edge], squares: &[u32]) {
        let mut firsts = [0; 64];
        for (first, square) in firsts.iter_mut().zip(squares) {
            let at = if square & !NUMBER == LIST { (square & NUMBER) as usize + 1 } else { 0 };
            *first = self.words.get(at).copied().unwrap_or(0);
        }
        for first in &firsts[..squares.len().min(64)] {
            // A word that is no edge (the next candidate's head) fetches something useless, and that is all.
            std::hint::black_box(edges.get(*first as usize).map_or(0.0, |edge| edge.low.lat));
        }
    }

    /// From what the outermost square holds, the first cell that contains the point.
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

    /// Calls back for every cell that contains the point, in order of precedence.
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

    /// Calls back with every cell that has a part in a rectangle, some of them often.
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

    /// Memory held, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.frames.capacity() * size_of::<Frame>() + (self.squares.capacity() + self.words.capacity()) * 4
    }
}

enum Held {
    Nothing,
    Inside(u32),
    List(usize),
}

/// One cell that may contain a point of the square.
pub(super) struct Candidate<'a> {
    pub(super) cell: u32,
    /// The parity of what is crossed wherever in the square one stands.
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
