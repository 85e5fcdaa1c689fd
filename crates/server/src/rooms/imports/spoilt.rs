//! Faults that are independent of the kind of table: characters that cannot be stored, cells beyond the header, spreadsheet errors and
//! formulas instead of values, and numbers that lost digits.

use weiguang_domain::kernel::mask;

use super::report::RowFault;
use super::table::{Cells, Table};

/// Texts that a spreadsheet program writes where a formula failed.
const ERRORS: [&str; 15] = [
    "#N/A",
    "#NULL!",
    "#DIV/0!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#VALUE!",
    "#DATA!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
];

/// Whether a cell has a spreadsheet error: its text, or LibreOffice's `Err:502`.
fn is_error(cell: &str) -> bool {
    let cell = cell.trim();
    let numbered = cell.strip_prefix("Err:").is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()));
    numbered || ERRORS.iter().any(|error| error.eq_ignore_ascii_case(cell))
}

fn fault(cells: &Cells<'_>, at: usize, value: &str, code: &'static str, zh: &str, en: &str) -> RowFault {
    let (column, cell) = cells.place_at(at);
    let value = value.chars().take(120).collect();
    RowFault { row: cells.number, column, cell, value, code: code.to_owned(), zh: zh.to_owned(), en: en.to_owned() }
}

/// The faults of a row that are independent of its kind; with any of them the row is not read further.
pub fn spoilt(table: &Table, cells: &Cells<'_>) -> Vec<RowFault> {
    if let Some(at) = cells.zero_at() {
        let (zh, en) = ("含有无法保存的字符（U+0000）", "holds a character that cannot be kept (U+0000)");
        return vec![fault(cells, at, "", "imports.bad-character", zh, en)];
    }
    let mut faults = Vec::new();
    for (at, cell) in cells.all().enumerate().filter(|(_, cell)| is_error(cell)) {
        faults.push(fault(
            cells,
            at,
            cell,
            "imports.error-cell",
            "表格里这一格是错误值：请改正公式，或直接填写内容",
            "this cell of the sheet is an error: mend its formula, or enter what it should say",
        ));
    }
    for at in cells.unvalued() {
        faults.push(fault(
            cells,
            at,
            "",
            "imports.formula-without-value",
            "这一格是公式，文件里没有它的结果：请用 Excel 或 WPS 打开，保存后再导入",
            "this cell is a formula, and the file does not have its value: open it in Excel or WPS, save it, and import it again",
        ));
    }
    let beyond = cells.beyond().enumerate().find(|(_, cell)| !cell.trim().is_empty());
    if let Some((n, cell)) = beyond {
        faults.push(fault(
            cells,
            table.headers().len() + n,
            &mask::typed(cell),
            "imports.beyond-header",
            "这一行的格子比表头多：可能有一格里的逗号没有加引号，或者表头少了一列",
            "this row has more cells than the header: a comma within a cell may not be quoted, or the header lacks a column",
        ));
    }
    if faults.is_empty() {
        faults = table.digits.lost(cells);
        faults.extend(cells.contradictions());
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_a_sheet_are_told_from_words() {
        for error in ["#N/A", " #div/0! ", "#REF!", "Err:502"] {
            assert!(is_error(error), "{error}");
        }
        for word in ["", "#", "#1栋", "N/A", "Err:", "Err:5021", "#N/A 号"] {
            assert!(!is_error(word), "{word}");
        }
    }
}
