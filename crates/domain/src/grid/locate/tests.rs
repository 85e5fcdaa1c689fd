//! Every point has exactly one cell where cells tile: on borders, corners, T-junctions, around holes, far apart.

use super::*;
use crate::kernel::geo::Datum;
use proptest::prelude::*;

fn code(n: usize) -> GridCode {
    GridCode::parse(&format!("510117019006{:05}", n % 100_000)).unwrap()
}

/// Rings of one polygon, not closed.
type Part = Vec<Vec<(f64, f64)>>;

fn shape(rings: &[Part]) -> Shape {
    let close =
        |ring: &Vec<(f64, f64)>| ring.iter().chain(ring.first()).map(|(x, y)| Point::new(*x, *y)).collect::<Vec<_>>();
    let rings = rings.iter().map(|part| part.iter().map(close).collect()).collect();
    Shape::from_rings_as_is(rings, Datum::Wgs84).unwrap().0
}

fn index_of(shapes: &[Shape]) -> LocateIndex {
    let cells = shapes.iter().enumerate();
    LocateIndex::build(cells.map(|(i, shape)| Placed { code: code(i), layer: Layer::Base, shape })).unwrap()
}

/// Asks every cell, with arithmetic of its own: the ring crossing in whole numbers. Coordinates are multiples of 2⁻²⁰
/// degrees here, so that the determinant in 128 bits is exact.
fn every_cell_that_has(shapes: &[Shape], p: Point) -> Vec<u32> {
    let whole = |v: f64| (v * f64::from(1 << 22)) as i128;
    let (px, py) = (whole(p.lon), whole(p.lat));
    let holds = |shape: &Shape| {
        let mut odd = false;
        for ring in shape.rings() {
            for ends in ring.windows(2) {
                let (ax, ay, bx, by) = (whole(ends[0].x), whole(ends[0].y), whole(ends[1].x), whole(ends[1].y));
                if (ay > py) != (by > py) {
                    let turn = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
                    odd ^= if by > ay { turn > 0 } else { turn < 0 };
                }
            }
        }
        odd
    };
    (0..shapes.len()).filter(|i| holds(&shapes[*i])).map(|i| i as u32).collect()
}

/// A tiling: a grid of corners moved about, its sides bent at shared points, some cells cut into an island and a ring, some
/// merged with a cell elsewhere into one of two parts, some joined to their neighbour so that T-junctions arise.
fn tiling(side: usize, west: f64, south: f64, step: f64, mut chance: impl FnMut() -> f64) -> Vec<Shape> {
    let snap = |v: f64| (v * f64::from(1 << 20)).round() / f64::from(1 << 20);
    let mut corner = vec![vec![(0.0, 0.0); side + 1]; side + 1];
    for (j, row) in corner.iter_mut().enumerate() {
        for (i, place) in row.iter_mut().enumerate() {
            let jitter = |c: f64| (c - 0.5) * 0.3;
            *place =
                (snap(west + (i as f64 + jitter(chance())) * step), snap(south + (j as f64 + jitter(chance())) * step));
        }
    }
    let mut bend = |a: (f64, f64), b: (f64, f64)| {
        let t = 0.3 + 0.4 * chance();
        let off = (chance() - 0.5) * 0.1 * step;
        (snap(a.0 + (b.0 - a.0) * t + off), snap(a.1 + (b.1 - a.1) * t - off))
    };
    let mut across = vec![vec![(0.0, 0.0); side]; side + 1];
    let mut upward = vec![vec![(0.0, 0.0); side + 1]; side];
    for j in 0..=side {
        for i in 0..=side {
            if i < side {
                across[j][i] = bend(corner[j][i], corner[j][i + 1]);
            }
            if j < side {
                upward[j][i] = bend(corner[j][i], corner[j + 1][i]);
            }
        }
    }
    let mut shapes: Vec<Vec<Part>> = Vec::new();
    for j in 0..side {
        for i in 0..side {
            let ring = vec![
                corner[j][i],
                across[j][i],
                corner[j][i + 1],
                upward[j][i + 1],
                corner[j + 1][i + 1],
                across[j + 1][i],
                corner[j + 1][i],
                upward[j][i],
            ];
            let middle = (west + (i as f64 + 0.5) * step, south + (j as f64 + 0.5) * step);
            let island: Vec<(f64, f64)> = [(-0.05, -0.05), (0.05, -0.05), (0.05, 0.05), (-0.05, 0.05)]
                .iter()
                .map(|(x, y)| (snap(middle.0 + x * step), snap(middle.1 + y * step)))
                .collect();
            match (i * 7 + j * 3) % 5 {
                0 => {
                    shapes.push(vec![vec![ring, island.clone()]]);
                    shapes.push(vec![vec![island]]);
                }
                1 if shapes.len() > 3 => {
                    let at = shapes.len() - 3;
                    shapes[at].push(vec![ring]);
                }
                2 => {
                    // Cut from corner to corner: one half bends, the other is a T-junction for its neighbour.
                    shapes.push(vec![vec![ring[0..5].to_vec()]]);
                    shapes.push(vec![vec![[&ring[4..], &ring[..1]].concat()]]);
                }
                _ => shapes.push(vec![vec![ring]]),
            }
        }
    }
    shapes.iter().map(|s| shape(s)).collect()
}

