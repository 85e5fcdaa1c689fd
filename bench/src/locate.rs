//! `bench locate`: point to micro-grid, compared with the usual way (`geo` with an `rstar` tree).
//!
//! By default a generated city of micro-grids with bent sides; with `--data` (a folder with
//! `taiwan_villages.geojson.gz` and `korea_ri.wkb.gz`) real villages. Compared results are computed independently in
//! this file.

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use geo::algorithm::kernels::{Kernel, RobustKernel};
use geo::{BoundingRect, Contains, Coord, LineString, Orientation, Polygon};
use geojson::{FeatureCollection, GeoJson};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde_json::{Value, json};
use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};
use weiguang_domain::grid::shape::{Shape, ShapeFault};
use weiguang_domain::grid::{GridCode, Layer, LocateIndex, Placed};
use weiguang_domain::kernel::geo::{Datum, Point};

use crate::Options;
use crate::report::Chance;

/// Micro-grids of a large city.
const CELLS: u64 = 120_000;
/// Timed points; the slow way is timed with a tenth.
const TIMED: usize = 4_000_000;
/// Compared points: random ones and ones on borders.
const COMPARED: usize = 200_000;
const ON_BORDER: usize = 100_000;
/// Points compared with every single cell.
const ASKED_OF_ALL: usize = 500;

/// Runs the benchmark; `n` is the number of micro-grids.
///
/// # Errors
/// If the data folder cannot be read.
pub fn run(options: &Options) -> Result<Value> {
    let mut figures = match &options.data {
        None => {
            let shapes = city(usize::try_from(options.n.unwrap_or(CELLS))?)?;
            measure(&shapes, true)?
        }
        Some(folder) => {
            let (shapes, invalid) = villages(folder)?;
            let mut figures = measure(&shapes, false)?;
            figures["invalid_count"] = json!(invalid.len());
            figures["invalid"] = Value::Array(invalid);
            figures
        }
    };
    figures["name"] = json!("locate");
    figures["engine"] = json!("memory");
    Ok(figures)
}

type Tree = RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>;

