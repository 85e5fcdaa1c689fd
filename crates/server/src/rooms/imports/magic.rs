//! Detects the format of a file from its first bytes or its content, whatever its name says: supported formats, and refused ones with an
//! instruction for each.

use std::fs::File;
use std::io::{BufReader, Read as _};
use zip::ZipArchive;

use super::book::Ole;
use super::refused::{broken, unreadable};
use crate::web::Refusal;

/// Supported formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Packed by gzip.
    Gzip,
    /// .xlsx.
    Excel,
    /// .ods.
    Ods,
    /// .fods.
    Fods,
    /// A compound file with any content.
    Compound,
    /// JSON.
    Json,
    /// No known signature: probably text.
    Text,
}

/// A format that is refused: its code, its name with an instruction, in both languages.
type RefusedFormat = (&'static str, &'static str, &'static str);

const PDF: RefusedFormat = (
    "imports.is-pdf",
    "这是 PDF 文件，不是表格：请向对方要 Excel 原件",
    "this is a PDF, no table: ask for the workbook that it was made from",
);
const HTML: RefusedFormat = (
    "imports.is-html",
    "这是网页（HTML），只是名字像 Excel：请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入",
    "this is a web page (HTML) with the name of a workbook: open it in Excel or WPS and save it as .xlsx",
);
const XML_2003: RefusedFormat = (
    "imports.is-xml",
    "这是“XML 电子表格 2003”，只是名字像 Excel：请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入",
    "this is an XML spreadsheet of 2003: open it in Excel or WPS and save it as .xlsx",
);
const OTHER_XML: RefusedFormat = (
    "imports.is-other-xml",
    "这是 XML 文件，不是表格：请从原系统导出为 .xlsx、.csv 或 GeoJSON",
    "this is XML, no table: export it as .xlsx, .csv or GeoJSON",
);
const KML: RefusedFormat = (
    "imports.is-kml",
    "这是 KML/KMZ 地图文件：请在 QGIS 或奥维里导出为 GeoJSON（WGS84）后再导入",
    "this is KML or KMZ: export it as GeoJSON (WGS84), for example with QGIS",
);
const SHAPEFILE: RefusedFormat = (
    "imports.is-shapefile",
    "这是 Shapefile（.shp）：请在 QGIS 里“导出—另存要素为 GeoJSON（WGS84）”，或运行 ogr2ogr -f GeoJSON 网格.geojson 文件.shp，再导入",
    "this is a shapefile: save its features as GeoJSON (WGS84) in QGIS, or by ogr2ogr -f GeoJSON cells.geojson FILE.shp",
);
const DATABASE: RefusedFormat = (
    "imports.is-database",
    "这是数据库文件（SQLite、GeoPackage、Access 或 dBASE），不是表格：请把要导入的表导出为 .xlsx 或 .csv，图层导出为 GeoJSON",
    "this is a database (SQLite, GeoPackage, Access or dBASE): export the table as .xlsx or .csv, a layer as GeoJSON",
);
const DOCUMENT: RefusedFormat = (
    "imports.is-document",
    "这是文档或演示文稿（Word、WPS 文字、PPT、OFD），不是表格：请把其中的表复制到 Excel 或 WPS 表格里，存为 .xlsx 后再导入",
    "this is a document or slides, no workbook: copy its table into a sheet and save that as .xlsx",
);
const IMAGE: RefusedFormat = (
    "imports.is-image",
    "这是图片，不是表格：请录入到 Excel 或 WPS 表格里，存为 .xlsx 后再导入",
    "this is a picture, no table: enter it into a sheet and save that as .xlsx",
);
const ARCHIVE: RefusedFormat = (
    "imports.is-archive",
    "这是压缩包，不是表格：请先解压，再导入里面的表",
    "this is an archive, no table: unpack it, and import the table in it",
);
const OLD_EXCEL: RefusedFormat = (
    "imports.is-old-excel",
    "这是很早的 Excel 文件（4.0 或更早）：请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入",
    "this is a workbook of Excel 4 or earlier: open it in Excel or WPS and save it as .xlsx",
);
/// A workbook that only another program reads.
pub const OTHER_BOOK: RefusedFormat = (
    "imports.is-other-workbook",
    "这种电子表格（.xlsb、.numbers 或旧版 .et）不能直接读取：请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入",
    "a workbook of this form (.xlsb, .numbers, an old .et) is not read: open it in WPS or Excel and save it as .xlsx",
);
const BINARY: RefusedFormat = (
    "imports.is-binary",
    "这不是表格，也不是文本：请导入 .xlsx、.xls、.et、.ods、.csv 或 GeoJSON",
    "this is neither a table nor text: import .xlsx, .xls, .et, .ods, .csv or GeoJSON",
);

/// Signatures: offset, bytes, and the refused format.
const SIGNS: &[(usize, &[u8], RefusedFormat)] = &[
    (0, b"%PDF-", PDF),
    (0, b"{\\rtf", DOCUMENT),
    (0, b"\x00\x00\x27\x0A", SHAPEFILE),
    (0, b"SQLite format 3\0", DATABASE),
    (4, b"Standard Jet DB", DATABASE),
    (4, b"Standard ACE DB", DATABASE),
    (0, b"\x89PNG", IMAGE),
    (0, b"\xFF\xD8\xFF", IMAGE),
    (0, b"GIF8", IMAGE),
    (0, b"II*\0", IMAGE),
    (0, b"MM\0*", IMAGE),
    (8, b"WEBP", IMAGE),
    (4, b"ftyp", IMAGE),
    (0, b"Rar!\x1A\x07", ARCHIVE),
    (0, b"7z\xBC\xAF\x27\x1C", ARCHIVE),
    (0, b"\xFD7zXZ\0", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\x28\xB5\x2F\xFD", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (0, b"\x09\x00\x04\x00", OLD_EXCEL),
    (0, b"\x09\x02\x06\x00", OLD_EXCEL),
    (0, b"\x09\x04\x06\x00", OLD_EXCEL),
    (0, b"\x09\x08\x08\x00", OLD_EXCEL),
    (0, b"\x09\x08\x10\x00", OLD_EXCEL),
];

/// Number of leading bytes examined.
pub const HEAD: u64 = 4096;

fn told((code, zh, en): RefusedFormat) -> Refusal {
    unreadable(code, zh, en)
}

/// The refusal for a format that only another program reads.
pub fn other_book() -> Refusal {
    told(OTHER_BOOK)
}

/// The format of a file by its first bytes.
///
/// # Errors
/// If it is not supported: what it is, and what to do.
pub fn look(head: &[u8]) -> Result<Found, Refusal> {
    if head.starts_with(&[0x1F, 0x8B]) {
        return Ok(Found::Gzip);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Found::Excel);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(Found::Compound);
    }
    let sign = SIGNS.iter().find(|(at, sign, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(sign)));
    if let Some((_, _, what)) = sign {
        return Err(told(*what));
    }
    // A dBASE table begins with its version and the day of its last change.
    if let [0x03 | 0x30 | 0x83 | 0x8B, year, 1..=12, 1..=31, ..] = head
        && *year < 200
        && head.get(28..32).is_some_and(|rest| rest.contains(&0))
    {
        return Err(told(DATABASE));
    }
    if let Some(found) = marked(head)? {
        return Ok(found);
    }
    let utf_16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    let control = head.iter().filter(|b| matches!(**b, 0..=8 | 14..=26 | 28..=31)).count();
    if !utf_16 && control * 10 > head.len() { Err(told(BINARY)) } else { Ok(Found::Text) }
}

/// The format of text with markup.
fn marked(head: &[u8]) -> Result<Option<Found>, Refusal> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.starts_with('{') || text.starts_with("[{") || text.starts_with("[[") {
        return Ok(Some(Found::Json));
    }
    if text.starts_with("mime-version:") {
        return Err(told(HTML));
    }
    if !text.starts_with('<') {
        return Ok(None);
    }
    let what = if text.contains("opendocument.spreadsheet") {
        return Ok(Some(Found::Fods));
    } else if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        XML_2003
    } else if text.contains("<kml") {
        KML
    } else if ["<html", "<!doctype html", "<table", "<body", "<meta"].iter().any(|sign| text.contains(sign)) {
        HTML
    } else if text.contains("office:document") || text.contains("word.document") {
        DOCUMENT
    } else if text.starts_with("<?xml") {
        OTHER_XML
    } else {
        return Ok(None);
    };
    Err(told(what))
}

