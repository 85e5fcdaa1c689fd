//! Publishing a form: a new version, next to those that campaigns and answers are pinned to.

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::manual::kind::Words;
use weiguang_domain::visits::Form;
use weiguang_domain::visits::form::Kind;

use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::rooms::visits::store::forms::{self as rows, Published};
use crate::web::{FieldFault, Refusal};

/// The longest id, and the longest text of a question.
const ID: usize = 40;
const WORDS: usize = 300;
/// The most questions, and choices of one question.
pub const QUESTIONS: usize = 60;
const CHOICES: usize = 60;

/// A published version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The form.
    pub id: String,
    /// Its version.
    pub version: u32,
}

fn fault(field: &str, code: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault::new(field, code, zh, en)
}

/// All faults of a form's description beyond its conditions.
///
/// # Errors
/// All of them, by field.
pub fn check(form: &Form) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    let sound = (1..=ID).contains(&form.id.len())
        && form.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !sound {
        let (zh, en) = ("编号为小写字母、数字和连字符", "an id is small letters, digits and hyphens");
        faults.push(fault("id", "visits.form-id", zh, en));
    }
    if form.title.zh.trim().is_empty() {
        faults.push(FieldFault::missing("title"));
    }
    if !(1..=QUESTIONS).contains(&form.questions.len()) {
        let (zh, en) = (format!("应有 1 至 {QUESTIONS} 题"), format!("1 to {QUESTIONS} questions"));
        faults.push(FieldFault::new("questions", "visits.form-size", zh, en));
    }
    let mut names = BTreeSet::new();
    for (at, question) in form.questions.iter().enumerate() {
        let place = |part: &str| format!("questions.{at}.{part}");
        let named = question.name.starts_with(|c: char| c.is_ascii_alphabetic())
            && question.name.len() <= ID
            && question.name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if !named || names.contains(question.name.as_str()) {
            let (zh, en) = ("题名须以字母开头，且不重复", "a name begins with a letter, and stands once");
            faults.push(fault(&place("name"), "visits.form-name", zh, en));
        }
        let texts = [&question.label, &question.hint, &question.constraint_says];
        if question.label.zh.trim().is_empty() {
            faults.push(FieldFault::missing(&place("label")));
        }
        if texts.iter().any(|w| w.zh.chars().count() > WORDS || w.en.chars().count() > WORDS) {
            faults.push(FieldFault::too_long(&place("label"), WORDS));
        }
        if let Kind::One(choices) | Kind::Many(choices) = &question.kind {
            let distinct: BTreeSet<&str> = choices.iter().map(|c| c.name.as_str()).collect();
            if !(1..=CHOICES).contains(&choices.len()) || distinct.len() != choices.len() || distinct.contains("") {
                let (zh, en) = ("选项须有名称，且不重复", "choices have names, each once");
                faults.push(fault(&place("choices"), "visits.form-choices", zh, en));
            }
        }
        let later = |when: &weiguang_domain::visits::expression::Expression| {
            when.names().into_iter().any(|name| !names.contains(name))
        };
        for (part, when) in [("relevant", &question.relevant), ("constraint", &question.constraint)] {
            if when.as_ref().is_some_and(later) {
                let (zh, en) = ("条件只能用前面的题目", "a condition asks about questions above it only");
                faults.push(fault(&place(part), "visits.form-later", zh, en));
            }
        }
        names.insert(question.name.as_str());
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// The chain of the versions of a form.
fn stream(id: &str) -> Uuid {
    let hash = Sha256::new().chain_update("visits form ").chain_update(id).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Publishes a form: as the first of its id, or as the next version.
///
/// # Errors
/// [`Refusal::Denied`] at its code, or at the code of the former version; its faults.
pub fn publish(work: &mut UnitOfWork<'_, '_>, mut form: Form, code: GridCode) -> Result<Receipt, Refusal> {
    let (street, by, at) = (work.tenant, work.actor.account, work.now);
    let permit = work.actor.may(Verb::VisitsCampaign, &code, false)?;
    if code.street() != Some(street) || !work.state::<Territory>().knows(&code) {
        return Err(Refusal::field(fault("code", "grid.unknown-code", "没有这个网格", "there is no such cell")));
    }
    check(&form)?;
    form.version = 1;
    if form.title.en.trim().is_empty() {
        form.title = Words::new(&form.title.zh, &form.title.zh);
    }
    if let Some(known) = rows::newest(work.tx, &street, &form.id)? {
        work.actor.may(Verb::VisitsCampaign, &known.code, false)?;
        form.version = known.form.version + 1;
    }
    let receipt = Receipt { id: form.id.clone(), version: form.version };
    rows::insert(work.tx, &street, &Published { form, code, by, at })?;
    let body = json!({ "form": receipt.id, "version": receipt.version, "code": code.as_str() });
    work.append_to(permit, stream(&receipt.id), "visits.published", body.to_string())?;
    Ok(receipt)
}
