//! Files that claim to be large, are truncated, or have flipped bits: read or refused with a message, in limited time and memory.

use super::reading::{cases, line, ods, packed, rows, told, xlsx};
use super::*;
use crate::rooms::imports::table::Table;
use std::io::{Cursor, Read as _};
use std::time::Instant;
use zip::ZipArchive;

#[test]
fn a_hundred_thousand_merged_areas_as_large_as_the_sheet_are_read_quickly() {
    let begun = Instant::now();
    let area = r#"<mergeCell ref="B2:XFD1048576"/>"#;
    let bytes = xlsx(&format!(
        "<sheetData>{}{}{}</sheetData><mergeCells>{}</mergeCells>",
        line(1, &["小区", "网格编码"]),
        line(2, &["新苑", "51011701900600906"]),
        line(3, &["旧苑", ""]),
        area.repeat(100_000)
    ));
    assert_eq!(rows(Kind::Directory, &bytes, &["quarter", "code"])[1], "旧苑|51011701900600906");
    let more =
        xlsx(&format!("<sheetData>{}</sheetData><mergeCells>{}</mergeCells>", line(1, &["x"]), area.repeat(200_001)));
    assert_eq!(told(Kind::Directory, &more).0, "imports.too-many-merged");
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn a_few_bytes_that_stand_for_a_billion_cells_are_refused_quickly() {
    let begun = Instant::now();
    let cell = r#"<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>"#;
    let wide = format!(
        r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table>"#
    );
    assert_eq!(told(Kind::Residents, &ods(&wide)).0, "imports.too-many-columns");
    let long = format!(
        r#"<table:table table:name="a"><table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048576"><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row></table:table>"#,
        "长".repeat(100_000)
    );
    assert_eq!(told(Kind::Residents, &ods(&long)).0, "imports.too-large");
    let deep = format!(r#"<table:table table:name="a">{}"#, "<x>".repeat(100_000));
    assert_eq!(told(Kind::Residents, &ods(&deep)).0, "imports.unreadable");
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

/// A pseudo-random number, reproducible.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap()
}

/// Copies of a file that are truncated or have a few flipped bits.
fn damaged(bytes: &[u8], copies: usize) -> Vec<Vec<u8>> {
    let mut seed = bytes.len() as u64;
    let mut all = Vec::new();
    for n in 0..copies {
        let mut copy = bytes.to_vec();
        if n % 4 == 0 {
            copy.truncate(next(&mut seed) % (bytes.len() + 1));
        } else {
            for _ in 0..n % 4 * 2 {
                let at = next(&mut seed) % bytes.len();
                copy[at] ^= 1 << (next(&mut seed) % 8);
            }
        }
        all.push(copy);
    }
    all
}

/// The same packed file with one entry replaced.
fn with_entry(bytes: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = Vec::new();
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).unwrap();
        let mut held = Vec::new();
        entry.read_to_end(&mut held).unwrap();
        entries.push((entry.name().unwrap().to_string(), held));
    }
    let entries: Vec<(&str, &[u8])> =
        entries.iter().map(|(n, held)| (n.as_str(), if n == name { content } else { held.as_slice() })).collect();
    packed(&entries)
}

#[test]
fn damaged_files_are_read_or_refused_in_words_and_quickly() {
    let begun = Instant::now();
    let read = |bytes: &[u8], what: &str| match Table::read(file(bytes), Kind::Residents.columns()) {
        Ok(_) | Err(Refusal::Invalid(_)) => {}
        Err(other) => panic!("{what}: {other:?}"),
    };
    for entry in std::fs::read_dir(cases()).unwrap() {
        let path = entry.unwrap().path();
        let (name, bytes) = (path.display().to_string(), std::fs::read(&path).unwrap());
        damaged(&bytes, 40).iter().for_each(|copy| read(copy, &name));
        for part in ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "content.xml"] {
            let inner = ZipArchive::new(Cursor::new(&bytes)).ok().and_then(|mut archive| {
                let mut held = Vec::new();
                archive.by_name(part).ok()?.read_to_end(&mut held).ok()?;
                Some(held)
            });
            for copy in inner.iter().flat_map(|inner| damaged(inner, 12)) {
                read(&with_entry(&bytes, part, &copy), &name);
            }
        }
    }
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}
