//! Reading files of any program: the content of every cell, the choice of the sheet, and the message about an unreadable file.

use super::*;
use crate::rooms::imports::report::RowFault;
use crate::rooms::imports::spoilt::spoilt;
use crate::rooms::imports::table::Table;
use crate::testing::on;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use weiguang_store::Engine;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rooms/imports/tests/cases")
}

pub(super) fn case(name: &str) -> Vec<u8> {
    std::fs::read(cases().join(name)).unwrap()
}

fn table(kind: Kind, bytes: &[u8]) -> Table {
    Table::read(file(bytes), kind.columns()).unwrap()
}

/// The content of some columns, row by row.
pub(super) fn rows(kind: Kind, bytes: &[u8], keys: &[&str]) -> Vec<String> {
    let mut rows = Vec::new();
    let take = |cells: &crate::rooms::imports::table::Cells<'_>| {
        rows.push(keys.iter().map(|key| cells.get(key)).collect::<Vec<_>>().join("|"));
        Ok(())
    };
    table(kind, bytes).each(take).unwrap();
    rows
}

fn faults(kind: Kind, bytes: &[u8]) -> Vec<RowFault> {
    let (table, mut faults) = (table(kind, bytes), Vec::new());
    table
        .each(|cells| {
            faults.extend(spoilt(&table, cells));
            Ok(())
        })
        .unwrap();
    faults
}

fn cells_and_codes(faults: &[RowFault]) -> Vec<(&str, &str)> {
    faults.iter().map(|f| (f.cell.as_str(), f.code.as_str())).collect()
}

/// The fault of a file that cannot be read.
pub(super) fn told(kind: Kind, bytes: &[u8]) -> (String, String, String) {
    match Table::read(file(bytes), kind.columns()) {
        Err(Refusal::Invalid(faults)) => {
            assert_eq!(faults.len(), 1, "{faults:?}");
            (faults[0].code.clone(), faults[0].zh.clone(), faults[0].en.clone())
        }
        other => panic!("{other:?}"),
    }
}

