//! Workbooks of Excel and WPS in the format of 2007 and later, cell by cell.

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use std::fs::File;
use std::io::BufReader;

use super::merged::{AREAS, Area, Merged, too_many};
use super::{Book, Row, Sheet, Take};
use crate::outside::workbook::{self, words};
use crate::rooms::imports::refused::broken;
use crate::web::Refusal;

/// An open workbook.
pub struct Excel {
    book: Xlsx<BufReader<File>>,
    sheets: Vec<Sheet>,
}

impl Excel {
    /// Opens one.
    ///
    /// # Errors
    /// If it unpacks to too much, or is no workbook.
    pub fn open(file: File) -> Result<Self, Refusal> {
        let book = workbook::open(BufReader::new(file))?;
        let tables = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
        let sheets =
            tables.map(|s| Sheet { name: s.name.clone(), shown: s.visible == SheetVisible::Visible }).collect();
        Ok(Self { book, sheets })
    }

    fn areas(&mut self, name: &str) -> Result<Vec<Area>, Refusal> {
        let found = self.book.merge_cells_by_sheet_name(name).map_err(|e| broken(&e))?;
        if found.len() > AREAS {
            return Err(too_many());
        }
        let area = |d: calamine::Dimensions| Area {
            rows: (d.start.0.into(), d.end.0.into()),
            columns: (d.start.1 as usize, d.end.1 as usize),
        };
        Ok(found.into_iter().map(area).collect())
    }

    fn one(&mut self, at: usize, take: &mut Take<'_>) -> Result<(), Refusal> {
        let name = self.sheets[at].name.clone();
        let mut merged = Merged::of(self.areas(&name)?)?;
        let mut cells = self.book.worksheet_cells_reader(&name).map_err(|e| broken(&e))?;
        let mut give = |mut row: Row| {
            if row.is_blank() {
                return Ok(());
            }
            merged.fill(&mut row);
            take(at, row)
        };
        let mut row = Row::default();
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|e| broken(&e))? {
            let (number, column) = (u64::from(cell.pos.0) + 1, cell.pos.1 as usize);
            if number != row.number {
                give(std::mem::replace(&mut row, Row { number, ..Row::default() }))?;
            }
            if cell.formula.is_some() && cell.value == DataRef::Empty {
                row.put_unvalued(column)?;
            } else {
                row.put(column, words(&cell.value))?;
            }
        }
        give(row)
    }
}

impl Book for Excel {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.clone()
    }

    fn rows(&mut self, only: Option<usize>, take: &mut Take<'_>) -> Result<(), Refusal> {
        (0..self.sheets.len()).filter(|at| only.is_none_or(|one| one == *at)).try_for_each(|at| self.one(at, take))
    }
}
