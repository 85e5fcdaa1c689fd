//! Detects numbers that lost digits in a spreadsheet program.

use std::collections::HashMap;
use weiguang_domain::kernel::sheet::{Rounded, is_scientific, zeros_for_digits};

use super::report::RowFault;
use super::table::{Cells, Column, Table};
use crate::web::Refusal;

/// From this number of zeros on, in total at the ends of all long numbers of a column, it is no accident.
const NO_ACCIDENT: usize = 3;

/// The columns in which every digit matters, and whether a spreadsheet rounded their long numbers.
#[derive(Debug, Default)]
pub struct Digits(HashMap<&'static str, bool>);

impl Digits {
    /// Columns that were not examined yet.
    pub fn of<'c>(columns: impl Iterator<Item = &'c Column>) -> Self {
        Self(columns.map(|c| (c.key, false)).collect())
    }

    /// The same after reading all rows: a column was rounded if every number of more than 15 digits in it ends in zeros.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub fn judged(&self, table: &Table) -> Result<Self, Refusal> {
        // Number of zeros; `None` once a number shows that the column was not rounded.
        let mut zeros: HashMap<&'static str, Option<usize>> = self.0.keys().map(|key| (*key, Some(0))).collect();
        table.each(|cells| {
            for (key, zeros) in &mut zeros {
                match zeros_for_digits(cells.get(key)) {
                    None => {}
                    Some(Rounded::Not) => *zeros = None,
                    Some(Rounded::To(more)) => *zeros = zeros.map(|n| n + more),
                }
            }
            Ok(())
        })?;
        let no_accident = |zeros: Option<usize>| zeros.is_some_and(|n| n >= NO_ACCIDENT);
        Ok(Self(zeros.into_iter().map(|(key, zeros)| (key, no_accident(zeros))).collect()))
    }

    /// The cells of a row in which digits were lost.
    pub fn lost(&self, cells: &Cells<'_>) -> Vec<RowFault> {
        let lost = |(key, rounded): (&&'static str, &bool)| {
            let cell = cells.get(key);
            let zeros = *rounded && matches!(zeros_for_digits(cell), Some(Rounded::To(_)));
            (zeros || is_scientific(cell)).then(|| {
                cells.fault(
                    key,
                    "imports.number-lost",
                    "表格软件把它当作数字，末几位已丢失：请把此列设为“文本”格式，从原系统重新导出或填写",
                    "the sheet took it for a number and lost its last digits: format the column as text, and export or enter it again",
                )
            })
        };
        let mut faults: Vec<RowFault> = self.0.iter().filter_map(lost).collect();
        faults.sort_by(|a, b| a.cell.cmp(&b.cell));
        faults
    }
}
