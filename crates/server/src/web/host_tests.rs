//! The site with unknown host names, and its metrics for clients on other machines.

use axum::body::Body;
use http::{Request, header};
use weiguang_store::Engine;

use crate::config::{Settings, Token};
use crate::testing::{TestApp, TestResponse, on_with};

async fn ask(test: &TestApp, path: &str, host: &str, token: &str) -> TestResponse {
    let request = Request::builder().uri(path).header(header::HOST, host);
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty()).unwrap();
    test.public().raw(request).await
}

#[test]
fn the_site_answers_under_its_own_names_only_and_tells_figures_to_this_machine_or_a_token() {
    let mut settings = Settings::default();
    settings.http.hosts = vec!["grid.example.org".into()];
    settings.http.metrics_token = Token("0123456789abcdef".into());
    on_with(Engine::Sqlite, settings, &async |test| {
        for path in ["/api/v1/public/streets", "/r/", "/metrics", "/healthz"] {
            assert_eq!(ask(test, path, "rebound.example", "").await.status, 421, "{path}");
        }
        for host in ["127.0.0.1:8420", "grid.example.org"] {
            assert_eq!(ask(test, "/api/v1/public/streets", host, "").await.status, 200, "{host}");
        }
        assert_eq!(ask(test, "/metrics", "127.0.0.1:8420", "").await.status, 200);
        assert_eq!(ask(test, "/metrics", "grid.example.org", "wrong").await.refused(404), "kernel.not-found");
        assert_eq!(ask(test, "/metrics", "grid.example.org", "").await.status, 404);
        assert_eq!(ask(test, "/metrics", "grid.example.org", "0123456789abcdef").await.status, 200);
    });
}