fn pseudo(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Corners, exact middles of edges, and points all over.
fn probes(shapes: &[Shape], mut chance: impl FnMut() -> f64) -> Vec<Point> {
    let snap = |v: f64| (v * f64::from(1 << 22)).round() / f64::from(1 << 22);
    let mut probes = Vec::new();
    for ring in shapes.iter().flat_map(Shape::rings) {
        for ends in ring.windows(2) {
            probes.push(Point::new(ends[0].x, ends[0].y));
            probes.push(Point::new((ends[0].x + ends[1].x) / 2.0, (ends[0].y + ends[1].y) / 2.0));
            let t = snap(chance());
            probes.push(Point::new(
                snap(ends[0].x + (ends[1].x - ends[0].x) * t),
                snap(ends[0].y + (ends[1].y - ends[0].y) * t),
            ));
        }
        let (a, b) = (ring[0], ring[ring.len() / 2]);
        probes.push(Point::new(snap(a.x + (b.x - a.x) * chance()), snap(a.y + (b.y - a.y) * chance())));
    }
    probes
}

fn agrees(shapes: &[Shape], index: &LocateIndex, probes: &[Point]) {
    let mut all = Vec::new();
    index.locate_all(probes, &mut all);
    for (p, batch) in probes.iter().zip(all) {
        let truth = every_cell_that_has(shapes, *p);
        assert_eq!(index.locate(*p), truth.first().copied(), "{p:?}: {truth:?}");
        assert_eq!(batch, truth.first().copied(), "{p:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn in_a_tiling_every_point_has_exactly_one_cell(seed in any::<u64>(), side in 2usize..9) {
        let mut chance = pseudo(seed);
        let shapes = tiling(side, 103.5, 30.5, 0.001, &mut chance);
        let index = index_of(&shapes);
        let probes = probes(&shapes, &mut chance);
        agrees(&shapes, &index, &probes);
        let outer = shapes.iter().map(Shape::bounds).fold((180.0f64, 90.0f64, -180.0f64, -90.0f64), |o, b| {
            (o.0.min(b.min.lon), o.1.min(b.min.lat), o.2.max(b.max.lon), o.3.max(b.max.lat))
        });
        for p in probes {
            // Deep enough inside that the ragged outer border is out of the way.
            let inside = (outer.0 + 0.0015..outer.2 - 0.0015).contains(&p.lon)
                && (outer.1 + 0.0015..outer.3 - 0.0015).contains(&p.lat);
            if inside {
                prop_assert_eq!(every_cell_that_has(&shapes, p).len(), 1, "{:?}", p);
            }
        }
    }

    #[test]
    fn cells_of_all_sizes_far_apart_and_on_top_of_each_other_agree_with_brute_force(seed in any::<u64>()) {
        let mut chance = pseudo(seed);
        let mut shapes = tiling(5, 103.5, 30.5, 0.001, &mut chance);
        shapes.extend(tiling(4, -70.0, -33.0, 0.0001, &mut chance));
        shapes.extend(tiling(3, 116.0, 39.0, 1.0, &mut chance));
        shapes.extend(tiling(4, 103.5005, 30.5005, 0.0004, &mut chance));
        // A fan: very many cells meet in one corner.
        let hub = (10.0, 10.0);
        let rim = |k: usize| {
            let turn = k as f64 / 60.0 * std::f64::consts::TAU;
            let snap = |v: f64| (v * f64::from(1 << 20)).round() / f64::from(1 << 20);
            (snap(10.0 + turn.cos()), snap(10.0 + turn.sin()))
        };
        shapes.extend((0..60).map(|k| shape(&[vec![vec![hub, rim(k), rim(k + 1)]]])));
        let index = index_of(&shapes);
        let mut probes = probes(&shapes, &mut chance);
        let snap = |v: f64| (v * f64::from(1 << 22)).round() / f64::from(1 << 22);
        probes.extend((0..500).map(|k| {
            let reach = 0.1f64.powi(k % 6);
            Point::new(snap(10.0 + (chance() - 0.5) * reach), snap(10.0 + (chance() - 0.5) * reach))
        }));
        agrees(&shapes, &index, &probes);
    }

    #[test]
    fn the_nearest_cell_is_the_nearest_of_all(seed in any::<u64>(), reach in 10.0..100_000.0f64) {
        let mut chance = pseudo(seed);
        let mut shapes = tiling(4, 103.5, 30.5, 0.001, &mut chance);
        shapes.extend(tiling(3, 103.9, 30.8, 0.01, &mut chance));
        let index = index_of(&shapes);
        for _ in 0..20 {
            let p = Point::new(103.4 + 0.7 * chance(), 30.4 + 0.6 * chance());
            let truth = (0..index.len() as u32).map(|cell| index.border_metres(cell, p)).fold(f64::INFINITY, f64::min);
            match index.nearest(p, reach) {
                Some((cell, 0.0)) => prop_assert!(index.cell_holds(cell, p)),
                Some((_, metres)) => prop_assert!((metres - truth).abs() < 1e-9 && metres <= reach),
                None => prop_assert!(truth > reach && index.locate(p).is_none()),
            }
        }
    }

    #[test]
    fn crossing_and_doubled_rings_are_answered_by_the_even_odd_rule(
        rings in prop::collection::vec(prop::collection::vec((0u32..40, 0u32..40), 3..20), 1..12),
        probes in prop::collection::vec((0u32..84, 0u32..84), 50),
    ) {
        let part = |ring: &Vec<(u32, u32)>| vec![ring.iter().map(|(x, y)| (f64::from(*x) / 8.0, f64::from(*y) / 8.0)).collect()];
        let shapes: Vec<Shape> = rings
            .iter()
            .filter_map(|r| {
                let closed = part(r).iter().map(|r: &Vec<(f64, f64)>| r.iter().chain(r.first()).map(|(x, y)| Point::new(*x, *y)).collect()).collect();
                Shape::from_rings_as_is(vec![closed], Datum::Wgs84).ok().map(|(s, _)| s)
            })
            .collect();
        let index = index_of(&shapes);
        let probes: Vec<Point> = probes.iter().map(|(x, y)| Point::new(f64::from(*x) / 16.0 - 0.0625, f64::from(*y) / 16.0 - 0.0625)).collect();
        agrees(&shapes, &index, &probes);
    }
}

fn square(x: f64, y: f64, side: f64) -> Shape {
    shape(&[vec![vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side)]]])
}

