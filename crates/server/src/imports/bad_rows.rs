//! The bad rows of a file, as they came, each with its number and what is wrong with it: to be mended and sent again.
//!
//! A workbook is answered with a workbook (its cells are text, so that no code of 17 digits loses its end), everything else with CSV in
//! UTF-8 with a byte order mark, which Excel needs to read Chinese.

use std::fs::File;
use std::io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

use super::form::Form;
use super::report::RowFault;
use super::table::{Cells, OWN, Table};
use crate::web::Refusal;

/// The most rows that are given back: nobody mends more by hand.
pub const ROWS: u64 = 20_000;
/// The most bytes of them.
const BYTES: u64 = 16 * 1024 * 1024;

fn internal(e: &dyn std::fmt::Display) -> Refusal {
    Refusal::Internal(format!("bad rows: {e}"))
}

/// Takes bad rows one by one into a temporary file.
pub struct BadRows {
    writer: csv::Writer<BufWriter<File>>,
    form: Form,
    rows: u64,
    bytes: u64,
}

/// The rows as a file to give away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFile {
    /// `csv` or `xlsx`.
    pub extension: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl BadRows {
    /// Begins with the header of the file.
    ///
    /// # Errors
    /// If no temporary file can be made.
    pub fn new(table: &Table) -> Result<Self, Refusal> {
        let file = tempfile::tempfile().map_err(|e| internal(&e))?;
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(file));
        let own = table.headers().iter().map(|h| h.trim()).filter(|h| !OWN.contains(h));
        writer.write_record(own.chain(OWN)).map_err(|e| internal(&e))?;
        Ok(Self { writer, form: table.form(), rows: 0, bytes: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn push(&mut self, headers: &[String], cells: &Cells<'_>, faults: &[RowFault]) -> Result<(), Refusal> {
        if self.rows >= ROWS || self.bytes > BYTES {
            return Ok(());
        }
        let said = |f: &RowFault| format!("{}：{}", f.column, f.zh);
        let why = faults.iter().map(said).collect::<Vec<_>>().join("；");
        let number = cells.number.to_string();
        // What we wrote into an earlier file of bad rows is written anew, not carried along.
        let own = cells.all().zip(headers).filter(|(_, h)| !OWN.contains(&h.trim())).map(|(c, _)| c);
        self.bytes += cells.all().map(|c| c.len() as u64).sum::<u64>();
        self.rows += 1;
        self.writer.write_record(own.chain([number.as_str(), why.as_str()])).map_err(|e| internal(&e))
    }

    /// The file, or `None` if every row was good.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<Option<BadFile>, Refusal> {
        if self.rows == 0 {
            return Ok(None);
        }
        let mut file = self.writer.into_inner().map_err(|e| internal(&e))?.into_inner().map_err(|e| internal(&e))?;
        file.seek(SeekFrom::Start(0)).map_err(|e| internal(&e))?;
        if self.form == Form::Xlsx {
            return Ok(Some(BadFile { extension: "xlsx", bytes: workbook(file)? }));
        }
        let mut bytes = vec![0xEF, 0xBB, 0xBF];
        file.read_to_end(&mut bytes).map_err(|e| internal(&e))?;
        Ok(Some(BadFile { extension: "csv", bytes }))
    }
}

fn workbook(file: File) -> Result<Vec<u8>, Refusal> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let text = rust_xlsxwriter::Format::new().set_num_format("@");
    let sheet = book.add_worksheet_with_constant_memory().map_err(|e| internal(&e))?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    for (row, record) in (0u32..).zip(reader.records()) {
        for (column, cell) in (0u16..).zip(record.map_err(|e| internal(&e))?.iter()) {
            // A cell of a sheet holds at most 32,767 characters.
            let cell: String = cell.chars().take(32_000).collect();
            sheet.write_string_with_format(row, column, cell, &text).map_err(|e| internal(&e))?;
        }
    }
    let mut out = std::io::Cursor::new(Vec::new());
    book.save_to_writer(&mut out).map_err(|e| internal(&e))?;
    out.flush().map_err(|e| internal(&e))?;
    Ok(out.into_inner())
}
