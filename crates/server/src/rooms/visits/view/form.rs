//! Wire types of a form, in both directions: small enough for a phone, and with conditions as a tree that needs no parser there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weiguang_domain::manual::kind::Words;
use weiguang_domain::visits::expression::{Expression, Sign};
use weiguang_domain::visits::form::{Choice, Kind};
use weiguang_domain::visits::{Field, Form, Question};

use crate::rooms::visits::store::forms::Published;
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// The deepest condition.
const DEPTH: usize = 40;

/// An answer; it only describes what the domain reads and writes.
#[derive(ToSchema)]
#[schema(as = VisitAnswerView)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum AnswerView {
    /// A text.
    Text(String),
    /// A number as text: `3`, `16.7`.
    Number(String),
    /// A day: `2026-11-25`.
    Date(String),
    /// Yes or no.
    YesNo(bool),
    /// One of a list, by its name.
    One(String),
    /// Some of a list, by their names.
    Many(Vec<String>),
}

/// A condition, or a part of one: `answer` of a question by `name`, `this`, `number` and `text` by `value`; `or`, `and`, `not`;
/// `is`, `is_not`, `below`, `at_most`, `above`, `at_least`; `selected`, `count_selected`, `length`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = VisitExpr)]
#[serde(deny_unknown_fields)]
pub struct Expr {
    /// What it does.
    pub op: String,
    /// The question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// The number or text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub value: Option<String>,
    /// What it does it to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion, required = false)]
    pub of: Vec<Self>,
}

const SIGNS: [(Sign, &str); 6] = [
    (Sign::Is, "is"),
    (Sign::IsNot, "is_not"),
    (Sign::Below, "below"),
    (Sign::AtMost, "at_most"),
    (Sign::Above, "above"),
    (Sign::AtLeast, "at_least"),
];

impl From<&Expression> for Expr {
    fn from(e: &Expression) -> Self {
        let leaf = |op: &str, name: Option<&String>, value: Option<String>| Self {
            op: op.into(),
            name: name.cloned(),
            value,
            of: Vec::new(),
        };
        let node = |op: &str, of: &[&Expression]| Self {
            op: op.into(),
            name: None,
            value: None,
            of: of.iter().map(|e| Self::from(*e)).collect(),
        };
        match e {
            Expression::Answer(name) => leaf("answer", Some(name), None),
            Expression::This => leaf("this", None, None),
            Expression::Number(n) => leaf("number", None, Some(n.to_string())),
            Expression::Text(text) => leaf("text", None, Some(text.clone())),
            Expression::Or(a, b) => node("or", &[a, b]),
            Expression::And(a, b) => node("and", &[a, b]),
            Expression::Not(a) => node("not", &[a]),
            Expression::Compare(a, sign, b) => {
                let op = SIGNS.iter().find(|(s, _)| s == sign).map_or("is", |(_, op)| op);
                node(op, &[a, b])
            }
            Expression::Selected(a, b) => node("selected", &[a, b]),
            Expression::CountSelected(a) => node("count_selected", &[a]),
            Expression::Length(a) => node("length", &[a]),
        }
    }
}

impl Expr {
    fn read(&self, depth: usize) -> Option<Expression> {
        if depth == 0 {
            return None;
        }
        let of = self.of.iter().map(|e| e.read(depth - 1).map(Box::new)).collect::<Option<Vec<_>>>()?;
        let mut of = of.into_iter();
        let (a, b, more) = (of.next(), of.next(), of.next());
        if more.is_some() {
            return None;
        }
        let value = self.value.as_deref();
        Some(match (self.op.as_str(), a, b) {
            ("answer", None, None) => Expression::Answer(self.name.clone()?),
            ("this", None, None) => Expression::This,
            ("number", None, None) => Expression::Number(value?.parse().ok()?),
            ("text", None, None) => Expression::Text(value?.to_owned()),
            ("or", Some(a), Some(b)) => Expression::Or(a, b),
            ("and", Some(a), Some(b)) => Expression::And(a, b),
            ("not", Some(a), None) => Expression::Not(a),
            ("selected", Some(a), Some(b)) => Expression::Selected(a, b),
            ("count_selected", Some(a), None) => Expression::CountSelected(a),
            ("length", Some(a), None) => Expression::Length(a),
            (op, Some(a), Some(b)) => {
                let sign = SIGNS.iter().find(|(_, word)| *word == op)?.0;
                Expression::Compare(a, sign, b)
            }
            _ => return None,
        })
    }
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = VisitChoiceView)]
#[serde(deny_unknown_fields)]
pub struct ChoiceView {
    /// What is stored.
    pub name: String,
    /// What is shown.
    pub label: Bilingual,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = VisitQuestionView)]
#[serde(deny_unknown_fields)]
pub struct QuestionView {
    /// Its stable name.
    pub name: String,
    /// What is asked.
    pub label: Bilingual,
    /// What helps to answer it.
    #[serde(default)]
    pub hint: Bilingual,
    /// `text`, `integer`, `decimal`, `date`, `yes_no`, `one`, `many`, `note`.
    pub kind: String,
    /// The choices of `one` and `many`.
    #[serde(default)]
    pub choices: Vec<ChoiceView>,
    /// Whether an answer is needed, where it is asked.
    #[serde(default)]
    pub required: bool,
    /// When it is asked.
    #[serde(default)]
    #[schema(required = true)]
    pub relevant: Option<Expr>,
    /// What an answer must meet.
    #[serde(default)]
    #[schema(required = true)]
    pub constraint: Option<Expr>,
    /// What is said when it does not.
    #[serde(default)]
    pub constraint_says: Bilingual,
    /// The field of the ledger that it is bound to.
    #[serde(default)]
    #[schema(required = true)]
    pub field: Option<String>,
    /// Of whom that field is: `household`, `resident`; given, and not taken.
    #[serde(default)]
    #[schema(required = true)]
    pub about: Option<String>,
}