#[test]
fn a_border_belongs_to_the_cell_to_the_east_and_to_the_north() {
    let index = index_of(&[square(0.0, 0.0, 1.0), square(1.0, 0.0, 1.0), square(0.0, 1.0, 1.0), square(1.0, 1.0, 1.0)]);
    let at = |x, y| index.locate(Point::new(x, y));
    assert_eq!([at(1.0, 0.5), at(0.5, 1.0), at(1.0, 1.0), at(0.0, 0.0)], [Some(1), Some(2), Some(3), Some(0)]);
    assert_eq!([at(2.0, 0.5), at(0.5, 2.0), at(2.0, 2.0), at(-1.0, 0.5)], [None; 4]);
    assert_eq!([at(f64::NAN, 0.5), at(0.5, f64::INFINITY), at(1e300, 0.5)], [None; 3]);
}

#[test]
fn of_overlapping_cells_the_deepest_has_the_point_then_the_smallest_code_and_overlays_come_in_addition() {
    let parse = |text: &str| GridCode::parse(text).unwrap();
    let (large, small) = (square(0.0, 0.0, 4.0), square(1.0, 1.0, 1.0));
    let base = |text, shape| Placed { code: parse(text), layer: Layer::Base, shape };
    let index = LocateIndex::build([
        base("510117019006", &large),
        base("51011701900600902", &small),
        base("51011701900600901", &small),
        Placed { code: parse("510117019006900"), layer: Layer::Overlay, shape: &small },
        Placed { code: parse("510117019006901"), layer: Layer::Overlay, shape: &large },
    ])
    .unwrap();
    let p = Point::new(1.5, 1.5);
    assert_eq!(index.locate(p).and_then(|id| index.code(id)), Some(parse("51011701900600901")));
    assert_eq!(index.locate(Point::new(3.0, 3.0)), Some(0));
    assert_eq!(index.overlays(p), [3, 4]);
    assert_eq!(index.overlays(Point::new(3.0, 3.0)), [4]);
    assert!(index.overlays(Point::new(5.0, 3.0)).is_empty());
}

