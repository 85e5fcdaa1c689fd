//! Receives the rows of a file while it is read: finds the header and the kind of table, and stores the rest in a temporary file.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use weiguang_domain::kernel::sheet::restored;

use super::Kind;
use super::book::Row;
use super::columns::{Column, recognised};
use super::refused::{list, quote_open, unreadable};
use super::report::Warning;
use super::table::COLUMNS;
use crate::web::Refusal;

/// Rows that are searched for the header: offices put a title above a table.
pub const TITLE_ROWS: usize = 10;
/// The most rows of a table: every community of the country is less than half of it.
pub const ROWS: u64 = 2_000_000;
/// The most bytes of one cell; an unclosed quotation mark would include the rest of the file.
const CELL_BYTES: usize = 4 * 1024 * 1024;
/// The most bytes of all rows: a merged or repeated cell may be many.
const TABLE_BYTES: usize = 1024 * 1024 * 1024;
/// Number of fields in a record before the cells.
pub const BEFORE: usize = 2;

fn internal(e: &dyn std::fmt::Display) -> Refusal {
    Refusal::Internal(format!("temporary file: {e}"))
}

/// Receives rows while a file is converted, finds the header and writes the rest.
pub(super) struct Sink<'c> {
    pub(super) columns: &'c [Column],
    kept: File,
    writer: csv::Writer<BufWriter<File>>,
    headers: Option<Vec<String>>,
    held: Vec<Row>,
    rows: u64,
    bytes: usize,
    /// Columns with content but without a header.
    nameless: BTreeSet<usize>,
    /// The sheet that is read, if there are sheets.
    pub(super) sheet: Option<String>,
    /// A hidden sheet that has the columns.
    pub(super) hidden: Option<String>,
    pub(super) warnings: Vec<Warning>,
}

/// The rows received.
pub(super) struct Spooled {
    pub file: File,
    pub headers: Vec<String>,
    pub rows: u64,
    /// Columns with content but without a header.
    pub nameless: BTreeSet<usize>,
    pub sheet: Option<String>,
    pub hidden: Option<String>,
    pub warnings: Vec<Warning>,
}

impl<'c> Sink<'c> {
    /// Without rows.
    pub(super) fn new(columns: &'c [Column]) -> Result<Self, Refusal> {
        let spool = tempfile::tempfile().map_err(|e| internal(&e))?;
        Ok(Self {
            columns,
            kept: spool.try_clone().map_err(|e| internal(&e))?,
            writer: csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(spool)),
            headers: None,
            held: Vec::new(),
            rows: 0,
            bytes: 0,
            nameless: BTreeSet::new(),
            sheet: None,
            hidden: None,
            warnings: Vec::new(),
        })
    }

    /// The result, at the end of the file.
    pub(super) fn finish(mut self) -> Result<Spooled, Refusal> {
        if self.headers.is_none() {
            self.settle()?;
        }
        let writer = self.writer.into_inner().map_err(|e| internal(&e))?;
        writer.into_inner().map_err(|e| internal(&e))?.flush().map_err(|e| internal(&e))?;
        Ok(Spooled {
            file: self.kept,
            headers: self.headers.unwrap_or_default(),
            rows: self.rows,
            nameless: self.nameless,
            sheet: self.sheet,
            hidden: self.hidden,
            warnings: self.warnings,
        })
    }

    pub(super) fn header(&mut self, mut headers: Vec<String>) {
        while headers.last().is_some_and(|h| h.trim().is_empty()) {
            headers.pop();
        }
        self.headers = Some(headers);
    }

    /// Adds a row; an empty one is skipped.
    pub(super) fn push(&mut self, row: Row) -> Result<(), Refusal> {
        let number = row.number;
        if row.is_blank() {
            return Ok(());
        }
        if row.cells.len() > COLUMNS {
            return Err(unreadable(
                "imports.too-many-columns",
                format!("第 {number} 行有 {} 列，最多 {COLUMNS} 列", row.cells.len()),
                format!("row {number} has {} columns, {COLUMNS} are the most", row.cells.len()),
            ));
        }
        if row.cells.iter().any(|c| c.len() > CELL_BYTES) {
            return Err(quote_open(number));
        }
        if self.headers.is_some() {
            return self.write(row);
        }
        self.held.push(row);
        if self.held.len() > TITLE_ROWS { self.settle() } else { Ok(()) }
    }

    fn write(&mut self, mut row: Row) -> Result<(), Refusal> {
        let headers = self.headers.as_deref().unwrap_or_default();
        // A merged cell may extend beyond the table.
        row.cells.truncate(headers.len().max(row.own));
        let nameless = |(at, cell): (usize, &String)| {
            headers.get(at).is_some_and(|h| h.trim().is_empty()) && !cell.trim().is_empty()
        };
        self.nameless.extend(row.cells.iter().enumerate().filter(|one| nameless(*one)).map(|(at, _)| at));
        self.rows += 1;
        if self.rows > ROWS {
            return Err(unreadable(
                "imports.too-many-rows",
                format!("超过 {ROWS} 行，请拆分后再导入"),
                format!("more than {ROWS} rows: split it first"),
            ));
        }
        self.bytes += row.cells.iter().map(String::len).sum::<usize>();
        if self.bytes > TABLE_BYTES {
            return Err(unreadable(
                "imports.too-large",
                "表里的内容超过 1 GB，请拆分后再导入",
                "the table holds more than 1 GB: split it first",
            ));
        }
        let before = [row.number.to_string(), list(row.unvalued.iter().map(usize::to_string), " ")];
        let cells = row.cells.iter().map(|cell| restored(cell));
        self.writer.write_record(before.iter().map(String::as_str).chain(cells)).map_err(|e| internal(&e))
    }

    /// Chooses as header the row with the most known names.
    fn settle(&mut self) -> Result<(), Refusal> {
        if self.held.is_empty() {
            return Err(unreadable("imports.empty", "文件里没有内容", "there is nothing in the file"));
        }
        let rows: Vec<Vec<String>> = self.held.iter().map(|row| row.cells.clone()).collect();
        let mut held = std::mem::take(&mut self.held).into_iter().skip(fit(self.columns, &rows).header);
        self.header(held.next().map(|row| row.cells).unwrap_or_default());
        held.try_for_each(|row| self.write(row))
    }
}

