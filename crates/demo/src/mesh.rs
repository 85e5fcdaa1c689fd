//! Divides an area into cells with shared borders: a mesh of numbered points, in which a new point of a border is added
//! to both sides.

use std::f64::consts::FRAC_1_SQRT_2;
use weiguang_domain::grid::Shape;
use weiguang_domain::kernel::geo::{Datum, Point};

use crate::dice::Dice;
use weiguang_server::web::Refusal;

/// The cosine of the street's latitude, to compare lengths east and north. A constant, because a computed cosine may
/// differ between machines.
const SHRINK: f64 = 0.859;
/// Degrees of latitude in a metre.
const METRE: f64 = 1.0 / 111_000.0;
/// Attempts to divide an area.
const TRIES: usize = 60;

/// Points, and rings of points. A ring may contain others, as a grid contains micro-grids.
#[derive(Debug, Default)]
pub struct Mesh {
    points: Vec<Point>,
    rings: Vec<Vec<usize>>,
}

/// Seven decimals are a centimetre; short, and equal on both sides.
fn rounded(lon: f64, lat: f64) -> Point {
    Point::new((lon * 1e7).round() / 1e7, (lat * 1e7).round() / 1e7)
}

type Flat = [f64; 2];

fn area(ring: &[Flat]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// The part of a ring where `along` · p ≤ `at`.
fn clipped(ring: &[Flat], along: Flat, at: f64) -> Vec<Flat> {
    let side = |p: &Flat| p[0] * along[0] + p[1] * along[1] - at;
    let mut out = Vec::with_capacity(ring.len() + 2);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (da, db) = (side(a), side(b));
        if da <= 0.0 {
            out.push(*a);
        }
        if (da <= 0.0) != (db <= 0.0) {
            let t = da / (da - db);
            out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
        }
    }
    out
}

impl Mesh {
    /// Adds a point.
    pub fn point(&mut self, lon: f64, lat: f64) -> usize {
        self.points.push(rounded(lon, lat));
        self.points.len() - 1
    }

    /// Adds a ring.
    pub fn ring(&mut self, points: Vec<usize>) -> usize {
        self.rings.push(points);
        self.rings.len() - 1
    }

    /// The shape of a ring.
    ///
    /// # Errors
    /// If it is invalid.
    pub fn shape(&self, ring: usize) -> Result<Shape, Refusal> {
        Self::shape_of(self.rings[ring].iter().map(|p| self.points[*p]).collect())
            .ok_or_else(|| Refusal::Internal(format!("the demonstration's ring {ring} is not sound")))
    }

    fn shape_of(mut corners: Vec<Point>) -> Option<Shape> {
        corners.push(*corners.first()?);
        Shape::from_rings(vec![vec![corners]], Datum::Wgs84).ok()
    }

    fn flat(&self, point: usize) -> Flat {
        let p = self.points[point];
        // Relative to a nearby point, for numerical precision.
        [(p.lon - 103.9) * SHRINK, p.lat - 30.7]
    }

    /// Inserts a point between two neighbours, in every ring with that edge.
    fn part(&mut self, a: usize, b: usize, new: usize) {
        for ring in &mut self.rings {
            let found = (0..ring.len()).find(|i| {
                let (x, y) = (ring[*i], ring[(i + 1) % ring.len()]);
                (x, y) == (a, b) || (x, y) == (b, a)
            });
            if let Some(i) = found {
                ring.insert(i + 1, new);
            }
        }
    }

