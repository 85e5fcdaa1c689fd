//! The conditions of a form: the subset of XLSForm's language used by household forms, such as `${age} >= 65 and
//! selected(${needs}, 'meals')`.
//!
//! It can only use answers: no loops, no external functions, limited depth.

use serde::{Deserialize, Serialize};

use super::form::Answer;
use crate::kernel::milli::Milli;

/// A condition or a part of one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Expression {
    /// The answer to a question.
    Answer(String),
    /// The current answer: `.`.
    This,
    /// A number.
    Number(Milli),
    /// A text.
    Text(String),
    /// Either.
    Or(Box<Expression>, Box<Expression>),
    /// Both.
    And(Box<Expression>, Box<Expression>),
    /// Not.
    Not(Box<Expression>),
    /// A comparison.
    Compare(Box<Expression>, Sign, Box<Expression>),
    /// Whether an option is selected.
    Selected(Box<Expression>, Box<Expression>),
    /// Number of selected options.
    CountSelected(Box<Expression>),
    /// Number of characters.
    Length(Box<Expression>),
}

/// A comparison operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the signs themselves")]
pub enum Sign {
    Is,
    IsNot,
    Below,
    AtMost,
    Above,
    AtLeast,
}

/// The value of a part.
#[derive(Clone, PartialEq, Debug)]
enum Worth {
    Nothing,
    Number(Milli),
    Text(String),
    Names(Vec<String>),
    Truth(bool),
}

impl Worth {
    fn of(answer: Option<&Answer>) -> Self {
        match answer {
            None => Self::Nothing,
            Some(Answer::Text(t) | Answer::One(t)) => Self::Text(t.clone()),
            Some(Answer::Number(n)) => Self::Number(*n),
            // ISO 8601, so that text order is date order.
            Some(Answer::Date(day)) => Self::Text(day.to_string()),
            Some(Answer::YesNo(yes)) => Self::Text(if *yes { "yes" } else { "no" }.to_owned()),
            Some(Answer::Many(names)) => Self::Names(names.iter().cloned().collect()),
        }
    }

    fn is_true(&self) -> bool {
        match self {
            Self::Truth(t) => *t,
            Self::Nothing => false,
            Self::Number(n) => *n != Milli::default(),
            Self::Text(t) => !t.is_empty(),
            Self::Names(names) => !names.is_empty(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Number(n) => n.to_string(),
            Self::Text(t) => t.clone(),
            Self::Names(names) => names.join(" "),
            Self::Truth(t) => t.to_string(),
        }
    }

    fn number(&self) -> Option<Milli> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Text(t) => t.parse().ok(),
            _ => None,
        }
    }
}

impl Expression {
    /// Evaluates it; `this`: the current answer, `answers`: those given before.
    #[must_use]
    pub fn holds<'a>(&self, this: Option<&Answer>, answers: &impl Fn(&str) -> Option<&'a Answer>) -> bool {
        self.worth(this, answers).is_true()
    }

    fn worth<'a>(&self, this: Option<&Answer>, answers: &impl Fn(&str) -> Option<&'a Answer>) -> Worth {
        let worth = |e: &Self| e.worth(this, answers);
        match self {
            Self::Answer(name) => Worth::of(answers(name)),
            Self::This => Worth::of(this),
            Self::Number(n) => Worth::Number(*n),
            Self::Text(t) => Worth::Text(t.clone()),
            Self::Or(a, b) => Worth::Truth(worth(a).is_true() || worth(b).is_true()),
            Self::And(a, b) => Worth::Truth(worth(a).is_true() && worth(b).is_true()),
            Self::Not(a) => Worth::Truth(!worth(a).is_true()),
            Self::Compare(a, sign, b) => Worth::Truth(compare(&worth(a), *sign, &worth(b))),
            Self::Selected(list, name) => {
                let name = worth(name).text();
                Worth::Truth(match worth(list) {
                    Worth::Names(names) => names.contains(&name),
                    other => !name.is_empty() && other.text() == name,
                })
            }
            Self::CountSelected(list) => Worth::Number(Milli::whole(match worth(list) {
                Worth::Names(names) => i32::try_from(names.len()).unwrap_or(i32::MAX),
                other => i32::from(other.is_true()),
            })),
            Self::Length(text) => {
                Worth::Number(Milli::whole(i32::try_from(worth(text).text().chars().count()).unwrap_or(i32::MAX)))
            }
        }
    }

    /// The questions used.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Answer(name) => vec![name],
            Self::This | Self::Number(_) | Self::Text(_) => Vec::new(),
            Self::Not(a) | Self::CountSelected(a) | Self::Length(a) => a.names(),
            Self::Or(a, b) | Self::And(a, b) | Self::Compare(a, _, b) | Self::Selected(a, b) => {
                [a.names(), b.names()].concat()
            }
        }
    }
}

