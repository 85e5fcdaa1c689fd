//! Faults of a drawn shape, each with its location, so that it can be corrected on the map.

use geo::algorithm::Validation;
use geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use geo::algorithm::validation::{InvalidMultiPolygon, InvalidPolygon, RingRole};
use geo::{Contains, Coord, Line, LineString, MultiPolygon, Polygon};
use robust::{Coord as Exact, orient2d as exact};
use std::fmt;

use super::point;
use crate::kernel::geo::Point;

/// Maximum positions per ring; the test for self-intersection is quadratic. The whole district of Shuangliu has 2,130.
pub const RING_POSITIONS: usize = 5_000;
/// Maximum rings per shape; each is compared with each other.
pub const SHAPE_RINGS: usize = 200;
/// Maximum positions per shape.
pub const SHAPE_POSITIONS: usize = 20_000;

/// A ring: index of the part, and of the ring in the part, where 0 is the outer ring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RingAt {
    /// Polygon index.
    pub part: usize,
    /// Ring index, 0 for the outer ring.
    pub ring: usize,
}

/// A fault of a shape.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum ShapeFault {
    /// The input has the wrong format.
    #[error("not readable as a shape: {0}")]
    Unreadable(String),
    /// Not a polygon.
    #[error("a Polygon or MultiPolygon was expected, this is a {0}")]
    NotPolygon(String),
    /// Empty, or nothing valid is left.
    #[error("the shape is empty")]
    Empty,
    /// Longitude beyond 180, latitude beyond 90, or NaN: often metres of a projected map, or lat before lon.
    #[error(
        "{ring}: position {position} ({lon}, {lat}) is not on the earth{}",
        exchanged(*.lon, *.lat, ": longitude and latitude are exchanged")
    )]
    OffEarth {
        /// The ring.
        ring: RingAt,
        /// Position index in the ring.
        position: usize,
        /// As given.
        lon: f64,
        /// As given.
        lat: f64,
    },
    /// The last position differs from the first.
    #[error("{ring}: the ring does not end where it begins")]
    Unclosed {
        /// The ring.
        ring: RingAt,
        /// Its end.
        place: Point,
    },
    /// Fewer than four positions including the closing one, or fewer than three different ones.
    #[error("{ring}: {positions} positions enclose nothing, at least 4 are needed")]
    TooFewPositions {
        /// The ring.
        ring: RingAt,
        /// Number of positions.
        positions: usize,
        /// Its beginning.
        place: Point,
    },
    /// All positions are on one line.
    #[error("{ring}: the ring has no area")]
    ZeroArea {
        /// The ring.
        ring: RingAt,
        /// Its beginning.
        place: Point,
    },
    /// The ring intersects or touches itself, or has a spike.
    #[error("{ring}: the ring meets itself at {}, {}", place.lon, place.lat)]
    SelfIntersection {
        /// The ring.
        ring: RingAt,
        /// The location.
        place: Point,
    },
    /// A hole is not inside its outer ring.
    #[error("{ring}: the hole is not inside its outer ring")]
    HoleOutside {
        /// The hole.
        ring: RingAt,
        /// A position of the hole that is outside.
        place: Point,
    },
    /// Two rings share a segment or an area.
    #[error("{ring} and {other}: the rings run along each other or overlap")]
    RingsOverlap {
        /// One ring.
        ring: RingAt,
        /// The other.
        other: RingAt,
        /// A common position.
        place: Point,
    },
    /// A ring with too many positions.
    #[error("{ring}: {positions} positions, at most {RING_POSITIONS} are taken: simplify it on the map")]
    LongRing {
        /// The ring.
        ring: RingAt,
        /// Number of positions.
        positions: usize,
    },
    /// Too many rings or positions in total.
    #[error(
        "{rings} rings of {positions} positions, at most {SHAPE_RINGS} of {SHAPE_POSITIONS} are taken: simplify it on the map"
    )]
    Large {
        /// Number of rings.
        rings: usize,
        /// Number of positions.
        positions: usize,
    },
    /// Two equal rings.
    #[error("{ring} and {other}: the same ring twice")]
    DuplicateRing {
        /// One ring.
        ring: RingAt,
        /// The other.
        other: RingAt,
        /// Its beginning.
        place: Point,
    },
}

impl fmt::Display for RingAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ring {
            0 => write!(f, "part {}, outer ring", self.part + 1),
            hole => write!(f, "part {}, hole {hole}", self.part + 1),
        }
    }
}

