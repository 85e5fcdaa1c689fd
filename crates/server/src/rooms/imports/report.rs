//! The planned or actual result of an import: totals, the first changes with before and after, and every fault by row, column and cell.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::{mask, phone};

use super::table::Cells;
use crate::rooms::grid::placing::PlacingView;

/// The most changes in a report; beyond it they are only counted.
pub const CHANGES: usize = 200;
/// The most faults in a report.
pub const ERRORS: usize = 500;
/// The most warnings in a report.
pub const WARNINGS: usize = 200;
/// Examples of each outcome of placing.
pub const EXAMPLES: usize = 5;

/// A cell that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportRowFault)]
pub struct RowFault {
    /// The row as the sheet numbers it; in GeoJSON the feature, from 1.
    pub row: u64,
    /// The column's header as it stands in the file.
    pub column: String,
    /// The cell: `C12`, or `features[11].properties.code`.
    pub cell: String,
    /// The value of the cell, cut to 120 characters.
    pub value: String,
    /// A stable code.
    pub code: String,
    /// What is wrong and what was expected, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Something that a person should look at, which does not stop the import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportWarning)]
pub struct Warning {
    /// The row, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u64>,
    /// A stable code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Warning {
    /// About the whole file.
    pub fn plain(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { row: None, code: code.into(), zh: zh.into(), en: en.into() }
    }
    /// About a row.
    pub fn row(row: u64, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { row: Some(row), ..Self::plain(code, zh, en) }
    }
    /// A warning about an unknown column.
    #[must_use]
    pub fn column(header: &str, letters: &str) -> Self {
        Self::plain(
            "imports.unknown-column",
            format!("{letters} 列“{header}”不认识，没有使用"),
            format!("column {letters}, “{header}”, is not known and was not used"),
        )
    }
}

/// A field with its former value and the value in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportField)]
pub struct Field {
    /// The field.
    pub name: String,
    /// What is kept now; empty for a new row.
    pub before: String,
    /// What the file says.
    pub after: String,
}

impl Field {
    /// A field, if it differs.
    #[must_use]
    pub fn differing(name: &str, before: &str, after: &str) -> Option<Self> {
        (before != after).then(|| Self { name: name.into(), before: before.into(), after: after.into() })
    }
}

/// A row that would be created or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportChange)]
pub struct Change {
    /// The row in the file.
    pub row: u64,
    /// What it is about, in words.
    pub key: String,
    /// `create` or `change`.
    #[schema(value_type = crate::rooms::imports::wire::ImportChangeKind)]
    pub what: String,
    /// What changes.
    pub fields: Vec<Field>,
}

/// One ticket with where it was put and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportExample)]
pub struct Example {
    /// The row in the file.
    pub row: u64,
    /// The number in the other system.
    pub external: String,
    /// Its title.
    pub title: String,
    /// Outcome, evidence and candidates.
    pub placing: PlacingView,
}

/// How tickets were placed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportPlaced)]
pub struct Placed {
    /// Placed in a micro-grid.
    pub sure: u64,
    /// With candidates, or with a name that is masked: a person must pick.
    pub unsure: u64,
    /// Without any name that the directory knows.
    pub nothing: u64,
    /// How many were given no kind but `other`.
    pub other_kind: u64,
    /// Some of each.
    pub examples: Vec<Example>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportReport)]
pub struct Report {
    /// `areas`, `grids`, `directory`, `roster`, `tickets` or `residents`.
    #[schema(value_type = crate::rooms::imports::Kind)]
    pub kind: String,
    /// Whether nothing was kept because only a look was asked for.
    pub dry_run: bool,
    /// Whether it was kept. A file with a fault is kept not at all, unless it was asked to leave the bad rows.
    pub written: bool,
    /// Rows of the file, without the header.
    pub rows: u64,
    /// New.
    pub created: u64,
    /// Changed.
    pub changed: u64,
    /// Already as the file says.
    pub same: u64,
    /// Rows with a fault.
    pub refused: u64,
    /// The first changes.
    pub changes: Vec<Change>,
    /// The first faults.
    pub errors: Vec<RowFault>,
    /// All faults.
    pub errors_total: u64,
    /// The first warnings.
    pub warnings: Vec<Warning>,
    /// All warnings.
    pub warnings_total: u64,
    /// Of tickets: where they came to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub placing: Option<Placed>,
    /// Of tickets: those whose place a person must pick.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unsure: Option<u64>,
    /// Where the bad rows are, to mend and send again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bad_rows_url: Option<String>,
}

