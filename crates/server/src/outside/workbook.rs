//! Reads a workbook of Excel or WPS cell by cell: a few of its bytes may unpack to more than memory permits.

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use std::io::{Read, Seek};
use zip::ZipArchive;

use crate::problem::{FieldFault, Refusal};

/// Limit of a workbook when unpacked.
const UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// Limit of its parts other than sheets: strings and styles are in memory all at once.
const HELD_BYTES: u64 = 128 * 1024 * 1024;

fn fault(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::field(FieldFault::new("file", code, zh, en))
}

/// Opens a workbook, after checking its unpacked size.
///
/// # Errors
/// If it unpacks to too much, or is no workbook.
pub fn open<R: Read + Seek>(file: R) -> Result<Xlsx<R>, Refusal> {
    let packed = counted(file, "xl/worksheets/")?;
    Xlsx::new(packed.into_inner()).map_err(|e| match e {
        XlsxError::Password => password(),
        e => broken(&e),
    })
}

/// The refusal for a workbook with a password.
#[must_use]
pub fn password() -> Refusal {
    fault(
        "imports.password",
        "文件有打开密码：请先去掉打开密码（文件—信息—保护工作簿，或“文档加密”），保存后再导入",
        "the file has a password: take it off, save, and import it again",
    )
}

/// The refusal for a damaged file, with the reader's own message.
#[must_use]
pub fn broken(error: &dyn std::fmt::Display) -> Refusal {
    fault(
        "imports.unreadable",
        format!("文件已损坏或不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入（{error}）"),
        format!("the file is damaged: open it in Excel or WPS and save it as .xlsx ({error})"),
    )
}

/// Opens a packed file after measuring its unpacked size, since its declared size may be wrong. Only entries under `streamed` are read
/// piece by piece and may be large.
///
/// # Errors
/// If it unpacks to too much, or is no packed file.
pub fn counted<R: Read + Seek>(file: R, streamed: &str) -> Result<ZipArchive<R>, Refusal> {
    let mut packed = ZipArchive::new(file).map_err(|e| broken(&e))?;
    let (mut left, mut held) = (UNPACKED_BYTES, HELD_BYTES);
    for n in 0..packed.len() {
        let entry = packed.by_index(n).map_err(|e| broken(&e))?;
        let name = entry.name().map_err(|e| broken(&e))?;
        // By any name: the list of sheets may refer to it.
        let room = if name.starts_with(streamed) { &mut left } else { &mut held };
        let bytes = std::io::copy(&mut entry.take(*room + 1), &mut std::io::sink()).map_err(|e| broken(&e))?;
        *room = room.checked_sub(bytes).ok_or_else(|| {
            fault(
                "imports.unpacks-to-too-much",
                "这个工作簿解压后过大（工作表最多 512 MB，文字最多 128 MB），请拆分或另存为 CSV",
                "this workbook unpacks to too much (512 MB of sheets, 128 MB of strings): split it, or save it as CSV",
            )
        })?;
    }
    Ok(packed)
}

/// A number as text. One of more than 15 digits has lost its last ones in the sheet; it is written with an exponent, as the sheet shows it,
/// so that it is refused where digits matter instead of being mistaken for another number.
#[must_use]
pub fn number_words(number: f64) -> String {
    if number.abs() >= 1e15 { format!("{number:E}").replace('E', "E+") } else { number.to_string() }
}

/// A time as an ISO text, without the hour at midnight.
#[must_use]
pub fn day_words(text: &str) -> String {
    match text.split_once('T') {
        Some((day, time)) if time.trim_end_matches(['0', ':', '.', 'Z']).is_empty() => day.to_owned(),
        Some((day, time)) => format!("{day} {}", time.split('.').next().unwrap_or(time)),
        None => text.to_owned(),
    }
}

/// A moment stored in a sheet as a number.
#[must_use]
pub fn moment_words(at: ExcelDateTime) -> String {
    let (y, mo, d, h, mi, s, _) = at.to_ymd_hms_milli();
    if (h, mi, s) == (0, 0, 0) {
        format!("{y:04}-{mo:02}-{d:02}")
    } else {
        format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}")
    }
}

/// A cell as text.
#[must_use]
pub fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(v) => number_words(*v),
        DataRef::String(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::DateTimeIso(s) => day_words(s),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(at) => moment_words(*at),
        DataRef::Error(e) => e.to_string(),
        DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn a_small_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_read() {
        for (name, most) in [("xl/sharedStrings.xml", HELD_BYTES), ("xl/worksheets/sheet1.xml", UNPACKED_BYTES)] {
            let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
            packed.start_file(name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
            let block = vec![b' '; 1024 * 1024];
            for _ in 0..=most / 1024 / 1024 {
                packed.write_all(&block).unwrap();
            }
            let file = packed.finish().unwrap();
            assert!(file.get_ref().len() < 8 * 1024 * 1024, "{}", file.get_ref().len());
            let Err(Refusal::Invalid(faults)) = open(file) else { panic!("{name} was opened") };
            assert_eq!(faults[0].code, "imports.unpacks-to-too-much");
        }
    }

    #[test]
    fn a_long_number_is_not_taken_for_a_code() {
        assert_eq!(words(&DataRef::Float(510_117_019_006_009.0)), "510117019006009");
        assert_eq!(words(&DataRef::Float(51_011_701_900_600_900.0)), "5.10117019006009E+16");
    }

    #[test]
    fn a_day_has_no_hour() {
        for (text, words) in [
            ("2026-01-02", "2026-01-02"),
            ("2026-01-02T00:00:00", "2026-01-02"),
            ("2026-01-02T10:30:00.000", "2026-01-02 10:30:00"),
        ] {
            assert_eq!(day_words(text), words);
        }
    }
}
