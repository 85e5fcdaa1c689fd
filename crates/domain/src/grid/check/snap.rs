//! Snaps borders that are meant to be identical, before they are compared.
//!
//! Two drawings of one border differ by centimetres, which would give many tiny gaps and overlaps that hide real ones.
//! Nearly equal positions become equal, and a position close to a neighbour's edge is inserted into that edge.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use std::collections::HashMap;

/// In degrees, about 3 cm: the distance of two positions that are off by 1e-7 degrees in opposite directions.
pub(super) const TOLERANCE: f64 = 3e-7;
/// Size of the buckets of the edge lookup, about 20 m.
const BUCKET: f64 = 2e-4;
/// Edges across more buckets than this are tested against every position.
const LONG: i64 = 4_096;

/// The shapes with snapped borders.
pub(super) fn snap(shapes: &[&MultiPolygon<f64>]) -> Vec<MultiPolygon<f64>> {
    let mut places = Places::default();
    let mut place = |ring: &LineString<f64>| ring.0.iter().map(|c| places.place(*c)).collect::<LineString<f64>>();
    let moved: Vec<MultiPolygon<f64>> = shapes.iter().map(|shape| ring_by_ring(shape, &mut place)).collect();
    let lookup = Lookup::of(&places.all);
    moved.iter().map(|shape| ring_by_ring(shape, &mut |ring| enter(ring, &lookup))).collect()
}

fn ring_by_ring(
    shape: &MultiPolygon<f64>,
    change: &mut impl FnMut(&LineString<f64>) -> LineString<f64>,
) -> MultiPolygon<f64> {
    let polygons = shape.iter().map(|polygon| {
        let outer = change(polygon.exterior());
        Polygon::new(outer, polygon.interiors().iter().map(&mut *change).collect())
    });
    MultiPolygon::new(polygons.collect())
}

/// Maps nearly equal positions to one.
#[derive(Default)]
struct Places {
    by_bucket: HashMap<(i64, i64), Vec<usize>>,
    all: Vec<Coord<f64>>,
}

impl Places {
    fn place(&mut self, c: Coord<f64>) -> Coord<f64> {
        let bucket = |v: f64| (v / TOLERANCE).floor() as i64;
        let (x, y) = (bucket(c.x), bucket(c.y));
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let near = around.filter_map(|at| self.by_bucket.get(&at)).flatten().map(|i| self.all[*i]);
        let nearest = near.map(|known| (square(known, c), known)).min_by(|a, b| a.0.total_cmp(&b.0));
        match nearest {
            Some((distance, known)) if distance <= TOLERANCE * TOLERANCE => known,
            _ => {
                self.by_bucket.entry((x, y)).or_default().push(self.all.len());
                self.all.push(c);
                c
            }
        }
    }
}

/// Positions by bucket.
struct Lookup<'a> {
    all: &'a [Coord<f64>],
    by_bucket: HashMap<(i64, i64), Vec<usize>>,
}

impl<'a> Lookup<'a> {
    fn of(all: &'a [Coord<f64>]) -> Self {
        let mut by_bucket: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
        for (i, c) in all.iter().enumerate() {
            by_bucket.entry((bucket(c.x), bucket(c.y))).or_default().push(i);
        }
        Self { all, by_bucket }
    }

    /// Calls `found` for every position that may be on an edge.
    fn near(&self, a: Coord<f64>, b: Coord<f64>, mut found: impl FnMut(Coord<f64>)) {
        let (x0, x1) = (bucket(a.x.min(b.x) - TOLERANCE), bucket(a.x.max(b.x) + TOLERANCE));
        let (y0, y1) = (bucket(a.y.min(b.y) - TOLERANCE), bucket(a.y.max(b.y) + TOLERANCE));
        if (x1 - x0 + 1).saturating_mul(y1 - y0 + 1) > LONG {
            self.all.iter().for_each(|c| found(*c));
            return;
        }
        for at in (x0..=x1).flat_map(|x| (y0..=y1).map(move |y| (x, y))) {
            for i in self.by_bucket.get(&at).into_iter().flatten() {
                found(self.all[*i]);
            }
        }
    }
}

/// The ring with positions on its edges inserted.
fn enter(ring: &LineString<f64>, lookup: &Lookup<'_>) -> LineString<f64> {
    let mut out: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    out.extend(ring.0.first());
    for edge in ring.lines().filter(|edge| edge.start != edge.end) {
        let mut on: Vec<(f64, Coord<f64>)> = Vec::new();
        lookup.near(edge.start, edge.end, |c| {
            if c != edge.start && c != edge.end {
                let (along, off) = beside(c, edge.start, edge.end);
                if along > 0.0 && along < 1.0 && off <= TOLERANCE * TOLERANCE {
                    on.push((along, c));
                }
            }
        });
        on.sort_by(|a, b| a.0.total_cmp(&b.0));
        out.extend(on.into_iter().map(|(_, c)| c));
        out.push(edge.end);
    }
    LineString::new(out)
}

/// The position along an edge (0 at its start, 1 at its end), and the squared distance.
pub(super) fn beside(c: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> (f64, f64) {
    let along = ((c.x - a.x) * (b.x - a.x) + (c.y - a.y) * (b.y - a.y)) / square(a, b).max(f64::MIN_POSITIVE);
    let clamped = along.clamp(0.0, 1.0);
    (along, square(c, Coord { x: a.x + (b.x - a.x) * clamped, y: a.y + (b.y - a.y) * clamped }))
}

fn bucket(v: f64) -> i64 {
    (v / BUCKET).floor() as i64
}

fn square(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).powi(2) + (a.y - b.y).powi(2)
}
