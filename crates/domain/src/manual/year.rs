//! One year's notice of holidays and make-up workdays 调休, as the State Council's general office publishes it each autumn.
//!
//! The next year's notice is a new file of the same form, and no new release of the software.

use super::fault::Fault;
use super::head::{Head, Page};
use crate::kernel::time::Day;

/// A year as people write it.
pub type YearNumber = i16;

/// A stretch of days off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// As in the notice: 春节.
    pub name: String,
    /// The first day off.
    pub from: Day,
    /// The last day off, included.
    pub to: Day,
}

/// A year's notice. It may begin in the last days of the year before, as New Year's 2023 did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub(super) number: YearNumber,
    pub(super) title: String,
    pub(super) notice: String,
    pub(super) issued: Day,
    pub(super) holidays: Vec<Holiday>,
    pub(super) workdays: Vec<Day>,
}

impl Year {
    /// The year that the notice is about.
    #[must_use]
    pub fn number(&self) -> YearNumber {
        self.number
    }
    /// The title of the notice.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
    /// The number of the notice: 国办发明电〔2025〕7号.
    #[must_use]
    pub fn notice(&self) -> &str {
        &self.notice
    }
    /// The day of the notice.
    #[must_use]
    pub fn issued(&self) -> Day {
        self.issued
    }
    /// The days off, in order.
    #[must_use]
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }
    /// Days of a weekend on which people work, in order.
    #[must_use]
    pub fn workdays(&self) -> &[Day] {
        &self.workdays
    }
}

/// Reads a year's file; the first fault ends it.
pub(super) fn parse(file: &str, text: &str) -> Result<Year, Fault> {
    let mut head = Head::read(Page { file, text, first_line: 1 })?;
    let mut faults = Vec::new();
    head.require(&["year", "title", "number", "issued", "holidays", "workdays"], &mut faults);
    let year_line = head.line_of("year");
    let number = head.number("year", &mut faults).and_then(|n| YearNumber::try_from(n).ok());
    let title = head.text("title", &mut faults);
    let notice = head.text("number", &mut faults);
    let issued = head.day("issued", &mut faults);
    let holidays = holidays_of(&mut head, &mut faults);
    let workdays_line = head.line_of("workdays");
    let mut workdays = head.days("workdays", &mut faults);
    head.end(&mut faults);
    faults.sort_by_key(|fault| fault.line);
    if let Some(first) = faults.into_iter().next() {
        return Err(first);
    }
    let (Some(number), Some(title), Some(notice), Some(issued)) = (number, title, notice, issued) else {
        return Err(Fault::new(
            "manual.bad-value",
            file,
            "年份应在 2000 至 9000 之间",
            "the year must lie in 2000–9000",
        )
        .at(year_line)
        .of("year"));
    };
    check(file, number, year_line, &holidays, workdays_line, &workdays)?;
    let mut holidays: Vec<Holiday> = holidays.into_iter().map(|(_, h)| h).collect();
    holidays.sort_by_key(|h| h.from);
    workdays.sort_unstable();
    Ok(Year { number, title, notice, issued, holidays, workdays })
}

fn holidays_of(head: &mut Head<'_>, faults: &mut Vec<Fault>) -> Vec<(usize, Holiday)> {
    let mut holidays = Vec::new();
    for mut table in head.tables("holidays", faults) {
        table.require(&["name", "from", "to"], faults);
        let line = table.line_of("from");
        let name = table.text("name", faults);
        let (from, to) = (table.day("from", faults), table.day("to", faults));
        table.end(faults);
        if let (Some(name), Some(from), Some(to)) = (name, from, to) {
            holidays.push((line, Holiday { name, from, to }));
        }
    }
    holidays
}

