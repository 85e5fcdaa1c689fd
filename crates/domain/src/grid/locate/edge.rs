//! An edge of a border, and the test whether a ray from a point crosses it.
//!
//! Both neighbours of a border must get bit-identical answers, or a point on it would be in both or in neither. So
//! edges are stored lower end first, whichever cell they come from, and the side of a point is exact: plain arithmetic
//! within its error bound, else Shewchuk's adaptive predicate (crate `robust`).

use geo::Coord;
use robust::{Coord as Exact, orient2d};

use crate::kernel::geo::Point;

/// An edge from its lower to its upper end (at equal height, from west to east), in degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Edge {
    pub(super) low: Point,
    pub(super) high: Point,
}

/// Relative error of the plain determinant, (3 + 16ε)ε with ε = 2⁻⁵³ (Shewchuk 1997, "ccwerrboundA").
const ERROR_BOUND: f64 = 3.330_669_073_875_471_6e-16;

impl Edge {
    /// The edge between two positions; `None` if they are equal.
    pub(super) fn between(a: Coord<f64>, b: Coord<f64>) -> Option<Self> {
        // Adding zero turns −0 into 0, so that equal positions have equal bits.
        let (a, b) = (Point::new(a.x + 0.0, a.y + 0.0), Point::new(b.x + 0.0, b.y + 0.0));
        let order = a.lat.total_cmp(&b.lat).then(a.lon.total_cmp(&b.lon));
        match order {
            std::cmp::Ordering::Less => Some(Self { low: a, high: b }),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Self { low: b, high: a }),
        }
    }

    /// Whether the edge crosses the point's latitude. Half-open: the lower end counts, the upper does not, as if the
    /// point were slightly further north. Edges along a parallel never cross.
    #[inline(always)]
    pub(super) fn passes(&self, p: Point) -> bool {
        self.low.lat <= p.lat && p.lat < self.high.lat
    }

    /// Whether the point is west of the line through the edge; on the line it is not, as if it were slightly further
    /// east.
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

    /// Whether a ray eastward from the point crosses the edge.
    #[inline(always)]
    pub(super) fn crossed_eastward(&self, p: Point) -> bool {
        self.passes(p) && self.has_to_its_west(p)
    }

    /// Whether a ray westward from the point crosses the edge: the opposite of the other, if it crosses the latitude at
    /// all.
    #[inline(always)]
    pub(super) fn crossed_westward(&self, p: Point) -> bool {
        self.passes(p) && !self.has_to_its_west(p)
    }

    /// Distance in metres to a nearby point, in the tangent plane at the point.
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

/// Metres per degree of longitude and latitude at a latitude, on the sphere of [`Point::metres_to`].
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

    /// Points within a billionth of a millimetre of a 35 km border, west of it by rational arithmetic; the
    /// floating-point determinant is 0.
    #[test]
    fn a_point_a_hair_beside_a_long_border_lies_on_its_own_side() {
        for (south, west) in [
            ((103.859, 30.61), (103.940_929_6, 30.676_511_114_391_15)),
            ((103.8547, 30.61), (104.051_403_1, 30.767_190_998_910_284)),
        ] {
            let border = edge(south, (104.13, 30.83));
            let point = Point::new(west.0, west.1);
            assert!(border.has_to_its_west(point) && border.crossed_eastward(point), "{point:?}");
            // The next float to the south is on the other side.
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
