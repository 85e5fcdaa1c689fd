//! The danger words for all pages and phones: fetched once, stored there, and applied while somebody types, without a network.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use weiguang_domain::manual::kind::Call;
use weiguang_domain::manual::{Noticed, default_danger};

use super::http::both;
use crate::App;
use crate::rooms::manual::CurrentManual;
use crate::web::words::Bilingual;

/// A number to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ManualEmergencyCall)]
pub struct EmergencyCall {
    /// The number, digits alone, for `tel:`.
    pub number: String,
    /// Who answers.
    pub who: Bilingual,
}

impl From<&Call> for EmergencyCall {
    fn from(call: &Call) -> Self {
        Self { number: call.number.clone(), who: both(&call.who) }
    }
}

/// An emergency, with the patterns that show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualEmergencyView)]
pub struct EmergencyView {
    /// The stable id.
    pub id: String,
    /// What it is called.
    pub name: Bilingual,
    /// Whom to call, the first one first.
    pub calls: Vec<EmergencyCall>,
    /// What to do until they come.
    pub say: Bilingual,
    /// The patterns, as the manual writes them.
    pub words: Vec<String>,
}

/// Spellings that are replaced before anything is looked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualAlikeView)]
pub struct AlikeView {
    /// What is written, folded and without spaces.
    pub from: String,
    /// What it is read as.
    pub to: String,
}

/// What others take.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualElsewhereView)]
pub struct ElsewhereView {
    /// Words that people type.
    pub words: Vec<String>,
    /// Their number, where they have one.
    pub number: Option<String>,
    /// Who takes it.
    pub who: Bilingual,
    /// What to say.
    pub say: Bilingual,
}

/// The words of danger, and how to read them: see `crates/domain/src/manual/danger.rs`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualDangerWords)]
pub struct DangerWords {
    /// Replaced in this order.
    pub alike: Vec<AlikeView>,
    /// Words at which a clause begins.
    pub clause: Vec<String>,
    /// Lists of words that patterns name with `$`.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Patterns of what is no danger.
    pub not: Vec<String>,
    /// The emergencies, in the manual's order.
    pub emergencies: Vec<EmergencyView>,
    /// What others take, in the manual's order.
    pub elsewhere: Vec<ElsewhereView>,
}

/// An emergency that was noticed in the words of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ManualNoticedView)]
pub struct NoticedView {
    /// The stable id.
    pub id: String,
    /// What it is called.
    pub name: Bilingual,
    /// Whom to call, the first one first.
    pub calls: Vec<EmergencyCall>,
    /// What to do until they come.
    pub say: Bilingual,
    /// The words that show it.
    pub because: Vec<String>,
}

impl From<&Noticed<'_>> for NoticedView {
    fn from(noticed: &Noticed<'_>) -> Self {
        let emergency = noticed.emergency;
        Self {
            id: emergency.id.to_string(),
            name: both(&emergency.name),
            calls: emergency.calls.iter().map(EmergencyCall::from).collect(),
            say: both(&emergency.say),
            because: noticed.because.clone(),
        }
    }
}

/// The words of danger and of what others take. They hold nothing of anybody, and may be kept for an hour, or longer without a network.
#[utoipa::path(get, path = "/public/danger", tag = "public", responses((status = 200, body = DangerWords)))]
pub async fn read_danger(State(app): State<App>) -> ([(HeaderName, HeaderValue); 1], Reply<DangerWords>) {
    let (danger, manual) = (default_danger(), app.state::<CurrentManual>());
    let words = DangerWords {
        alike: danger.alike.iter().map(|(from, to)| AlikeView { from: from.clone(), to: to.clone() }).collect(),
        clause: danger.clause.clone(),
        lists: danger.lists.clone(),
        not: danger.ordinary.clone(),
        emergencies: danger
            .emergencies
            .iter()
            .map(|e| EmergencyView {
                id: e.id.to_string(),
                name: both(&e.name),
                calls: e.calls.iter().map(EmergencyCall::from).collect(),
                say: both(&e.say),
                words: e.words.clone(),
            })
            .collect(),
        elsewhere: manual
            .elsewhere()
            .iter()
            .map(|e| ElsewhereView {
                words: e.words.clone(),
                number: e.number.clone(),
                who: both(&e.who),
                say: both(&e.say),
            })
            .collect(),
    };
    ([(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"))], Reply(words))
}