fn compare(a: &Worth, sign: Sign, b: &Worth) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let equal = match (a.number(), b.number()) {
        (Some(x), Some(y)) => x == y,
        _ => a.text() == b.text(),
    };
    match sign {
        Sign::Is => return equal,
        Sign::IsNot => return !equal,
        _ => {}
    }
    // A missing answer is neither above nor below anything.
    if a.text().is_empty() || b.text().is_empty() {
        return false;
    }
    let order = match (a.number(), b.number()) {
        (Some(x), Some(y)) => x.cmp(&y),
        _ => a.text().cmp(&b.text()),
    };
    match sign {
        Sign::Below => order == Less,
        Sign::AtMost => order != Greater,
        Sign::Above => order == Greater,
        Sign::AtLeast => order != Less,
        Sign::Is | Sign::IsNot => order == Equal,
    }
}

/// The text is no supported condition.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is not understood")]
pub struct NoExpression(pub String);

/// Maximum nesting depth.
const DEPTH: u32 = 32;

impl Expression {
    /// Parses a condition.
    ///
    /// # Errors
    /// The first part that cannot be parsed.
    pub fn parse(text: &str) -> Result<Self, NoExpression> {
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens, at: 0, depth: 0 };
        let whole = reader.or()?;
        match reader.peek() {
            None => Ok(whole),
            Some(left) => Err(NoExpression(left.to_owned())),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<String>, NoExpression> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' | '‘' | '“' => {
                let close = match first {
                    '‘' => '’',
                    '“' => '”',
                    same => same,
                };
                let inside = &rest[first.len_utf8()..];
                let end = inside.find(close).ok_or_else(|| NoExpression(rest.to_owned()))?;
                out.push(format!("'{}", &inside[..end]));
                rest = inside[end + close.len_utf8()..].trim_start();
                continue;
            }
            '$' => rest.find('}').map(|n| n + 1).ok_or_else(|| NoExpression(rest.to_owned()))?,
            '<' | '>' | '!' if rest[1..].starts_with('=') => 2,
            '<' | '>' | '=' | '(' | ')' | ',' => 1,
            c if c.is_ascii_digit() => rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()),
            '.' => 1,
            c if c.is_ascii_alphabetic() => {
                rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(rest.len())
            }
            _ => return Err(NoExpression(rest.to_owned())),
        };
        out.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    Ok(out)
}

