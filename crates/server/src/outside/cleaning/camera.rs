//! Metadata that a camera wrote into a photo, read before the metadata is removed: orientation and place.

use exif::{Exif, In, Reader, Tag, Value};
use image::metadata::Orientation;
use weiguang_domain::kernel::geo::Point;

/// The fields that are read from EXIF and XMP.
#[derive(Debug)]
pub(super) struct Camera {
    pub orientation: Orientation,
    pub place: Option<Point>,
}

impl Camera {
    pub(super) fn read(exif: Option<&[u8]>, xmp: Option<&[u8]>) -> Self {
        // One invalid EXIF entry does not prevent the others from being read.
        let read = |bytes: &[u8]| {
            let mut reader = Reader::new();
            reader.continue_on_error(true);
            reader.read_raw(bytes.to_vec()).or_else(|e| e.distill_partial_result(|_| ())).ok()
        };
        let exif = exif.and_then(read);
        let orientation = exif.as_ref().and_then(|e| e.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0));
        let orientation = orientation.and_then(|n| Orientation::from_exif(u8::try_from(n).ok()?));
        let place = exif.as_ref().and_then(of_exif).or_else(|| of_xmp(&String::from_utf8_lossy(xmp?)));
        Self { orientation: orientation.unwrap_or(Orientation::NoTransforms), place }
    }
}

/// The place of a photo; `None` for 0°, 0°, which a camera without a GPS fix writes.
fn point(lat: f64, lon: f64) -> Option<Point> {
    let on_earth = lat.abs() <= 90.0 && lon.abs() <= 180.0 && (lat != 0.0 || lon != 0.0);
    on_earth.then_some(Point { lon, lat })
}

fn of_exif(exif: &Exif) -> Option<Point> {
    let degrees = |tag, side, negative: u8| {
        let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
        let [d, m, s] = [0, 1, 2].map(|i| parts.get(i).map_or(0.0, exif::Rational::to_f64));
        let Value::Ascii(side) = &exif.get_field(side, In::PRIMARY)?.value else { return None };
        signed(d + m / 60.0 + s / 3600.0, *side.first()?.first()? == negative)
    };
    point(
        degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?,
        degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?,
    )
}

/// Reads the place from XMP, which has `exif:GPSLatitude="30,45.63N"` as an attribute or as an element.
fn of_xmp(text: &str) -> Option<Point> {
    let degrees = |name: &str, negative: char| {
        let (_, rest) = text.split_once(name)?;
        let value = rest.trim_start_matches(['=', '"', '\'', '>', ' ']).split(['"', '\'', '<']).next()?.trim();
        let side = value.chars().next_back()?;
        let mut parts = value.trim_end_matches(side).split(',').map(str::parse::<f64>);
        let degrees = parts.next()?.ok()?;
        let rest: Vec<f64> = parts.collect::<Result<_, _>>().ok()?;
        let part = |i: usize, share: f64| rest.get(i).map_or(0.0, |n| n / share);
        signed(degrees + part(0, 60.0) + part(1, 3600.0), side == negative)
    };
    point(degrees("exif:GPSLatitude", 'S')?, degrees("exif:GPSLongitude", 'W')?)
}

fn signed(degrees: f64, negative: bool) -> Option<f64> {
    degrees.is_finite().then_some(if negative { -degrees } else { degrees })
}
