//! The structured head of a manual file: TOML in which every fault has a line and key, and unknown keys are refused.
//!
//! Faults are collected, so that authors see all faults of a file at once.

use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::clock::{Allowance, Pace};
use super::fault::Fault;
use super::kind::Words;
use crate::kernel::time::{Day, Span};

/// The position of a head: its file, its text, and the line on which the text begins.
#[derive(Clone, Copy)]
pub(super) struct Page<'t> {
    pub file: &'t str,
    pub text: &'t str,
    pub first_line: usize,
}

impl Page<'_> {
    fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        self.first_line + before.matches('\n').count()
    }
}

/// A table of a head. Keys are removed as they are read; leftovers are unknown.
pub(super) struct Head<'t> {
    page: Page<'t>,
    path: String,
    line: usize,
    entries: BTreeMap<String, (usize, Spanned<DeValue<'t>>)>,
}

impl<'t> Head<'t> {
    /// Parses a whole text as one table.
    pub fn read(page: Page<'t>) -> Result<Self, Fault> {
        let table = DeTable::parse(page.text).map_err(|error| {
            let line = page.line(error.span().map_or(0, |s| s.start));
            Fault::new(
                "manual.bad-toml",
                page.file,
                format!("不是合规的 TOML（{}）", error.message()),
                format!("this is not TOML: {}", error.message()),
            )
            .at(line)
        })?;
        Ok(Self::of(page, String::new(), page.first_line, table.into_inner()))
    }

    fn of(page: Page<'t>, path: String, line: usize, table: DeTable<'t>) -> Self {
        let entries = table
            .into_iter()
            .map(|(key, value)| {
                let line = page.line(key.span().start);
                (key.into_inner().into_owned(), (line, value))
            })
            .collect();
        Self { page, path, line, entries }
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// A fault located at a key if present, else at the head.
    pub fn fault(&self, code: &'static str, key: &str, zh: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Fault {
        let line = self.entries.get(key).map_or(self.line, |(line, _)| *line);
        Fault::new(code, self.page.file, zh, en).at(line).of(self.name(key))
    }

    /// The line of a key, or of the head.
    pub fn line_of(&self, key: &str) -> usize {
        self.entries.get(key).map_or(self.line, |(line, _)| *line)
    }

    fn take(&mut self, key: &str) -> Option<(usize, DeValue<'t>, Range<usize>)> {
        let (line, value) = self.entries.remove(key)?;
        let span = value.span();
        Some((line, value.into_inner(), span))
    }

    fn wrong(&self, key: &str, line: usize, zh: &str, en: &str, found: &DeValue<'_>) -> Fault {
        let found = found.type_str();
        Fault::new(
            "manual.wrong-type",
            self.page.file,
            format!("应为{zh}，却是 {found}"),
            format!("expected {en}, found {found}"),
        )
        .at(line)
        .of(self.name(key))
    }

    /// The keys not read yet.
    pub fn keys(&self) -> Vec<String> {
        self.entries.keys().cloned().collect()
    }

    /// Adds a fault for each missing key.
    pub fn require(&self, keys: &[&str], faults: &mut Vec<Fault>) {
        for key in keys.iter().filter(|key| !self.entries.contains_key(**key)) {
            faults.push(self.fault("manual.missing-key", key, "缺少这一项", "this key must be there"));
        }
    }

    /// A non-empty text.
    pub fn text(&mut self, key: &str, faults: &mut Vec<Fault>) -> Option<String> {
        match self.take(key)? {
            (_, DeValue::String(text), _) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            (line, other, _) => {
                faults.push(self.wrong(key, line, "非空文字", "text that is not empty", &other));
                None
            }
        }
    }

    /// An integer of at least 1.
    pub fn number(&mut self, key: &str, faults: &mut Vec<Fault>) -> Option<u32> {
        let (line, value, _) = self.take(key)?;
        let number =
            value.as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok()).filter(|n| *n > 0);
        if number.is_none() {
            faults.push(self.wrong(key, line, "正整数", "a whole number of at least 1", &value));
        }
        number
    }

    /// A boolean.
    pub fn yes(&mut self, key: &str, faults: &mut Vec<Fault>) -> Option<bool> {
        let (line, value, _) = self.take(key)?;
        let yes = value.as_bool();
        if yes.is_none() {
            faults.push(self.wrong(key, line, " true 或 false", "true or false", &value));
        }
        yes
    }