/// A form.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitFormView)]
pub struct FormView {
    /// Its stable id.
    pub id: String,
    /// The version.
    pub version: u32,
    /// Its title.
    pub title: Bilingual,
    /// Its questions, in order.
    pub questions: Vec<QuestionView>,
}

/// A form as a desk sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitPublishedForm)]
pub struct PublishedForm {
    /// The form.
    #[serde(flatten)]
    pub form: FormView,
    /// Whose it is.
    pub code: String,
    /// When this version was published, RFC 3339; null for one that was only looked at.
    #[schema(required = true)]
    pub published_at: Option<String>,
}

fn both(words: &Words) -> Bilingual {
    Bilingual::new(&words.zh, &words.en)
}

fn words(text: &Bilingual) -> Words {
    let en = if text.en.trim().is_empty() { &text.zh } else { &text.en };
    Words::new(text.zh.trim(), en.trim())
}

fn kind_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Decimal => "decimal",
        Kind::Date => "date",
        Kind::YesNo => "yes_no",
        Kind::One(_) => "one",
        Kind::Many(_) => "many",
        Kind::Note => "note",
    }
}

impl From<&Question> for QuestionView {
    fn from(q: &Question) -> Self {
        let choices = match &q.kind {
            Kind::One(choices) | Kind::Many(choices) => {
                choices.iter().map(|c| ChoiceView { name: c.name.clone(), label: both(&c.label) }).collect()
            }
            _ => Vec::new(),
        };
        Self {
            name: q.name.clone(),
            label: both(&q.label),
            hint: both(&q.hint),
            kind: kind_key(&q.kind).to_owned(),
            choices,
            required: q.required,
            relevant: q.relevant.as_ref().map(Expr::from),
            constraint: q.constraint.as_ref().map(Expr::from),
            constraint_says: both(&q.constraint_says),
            field: q.field.map(Field::key),
            about: q.field.map(|f| if f.is_of_resident() { "resident" } else { "household" }.to_owned()),
        }
    }
}

impl From<&Form> for FormView {
    fn from(form: &Form) -> Self {
        Self {
            id: form.id.clone(),
            version: form.version,
            title: both(&form.title),
            questions: form.questions.iter().map(QuestionView::from).collect(),
        }
    }
}

impl From<&Published> for PublishedForm {
    fn from(p: &Published) -> Self {
        Self { form: (&p.form).into(), code: p.code.to_string(), published_at: Some(p.at.to_string()) }
    }
}

impl QuestionView {
    fn read(&self, at: usize) -> Result<Question, FieldFault> {
        let fault = |part: &str, zh: &str, en: &str| {
            FieldFault::new(&format!("questions.{at}.{part}"), "visits.form-question", zh, en)
        };
        let choices =
            || self.choices.iter().map(|c| Choice { name: c.name.trim().to_owned(), label: words(&c.label) }).collect();
        let kind = match self.kind.as_str() {
            "text" => Kind::Text,
            "integer" => Kind::Integer,
            "decimal" => Kind::Decimal,
            "date" => Kind::Date,
            "yes_no" => Kind::YesNo,
            "one" => Kind::One(choices()),
            "many" => Kind::Many(choices()),
            "note" => Kind::Note,
            _ => return Err(fault("kind", "不认识的题型", "not a type of question")),
        };
        let when = |part: &str, expr: &Option<Expr>| match expr {
            None => Ok(None),
            Some(expr) => expr
                .read(DEPTH)
                .map(Some)
                .ok_or_else(|| fault(part, "看不懂这个条件", "this condition is not understood")),
        };
        let field = match self.field.as_deref() {
            None | Some("") => None,
            Some(key) => {
                let field = Field::from_key(key);
                Some(field.ok_or_else(|| fault("field", "台账中没有这一项", "the ledger has no such field"))?)
            }
        };
        Ok(Question {
            name: self.name.trim().to_owned(),
            label: words(&self.label),
            hint: words(&self.hint),
            kind,
            required: self.required,
            relevant: when("relevant", &self.relevant)?,
            constraint: when("constraint", &self.constraint)?,
            constraint_says: words(&self.constraint_says),
            field,
        })
    }
}

/// Reads a form that was written by hand.
///
/// # Errors
/// Unreadable parts, by question and part.
pub fn read(id: &str, title: &Bilingual, questions: &[QuestionView]) -> Result<Form, Refusal> {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for (at, question) in questions.iter().enumerate() {
        match question.read(at) {
            Ok(question) => read.push(question),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    Ok(Form { id: id.trim().to_owned(), version: 1, title: words(title), questions: read })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_sent_as_the_cases_of_both_sides_have_them() {
        let cases = include_str!("../../../../../../vectors/form-conditions.json");
        let cases: serde_json::Value = serde_json::from_str(cases).unwrap();
        for case in cases["cases"].as_array().unwrap() {
            let expression = Expression::parse(case["text"].as_str().unwrap()).unwrap();
            assert_eq!(serde_json::to_value(Expr::from(&expression)).unwrap(), case["condition"], "{}", case["text"]);
        }
    }
}
