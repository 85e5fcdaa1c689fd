//! What a message says: enough to act on, and nothing of a person. It is kept in clear, so what is private does not come this far.

use serde::Serialize;
use weiguang_domain::cases::Fact;
use weiguang_domain::grid::GridCode;
use weiguang_domain::manual::kind::Words;

use crate::rooms::care::AlertRecord;
use crate::rooms::cases::Record;
use crate::web::Refusal;

/// What a message says: enough to act on, and nothing of a person.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NoticeBody<'a> {
    number: &'a str,
    kind: &'a str,
    code: String,
    status: &'static str,
    zh: String,
    en: String,
}

/// Of a case.
///
/// # Errors
/// None that happens: it is plain text.
pub fn of_case(record: &Record, fact: &Fact) -> Result<String, Refusal> {
    // The public words hold nothing that anybody typed; what has none is told by its name alone.
    let words = match fact {
        Fact::TakenOver { .. } => Some(weiguang_domain::cases::words::Words::new(
            "有人接过了此事项，原承办人不再办理。",
            "Somebody took this matter over; whoever held it is not asked any more.",
        )),
        _ => fact.public_words(),
    };
    let (zh, en) = words.map_or_else(|| (String::new(), String::new()), |w| (w.zh, w.en));
    let body = NoticeBody {
        number: &record.number,
        kind: &record.case.kind.id,
        code: record.case.code.to_string(),
        status: record.case.state.status().key(),
        zh,
        en,
    };
    serde_json::to_string(&body).map_err(|e| Refusal::Internal(e.to_string()))
}

/// Of a care alert: that something is owed, where and by when.
///
/// # Errors
/// As [`of_case`].
pub fn of_alert(record: &AlertRecord, words: Words) -> Result<String, Refusal> {
    let body = NoticeBody {
        number: "",
        kind: "care",
        code: record.alert.code.to_string(),
        status: record.alert.state.status().key(),
        zh: words.zh,
        en: words.en,
    };
    serde_json::to_string(&body).map_err(|e| Refusal::Internal(e.to_string()))
}

/// Of something that is no case and no care alert, as a year whose holiday notice is missed.
///
/// # Errors
/// As [`of_case`].
pub fn of_matter(kind: &str, street: &GridCode, words: Words) -> Result<String, Refusal> {
    let body = NoticeBody { number: "", kind, code: street.to_string(), status: "", zh: words.zh, en: words.en };
    serde_json::to_string(&body).map_err(|e| Refusal::Internal(e.to_string()))
}