fn measure(shapes: &[Shape], tiles: bool) -> Result<Value> {
    let code = |i: usize| GridCode::parse(&format!("{}", 51_011_700_000_000_000 + i));
    let codes: Vec<GridCode> = (0..shapes.len()).map(code).collect::<Result<_, _>>()?;
    let begun = Instant::now();
    let cells = shapes.iter().zip(&codes).map(|(shape, code)| Placed { code: *code, layer: Layer::Base, shape });
    let index = LocateIndex::build(cells)?;
    let build_ms = begun.elapsed().as_secs_f64() * 1_000.0;

    let begun = Instant::now();
    let rectangle = |(i, shape): (usize, &Shape)| {
        let b = shape.bounds();
        let corners = Rectangle::from_corners([b.min.lon, b.min.lat], [b.max.lon, b.max.lat]);
        GeomWithData::new(corners, i as u32)
    };
    let tree: Tree = RTree::bulk_load(shapes.iter().enumerate().map(rectangle).collect());
    let geo_build_ms = begun.elapsed().as_secs_f64() * 1_000.0;

    let mut chance = Chance::new(20_260_729);
    // Small cities need fewer points: 200 per cell.
    let (many, few) = (TIMED.min(shapes.len() * 200), TIMED.min(shapes.len() * 200) / 10);
    let compared = COMPARED.min(many);
    let timed: Vec<Point> = (0..many).map(|_| somewhere(shapes, tiles, &mut chance)).collect();
    let per_second = |n: usize, took: Duration| (n as f64 / took.as_secs_f64()).round();
    // The best of three rounds, because other load only slows a round down.
    let mut one_by_one = Duration::MAX;
    let mut in_batches = Duration::MAX;
    let mut usual = Duration::MAX;
    let mut found = Vec::new();
    for _ in 0..3 {
        let begun = Instant::now();
        let hits = timed.iter().filter(|p| index.locate(**p).is_some()).count();
        one_by_one = one_by_one.min(begun.elapsed());
        black_box(hits);
        let begun = Instant::now();
        for block in timed.chunks(1_024) {
            index.locate_all(block, &mut found);
            black_box(&found);
        }
        in_batches = in_batches.min(begun.elapsed());
        let begun = Instant::now();
        let hits = timed[..few].iter().filter(|p| usual_way(shapes, &tree, **p).is_some()).count();
        usual = usual.min(begun.elapsed());
        black_box(hits);
    }

    let mut mismatches = 0;
    for p in &timed[..compared] {
        let truth = truth(shapes, &tree, *p);
        let same = index.locate(*p) == truth.first().copied();
        // Off the borders the result must equal `geo`'s as well.
        let geo = usual_way(shapes, &tree, *p);
        let agreed = !tiles || geo.is_none() || geo == truth.first().copied();
        mismatches += usize::from(!same || !agreed);
    }
    for p in &timed[..ASKED_OF_ALL.min(many)] {
        let all = (0..shapes.len() as u32).find(|i| holds(&shapes[*i as usize], *p));
        mismatches += usize::from(all != index.locate(*p));
    }
    let border = border_points(shapes, &mut chance);
    let (mut inner, mut to_one, mut to_none, mut to_several) = (0, 0, 0, 0);
    for p in &border {
        let truth = truth(shapes, &tree, *p);
        mismatches += usize::from(index.locate(*p) != truth.first().copied());
        // On the outer border a point may be in no cell; only points surrounded by cells count.
        let around = [(1e-9, 0.0), (-1e-9, 0.0), (0.0, 1e-9), (0.0, -1e-9), (1e-9, 1e-9), (-1e-9, -1e-9)];
        let enclosed = around.iter().all(|(x, y)| index.locate(Point::new(p.lon + x, p.lat + y)).is_some());
        if enclosed || !tiles {
            inner += 1;
            match truth.len() {
                0 => to_none += 1,
                1 => to_one += usize::from(index.locate(*p).is_some()),
                _ => to_several += 1,
            }
        }
    }
    // `per_s`: batches of 1,024 as in imports and statistics; single requests are measured separately. Both on one
    // core.
    let (per_s, single_per_s) = (per_second(many, in_batches), per_second(many, one_by_one));
    let usual_per_s = per_second(few, usual);
    Ok(json!({
        "n": shapes.len(),
        "positions": shapes.iter().map(Shape::positions).sum::<usize>(),
        "per_s": per_s,
        "one_by_one_per_s": single_per_s,
        "geo_rstar_per_s": usual_per_s,
        "times_faster": (per_s / usual_per_s * 10.0).round() / 10.0,
        "one_by_one_times_faster": (single_per_s / usual_per_s * 10.0).round() / 10.0,
        "build_ms": build_ms.round(),
        "geo_rstar_build_ms": geo_build_ms.round(),
        "index_mb": (index.bytes() as f64 / 1e5).round() / 10.0,
        "compared": compared + ASKED_OF_ALL.min(many) + border.len(),
        "mismatches": mismatches,
        // Real villages have gaps, overlaps and a coast, where a point may be in none or several.
        "on_border": { "points": inner, "given_to_one": to_one, "in_none": to_none, "in_several": to_several },
    }))
}

/// A random point in the city, or in the bounds of a random village.
fn somewhere(shapes: &[Shape], tiles: bool, chance: &mut Chance) -> Point {
    let one = &shapes[chance.below(shapes.len() as u64) as usize];
    let b = one.bounds();
    let reach = if tiles { 0.0 } else { 0.2 };
    let (wide, tall) = (b.max.lon - b.min.lon, b.max.lat - b.min.lat);
    Point::new(
        b.min.lon - reach * wide + (1.0 + 2.0 * reach) * wide * chance.unit(),
        b.min.lat - reach * tall + (1.0 + 2.0 * reach) * tall * chance.unit(),
    )
}

