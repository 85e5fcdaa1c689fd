//! Exported tables, as CSV or as a workbook. This is the only writer of either (tidy checks it): each cell passes through [`neutral`], so
//! that no typed text is run as a formula by the program that opens the file.

use rust_xlsxwriter::{Format, Workbook};
use std::fs::File;
use std::io::{BufWriter, Cursor, Read as _, Seek as _, SeekFrom};
use weiguang_domain::kernel::sheet::neutral;

use crate::problem::Refusal;

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CSV in UTF-8 with a byte order mark, which Excel needs to read Chinese.
    Csv,
    /// A workbook with text cells, so that codes of 17 digits stay exact.
    Xlsx,
}

impl Form {
    /// The file extension.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Reads the extension.
    #[must_use]
    pub fn from_extension(text: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx].into_iter().find(|form| form.extension() == text)
    }

    /// Its media type.
    #[must_use]
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Collects rows one by one in a temporary file.
pub struct Sheet {
    writer: csv::Writer<BufWriter<File>>,
}

fn internal(e: &dyn std::fmt::Display) -> Refusal {
    Refusal::Internal(format!("a table could not be written: {e}"))
}

impl Sheet {
    /// An empty table.
    ///
    /// # Errors
    /// If no temporary file can be made.
    pub fn new() -> Result<Self, Refusal> {
        let file = tempfile::tempfile().map_err(|e| internal(&e))?;
        Ok(Self { writer: csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(file)) })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Result<(), Refusal> {
        self.writer.write_record(cells.into_iter().map(|cell| neutral(cell).into_owned())).map_err(|e| internal(&e))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self, form: Form) -> Result<Vec<u8>, Refusal> {
        let mut file = self.writer.into_inner().map_err(|e| internal(&e))?.into_inner().map_err(|e| internal(&e))?;
        file.seek(SeekFrom::Start(0)).map_err(|e| internal(&e))?;
        if form == Form::Xlsx {
            return workbook(file);
        }
        let mut bytes = vec![0xEF, 0xBB, 0xBF];
        file.read_to_end(&mut bytes).map_err(|e| internal(&e))?;
        Ok(bytes)
    }
}

fn workbook(file: File) -> Result<Vec<u8>, Refusal> {
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet_with_constant_memory().map_err(|e| internal(&e))?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    for (row, record) in (0u32..).zip(reader.records()) {
        for (column, cell) in (0u16..).zip(record.map_err(|e| internal(&e))?.iter()) {
            // A cell of a sheet holds at most 32,767 characters.
            let cell: String = cell.chars().take(32_000).collect();
            sheet.write_string_with_format(row, column, cell, &text).map_err(|e| internal(&e))?;
        }
    }
    let mut out = Cursor::new(Vec::new());
    book.save_to_writer(&mut out).map_err(|e| internal(&e))?;
    Ok(out.into_inner())
}
