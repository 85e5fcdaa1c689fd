//! Kinds of matter that a text may be about, offered while somebody types.

use axum::Json as Reply;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use weiguang_domain::access::Verb;
use weiguang_domain::kernel::text::DETAIL_LIMIT;
use weiguang_domain::manual::suggest;

use super::http::{TextBody, both};
use crate::App;
use crate::rooms::manual::CurrentManual;
use crate::web::extract::{Json, SignedIn};
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// A kind that may be meant.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualSuggestionView)]
pub struct SuggestionView {
    /// The kind.
    pub id: String,
    /// What it is called.
    pub name: Bilingual,
    /// The more, the likelier.
    pub score: u32,
    /// The words in the text that speak for it.
    pub because: Vec<String>,
}

/// Kinds that may be meant.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualSuggestions)]
pub struct Suggestions {
    /// Best first, at most five.
    pub items: Vec<SuggestionView>,
}

/// Offers kinds for a text.
#[utoipa::path(post, path = "/manual/suggest", tag = "manual", request_body = TextBody, responses((status = 200, body = Suggestions)))]
pub async fn suggest_kinds(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(body): Json<TextBody>,
) -> Result<Reply<Suggestions>, Refusal> {
    actor.may_somewhere(Verb::ManualRead)?;
    if body.text.chars().count() > DETAIL_LIMIT {
        return Err(Refusal::field(FieldFault::too_long("text", DETAIL_LIMIT)));
    }
    let manual = app.state::<CurrentManual>();
    let items = suggest(&manual, &body.text)
        .into_iter()
        .take(5)
        .map(|s| SuggestionView {
            name: manual.newest(s.kind.as_str()).map(|k| both(&k.name)).unwrap_or_default(),
            id: s.kind.as_str().to_owned(),
            score: s.score,
            because: s.because,
        })
        .collect();
    Ok(Reply(Suggestions { items }))
}
