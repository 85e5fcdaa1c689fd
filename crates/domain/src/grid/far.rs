//! Plausibility of a shape's location: far from the street's other shapes or outside the province of its code indicates
//! an error of the export, such as exchanged longitude and latitude.

use super::GridCode;
use super::shape::Bounds;
use crate::kernel::geo::Point;

/// Distance in metres from all other shapes of a street beyond which a shape is far.
pub const FAR: f64 = 20_000.0;

/// West, south, east and north of each province-level division by its two digits, rounded outward to a tenth of a degree.
const PROVINCES: [(&str, [f64; 4]); 34] = [
    ("11", [115.4, 39.4, 117.6, 41.1]),
    ("12", [116.7, 38.5, 118.1, 40.3]),
    ("13", [113.4, 36.0, 119.9, 42.7]),
    ("14", [110.2, 34.5, 114.6, 40.8]),
    ("15", [97.1, 37.4, 126.1, 53.4]),
    ("21", [118.8, 38.7, 125.8, 43.5]),
    ("22", [121.6, 40.8, 131.4, 46.4]),
    ("23", [121.1, 43.4, 135.1, 53.6]),
    ("31", [120.8, 30.6, 122.3, 31.9]),
    ("32", [116.3, 30.7, 122.0, 35.2]),
    ("33", [118.0, 27.0, 123.2, 31.3]),
    ("34", [114.8, 29.3, 119.7, 34.7]),
    ("35", [115.8, 23.5, 120.8, 28.4]),
    ("36", [113.5, 24.4, 118.5, 30.1]),
    ("37", [114.7, 34.3, 122.8, 38.5]),
    ("41", [110.3, 31.3, 116.7, 36.4]),
    ("42", [108.3, 29.0, 116.2, 33.3]),
    ("43", [108.7, 24.6, 114.3, 30.2]),
    ("44", [109.6, 20.1, 117.4, 25.6]),
    ("45", [104.4, 20.8, 112.1, 26.4]),
    ("46", [108.1, 3.4, 117.9, 20.3]),
    ("50", [105.2, 28.1, 110.3, 32.3]),
    ("51", [97.3, 26.0, 108.6, 34.4]),
    ("52", [103.6, 24.6, 109.7, 29.3]),
    ("53", [97.5, 21.1, 106.3, 29.3]),
    ("54", [78.3, 26.8, 99.2, 36.6]),
    ("61", [105.4, 31.7, 111.3, 39.7]),
    ("62", [92.2, 32.5, 108.8, 42.9]),
    ("63", [89.3, 31.5, 103.2, 39.3]),
    ("64", [104.2, 35.2, 107.7, 39.5]),
    ("65", [73.4, 34.3, 96.5, 49.3]),
    ("71", [118.0, 21.7, 124.6, 26.5]),
    ("81", [113.8, 22.1, 114.5, 22.6]),
    ("82", [113.5, 22.0, 113.7, 22.3]),
];

/// Why a location is implausible.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Far {
    /// Distance in metres to the nearest other shape.
    FromOthers(f64),
    /// Outside the province of the code.
    FromProvince,
    /// Plausible with longitude and latitude exchanged.
    Exchanged,
}

impl Far {
    /// The sentence in Chinese.
    #[must_use]
    pub fn chinese(self) -> String {
        match self {
            Self::FromOthers(metres) => format!("离本街道其他网格约 {:.0} 公里", metres / 1000.0),
            Self::FromProvince => "不在编码所属的省份".into(),
            Self::Exchanged => "经度和纬度写反了（应先经度、后纬度）".into(),
        }
    }

    /// The sentence in English.
    #[must_use]
    pub fn english(self) -> String {
        match self {
            Self::FromOthers(metres) => format!("some {:.0} km from the other cells of the street", metres / 1000.0),
            Self::FromProvince => "outside of the province of its code".into(),
            Self::Exchanged => "longitude and latitude are exchanged (longitude comes first)".into(),
        }
    }
}

/// Checks the location of a point for a code; `others`: bounds of the street's other shapes.
#[must_use]
pub fn far(code: &GridCode, point: Point, others: &[Bounds]) -> Option<Far> {
    let found = distance(code, point, others)?;
    // A latitude above 90 suffices: there is no such place.
    let other_way = Point::new(point.lat, point.lon);
    let exchanged = other_way.is_valid() && distance(code, other_way, others).is_none();
    Some(if exchanged { Far::Exchanged } else { found })
}