/// The format of a packed file by its content.
///
/// # Errors
/// If it is not supported.
pub fn packed(file: &File) -> Result<Result<Found, RefusedFormat>, Refusal> {
    let file = file.try_clone().map_err(|e| broken(&e))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| broken(&e))?;
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    let ends = |ending: &str| names.iter().any(|n| n.ends_with(ending));
    let mut kind = String::new();
    if let Ok(entry) = archive.by_name("mimetype") {
        entry.take(200).read_to_string(&mut kind).map_err(|e| broken(&e))?;
    }
    Ok(if kind.contains("opendocument.spreadsheet") {
        Ok(Found::Ods)
    } else if has("xl/workbook.bin") || ends(".iwa") || has("index.zip") {
        Err(OTHER_BOOK)
    } else if names.iter().any(|n| n.starts_with("xl/")) {
        Ok(Found::Excel)
    } else if ends(".shp") {
        Err(SHAPEFILE)
    } else if ends(".kml") {
        Err(KML)
    } else if kind.contains("opendocument")
        || ["word/", "ppt/"].iter().any(|f| names.iter().any(|n| n.starts_with(f)))
        || has("ofd.xml")
    {
        Err(DOCUMENT)
    } else {
        Err(ARCHIVE)
    })
}

/// The refusal for a compound file without a workbook.
pub fn compound(ole: &Ole) -> Refusal {
    if ole.is_stream("/EncryptedPackage") {
        crate::outside::workbook::password()
    } else if ["/WordDocument", "/PowerPoint Document", "/VisioDocument", "/Contents"]
        .iter()
        .any(|name| ole.is_stream(name))
    {
        told(DOCUMENT)
    } else {
        other_book()
    }
}

