//! Telling a file's form by its first bytes and its encoding by its content, and turning each form into rows.

use calamine::Reader as _;
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::cell::Cell;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};

use super::metered::{Metered, ROW_BYTES};
use super::refused::{broken, quote_open, unreadable};
use super::report::Warning;
use super::table::{COLUMNS, Sink};
use crate::outside::workbook::{self, words};
use crate::web::Refusal;

/// What a packed file may come to: more is a bomb, or a country.
const UNPACKED_BYTES: u64 = 1024 * 1024 * 1024;
/// The column in which the geometry of a feature is kept, as GeoJSON text.
pub const GEOMETRY: &str = "geometry";

/// The forms of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text with delimiters.
    Csv,
    /// A workbook of Excel or WPS.
    Xlsx,
    /// A FeatureCollection: a feature is a row.
    GeoJson,
}

impl Form {
    /// How its files' names end.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
        }
    }
}

fn internal(e: &std::io::Error) -> Refusal {
    Refusal::Internal(format!("temporary file: {e}"))
}

/// Turns a file into rows.
pub(super) fn turn(file: &mut File, sink: &mut Sink<'_>) -> Result<Form, Refusal> {
    let head = head(file)?;
    if head.starts_with(&[0x1F, 0x8B]) {
        let mut unpacked = unpack(file)?;
        return turn_plain(&mut unpacked, sink);
    }
    turn_plain(file, sink)
}

fn turn_plain(file: &mut File, sink: &mut Sink<'_>) -> Result<Form, Refusal> {
    let head = head(file)?;
    if head.starts_with(b"PK\x03\x04") {
        cells_of_sheet(file, sink)?;
        return Ok(Form::Xlsx);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(unreadable(
            "imports.old-excel",
            "这是旧版 .xls 文件，请另存为 .xlsx 或 .csv 后再导入",
            "this is an old .xls file: save it as .xlsx or .csv first",
        ));
    }
    if head.starts_with(&[0x1F, 0x8B]) {
        return Err(unreadable("imports.packed-twice", "文件被压缩了两次", "the file is packed twice"));
    }
    let first = head.iter().position(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF));
    if first.is_some_and(|at| head[at] == b'{') {
        features(file, sink)?;
        return Ok(Form::GeoJson);
    }
    delimited(file, &head, sink)?;
    Ok(Form::Csv)
}

/// The first bytes, with the file back at its start.
fn head(file: &mut File) -> Result<Vec<u8>, Refusal> {
    file.seek(SeekFrom::Start(0)).map_err(|e| broken(&e))?;
    let mut head = Vec::new();
    Read::by_ref(file).take(64).read_to_end(&mut head).map_err(|e| broken(&e))?;
    file.seek(SeekFrom::Start(0)).map_err(|e| broken(&e))?;
    Ok(head)
}

fn unpack(file: &mut File) -> Result<File, Refusal> {
    let mut out = tempfile::tempfile().map_err(|e| internal(&e))?;
    let mut unpacked = flate2::read::MultiGzDecoder::new(BufReader::new(file)).take(UNPACKED_BYTES + 1);
    let bytes = std::io::copy(&mut unpacked, &mut out).map_err(|e| broken(&e))?;
    if bytes > UNPACKED_BYTES {
        return Err(unreadable(
            "imports.too-large",
            "解压后超过 1 GB，请拆分后再导入",
            "more than 1 GB when unpacked: split it first",
        ));
    }
    Ok(out)
}

/// Text in UTF-8 with plain line ends. Gives `false` if the bytes are not of this encoding.
fn transcode(file: &mut File, encoding: &'static Encoding, out: &mut impl Write) -> Result<bool, Refusal> {
    file.seek(SeekFrom::Start(0)).map_err(|e| broken(&e))?;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut input, mut text, mut after_return) = (vec![0u8; 1 << 16], String::with_capacity(1 << 18), false);
    loop {
        let n = file.read(&mut input).map_err(|e| broken(&e))?;
        let mut from = 0;
        loop {
            text.clear();
            let (result, read) = decoder.decode_to_string_without_replacement(&input[from..n], &mut text, n == 0);
            from += read;
            for part in text.split_inclusive(['\r', '\n']) {
                // CR LF is one end of line, and so is a lone CR.
                let skip = after_return && part.starts_with('\n');
                after_return = part.ends_with('\r');
                let part = if skip { &part[1..] } else { part };
                match part.strip_suffix('\r') {
                    Some(line) => writeln!(out, "{line}"),
                    None => write!(out, "{part}"),
                }
                .map_err(|e| internal(&e))?;
            }
            match result {
                encoding_rs::DecoderResult::InputEmpty => break,
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::Malformed(..) => return Ok(false),
            }
        }
        if n == 0 {
            writeln!(out).map_err(|e| internal(&e))?;
            return Ok(true);
        }
    }
}

