//! A table in an imported file: CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or tab; gzip or not), a workbook or GeoJSON, converted into
//! one format that can be read twice row by row without loading it into memory.
//!
//! The file is converted into an unnamed temporary file (it disappears with the process): one record for a row, first the row's number in
//! the sheet and which of its cells have a formula without a value. For a workbook the table of strings is in memory during the conversion;
//! its size is limited by that of the file.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Seek as _, SeekFrom};
use std::path::Path;
use weiguang_domain::kernel::mask;
use weiguang_domain::kernel::text::fold;

pub use super::columns::{Column, OWN, column};
use super::columns::{Recognised, recognised};
use super::digits::Digits;
use super::form::{self, Form};
use super::report::{RowFault, Warning};
use super::sink::{BEFORE, Sink, Spooled, missing_columns, other_kind};
use crate::web::Refusal;

/// The most columns of a table.
pub const COLUMNS: usize = 200;

/// A table that can be read row by row, as often as needed.
#[derive(Debug)]
pub struct Table {
    file: File,
    headers: Vec<String>,
    places: HashMap<&'static str, usize>,
    /// Positions of the second and later headers of one column.
    more: HashMap<&'static str, Vec<usize>>,
    personal: Vec<&'static str>,
    /// Columns for which the values of several headers are added.
    several: Vec<&'static str>,
    pub(super) digits: Digits,
    rows: u64,
    form: Form,
    warnings: Vec<Warning>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    table: &'a Table,
    /// The row's number as shown in the sheet; in GeoJSON the feature's, from 1.
    pub number: u64,
    record: &'a csv::StringRecord,
}

/// The letters of a column: 0 is A, 26 is AA.
#[must_use]
pub fn letters(mut at: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'A' + u8::try_from(at % 26).unwrap_or(0));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    out.iter().rev().map(|b| char::from(*b)).collect()
}

impl Table {
    /// Converts a file into a table.
    ///
    /// # Errors
    /// One fault of the field `file`, in both languages, if it cannot be read or lacks a required column.
    pub fn read(file: File, columns: &[Column]) -> Result<Self, Refusal> {
        Self::read_by(file, columns, None)
    }

    /// The same, with a program that reads formats which this one cannot.
    ///
    /// # Errors
    /// As [`Table::read`].
    pub fn read_by(mut file: File, columns: &[Column], converter: Option<&Path>) -> Result<Self, Refusal> {
        let mut sink = Sink::new(columns)?;
        let form = form::turn(&mut file, &mut sink, converter)?;
        let Spooled { file, headers, rows, nameless, sheet, hidden, mut warnings } = sink.finish()?;
        let Recognised { places, more, unknown } = recognised(columns, &headers);
        let other = other_kind(columns, &headers);
        let missing: Vec<&Column> = columns.iter().filter(|c| c.needed && !places.contains_key(c.key)).collect();
        if places.is_empty() || !missing.is_empty() {
            let wanted = if missing.is_empty() { columns.iter().collect() } else { missing };
            return Err(missing_columns(&wanted, &headers, sheet.as_deref(), hidden.as_deref(), other));
        }
        if let Some(kind) = other {
            warnings.push(Warning::plain(
                "imports.other-kind",
                format!("从表头看，这像是“{}”：请确认导入的种类没有选错", kind.chinese()),
                format!(
                    "by its header this looks like a table of {}: make sure that it is what was chosen",
                    kind.key()
                ),
            ));
        }
        for (at, header) in unknown.into_iter().filter(|(_, h)| !h.is_empty()) {
            warnings.push(Warning::column(&header, &letters(at)));
        }
        for letters in nameless.into_iter().map(letters) {
            warnings.push(Warning::plain(
                "imports.no-header",
                format!("{letters} 列没有表头，其中的内容没有使用"),
                format!("column {letters} has no header; what stands in it was not used"),
            ));
        }
        let personal = columns.iter().filter(|c| c.personal).map(|c| c.key).collect();
        let digits = Digits::of(columns.iter().filter(|c| c.digits && places.contains_key(c.key)));
        let several = columns.iter().filter(|c| c.several).map(|c| c.key).collect();
        let mut table = Self { file, headers, places, more, personal, several, digits, rows, form, warnings };
        // In a workbook a number is distinguished from text; here only its end shows it.
        if form == Form::Csv {
            table.digits = table.digits.judged(&table)?;
        }
        Ok(table)
    }

