//! Photos and papers of a case: taken in within bounds, and served to those who may see it.

use axum::body::Body;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
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
use crate::web::answer::written;
use crate::web::extract::{Sending, SignedIn, request_hash, send_key};
use crate::web::{FieldFault, Refusal};

/// What an attachment's upload answers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseAttached)]
pub struct Attached {
    /// Which.
    pub id: Uuid,
}

/// A file of a multipart form with its kind and client-made id.
pub struct Upload {
    /// Made by the client.
    pub id: AttachmentId,
    /// before, after, other.
    pub kind: String,
    /// The street, on the public page.
    pub street: String,
    /// The file's name.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Reads a multipart form of one file within a bound.
pub async fn read_upload(mut form: Multipart, limit: usize) -> Result<Upload, Refusal> {
    let fault = |e: axum::extract::multipart::MultipartError| {
        if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::TooLarge(limit)
        } else {
            Refusal::field(FieldFault::new("file", "kernel.body", "上传内容不完整", "the form could not be read"))
        }
    };
    let (mut id, mut kind, mut street, mut file) = (None, String::from("other"), String::new(), None);
    while let Some(field) = form.next_field().await.map_err(fault)? {
        match field.name().unwrap_or("") {
            "id" => id = Uuid::parse_str(field.text().await.map_err(fault)?.trim()).ok(),
            "kind" => kind = field.text().await.map_err(fault)?,
            "street" => street = field.text().await.map_err(fault)?,
            "file" => {
                let name = field.file_name().unwrap_or("").to_owned();
                let bytes = field.bytes().await.map_err(fault)?;
                if bytes.len() > limit {
                    return Err(Refusal::TooLarge(limit));
                }
                file = Some((name, bytes.to_vec()));
            }
            _ => {}
        }
    }
    let id = id
        .filter(|i| i.get_version_num() == 7)
        .ok_or_else(|| Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")))?;
    let (name, bytes) = file.ok_or_else(|| Refusal::field(FieldFault::missing("file")))?;
    Ok(Upload { id: AttachmentId::new(id), kind, street, name, bytes })
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
    let hash = request_hash(&method, uri.path(), &[upload.id.uuid().as_bytes(), upload.bytes.as_slice()].concat());
    let id = upload.id;
    let file = SentFile { name: upload.name, kind: upload.kind, bytes: upload.bytes, keep_place };
    let file = attachments::check_aside(&app, file).await?;
    let sent = app
        .write(&actor, street, Sending { key, hash }, move |work| attachments::attach(work, case, id, &file))
        .await?;
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

/// A file that a browser shows and never runs.
#[must_use]
pub fn file_response(media: &str, name: &str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b".-_".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename*=UTF-8''{encoded}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