/// Ring positions, and midpoints of edges, which are exact in the generated city.
fn border_points(shapes: &[Shape], chance: &mut Chance) -> Vec<Point> {
    let mut points = Vec::with_capacity(ON_BORDER);
    while points.len() < ON_BORDER.min(shapes.len() * 40) {
        let shape = &shapes[chance.below(shapes.len() as u64) as usize];
        for ring in shape.rings() {
            let at = chance.below(ring.len() as u64 - 1) as usize;
            let (a, b) = (ring[at], ring[at + 1]);
            points.push(Point::new(a.x, a.y));
            points.push(Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0));
        }
    }
    points
}

/// The usual way: bounding boxes in a tree, then `geo`'s polygon test.
fn usual_way(shapes: &[Shape], tree: &Tree, p: Point) -> Option<u32> {
    let place = geo::Point::new(p.lon, p.lat);
    let near = tree.locate_all_at_point([p.lon, p.lat]).map(|candidate| candidate.data);
    near.filter(|i| shapes[*i as usize].polygons().contains(&place)).min()
}

/// All cells that contain the point by the border rule, computed without the index.
fn truth(shapes: &[Shape], tree: &Tree, p: Point) -> Vec<u32> {
    let here = AABB::from_point([p.lon, p.lat]);
    let near = tree.locate_in_envelope_intersecting(here).map(|candidate| candidate.data);
    let mut all: Vec<u32> = near.filter(|i| holds(&shapes[*i as usize], p)).collect();
    all.sort_unstable();
    all
}

/// The border rule: a ray to the east from a point moved slightly east and north.
fn holds(shape: &Shape, p: Point) -> bool {
    let place = Coord { x: p.lon, y: p.lat };
    let mut odd = false;
    for ring in shape.rings() {
        for ends in ring.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            if (a.y > p.lat) != (b.y > p.lat) {
                let turn = RobustKernel::orient2d(a, b, place);
                let west = if b.y > a.y { Orientation::CounterClockwise } else { Orientation::Clockwise };
                odd ^= turn == west;
            }
        }
    }
    odd
}