/// The result of planning one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// New: its name, and its fields.
    Create(String, Vec<Field>),
    /// Changed.
    Change(String, Vec<Field>),
    /// Unchanged.
    Same,
    /// Not as it should be.
    Refuse(Vec<RowFault>),
}

impl Field {
    fn masked(self) -> Self {
        Self { before: mask::numbers(&self.before), after: mask::numbers(&self.after), ..self }
    }
}

impl RowFault {
    fn masked(self) -> Self {
        Self { value: mask::numbers(&self.value), zh: mask::numbers(&self.zh), en: mask::numbers(&self.en), ..self }
    }
}

impl Report {
    /// Counts one row, and names it while there is room. Phones and identity numbers are never included, in whatever column they were
    /// typed.
    pub(super) fn count(&mut self, row: u64, verdict: &Verdict) {
        self.rows += 1;
        let (what, key, fields) = match verdict {
            Verdict::Same => {
                self.same += 1;
                return;
            }
            Verdict::Refuse(faults) => {
                self.refused += 1;
                self.errors_total += faults.len() as u64;
                self.errors.extend(
                    faults.iter().take(ERRORS.saturating_sub(self.errors.len())).cloned().map(RowFault::masked),
                );
                return;
            }
            Verdict::Create(key, fields) => {
                self.created += 1;
                ("create", key, fields)
            }
            Verdict::Change(key, fields) => {
                self.changed += 1;
                ("change", key, fields)
            }
        };
        if self.changes.len() < CHANGES {
            let fields = fields.iter().cloned().map(Field::masked).collect();
            self.changes.push(Change { row, key: mask::numbers(key), what: what.into(), fields });
        }
    }

    /// A row that was to be created conflicts with another one under its number: the same ticket, or one that differs by this fault.
    pub(super) fn overtaken(&mut self, fault: Option<RowFault>) {
        self.created -= 1;
        let Some(fault) = fault else {
            self.same += 1;
            return;
        };
        self.refused += 1;
        self.errors_total += 1;
        if self.errors.len() < ERRORS {
            self.errors.push(fault.masked());
        }
    }

    /// Adds a warning.
    pub(super) fn warn(&mut self, warning: Warning) {
        self.warnings_total += 1;
        if self.warnings.len() < WARNINGS {
            let (zh, en) = (mask::numbers(&warning.zh), mask::numbers(&warning.en));
            self.warnings.push(Warning { zh, en, ..warning });
        }
    }

    /// A report that was stored before numbers were masked, with masks applied.
    #[must_use]
    pub(super) fn masked(mut self) -> Self {
        self.errors = self.errors.into_iter().map(RowFault::masked).collect();
        self.changes.iter_mut().for_each(|change| change.key = mask::numbers(&change.key));
        self
    }

    /// Whether there is something to write.
    #[must_use]
    pub const fn moves(&self) -> bool {
        self.created + self.changed > 0
    }
}

/// Reads a code in a cell; an empty one is `None`.
pub(super) fn code(cells: &Cells<'_>, key: &str) -> Result<Option<GridCode>, RowFault> {
    let Some((at, text)) = cells.each(key).next() else { return Ok(None) };
    read_code(text).map(Some).map_err(|e| no_code(cells, at, &e))
}

/// Reads a code as people write it.
pub(super) fn read_code(text: &str) -> Result<GridCode, weiguang_domain::grid::code::CodeError> {
    GridCode::parse(&weiguang_domain::kernel::text::fold(text).replace([' ', '-', '\''], ""))
}

/// The fault of a cell that is no code.
pub(super) fn no_code(cells: &Cells<'_>, at: usize, why: &impl std::fmt::Display) -> RowFault {
    cells.fault_at(at, "grid.bad-code", "不是编码：应为 2、4、6、9、12、15 或 17 位数字", format!("not a code: {why}"))
}

