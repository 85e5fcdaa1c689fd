//! Converts each format of table into rows, and detects the encoding of text from its content.

use encoding_rs::{Encoding, GB18030, UTF_8};
use std::cell::Cell;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::book::{self, Excel, Odf, Ole, Row, Xls, convert};
use super::features;
use super::magic::{self, Found};
use super::metered::{Metered, ROW_BYTES};
use super::refused::{broken, quote_open, unreadable};
use super::sink::Sink;
use crate::web::Refusal;

/// Limit of an unpacked file: a larger one is a bomb, or a whole country.
const UNPACKED_BYTES: u64 = 1024 * 1024 * 1024;
/// The column with a feature's geometry, as GeoJSON text.
pub const GEOMETRY: &str = "geometry";

/// Formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text with delimiters.
    Csv,
    /// A workbook of Excel or WPS.
    Xlsx,
    /// One of Excel before 2007, or of WPS.
    Xls,
    /// One of LibreOffice.
    Ods,
    /// The same, unpacked.
    Fods,
    /// A FeatureCollection: a feature is a row.
    GeoJson,
}

impl Form {
    /// The file extension.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Fods => "fods",
            Self::GeoJson => "geojson",
        }
    }
}

fn internal(e: &std::io::Error) -> Refusal {
    Refusal::Internal(format!("temporary file: {e}"))
}

/// Converts a file into rows. It terminates for any bytes: a panic of a reader is reported as a damaged file.
pub(super) fn turn(file: &mut File, sink: &mut Sink<'_>, converter: Option<&Path>) -> Result<Form, Refusal> {
    let turned = catch_unwind(AssertUnwindSafe(|| {
        if magic::look(&head(file)?)? == Found::Gzip {
            let mut unpacked = unpack(file)?;
            return turn_plain(&mut unpacked, sink, converter);
        }
        turn_plain(file, sink, converter)
    }));
    turned.unwrap_or_else(|_| Err(broken(&"a reader broke on it")))
}

fn turn_plain(file: &mut File, sink: &mut Sink<'_>, converter: Option<&Path>) -> Result<Form, Refusal> {
    let head = head(file)?;
    if head.is_empty() {
        return Err(unreadable("imports.empty", "文件是空的", "the file is empty"));
    }
    let twin = || file.try_clone().map_err(|e| internal(&e));
    match magic::look(&head)? {
        Found::Gzip => Err(unreadable("imports.packed-twice", "文件被压缩了两次", "the file is packed twice")),
        Found::Json => features::features(file, sink).map(|()| Form::GeoJson),
        Found::Text => delimited(file, &head, sink).map(|()| Form::Csv),
        Found::Fods => book::read(&mut Odf::flat(twin()?)?, sink).map(|()| Form::Fods),
        Found::Compound => compound(file, sink, converter),
        Found::Excel | Found::Ods => match magic::packed(file)? {
            Ok(Found::Ods) => book::read(&mut Odf::packed(twin()?)?, sink).map(|()| Form::Ods),
            Ok(_) => book::read(&mut Excel::open(twin()?)?, sink).map(|()| Form::Xlsx),
            Err(magic::OTHER_BOOK) => converted(file, "xlsb", sink, converter).map(|()| Form::Xlsx),
            Err(what) => Err(magic::tell(what)),
        },
    }
}

/// A file of Office before 2007, or of WPS.
fn compound(file: &mut File, sink: &mut Sink<'_>, converter: Option<&Path>) -> Result<Form, Refusal> {
    let twin = file.try_clone().map_err(|e| internal(&e))?;
    let mut ole = Ole::open(BufReader::new(twin)).map_err(|e| broken(&e))?;
    if let Some(name) = book::stream_of(&ole) {
        return book::read(&mut Xls::open(&mut ole, name)?, sink).map(|()| Form::Xls);
    }
    let told = magic::compound(&ole);
    if !magic::is_other_book(&told) {
        return Err(told);
    }
    converted(file, "et", sink, converter).map(|()| Form::Xls)
}

/// A format that only another program reads, converted by it.
fn converted(file: &mut File, ending: &str, sink: &mut Sink<'_>, converter: Option<&Path>) -> Result<(), Refusal> {
    let made = converter.map(|program| convert::to_xlsx(file, ending, program, convert::TIME)).transpose()?.flatten();
    book::read(&mut Excel::open(made.ok_or_else(magic::other_book)?)?, sink)
}

/// The first bytes, with the file back at its start.
fn head(file: &mut File) -> Result<Vec<u8>, Refusal> {
    file.seek(SeekFrom::Start(0)).map_err(|e| broken(&e))?;
    let mut head = Vec::new();
    Read::by_ref(file).take(magic::HEAD).read_to_end(&mut head).map_err(|e| broken(&e))?;
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

/// Transcodes text to UTF-8 with plain line ends. Returns `false` if the bytes are not in this encoding.
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
                // CR LF is one line end, and so is a lone CR.
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
        // A spreadsheet counts a cell with line breaks as one row, and an empty line as one.
        let inside: usize = record.iter().map(|c| c.bytes().filter(|b| *b == b'\n').count()).sum();
        let lines = reader.position().line().saturating_sub(before);
        number += lines.saturating_sub(inside as u64).max(1);
        sink.push(Row::plain(number, record.iter().map(str::to_owned).collect()))?;
    }
}

/// The most frequent delimiter in the first lines, outside of quotation marks.
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
