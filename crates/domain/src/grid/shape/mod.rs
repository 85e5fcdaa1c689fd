//! `Shape`: the area of a cell, as polygons with holes in WGS-84.
//!
//! Maps drawn by hand often have errors. Every fault is reported with its ring and location ([`ShapeFault`]), and none
//! causes a panic.

mod bytes;
mod fault;

pub use fault::{RING_POSITIONS, RingAt, SHAPE_POSITIONS, SHAPE_RINGS, ShapeFault};

use geo::{Area, BoundingRect, Centroid, Contains, GeodesicArea, InteriorPoint, Simplify};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use geojson::{GeoJson, GeometryValue, Position};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::kernel::geo::{Datum, Point};

/// Polygons with holes, in degrees of WGS-84. Every position is on the earth; every ring is closed and has at least
/// three different positions. For other faults see [`Shape::faults`].
///
/// A point is inside if a ray from it crosses the rings an odd number of times (even-odd rule), which is defined for
/// invalid shapes as well.
#[derive(Clone, PartialEq, Debug)]
pub struct Shape {
    polygons: MultiPolygon<f64>,
}

/// The bounding rectangle, in degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounds {
    /// South-west corner.
    pub min: Point,
    /// North-east corner.
    pub max: Point,
}

/// Polygons as positions: parts, each with its outer ring first, then holes.
pub type Rings = Vec<Vec<Vec<Point>>>;

impl Shape {
    /// Parses a GeoJSON Polygon or MultiPolygon, bare or in a Feature; refuses any fault.
    ///
    /// # Errors
    /// All faults.
    pub fn read(text: &str, datum: Datum) -> Result<Self, Vec<ShapeFault>> {
        let (shape, faults) = Self::read_as_is(text, datum).map_err(|fault| vec![fault])?;
        if faults.is_empty() { Ok(shape) } else { Err(faults) }
    }

    /// Parses GeoJSON and repairs it: closes open rings, drops rings of fewer than three different positions and
    /// positions off the earth; returns the faults.
    ///
    /// # Errors
    /// If nothing valid is left, or the text is no polygon.
    pub fn read_as_is(text: &str, datum: Datum) -> Result<(Self, Vec<ShapeFault>), ShapeFault> {
        let geometry = match text.parse::<GeoJson>() {
            Ok(GeoJson::Geometry(geometry)) => geometry,
            Ok(GeoJson::Feature(feature)) => feature.geometry.ok_or(ShapeFault::Empty)?,
            Ok(GeoJson::FeatureCollection(_)) => return Err(ShapeFault::NotPolygon("FeatureCollection".into())),
            Err(error) => return Err(ShapeFault::Unreadable(error.to_string())),
        };
        Self::from_geojson_as_is(&geometry.value, datum)
    }

    /// From a parsed geometry; refuses any fault.
    ///
    /// # Errors
    /// All faults.
    pub fn from_geojson(geometry: &GeometryValue, datum: Datum) -> Result<Self, Vec<ShapeFault>> {
        let (shape, faults) = Self::from_geojson_as_is(geometry, datum).map_err(|fault| vec![fault])?;
        if faults.is_empty() { Ok(shape) } else { Err(faults) }
    }

    /// From a parsed geometry, repaired.
    ///
    /// # Errors
    /// If nothing valid is left, or it is no polygon.
    pub fn from_geojson_as_is(geometry: &GeometryValue, datum: Datum) -> Result<(Self, Vec<ShapeFault>), ShapeFault> {
        Self::from_rings_as_is(Self::rings_of(geometry)?, datum)
    }

    fn rings_of(geometry: &GeometryValue) -> Result<Rings, ShapeFault> {
        let ring = |positions: &Vec<Position>| -> Vec<Point> {
            positions
                .iter()
                .map(|p| match p.as_slice() {
                    [lon, lat, ..] => Point::new(*lon, *lat),
                    _ => Point::new(f64::NAN, f64::NAN),
                })
                .collect()
        };
        let polygon = |rings: &Vec<Vec<Position>>| rings.iter().map(ring).collect::<Vec<_>>();
        match geometry {
            GeometryValue::Polygon { coordinates } => Ok(vec![polygon(coordinates)]),
            GeometryValue::MultiPolygon { coordinates } => Ok(coordinates.iter().map(polygon).collect()),
            other => Err(ShapeFault::NotPolygon(other.type_name().into())),
        }
    }

