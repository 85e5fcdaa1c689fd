//! HTTP endpoints of a resident's rights: the copy of their data, erasure, and the remaining tombstones.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::households::retention::Tombstone;
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::page::{self, Page};

use super::street_of;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::copy;
use crate::rooms::households::ops::forgetting;
use crate::rooms::households::store::retention as rows;
use crate::rooms::people;
use crate::rooms::people::under_of;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, Query, SignedIn};
use crate::web::page::PageUnder;

/// In what form, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdCopyBody)]
#[serde(deny_unknown_fields)]
pub struct CopyBody {
    /// `json` for another program, `page` for people: a page to read and to print.
    #[serde(default)]
    pub form: CopyForm,
    /// Why; it is logged: 本人申请.
    pub reason: String,
}

/// The form of a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = HouseholdCopyForm)]
#[serde(rename_all = "snake_case")]
pub enum CopyForm {
    /// JSON.
    #[default]
    Json,
    /// A page in Chinese and English.
    Page,
}

/// Makes a resident's copy of everything that is held on them, as a file to hand over. It masks nothing, is kept nowhere, and that it
/// was made is logged; a resend makes it, and logs it, again.
#[utoipa::path(post, path = "/households/residents/{id}/copy", tag = "households", params(("id" = Uuid, Path)), request_body = CopyBody, responses((status = 200, description = "the file")))]
pub async fn copy_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<CopyBody>,
) -> Result<Response, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsErase, id).await?;
    let (form, reason) = (send.body.form, send.body.reason);
    let (copied, names) = app
        .transact(&actor, street, move |work| {
            let copied = forgetting::copy(work, id, &reason)?;
            let names = people::names(work.tx, &copied.who())?;
            Ok((copied, names))
        })
        .await?;
    let file = copy::File::of(&app.state::<Territory>(), &copied, &names, app.now());
    let (media, ending, bytes) = match form {
        CopyForm::Json => ("application/json", "json", file.json()?),
        CopyForm::Page => ("text/html; charset=utf-8", "html", file.page()),
    };
    let mut response = (StatusCode::OK, bytes).into_response();
    let named = HeaderValue::from_str(&format!("attachment; filename=\"copy-{id}.{ending}\""))
        .map_err(|e| Refusal::Internal(e.to_string()))?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, named);
    Ok(response)
}

/// How many of what were removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = HouseholdRemovedView)]
pub struct RemovedView {
    /// `need`, `contact`, `as_contact`, `household_contact`, `merge`, `apart`.
    pub what: String,
    /// How many.
    pub count: u32,
}

/// What is left of somebody who was forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = HouseholdTombstoneView)]
pub struct TombstoneView {
    /// The record's id.
    pub id: Uuid,
    /// The community.
    pub code: String,
    /// When, `YYYY-MM-DD`.
    pub on: String,
    /// `asked`, `left`, `died`, `merged`.
    pub because: String,
    /// By whose hand; null for retention that ran by itself.
    pub by: Option<Uuid>,
    /// What was removed.
    pub removed: Vec<RemovedView>,
}

impl TombstoneView {
    fn of(stone: &Tombstone) -> Self {
        let because = serde_json::to_value(stone.because).unwrap_or_default();
        let removed = stone.removed.iter().map(|(what, count)| RemovedView { what: what.clone(), count: *count });
        Self {
            id: stone.id.uuid(),
            code: stone.code.to_string(),
            on: stone.on.to_string(),
            because: because.as_str().unwrap_or_default().to_owned(),
            by: stone.by.map(Uuid::from),
            removed: removed.collect(),
        }
    }
}

/// Erases what is held on somebody who asks for it, at the version of `If-Match`. It cannot be undone.
#[utoipa::path(post, path = "/households/residents/{id}/erase", tag = "households", params(("id" = Uuid, Path), ("if-match" = String, Header)), responses((status = 200, body = TombstoneView)))]
pub async fn erase_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsErase, id).await?;
    let sent = app
        .write(&actor, street, send.send(), move |work| {
            forgetting::erase(work, id, version).map(|stone| TombstoneView::of(&stone))
        })
        .await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}

/// A page of tombstones.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdTombstonePage)]
pub struct TombstonePage {
    /// The newest records first.
    pub items: Vec<TombstoneView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Erased records: what, when, why and by whom, for auditors. They contain no personal data.
#[utoipa::path(get, path = "/households/tombstones", tag = "households", params(PageUnder), responses((status = 200, body = TombstonePage)))]
pub async fn list_tombstones(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<PageUnder>,
) -> Result<Reply<TombstonePage>, Refusal> {
    let scope = actor.scope(Verb::AuditRead);
    let (under, _) = under_of(&app, &scope, query.under, Verb::AuditRead)?;
    let before = match query.after.as_deref() {
        None => Uuid::max(),
        Some(text) => Uuid::parse_str(text).map_err(|_| crate::web::cursor::fault())?,
    };
    let limit = page::limit(query.limit);
    let cut = app
        .read(move |tx| {
            let mut found = Vec::new();
            for prefix in scope.under(&under) {
                found.extend(rows::under(tx, &prefix, before, limit + 1)?);
            }
            found.sort_by_key(|t| std::cmp::Reverse(t.id));
            Ok(Page::cut(found, limit - tx.unread(), |t| t.id.to_string()))
        })
        .await?;
    Ok(Reply(TombstonePage { items: cut.items.iter().map(TombstoneView::of).collect(), next: cut.next }))
}
