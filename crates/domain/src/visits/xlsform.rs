//! Imports a form from the rows of an XLSForm, or lists faults by sheet, row and column. Workbooks are read by the
//! server.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::Expression;
use super::form::{Choice, Field, Form, Kind, Question};
use crate::kernel::text::fold;
use crate::manual::kind::Words;

/// A row: its number in Excel, and its cells by header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// From 2, below the header.
    pub number: usize,
    /// Non-empty cells.
    pub cells: BTreeMap<String, String>,
}

/// A fault with its location.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// `survey` or `choices`.
    pub sheet: &'static str,
    /// The row as Excel shows it.
    pub row: usize,
    /// The column by its header.
    pub column: &'static str,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, in Simplified Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Question types about the collecting device, which are skipped.
const ITS_OWN: [&str; 7] = ["start", "end", "today", "deviceid", "username", "phonenumber", "audit"];
/// Unsupported types, with the reason: too intrusive for a visit, or not possible offline.
const NOT_HERE: [(&str, &str, &str); 9] = [
    ("geopoint", "不采集居民的位置", "no resident's position is taken"),
    ("geotrace", "不采集轨迹", "no track is taken"),
    ("geoshape", "不采集位置", "no position is taken"),
    ("image", "走访表单不收照片，需要照片的请开事项", "a form takes no photo: open a case where one is needed"),
    ("audio", "不录音", "nothing is recorded"),
    ("video", "不录像", "nothing is recorded"),
    ("begin_repeat", "不支持重复组，请按人分别走访", "no repeats: visit each person"),
    ("calculate", "不支持计算项", "no calculations"),
    ("barcode", "不支持扫码", "no scanning"),
];

impl Row {
    fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", |text| text.trim())
    }

    /// A text in both languages, for any naming of columns: `label`, `label::中文`, `label::English (en)`.
    fn words(&self, name: &str) -> Words {
        let mut words = Words::new(self.cell(name), "");
        for (header, text) in &self.cells {
            let Some(language) = header.strip_prefix(name).and_then(|rest| rest.strip_prefix("::")) else { continue };
            let language = fold(language);
            if language.contains("zh") || language.contains("chinese") || language.contains("中文") {
                words.zh = text.trim().to_owned();
            } else if language.contains("en") {
                words.en = text.trim().to_owned();
            }
        }
        // If one language is missing, the other is used for both.
        if words.zh.is_empty() {
            words.zh.clone_from(&words.en);
        }
        if words.en.is_empty() {
            words.en.clone_from(&words.zh);
        }
        words
    }
}

struct Reader {
    faults: Vec<Fault>,
    lists: BTreeMap<String, Vec<Choice>>,
    names: BTreeSet<String>,
    /// The conditions of the open groups.
    groups: Vec<Option<Expression>>,
}

impl Reader {
    fn fault(
        &mut self,
        (sheet, row, column): (&'static str, usize, &'static str),
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.faults.push(Fault { sheet, row, column, code, zh: zh.into(), en: en.into() });
    }

    fn choices(&mut self, rows: &[Row]) {
        for row in rows {
            let (list, name) = (row.cell("list_name").to_owned(), row.cell("name").to_owned());
            if list.is_empty() || name.is_empty() || name.contains(' ') {
                self.fault(
                    ("choices", row.number, "name"),
                    "visits.xls-choice",
                    "每个选项须有 list_name 和不含空格的 name",
                    "a choice has a list_name, and a name without spaces",
                );
                continue;
            }
            let choices = self.lists.entry(list).or_default();
            if choices.iter().any(|c| c.name == name) {
                self.fault(
                    ("choices", row.number, "name"),
                    "visits.xls-twice",
                    format!("“{name}”在同一名单中出现了两次"),
                    format!("{name} stands in the list twice"),
                );
                continue;
            }
            choices.push(Choice { name, label: row.words("label") });
        }
    }

    fn kind(&mut self, row: &Row) -> Option<Kind> {
        let written = row.cell("type").to_owned();
        let place = ("survey", row.number, "type");
        let words: Vec<&str> = written.split_whitespace().collect();
        match words.as_slice() {
            ["text"] => Some(Kind::Text),
            ["integer"] => Some(Kind::Integer),
            ["decimal"] => Some(Kind::Decimal),
            ["date"] => Some(Kind::Date),
            ["note"] => Some(Kind::Note),
            ["acknowledge" | "yes_no"] => Some(Kind::YesNo),
            [select @ ("select_one" | "select_multiple"), list] => {
                let Some(choices) = self.lists.get(*list).cloned() else {
                    self.fault(
                        place,
                        "visits.xls-list",
                        format!("choices 中没有“{list}”这个名单"),
                        format!("choices has no list {list}"),
                    );
                    return None;
                };
                Some(if *select == "select_one" { Kind::One(choices) } else { Kind::Many(choices) })
            }
            _ => {
                let joined = words.join("_");
                match NOT_HERE.iter().find(|(word, ..)| joined.starts_with(word)) {
                    Some((_, zh, en)) => self.fault(place, "visits.xls-not-here", *zh, *en),
                    None => {
                        self.fault(
                            place,
                            "visits.xls-type",
                            format!("不认识的题型“{written}”"),
                            format!("{written:?} is no type of question"),
                        );
                    }
                }
                None
            }
        }
    }