    /// From rings; refuses any fault.
    ///
    /// # Errors
    /// All faults.
    pub fn from_rings(rings: Rings, datum: Datum) -> Result<Self, Vec<ShapeFault>> {
        let (shape, faults) = Self::from_rings_as_is(rings, datum).map_err(|fault| vec![fault])?;
        if faults.is_empty() { Ok(shape) } else { Err(faults) }
    }

    /// From rings, repaired; returns the faults.
    ///
    /// # Errors
    /// If nothing valid is left.
    pub fn from_rings_as_is(rings: Rings, datum: Datum) -> Result<(Self, Vec<ShapeFault>), ShapeFault> {
        let (shape, mut faults) = Self::assemble(rings, datum)?;
        faults.extend(shape.faults());
        Ok((shape, faults))
    }

    /// Closes and cleans rings, without checking how they relate.
    fn assemble(rings: Rings, datum: Datum) -> Result<(Self, Vec<ShapeFault>), ShapeFault> {
        let mut faults = Vec::new();
        let mut polygons = Vec::with_capacity(rings.len());
        for (part, rings) in rings.into_iter().enumerate() {
            let mut kept = Vec::with_capacity(rings.len());
            for (ring, positions) in rings.into_iter().enumerate() {
                let at = RingAt { part, ring };
                match close(at, positions, datum, &mut faults) {
                    Some(line) => kept.push(line),
                    // Holes without an outer ring are dropped.
                    None if ring == 0 => break,
                    None => {}
                }
            }
            if !kept.is_empty() {
                let outer = kept.remove(0);
                polygons.push(Polygon::new(outer, kept));
            }
        }
        if polygons.is_empty() {
            return Err(faults.into_iter().next().unwrap_or(ShapeFault::Empty));
        }
        Ok((Self { polygons: MultiPolygon::new(polygons) }, faults))
    }

    /// From computed polygons; `None` if empty.
    #[must_use]
    pub fn from_polygons(polygons: MultiPolygon<f64>) -> Option<Self> {
        let rings = polygons.into_iter().map(|polygon| {
            let (outer, holes) = polygon.into_inner();
            std::iter::once(outer).chain(holes).map(|r| r.0.into_iter().map(point).collect()).collect()
        });
        Self::assemble(rings.collect(), Datum::Wgs84).ok().map(|(shape, _)| shape)
    }

