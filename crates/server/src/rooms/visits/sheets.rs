//! Converts an XLSForm workbook into the rows that the domain reads: the sheets `survey`, `choices` and `settings`.

use calamine::{Reader as _, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use weiguang_domain::manual::kind::Words;
use weiguang_domain::visits::Form;
use weiguang_domain::visits::xlsform::{self, Row};

use super::ops::forms::QUESTIONS;
use crate::outside::workbook::{self, words};
use crate::web::{FieldFault, Refusal};

/// The most bytes of a workbook.
pub const BYTES: usize = 2 * 1024 * 1024;
/// The most rows of a sheet and columns of a row that are read.
const ROWS: u32 = 5_000;
const COLUMNS: u32 = 100;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn unreadable(error: &dyn std::fmt::Display) -> Refusal {
    let (zh, en) = (format!("文件无法读取：{error}"), format!("the file cannot be read: {error}"));
    Refusal::field(FieldFault::new("file", "imports.unreadable", zh, en))
}

/// The rows of a sheet below its header, with their cells by the header's words.
fn rows(book: &mut Book<'_>, name: &str) -> Result<Option<Vec<Row>>, Refusal> {
    let Some(sheet) = book.sheet_names().into_iter().find(|n| n.trim().eq_ignore_ascii_case(name)) else {
        return Ok(None);
    };
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|e| unreadable(&e))?;
    let (mut header, mut rows): (BTreeMap<u32, String>, BTreeMap<u32, Row>) = (BTreeMap::new(), BTreeMap::new());
    let mut top = None;
    while let Some(cell) = cells.next_cell().map_err(|e| unreadable(&e))? {
        let ((line, column), text) = (cell.get_position(), words(cell.get_value()));
        if text.trim().is_empty() {
            continue;
        }
        if line > ROWS || column > COLUMNS {
            let (zh, en) = (
                format!("工作表“{name}”超过 {ROWS} 行或 {COLUMNS} 列"),
                format!("the sheet {name} has more than {ROWS} rows or {COLUMNS} columns"),
            );
            return Err(Refusal::field(FieldFault::new("file", "visits.xls-large", zh, en)));
        }
        if *top.get_or_insert(line) == line {
            header.insert(column, text.trim().to_owned());
        } else if let Some(head) = header.get(&column) {
            let number = line as usize + 1;
            let row = rows.entry(line).or_insert_with(|| Row { number, cells: BTreeMap::new() });
            row.cells.insert(head.clone(), text);
        }
    }
    Ok(Some(rows.into_values().collect()))
}

/// Reads a form. If no title is given, that of the sheet `settings` is used.
///
/// # Errors
/// Every fault of the sheets, each by sheet, row and column.
pub fn read(id: &str, title: Option<Words>, bytes: &[u8]) -> Result<Form, Refusal> {
    let mut book: Book<'_> = workbook::open(Cursor::new(bytes))?;
    let Some(survey) = rows(&mut book, "survey")? else {
        let (zh, en) = ("文件里没有工作表 survey", "the workbook has no sheet survey");
        return Err(Refusal::field(FieldFault::new("file", "visits.xls-no-survey", zh, en)));
    };
    let choices = rows(&mut book, "choices")?.unwrap_or_default();
    let settings = rows(&mut book, "settings")?.unwrap_or_default();
    let told = settings.first().and_then(|row| row.cells.get("form_title")).map_or(id, String::as_str);
    let title = title.unwrap_or_else(|| Words::new(told, told));
    xlsform::read(id, 1, title, &survey, &choices).map_err(|faults| {
        let fault = |f: &xlsform::Fault| {
            let zh = format!("工作表 {} 第 {} 行 {} 列：{}", f.sheet, f.row, f.column, f.zh);
            let en = format!("sheet {}, row {}, column {}: {}", f.sheet, f.row, f.column, f.en);
            FieldFault::new(&format!("{}/{}/{}", f.sheet, f.row, f.column), f.code, zh, en)
        };
        Refusal::Invalid(faults.iter().take(QUESTIONS * 4).map(fault).collect())
    })
}
