//! GeoJSON by RFC 7946, feature by feature: the members of the collection may have any order, and only its own `features` count.

use geojson::Feature;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::fmt;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom};

use super::book::Row;
use super::form::GEOMETRY;
use super::metered::{Metered, ROW_BYTES};
use super::refused::{broken, unreadable};
use super::sink::Sink;
use super::table::COLUMNS;
use crate::web::Refusal;

/// The most bytes of another member of the collection, which is skipped.
const OTHER_BYTES: u64 = 64 * 1024 * 1024;

/// Reads the features twice: once for the names of their properties, once for the rows. Only one is in memory at a time.
pub fn features(file: &mut File, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let mut names: Vec<String> = Vec::new();
    each(file, &mut |_, feature| {
        for name in feature.properties.iter().flatten().map(|(name, _)| name) {
            if !names.contains(name) && names.len() < COLUMNS - 1 {
                names.push(name.clone());
            }
        }
        Ok(())
    })?;
    sink.header(names.iter().cloned().chain([GEOMETRY.to_owned()]).collect());
    each(file, &mut |number, feature| {
        let property = |name: &String| match feature.property(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(list)) => list
                .iter()
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join("、"),
            Some(other) => other.to_string(),
        };
        let geometry = feature.geometry.as_ref().map_or_else(String::new, |g| g.to_string());
        sink.push(Row::plain(number, names.iter().map(property).chain([geometry]).collect()))
    })
}

type Each<'e> = dyn FnMut(u64, &Feature) -> Result<(), Refusal> + 'e;

fn each(file: &mut File, each: &mut Each<'_>) -> Result<(), Refusal> {
    file.seek(SeekFrom::Start(0)).map_err(|e| broken(&e))?;
    let mut input = BufReader::with_capacity(1 << 16, file);
    // A byte order mark is not JSON.
    let mark = input.fill_buf().map_err(|e| broken(&e))?.starts_with(&[0xEF, 0xBB, 0xBF]);
    input.consume(if mark { 3 } else { 0 });
    let left = Cell::new(ROW_BYTES);
    let mut json = serde_json::Deserializer::from_reader(Metered::new(input, &left));
    let mut reading = Reading { left: &left, each, number: 0, refusal: None, kind: None, crs: None, found: false };
    let read = reading.deserialize(&mut json).and_then(|()| json.end());
    let Reading { number, refusal, kind, crs, found, .. } = reading;
    match (read, refusal) {
        (_, Some(refusal)) => return Err(refusal),
        (Err(_), _) if left.get() == 0 => return Err(too_large(number)),
        // A sequence of features without a collection is reported below.
        (Err(e), _) if found || kind.as_deref().is_none_or(|k| k == "FeatureCollection") => {
            return Err(no_json(number, &e));
        }
        _ => {}
    }
    collection(kind.as_deref(), found)?;
    crs.as_ref().map_or(Ok(()), degrees)
}

fn too_large(number: u64) -> Refusal {
    unreadable(
        "imports.row-too-large",
        format!("第 {number} 个要素超过 16 MB，请简化边界"),
        format!("feature {number} has more than 16 MB: simplify its border"),
    )
}

fn no_json(number: u64, error: &serde_json::Error) -> Refusal {
    let (line, column) = (error.line(), error.column());
    let (zh, en) = match (number, error.is_eof()) {
        (0, true) => ("文件不完整".to_owned(), "the file is torn".to_owned()),
        (_, true) => {
            (format!("文件不完整，在第 {number} 个要素处中断"), format!("the file ends within feature {number}"))
        }
        (0, _) => ("文件不是有效的 GeoJSON".to_owned(), "the file is no valid GeoJSON".to_owned()),
        _ => (format!("第 {number} 个要素不是有效的 GeoJSON"), format!("feature {number} is no valid GeoJSON")),
    };
    unreadable(
        "imports.geojson",
        format!("{zh}（第 {line} 行第 {column} 个字符）：{error}"),
        format!("{en} (line {line}, character {column}): {error}"),
    )
}