    /// Parses a condition; it may only use earlier questions.
    fn condition(&mut self, row: &Row, column: &'static str) -> Option<Expression> {
        let text = row.cell(column);
        if text.is_empty() {
            return None;
        }
        match Expression::parse(text) {
            Err(error) => {
                let part = error.0;
                self.fault(
                    ("survey", row.number, column),
                    "visits.xls-condition",
                    format!("看不懂“{part}”"),
                    format!("{part:?} is not understood"),
                );
                None
            }
            Ok(condition) => {
                let later = condition.names().into_iter().find(|name| !self.names.contains(*name)).map(str::to_owned);
                if let Some(name) = later {
                    self.fault(
                        ("survey", row.number, column),
                        "visits.xls-later",
                        format!("“{name}”不是前面的题目"),
                        format!("{name} is no question above this one"),
                    );
                    return None;
                }
                Some(condition)
            }
        }
    }

    fn question(&mut self, row: &Row) -> Option<Question> {
        let name = row.cell("name").to_owned();
        let own = self.condition(row, "relevant");
        let constraint = self.condition(row, "constraint");
        let kind = self.kind(row)?;
        let sound = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if !sound {
            self.fault(
                ("survey", row.number, "name"),
                "visits.xls-name",
                "name 须为英文字母开头的字母、数字、下划线",
                "a name is letters, digits and underscores, and begins with a letter",
            );
            return None;
        }
        if !self.names.insert(name.clone()) {
            self.fault(
                ("survey", row.number, "name"),
                "visits.xls-twice",
                format!("“{name}”出现了两次"),
                format!("{name} stands here twice"),
            );
            return None;
        }
        let ledger = row.cell("ledger");
        let field = Field::from_key(ledger);
        if field.is_none() && !ledger.is_empty() {
            self.fault(
                ("survey", row.number, "ledger"),
                "visits.xls-ledger",
                format!("台账中没有“{ledger}”这一项"),
                format!("the ledger has no field {ledger}"),
            );
        }
        let relevant =
            self.groups.iter().flatten().cloned().chain(own).reduce(|a, b| Expression::And(Box::new(a), Box::new(b)));
        Some(Question {
            name,
            label: row.words("label"),
            hint: row.words("hint"),
            kind,
            required: matches!(fold(row.cell("required")).as_str(), "yes" | "true" | "true()" | "是"),
            relevant,
            constraint,
            constraint_says: row.words("constraint_message"),
            field,
        })
    }
}

/// Reads the sheets `survey` and `choices`. A column `ledger` binds a question to a ledger field.
///
/// # Errors
/// All faults of both sheets.
pub fn read(id: &str, version: u32, title: Words, survey: &[Row], choices: &[Row]) -> Result<Form, Vec<Fault>> {
    let mut reader = Reader { faults: Vec::new(), lists: BTreeMap::new(), names: BTreeSet::new(), groups: Vec::new() };
    reader.choices(choices);
    let mut questions = Vec::new();
    for row in survey {
        let kind = row.cell("type").replace(' ', "_");
        if kind.is_empty() || ITS_OWN.contains(&kind.as_str()) {
            continue;
        }
        match kind.as_str() {
            "begin_group" => {
                let condition = reader.condition(row, "relevant");
                reader.groups.push(condition);
            }
            "end_group" => {
                if reader.groups.pop().is_none() {
                    reader.fault(
                        ("survey", row.number, "type"),
                        "visits.xls-group",
                        "没有与之对应的 begin_group",
                        "there is no begin_group for this",
                    );
                }
            }
            _ => questions.extend(reader.question(row)),
        }
    }
    if !reader.groups.is_empty() {
        let last = survey.last().map_or(1, |row| row.number);
        reader.fault(
            ("survey", last, "type"),
            "visits.xls-group",
            "有 begin_group 没有 end_group",
            "a begin_group has no end_group",
        );
    }
    if questions.is_empty() && reader.faults.is_empty() {
        reader.fault(("survey", 1, "type"), "visits.xls-empty", "表单中没有题目", "the form has no question");
    }
    if reader.faults.is_empty() {
        Ok(Form { id: id.to_owned(), version, title, questions })
    } else {
        reader.faults.sort_by_key(|f| (f.sheet, f.row));
        Err(reader.faults)
    }
}