    /// Number of rows, without the header.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Its format.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The unchanged header.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Warnings found while reading.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    fn reader(&self) -> Result<csv::Reader<BufReader<&File>>, Refusal> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0)).map_err(|e| torn(&e))?;
        let file = BufReader::with_capacity(1 << 16, file);
        Ok(csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file))
    }

    fn cells<'a>(&'a self, record: &'a csv::StringRecord) -> Cells<'a> {
        let number = record.get(0).and_then(|n| n.parse().ok()).unwrap_or(0);
        Cells { table: self, number, record }
    }

    /// Reads every row in order.
    ///
    /// # Errors
    /// The first error of `row`; if the temporary file cannot be read.
    pub fn each(&self, mut row: impl FnMut(&Cells<'_>) -> Result<(), Refusal>) -> Result<(), Refusal> {
        let (mut reader, mut record) = (self.reader()?, csv::StringRecord::new());
        while reader.read_record(&mut record).map_err(|e| torn(&e))? {
            row(&self.cells(&record))?;
        }
        Ok(())
    }

    /// Reads every row in order, in batches of this size.
    ///
    /// # Errors
    /// As [`Table::each`].
    pub fn batches(
        &self,
        size: usize,
        mut take: impl FnMut(&[Cells<'_>]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut records = self.reader()?.into_records().peekable();
        while records.peek().is_some() {
            let some: Vec<_> = records.by_ref().take(size).collect::<Result<_, _>>().map_err(|e| torn(&e))?;
            take(&some.iter().map(|record| self.cells(record)).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

fn torn(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::Internal(format!("temporary file: {error}"))
}

impl<'a> Cells<'a> {
    /// The content of a column by its position, trimmed.
    fn at(&self, at: usize) -> &'a str {
        self.record.get(at + BEFORE).map_or("", |c| c.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}'))
    }

    /// The content under each header of a column, with its position; empty cells are left out.
    pub fn each(&self, key: &str) -> impl Iterator<Item = (usize, &'a str)> {
        let (table, more) = (self.table, self.table.more.get(key));
        let places = table.places.get(key).into_iter().chain(more.into_iter().flatten()).copied();
        places.map(|at| (at, self.at(at))).filter(|(_, cell)| !cell.is_empty())
    }

    /// The content of a column, trimmed; empty if the row or the table has none. Of several headers the first with content counts.
    #[must_use]
    pub fn get(&self, key: &str) -> &'a str {
        self.each(key).next().map_or("", |(_, cell)| cell)
    }

    /// Whether the table has the column.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.places.contains_key(key)
    }

    /// The faults of different contents under two headers of one column.
    pub fn contradictions(&self) -> Vec<RowFault> {
        let single = self.table.more.keys().filter(|key| !self.table.several.contains(key));
        let clash = |key: &&'static str| {
            let mut said = self.each(key);
            let (first, one) = said.next()?;
            let (second, _) = said.find(|(_, cell)| fold(cell) != fold(one))?;
            let ((a, _), (b, _)) = (self.place_at(first), self.place_at(second));
            let zh = format!("“{a}”与“{b}”是同一项而内容不同：请只留正确的一个");
            Some(self.fault_at(
                second,
                "imports.two-columns",
                zh,
                format!("{a} and {b} are one column and differ here: keep the right one"),
            ))
        };
        let mut faults: Vec<RowFault> = single.filter_map(clash).collect();
        faults.sort_by(|a, b| a.cell.cmp(&b.cell));
        faults
    }

    /// The cell of a column if it is not empty.
    #[must_use]
    pub fn given(&self, key: &str) -> Option<&'a str> {
        Some(self.get(key)).filter(|c| !c.is_empty())
    }

    /// The row's own cells, unchanged, as many as the header has.
    pub fn all(&self) -> impl Iterator<Item = &'a str> {
        let record = self.record;
        (0..self.table.headers.len()).map(move |at| record.get(at + BEFORE).unwrap_or(""))
    }

    /// The cells beyond the header.
    pub fn beyond(&self) -> impl Iterator<Item = &'a str> {
        self.record.iter().skip(BEFORE + self.table.headers.len())
    }

    /// Cells with a formula whose value the file does not have.
    pub fn unvalued(&self) -> impl Iterator<Item = usize> {
        self.record.get(1).unwrap_or("").split(' ').filter_map(|at| at.parse().ok())
    }

    /// Whether a cell has a character that cannot be stored.
    #[must_use]
    pub fn zero_at(&self) -> Option<usize> {
        self.all().position(|c| c.contains('\0'))
    }

    /// The position of a column: that of the cell that counts.
    fn position(&self, key: &str) -> Option<usize> {
        self.each(key).next().map(|(at, _)| at).or_else(|| self.table.places.get(key).copied())
    }

    /// The header of a column, and the address of this row's cell.
    #[must_use]
    pub fn place(&self, key: &str) -> (String, String) {
        self.position(key).map_or_else(|| (key.to_owned(), String::new()), |at| self.place_at(at))
    }

    /// The same by the column's position.
    #[must_use]
    pub fn place_at(&self, at: usize) -> (String, String) {
        let header = self.table.headers.get(at).map_or_else(String::new, |h| h.trim().to_owned());
        let cell = match self.table.form {
            Form::GeoJson => format!("features[{}].{}", self.number.saturating_sub(1), geo_path(&header)),
            _ => format!("{}{}", letters(at), self.number),
        };
        (header, cell)
    }

    /// A fault of this row's cell in a column; its content is masked if it is personal.
    #[must_use]
    pub fn fault(&self, key: &str, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> RowFault {
        match self.position(key) {
            Some(at) => self.fault_at(at, code, zh, en),
            None => {
                let (column, cell, value) = (key.to_owned(), String::new(), String::new());
                RowFault { row: self.number, column, cell, value, code: code.to_owned(), zh: zh.into(), en: en.into() }
            }
        }
    }

    /// A fault of this row's cell by its position.
    #[must_use]
    pub fn fault_at(&self, at: usize, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> RowFault {
        let (column, cell) = self.place_at(at);
        let value: String = self.at(at).chars().take(120).collect();
        let table = self.table;
        let stands = |key: &&'static str| {
            table.places.get(key) == Some(&at) || table.more.get(key).is_some_and(|more| more.contains(&at))
        };
        let value = if table.personal.iter().any(stands) { mask::typed(&value) } else { value };
        RowFault { row: self.number, column, cell, value, code: code.to_owned(), zh: zh.into(), en: en.into() }
    }
}

fn geo_path(header: &str) -> String {
    if header == form::GEOMETRY { header.to_owned() } else { format!("properties.{header}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_sheet() {
        for (at, name) in [(0, "A"), (2, "C"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(at), name);
        }
    }
}