/// Whether it is a collection of features; if not, an error that names what it is.
fn collection(kind: Option<&str>, found: bool) -> Result<(), Refusal> {
    match kind {
        Some("FeatureCollection") | None if found => Ok(()),
        Some("FeatureCollection") => {
            Err(unreadable("imports.no-features", "这个 GeoJSON 里没有 features", "this GeoJSON has no features"))
        }
        Some(
            what @ ("Feature" | "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
            | "GeometryCollection"),
        ) => Err(unreadable(
            "imports.no-collection",
            format!("这个 GeoJSON 是单独的 {what}，应为 FeatureCollection：请在制图软件里按图层导出"),
            format!("this GeoJSON is a {what} of its own; a FeatureCollection was expected: export the layer"),
        )),
        Some("Topology") => Err(unreadable(
            "imports.topojson",
            "这是 TopoJSON，请导出为 GeoJSON（WGS84 经纬度）",
            "this is TopoJSON: export it as GeoJSON (WGS84)",
        )),
        _ => Err(unreadable(
            "imports.json",
            "这是 JSON，但不是 GeoJSON 的 FeatureCollection",
            "this is JSON, but no FeatureCollection of GeoJSON",
        )),
    }
}

/// Whether the coordinates are degrees of WGS84 or CGCS2000, which differ by less than a metre.
fn degrees(crs: &Value) -> Result<(), Refusal> {
    let name = crs.pointer("/properties/name").and_then(Value::as_str).unwrap_or("");
    let code = name.rsplit([':', '/']).next().unwrap_or("");
    if crs.is_null() || matches!(code, "" | "CRS84" | "CRS84h" | "4326" | "4979" | "4490" | "4479" | "4480") {
        return Ok(());
    }
    Err(unreadable(
        "imports.crs",
        format!("坐标系是 {name}，不是经纬度：请导出为 WGS84（EPSG:4326）或 CGCS2000 经纬度（EPSG:4490）"),
        format!(
            "its coordinates are in {name}, not in degrees: export it in WGS84 (EPSG:4326) or CGCS2000 (EPSG:4490)"
        ),
    ))
}

struct Reading<'r, 'e> {
    left: &'r Cell<u64>,
    each: &'r mut Each<'e>,
    /// The current feature.
    number: u64,
    refusal: Option<Refusal>,
    kind: Option<String>,
    crs: Option<Value>,
    found: bool,
}

impl<'de> DeserializeSeed<'de> for &mut Reading<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Reading<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "features" if self.found => return Err(A::Error::custom("a second list of features")),
                "features" => {
                    self.found = true;
                    map.next_value_seed(List(&mut *self))?;
                }
                "type" => self.kind = map.next_value::<Value>()?.as_str().map(str::to_owned),
                "crs" => self.crs = Some(map.next_value()?),
                _ => {
                    self.left.set(OTHER_BYTES);
                    map.next_value::<IgnoredAny>()?;
                }
            }
            self.left.set(ROW_BYTES);
        }
        Ok(())
    }
}