    /// A civil day, such as `2026-02-15` without quotes.
    pub fn day(&mut self, key: &str, faults: &mut Vec<Fault>) -> Option<Day> {
        let (line, value, _) = self.take(key)?;
        self.as_day(key, line, &value).map_err(|fault| faults.push(fault)).ok()
    }

    fn as_day(&self, key: &str, line: usize, value: &DeValue<'_>) -> Result<Day, Fault> {
        value
            .as_datetime()
            .filter(|at| at.time.is_none() && at.offset.is_none())
            .and_then(|at| at.date)
            .and_then(|d| {
                let (year, month, day) = (d.year.try_into().ok()?, d.month.try_into().ok()?, d.day.try_into().ok()?);
                Day::new(year, month, day).ok()
            })
            .ok_or_else(|| {
                Fault::new(
                    "manual.bad-date",
                    self.page.file,
                    "应为日期，如 2026-02-15（不加引号）",
                    "expected a day like 2026-02-15, without quotes",
                )
                .at(line)
                .of(self.name(key))
            })
    }

    /// A list of civil days; empty if the key is missing.
    pub fn days(&mut self, key: &str, faults: &mut Vec<Fault>) -> Vec<Day> {
        self.list(key, faults, |head, line, value| head.as_day(key, line, value))
    }

    /// A list of texts; empty if the key is missing.
    pub fn texts(&mut self, key: &str, faults: &mut Vec<Fault>) -> Vec<String> {
        self.list(key, faults, |head, line, value| match value.as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(head.wrong(key, line, "非空文字", "text that is not empty", value)),
        })
    }

    fn list<T>(
        &mut self,
        key: &str,
        faults: &mut Vec<Fault>,
        read: impl Fn(&Self, usize, &DeValue<'t>) -> Result<T, Fault>,
    ) -> Vec<T> {
        let Some((line, value, _)) = self.take(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            faults.push(self.wrong(key, line, "列表", "a list", &value));
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter() {
            match read(self, self.page.line(item.span().start), item.get_ref()) {
                Ok(item) => out.push(item),
                Err(fault) => faults.push(fault),
            }
        }
        out
    }

    /// A nested table, such as `photo = { … }` or `[photo]`.
    pub fn table(&mut self, key: &str, faults: &mut Vec<Fault>) -> Option<Head<'t>> {
        match self.take(key)? {
            (line, DeValue::Table(table), _) => Some(Self::of(self.page, self.name(key), line, table)),
            (line, other, _) => {
                faults.push(self.wrong(key, line, "一组键值，如 { zh = \"…\", en = \"…\" }", "a table", &other));
                None
            }
        }
    }

    /// A list of tables, such as `[[call]]`; empty if the key is missing.
    pub fn tables(&mut self, key: &str, faults: &mut Vec<Fault>) -> Vec<Head<'t>> {
        match self.take(key) {
            None => Vec::new(),
            Some((_, DeValue::Array(items), _)) => {
                let mut out = Vec::new();
                for (n, item) in items.into_iter().enumerate() {
                    let line = self.page.line(item.span().start);
                    match item.into_inner() {
                        DeValue::Table(table) => {
                            let path = format!("{}[{}]", self.name(key), n + 1);
                            out.push(Self::of(self.page, path, line, table));
                        }
                        other => faults.push(self.wrong(key, line, "一组键值", "a table", &other)),
                    }
                }
                out
            }
            Some((line, other, _)) => {
                faults.push(self.wrong(key, line, "列表", "a list of tables", &other));
                Vec::new()
            }
        }
    }

    /// A list of texts, or of tables for entries with more than a name; empty if the key is missing.
    pub fn texts_or_tables<T>(
        &mut self,
        key: &str,
        faults: &mut Vec<Fault>,
        text: impl Fn(String) -> T,
        table: impl Fn(Self, &mut Vec<Fault>) -> Option<T>,
    ) -> Vec<T> {
        let simple = self.entries.get(key).and_then(|(_, value)| value.get_ref().as_array());
        if simple.is_none_or(|items| items.iter().all(|item| item.get_ref().as_str().is_some())) {
            return self.texts(key, faults).into_iter().map(text).collect();
        }
        let tables = self.tables(key, faults);
        tables.into_iter().filter_map(|head| table(head, faults)).collect()
    }

    /// The keys `zh` and `en`; both or neither.
    pub fn words(&mut self, faults: &mut Vec<Fault>) -> Option<Words> {
        match (self.text("zh", faults), self.text("en", faults)) {
            (Some(zh), Some(en)) => Some(Words { zh, en }),
            _ => None,
        }
    }

    /// A table with only `zh` and `en`.
    pub fn named(&mut self, key: &str, faults: &mut Vec<Fault>) -> Option<Words> {
        let mut inner = self.table(key, faults)?;
        inner.require(&["zh", "en"], faults);
        let words = inner.words(faults);
        inner.end(faults);
        words
    }

    /// One of several words.
    pub fn choice<T: Copy>(&mut self, key: &str, all: &[(&str, T)], faults: &mut Vec<Fault>) -> Option<T> {
        let line = self.line_of(key);
        let word = self.text(key, faults)?;
        let found = all.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let names = all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            faults.push(
                Fault::new(
                    "manual.bad-value",
                    self.page.file,
                    format!("“{word}”不在可选之列：{names}"),
                    format!("`{word}` is none of: {names}"),
                )
                .at(line)
                .of(self.name(key)),
            );
        }
        found
    }

    /// A time limit such as `"2 working hours"`; a working day counts as `day`.
    pub fn allowance(&mut self, key: &str, day: Span, faults: &mut Vec<Fault>) -> Option<Allowance> {
        let line = self.line_of(key);
        let text = self.text(key, faults)?;
        let read = allowance(&text, day);
        if read.is_none() {
            faults.push(
                Fault::new(
                    "manual.bad-span",
                    self.page.file,
                    format!("“{text}”不是时限，应写成 30 minutes、24 hours、2 working hours、3 working days、15 days"),
                    format!(
                        "`{text}` is no span: write 30 minutes, 24 hours, 2 working hours, 3 working days or 15 days"
                    ),
                )
                .at(line)
                .of(self.name(key)),
            );
        }
        read
    }

    /// Finishes: keys that were not read are faults.
    pub fn end(self, faults: &mut Vec<Fault>) {
        for (key, (line, _)) in &self.entries {
            faults.push(
                Fault::new(
                    "manual.unknown-key",
                    self.page.file,
                    "手册不认识这一项，请核对拼写",
                    "the manual does not know this key",
                )
                .at(*line)
                .of(self.name(key)),
            );
        }
    }
}

