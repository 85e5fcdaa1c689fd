//! Shapes as people draw them: right ones come back bit for bit, wrong ones say what is wrong and where.

use super::*;
use proptest::prelude::*;

fn ring(text: &str) -> Vec<Point> {
    text.split(' ')
        .map(|p| {
            let (lon, lat) = p.split_once(',').unwrap();
            Point::new(lon.parse().unwrap(), lat.parse().unwrap())
        })
        .collect()
}

fn faults(rings: &[&str]) -> Vec<ShapeFault> {
    let rings = vec![rings.iter().map(|r| ring(r)).collect()];
    match Shape::from_rings_as_is(rings, Datum::Wgs84) {
        Ok((_, faults)) => faults,
        Err(fault) => vec![fault],
    }
}

#[test]
fn a_square_with_a_hole_has_area_label_and_bounds() {
    let text = r#"{"type":"Polygon","coordinates":[
        [[103.9,30.7],[103.91,30.7],[103.91,30.71],[103.9,30.71],[103.9,30.7]],
        [[103.904,30.704],[103.906,30.704],[103.906,30.706],[103.904,30.706],[103.904,30.704]]]}"#;
    let shape = Shape::read(text, Datum::Wgs84).unwrap();
    let whole = Shape::from(shape.bounds()).area_m2();
    assert!((whole - 956.9 * 1_108.7).abs() < 2_000.0, "{whole}");
    assert!((shape.area_m2() - whole * 0.96).abs() < 10.0);
    let label = shape.label_point();
    assert!(!(30.704..30.706).contains(&label.lat) || !(103.904..103.906).contains(&label.lon), "{label:?}");
    let back = Shape::read(&shape.to_geojson().to_string(), Datum::Wgs84).unwrap();
    assert_eq!(back, shape);
}

#[test]
fn a_phone_map_is_moved_to_where_it_belongs() {
    let text = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":
        [[[103.9,30.7],[103.91,30.7],[103.91,30.71],[103.9,30.7]]]}}"#;
    let plain = Shape::read(text, Datum::Cgcs2000).unwrap();
    let phone = Shape::read(text, Datum::Gcj02).unwrap();
    let moved = plain.bounds().min.metres_to(phone.bounds().min);
    assert!((200.0..800.0).contains(&moved), "{moved} m");
}

#[test]
fn what_is_wrong_is_named_with_its_ring_and_place() {
    let at = |ring| RingAt { part: 0, ring };
    assert_eq!(
        faults(&["0,0 2,2 2,0 0,2 0,0"]),
        [ShapeFault::SelfIntersection { ring: at(0), place: Point::new(1.0, 1.0) }]
    );
    assert!(matches!(faults(&["0,0 4,0 4,4 0,4"])[..], [ShapeFault::Unclosed { .. }]));
    assert!(matches!(faults(&["0,0 4,0 0,0"])[..], [ShapeFault::TooFewPositions { positions: 3, .. }]));
    assert!(matches!(faults(&["0,0 4,0 8,0 0,0"])[..], [ShapeFault::ZeroArea { .. }]));
    assert!(matches!(
        faults(&["0,0 4,0 4,4 0,4 0,0", "5,1 6,1 6,2 5,1"])[..],
        [ShapeFault::HoleOutside { ring, place }] if ring == at(1) && place == Point::new(5.0, 1.0)
    ));
    assert!(matches!(
        faults(&["0,0 4,0 4,4 0,4 0,0", "1,1 3,1 3,3 1,1", "3,3 1,1 3,1 3,3"])[..],
        [ShapeFault::DuplicateRing { .. }]
    ));
    assert!(matches!(
        faults(&["0,0 4,0 4,4 0,4 0,0", "1,1 2,1 2,2 1,2 1,1", "2,1 3,1 3,2 2,2 2,1"])[..],
        [ShapeFault::RingsOverlap { ring, other, .. }] if ring == at(1) && other == at(2)
    ));
    assert!(matches!(faults(&["0,0 400,0 4,4 0,4 0,0"])[..], [ShapeFault::OffEarth { position: 1, .. }]));
    assert!(faults(&["0,0 4,0 4,4 0,4 0,0", "1,1 3,1 3,3 1,1"]).is_empty());
}

#[test]
fn what_is_no_polygon_is_refused_in_both_languages() {
    for text in [r#"{"type":"Point","coordinates":[1,2]}"#, "nonsense", r#"{"type":"Polygon","coordinates":[]}"#] {
        let faults = Shape::read(text, Datum::Wgs84).unwrap_err();
        assert_eq!(faults.len(), 1, "{text}");
        assert!(!faults[0].to_string().is_empty() && !faults[0].chinese().is_ascii(), "{text}");
    }
}