/// A city of cells with 4 corners and up to 8 bends, about 100 m wide, with shared sides. Coordinates are multiples of
/// 2⁻²⁴ degrees (6 mm), so that midpoints are exact.
fn city(n: usize) -> Result<Vec<Shape>> {
    ensure!(n > 0, "a city has at least one micro-grid");
    let side = (n as f64).sqrt().ceil() as usize;
    let step = 0.001;
    let mut chance = Chance::new(510_117);
    let snap = |v: f64| (v * f64::from(1 << 24)).round() / f64::from(1 << 24);
    let mut near = |x: f64, y: f64, by: f64| {
        let mut off = || (chance.unit() - 0.5) * by * step;
        Coord { x: snap(x + off()), y: snap(y + off()) }
    };
    let corners: Vec<Coord<f64>> = (0..(side + 1) * (side + 1))
        .map(|k| near(103.6 + (k % (side + 1)) as f64 * step, 30.4 + (k / (side + 1)) as f64 * step, 0.5))
        .collect();
    let corner = |i: usize, j: usize| corners[j * (side + 1) + i];
    // Each side has up to two bends, identical for both neighbours.
    let mut bends = |a: Coord<f64>, b: Coord<f64>, kind: usize| -> Vec<Coord<f64>> {
        let along = |t: f64| (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
        let places: &[f64] = [&[][..], &[0.5], &[0.33, 0.67]][kind % 3];
        places.iter().map(|t| along(*t)).map(|(x, y)| near(x, y, 0.1)).collect()
    };
    let mut level = Vec::with_capacity(side * (side + 1));
    let mut upright = Vec::with_capacity(side * (side + 1));
    for j in 0..=side {
        for i in 0..side {
            level.push(bends(corner(i, j), corner(i + 1, j), i + 2 * j));
            upright.push(bends(corner(j, i), corner(j, i + 1), 2 * i + j));
        }
    }
    (0..n)
        .map(|k| {
            let (i, j) = (k % side, k / side);
            let mut ring = vec![corner(i, j)];
            ring.extend(&level[j * side + i]);
            ring.push(corner(i + 1, j));
            ring.extend(&upright[(i + 1) * side + j]);
            ring.push(corner(i + 1, j + 1));
            ring.extend(level[(j + 1) * side + i].iter().rev());
            ring.push(corner(i, j + 1));
            ring.extend(upright[i * side + j].iter().rev());
            let polygon = Polygon::new(LineString::new(ring), Vec::new());
            ensure!(polygon.bounding_rect().is_some(), "an empty cell was made");
            Shape::from_polygons(polygon.into()).context("an empty cell was made")
        })
        .collect()
}

/// The real villages of a data folder, and a list of the invalid ones.
fn villages(folder: &Path) -> Result<(Vec<Shape>, Vec<Value>)> {
    let mut shapes = Vec::new();
    let mut invalid = Vec::new();
    let mut note = |file: &str, index: usize, name: String, faults: &[ShapeFault]| {
        if let Some(first) = faults.first() {
            let why: Vec<String> = faults.iter().map(ToString::to_string).collect();
            invalid.push(json!({ "file": file, "index": index, "name": name, "why": why, "why_zh": first.chinese() }));
        }
    };

    let file = "taiwan_villages.geojson.gz";
    let text = String::from_utf8(unpack(&folder.join(file))?)?;
    let all: FeatureCollection = match text.parse::<GeoJson>()? {
        GeoJson::FeatureCollection(all) => all,
        other => anyhow::bail!("{file} is no FeatureCollection but {other}"),
    };
    for (index, feature) in all.features.iter().enumerate() {
        let property = |key: &str| feature.property(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let name = ["COUNTYNAME", "TOWNNAME", "VILLNAME"].map(property).concat();
        let geometry = feature.geometry.as_ref().with_context(|| format!("{file}: {index} has no geometry"))?;
        let (shape, faults) = Shape::from_geojson_as_is(&geometry.value, Datum::Wgs84)?;
        note(file, index, name, &faults);
        shapes.push(shape);
    }

    let file = "korea_ri.wkb.gz";
    let meta: Vec<Value> = serde_json::from_slice(&unpack(&folder.join("korea_ri.meta.json.gz"))?)?;
    let stream = unpack(&folder.join(file))?;
    let mut rest = stream.as_slice();
    let mut index = 0;
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (wkb, after) = after
            .split_at_checked(u32::from_le_bytes(*length) as usize)
            .with_context(|| format!("{file} is cut off"))?;
        rest = after;
        let (shape, faults) = Shape::from_wkb_as_is(wkb, Datum::Wgs84)?;
        let names = meta.get(index).map_or_else(String::new, |m| {
            ["sido", "sigungu", "emd", "ri"].map(|key| m[key].as_str().unwrap_or("")).join(" ").trim().to_owned()
        });
        note(file, index, names, &faults);
        shapes.push(shape);
        index += 1;
    }
    Ok((shapes, invalid))
}

fn unpack(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    GzDecoder::new(file).read_to_end(&mut bytes).with_context(|| format!("cannot unpack {}", path.display()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_city_is_located_without_a_mismatch() {
        let options = Options { n: Some(150), ..Options::default() };
        let figures = run(&options).unwrap();
        assert_eq!((figures["n"].as_u64(), figures["mismatches"].as_u64()), (Some(150), Some(0)));
        let border = &figures["on_border"];
        assert!(border["points"].as_u64() > Some(1_000));
        assert_eq!(border["points"], border["given_to_one"]);
    }
}