/// The fault of a cell that must be given.
pub(super) fn missing(cells: &Cells<'_>, key: &str, zh: &str) -> RowFault {
    cells.fault(key, "kernel.missing", format!("“{zh}”必填"), format!("{key} must be given"))
}

/// The fault of a cell with too many characters.
pub(super) fn too_long(cells: &Cells<'_>, key: &str, limit: usize) -> Option<RowFault> {
    (cells.get(key).chars().count() > limit).then(|| {
        cells.fault(key, "kernel.too-long", format!("最多 {limit} 个字"), format!("at most {limit} characters"))
    })
}

/// Reads a day: 2026-01-01, 2026/1/1, 2026.1.1, 2026年1月1日 or 20260101.
pub(super) fn day(cells: &Cells<'_>, key: &str) -> Result<Option<weiguang_domain::kernel::time::Day>, RowFault> {
    let Some(text) = cells.given(key) else { return Ok(None) };
    moment_parts(text).map(|at| Some(at.date())).ok_or_else(|| {
        cells.fault(key, "imports.bad-day", "不是日期：应如 2026-01-01", "not a day: write it as 2026-01-01")
    })
}

/// A civil date with or without time, in the formats of spreadsheets and hotlines.
pub(super) fn moment_parts(text: &str) -> Option<jiff::civil::DateTime> {
    let folded = weiguang_domain::kernel::text::fold(text).replace('t', " ");
    let numbers: Vec<&str> = folded.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let read = |n: usize| numbers.get(n).map_or(Some(0), |t| t.parse::<i16>().ok());
    let (date, from) = match numbers.first()? {
        all if all.len() == 8 => {
            let part = |r: std::ops::Range<usize>| all.get(r).and_then(|t| t.parse::<i16>().ok());
            ((part(0..4)?, part(4..6)?, part(6..8)?), 1)
        }
        year if year.len() == 4 && numbers.len() >= 3 => ((read(0)?, read(1)?, read(2)?), 3),
        _ => return None,
    };
    if folded.chars().any(|c| !(c.is_ascii_digit() || " -/.:年月日时分秒点".contains(c))) || numbers.len() > from + 4
    {
        return None;
    }
    let small = |n: i16| i8::try_from(n).ok();
    let day = jiff::civil::Date::new(date.0, small(date.1)?, small(date.2)?).ok()?;
    let time = jiff::civil::Time::new(small(read(from)?)?, small(read(from + 1)?)?, small(read(from + 2)?)?, 0).ok()?;
    Some(day.to_datetime(time))
}

/// A phone number as it is stored, and the text in brackets next to it; `None` for an empty cell.
pub(super) fn phone(cells: &Cells<'_>) -> Result<Option<phone::ParsedPhone>, RowFault> {
    phone::read(cells.get("phone"))
        .map_err(|fault| cells.fault("phone", "kernel.phone", fault.chinese(), fault.english()))
}

/// The warning that text next to a number was ignored. It may contain a name, so it is not repeated.
pub(super) fn beside_number(row: u64) -> Warning {
    Warning::row(row, "imports.beside-number", "号码旁的文字没有写入", "the words beside the number were not taken")
}

/// The warning that only the first of two numbers was accepted.
pub(super) fn second_phone(row: u64) -> Warning {
    Warning::row(row, "imports.second-phone", "只保留第一个电话", "only the first phone is kept")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_times_are_read_as_people_write_them() {
        for text in ["2026-01-02", "2026/1/2", "2026.1.2", "２０２６年１月２日", "20260102"] {
            assert_eq!(moment_parts(text), Some(date(2026, 1, 2).at(0, 0, 0, 0)), "{text}");
        }
        for text in ["2019/11/10 18:59:24", "2019-11-10T18:59:24", "2019年11月10日18时59分24秒"] {
            assert_eq!(moment_parts(text), Some(date(2019, 11, 10).at(18, 59, 24, 0)), "{text}");
        }
        for bad in ["", "明天", "2026-13-01", "2026-02-30", "1/2/2026", "43831", "2026-01-02 25:00"] {
            assert_eq!(moment_parts(bad), None, "{bad}");
        }
    }
}