fn delimited(file: &mut File, head: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let by_mark = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    let mut text = None;
    for encoding in by_mark.map_or_else(|| vec![UTF_8, GB18030], |e| vec![e]) {
        let mut out = BufWriter::new(tempfile::tempfile().map_err(|e| internal(&e))?);
        if transcode(file, encoding, &mut out)? {
            text = Some(out.into_inner().map_err(|e| internal(e.error()))?);
            break;
        }
    }
    let Some(mut text) = text else {
        return Err(unreadable(
            "imports.encoding",
            "文字编码既不是 UTF-8 也不是 GB18030，请另存为“CSV UTF-8”",
            "the text is neither UTF-8 nor GB18030: save it as “CSV UTF-8”",
        ));
    };
    text.seek(SeekFrom::Start(0)).map_err(|e| internal(&e))?;
    let mut sample = vec![0; 1 << 14];
    let n = text.read(&mut sample).map_err(|e| internal(&e))?;
    let delimiter = delimiter(&String::from_utf8_lossy(&sample[..n]));
    text.seek(SeekFrom::Start(0)).map_err(|e| internal(&e))?;
    let left = Cell::new(ROW_BYTES);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(Metered::new(text, &left));
    let (mut record, mut number) = (csv::StringRecord::new(), 0);
    loop {
        let before = reader.position().line();
        left.set(ROW_BYTES);
        let more = reader.read_record(&mut record);
        if left.get() == 0 {
            return Err(quote_open(number + 1));
        }
        if !more.map_err(|e| broken(&e))? {
            return Ok(());
        }
        // A sheet counts a cell with line breaks as one row, and an empty line as one.
        let inside: usize = record.iter().map(|c| c.bytes().filter(|b| *b == b'\n').count()).sum();
        let lines = reader.position().line().saturating_sub(before);
        number += lines.saturating_sub(inside as u64).max(1);
        sink.push(number, record.iter().map(str::to_owned).collect())?;
    }
}

/// The delimiter that stands most often in the first lines, outside of quotation marks.
fn delimiter(sample: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for b in sample.lines().take(12).flat_map(str::bytes) {
        quoted ^= b == b'"';
        if let Some((_, n)) = counts.iter_mut().find(|(d, _)| *d == b && !quoted) {
            *n += 1;
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

fn cells_of_sheet(file: &mut File, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let file = file.try_clone().map_err(|e| internal(&e))?;
    let mut book = workbook::open(BufReader::new(file))?;
    let names = book.sheet_names();
    let Some(name) = names.first().cloned() else {
        return Err(unreadable("imports.empty", "文件里没有工作表", "the workbook has no sheet"));
    };
    if names.len() > 1 {
        sink.warnings.push(Warning::plain(
            "imports.sheets",
            format!("有 {} 个工作表，只读取第一个“{name}”", names.len()),
            format!("of {} sheets only the first, {name}, is read", names.len()),
        ));
    }
    let mut cells = book.worksheet_cells_reader(&name).map_err(|e| broken(&e))?;
    let (mut at, mut row): (u32, Vec<String>) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(|e| broken(&e))? {
        let (line, column) = cell.get_position();
        let text = words(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if line != at {
            sink.push(u64::from(at) + 1, std::mem::take(&mut row))?;
            at = line;
        }
        let column = column as usize;
        if column > COLUMNS {
            return Err(unreadable(
                "imports.too-many-columns",
                format!("第 {} 行超过 {COLUMNS} 列", line + 1),
                format!("row {} has more than {COLUMNS} columns", line + 1),
            ));
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text;
    }
    sink.push(u64::from(at) + 1, row)
}

/// Reads the features twice: once for the names of their properties, once for the rows. None but one is held at a time.
fn features(file: &mut File, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let mut names: Vec<String> = Vec::new();
    each_feature(file, |_, feature| {
        for name in feature.properties.iter().flatten().map(|(name, _)| name) {
            if !names.contains(name) && names.len() < COLUMNS - 1 {
                names.push(name.clone());
            }
        }
        Ok(())
    })?;
    let headers: Vec<String> = names.iter().cloned().chain([GEOMETRY.to_owned()]).collect();
    sink.header(headers);
    each_feature(file, |number, feature| {
        let property = |name: &String| match feature.property(name) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Array(list)) => list
                .iter()
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join("、"),
            Some(other) => other.to_string(),
        };
        let geometry = feature.geometry.as_ref().map_or_else(String::new, |g| g.to_string());
        sink.push(number, names.iter().map(property).chain([geometry]).collect())
    })
}

fn each_feature(
    file: &mut File,
    mut each: impl FnMut(u64, &geojson::Feature) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    file.seek(SeekFrom::Start(0)).map_err(|e| broken(&e))?;
    let mut input = BufReader::with_capacity(1 << 16, file);
    // A byte order mark is no JSON.
    let mark = std::io::BufRead::fill_buf(&mut input).map_err(|e| broken(&e))?.starts_with(&[0xEF, 0xBB, 0xBF]);
    std::io::BufRead::consume(&mut input, if mark { 3 } else { 0 });
    let left = Cell::new(ROW_BYTES);
    for (number, feature) in (1..).zip(geojson::FeatureReader::from_reader(Metered::new(input, &left)).features()) {
        let feature = feature.map_err(|e| {
            if left.get() == 0 {
                return unreadable(
                    "imports.row-too-large",
                    format!("第 {number} 个要素超过 16 MB，请简化边界"),
                    format!("feature {number} has more than 16 MB: simplify its border"),
                );
            }
            unreadable(
                "imports.geojson",
                format!("第 {number} 个要素无法读取：{e}"),
                format!("feature {number} cannot be read: {e}"),
            )
        })?;
        each(number, &feature)?;
        left.set(ROW_BYTES);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_outside_of_quotes() {
        assert_eq!(delimiter("a;b;c\n\"x,y,z,w\";1;2\n"), b';');
        assert_eq!(delimiter("a\tb\n1\t2\n"), b'\t');
        assert_eq!(delimiter("one\n"), b',');
    }
}
