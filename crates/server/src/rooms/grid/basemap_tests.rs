//! The background of maps, with a simulated tile server on this machine.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use weiguang_store::Engine;

use crate::config::{MapKind, Settings};
use crate::testing::{both, on_with};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0";
const KEY: &str = "key-of-the-tiles";

/// A tile server that counts its requests, requires its key, and answers text instead of a picture for column 3.
fn upstream(asked: Arc<AtomicUsize>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 2048];
            let length = stream.read(&mut request).unwrap_or(0);
            let line = String::from_utf8_lossy(&request[..length]).lines().next().unwrap_or("").to_owned();
            asked.fetch_add(1, Ordering::SeqCst);
            let (status, body): (&str, &[u8]) = match () {
                () if !line.contains(&format!("key={KEY}")) => ("403 Forbidden", b"no key"),
                () if line.contains("/10/3/") => ("200 OK", b"<html>your quota is used up</html>"),
                () => ("200 OK", PNG),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    format!("http://{address}")
}

fn with_map(url: String) -> Settings {
    let mut settings = Settings::default();
    settings.sessions.idle_hours = 24 * 400;
    settings.map.kind = MapKind::Raster;
    settings.map.url = url;
    settings.map.token = KEY.into();
    settings.map.attribution = "自建底图".into();
    settings
}

#[test]
fn tiles_come_through_us_once_as_pictures_and_the_key_stays_here() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let asked = Arc::new(AtomicUsize::new(0));
        let base = upstream(asked.clone());
        on_with(engine, with_map(format!("{base}/t/{{z}}/{{x}}/{{y}}.png?key={{token}}")), &async |test| {
            let member = test.as_("member01").await;
            let map = member.get("/map").await;
            assert!(!String::from_utf8_lossy(&map.bytes).contains(KEY));
            assert_eq!(
                map.good(),
                json!({ "kind": "raster", "attribution": "自建底图", "min_zoom": 3, "max_zoom": 18,
                "layers": [{ "name": "streets", "url": "/api/v1/map/tiles/streets/{z}/{x}/{y}" }] })
            );
            for _ in 0..3 {
                let tile = member.get("/map/tiles/streets/10/805/420").await;
                assert_eq!((tile.status.as_u16(), tile.headers["content-type"].to_str().unwrap()), (200, "image/png"));
                assert_eq!(
                    (tile.headers["cache-control"].to_str().unwrap(), &tile.bytes[..4]),
                    ("private, max-age=86400", &PNG[..4])
                );
            }
            assert_eq!(asked.load(Ordering::SeqCst), 1, "what was fetched is remembered");
            // Text is no picture, whatever its declared type; and it is not passed on.
            let refused = member.get("/map/tiles/streets/10/3/420").await;
            assert!(!String::from_utf8_lossy(&refused.bytes).contains("quota"));
            assert_eq!(refused.refused(502), "map.upstream");
            let before = asked.load(Ordering::SeqCst);
            for outside in [
                "streets/10/1024/0",
                "streets/2/0/0",
                "streets/19/0/0",
                "names/10/1/1",
                "streets/10/-1/0",
                "streets/x/1/1",
                "..%2f..%2f/10/1/1",
            ] {
                assert_eq!(
                    member.get(&format!("/map/tiles/{outside}")).await.refused(404),
                    "kernel.not-found",
                    "{outside}"
                );
            }
            assert_eq!(test.public().get("/map/tiles/streets/10/805/420").await.refused(401), "access.signed-out");
            assert_eq!(test.public().get("/map").await.refused(401), "access.signed-out");
            assert_eq!(asked.load(Ordering::SeqCst), before, "nobody is asked for what is not on the map");
        });
    }
}

#[test]
fn a_map_that_is_down_says_so_and_one_that_was_never_set_is_none() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    on_with(Engine::Sqlite, with_map(format!("http://{nobody}/{{z}}/{{x}}/{{y}}?key={{token}}")), &async |test| {
        let refused = test.as_("member01").await.get("/map/tiles/streets/10/805/420").await;
        assert!(!String::from_utf8_lossy(&refused.bytes).contains(KEY));
        assert_eq!(refused.refused(502), "map.upstream");
    });
    both(async |test| {
        let member = test.as_("member01").await;
        let map = member.get("/map").await.good();
        assert_eq!((map["kind"].as_str(), map["layers"].as_array().map(Vec::len)), (Some("none"), Some(0)));
        assert_eq!(member.get("/map/tiles/streets/10/805/420").await.refused(404), "kernel.not-found");
    });
}

#[test]
fn the_installation_is_shown_to_its_administrator_without_a_secret() {
    on_with(Engine::Sqlite, with_map(String::from("https://tiles.example/{z}/{x}/{y}?key={token}")), &async |test| {
        let shown = test.as_("administrator").await.get("/settings").await;
        let text = String::from_utf8_lossy(&shown.bytes).into_owned();
        for secret in [KEY, "tiles.example", "127.0.0.1", "data"] {
            assert!(!text.contains(secret), "{secret} is shown: {text}");
        }
        let shown = shown.good();
        assert_eq!(
            (&shown["map"]["kind"], &shown["store"]["engine"], &shown["limits"]["timeout_seconds"]),
            (&json!("raster"), &json!("sqlite"), &json!(30))
        );
        assert_eq!(shown["version"], env!("CARGO_PKG_VERSION"));
        for who in ["member01", "leader", "secretary", "dispatcher", "auditor"] {
            assert_eq!(test.as_(who).await.get("/settings").await.refused(403), "access.denied", "{who}");
        }
        assert_eq!(test.public().get("/settings").await.refused(401), "access.signed-out");
    });
}
