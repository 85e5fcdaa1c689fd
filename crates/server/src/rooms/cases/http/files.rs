//! Photos and documents of a case: accepted within limits, and served to those who may see it.

use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::ids::{AttachmentId, CaseId};

use super::{seen, street_of_case};
use crate::App;
use crate::rooms::cases::files::attachments::{self, SentFile};
use crate::rooms::cases::store;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{SignedIn, send_key};
use crate::web::file::{file_response, read_upload};

/// What an attachment's upload answers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseAttached)]
pub struct Attached {
    /// Which.
    pub id: Uuid,
}

/// Adds a photo or paper to a case: a multipart form with `id` (UUIDv7), `kind` and `file`.
#[utoipa::path(post, path = "/cases/{id}/attachments", tag = "cases", params(("id" = Uuid, Path)), responses((status = 201, body = Attached)))]
pub async fn attach_to_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Refusal> {
    let case = CaseId::new(id);
    let key = send_key(&headers)?;
    let street = street_of_case(&app, &actor, case).await?;
    let upload = read_upload(form, app.settings().http.attachment_bytes).await?;
    let manual = app.state::<CurrentManual>();
    let case_now =
        app.read(move |tx| Ok(store::read(tx, &street, case)?)).await?.ok_or(Refusal::NotFound("case"))?.case;
    let kind = manual.kind(&case_now.kind.id, case_now.kind.version);
    let keep_place = case_now.state.status().is_open() && kind.is_some_and(|k| k.photo_location.is_some());
    let sending = upload.sending(key, &method, &uri);
    let id = upload.id;
    let file = SentFile { name: upload.name, kind: upload.kind, bytes: upload.bytes, keep_place };
    let file = attachments::check_aside(&app, file).await?;
    let sent = app.write(&actor, street, sending, move |work| attachments::attach(work, case, id, &file)).await?;
    Ok(written(StatusCode::CREATED, &Attached { id: sent.value }, None, sent.replayed))
}

/// The bytes of an attachment, for those who may see its case.
#[utoipa::path(get, path = "/cases/{id}/attachments/{attachment}", tag = "cases", params(("id" = Uuid, Path), ("attachment" = Uuid, Path)), responses((status = 200)))]
pub async fn read_attachment(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, attachment)): Path<(Uuid, Uuid)>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let (media, name, bytes) = app
        .read(move |tx| {
            seen(tx, &actor, &street, id)?;
            attachments::content(tx, &street, id, AttachmentId::new(attachment))?.ok_or(Refusal::NotFound("attachment"))
        })
        .await?;
    Ok(file_response(&media, &name, bytes))
}