#[test]
fn foreign_wkb_is_read_in_either_byte_order_and_with_heights() {
    let mut wkb = vec![0];
    wkb.extend(0xA000_0003u32.to_be_bytes());
    wkb.extend(4326u32.to_be_bytes());
    wkb.extend(1u32.to_be_bytes());
    wkb.extend(4u32.to_be_bytes());
    for n in [0.0, 0.0, 9.0, 4.0, 0.0, 9.0, 4.0, 4.0, 9.0, 0.0, 0.0, 9.0f64] {
        wkb.extend(n.to_be_bytes());
    }
    let (shape, faults) = Shape::from_wkb_as_is(&wkb, Datum::Wgs84).unwrap();
    assert!(faults.is_empty());
    assert_eq!(shape.bounds().max, Point::new(4.0, 4.0));
}

proptest! {
    #[test]
    fn stored_bytes_come_back_to_the_bit(parts in prop::collection::vec(prop::collection::vec((-180.0..180.0f64, -90.0..90.0f64), 3..9), 1..4)) {
        let rings = parts.iter().map(|p| {
            let mut ring: Vec<Point> = p.iter().map(|(x, y)| Point::new(*x, *y)).collect();
            ring.push(ring[0]);
            vec![ring]
        }).collect();
        if let Ok((shape, _)) = Shape::from_rings_as_is(rings, Datum::Wgs84) {
            prop_assert_eq!(Shape::from_bytes(&shape.to_bytes()).unwrap(), shape);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), count in 0u32..9) {
        prop_assert!(Shape::from_bytes(&bytes).is_err() || !bytes.is_empty());
        let mut wkb = vec![1u8, 1, 6, 0, 0, 0];
        wkb.extend(count.to_le_bytes());
        wkb.extend(&bytes);
        if let Ok(shape) = Shape::from_bytes(&wkb) {
            prop_assert!(shape.positions() > 3);
        }
    }
}

#[test]
fn an_outline_for_a_small_screen_keeps_corners_and_drops_what_nobody_would_see() {
    let along: Vec<Point> = (0..=50).map(|n| Point::new(103.93 + f64::from(n) * 0.000_02, 30.76)).collect();
    let corners = [(103.931, 30.761), (103.93, 30.761), (103.93, 30.76)].map(|(lon, lat)| Point::new(lon, lat));
    let shape = Shape::from_rings(vec![vec![along.into_iter().chain(corners).collect()]], Datum::Wgs84).unwrap();
    assert_eq!(shape.positions(), 54);
    assert_eq!(
        shape.outline(),
        [[103.93, 30.76], [103.931, 30.76], [103.931, 30.761], [103.93, 30.761], [103.93, 30.76]]
    );
}

#[test]
fn a_shape_of_too_many_positions_or_rings_is_not_looked_through() {
    let circle = |positions: u32, west: f64, radius: f64| -> Vec<Point> {
        let angle = |n: u32| f64::from(n % (positions - 1)) / f64::from(positions - 1) * std::f64::consts::TAU;
        (0..positions).map(|n| Point::new(west + radius * angle(n).cos(), radius * angle(n).sin())).collect()
    };
    let faults = |rings: Rings| Shape::from_rings(rings, Datum::Wgs84).map_or_else(|faults| faults, |_| Vec::new());
    // The square of 100,000 is more than a minute of work.
    let long = faults(vec![vec![circle(100_000, 0.0, 1.0)]]);
    assert!(matches!(long[..], [ShapeFault::LongRing { positions: 100_000, .. }]), "{long:?}");
    let many = faults((0..201).map(|n| vec![circle(5, f64::from(n) / 10.0, 0.01)]).collect());
    assert!(matches!(many[..], [ShapeFault::Large { rings: 201, positions: 1005 }]), "{many:?}");
    let large = faults((0..5).map(|n| vec![circle(4_500, f64::from(n) * 3.0, 1.0)]).collect());
    assert!(matches!(large[..], [ShapeFault::Large { rings: 5, positions: 22_500 }]), "{large:?}");
    for fault in [long, many, large].concat() {
        let (code, zh, en) = fault.told();
        assert_eq!((code, zh.contains("简化"), en.contains("simplify")), ("grid.large-shape", true, true));
    }
    assert_eq!(faults(vec![vec![circle(2_200, 0.0, 1.0)]]), [], "as large as a district");
}
