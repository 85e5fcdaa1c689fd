//! The embedded pages: hashed assets are cached for ever, the rest is always fresh; each was compressed at build time and is unpacked for
//! clients that accept no compression.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use rust_embed::RustEmbed;
use std::io::Read as _;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Pages;

/// The apps with a path of their own; everything else belongs to the console.
const FACES: &[(&str, &str)] = &[("r", "resident"), ("m", "member"), ("station", "station")];

/// The app of a path: its folder and the rest of the path.
fn face(path: &str) -> (&'static str, &str) {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    FACES.iter().find(|(at, _)| *at == first).map_or(("console", path), |(_, folder)| (*folder, rest))
}

/// A page or asset; a path without an extension is a route within its app, and returns the app itself.
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
    if let Some(bytes) = Pages::get(&format!("{name}.gz")).and_then(|file| unpacked(&file.data)) {
        return answer(&name, "", bytes);
    }
    if is_file {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = "The pages are not built into this program: run `npm ci && npm run build` in web/ and build again.\n";
    (StatusCode::NOT_FOUND, text).into_response()
}

pub(super) fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn answer(name: &str, encoding: &'static str, bytes: Vec<u8>) -> Response {
    let media = match name.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_face_has_its_own_address_and_the_console_has_the_rest() {
        assert_eq!(face("m"), ("member", ""));
        assert_eq!(face("m/case/1"), ("member", "case/1"));
        assert_eq!(face("r/t/abc"), ("resident", "t/abc"));
        assert_eq!(face("station/screen/abc"), ("station", "screen/abc"));
        assert_eq!(face("map"), ("console", "map"));
        assert_eq!(face(""), ("console", ""));
    }

    #[test]
    fn an_asset_that_is_there_compressed_only_is_unpacked_whole() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, "微网实格".repeat(900).as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(unpacked(&packed).unwrap(), "微网实格".repeat(900).as_bytes());
        assert_eq!(unpacked(&packed[..packed.len() - 20]), None, "half a file is no file");
    }

    #[test]
    fn a_service_worker_is_a_script_that_is_asked_for_anew_and_a_manifest_is_one() {
        let worker = answer("member/sw.js", "", Vec::new());
        assert_eq!(worker.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(worker.headers()[header::CACHE_CONTROL], "no-cache");
        let manifest = answer("member/manifest.webmanifest", "", Vec::new());
        assert_eq!(manifest.headers()[header::CONTENT_TYPE], "application/manifest+json");
    }
}