/// How well the first rows of a table match the columns of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// Index of the header row.
    pub header: usize,
    /// Number of columns that it names.
    pub known: usize,
    /// Whether no required column is missing.
    pub whole: bool,
}

/// Finds the header: the row that names the most columns, the first of equals.
pub(super) fn fit(columns: &[Column], rows: &[Vec<String>]) -> Fit {
    let one = |(header, cells): (usize, &Vec<String>)| {
        let places = recognised(columns, cells).places;
        let whole = !places.is_empty() && columns.iter().all(|c| !c.needed || places.contains_key(c.key));
        Fit { header, known: places.len(), whole }
    };
    let best = rows.iter().enumerate().map(one).max_by_key(|fit| (fit.known, std::cmp::Reverse(fit.header)));
    best.unwrap_or(Fit { header: 0, known: 0, whole: false })
}

/// Another kind of table that a header matches better: it has all columns required there, and more columns than of this kind.
pub(super) fn other_kind(columns: &[Column], headers: &[String]) -> Option<Kind> {
    let known = |columns: &[Column]| recognised(columns, headers).places;
    let (own, header) = (known(columns), [headers.to_vec()]);
    // The other kind knows every header that this kind knows.
    let covers = |kind: &Kind| {
        let places = known(kind.columns());
        own.values().all(|at| places.values().any(|other| other == at))
    };
    let better = Kind::ALL.into_iter().map(|kind| (fit(kind.columns(), &header), kind));
    let better = better.filter(|(fit, kind)| fit.whole && fit.known > own.len().max(1) && covers(kind));
    better.max_by_key(|(fit, _)| fit.known).map(|(_, kind)| kind)
}

/// The one fault of a file without the required columns.
pub(super) fn missing_columns(
    wanted: &[&Column],
    headers: &[String],
    sheet: Option<&str>,
    hidden: Option<&str>,
    other: Option<Kind>,
) -> Refusal {
    let (zh, en) =
        (list(wanted.iter().map(|c| c.zh.to_owned()), "、"), list(wanted.iter().map(|c| c.key.to_owned()), ", "));
    let seen = || headers.iter().map(|h| h.trim().to_owned()).filter(|h| !h.is_empty()).take(20);
    let (where_zh, where_en) = sheet.map_or_else(
        || ("文件里".to_owned(), "the file".to_owned()),
        |name| (format!("工作表“{name}”"), format!("sheet {name}")),
    );
    let hidden = hidden.map_or_else(Default::default, |name| {
        (
            format!("。隐藏的工作表“{name}”有这些列：如要导入它，请先取消隐藏"),
            format!("; the hidden sheet {name} has them: show it to import it"),
        )
    });
    let other = other.map_or_else(Default::default, |kind| {
        (
            format!("。这像是“{}”，请按“{}”导入", kind.chinese(), kind.chinese()),
            format!("; this looks like a table of {}: import it as such", kind.key()),
        )
    });
    unreadable(
        "imports.missing-columns",
        format!("缺少列：{zh}；{where_zh}的表头是：{}{}{}", list(seen(), "、"), hidden.0, other.0),
        format!("columns missing: {en}; the header of {where_en} is: {}{}{}", list(seen(), ", "), hidden.1, other.1),
    )
}
