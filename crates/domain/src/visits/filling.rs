//! Filling a form: known values are only confirmed, irrelevant questions skipped, answers validated.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::form::{Answer, Field, Form, Kind, Question};
use super::refused::Refused;
use super::visit::{AnswerOrigin, GivenAnswer};
use crate::kernel::milli::Milli;
use crate::kernel::time::Day;

/// A value known for a field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownValue {
    /// The value.
    pub answer: Answer,
    /// The day of the last confirmation.
    pub since: Day,
}

/// How a question is presented.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asking<'f> {
    /// As a question.
    Open(&'f Question),
    /// With a known value to confirm.
    StillSo(&'f Question, Answer),
    /// As a text to read out.
    Say(&'f Question),
}

/// The questions to present, given known values and answers so far: the relevant ones in the form's order. A known
/// value that does not fit the question (a removed choice) is asked again.
#[must_use]
pub fn plan<'f>(
    form: &'f Form,
    ledger: &BTreeMap<Field, KnownValue>,
    so_far: &BTreeMap<String, GivenAnswer>,
    today: Day,
) -> Vec<Asking<'f>> {
    let find = |name: &str| so_far.get(name).map(|given| &given.answer);
    form.questions
        .iter()
        .filter(|q| q.relevant.as_ref().is_none_or(|when| when.holds(None, &find)))
        .map(|question| {
            if question.kind == Kind::Note {
                return Asking::Say(question);
            }
            let fresh = |field: &Field, known: &&KnownValue| {
                i64::from((today - known.since).get_days()) <= field.fresh_days()
                    && check(question, &known.answer, &find).is_ok()
            };
            let known = question.field.and_then(|field| ledger.get(&field).filter(|known| fresh(&field, known)));
            known.map_or(Asking::Open(question), |known| Asking::StillSo(question, known.answer.clone()))
        })
        .collect()
}

/// Checks an answer against its question.
fn check<'a>(question: &Question, answer: &Answer, find: &impl Fn(&str) -> Option<&'a Answer>) -> Result<(), Refused> {
    let name = || question.name.clone();
    let fits = match (&question.kind, answer) {
        (Kind::Text, Answer::Text(_))
        | (Kind::Decimal, Answer::Number(_))
        | (Kind::Date, Answer::Date(_))
        | (Kind::YesNo, Answer::YesNo(_)) => true,
        (Kind::Integer, Answer::Number(n)) => n.as_thousandths() % Milli::whole(1).as_thousandths() == 0,
        (Kind::One(choices), Answer::One(chosen)) => choices.iter().any(|c| c.name == *chosen),
        (Kind::Many(choices), Answer::Many(chosen)) => chosen.iter().all(|n| choices.iter().any(|c| c.name == *n)),
        _ => false,
    };
    if !fits {
        return Err(Refused::Answer(name()));
    }
    match &question.constraint {
        Some(constraint) if !constraint.holds(Some(answer), find) => Err(Refused::Constraint(name())),
        _ => Ok(()),
    }
}

/// Validates a filled form, and returns it without answers to irrelevant questions.
///
/// # Errors
/// All invalid questions.
pub fn finish(
    form: &Form,
    given: &BTreeMap<String, GivenAnswer>,
) -> Result<BTreeMap<String, GivenAnswer>, Vec<Refused>> {
    let mut faults: Vec<Refused> = given
        .keys()
        .filter(|name| form.question(name).is_none())
        .map(|name| Refused::NoQuestion(name.clone()))
        .collect();
    let mut kept: BTreeMap<String, GivenAnswer> = BTreeMap::new();
    for question in &form.questions {
        // In the form's order and over remaining answers only: a dropped answer makes no other question relevant.
        let find = |name: &str| kept.get(name).map(|given| &given.answer);
        if question.kind == Kind::Note || question.relevant.as_ref().is_some_and(|when| !when.holds(None, &find)) {
            continue;
        }
        match given.get(&question.name) {
            None if question.required => faults.push(Refused::Required(question.name.clone())),
            None => {}
            Some(answer) => match check(question, &answer.answer, &find) {
                Ok(()) => {
                    kept.insert(question.name.clone(), answer.clone());
                }
                Err(fault) => faults.push(fault),
            },
        }
    }
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

/// What the ledger learns: new and changed values, and the day of confirmation for confirmed ones.
#[must_use]
pub fn learned(form: &Form, kept: &BTreeMap<String, GivenAnswer>, on: Day) -> Vec<(Field, KnownValue, AnswerOrigin)> {
    kept.iter()
        .filter_map(|(name, given)| {
            let field = form.question(name)?.field?;
            Some((field, KnownValue { answer: given.answer.clone(), since: on }, given.came))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::expression::{Expression, Sign};
    use super::*;
    use crate::manual::kind::Words;
    use jiff::ToSpan as _;
    use jiff::civil::date;

    fn words() -> Words {
        Words::new("问", "asked")
    }
    fn question(name: &str, kind: Kind, relevant: Option<Expression>) -> Question {
        Question {
            name: name.into(),
            label: words(),
            hint: words(),
            kind,
            required: false,
            relevant,
            constraint: None,
            constraint_says: words(),
            field: None,
        }
    }
    fn form(questions: Vec<Question>) -> Form {
        Form { id: "f".into(), version: 1, title: words(), questions }
    }

    #[test]
    fn an_answer_to_what_does_not_apply_makes_nothing_else_apply() {
        let says = |name: &str, text: &str| {
            let (left, right) = (Expression::Answer(name.into()), Expression::Text(text.into()));
            Some(Expression::Compare(Box::new(left), Sign::Is, Box::new(right)))
        };
        let form = form(vec![
            question("alone", Kind::YesNo, None),
            question("who", Kind::Text, says("alone", "yes")),
            question("phone", Kind::Text, says("who", "儿子")),
        ]);
        let kept = |alone: bool| {
            let given = [
                ("alone", Answer::YesNo(alone)),
                ("who", Answer::Text("儿子".into())),
                ("phone", Answer::Text("13812341234".into())),
            ];
            let given =
                given.map(|(name, answer)| (name.to_owned(), GivenAnswer { answer, came: AnswerOrigin::Asked }));
            finish(&form, &given.into()).unwrap().into_keys().collect::<Vec<_>>()
        };
        assert_eq!(
            (kept(true), kept(false)),
            (vec!["alone".into(), "phone".into(), "who".into()], vec!["alone".to_owned()])
        );
    }

    #[test]
    fn what_is_known_is_fresh_up_to_its_last_day() {
        let today = date(2026, 11, 25);
        for field in [Field::HouseholdSize, Field::BirthYear, Field::Need(crate::households::NeedKind::LookIn)] {
            let form = form(vec![Question { field: Some(field), ..question("q", Kind::Integer, None) }]);
            let confirmed = |days: i64| {
                let known =
                    KnownValue { answer: Answer::Number(Milli::whole(3)), since: today.saturating_sub(days.days()) };
                let asking = plan(&form, &BTreeMap::from([(field, known)]), &BTreeMap::new(), today);
                matches!(asking[..], [Asking::StillSo(..)])
            };
            let days = field.fresh_days();
            assert!(confirmed(0) && confirmed(days) && !confirmed(days + 1), "{field:?}");
        }
    }
}