struct List<'l, 'r, 'e>(&'l mut Reading<'r, 'e>);

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let reading = self.0;
        loop {
            reading.number += 1;
            reading.left.set(ROW_BYTES);
            let Some(feature) = list.next_element::<Feature>()? else { break };
            if let Err(refusal) = (reading.each)(reading.number, &feature) {
                reading.refusal = Some(refusal);
                return Err(A::Error::custom("refused"));
            }
        }
        reading.number = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn names(text: &str) -> Result<Vec<String>, (String, String)> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let mut names = Vec::new();
        let read = each(&mut file, &mut |_, feature| {
            names.push(feature.property("n").unwrap().as_str().unwrap().to_owned());
            Ok(())
        });
        match read {
            Ok(()) => Ok(names),
            Err(Refusal::Invalid(faults)) => Err((faults[0].code.clone(), faults[0].zh.clone())),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn one(name: &str) -> String {
        format!(r#"{{"type":"Feature","properties":{{"n":"{name}"}},"geometry":null}}"#)
    }

    #[test]
    fn members_stand_in_any_order_and_only_the_collections_own_features_count() {
        let (a, b, old) = (one("a"), one("b"), one("old"));
        for text in [
            format!(r#"{{"type":"FeatureCollection","features":[{a},{b}]}}"#),
            format!(r#"{{"features":[{a},{b}],"bbox":[1,2,3,4],"type":"FeatureCollection"}}"#),
            format!("\u{feff}{{\"bbox\":[1,2,3,4],\"features\":[{a},{b}],\"type\":\"FeatureCollection\"}}"),
            format!(
                r#"{{"type":"FeatureCollection","old":[{old}],"x":{{"features":[{old}],"y":[[{old}]]}},"features":[{a},{b}]}}"#
            ),
            format!(r#"{{"name":"features","features":[{a},{b}],"after":{{"features":[{old}]}}}}"#),
        ] {
            assert_eq!(names(&text).unwrap(), ["a", "b"], "{text}");
        }
    }

    #[test]
    fn what_is_no_collection_is_told_what_it_is() {
        let a = one("a");
        for (text, code) in [
            (a.clone(), "imports.no-collection"),
            (format!("{a}\n{a}\n"), "imports.no-collection"),
            (r#"{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}"#.into(), "imports.no-collection"),
            (r#"{"type":"Topology","objects":{}}"#.into(), "imports.topojson"),
            (r#"{"type":"FeatureCollection"}"#.into(), "imports.no-features"),
            (r#"{"rows":[1,2]}"#.into(), "imports.json"),
            (format!(r#"{{"type":"FeatureCollection","features":[{a}],"features":[{a}]}}"#), "imports.geojson"),
            (r#"{"type":"FeatureCollection","features":{}}"#.into(), "imports.geojson"),
        ] {
            assert_eq!(names(&text).unwrap_err().0, code, "{text}");
        }
    }

    #[test]
    fn a_fault_names_its_feature_in_chinese() {
        let (code, zh) =
            names(&format!(r#"{{"features":[{},{{"type":"Feature","geometry":7}}]}}"#, one("a"))).unwrap_err();
        assert!(code == "imports.geojson" && zh.starts_with("第 2 个要素不是有效的 GeoJSON（第 1 行第"), "{zh}");
        let (_, zh) = names(&format!(r#"{{"features":[{},{{"type":"#, one("a"))).unwrap_err();
        assert!(zh.starts_with("文件不完整，在第 2 个要素处中断"), "{zh}");
    }

    #[test]
    fn coordinates_must_be_degrees() {
        let with = |crs: &str| {
            let feature = one("a");
            names(&format!(
                r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{crs}"}}}},"features":[{feature}]}}"#
            ))
        };
        for good in ["urn:ogc:def:crs:EPSG::4490", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
            assert!(with(good).is_ok(), "{good}");
        }
        let (code, zh) = with("urn:ogc:def:crs:EPSG::4549").unwrap_err();
        assert!(code == "imports.crs" && zh.contains("EPSG::4549"), "{zh}");
    }

    #[test]
    fn a_feature_is_bounded_and_what_is_passed_over_is_not_held() {
        let long = "x".repeat(20 * 1024 * 1024);
        let text = format!(r#"{{"note":"{long}","features":[{}]}}"#, one("a"));
        assert_eq!(names(&text).unwrap(), ["a"]);
        let text = format!(r#"{{"features":[{},{}]}}"#, one("a"), one(&long));
        assert_eq!(
            names(&text).unwrap_err(),
            ("imports.row-too-large".into(), "第 2 个要素超过 16 MB，请简化边界".into())
        );
    }
}