pub(super) fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with one sheet, given its XML.
pub(super) fn xlsx(sheet: &str) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let root = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let parts = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{main}">{sheet}</worksheet>"#);
    packed(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A row of texts in the XML of a sheet.
pub(super) fn line(row: usize, cells: &[&str]) -> String {
    let cell = |(at, text): (usize, &&str)| {
        let letter = char::from(b'A' + u8::try_from(at).unwrap());
        format!(r#"<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    };
    format!(r#"<row r="{row}">{}</row>"#, cells.iter().enumerate().map(cell).collect::<String>())
}

/// An .ods workbook, given the XML of its tables.
pub(super) fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

#[test]
fn what_stands_in_merged_cells_belongs_to_all_of_them() {
    let doors = rows(Kind::Residents, &case("R22-merged-cells-down.xlsx"), &["name", "code", "door"]);
    assert_eq!(doors[2], "李强|51011701900600906|3-2-501");
    assert_eq!(doors[4], "陈静|51011701900600906|3-2-505");
    let doors = rows(Kind::Residents, &case("R23b-merged-door-new-people.xlsx"), &["name", "door"]);
    assert_eq!(doors, ["孙一|8-1-101", "孙二|8-1-101", "孙三|8-1-101", "孙四|8-1-102", "孙五|8-1-103"]);
    let posts = rows(Kind::Roster, &case("O01-roster-merged-community.xlsx"), &["name", "community", "grid"]);
    assert_eq!(posts[2], "丙单位|天骄西路社区|");
    assert_eq!(posts[4], "戊格员|天骄西路社区|第九网格第六微网格");
    let places = rows(Kind::Directory, &case("V07-directory-merged-quarter.xlsx"), &["quarter", "unit", "room"]);
    assert_eq!(places, ["新苑|1|101", "新苑|1|102", "新苑|2|101"]);
}

#[test]
fn merged_headers_and_wide_titles_are_no_trouble() {
    let bytes = xlsx(&format!(
        "<sheetData>{}{}{}{}</sheetData><mergeCells><mergeCell ref=\"A1:XFD1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:D2\"/><mergeCell ref=\"A4:Z4\"/></mergeCells>",
        line(1, &["街道住户表"]),
        line(2, &["网格编码", "地址"]),
        line(3, &["", "小区", "楼栋", "房号"]),
        line(4, &["51011701900600906", "新苑", "1", "101"]),
    ));
    // The area A4:Z4 covers the cells under it, as a person sees it, and ends with the table.
    assert_eq!(
        rows(Kind::Directory, &bytes, &["code", "quarter", "room"]),
        ["51011701900600906|51011701900600906|51011701900600906"]
    );
    assert!(faults(Kind::Directory, &bytes).is_empty());
}

#[test]
fn errors_and_formulas_without_a_value_are_faults_of_their_cells() {
    let found = faults(Kind::Residents, &case("F04-error-cells.xlsx"));
    let told = cells_and_codes(&found);
    assert_eq!(told[..3], [("C2", "imports.error-cell"), ("E2", "imports.error-cell"), ("F2", "imports.error-cell")]);
    assert_eq!(found[2].value, "#DIV/0!");
    assert_eq!(told.last().unwrap().0, "A5", "an error is no name");
    // A formula with a value is its value.
    assert_eq!(rows(Kind::Residents, &case("F04-error-cells.xlsx"), &["name", "phone"])[1], "王秀英|13800001001");
    let found = faults(Kind::Residents, &case("F01-formula-no-cache.xlsx"));
    assert_eq!(found.len(), 9);
    assert_eq!(cells_and_codes(&found)[2], ("E2", "imports.formula-without-value"));
    let text = faults(Kind::Residents, "姓名,电话\n张伟,#N/A\n".as_bytes());
    assert_eq!(cells_and_codes(&text), [("B2", "imports.error-cell")]);
    // An empty text is a value, and a formula that is merged has none in any of its cells.
    let bytes = xlsx(&format!(
        "<sheetData>{}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>甲</t></is></c><c r=\"B2\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"C2\"><f>D2</f></c></row>{}</sheetData><mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>",
        line(1, &["姓名", "电话", "住址"]),
        line(3, &["乙"]),
    ));
    let code = "imports.formula-without-value";
    assert_eq!(cells_and_codes(&faults(Kind::Residents, &bytes)), [("C2", code), ("C3", code)]);
}

#[test]
fn cells_beyond_the_header_are_told_and_come_back() {
    let found = faults(Kind::Residents, &case("H07-comma-in-unquoted-address.csv"));
    assert_eq!(cells_and_codes(&found), [("E2", "imports.beyond-header")]);
    let bytes =
        xlsx(&format!("<sheetData>{}{}</sheetData>", line(1, &["姓名", "电话"]), line(2, &["甲", "", "", "多"])));
    assert_eq!(cells_and_codes(&faults(Kind::Residents, &bytes)), [("D2", "imports.beyond-header")]);
    let empty = faults(Kind::Residents, "姓名,电话,,\n甲,,,\n乙,,,丙\n".as_bytes());
    assert_eq!(cells_and_codes(&empty), [("D3", "imports.beyond-header")], "empty headers at the end are none");
    let inner = table(Kind::Residents, "姓名,,电话\n甲,组长,\n".as_bytes());
    assert!(inner.warnings().iter().any(|w| w.code == "imports.no-header" && w.zh.starts_with("B 列")));
    on(Engine::Sqlite, &async |test: &TestApp| {
        let (report, bad) = taken(test, Kind::Residents, &here(), &case("H07-comma-in-unquoted-address.csv")).await;
        assert!(!report.written && report.refused == 1, "{report:#?}");
        let bad = String::from_utf8(bad.unwrap().bytes).unwrap();
        assert!(bad.contains("3栋2单元,2,") && bad.trim_end().ends_with(",501室"), "{bad}");
    });
}

#[test]
fn the_sheet_with_the_header_is_read_and_the_report_says_which() {
    for (name, other) in [
        ("R24-cover-sheet-first.xlsx", "“填表说明”（3 行）"),
        ("R27-hidden-first-sheet.xlsx", "“旧数据”（隐藏，4 行）"),
    ] {
        let bytes = case(name);
        assert_eq!(rows(Kind::Residents, &bytes, &["name"]), ["张伟", "王秀英", "李强", "刘洋", "陈静"], "{name}");
        let table = table(Kind::Residents, &bytes);
        let told = table.warnings().iter().find(|w| w.code == "imports.sheets").unwrap();
        assert!(told.zh.contains("读取了“居民名单”") && told.zh.contains(other), "{}", told.zh);
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    for (sheet, people) in [("一社区", 1), ("二社区", 2), ("封面", 0)] {
        let sheet = book.add_worksheet().set_name(sheet).unwrap();
        for row in 0..=people {
            sheet.write(row, 0, if row == 0 { "姓名" } else { "甲" }).unwrap();
            sheet.write(row, 1, if row == 0 { "电话" } else { "" }).unwrap();
        }
    }
    let (code, zh, en) = told(Kind::Residents, &book.save_to_buffer().unwrap());
    assert_eq!(code, "imports.which-sheet");
    assert!(
        zh.contains("“一社区”（1 行）、“二社区”（2 行）") && en.contains("一社区 (1 rows), 二社区 (2 rows)"),
        "{zh} {en}"
    );
}

#[test]
fn a_missing_column_is_one_fault_and_says_what_the_file_is() {
    let (code, zh, en) = told(Kind::Roster, &case("R24-cover-sheet-first.xlsx"));
    assert_eq!(code, "imports.missing-columns");
    assert!(
        zh.starts_with("缺少列：角色；工作表“居民名单”的表头是：姓名、身份证号、手机号、网格编码、住址。这像是“居民”"),
        "{zh}"
    );
    assert!(en.contains("columns missing: role; the header of sheet 居民名单 is") && en.contains("residents"), "{en}");
    let (_, zh, _) = told(Kind::Residents, "编号,主题,时间,内容\n1,路灯不亮,2026-01-01,坏了\n".as_bytes());
    assert!(zh.contains("缺少列：姓名") && zh.contains("这像是“工单”"), "{zh}");
    let roster = table(Kind::Residents, "姓名,手机,角色,网格编码\n甲,,网格员,510117019006009\n".as_bytes());
    assert!(roster.warnings().iter().any(|w| w.code == "imports.other-kind" && w.zh.contains("人员名册")));
    let residents = table(Kind::Residents, &case("R24-cover-sheet-first.xlsx"));
    assert!(!residents.warnings().iter().any(|w| w.code == "imports.other-kind"));
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("封面").unwrap().write(0, 0, "说明").unwrap();
    let hidden = book.add_worksheet().set_name("名单").unwrap();
    hidden.write(0, 0, "姓名").unwrap();
    hidden.set_hidden(true);
    let (_, zh, _) = told(Kind::Residents, &book.save_to_buffer().unwrap());
    assert!(zh.contains("隐藏的工作表“名单”有这些列"), "{zh}");
}

#[test]
fn old_workbooks_and_those_of_libreoffice_are_read() {
    let keys = ["name", "phone", "code", "door", "birth"];
    let bytes = case("E01-three-sheets.xls");
    let read = rows(Kind::Residents, &bytes, &keys);
    assert_eq!(read.len(), 44);
    assert_eq!(read[0], "𠮷永|13800001000|51011701900600906|3-2-501|1950-03-05");
    assert_eq!(read[1], "王秀英|13800001001|51011701900600906|3-2-501|");
    assert_eq!(read[2], format!("李强|13800001002|5.1011701900600904E+16|{}|", "长".repeat(3000)));
    assert_eq!(read[3], "陈静|13800001003|51011701900600906|true|");
    assert!(read[43].ends_with(&("室".repeat(150) + "|")), "{}", read[43]);
    let found = faults(Kind::Residents, &bytes);
    assert_eq!(cells_and_codes(&found), [("D5", "imports.number-lost")]);
    let table = table(Kind::Residents, &bytes);
    assert!(
        table.warnings()[0].zh.contains("读取了“居民”，没有读取：“说明”（1 行）、“旧表”（隐藏，2 行）"),
        "{:?}",
        table.warnings()
    );
    for name in ["R13-libreoffice.ods", "R16.fods"] {
        let read = rows(Kind::Residents, &case(name), &keys);
        assert_eq!(read[0], "张伟|13800001000|51011701900600906|3-2-501|", "{name}");
    }
}

#[test]
fn cells_of_libreoffice_say_what_they_show() {
    let text = |words: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>"#)
    };
    let header = ["姓名", "出生日期", "电话", "住址", "户籍地", "性别"].map(text).concat();
    let bytes = ods(&format!(
        r##"<style:style style:name="h"><style:table-properties table:display="false"/></style:style>
        <table:table table:name="旧" table:style-name="h"><table:table-row>{header}</table:table-row></table:table>
        <table:table table:name="新"><table:shapes><draw:frame><table:table><table:table-row/></table:table></draw:frame></table:shapes>
        <table:table-header-rows><table:table-row>{header}</table:table-row></table:table-header-rows>
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row>{}<table:table-cell office:value-type="date" office:date-value="1950-03-05T00:00:00"><text:p>50/3/5</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="13800001000"><text:p>1.38E+10</text:p></table:table-cell>
        <table:table-cell table:number-rows-spanned="2" office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>3<text:s text:c="2"/>栋&amp;</text:p><text:p>二</text:p></table:table-cell>
        <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
        <table:table-cell table:formula="of:=A1"/></table:table-row>
        <table:table-row>{}<table:table-cell/><table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"##,
        text("甲"),
        text("乙")
    ));
    let read = rows(Kind::Residents, &bytes, &["name", "birth", "phone", "door"]);
    assert_eq!(read, ["甲|1950-03-05|13800001000|3  栋&\n二", "乙||0.5|3  栋&\n二"]);
    let found = faults(Kind::Residents, &bytes);
    assert_eq!(cells_and_codes(&found), [("E4", "imports.error-cell"), ("F4", "imports.formula-without-value")]);
}

#[test]
fn what_cannot_be_read_is_named_with_what_to_do() {
    for (name, code, says) in [
        ("Z02-zip-renamed.xlsx", "imports.is-archive", "解压"),
        ("Z03-pdf-renamed.xlsx", "imports.is-pdf", "PDF"),
        ("Z04-html-as.xls", "imports.is-html", "另存为 .xlsx"),
        ("Z05-xml2003-as.xls", "imports.is-xml", "另存为 .xlsx"),
        ("Z07-password.xlsx", "imports.password", "去掉打开密码"),
    ] {
        let (found, zh, _) = told(Kind::Residents, &case(name));
        assert!(found == code && zh.contains(says), "{name}: {found} {zh}");
    }
    assert_eq!(told(Kind::Residents, b"").0, "imports.empty");
}

#[test]
fn what_only_another_program_reads_is_read_through_it_or_named() {
    let mut ole = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    ole.create_stream("/ET").unwrap().write_all(b"an old table of WPS").unwrap();
    let bytes = ole.into_inner().into_inner();
    let (code, zh, _) = told(Kind::Residents, &bytes);
    assert!(code == "imports.is-other-workbook" && zh.contains("另存为 .xlsx"), "{code} {zh}");
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("soffice");
    let made = cases().join("R22-merged-cells-down.xlsx");
    std::fs::write(&program, format!("#!/bin/sh\nmkdir \"$7\" && cp '{}' \"$7/table.xlsx\"\n", made.display()))
        .unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let read = Table::read_by(file(&bytes), Kind::Residents.columns(), Some(&program)).unwrap();
    assert_eq!(read.rows(), 5);
}

#[test]
fn geojson_is_read_as_its_standard_has_it() {
    for name in [
        "G43-gdal-4490.geojson",
        "G60-bbox-first.geojson",
        "G63-metadata-array-first.geojson",
        "G65-metadata-with-feature-first.geojson",
    ] {
        let codes = rows(Kind::Grids, &case(name), &["code"]);
        let right = if name.starts_with("G43") { "510117019006101" } else { "510117019006140" };
        assert_eq!(codes, [right], "{name}");
    }
}

/// From each format of file to the stored row.
#[test]
fn rare_characters_stay_what_they_are() {
    const TABLE: [[&str; 3]; 2] = [["姓名", "电话", "网格编码"], ["𠮷㛃䶮", "13900004321", "51011701900600902"]];
    let text: String = TABLE.iter().map(|row| row.join(",") + "\n").collect();
    let (national, _, lossy) = encoding_rs::GB18030.encode(&text);
    assert!(!lossy);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(&TABLE) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, *cell).unwrap();
        }
    }
    let row = |cells: &[&str; 3]| {
        let cell = |text: &&str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
    };
    let open =
        ods(&format!(r#"<table:table table:name="a">{}</table:table>"#, TABLE.iter().map(row).collect::<String>()));
    for bytes in [national.to_vec(), book.save_to_buffer().unwrap(), open] {
        on(Engine::Sqlite, &async |test: &TestApp| {
            let (report, _) = taken(test, Kind::Residents, &here(), &bytes).await;
            assert_eq!((report.created, report.written), (1, true), "{report:#?}");
            let find = serde_json::json!({ "phone": "13900004321" });
            let found = test.as_("leader").await.post("/households/residents/find", &find).await.good();
            let path = format!("/households/residents/{}", found["items"][0]["id"].as_str().unwrap());
            let page = test.as_("leader").await.get(&path).await.good();
            assert!(page.to_string().contains("𠮷㛃䶮"), "{page}");
        });
    }
}