fn distance(code: &GridCode, point: Point, others: &[Bounds]) -> Option<Far> {
    let nearest = others.iter().map(|b| metres_to(b, point)).min_by(f64::total_cmp);
    if let Some(metres) = nearest {
        return (!metres.is_finite() || metres > FAR).then_some(Far::FromOthers(metres));
    }
    let province = code.as_str().get(..2)?;
    let (_, [west, south, east, north]) = PROVINCES.iter().find(|(digits, _)| *digits == province)?;
    let inside = (*west..=*east).contains(&point.lon) && (*south..=*north).contains(&point.lat);
    (!inside).then_some(Far::FromProvince)
}

fn metres_to(bounds: &Bounds, point: Point) -> f64 {
    let near =
        Point::new(point.lon.clamp(bounds.min.lon, bounds.max.lon), point.lat.clamp(bounds.min.lat, bounds.max.lat));
    near.metres_to(point)
}

/// Minimum number of shapes in a file to derive its location.
const ENOUGH: usize = 3;

/// The first position of a geometry's text, without parsing all of it.
#[must_use]
pub fn first_position(geometry: &str) -> Option<Point> {
    let from = geometry.find("\"coordinates\"")?;
    let mut numbers = geometry[from..].split(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)));
    let mut next = || numbers.find_map(|n| n.parse::<f64>().ok());
    Some(Point::new(next()?, next()?)).filter(|point| point.is_valid())
}

/// The median of a file's positions, if there are enough; one wrong position does not move it.
#[must_use]
pub fn middle(places: Vec<Point>) -> Option<Bounds> {
    if places.len() < ENOUGH {
        return None;
    }
    let median = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let (lon, lat) = (places.iter().map(|p| p.lon).collect(), places.iter().map(|p| p.lat).collect());
    let at = Point::new(median(lon), median(lat));
    Some(Bounds { min: at, max: at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kansas_and_beijing_are_far_from_chengdu_and_exchanged_is_said() {
        let code = GridCode::parse("510117019006126").unwrap();
        let here = Bounds { min: Point::new(103.93, 30.76), max: Point::new(103.95, 30.78) };
        let (kansas, beijing, near) = (Point::new(-98.5, 39.8), Point::new(116.39, 39.9), Point::new(103.99, 30.72));
        assert_eq!((far(&code, near, &[here]), far(&code, near, &[])), (None, None));
        assert_eq!(
            (far(&code, kansas, &[]), far(&code, beijing, &[])),
            (Some(Far::FromProvince), Some(Far::FromProvince))
        );
        assert!(matches!(far(&code, beijing, &[here]), Some(Far::FromOthers(m)) if m > 1_400_000.0));
        assert!(matches!(far(&code, Point::new(104.3, 30.77), &[here]), Some(Far::FromOthers(m)) if m < 40_000.0));
        for others in [vec![], vec![here]] {
            assert_eq!(far(&code, Point::new(30.77, 103.94), &others), Some(Far::Exchanged));
        }
        // A wrong shape that was confirmed does not make others plausible.
        let wrong = Bounds { min: kansas, max: kansas };
        assert!(far(&code, beijing, &[wrong, here]).is_some() && far(&code, near, &[wrong, here]).is_none());
    }

    #[test]
    fn the_middle_of_a_file_is_not_moved_by_one_wrong_shape() {
        let text = |lon: f64, lat: f64| format!(r#"{{"type":"Polygon","coordinates":[[[{lon}, {lat}],[1,2]]]}}"#);
        let places = [(103.94, 30.77), (103.95, 30.77), (-98.5, 39.8), (103.94, 30.76)];
        let places: Vec<Point> = places.iter().filter_map(|(lon, lat)| first_position(&text(*lon, *lat))).collect();
        assert_eq!(places.len(), 4);
        let middle = middle(places).unwrap();
        assert!(middle.min.metres_to(Point::new(103.94, 30.77)) < 5_000.0);
        assert_eq!((first_position("{}"), super::middle(vec![middle.min; 2])), (None, None));
    }
}
