//! Faulty rows of a file, unchanged, each with its number and its faults: to be corrected and sent again. For a workbook the result is a
//! workbook, for all others CSV.

use super::form;
use super::report::RowFault;
use super::table::{Cells, OWN, Table};
use crate::outside::sheet::{Form, Sheet};
use crate::web::Refusal;

/// The most rows returned: nobody corrects more by hand.
pub const ROWS: u64 = 20_000;
/// The most bytes of them.
const BYTES: u64 = 16 * 1024 * 1024;

/// Collects faulty rows one by one in a temporary file.
pub struct BadRows {
    sheet: Sheet,
    form: Form,
    rows: u64,
    bytes: u64,
}

/// The rows as a file for download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFile {
    /// Its format.
    pub form: Form,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl BadRows {
    /// Begins with the header of the file.
    ///
    /// # Errors
    /// If no temporary file can be made.
    pub fn new(table: &Table) -> Result<Self, Refusal> {
        let mut sheet = Sheet::new()?;
        let own = table.headers().iter().map(|h| h.trim()).filter(|h| !OWN.contains(h));
        sheet.row(own.chain(OWN))?;
        let text = matches!(table.form(), form::Form::Csv | form::Form::GeoJson);
        let form = if text { Form::Csv } else { Form::Xlsx };
        Ok(Self { sheet, form, rows: 0, bytes: 0 })
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
        // Columns that we added to an earlier file of faulty rows are written anew, not copied.
        let own = cells.all().zip(headers).filter(|(_, h)| !OWN.contains(&h.trim())).map(|(c, _)| c);
        self.bytes += cells.all().map(|c| c.len() as u64).sum::<u64>();
        self.rows += 1;
        // Cells beyond the header are not lost either.
        self.sheet.row(own.chain([number.as_str(), why.as_str()]).chain(cells.beyond()))
    }

    /// The file, or `None` if there is no faulty row.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<Option<BadFile>, Refusal> {
        if self.rows == 0 {
            return Ok(None);
        }
        Ok(Some(BadFile { form: self.form, bytes: self.sheet.finish(self.form)? }))
    }
}
