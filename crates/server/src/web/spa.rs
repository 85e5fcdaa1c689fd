//! The pages, embedded: hashed assets for ever, the rest fresh, each compressed when it was built.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Pages;

/// The face that a path belongs to: its folder and the rest of the path.
fn face(path: &str) -> (&'static str, &str) {
    match path.strip_prefix("r/").or(if path == "r" { Some("") } else { None }) {
        Some(rest) => ("resident", rest),
        None => ("console", path),
    }
}

/// A page or asset; a path without an extension is a place within its face, and gets the face itself.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let (folder, rest) = face(uri.path().trim_start_matches('/'));
    let is_file = rest.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let name = if is_file { format!("{folder}/{rest}") } else { format!("{folder}/index.html") };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    for (encoding, extension) in [("br", ".br"), ("gzip", ".gz"), ("", "")] {
        if !encoding.is_empty() && !accepts.contains(encoding) {
            continue;
        }
        if let Some(file) = Pages::get(&format!("{name}{extension}")) {
            return answer(&name, encoding, file.data.into_owned());
        }
    }
    if is_file {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = "The pages are not built into this program: run `npm ci && npm run build` in web/ and build again.\n";
    (StatusCode::NOT_FOUND, text).into_response()
}

fn answer(name: &str, encoding: &'static str, bytes: Vec<u8>) -> Response {
    let media = match name.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !encoding.is_empty() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let cache = if name.contains("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}
