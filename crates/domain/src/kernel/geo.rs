//! Points and their datum: WGS-84, CGCS2000 (equal at our precision) and GCJ-02, the shifted datum of Chinese map
//! services. Everything is stored in WGS-84.

use serde::{Deserialize, Serialize};

/// A position in degrees; WGS-84 unless stated otherwise.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    /// Longitude, east positive, −180..180.
    pub lon: f64,
    /// Latitude, north positive, −90..90.
    pub lat: f64,
}

impl Point {
    /// From longitude and latitude, in that order.
    #[must_use]
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }

    /// Whether both numbers are finite and on the earth.
    #[must_use]
    pub fn is_valid(self) -> bool {
        self.lon.is_finite() && self.lat.is_finite() && self.lon.abs() <= 180.0 && self.lat.abs() <= 90.0
    }

    /// Distance in metres on a sphere of radius 6,371,008.8 m (haversine; within 0.6 % of the ellipsoid).
    #[must_use]
    pub fn metres_to(self, other: Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let (dlat, dlon) = (b - a, (other.lon - self.lon).to_radians());
        let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * 6_371_008.8 * h.sqrt().min(1.0).asin()
    }
}

/// The datum of a coordinate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// GPS; Tianditu within centimetres.
    #[default]
    Wgs84,
    /// China Geodetic Coordinate System 2000 国家大地坐标系; equal to WGS-84 at our precision.
    Cgcs2000,
    /// The shifted datum of phone maps in China 火星坐标.
    Gcj02,
}

impl Datum {
    /// Converts to WGS-84. The shift of GCJ-02 is inverted by fixed-point iteration to under 1e-9 degrees.
    #[must_use]
    pub fn to_wgs84(self, p: Point) -> Point {
        match self {
            Self::Wgs84 | Self::Cgcs2000 => p,
            Self::Gcj02 => gcj02_to_wgs84(p),
        }
    }
}

const SEMI_MAJOR: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;

fn outside_china(p: Point) -> bool {
    !(72.004..=137.8347).contains(&p.lon) || !(0.8293..=55.8271).contains(&p.lat)
}

/// WGS-84 to GCJ-02 by the published reconstruction; unchanged outside China.
#[must_use]
pub fn wgs84_to_gcj02(p: Point) -> Point {
    use std::f64::consts::PI;
    if outside_china(p) {
        return p;
    }
    let (x, y) = (p.lon - 105.0, p.lat - 35.0);
    let waves = |a: f64, b: f64| (20.0 * (6.0 * a * PI).sin() + 20.0 * (2.0 * b * PI).sin()) * 2.0 / 3.0;
    let mut dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt() + waves(x, x);
    dlat += (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0;
    dlat += (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let mut dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt() + waves(x, x);
    dlon += (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0;
    dlon += (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let rad = p.lat.to_radians();
    let magic = 1.0 - ECCENTRICITY_SQUARED * rad.sin().powi(2);
    let root = magic.sqrt();
    dlat = dlat * 180.0 / (SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (magic * root) * PI);
    dlon = dlon * 180.0 / (SEMI_MAJOR / root * rad.cos() * PI);
    Point::new(p.lon + dlon, p.lat + dlat)
}

/// GCJ-02 to WGS-84, by iteration on the forward shift.
#[must_use]
pub fn gcj02_to_wgs84(p: Point) -> Point {
    let mut guess = p;
    for _ in 0..12 {
        let there = wgs84_to_gcj02(guess);
        let (dlon, dlat) = (p.lon - there.lon, p.lat - there.lat);
        guess = Point::new(guess.lon + dlon, guess.lat + dlat);
        if dlon.abs() < 1e-11 && dlat.abs() < 1e-11 {
            break;
        }
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_shift_is_undone_to_a_millimetre(lon in 98.0..122.0f64, lat in 20.0..45.0f64) {
            let p = Point::new(lon, lat);
            let back = gcj02_to_wgs84(wgs84_to_gcj02(p));
            prop_assert!(p.metres_to(back) < 0.001, "{p:?} came back as {back:?}");
        }
    }

    /// Published pairs: the tests of googollee/eviltransform (Shanghai, Shenzhen, Beijing) and of
    /// wandergis/coordtransform (Beijing).
    #[test]
    fn the_shift_is_the_one_that_is_published() {
        for (wgs, gcj) in [
            ((121.527_210_6, 31.177_427_6), (121.531_541_859_215, 31.175_303_983_645_97)),
            ((113.912_316, 22.543_847), (113.917_176_480_836_3, 22.540_796_131_694_766)),
            ((116.377_817, 39.911_954), (116.384_047_224_556_57, 39.913_345_455_360_69)),
            ((116.404, 39.915), (116.410_244_499_169_38, 39.916_404_281_501_64)),
        ] {
            let (wgs, gcj) = (Point::new(wgs.0, wgs.1), Point::new(gcj.0, gcj.1));
            let there = wgs84_to_gcj02(wgs);
            assert!(
                (there.lon - gcj.lon).abs() < 1e-9 && (there.lat - gcj.lat).abs() < 1e-9,
                "{wgs:?} became {there:?}"
            );
            let back = Datum::Gcj02.to_wgs84(gcj);
            assert!(back.metres_to(wgs) < 0.001, "{gcj:?} came back as {back:?}");
            assert!(gcj.metres_to(wgs) > 300.0, "a point of a phone's map is not where a satellite says");
            assert_eq!([Datum::Wgs84, Datum::Cgcs2000].map(|datum| datum.to_wgs84(wgs)), [wgs; 2]);
        }
    }

    /// Lengths on the sphere: a degree of latitude is constant, one of longitude shrinks with the cosine of the
    /// latitude.
    #[test]
    fn a_degree_of_longitude_shortens_towards_the_pole() {
        let metres = |lat: f64| Point::new(104.0, lat).metres_to(Point::new(104.001, lat));
        assert!((Point::new(104.0, 30.0).metres_to(Point::new(104.0, 31.0)) - 111_195.1).abs() < 0.1);
        assert!((metres(0.0) - 111.195).abs() < 0.001 && (metres(60.0) - 55.598).abs() < 0.001);
    }

    #[test]
    fn chengdu_is_shifted_by_some_hundred_metres_and_london_by_none() {
        let chengdu = Point::new(103.93, 30.76);
        assert!((200.0..800.0).contains(&chengdu.metres_to(wgs84_to_gcj02(chengdu))));
        let london = Point::new(-0.1, 51.5);
        assert_eq!(wgs84_to_gcj02(london), london);
    }
}
