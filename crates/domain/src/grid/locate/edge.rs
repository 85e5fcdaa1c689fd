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

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: (f64, f64), b: (f64, f64)) -> Edge {
        Edge::between(Coord { x: a.0, y: a.1 }, Coord { x: b.0, y: b.1 }).unwrap()
    }

    /// Points within a billionth of a millimetre of a border of 35 km, west of it by arithmetic in fractions; in plain floating point
    /// the determinant is 0.
    #[test]
    fn a_point_a_hair_beside_a_long_border_lies_on_its_own_side() {
        for (south, west) in [
            ((103.859, 30.61), (103.940_929_6, 30.676_511_114_391_15)),
            ((103.8547, 30.61), (104.051_403_1, 30.767_190_998_910_284)),
        ] {
            let border = edge(south, (104.13, 30.83));
            let point = Point::new(west.0, west.1);
            assert!(border.has_to_its_west(point) && border.crossed_eastward(point), "{point:?}");
            // The next number to the south lies on the other side.
            let beside = Point::new(point.lon, point.lat.next_down());
            assert!(!border.has_to_its_west(beside) && border.crossed_westward(beside), "{beside:?}");
        }
    }

    #[test]
    fn a_point_on_a_border_is_east_of_it_and_a_corner_belongs_to_what_lies_north() {
        let border = edge((4.0, 2.0), (0.0, 0.0));
        let on = Point::new(2.0, 1.0);
        assert!(!border.has_to_its_west(on) && border.crossed_westward(on) && !border.crossed_eastward(on));
        assert!(border.passes(Point::new(9.0, 0.0)) && !border.passes(Point::new(-9.0, 2.0)));
        assert!(!edge((0.0, 1.0), (4.0, 1.0)).passes(Point::new(2.0, 1.0)), "an edge along a parallel");
    }
}
