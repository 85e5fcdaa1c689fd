//! Measures the start-up cost of a city's territory: 240 streets of 500 micro-grids, and one street with a million rooms.
//!
//! `cargo run --release -p weiguang-server --example ground [rooms]`

use std::time::Instant;
use weiguang_domain::grid::unit::Cell;
use weiguang_domain::grid::{GridCode, Shape};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;
use weiguang_server::app::State;
use weiguang_server::migrations::MIGRATIONS;
use weiguang_server::rooms::grid::places::{PlaceRow, put};
use weiguang_server::rooms::grid::store::{insert_area, insert_cell, insert_street};
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_store::{Db, Settings, StoreError};

/// A square with five positions a side, which it shares with its neighbours: 21 in all.
fn square(column: usize, row: usize) -> Result<Shape, String> {
    let at = |dx: usize, dy: usize| {
        let wave = |n: usize| if n.is_multiple_of(2) { 0.0 } else { 0.000_05 };
        let (x, y) = (column * 5 + dx, row * 5 + dy);
        Point::new(103.0 + (x as f64) * 0.0002 + wave(y), 30.0 + (y as f64) * 0.0002 + wave(x))
    };
    let mut ring: Vec<Point> = Vec::new();
    ring.extend((0..5).map(|n| at(n, 0)));
    ring.extend((0..5).map(|n| at(5, n)));
    ring.extend((0..5).map(|n| at(5 - n, 5)));
    ring.extend((0..=5).map(|n| at(0, 5 - n)));
    Shape::from_rings(vec![vec![ring]], Datum::Wgs84).map_err(|faults| format!("{faults:?}"))
}

/// Resident memory of the process in MB, without file pages that the system maps in.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("RssAnon")).unwrap_or_default().to_owned();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn street_code(n: usize) -> String {
    format!("5101{:02}{:03}", n / 20 + 1, n % 20 + 1)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rooms: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("city.db").display());
    let db = Db::open(&Settings { url, ..Settings::default() })?;
    db.migrate(MIGRATIONS, 0)?;
    let day = jiff::civil::date(2026, 11, 23);
    for n in 0..240 {
        db.write_blocking(move |tx| {
            let bad = |e: String| StoreError::Settings(e);
            let street = GridCode::parse(&street_code(n)).map_err(|e| bad(e.to_string()))?;
            insert_street(tx, &street, "街道", true)?;
            for m in 0..500 {
                let text = format!("{street}{:03}{:03}{:02}", m / 100 + 1, m / 10 % 10 + 1, m % 10 + 1);
                let code = GridCode::parse(&text).map_err(|e| bad(e.to_string()))?;
                if let Some(community) = code.at(weiguang_domain::grid::Level::Community) {
                    insert_area(tx, &community, "社区", "example")?;
                }
                let mut cell = Cell::general(code, "", day);
                cell.shape = Some(square(n % 16 * 25 + m % 25, n / 16 * 20 + m / 25).map_err(bad)?);
                insert_cell(tx, &cell, None)?;
            }
            Ok::<_, StoreError>(())
        })?;
    }
    let street = GridCode::parse(&street_code(0))?;
    for part in 0..rooms.div_ceil(10_000) {
        db.write_blocking(move |tx| {
            for n in part * 10_000..((part + 1) * 10_000).min(rooms) {
                let mut chance = [0; 10];
                chance[2..].copy_from_slice(&(n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
                let row = PlaceRow {
                    id: uuid_v7(Moment::from_micros(0), chance),
                    kind: "room".into(),
                    code: GridCode::parse(&format!("{street}001{:03}{:02}", n / 100_000 % 10 + 1, n / 10_000 % 10 + 1))
                        .ok(),
                    name: format!("花园{}", n / 2_000),
                    building: format!("{}栋", n / 100 % 20 + 1),
                    unit: format!("{}单元", n / 50 % 2 + 1),
                    room: format!("{}{:02}", n / 2 % 25 + 1, n % 2 + 1),
                    ..PlaceRow::default()
                };
                put(tx, &street, &row)?;
            }
            Ok::<_, StoreError>(())
        })?;
    }
    println!("filled; own memory {} MB", resident());
    let start = Instant::now();
    let ground = Territory::load(&db, None, day)?;
    println!(
        "ground: {} ms, {} cells, own memory {} MB",
        start.elapsed().as_millis(),
        ground.cells_under(&GridCode::parse("51")?).len(),
        resident()
    );
    let start = Instant::now();
    let again = Territory::load(&db, Some(&ground), day)?;
    println!("ground again, nothing changed: {} ms", start.elapsed().as_millis());
    let start = Instant::now();
    let directory = again.street(&street).and_then(|s| s.addresses.directory()).map_or(0, |d| d.rooms());
    println!("directory: {} ms, {directory} rooms, own memory {} MB", start.elapsed().as_millis(), resident());
    let start = Instant::now();
    for n in 0..100_000_u32 {
        let _ = std::hint::black_box(
            again.locate(Point::new(103.0 + f64::from(n % 400) * 0.001, 30.0 + f64::from(n / 400) * 0.001)),
        );
    }
    println!("100,000 points: {} ms", start.elapsed().as_millis());
    db.close();
    Ok(())
}