/// Whether it is the refusal for a format that only another program reads.
pub fn is_other_book(told: &Refusal) -> bool {
    matches!(told, Refusal::Invalid(faults) if faults.iter().any(|f| f.code == OTHER_BOOK.0))
}

/// The refusal for a packed file of this format.
pub fn tell(what: RefusedFormat) -> Refusal {
    told(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(found: Result<Found, Refusal>) -> String {
        match found {
            Ok(found) => format!("{found:?}"),
            Err(Refusal::Invalid(faults)) => {
                assert!(!faults[0].zh.is_empty() && !faults[0].en.is_empty());
                faults[0].code.clone()
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_file_is_named_by_what_it_is() {
        let rubbish: Vec<u8> = (0..255u8).cycle().take(999).map(|b| b.wrapping_mul(37) & 0x1F).collect();
        let mut tar = vec![b'a'; 600];
        tar[257..262].copy_from_slice(b"ustar");
        let dbase = [&[3u8, 126, 11, 30][..], &[9; 20], &[0; 40]].concat();
        let cases: &[(&[u8], &str)] = &[
            (b"PK\x03\x04", "Excel"),
            (b"PK\x05\x06", "Excel"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Compound"),
            (b"\x1F\x8B\x08", "Gzip"),
            (b" \xEF\xBB\xBF{\"type\":", "Json"),
            (b"[{\"a\":1}]", "Json"),
            ("姓名,电话\n<b>,1\n".as_bytes(), "Text"),
            (b"<60,>60\n1,2\n", "Text"),
            (b"\xFF\xFE\x2D\x4E\x00\x00\x01\x00", "Text"),
            (b"", "Text"),
            (b"%PDF-1.7\n", "imports.is-pdf"),
            (b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", "imports.is-html"),
            (b"\r\n<!DOCTYPE HTML><HTML>", "imports.is-html"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "imports.is-html"),
            (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "imports.is-xml"),
            (b"<?xml version=\"1.0\"?><rows/>", "imports.is-other-xml"),
            (b"<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\">", "imports.is-kml"),
            (
                b"<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">",
                "Fods",
            ),
            (
                b"<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\">",
                "imports.is-document",
            ),
            (b"\x00\x00\x27\x0A\x00\x00", "imports.is-shapefile"),
            (b"SQLite format 3\0\x10", "imports.is-database"),
            (b"\x00\x01\x00\x00Standard Jet DB\0", "imports.is-database"),
            (&dbase, "imports.is-database"),
            (b"{\\rtf1\\ansi", "imports.is-document"),
            (b"\x89PNG\r\n\x1A\n", "imports.is-image"),
            (b"\xFF\xD8\xFF\xE0\x00\x10JFIF", "imports.is-image"),
            (b"RIFF\x00\x00\x00\x00WEBP", "imports.is-image"),
            (b"\x00\x00\x00\x18ftypheic", "imports.is-image"),
            (b"Rar!\x1A\x07\x01\x00", "imports.is-archive"),
            (b"7z\xBC\xAF\x27\x1C\x00\x04", "imports.is-archive"),
            (&tar, "imports.is-archive"),
            (b"\x09\x08\x10\x00\x00\x06\x05\x00", "imports.is-old-excel"),
            (&rubbish, "imports.is-binary"),
        ];
        for (head, what) in cases {
            assert_eq!(code(look(head)), *what, "{:?}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn packed_files_are_named_by_what_is_in_them() {
        use std::io::{Cursor, Write as _};
        for (name, content, what) in [
            ("xl/workbook.xml", "", "Excel"),
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "Ods"),
            ("mimetype", "application/vnd.oasis.opendocument.text", "imports.is-document"),
            ("xl/workbook.bin", "", "imports.is-other-workbook"),
            ("Index/Document.iwa", "", "imports.is-other-workbook"),
            ("word/document.xml", "", "imports.is-document"),
            ("OFD.xml", "", "imports.is-document"),
            ("网格/网格.shp", "", "imports.is-shapefile"),
            ("doc.kml", "", "imports.is-kml"),
            ("居民.txt", "", "imports.is-archive"),
        ] {
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&archive.finish().unwrap().into_inner()).unwrap();
            assert_eq!(code(packed(&file).unwrap().map_err(told)), what, "{name}");
        }
    }
}
