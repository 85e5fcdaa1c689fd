//! Tests of the binary: an empty folder prints one link, valid once and for a day, and `weiguang setup` prints another
//! only while there is no administrator.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use uuid::Uuid;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Span;
use weiguang_domain::manual::default_manual;
use weiguang_server::outside::clock::Clock;
use weiguang_server::rooms::manual::{ops, store};
use weiguang_server::setup::{Start, start};
use weiguang_server::{App, Settings};

const PROGRAM: &str = env!("CARGO_BIN_EXE_weiguang");

/// A running server; killed when dropped.
struct Served {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Served {
    fn on(folder: &Path) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--folder"])
            .arg(folder)
            .env("WEIGUANG_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim().trim_end_matches('/').rsplit("//").next().unwrap().to_owned();
        Self { child, out, address }
    }

    /// The link that a first start prints.
    fn link(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.out.read_line(&mut line).unwrap() > 0, "no link was printed");
            if let Some((_, secret)) = line.trim().split_once("/setup#") {
                return secret.to_owned();
            }
        }
    }

    /// Sends a request on a new connection; returns status and body.
    fn send(&self, path: &str, body: &Value, key: Uuid) -> (u16, Value) {
        let (text, mut stream) = (body.to_string(), TcpStream::connect(&self.address).unwrap());
        write!(
            stream,
            "POST /api/v1{path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nx-weiguang: 1\r\nidempotency-key: {key}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{text}",
            self.address,
            text.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, rest) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = rest.find('{').map_or(Value::Null, |at| {
            let end = rest.rfind('}').map_or(rest.len(), |end| end + 1);
            serde_json::from_str(&rest[at..end]).unwrap_or(Value::Null)
        });
        (status, body)
    }

    fn looks(&self, link: &str) -> u16 {
        self.send("/public/setup/look", &json!({ "link": link }), id(1)).0
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn id(n: u8) -> Uuid {
    uuid_v7(Clock::Machine.now(), [n; 10])
}

fn setup(folder: &Path, rest: &[&str], typed: &str) -> Output {
    let mut child = Command::new(PROGRAM)
        .args(["setup", "--folder"])
        .arg(folder)
        .args(rest)
        .env("WEIGUANG_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn printed(output: &Output, before: &str) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find_map(|line| line.trim().split_once(before).map(|(_, secret)| secret.to_owned()))
}

fn plan(link: &str) -> Value {
    json!({
        "link": link,
        "street": { "code": "510104017", "name": "锦官驿街道", "communities": [{ "code": "001", "name": "水井坊社区" }] },
        "administrator": { "id": id(2), "login": "chief", "name": "周知行", "password": "0123-long-enough" },
    })
}

#[test]
fn an_empty_folder_prints_one_link_that_works_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Served::on(folder.path());
    let link = server.link();
    assert_eq!(server.looks(&link), 200);
    // While the server owns the store, setup is refused.
    let refused = setup(folder.path(), &[], "");
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("weiguang setup"));
    drop(server);
    // A restart leaves the open link valid, and prints no secret again.
    let server = Served::on(folder.path());
    assert_eq!(server.looks(&link), 200);
    drop(server);
    // A new link invalidates the old one.
    let newer = printed(&setup(folder.path(), &[], ""), "/setup#").unwrap();
    let server = Served::on(folder.path());
    assert_eq!((server.looks(&link), server.looks(&newer)), (404, 200));
    let (status, set_up) = server.send("/public/setup", &plan(&newer), id(3));
    assert_eq!((status, set_up["me"]["grants"][0]["role"].as_str()), (201, Some("administrator")), "{set_up}");
    assert_eq!(server.looks(&newer), 404);
    let mut twice = plan(&newer);
    twice["administrator"]["login"] = json!("another");
    assert_eq!(server.send("/public/setup", &twice, id(4)).0, 404, "used up");
    let signed = server.send("/session", &json!({ "login": "chief", "password": "0123-long-enough" }), id(5));
    assert_eq!(signed.0, 200);
    drop(server);
    // With an administrator, nothing prints a link any more.
    let after = setup(folder.path(), &[], "");
    assert!(!after.status.success() && printed(&after, "/setup#").is_none());
    let mut server = Served::on(folder.path());
    server.child.kill().unwrap();
    let mut rest = String::new();
    server.out.read_to_string(&mut rest).unwrap();
    assert!(!rest.contains("/setup"), "{rest}");
}

#[test]
fn a_link_of_yesterday_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { folder: folder.path().to_owned(), ..Settings::default() };
    let yesterday = Clock::moved(Clock::Machine.now() - Span::hours(24) - Span::seconds(1));
    let app = App::open_by(settings, yesterday).unwrap();
    let Start::Link(link) = start(&app, true).unwrap() else { panic!("a link was expected") };
    app.db().clone().close();
    app.db().clone().close();
    let mut server = Served::on(folder.path());
    let fresh = server.link();
    assert_eq!((server.looks(&link), server.looks(&fresh)), (404, 200), "and the start gave another");
    assert_eq!(server.send("/public/setup", &plan(&link), id(6)).0, 404);
}

#[test]
fn a_terminal_asks_in_words_and_types_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = setup(folder.path(), &["--ask"], "51010401\n锦官驿街道\n001\n水井坊社区\n\n");
    assert!(!wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("9 位"));
    let typed = "510104017\n锦官驿街道\n001\n水井坊社区\n\n周知行\nchief\n";
    let asked = setup(folder.path(), &["--ask"], typed);
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let link = printed(&asked, "/join#").unwrap();
    let server = Served::on(folder.path());
    let accept = json!({ "link": link, "password": "0123-long-enough" });
    let (status, joined) = server.send("/public/invitations/accept", &accept, id(7));
    assert_eq!((status, joined["me"]["streets"][0]["name"].as_str()), (200, Some("锦官驿街道")), "{joined}");
    assert_eq!(server.send("/public/invitations/accept", &accept, id(8)).0, 404, "once");
    drop(server);
    assert!(!setup(folder.path(), &[], "").status.success(), "somebody administers now");
}

#[test]
fn a_number_that_the_street_has_yet_to_write_stops_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let check = || {
        let output = Command::new(PROGRAM).args(["check-config", "--folder"]).arg(folder.path()).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (good, said) = check();
    assert!(!good && said.contains("gas-smell") && said.contains("燃气公司"), "{said}");
    assert!(!folder.path().join("weiguang.db").exists(), "it starts nothing");
    let app = App::open(Settings { folder: folder.path().to_owned(), ..Settings::default() }).unwrap();
    for (kind, _) in default_manual().open_calls() {
        let (id, version) = (kind.id.as_str().to_owned(), kind.version + 1);
        let text = ops::shipped(&id, kind.version).unwrap();
        let text = text
            .replace("待填", "028-84000000")
            .replace(&format!("version = {}", kind.version), &format!("version = {version}"));
        let now = app.now();
        // Publishes a kind with two open numbers.
        let keep = move |tx: &mut weiguang_store::Tx<'_>| store::insert_kind(tx, &id, version, &text, now);
        let _ = app.db().write_blocking(keep);
    }
    app.db().clone().close();
    let (good, said) = check();
    assert!(good && !said.contains('✗'), "{said}");
}
