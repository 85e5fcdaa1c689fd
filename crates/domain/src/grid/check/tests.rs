//! A community of micro-grids: noise is passed over, what is wrong is found, shown and measured.

use super::*;
use crate::kernel::geo::Datum;
use std::time::Instant;

const STEP: f64 = 0.001;

fn code(i: usize) -> GridCode {
    GridCode::parse(&format!("510117019006{:05}", 101 + i)).unwrap()
}

fn shape(corners: &[(f64, f64)]) -> Shape {
    let ring = corners.iter().chain(corners.first()).map(|(x, y)| Point::new(*x, *y)).collect();
    Shape::from_rings(vec![vec![ring]], Datum::Wgs84).unwrap()
}

fn block(x0: f64, y0: f64, x1: f64, y1: f64) -> Shape {
    shape(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| (103.9 + x * STEP, 30.7 + y * STEP)))
}

/// Rows and columns of cells whose sides bend, each position moved by up to 1e-7 degrees for each cell anew.
fn community(cols: usize, rows: usize) -> Vec<Shape> {
    let mut state = 42u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as f64 / f64::from(1u32 << 31) * 2.0 - 1.0) * 1e-7
    };
    let bend = |k: usize| ((k * 37) % 11) as f64 / 40.0;
    let mut shapes = Vec::new();
    for j in 0..rows {
        for i in 0..cols {
            let (x, y) = (i as f64, j as f64);
            let mut ring = Vec::new();
            for k in 0..20 {
                let t = f64::from(k) / 20.0;
                let wave = |n: usize| bend(n) * (t * std::f64::consts::PI).sin();
                ring.push((x + t, y + if j == 0 { 0.0 } else { wave(i + 7 * j) }, 0));
            }
            ring.push((x + 1.0, y, 0));
            for k in (0..=20).rev() {
                let t = f64::from(k) / 20.0;
                let wave = bend(i + 7 * (j + 1)) * (t * std::f64::consts::PI).sin();
                ring.push((x + t, y + 1.0 + if j + 1 == rows { 0.0 } else { wave }, 0));
            }
            let ring: Vec<(f64, f64)> =
                ring.iter().map(|(x, y, _)| (103.9 + x * STEP + noise(), 30.7 + y * STEP + noise())).collect();
            shapes.push(shape(&ring));
        }
    }
    shapes
}

fn named(shapes: &[Shape]) -> Vec<(GridCode, &Shape)> {
    shapes.iter().enumerate().map(|(i, s)| (code(i), s)).collect()
}

#[test]
fn a_community_drawn_with_a_trembling_hand_has_no_findings_and_takes_no_time() {
    let shapes = community(10, 5);
    let begun = Instant::now();
    assert_eq!(check(&named(&shapes), Some(&block(0.0, 0.0, 10.0, 5.0))), []);
    assert_eq!(check(&named(&shapes), None), []);
    assert!(begun.elapsed().as_secs_f64() < 2.0, "two checks of 50 cells took {:?}", begun.elapsed());
}

#[test]
fn an_overlap_is_told_with_both_cells_its_area_and_its_place() {
    let shapes = [block(0.0, 0.0, 1.2, 1.0), block(1.0, 0.0, 2.0, 1.0)];
    let found = check(&named(&shapes), None);
    assert_eq!(found.len(), 1);
    let truth = block(1.0, 0.0, 1.2, 1.0);
    assert_eq!((found[0].kind, found[0].sliver), (FindingKind::Overlap, false));
    assert_eq!(found[0].cells, [code(0), code(1)]);
    assert!((found[0].area_m2 - truth.area_m2()).abs() < 1.0);
    assert!(found[0].place.bounds().min.metres_to(truth.bounds().min) < 0.1);
}

#[test]
fn a_missing_cell_is_a_gap_with_or_without_a_parent_and_a_missing_edge_cell_only_with_one() {
    let mut shapes = community(3, 3);
    shapes.remove(4);
    for parent in [None, Some(block(0.0, 0.0, 3.0, 3.0))] {
        let found = check(&named(&shapes), parent.as_ref());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].kind, found[0].sliver), (FindingKind::Gap, false));
        assert!(found[0].cells.len() >= 4 && (8_000.0..13_000.0).contains(&found[0].area_m2), "{found:?}");
    }
    let mut shapes = community(3, 3);
    shapes.remove(0);
    assert_eq!(check(&named(&shapes), None), []);
    assert_eq!(check(&named(&shapes), Some(&block(0.0, 0.0, 3.0, 3.0))).len(), 1);
}

#[test]
fn a_border_drawn_twice_is_a_sliver_of_both_kinds_and_a_t_junction_is_none() {
    // The left border of the second cell bends away by half a metre one way, that of the third the other way.
    let half_metre = 0.005;
    let gap = [
        block(0.0, 0.0, 1.0, 1.0),
        shape(
            &[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0 + half_metre, 0.5)]
                .map(|(x, y)| (103.9 + x * STEP, 30.7 + y * STEP)),
        ),
    ];
    let found = check(&named(&gap), Some(&block(0.0, 0.0, 2.0, 1.0)));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].sliver), (FindingKind::Gap, true));
    assert_eq!(found[0].cells, [code(0), code(1)]);
    assert!((0.1..0.4).contains(&found[0].width_m), "{found:?}");

    let overlap = [gap[0].clone(), {
        let (x, y) = (103.9, 30.7);
        shape(
            &[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0 - half_metre, 0.5)]
                .map(|(dx, dy)| (x + dx * STEP, y + dy * STEP)),
        )
    }];
    let found = check(&named(&overlap), None);
    assert_eq!(found.iter().map(|f| (f.kind, f.sliver)).collect::<Vec<_>>(), [(FindingKind::Overlap, true)]);

    let junction = [block(0.0, 0.0, 1.0, 1.0), block(1.0, 0.0, 2.0, 0.37), block(1.0, 0.37, 2.0, 1.0)];
    assert_eq!(check(&named(&junction), Some(&block(0.0, 0.0, 2.0, 1.0))), []);
}

#[test]
fn what_reaches_beyond_the_parent_is_told_in_both_languages() {
    let shapes = [block(0.0, 0.0, 1.0, 1.0), block(1.0, 0.0, 2.3, 1.0)];
    let found = check(&named(&shapes), Some(&block(0.0, 0.0, 2.0, 1.0)));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, &found[0].cells[..]), (FindingKind::Outside, &[code(1)][..]));
    assert!(found[0].chinese().contains("超出") && found[0].english().contains("beyond"));
    assert!(found[0].pin().lon > 103.902);
}

#[test]
fn broken_shapes_are_checked_without_panic() {
    let bow = vec![vec![
        [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)]
            .map(|(x, y)| Point::new(103.9 + x * STEP, 30.7 + y * STEP))
            .to_vec(),
    ]];
    let (bow, faults) = Shape::from_rings_as_is(bow, Datum::Wgs84).unwrap();
    assert_eq!(faults.len(), 1);
    let square = block(0.0, 0.0, 2.0, 2.0);
    let found = check(&named(&[bow, square.clone()]), Some(&square));
    assert!(found.iter().all(|f| f.kind == FindingKind::Overlap) && !found.is_empty(), "{found:?}");
}
