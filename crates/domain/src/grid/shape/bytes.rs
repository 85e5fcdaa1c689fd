//! The stored form of a shape: a version byte, then well-known binary (WKB).
//!
//! Version 1 is `0x01` and an ISO 13249-3 WKB MultiPolygon, little-endian, two f64 per position, bit-exact. WKB was
//! chosen because map tools can read it once the first byte is removed.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::{Rings, Shape, ShapeFault};
use crate::kernel::geo::{Datum, Point};

const VERSION: u8 = 1;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

impl Shape {
    /// The stored form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(16 + self.positions() * 16);
        out.push(VERSION);
        head(&mut out, MULTI_POLYGON, self.polygons.0.len());
        for polygon in &self.polygons {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            head(&mut out, POLYGON, 1 + polygon.interiors().len());
            for ring in rings {
                out.extend(length(ring.0.len()).to_le_bytes());
                for position in &ring.0 {
                    out.extend(position.x.to_le_bytes());
                    out.extend(position.y.to_le_bytes());
                }
            }
        }
        out
    }

    /// Reads the stored form, bit-exact. Not validated again.
    ///
    /// # Errors
    /// If [`Shape::to_bytes`] did not write the bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ShapeFault> {
        match bytes.split_first() {
            Some((&VERSION, wkb)) => Self::assemble(rings_of_wkb(wkb)?, Datum::Wgs84).map(|(shape, _)| shape),
            Some((version, _)) => Err(ShapeFault::Unreadable(format!("stored shape of unknown version {version}"))),
            None => Err(ShapeFault::Empty),
        }
    }

    /// Reads plain WKB of other systems (Polygon or MultiPolygon, either byte order; heights, measures and the SRID of
    /// EWKB are dropped), and returns its faults.
    ///
    /// # Errors
    /// If the bytes are no WKB polygon, or nothing valid is left.
    pub fn from_wkb_as_is(wkb: &[u8], datum: Datum) -> Result<(Self, Vec<ShapeFault>), ShapeFault> {
        Self::from_rings_as_is(rings_of_wkb(wkb)?, datum)
    }
}

fn head(out: &mut Vec<u8>, kind: u32, count: usize) {
    out.push(1);
    out.extend(kind.to_le_bytes());
    out.extend(length(count).to_le_bytes());
}

fn length(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn rings_of_wkb(wkb: &[u8]) -> Result<Rings, ShapeFault> {
    let mut reader = Reader { rest: wkb, little: true, extra: 0 };
    let rings = match reader.kind()? {
        POLYGON => vec![reader.polygon()?],
        MULTI_POLYGON => {
            let count = reader.count(9)?;
            let mut parts = Vec::with_capacity(count);
            for _ in 0..count {
                match reader.kind()? {
                    POLYGON => parts.push(reader.polygon()?),
                    other => return Err(ShapeFault::NotPolygon(format!("WKB type {other}"))),
                }
            }
            parts
        }
        other => return Err(ShapeFault::NotPolygon(format!("WKB type {other}"))),
    };
    if reader.rest.is_empty() { Ok(rings) } else { Err(short("bytes are left over")) }
}

fn short(why: &str) -> ShapeFault {
    ShapeFault::Unreadable(format!("WKB: {why}"))
}

struct Reader<'a> {
    rest: &'a [u8],
    little: bool,
    /// Heights and measures after each position: 0, 1 or 2.
    extra: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ShapeFault> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>().ok_or_else(|| short("cut off"))?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn number(&mut self) -> Result<u32, ShapeFault> {
        let bytes = self.take()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn degrees(&mut self) -> Result<f64, ShapeFault> {
        let bytes = self.take()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// Reads a count of items of at least `size` bytes, limited by the input so that a forged count cannot allocate
    /// memory.
    fn count(&mut self, size: usize) -> Result<usize, ShapeFault> {
        let count = self.number()? as usize;
        if count.saturating_mul(size) > self.rest.len() { Err(short("cut off")) } else { Ok(count) }
    }

    /// Byte order and type, without the EWKB flags and ISO thousands for heights and measures.
    fn kind(&mut self) -> Result<u32, ShapeFault> {
        self.little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err(short("no byte order")),
        };
        let kind = self.number()?;
        let (z, m, srid) = (kind & 0x8000_0000 != 0, kind & 0x4000_0000 != 0, kind & 0x2000_0000 != 0);
        let plain = kind & 0x0FFF_FFFF;
        let (base, iso) = (plain % 1_000, plain / 1_000);
        self.extra = (usize::from(z) + usize::from(m)).max(match iso {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => return Err(ShapeFault::NotPolygon(format!("WKB type {plain}"))),
        });
        if srid {
            self.number()?;
        }
        Ok(base)
    }

    fn polygon(&mut self) -> Result<Vec<Vec<Point>>, ShapeFault> {
        let count = self.count(4)?;
        let mut rings = Vec::with_capacity(count);
        for _ in 0..count {
            let positions = self.count(16 + 8 * self.extra)?;
            let mut ring = Vec::with_capacity(positions);
            for _ in 0..positions {
                ring.push(Point::new(self.degrees()?, self.degrees()?));
                for _ in 0..self.extra {
                    self.degrees()?;
                }
            }
            rings.push(ring);
        }
        Ok(rings)
    }
}

impl From<Shape> for MultiPolygon<f64> {
    fn from(shape: Shape) -> Self {
        shape.polygons
    }
}

/// A rectangle as a shape, for places without a border.
impl From<super::Bounds> for Shape {
    fn from(b: super::Bounds) -> Self {
        let corner = |x: f64, y: f64| Coord { x, y };
        let ring = vec![
            corner(b.min.lon, b.min.lat),
            corner(b.max.lon, b.min.lat),
            corner(b.max.lon, b.max.lat),
            corner(b.min.lon, b.max.lat),
            corner(b.min.lon, b.min.lat),
        ];
        Self { polygons: MultiPolygon::new(vec![Polygon::new(LineString::new(ring), Vec::new())]) }
    }
}