    /// The union of shapes, as an outline for a map; `None` without any.
    #[must_use]
    pub fn together<'a>(shapes: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        use geo::algorithm::orient::{Direction, Orient};
        let turned: Vec<_> = shapes.into_iter().map(|shape| shape.polygons.orient(Direction::Default)).collect();
        if turned.is_empty() { None } else { Self::from_polygons(geo::unary_union(&turned)) }
    }

    /// All faults; empty for a valid shape (OGC Simple Features, except the test for a connected interior).
    #[must_use]
    pub fn faults(&self) -> Vec<ShapeFault> {
        fault::find(&self.polygons)
    }

    /// As a GeoJSON geometry: a Polygon if there is one part, else a MultiPolygon.
    #[must_use]
    pub fn to_geojson(&self) -> geojson::Geometry {
        match self.polygons.0.as_slice() {
            [one] => geojson::Geometry::new(GeometryValue::from(one)),
            _ => geojson::Geometry::new(GeometryValue::from(&self.polygons)),
        }
    }

    /// The polygons, for computing.
    #[must_use]
    pub const fn polygons(&self) -> &MultiPolygon<f64> {
        &self.polygons
    }

    /// All rings, outer and holes, closed: first position = last.
    pub fn rings(&self) -> impl Iterator<Item = &[Coord<f64>]> {
        self.polygons.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())).map(|r| r.0.as_slice())
    }

    /// Number of positions, closing ones included.
    #[must_use]
    pub fn positions(&self) -> usize {
        self.rings().map(<[_]>::len).sum()
    }

    /// Area in m² on the WGS-84 ellipsoid (Karney 2013), without holes.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        area_m2(&self.polygons)
    }

    /// The outer ring of its largest part for small screens, closed: longitude and latitude with five decimals (a
    /// metre), simplified to two metres.
    #[must_use]
    pub fn outline(&self) -> Vec<[f64; 2]> {
        const TWO_METRES: f64 = 0.000_02;
        let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
        let largest = self.polygons.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
        let Some(part) = largest else { return Vec::new() };
        let simple = part.exterior().simplify(TWO_METRES);
        // Smaller cells are not simplified.
        let ring = if simple.0.len() < 4 { part.exterior() } else { &simple };
        let mut outline: Vec<[f64; 2]> = ring.0.iter().map(|c| [round(c.x), round(c.y)]).collect();
        outline.dedup();
        outline
    }

    /// The bounding rectangle.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.polygons.bounding_rect().map_or(Bounds { min: Point::new(0.0, 0.0), max: Point::new(0.0, 0.0) }, |r| {
            Bounds { min: point(r.min()), max: point(r.max()) }
        })
    }

    /// A point inside, for a label or a pin: the centroid of the largest part if inside, else a point on a line through
    /// its middle.
    #[must_use]
    pub fn label_point(&self) -> Point {
        let largest = self.polygons.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
        let inside = largest.and_then(|part| {
            let centre = part.centroid().filter(|c| part.contains(c));
            centre.or_else(|| part.interior_point())
        });
        inside.map_or(self.bounds().min, |p| point(p.0))
    }
}

/// As a GeoJSON geometry.
impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.to_geojson().serialize(s)
    }
}

/// From a GeoJSON geometry in WGS-84, not validated again.
impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let geometry = geojson::Geometry::deserialize(d)?;
        let rings = Self::rings_of(&geometry.value).map_err(serde::de::Error::custom)?;
        let (shape, _) = Self::assemble(rings, Datum::Wgs84).map_err(serde::de::Error::custom)?;
        Ok(shape)
    }
}

impl Bounds {
    /// Whether two rectangles intersect.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.min.lon <= other.max.lon
            && other.min.lon <= self.max.lon
            && self.min.lat <= other.max.lat
            && other.min.lat <= self.max.lat
    }
}

/// Area in m² of polygons on the ellipsoid, independent of ring orientation.
pub(super) fn area_m2(polygons: &MultiPolygon<f64>) -> f64 {
    let ring = |r: &LineString<f64>| Polygon::new(r.clone(), Vec::new()).geodesic_area_signed().abs();
    polygons.iter().map(|p| (ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>()).max(0.0)).sum()
}

pub(super) const fn point(c: Coord<f64>) -> Point {
    Point::new(c.x, c.y)
}

/// A ring, closed and in WGS-84; `None` if too few positions are left.
fn close(at: RingAt, positions: Vec<Point>, datum: Datum, faults: &mut Vec<ShapeFault>) -> Option<LineString<f64>> {
    let given = positions.len();
    let mut line: Vec<Coord<f64>> = Vec::with_capacity(given + 1);
    for (index, position) in positions.into_iter().enumerate() {
        let there = datum.to_wgs84(position);
        if !position.is_valid() || !there.is_valid() {
            faults.push(ShapeFault::OffEarth { ring: at, position: index, lon: position.lon, lat: position.lat });
            continue;
        }
        line.push(Coord { x: there.lon, y: there.lat });
    }
    let (first, last) = (*line.first()?, *line.last()?);
    if first != last {
        faults.push(ShapeFault::Unclosed { ring: at, place: point(last) });
        line.push(first);
    }
    let different = line.iter().skip(1).fold(Vec::new(), |mut seen: Vec<Coord<f64>>, c| {
        if seen.len() < 3 && !seen.contains(c) {
            seen.push(*c);
        }
        seen
    });
    if different.len() < 3 || given < 4 {
        faults.push(ShapeFault::TooFewPositions { ring: at, positions: given, place: point(first) });
    }
    (different.len() >= 3).then(|| LineString::new(line))
}

#[cfg(test)]
mod tests;
