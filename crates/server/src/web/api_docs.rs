//! The API documentation page: Swagger UI over `/api/openapi.json`, embedded and compressed.

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use bytes::Bytes;

use super::spa::unpacked;

const PAGE: &str = r##"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Weiguang API</title>
    <link rel="stylesheet" href="swagger-ui.css" />
    <link rel="stylesheet" href="index.css" />
    <link rel="icon" type="image/png" href="favicon-32x32.png" sizes="32x32" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="begin.js"></script>
  </body>
</html>
"##;
const BEGIN: &str =
    "window.ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true })\n";

macro_rules! packed {
    ($name:literal, $media:literal) => {
        ($name, $media, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")).as_slice())
    };
}
/// Name, media type, and the gzip file of `build.rs`.
const FILES: &[(&str, &str, &[u8])] = &[
    packed!("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
    packed!("swagger-ui.css", "text/css; charset=utf-8"),
    packed!("index.css", "text/css; charset=utf-8"),
    packed!("favicon-32x32.png", "image/png"),
];

/// The API description, and the page that shows it.
pub fn routes<S: Clone + Send + Sync + 'static>(description: String) -> Router<S> {
    let description = Bytes::from(description);
    Router::new()
        .route(
            "/api/openapi.json",
            get(async move || ([(header::CONTENT_TYPE, "application/json")], description.clone())),
        )
        .route("/api/docs", get(async || Redirect::to("/api/docs/")))
        .route("/api/docs/", get(async || ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PAGE)))
        .route("/api/docs/{file}", get(file))
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    if name == "begin.js" {
        return ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], BEGIN).into_response();
    }
    let Some((_, media, packed)) = FILES.iter().find(|(known, ..)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let gzip = accepts.contains("gzip");
    let body =
        if gzip { Body::from(Bytes::from_static(packed)) } else { Body::from(unpacked(packed).unwrap_or_default()) };
    let mut response = Response::new(body);
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    if gzip {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    async fn got(path: &str, accepts: &str) -> (StatusCode, HeaderMap, Bytes) {
        let asked = Request::get(path).header(header::ACCEPT_ENCODING, accepts).body(Body::empty()).unwrap();
        let (head, body) = routes::<()>("{\"openapi\":\"3.1.0\"}".into()).oneshot(asked).await.unwrap().into_parts();
        (head.status, head.headers, body.collect().await.unwrap().to_bytes())
    }

    #[tokio::test]
    async fn everything_that_the_page_loads_is_there_packed_or_not() {
        let (status, _, page) = got("/api/docs/", "").await;
        assert_eq!(status, StatusCode::OK);
        let page = String::from_utf8(page.to_vec()).unwrap();
        let named = page.split(['"']).filter(|word| [".js", ".css", ".png"].iter().any(|end| word.ends_with(end)));
        let named: Vec<&str> = named.collect();
        assert_eq!(named.len(), 5, "{named:?}");
        for name in named {
            let (plain, _, whole) = got(&format!("/api/docs/{name}"), "").await;
            let (packed, headers, gzip) = got(&format!("/api/docs/{name}"), "br, gzip").await;
            assert_eq!((plain, packed), (StatusCode::OK, StatusCode::OK), "{name}");
            let whole_again =
                if headers.contains_key(header::CONTENT_ENCODING) { unpacked(&gzip).unwrap() } else { gzip.to_vec() };
            assert!(!whole.is_empty() && whole_again == whole, "{name}");
        }
        assert_eq!(got("/api/docs/nothing.js", "gzip").await.0, StatusCode::NOT_FOUND);
        assert_eq!(got("/api/docs", "").await.1[header::LOCATION], "/api/docs/");
        assert_eq!(got("/api/openapi.json", "").await.1[header::CONTENT_TYPE], "application/json");
    }
}