/// The hint, if exchanging the two numbers gives a valid position.
fn exchanged(lon: f64, lat: f64, hint: &'static str) -> &'static str {
    if !Point::new(lon, lat).is_valid() && Point::new(lat, lon).is_valid() { hint } else { "" }
}

impl RingAt {
    /// The ring in Chinese.
    #[must_use]
    pub fn chinese(self) -> String {
        match self.ring {
            0 => format!("第{}块外环", self.part + 1),
            hole => format!("第{}块第{hole}个洞", self.part + 1),
        }
    }
}

impl ShapeFault {
    /// The fault in Chinese; `Display` gives it in English.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("无法读取边界：{why}"),
            Self::NotPolygon(found) => format!("边界应为 Polygon 或 MultiPolygon，实为 {found}"),
            Self::Empty => "边界为空".into(),
            Self::OffEarth { ring, position, lon, lat } => {
                let hint = exchanged(*lon, *lat, "：经度和纬度写反了");
                format!("{}第{}个点（{lon}，{lat}）不是有效的经纬度{hint}", ring.chinese(), position + 1)
            }
            Self::Unclosed { ring, .. } => format!("{}首尾不相接", ring.chinese()),
            Self::TooFewPositions { ring, positions, .. } => {
                format!("{}只有{positions}个点，至少需要4个", ring.chinese())
            }
            Self::LongRing { ring, positions } => {
                format!("{}有{positions}个点，最多{RING_POSITIONS}个，请在地图软件里简化", ring.chinese())
            }
            Self::Large { rings, positions } => {
                format!(
                    "共{rings}个环、{positions}个点，最多{SHAPE_RINGS}个环、{SHAPE_POSITIONS}个点，请在地图软件里简化"
                )
            }
            Self::ZeroArea { ring, .. } => format!("{}没有面积", ring.chinese()),
            Self::SelfIntersection { ring, place } => {
                format!("{}在（{}，{}）与自身相交", ring.chinese(), place.lon, place.lat)
            }
            Self::HoleOutside { ring, .. } => format!("{}不在外环之内", ring.chinese()),
            Self::RingsOverlap { ring, other, .. } => format!("{}与{}重叠或共线", ring.chinese(), other.chinese()),
            Self::DuplicateRing { ring, other, .. } => format!("{}与{}重复", ring.chinese(), other.chinese()),
        }
    }

    /// Its stable code, and the text in Chinese and English.
    #[must_use]
    pub fn told(&self) -> (&'static str, String, String) {
        let (zh, en) = (self.chinese(), self.to_string());
        match self {
            Self::LongRing { .. } | Self::Large { .. } => ("grid.large-shape", zh, en),
            _ => ("grid.bad-shape", zh, en),
        }
    }

    /// Its location, if it has one.
    #[must_use]
    pub const fn place(&self) -> Option<Point> {
        match self {
            Self::Unreadable(_)
            | Self::NotPolygon(_)
            | Self::Empty
            | Self::OffEarth { .. }
            | Self::LongRing { .. }
            | Self::Large { .. } => None,
            Self::Unclosed { place, .. }
            | Self::TooFewPositions { place, .. }
            | Self::ZeroArea { place, .. }
            | Self::SelfIntersection { place, .. }
            | Self::HoleOutside { place, .. }
            | Self::RingsOverlap { place, .. }
            | Self::DuplicateRing { place, .. } => Some(*place),
        }
    }
}

/// All faults of polygons with closed, finite rings. Rings without area and equal rings are reported once and first,
/// because the general test would report them in many confusing ways.
pub(super) fn find(polygons: &MultiPolygon<f64>) -> Vec<ShapeFault> {
    let mut faults = Vec::new();
    let mut rings: Vec<(RingAt, &LineString<f64>)> = Vec::new();
    for (part, polygon) in polygons.iter().enumerate() {
        for (ring, line) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
            rings.push((RingAt { part, ring }, line));
        }
    }
    if let Some(large) = beyond(&rings) {
        return vec![large];
    }
    for (ring, line) in &rings {
        if is_flat(line) {
            faults.push(ShapeFault::ZeroArea { ring: *ring, place: first(line) });
        }
    }
    if rings.len() > 1 {
        let mut keyed: Vec<(Vec<[u64; 2]>, usize)> =
            rings.iter().enumerate().map(|(i, (_, line))| (corners(line), i)).collect();
        keyed.sort();
        for pair in keyed.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let (ring, line) = rings[pair[0].1];
            faults.push(ShapeFault::DuplicateRing { ring, other: rings[pair[1].1].0, place: first(line) });
        }
    }
    if faults.is_empty() {
        faults.extend(polygons.validation_errors().into_iter().filter_map(|error| name(polygons, error)));
    }
    faults
}

/// The fault of exceeding a limit, if any.
fn beyond(rings: &[(RingAt, &LineString<f64>)]) -> Option<ShapeFault> {
    let long = rings.iter().find(|(_, line)| line.0.len() > RING_POSITIONS);
    if let Some((ring, line)) = long {
        return Some(ShapeFault::LongRing { ring: *ring, positions: line.0.len() });
    }
    let positions = rings.iter().map(|(_, line)| line.0.len()).sum();
    let large = rings.len() > SHAPE_RINGS || positions > SHAPE_POSITIONS;
    large.then_some(ShapeFault::Large { rings: rings.len(), positions })
}