/// Parses `"30 minutes"`, `"24 hours"`, `"15 days"`, `"2 working hours"`, `"3 working days"`: an integer from 1 to
/// 9,999, optionally `working`, and a unit in singular or plural.
pub(super) fn allowance(text: &str, working_day: Span) -> Option<Allowance> {
    let mut words = text.split_whitespace();
    let number = words.next()?.parse::<i64>().ok().filter(|n| (1..=9_999).contains(n))?;
    let mut unit = words.next()?;
    let pace = if unit == "working" {
        unit = words.next()?;
        Pace::Working
    } else {
        Pace::Natural
    };
    let one = match (unit, pace) {
        ("minute" | "minutes", _) => Span::minutes(1),
        ("hour" | "hours", _) => Span::hours(1),
        ("day" | "days", Pace::Natural) => Span::days(1),
        ("day" | "days", Pace::Working) => working_day,
        _ => return None,
    };
    words.next().is_none().then_some(Allowance { pace, span: one * number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_written() {
        let day = Span::hours(7);
        for (text, expected) in [
            ("30 minutes", Allowance::natural(Span::minutes(30))),
            ("1 hour", Allowance::natural(Span::hours(1))),
            ("15 days", Allowance::natural(Span::days(15))),
            ("2 working hours", Allowance::working(Span::hours(2))),
            ("3 working days", Allowance::working(Span::hours(21))),
            ("90 working minutes", Allowance::working(Span::minutes(90))),
        ] {
            assert_eq!(allowance(text, day), Some(expected), "{text}");
        }
        for bad in
            ["", "2", "hours", "0 days", "-1 days", "2 weeks", "2 working", "2 hours later", "10000 days", "两天"]
        {
            assert_eq!(allowance(bad, day), None, "{bad}");
        }
    }
}
