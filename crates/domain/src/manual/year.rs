//! A year's notice of holidays and make-up workdays 调休, published each autumn by the State Council's general office.
//!
//! The next year's notice is a new file of the same form; no software release is needed.

use std::fmt::Write as _;

use super::fault::Fault;
use super::head::{Head, Page};
use super::kind::Words;
use crate::kernel::time::Day;

/// A calendar year.
pub type YearNumber = i16;

/// A holiday period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The name in the notice: 春节.
    pub name: String,
    /// The first day off.
    pub from: Day,
    /// The last day off, inclusive.
    pub to: Day,
}

/// A year's notice. It may begin in December of the previous year, as New Year's 2023 did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub(super) number: YearNumber,
    pub(super) title: String,
    pub(super) notice: String,
    pub(super) issued: Day,
    pub(super) holidays: Vec<Holiday>,
    pub(super) workdays: Vec<Day>,
}

/// The part of a notice with a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its year.
    Year,
    /// Its title.
    Title,
    /// Its number.
    Notice,
    /// A holiday, by index.
    Holiday(usize),
    /// A make-up workday, by index.
    Workday(usize),
}

/// A fault of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where.
    pub at: Place,
    /// What is wrong, in Chinese and in English.
    pub words: Words,
}

impl Year {
    /// Builds a notice from a form, sorted by day.
    ///
    /// # Errors
    /// The first fault.
    pub fn of(
        number: YearNumber,
        (title, notice, issued): (&str, &str, Day),
        holidays: Vec<Holiday>,
        workdays: Vec<Day>,
    ) -> Result<Self, Misfit> {
        let plain = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
        for (at, text) in [(Place::Title, title), (Place::Notice, notice)] {
            if !plain(text) {
                return Err(misfit(at, "应为一行文字，不能为空", "one line of text, not empty"));
            }
        }
        if let Some(at) = holidays.iter().position(|holiday| !plain(&holiday.name)) {
            return Err(misfit(Place::Holiday(at), "请写节日名称", "write the name of the holiday"));
        }
        check(number, &holidays, &workdays)?;
        Ok(Self::ordered(number, (title.trim().to_owned(), notice.trim().to_owned(), issued), holidays, workdays))
    }

    fn ordered(
        number: YearNumber,
        (title, notice, issued): (String, String, Day),
        mut holidays: Vec<Holiday>,
        mut workdays: Vec<Day>,
    ) -> Self {
        holidays.sort_by_key(|holiday| holiday.from);
        workdays.sort_unstable();
        Self { number, title, notice, issued, holidays, workdays }
    }

    /// The notice as a calendar file; [`Calendar::parse`](super::Calendar::parse) is the inverse.
    #[must_use]
    pub fn text(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut text = format!(
            "year = {}\ntitle = {}\nnumber = {}\nissued = {}\n\nholidays = [\n",
            self.number,
            quoted(&self.title),
            quoted(&self.notice),
            self.issued
        );
        for Holiday { name, from, to } in &self.holidays {
            let _ = writeln!(text, "  {{ name = {}, from = {from}, to = {to} }},", quoted(name));
        }
        let workdays: Vec<String> = self.workdays.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "]\n\nworkdays = [{}]", workdays.join(", "));
        text
    }

    /// The notice's year.
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

/// Parses a year's file; returns the first fault.
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
    let workdays = head.days("workdays", &mut faults);
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
    let (lines, holidays): (Vec<usize>, Vec<Holiday>) = holidays.into_iter().unzip();
    let fault = |misfit: Misfit| {
        let (line, key) = match misfit.at {
            Place::Holiday(at) => (lines.get(at).copied().unwrap_or(year_line), "holidays"),
            Place::Workday(_) => (workdays_line, "workdays"),
            Place::Year | Place::Title | Place::Notice => (year_line, "year"),
        };
        Fault::new("manual.bad-value", file, misfit.words.zh, misfit.words.en).at(line).of(key)
    };
    check(number, &holidays, &workdays).map_err(fault)?;
    Ok(Year::ordered(number, (title, notice, issued), holidays, workdays))
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

/// Parses the statutory holidays by year, which apply until a year's notice is present.
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

fn misfit(at: Place, zh: impl Into<String>, en: impl Into<String>) -> Misfit {
    Misfit { at, words: Words { zh: zh.into(), en: en.into() } }
}

/// Checks a notice: days of other years, a holiday that ends before it begins, a day both free and working.
fn check(year: YearNumber, holidays: &[Holiday], workdays: &[Day]) -> Result<(), Misfit> {
    if !(2000..=9000).contains(&year) {
        return Err(misfit(Place::Year, "年份应在 2000 至 9000 之间", "the year must lie in 2000–9000"));
    }
    // New Year's may begin in late December; nothing else may.
    let near = |day: Day| day.year() == year || (day.year() == year - 1 && day.month() == 12);
    for (n, holiday) in holidays.iter().enumerate() {
        let (name, from, to) = (&holiday.name, holiday.from, holiday.to);
        if from > to || !near(from) || !near(to) {
            return Err(misfit(
                Place::Holiday(n),
                format!("{name}：{from} 至 {to} 不在 {year} 年，或起止颠倒"),
                format!("{name}: {from} to {to} is not in {year}, or runs backwards"),
            ));
        }
    }
    for (n, day) in workdays.iter().enumerate() {
        let off = holidays.iter().any(|h| h.from <= *day && *day <= h.to);
        let weekend = matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        if off || !weekend || !near(*day) || workdays[..n].contains(day) {
            return Err(misfit(
                Place::Workday(n),
                format!("{day} 不能是调休上班日：应为 {year} 年的周末，不在放假日之内，且只写一次"),
                format!(
                    "{day} is no make-up workday: it must be a weekend day of {year}, outside holidays, given once"
                ),
            ));
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

    #[test]
    fn a_notice_that_was_filled_in_is_the_file_that_says_the_same() {
        let day = |month, day| jiff::civil::date(2027, month, day);
        let off = |name: &str, from, to| Holiday { name: name.into(), from, to };
        let head =
            ("国务院办公厅关于“2027年”\"节假日\"安排的通知", "国办发明电〔2026〕7号", jiff::civil::date(2026, 11, 4));
        let holidays = vec![off("国庆节", day(10, 1), day(10, 7)), off("元旦", day(1, 1), day(1, 3))];
        let year = Year::of(2027, head, holidays.clone(), vec![day(10, 10), day(9, 26)]).unwrap();
        assert_eq!(year.holidays()[0].name, "元旦", "in order of days");
        assert_eq!(parse("2027.toml", &year.text()).unwrap(), year);

        let refused = |title, holidays: &[Holiday], workdays: &[Day]| {
            Year::of(2027, (title, head.1, head.2), holidays.to_vec(), workdays.to_vec()).unwrap_err().at
        };
        assert_eq!(refused(" ", &holidays, &[]), Place::Title);
        assert_eq!(refused("两\n行", &holidays, &[]), Place::Title);
        assert_eq!(refused("通知", &[off(" ", day(1, 1), day(1, 1))], &[]), Place::Holiday(0));
        assert_eq!(refused("通知", &holidays, &[day(9, 26), day(10, 3)]), Place::Workday(1), "a day off");
    }
}