/// A fault of the general test, with the location that it does not return.
fn name(polygons: &MultiPolygon<f64>, error: InvalidMultiPolygon) -> Option<ShapeFault> {
    let line = |at: RingAt| -> Option<&LineString<f64>> {
        let polygon = polygons.0.get(at.part)?;
        if at.ring == 0 { Some(polygon.exterior()) } else { polygon.interiors().get(at.ring - 1) }
    };
    let overlap = |ring: RingAt, other: RingAt| {
        let place = line(ring).zip(line(other)).map(|(a, b)| meeting_of(a, b).unwrap_or_else(|| first(b)))?;
        Some(ShapeFault::RingsOverlap { ring, other, place })
    };
    match error {
        InvalidMultiPolygon::ElementsOverlaps(a, b) | InvalidMultiPolygon::ElementsTouchOnALine(a, b) => {
            overlap(RingAt { part: a.0, ring: 0 }, RingAt { part: b.0, ring: 0 })
        }
        InvalidMultiPolygon::InvalidPolygon(part, error) => {
            let at = |role: RingRole| match role {
                RingRole::Exterior => RingAt { part: part.0, ring: 0 },
                RingRole::Interior(hole) => RingAt { part: part.0, ring: hole + 1 },
            };
            match error {
                InvalidPolygon::SelfIntersection(role) => {
                    let ring = at(role);
                    let here = line(ring)?;
                    Some(ShapeFault::SelfIntersection {
                        ring,
                        place: first_meeting(here).unwrap_or_else(|| first(here)),
                    })
                }
                InvalidPolygon::InteriorRingNotContainedInExteriorRing(role) => {
                    let (ring, outer) = (at(role), polygons.0.get(part.0)?.exterior());
                    let filled = Polygon::new(outer.clone(), Vec::new());
                    let hole = line(ring)?;
                    let outside = hole.0.iter().find(|c| !filled.contains(*c));
                    Some(ShapeFault::HoleOutside { ring, place: outside.map_or_else(|| first(hole), |c| point(*c)) })
                }
                InvalidPolygon::IntersectingRingsOnALine(a, b) | InvalidPolygon::IntersectingRingsOnAnArea(a, b) => {
                    overlap(at(a), at(b))
                }
                InvalidPolygon::TooFewPointsInRing(role) => {
                    let ring = at(role);
                    let here = line(ring)?;
                    Some(ShapeFault::TooFewPositions { ring, positions: here.0.len(), place: first(here) })
                }
                // Shapes contain finite positions only.
                InvalidPolygon::NonFiniteCoord(..) => None,
            }
        }
    }
}

fn first(line: &LineString<f64>) -> Point {
    line.0.first().map_or(Point::new(0.0, 0.0), |c| point(*c))
}

/// Whether all positions are exactly on one line.
fn is_flat(line: &LineString<f64>) -> bool {
    let (Some(a), Some(b)) = (line.0.first(), line.0.iter().find(|c| Some(*c) != line.0.first())) else { return true };
    line.0.iter().all(|c| turn(*a, *b, *c) == 0.0)
}

/// The positions of a ring in an order independent of its start and direction.
fn corners(line: &LineString<f64>) -> Vec<[u64; 2]> {
    let mut corners: Vec<[u64; 2]> = line.0.iter().skip(1).map(|c| [c.x.to_bits(), c.y.to_bits()]).collect();
    corners.sort_unstable();
    corners
}

/// The first self-intersection of a ring, apart from joints of neighbouring edges.
fn first_meeting(ring: &LineString<f64>) -> Option<Point> {
    let mut lines: Vec<(usize, Line<f64>)> = ring.lines().filter(|l| l.start != l.end).enumerate().collect();
    let count = lines.len();
    lines.sort_by(|a, b| west(&a.1).total_cmp(&west(&b.1)));
    for (here, (i, a)) in lines.iter().enumerate() {
        for (j, b) in lines[here + 1..].iter().take_while(|(_, b)| west(b) <= a.start.x.max(a.end.x)) {
            let neighbours = i.abs_diff(*j) == 1 || i.abs_diff(*j) == count - 1;
            match line_intersection(*a, *b) {
                Some(LineIntersection::SinglePoint { .. }) if neighbours => {}
                Some(LineIntersection::SinglePoint { intersection, .. }) => return Some(point(intersection)),
                Some(LineIntersection::Collinear { intersection }) => return Some(point(intersection.start)),
                None => {}
            }
        }
    }
    None
}

/// A common position of two rings; one on a shared segment is preferred.
fn meeting_of(a: &LineString<f64>, b: &LineString<f64>) -> Option<Point> {
    let mut touch = None;
    for one in a.lines() {
        for other in b.lines() {
            match line_intersection(one, other) {
                Some(LineIntersection::Collinear { intersection }) => return Some(point(intersection.start)),
                Some(LineIntersection::SinglePoint { intersection, .. }) => touch = Some(intersection),
                None => {}
            }
        }
    }
    touch.map(point)
}

fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let to = |c: Coord<f64>| Exact { x: c.x, y: c.y };
    exact(to(a), to(b), to(c))
}

fn west(line: &Line<f64>) -> f64 {
    let (a, b): (Coord<f64>, Coord<f64>) = (line.start, line.end);
    a.x.min(b.x)
}