    /// Bends straight borders between the drawn corners, equally on both sides.
    pub fn bend(&mut self, dice: &Dice) {
        let mut edges: Vec<(usize, usize)> = Vec::new();
        for ring in &self.rings {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let edge = (*a.min(b), *a.max(b));
                if !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
        for (a, b) in edges {
            let mut from = a;
            for step in [0.3, 0.62] {
                let new = self.beside(a, b, step, dice.within(-0.05, 0.05));
                self.part(from, b, new);
                from = new;
            }
        }
    }

    /// A new point between two others, displaced sideways.
    fn beside(&mut self, a: usize, b: usize, step: f64, sideways: f64) -> usize {
        let (p, q) = (self.flat(a), self.flat(b));
        let (x, y) = (q[0] - p[0], q[1] - p[1]);
        let (x, y) = (p[0] + x * step - y * sideways, p[1] + y * step + x * sideways);
        self.point(x / SHRINK + 103.9, y + 30.7)
    }

    /// Divides a ring into `n` parts of about equal size with bent borders. The ring itself is unchanged.
    ///
    /// # Errors
    /// If no valid division is found.
    pub fn divide(&mut self, ring: usize, n: usize, dice: &Dice) -> Result<Vec<usize>, Refusal> {
        let copy = self.rings[ring].clone();
        let own = self.ring(copy);
        self.divide_own(own, n, dice)
    }

    fn divide_own(&mut self, ring: usize, n: usize, dice: &Dice) -> Result<Vec<usize>, Refusal> {
        if n <= 1 {
            return Ok(vec![ring]);
        }
        let less = n / 2;
        let share = less as f64 / n as f64 * dice.within(0.94, 1.06);
        let other = (0..TRIES)
            .find_map(|_| self.cut(ring, share, dice))
            .ok_or_else(|| Refusal::Internal("the demonstration's ground cannot be divided".into()))?;
        let mut cells = self.divide_own(ring, less, dice)?;
        cells.extend(self.divide_own(other, n - less, dice)?);
        Ok(cells)
    }

    /// Cuts a ring across its longer side so that the first part has `share` of the area; returns the second.
    fn cut(&mut self, ring: usize, share: f64, dice: &Dice) -> Option<usize> {
        let flat: Vec<Flat> = self.rings[ring].iter().map(|p| self.flat(*p)).collect();
        let along = Self::longest(&flat, dice);
        let reach = |p: &Flat| p[0] * along[0] + p[1] * along[1];
        let (mut low, mut high) = flat.iter().map(reach).fold((f64::MAX, f64::MIN), |(l, h), x| (l.min(x), h.max(x)));
        let whole = area(&flat).abs();
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if area(&clipped(&flat, along, middle)).abs() < whole * share { low = middle } else { high = middle }
        }
        let crossed: Vec<usize> = (0..flat.len())
            .filter(|i| (reach(&flat[*i]) <= low) != (reach(&flat[(i + 1) % flat.len()]) <= low))
            .collect();
        let [first, second] = crossed[..] else { return None };
        let (from, to) = (self.crossing(ring, first, low, along), self.crossing(ring, second, low, along));
        if from == to {
            return None;
        }
        let (p, q) = (self.flat(from), self.flat(to));
        let length = ((q[0] - p[0]).powi(2) + (q[1] - p[1]).powi(2)).sqrt() / METRE;
        if length < 40.0 {
            return None;
        }
        let steps: &[f64] = if length > 350.0 {
            &[0.35, 0.7]
        } else if length > 120.0 {
            &[0.5]
        } else {
            &[]
        };
        let way: Vec<usize> =
            steps.iter().map(|step| self.beside(from, to, *step, dice.within(-0.035, 0.035))).collect();
        let points = &self.rings[ring];
        let start = points.iter().position(|p| *p == from)?;
        let turned: Vec<usize> = points.iter().cycle().skip(start).take(points.len()).copied().collect();
        let end = turned.iter().position(|p| *p == to)?;
        let mut one: Vec<usize> = turned[..=end].to_vec();
        one.extend(way.iter().rev());
        let mut two: Vec<usize> = turned[end..].to_vec();
        two.push(from);
        two.extend(&way);
        let sound = |ring: &[usize]| {
            let flat: Vec<Flat> = ring.iter().map(|p| self.flat(*p)).collect();
            let round: f64 =
                flat.iter().zip(flat.iter().cycle().skip(1)).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).sum();
            // 4πA/P² is 1 for a circle and 0.78 for a square: excludes slivers.
            let round_enough = 12.57 * area(&flat).abs() / (round * round) > 0.42;
            round_enough && Self::shape_of(ring.iter().map(|p| self.points[*p]).collect()).is_some()
        };
        if !sound(&one) || !sound(&two) {
            return None;
        }
        // `share` refers to the part before the line.
        let before = |ring: &[usize]| {
            let flat: Vec<Flat> = ring.iter().map(|p| self.flat(*p)).collect();
            flat.iter().map(reach).sum::<f64>() / flat.len() as f64
        };
        let (near, far) = if before(&one) <= before(&two) { (one, two) } else { (two, one) };
        self.rings[ring] = near;
        Some(self.ring(far))
    }

    /// The longest of twelve directions of a ring, slightly turned.
    fn longest(flat: &[Flat], dice: &Dice) -> Flat {
        // Sines of 0°, 15° … 90°; constants for the same reason as `SHRINK`.
        const SINES: [f64; 7] = [0.0, 0.2588, 0.5, FRAC_1_SQRT_2, 0.8660, 0.9659, 1.0];
        let directions = (0..12_usize).map(|i| {
            let j = if i <= 6 { i } else { 12 - i };
            let sign = if i <= 6 { 1.0 } else { -1.0 };
            [sign * SINES[6 - j], SINES[j]]
        });
        let width = |d: &Flat| {
            let reach = flat.iter().map(|p| p[0] * d[0] + p[1] * d[1]);
            let (low, high) = reach.fold((f64::MAX, f64::MIN), |(l, h), x| (l.min(x), h.max(x)));
            high - low
        };
        let best = directions.max_by(|a, b| width(a).total_cmp(&width(b))).unwrap_or([1.0, 0.0]);
        let turn = dice.within(-0.18, 0.18);
        let [x, y] = [best[0] - best[1] * turn, best[1] + best[0] * turn];
        let length = (x * x + y * y).sqrt();
        [x / length, y / length]
    }

    /// The point where a line crosses the ring's `i`-th edge: the nearer end if close, else a new point.
    fn crossing(&mut self, ring: usize, i: usize, at: f64, along: Flat) -> usize {
        // An earlier crossing may have inserted a point, so ends are found by value.
        let points = &self.rings[ring];
        let reach = |p: usize| {
            let f = self.flat(p);
            f[0] * along[0] + f[1] * along[1] - at
        };
        let n = points.len();
        let start = (0..n)
            .map(|k| (i + k) % n)
            .find(|k| (reach(points[*k]) <= 0.0) != (reach(points[(k + 1) % n]) <= 0.0))
            .unwrap_or(i);
        let (a, b) = (points[start], points[(start + 1) % n]);
        let (p, q) = (self.flat(a), self.flat(b));
        let t = reach(a) / (reach(a) - reach(b));
        let length = (p[0] - q[0]).hypot(p[1] - q[1]) / METRE;
        if t * length < 25.0 {
            return a;
        }
        if (1.0 - t) * length < 25.0 {
            return b;
        }
        let new = self.beside(a, b, t, 0.0);
        self.part(a, b, new);
        new
    }
}
