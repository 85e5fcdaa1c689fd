//! Reads and checks a row of a table of tickets.

use weiguang_domain::cases::ticket::{Numbers, Ticket};
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::text::fold;
use weiguang_domain::kernel::time::Moment;

use super::super::door;
use super::super::report::{self, Report, RowFault, Warning};
use super::super::table::Cells;
use super::super::{AsOf, Setting};
use crate::rooms::cases::intake::{ADDRESS_LIMIT, DETAIL_LIMIT, TITLE_LIMIT};

/// The content of a row.
pub struct Row {
    /// The number in the other system.
    pub number: String,
    /// A short summary.
    pub title: String,
    /// The full description.
    pub detail: String,
    /// When it was reported there.
    pub told: Option<Moment>,
    /// The caller's number, in its stored form.
    pub phone: String,
    /// The address, from the column of addresses and those of its parts.
    pub address: String,
}

/// Whether the table marks it as urgent. The kind can only add to it.
pub fn urgent(cells: &Cells<'_>) -> bool {
    matches!(
        fold(cells.get("urgent")).as_str(),
        "是" | "急" | "紧急" | "特急" | "加急" | "urgent" | "yes" | "true" | "1"
    )
}

fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    text.chars().take(limit - 1).chain(['…']).collect()
}

/// The caller's number. It never refuses a matter: an invalid one, and a second one, are reported and not stored.
fn caller(cells: &Cells<'_>, report: &mut Report) -> String {
    let mut number = String::new();
    for one in cells.each("phone").flat_map(|(_, text)| phone::several(text)) {
        match phone::read(one) {
            Ok(None) => {}
            Ok(Some(read)) => {
                if read.note.is_some() {
                    report.warn(report::beside_number(cells.number));
                }
                if number.is_empty() {
                    number = read.number;
                } else if number != read.number {
                    report.warn(report::second_phone(cells.number));
                }
            }
            Err(f) => {
                let (zh, en) =
                    (format!("电话没有写入：{}", f.chinese()), format!("the phone was not taken: {}", f.english()));
                report.warn(Warning::row(cells.number, "kernel.phone", zh, en));
            }
        }
    }
    number
}

impl Row {
    /// Reads a row, and adds its warnings.
    ///
    /// # Errors
    /// Its faults.
    pub fn read(setting: &Setting, cells: &Cells<'_>, report: &mut Report) -> Result<Self, Vec<RowFault>> {
        let mut faults = Vec::new();
        let number = cells.get("id").to_owned();
        if number.is_empty() {
            faults.push(report::missing(cells, "id", "编号"));
        }
        faults.extend(report::too_long(cells, "id", 64));
        faults.extend(report::too_long(cells, "address", ADDRESS_LIMIT));
        let (subject, story) = (cells.get("subject"), cells.get("detail"));
        if subject.is_empty() && story.is_empty() {
            faults.push(report::missing(cells, "subject", "主题"));
        }
        let told = cells.given("time").map(|text| {
            let at = report::moment_parts(text).map(Moment::from_civil).ok_or_else(|| {
                cells.fault(
                    "time",
                    "imports.bad-time",
                    "不是时间：应如 2019/11/10 18:59:24（北京时间）",
                    "not a time: write it as 2019/11/10 18:59:24 (Beijing time)",
                )
            })?;
            if at > setting.now {
                return Err(cells.fault("time", "imports.in-the-future", "受理时间在将来", "received in the future"));
            }
            Ok(at)
        });
        let told = told.transpose().unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        let needs_time = setting.options.as_of == AsOf::Received || setting.options.numbers == Numbers::Daily;
        if needs_time && cells.given("time").is_none() {
            faults.push(report::missing(cells, "time", "时间"));
        }
        let phone = caller(cells, report);
        // Contradicting places do not refuse it either: then the address column counts.
        let address = door::address(cells, "address").map_or_else(
            |f| {
                report.warn(Warning::row(cells.number, "imports.contradicts", f.zh, f.en));
                cells.get("address").to_owned()
            },
            |address| address.words,
        );
        if !faults.is_empty() {
            return Err(faults);
        }
        let title = cut(if subject.is_empty() { story } else { subject }, TITLE_LIMIT);
        let whole =
            if title == subject || subject.is_empty() { story.to_owned() } else { format!("{subject}\n{story}") };
        let detail = cut(&whole, DETAIL_LIMIT);
        if detail != whole {
            report.warn(Warning::row(
                cells.number,
                "imports.cut",
                format!("详情超过 {DETAIL_LIMIT} 字，只保留前面部分"),
                format!("the story has more than {DETAIL_LIMIT} characters and was cut"),
            ));
        }
        Ok(Self { number, title, detail, told, phone, address })
    }

    /// The compared fields.
    pub fn ticket(&self) -> Ticket<'_> {
        Ticket { title: &self.title, detail: &self.detail, told: self.told }
    }
}
