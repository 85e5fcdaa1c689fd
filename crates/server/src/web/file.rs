//! Files of any room: read from a multipart form within a limit, and answered so that a browser shows them and never runs them.

use axum::body::Body;
use axum::extract::Multipart;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use uuid::Uuid;
use weiguang_domain::kernel::ids::{AttachmentId, SendId};

use super::extract::{Sending, request_hash};
use crate::problem::{FieldFault, Refusal};

/// A file of a multipart form with its kind and client-made id.
pub struct Upload {
    /// Id made by the client.
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

impl Upload {
    /// The write that uploads it, identified by its key, its path, its id and its bytes.
    #[must_use]
    pub fn sending(&self, key: SendId, method: &Method, uri: &Uri) -> Sending {
        let body = [self.id.uuid().as_bytes(), self.bytes.as_slice()].concat();
        Sending { key, hash: request_hash(method, uri.path(), &body) }
    }
}

/// Reads a multipart form of one file within a limit.
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