#[test]
fn a_point_just_outside_is_told_the_nearest_cell_and_how_far() {
    let shapes = [square(103.90, 30.70, 0.01), square(103.95, 30.70, 0.01)];
    let index = index_of(&shapes);
    let p = Point::new(103.912, 30.705);
    let (cell, metres) = index.nearest(p, 1_000.0).unwrap();
    let truth = p.metres_to(Point::new(103.91, 30.705));
    assert_eq!(cell, 0);
    assert!((metres - truth).abs() < 0.2, "{metres} against {truth}");
    assert_eq!(index.nearest(p, 100.0), None);
    assert_eq!(index.nearest(Point::new(103.905, 30.705), 1.0), Some((0, 0.0)));
    assert_eq!(index.nearest(Point::new(f64::NAN, 0.0), 1e9), None);
    assert_eq!(LocateIndex::default().nearest(p, 1e6), None);
}

#[test]
fn among_scattered_cells_the_nearest_is_the_nearest_of_all() {
    let mut chance = pseudo(11);
    let mut somewhere = move |wide: f64| chance() * wide;
    let shapes: Vec<Shape> =
        (0..40).map(|_| square(103.5 + somewhere(0.1), 30.5 + somewhere(0.1), 0.000_5 + somewhere(0.002))).collect();
    let index = index_of(&shapes);
    for _ in 0..300 {
        let p = Point::new(103.5 + somewhere(0.1), 30.5 + somewhere(0.1));
        let away = |shape: &Shape| border(shape).map(|edge| edge.metres_from(p)).fold(f64::INFINITY, f64::min);
        let inside = shapes.iter().any(|shape| shape.holds(p));
        let truth = if inside { 0.0 } else { shapes.iter().map(away).fold(f64::INFINITY, f64::min) };
        let (_, metres) = index.nearest(p, 20_000.0).unwrap();
        assert!((metres - truth).abs() < 1e-6, "{metres} m from {p:?}, and {truth} m are nearer");
    }
}

#[test]
fn after_a_re_grid_the_index_is_as_if_it_had_been_built_anew() {
    let shapes = tiling(6, 103.5, 30.5, 0.001, pseudo(7));
    let before = index_of(&shapes[..30]);
    let ended: HashSet<GridCode> = [code(3), code(4)].into();
    let begun =
        shapes[30..].iter().enumerate().map(|(i, shape)| Placed { code: code(30 + i), layer: Layer::Base, shape });
    let after = before.with_changes(&ended, begun).unwrap();
    for p in probes(&shapes, pseudo(8)) {
        let truth = every_cell_that_has(&shapes, p).into_iter().map(|i| code(i as usize)).find(|c| !ended.contains(c));
        assert_eq!(after.locate(p).and_then(|id| after.code(id)), truth, "{p:?}");
    }
}

#[test]
fn a_far_parcel_does_not_make_the_index_large() {
    let mut shapes = tiling(40, 103.5, 30.5, 0.001, pseudo(1));
    let near = index_of(&shapes).bytes();
    shapes.push(square(-70.0, -30.0, 0.001));
    let far = index_of(&shapes).bytes();
    assert!(far < near * 2 + 400_000, "{near} became {far}");
}
