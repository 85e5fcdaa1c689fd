//! Refusals of files, in both languages.

pub(super) use crate::outside::workbook::broken;
use crate::web::{FieldFault, Refusal};

/// The refusal for a file, in both languages.
pub(super) fn unreadable(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::field(FieldFault::new("file", code, zh, en))
}

/// The refusal for a cell whose open quotation mark includes the rest of the file.
pub(super) fn quote_open(number: u64) -> Refusal {
    unreadable(
        "imports.quote-open",
        format!("第 {number} 行有一个单元格过长，可能是引号没有成对"),
        format!("row {number} has a cell that is far too long: a quotation mark may not be closed"),
    )
}

/// A list of names.
pub(super) fn list(names: impl Iterator<Item = String>, between: &str) -> String {
    names.collect::<Vec<_>>().join(between)
}
