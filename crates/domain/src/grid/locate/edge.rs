//! One edge of a border and the one question that is asked of it: does a ray from this point cross it?
//!
//! Both neighbours of a border must answer that question alike to the bit, or a point on the border would belong to both or
//! to neither. Hence two habits: an edge is kept with its lower end first, whichever cell it came from, so that both cells
//! hold the very same edge; and the side of a point is decided exactly, by plain arithmetic where its error bound allows and
//! by Shewchuk's adaptive predicate (crate `robust`) where it does not.

use geo::Coord;
use robust::{Coord as Exact, orient2d};

use crate::kernel::geo::Point;

/// An edge from its lower to its upper end (of two ends at one height, the western is the lower), in degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Edge {
    pub(super) low: Point,
    pub(super) high: Point,
}

/// Relative error of the plain determinant, (3 + 16ε)ε with ε = 2⁻⁵³ (Shewchuk 1997, "ccwerrboundA").
const ERROR_BOUND: f64 = 3.330_669_073_875_471_6e-16;

impl Edge {
    /// The edge between two positions; `None` if they are the same.
    pub(super) fn between(a: Coord<f64>, b: Coord<f64>) -> Option<Self> {
        // Adding zero turns −0 into 0, so that equal positions are equal to the bit.
        let (a, b) = (Point::new(a.x + 0.0, a.y + 0.0), Point::new(b.x + 0.0, b.y + 0.0));
        let order = a.lat.total_cmp(&b.lat).then(a.lon.total_cmp(&b.lon));
        match order {
            std::cmp::Ordering::Less => Some(Self { low: a, high: b }),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Self { low: b, high: a }),
        }
    }

    /// Whether the edge passes the height of the point. Half-open: a point at the height of the lower end counts, at that
    /// of the upper end not, as if it stood a trifle further north. Edges along a parallel never pass.
    #[inline(always)]
    pub(super) fn passes(&self, p: Point) -> bool {
        self.low.lat <= p.lat && p.lat < self.high.lat
    }

    /// Whether the point lies west of the edge, drawn on as a line; on the line it does not, as if it stood a trifle east.
    #[inline(always)]
    pub(super) fn has_to_its_west(&self, p: Point) -> bool {
        let along = (self.high.lon - self.low.lon) * (p.lat - self.low.lat);
        let across = (self.high.lat - self.low.lat) * (p.lon - self.low.lon);
        let turn = along - across;
        if turn.abs() > ERROR_BOUND * (along.abs() + across.abs()) { turn > 0.0 } else { self.exactly(p) }
    }

    #[cold]
    fn exactly(&self, p: Point) -> bool {
        let to = |p: Point| Exact { x: p.lon, y: p.lat };
        orient2d(to(self.low), to(self.high), to(p)) > 0.0
    }

    /// Whether a ray from the point to the east crosses the edge.
    #[inline(always)]
    pub(super) fn crossed_eastward(&self, p: Point) -> bool {
        self.passes(p) && self.has_to_its_west(p)
    }

    /// Whether a ray from the point to the west crosses the edge: always the other of the two, if it passes at all.
    #[inline(always)]
    pub(super) fn crossed_westward(&self, p: Point) -> bool {
        self.passes(p) && !self.has_to_its_west(p)
    }

    /// Distance in metres from a point nearby, in the plane that touches the earth at the point.
    pub(super) fn metres_from(&self, p: Point) -> f64 {
        let (east, north) = metres_per_degree(p.lat);
        let to = |q: Point| ((q.lon - p.lon) * east, (q.lat - p.lat) * north);
        let (a, b) = (to(self.low), to(self.high));
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx * dx + dy * dy;
        let along = if length > 0.0 { (-(a.0 * dx + a.1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        (a.0 + along * dx).hypot(a.1 + along * dy)
    }
}

/// Metres of one degree of longitude and one of latitude at a latitude, on the sphere that [`Point::metres_to`] uses.
pub(super) fn metres_per_degree(lat: f64) -> (f64, f64) {
    let degree = 6_371_008.8_f64.to_radians();
    (degree * lat.to_radians().cos().max(1e-6), degree)
}
