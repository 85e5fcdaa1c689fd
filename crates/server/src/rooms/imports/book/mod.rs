//! Workbooks of any program: their sheets, the rows of each in order, and the choice of the sheet with the table.

mod biff;
pub mod convert;
mod merged;
mod odf;
mod xls;
mod xlsx;

pub use odf::Odf;
pub use xls::{Ole, Xls, stream_of};
pub use xlsx::Excel;

use super::refused::{list, unreadable};
use super::report::Warning;
use super::sink::{Fit, Sink, TITLE_ROWS, fit};
use super::table::COLUMNS;
use crate::web::Refusal;

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is visible.
    pub shown: bool,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as a person sees it.
    pub number: u64,
    /// The content of its cells, in order.
    pub cells: Vec<String>,
    /// Number of leading cells with content of their own; later ones were filled in from merged cells.
    pub own: usize,
    /// Cells with a formula whose value the file does not have.
    pub unvalued: Vec<usize>,
}

impl Row {
    /// A row of texts.
    pub fn plain(number: u64, cells: Vec<String>) -> Self {
        Self { number, own: cells.len(), cells, unvalued: Vec::new() }
    }

    /// Sets the content of a cell.
    ///
    /// # Errors
    /// If the column number is too large.
    pub fn put(&mut self, column: usize, text: String) -> Result<(), Refusal> {
        if text.is_empty() {
            return Ok(());
        }
        self.reach(column)?;
        self.cells[column] = text;
        Ok(())
    }

    /// Records a formula without a value.
    ///
    /// # Errors
    /// As [`Row::put`].
    pub fn put_unvalued(&mut self, column: usize) -> Result<(), Refusal> {
        self.reach(column)?;
        self.unvalued.push(column);
        Ok(())
    }

    fn reach(&mut self, column: usize) -> Result<(), Refusal> {
        if column >= COLUMNS {
            let number = self.number;
            return Err(unreadable(
                "imports.too-many-columns",
                format!("第 {number} 行超过 {COLUMNS} 列"),
                format!("row {number} has more than {COLUMNS} columns"),
            ));
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.own = self.cells.len();
        Ok(())
    }

    /// Whether all cells are empty.
    pub fn is_blank(&self) -> bool {
        self.unvalued.is_empty() && self.cells.iter().all(|c| c.trim().is_empty())
    }
}

/// Receives the rows of sheets: which sheet, and the row.
pub type Take<'t> = dyn FnMut(usize, Row) -> Result<(), Refusal> + 't;

/// An open workbook.
pub trait Book {
    /// Its sheets in order, without charts and macros.
    fn sheets(&self) -> Vec<Sheet>;
    /// Passes the rows of one sheet, or of all, in order, without empty ones.
    fn rows(&mut self, only: Option<usize>, take: &mut Take<'_>) -> Result<(), Refusal>;
}

/// What was found in a sheet.
#[derive(Default)]
struct Seen {
    head: Vec<Vec<String>>,
    rows: u64,
}

/// The most sheets named in a message.
const NAMED: usize = 20;

/// Reads the sheet with the table: of the visible ones the one whose header has most of the columns. If two qualify, both are named and
/// neither is read.
pub fn read(book: &mut dyn Book, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let sheets = book.sheets();
    let at = match sheets.as_slice() {
        [] => return Err(unreadable("imports.empty", "文件里没有工作表", "the workbook has no sheet")),
        [_] => 0,
        _ => choose(book, &sheets, sink)?,
    };
    sink.sheet = Some(sheets[at].name.clone());
    book.rows(Some(at), &mut |_, row| sink.push(row))
}

fn choose(book: &mut dyn Book, sheets: &[Sheet], sink: &mut Sink<'_>) -> Result<usize, Refusal> {
    let mut seen: Vec<Seen> = sheets.iter().map(|_| Seen::default()).collect();
    book.rows(None, &mut |at, row| {
        if let Some(seen) = seen.get_mut(at) {
            seen.rows += 1;
            if seen.head.len() <= TITLE_ROWS {
                seen.head.push(row.cells);
            }
        }
        Ok(())
    })?;
    let fits: Vec<Fit> = seen.iter().map(|s| fit(sink.columns, &s.head)).collect();
    let below = |at: usize| seen[at].rows.saturating_sub(fits[at].header as u64 + 1);
    let first_best = |among: &mut dyn Iterator<Item = usize>| {
        among.max_by_key(|at| (fits[*at].whole && below(*at) > 0, fits[*at].known, std::cmp::Reverse(*at)))
    };
    let shown = |at: &usize| sheets[*at].shown;
    let best = first_best(&mut (0..sheets.len()).filter(shown)).unwrap_or(0);
    // A sheet with half as many of the columns counts as a table of the same kind, too.
    let rival = |at: &usize| fits[*at].whole && below(*at) > 0 && fits[*at].known * 2 >= fits[best].known;
    let rivals: Vec<usize> = (0..sheets.len()).filter(shown).filter(rival).collect();
    if rivals.len() > 1 {
        let zh = list(rivals.iter().take(NAMED).map(|at| format!("“{}”（{} 行）", sheets[*at].name, below(*at))), "、");
        let en = list(rivals.iter().take(NAMED).map(|at| format!("{} ({} rows)", sheets[*at].name, below(*at))), ", ");
        return Err(unreadable(
            "imports.which-sheet",
            format!("有 {} 个工作表都像要导入的表：{zh}。请各存为一个文件分别导入，或只留下一个", rivals.len()),
            format!(
                "{} sheets look like the table: {en}. Save each as a file of its own, or leave only one",
                rivals.len()
            ),
        ));
    }
    let hidden = (0..sheets.len()).find(|at| !sheets[*at].shown && fits[*at].whole);
    if !fits[best].whole {
        sink.hidden = hidden.map(|at| sheets[at].name.clone());
        return Ok(best);
    }
    let others = || (0..sheets.len()).filter(|at| *at != best).take(NAMED);
    let zh = others().map(|at| {
        let hidden = if sheets[at].shown { "" } else { "隐藏，" };
        format!("“{}”（{hidden}{} 行）", sheets[at].name, seen[at].rows)
    });
    let en = others().map(|at| {
        let hidden = if sheets[at].shown { "" } else { "hidden, " };
        format!("{} ({hidden}{} rows)", sheets[at].name, seen[at].rows)
    });
    let (zh, en) = (list(zh, "、"), list(en, ", "));
    let name = &sheets[best].name;
    sink.warnings.push(Warning::plain(
        "imports.sheets",
        format!("有 {} 个工作表，读取了“{name}”，没有读取：{zh}", sheets.len()),
        format!("of {} sheets {name} was read; not read: {en}", sheets.len()),
    ));
    Ok(best)
}
