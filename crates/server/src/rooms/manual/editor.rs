//! HTTP endpoints for editors of the manual: the text of a version to start from, and a dry run that reports the faults of a new one.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::Verb;
use weiguang_domain::manual::{Calendar, Fault};

use super::http::{KindPage, TextBody, VersionQuery};
use super::{ops, read, store};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;
use crate::web::extract::{Json, Query, SignedIn};

/// The routes of the editor.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_kind_text)).routes(routes!(check_kind))
}

/// The text of a kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualKindText)]
pub struct KindText {
    /// The kind.
    pub id: String,
    /// The version.
    pub version: u32,
    /// Markdown with its head, as it was published or ships.
    pub text: String,
    /// When it was published, RFC 3339; null for one that ships.
    #[schema(required = true)]
    pub published_at: Option<String>,
    /// Every version that there is, the oldest first.
    pub versions: Vec<KindVersion>,
}

/// A version of a kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualKindVersion)]
pub struct KindVersion {
    /// Counted from 1.
    pub version: u32,
    /// When it was published, RFC 3339; null for one that ships.
    #[schema(required = true)]
    pub published_at: Option<String>,
}

/// The text of a version of a kind, the newest if none is named.
#[utoipa::path(get, path = "/manual/kinds/{id}/text", tag = "manual", params(("id" = String, Path), VersionQuery), responses((status = 200, body = KindText)))]
pub async fn read_kind_text(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Query(query): Query<VersionQuery>,
) -> Result<Reply<KindText>, Refusal> {
    actor.may_somewhere(Verb::ManualRead)?;
    let manual = app.state::<CurrentManual>();
    let newest = manual.newest(&id).ok_or(Refusal::NotFound("kind"))?.version;
    let version = query.version.unwrap_or(newest);
    manual.kind(&id, version).ok_or(Refusal::NotFound("version"))?;
    let wanted = id.clone();
    let (text, published) =
        app.read(move |tx| Ok((store::text(tx, &wanted, version)?, store::published(tx, &wanted)?))).await?;
    let at = |v: u32| published.iter().find(|(p, _)| *p == v).map(|(_, at)| at.to_string());
    let text = text.or_else(|| ops::shipped(&id, version)).ok_or(Refusal::NotFound("version"))?;
    let there = (1..=newest).filter(|v| manual.kind(&id, *v).is_some());
    let versions = there.map(|version| KindVersion { version, published_at: at(version) }).collect();
    Ok(Reply(KindText { version, text, published_at: at(version), versions, id }))
}

/// What a dry run found.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualCheckedKind)]
pub struct CheckedKind {
    /// The kind as it would be; null if it cannot be read.
    #[schema(required = true)]
    pub kind: Option<KindPage>,
    /// What is wrong, in order; nothing if it can be published.
    pub faults: Vec<TextFault>,
}

/// What is wrong in a text, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ManualTextFault)]
pub struct TextFault {
    /// The line, counted from 1, where it is known.
    #[schema(required = true)]
    pub line: Option<usize>,
    /// The key in the head, as `photo.need`; empty where none is meant.
    pub field: String,
    /// A stable code.
    pub code: String,
    /// What is wrong and what was expected, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl From<&Fault> for TextFault {
    fn from(fault: &Fault) -> Self {
        Self {
            line: fault.line,
            field: fault.key.as_deref().unwrap_or("").to_owned(),
            code: fault.code.to_owned(),
            zh: fault.zh.to_string(),
            en: fault.en.to_string(),
        }
    }
}

/// Looks at a text as publishing would, and publishes nothing: for the editor while somebody types. It reads only, so it needs no key.
#[utoipa::path(post, path = "/manual/kinds/check", tag = "manual", request_body = TextBody, responses((status = 200, body = CheckedKind)))]
pub async fn check_kind(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(body): Json<TextBody>,
) -> Result<Reply<CheckedKind>, Refusal> {
    ops::may_publish(&actor, &app.state::<Territory>().streets())?;
    ops::too_long(&body.text)?;
    // As when publishing: over the manual in the store.
    let manual = app.read(read).await?;
    let day = Calendar::official().working_day();
    Ok(Reply(match manual.read_text(&body.text, day) {
        Err(faults) => CheckedKind { kind: None, faults: faults.iter().map(TextFault::from).collect() },
        Ok(kind) => {
            let newest = manual.newest(kind.id.as_str()).map_or(kind.version, |n| n.version);
            let faults = manual.follows(&kind).err().iter().map(TextFault::from).collect();
            CheckedKind { kind: Some(KindPage::of(&kind, newest, day, None)), faults }
        }
    }))
}