struct Reader<'t> {
    tokens: &'t [String],
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(String::as_str)
    }
    fn eat(&mut self, token: &str) -> bool {
        let is = self.peek() == Some(token);
        self.at += usize::from(is);
        is
    }
    fn want(&mut self, token: &str) -> Result<(), NoExpression> {
        if self.eat(token) { Ok(()) } else { Err(self.wrong()) }
    }
    fn wrong(&self) -> NoExpression {
        NoExpression(self.peek().unwrap_or("…").to_owned())
    }

    fn or(&mut self) -> Result<Expression, NoExpression> {
        let mut left = self.and()?;
        while self.eat("or") {
            left = Expression::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expression, NoExpression> {
        let mut left = self.compare()?;
        while self.eat("and") {
            left = Expression::And(Box::new(left), Box::new(self.compare()?));
        }
        Ok(left)
    }

    fn compare(&mut self) -> Result<Expression, NoExpression> {
        let left = self.term()?;
        let sign = match self.peek() {
            Some("=") => Sign::Is,
            Some("!=") => Sign::IsNot,
            Some("<") => Sign::Below,
            Some("<=") => Sign::AtMost,
            Some(">") => Sign::Above,
            Some(">=") => Sign::AtLeast,
            _ => return Ok(left),
        };
        self.at += 1;
        Ok(Expression::Compare(Box::new(left), sign, Box::new(self.term()?)))
    }

    fn term(&mut self) -> Result<Expression, NoExpression> {
        let Some(token) = self.peek().map(str::to_owned) else { return Err(self.wrong()) };
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(NoExpression(token));
        }
        let wrong = self.wrong();
        self.at += 1;
        let whole = match token.as_str() {
            "(" => {
                let inside = self.or()?;
                self.want(")")?;
                inside
            }
            "." => Expression::This,
            "not" => Expression::Not(self.one()?),
            "selected" => {
                self.want("(")?;
                let list = self.or()?;
                self.want(",")?;
                let name = self.or()?;
                self.want(")")?;
                Expression::Selected(Box::new(list), Box::new(name))
            }
            "count-selected" => Expression::CountSelected(self.one()?),
            "string-length" => Expression::Length(self.one()?),
            text if text.starts_with('\'') => Expression::Text(text[1..].to_owned()),
            name if name.starts_with("${") => {
                Expression::Answer(name.trim_start_matches("${").trim_end_matches('}').trim().to_owned())
            }
            number => Expression::Number(number.parse().map_err(|_| wrong)?),
        };
        self.depth -= 1;
        Ok(whole)
    }

    /// The single argument in brackets.
    fn one(&mut self) -> Result<Box<Expression>, NoExpression> {
        self.want("(")?;
        let inside = self.or()?;
        self.want(")")?;
        Ok(Box::new(inside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn holds(text: &str, this: Option<Answer>) -> bool {
        let answers = BTreeMap::from([
            ("age".to_owned(), Answer::Number(Milli::whole(70))),
            ("alone".to_owned(), Answer::YesNo(true)),
            ("needs".to_owned(), Answer::Many(["meals".to_owned(), "stairs".to_owned()].into())),
            ("since".to_owned(), Answer::Date(jiff::civil::date(2026, 3, 1))),
        ]);
        Expression::parse(text).unwrap().holds(this.as_ref(), &|name| answers.get(name))
    }

    #[test]
    fn conditions_read_as_forms_write_them() {
        for text in [
            "${age} >= 65",
            "${age} >= 65 and ${alone} = 'yes'",
            "${age} < 18 or selected(${needs}, 'meals')",
            "not(selected(${needs}, \"power\"))",
            "count-selected(${needs}) = 2",
            "${since} > '2026-01-31'",
            "${age} > 60 and (${alone} = 'no' or ${needs} != '')",
            "${nothing} = ''",
            "${age} != ‘71’",
        ] {
            assert!(holds(text, None), "{text}");
        }
        for text in ["${age} < 65", "${nothing} > 0", "${nothing} < 1", "${nothing}", "not(${alone})"] {
            assert!(!holds(text, None), "{text}");
        }
        assert!(holds(". > 0 and . <= 20", Some(Answer::Number(Milli::whole(3)))));
        assert!(holds("string-length(.) = 11", Some(Answer::Text("13812341234".into()))));
        assert!(!holds(". >= 1", None));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (text, part) in [
            ("${age} >= 65 and", "…"),
            ("regex(., 'x')", "regex"),
            ("${age} ** 2", "** 2"),
            ("selected(${needs} 'meals')", "'meals"),
            ("(${age} > 1", "…"),
            ("${age", "${age"),
            ("1 2", "2"),
        ] {
            assert_eq!(Expression::parse(text), Err(NoExpression(part.into())), "{text}");
        }
        assert!(Expression::parse(&"(".repeat(10_000)).is_err());
        assert!(Expression::parse(&"not(".repeat(10_000)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_brings_the_reader_down(text in "[ ().,'=<>!$a-z0-9{}和≥\"-]{0,60}") {
            if let Ok(expression) = Expression::parse(&text) {
                let _ = expression.holds(None, &|_| None);
            }
        }
    }
}