/// Reads the days that the law itself makes holidays, year by year: what holds until the notice of a year is in.
pub(super) fn parse_statutory(file: &str, text: &str) -> Result<Vec<Year>, Fault> {
    let mut head = Head::read(Page { file, text, first_line: 1 })?;
    let mut faults = Vec::new();
    head.require(&["title", "issued", "year"], &mut faults);
    let (title, issued) = (head.text("title", &mut faults), head.day("issued", &mut faults));
    let mut years = Vec::new();
    for mut table in head.tables("year", &mut faults) {
        table.require(&["year", "holidays"], &mut faults);
        let number = table.number("year", &mut faults).and_then(|n| YearNumber::try_from(n).ok());
        let holidays: Vec<Holiday> = holidays_of(&mut table, &mut faults).into_iter().map(|(_, h)| h).collect();
        table.end(&mut faults);
        if let (Some(number), Some(title), Some(issued)) = (number, title.clone(), issued) {
            years.push(Year { number, title, notice: String::new(), issued, holidays, workdays: Vec::new() });
        }
    }
    head.end(&mut faults);
    faults.sort_by_key(|fault| fault.line);
    faults.into_iter().next().map_or(Ok(years), Err)
}

/// What a notice cannot say: days of other years, a holiday that ends before it begins, a day both off and on.
fn check(
    file: &str,
    year: YearNumber,
    year_line: usize,
    holidays: &[(usize, Holiday)],
    workdays_line: usize,
    workdays: &[Day],
) -> Result<(), Fault> {
    let value = |line: usize, key: &str, zh: String, en: String| {
        Err(Fault::new("manual.bad-value", file, zh, en).at(line).of(key))
    };
    if !(2000..=9000).contains(&year) {
        return value(year_line, "year", "年份应在 2000 至 9000 之间".into(), "the year must lie in 2000–9000".into());
    }
    // New Year's may begin in the last days of December before, and nothing reaches further.
    let near = |day: Day| day.year() == year || (day.year() == year - 1 && day.month() == 12);
    for (line, holiday) in holidays {
        let (from, to) = (holiday.from, holiday.to);
        if from > to || !near(from) || !near(to) {
            return value(
                *line,
                "holidays",
                format!("{}：{from} 至 {to} 不在 {year} 年，或起止颠倒", holiday.name),
                format!("{}: {from} to {to} is not in {year}, or runs backwards", holiday.name),
            );
        }
    }
    for (n, day) in workdays.iter().enumerate() {
        let off = holidays.iter().any(|(_, h)| h.from <= *day && *day <= h.to);
        let weekend = matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        if off || !weekend || !near(*day) || workdays[..n].contains(day) {
            return value(
                workdays_line,
                "workdays",
                format!("{day} 不能是调休上班日：应为 {year} 年的周末，不在放假日之内，且只写一次"),
                format!(
                    "{day} is no make-up workday: it must be a weekend day of {year}, outside holidays, given once"
                ),
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "year = 2026\ntitle = \"t\"\nnumber = \"n\"\nissued = 2025-11-04\n";

    fn fault(rest: &str) -> Fault {
        parse("2026.toml", &format!("{HEAD}{rest}")).unwrap_err()
    }

    #[test]
    fn faults_name_the_line_the_key_and_what_was_expected() {
        let weekday = fault("holidays = []\nworkdays = [2026-02-16]\n");
        assert_eq!(
            (weekday.code, weekday.line, weekday.key.as_deref()),
            ("manual.bad-value", Some(6), Some("workdays"))
        );
        assert!(weekday.chinese().contains("2026-02-16"), "{}", weekday.chinese());

        let unknown = fault("holidays = []\nworkdays = []\nfestivals = []\n");
        assert_eq!((unknown.code, unknown.line), ("manual.unknown-key", Some(7)));

        let missing = fault("holidays = []\n");
        assert_eq!((missing.code, missing.key.as_deref()), ("manual.missing-key", Some("workdays")));

        let quoted = fault("holidays = [{ name = \"春节\", from = \"2026-02-15\", to = 2026-02-23 }]\nworkdays = []\n");
        assert_eq!(
            (quoted.code, quoted.line, quoted.key.as_deref()),
            ("manual.bad-date", Some(5), Some("holidays[1].from"))
        );

        let backwards = fault("holidays = [{ name = \"春节\", from = 2026-02-23, to = 2026-02-15 }]\nworkdays = []\n");
        assert_eq!(backwards.code, "manual.bad-value");

        let torn = parse("2026.toml", "year = \n").unwrap_err();
        assert_eq!((torn.code, torn.line), ("manual.bad-toml", Some(1)));
    }
}
