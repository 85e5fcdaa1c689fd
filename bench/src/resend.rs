//! Every kind of write sent three times with one key, the repeats after all others: one effect, and the same answer
//! unless something changed in between.
//!
//! Effects are found by comparing the whole store: its export after the third time must equal, byte for byte, that
//! after the first.

use anyhow::{Context as _, Result, bail};
use memchr::memmem;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::TicketId;
use weiguang_domain::kernel::time::Span;
use weiguang_server::outside::chance::Chance as Draw;
use weiguang_server::outside::clock::Clock;
use weiguang_server::outside::outgoing;
use weiguang_server::outside::seal::Seal;
use weiguang_server::rooms::cases::queue::terms;
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::{App, clockwork, serve};
use weiguang_store::testing::fresh;

use crate::load::name;
use crate::report::Chance;
use crate::report::client_now;
use crate::{Engine, Options, city};

/// A write: account, method, path, body, and whether it depends on a case's version.
struct Write {
    who: &'static str,
    method: &'static str,
    path: String,
    body: Value,
    case: Option<String>,
}

/// Sends every kind of write three times.
///
/// # Errors
/// If an operation fails, or a write is refused.
pub fn run(options: &Options) -> Result<Value> {
    let engine = match options.engine {
        Engine::Sqlite => weiguang_store::Engine::Sqlite,
        Engine::Postgres => weiguang_store::Engine::Postgres,
    };
    let folder = tempfile::tempdir()?;
    let (db, _guard) = fresh(engine, weiguang_server::migrations::MIGRATIONS)?;
    let seal = Seal::from_file(&folder.path().join("key"), &Draw::Machine)?;
    let mut settings = city::settings(folder.path(), "");
    settings.demo = true;
    settings.http.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    weiguang_demo::build(&db, seal.clone(), settings.clone(), client_now())?;
    // The clock is fixed, slightly ahead of the clients: no alarms in between.
    let clock = Clock::moved(client_now() + Span::minutes(10));
    let app =
        weiguang_server::rooms::open(weiguang_server::app::Parts { db, clock, chance: Draw::Machine, seal, settings })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let (tell, told) = tokio::sync::oneshot::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = app.clone();
        let server = tokio::spawn(serve::serve(
            serving,
            move |at| {
                let _ = tell.send(at);
            },
            async move {
                let _ = stopped.await;
            },
        ));
        let address = told.await?;
        let done = all(&app, address, options).await;
        drop(stop);
        server.await??;
        done
    })
}

async fn all(app: &App, address: SocketAddr, options: &Options) -> Result<Value> {
    clockwork::ring_all(app).await?;
    let client = outgoing::unbound_client().map_err(anyhow::Error::msg)?;
    let base = format!("http://{address}/api/v1");
    let mut cookies = HashMap::new();
    for who in ["zuoxi1", "guanli", "xitong", "shuji-tianjiao", "wangge-tianjiao-9"] {
        let response = client
            .post(format!("{base}/session"))
            .header("x-weiguang", "1")
            .json(&json!({ "login": who, "password": weiguang_demo::PASSWORD }))
            .send()
            .await?;
        let cookie = response.headers().get("set-cookie").and_then(|v| v.to_str().ok()).context("a cookie")?;
        cookies.insert(who, cookie.split(';').next().unwrap_or_default().to_owned());
    }
    let mut chance = Chance::new(11);
    let mut id = || chance.id(client_now());
    let (case, other) = (id().to_string(), id().to_string());
    let act = |who, body: Value| Write {
        who,
        method: "POST",
        path: format!("/cases/{case}/actions"),
        body,
        case: Some(case.clone()),
    };
    let new = |id: &str| json!({ "id": id, "kind": "corridor-clutter", "title": "楼道堆物", "code": "51011701900600901", "source": "phone", "reporter": { "phone": "13800001111" } });
    let later = (client_now() + Span::days(3)).to_string();
    // The clock is fixed, so this is after the work and not in the future.
    let said = app.now().to_string();
    let person = id().to_string();
    let (post, absence) = (id().to_string(), id().to_string());
    let me: Value = client
        .get(format!("{base}/session"))
        .header("cookie", &cookies["wangge-tianjiao-9"])
        .send()
        .await?
        .json()
        .await?;
    let leader = me["id"].as_str().context("an account")?.to_owned();
    let (hook, token, part) = (id().to_string(), id().to_string(), id().to_string());
    let post_to = |who, path: &str, body: Value| Write { who, method: "POST", path: path.to_owned(), body, case: None };
    let tomorrow = (client_now() + Span::days(1)).day().to_string();
    let (campaign, went) = (id().to_string(), id().to_string());
    let question = json!({ "name": "needs", "label": { "zh": "需要什么", "en": "What is needed" }, "kind": "text" });
    let form = json!({ "id": "doors", "code": "510117019006", "title": { "zh": "走访", "en": "Visits" }, "questions": [question] });
    let doors = json!({ "id": campaign, "title": "走访", "purpose": "看看需要什么", "code": "51011701900600901",
        "form": { "id": "doors", "version": 1 }, "population": { "who": "all_doors" } });
    let place: Value =
        client.get(format!("{base}/sync")).header("cookie", &cookies["wangge-tianjiao-9"]).send().await?.json().await?;
    let place = place["sections"]["doors"]["items"][0][0].clone();
    let now = client_now().to_string();
    let visit = json!({ "id": went, "door": { "place": place }, "code": "51011701900600901", "at": now, "outcome": "not_reached" });
    let patrol = json!({ "id": id(), "code": "51011701900600901", "from": now, "until": now });
    let public = json!({ "id": id(), "kind": "street-light-out", "title": "路灯不亮", "street": "510117019", "address": "天骄西路" });
    // An online booking on the next service day, cancelled by its link.
    let stations: Value = client.get(format!("{base}/public/stations?street=510117019")).send().await?.json().await?;
    let station = stations["items"][0]["id"].as_str().context("a station")?.to_owned();
    let today = client_now().day().to_string();
    let open = |d: &&Value| d["booking"]["state"] == "open" && d["day"].as_str() > Some(today.as_str());
    let day = stations["items"][0]["days"].as_array().into_iter().flatten().find(open).context("a day to book")?;
    let (day, at) = (&day["day"], format!("{}T{}:00+08:00", day["day"].as_str().unwrap_or_default(), "09:30"));
    let ticket = id();
    let own = json!({ "id": ticket, "at": at, "name": "周文", "phone": "13800002222", "purpose": "pressure" });
    let bookings = format!("/public/stations/510117019/{station}/days/{}/bookings", day.as_str().unwrap_or_default());
    let street = GridCode::parse("510117019")?;
    let cancel = format!("/public/bookings/{}/cancel", app.seal().booking(&street, TicketId::new(ticket)));
    let writes = vec![
        post_to("zuoxi1", "/cases", new(&case)),
        post_to("zuoxi1", "/cases", new(&other)),
        post_to("", "/public/cases", public),
        post_to("", &bookings, own),
        post_to("", &cancel, json!({})),
        act("wangge-tianjiao-9", json!({ "action": "take_over" })),
        act("wangge-tianjiao-9", json!({ "action": "start" })),
        act("wangge-tianjiao-9", json!({ "action": "note", "text": "已到现场" })),
        act(
            "wangge-tianjiao-9",
            json!({ "action": "pause_ask", "reason": "等清运", "waiting_for": "环卫", "until": later }),
        ),
        act("shuji-tianjiao", json!({ "action": "pause_approve" })),
        act("wangge-tianjiao-9", json!({ "action": "resume" })),
        act(
            "shuji-tianjiao",
            json!({ "action": "ask_part", "id": part, "department": "城管", "account": leader, "task": "清运" }),
        ),
        act("wangge-tianjiao-9", json!({ "action": "part", "id": part, "do": "done", "words": "已清运" })),
        act("wangge-tianjiao-9", json!({ "action": "escalate", "reason": "需要协助" })),
        act("shuji-tianjiao", json!({ "action": "dispatch", "to_account": leader })),
        act("wangge-tianjiao-9", json!({ "action": "return", "reason": "请重新分派" })),
        act("zuoxi1", json!({ "action": "place", "code": "51011701900600902" })),
        act("zuoxi1", json!({ "action": "kind", "kind": "rubbish-piled" })),
        act("wangge-tianjiao-9", json!({ "action": "take_over" })),
        act("wangge-tianjiao-9", json!({ "action": "resolve", "outcome": "已清理" })),
        act("zuoxi1", json!({ "action": "answer", "answer": "not", "way": "phone", "at": said, "words": "没清干净" })),
        act("zuoxi1", json!({ "action": "withdraw", "reason": "居民撤回" })),
        Write {
            who: "zuoxi1",
            method: "POST",
            path: format!("/cases/{other}/actions"),
            body: json!({ "action": "take_over" }),
            case: Some(other.clone()),
        },
        post_to("wangge-tianjiao-9", "/inbox/read", json!({})),
        post_to(
            "guanli",
            "/outbox/destinations",
            json!({ "id": hook, "name": "区平台", "url": "https://example.org/hook", "secret": "012345678901234567890123456789", "code": "510117019" }),
        ),
        Write {
            who: "guanli",
            method: "DELETE",
            path: format!("/outbox/destinations/{hook}?street=510117019"),
            body: Value::Null,
            case: None,
        },
        post_to(
            "guanli",
            "/people/accounts",
            json!({ "id": person, "login": "xinren", "name": "新人甲", "street": "510117019" }),
        ),
        post_to(
            "guanli",
            "/people/assignments",
            json!({ "id": post, "account": person, "role": "resource_partner", "code": "510117019006", "since": tomorrow }),
        ),
        Write {
            who: "guanli",
            method: "DELETE",
            path: format!("/people/assignments/{post}"),
            body: Value::Null,
            case: None,
        },
        post_to(
            "shuji-tianjiao",
            "/people/absences",
            json!({ "id": absence, "account": leader, "since": tomorrow, "until": tomorrow }),
        ),
        Write {
            who: "shuji-tianjiao",
            method: "DELETE",
            path: format!("/people/absences/{absence}"),
            body: Value::Null,
            case: None,
        },
        post_to(
            "zuoxi1",
            "/people/tokens",
            json!({ "id": token, "name": "接口", "verbs": ["cases.read"], "code": "510117019", "expires": later }),
        ),
        Write {
            who: "zuoxi1",
            method: "DELETE",
            path: format!("/people/tokens/{token}"),
            body: Value::Null,
            case: None,
        },
        post_to("shuji-tianjiao", "/visits/forms", form),
        post_to("shuji-tianjiao", "/visits/campaigns", doors),
        post_to("wangge-tianjiao-9", "/visits", visit),
        post_to("wangge-tianjiao-9", "/visits/patrols", patrol),
        post_to("zuoxi1", "/grid/lessons", json!({ "text": "老供销社门口", "code": "51011701900600901" })),
        post_to("guanli", &format!("/people/accounts/{person}/leave"), json!({})),
    ];
    let count = writes.len();
    let mut sendings: Vec<Sending> = Vec::with_capacity(count);
    for (n, write) in writes.into_iter().enumerate() {
        let version = match &write.case {
            Some(case) => client
                .get(format!("{base}/cases/{case}"))
                .header("cookie", &cookies["zuoxi1"])
                .send()
                .await?
                .json::<Value>()
                .await?["version"]
                .as_i64(),
            None => None,
        };
        let mut sending = Sending { write, key: id().to_string(), version, answers: Vec::new() };
        sending.send(&client, &base, &cookies).await.with_context(|| format!("write {n}"))?;
        sendings.push(sending);
    }
    // Each twice more: a phone may resend long after other writes.
    let first = at_rest(app).await?;
    for _ in 0..2 {
        for (n, sending) in sendings.iter_mut().enumerate() {
            sending.send(&client, &base, &cookies).await.with_context(|| format!("write {n}"))?;
        }
    }
    let last = at_rest(app).await?;
    let wrong: Vec<String> = sendings.iter().filter(|s| !s.is_answered_alike()).map(Sending::name).collect();
    let changed = differing(&first, &last);
    let effects = if changed.is_empty() { count - wrong.len() } else { 0 };
    Ok(
        json!({ "name": "resend", "engine": name(options.engine), "n": count, "writes": count, "effects": effects, "wrong": wrong,
        "changed": changed }),
    )
}

/// A write with its key, and its answers.
struct Sending {
    write: Write,
    key: String,
    version: Option<i64>,
    answers: Vec<(u16, String)>,
}

impl Sending {
    fn name(&self) -> String {
        format!("{} {} {}", self.write.method, self.write.path, self.write.body)
    }

    /// Sends it, identical each time.
    async fn send(
        &mut self,
        client: &outgoing::Unbound,
        base: &str,
        cookies: &HashMap<&'static str, String>,
    ) -> Result<()> {
        let write = &self.write;
        let mut request = client
            .request(write.method.parse()?, format!("{base}{}", write.path))
            .header("idempotency-key", &self.key)
            .header("x-weiguang", "1");
        if !write.who.is_empty() {
            request = request.header("cookie", &cookies[write.who]);
        }
        if let Some(version) = self.version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        if !write.body.is_null() {
            request = request.json(&write.body);
        }
        let response = request.send().await?;
        let (status, text) = (response.status(), response.text().await?);
        if !status.is_success() {
            bail!("{}: {status} {text}", self.name());
        }
        self.answers.push((status.as_u16(), text));
        Ok(())
    }

    /// Whether the answers are equal. An action returns the record as it is now, which other writes may have changed
    /// between the first and the second time.
    fn is_answered_alike(&self) -> bool {
        self.answers.iter().all(|(status, _)| *status == self.answers[0].0 || self.write.path == "/people/tokens")
            && self.answers[1] == self.answers[2]
    }
}

/// Waits until words are indexed, which happens after the answer, and exports the store.
async fn at_rest(app: &App) -> Result<Vec<u8>> {
    for street in app.state::<Territory>().streets() {
        terms::index(app, street).await?;
    }
    let db = app.db().clone();
    let dump = tokio::task::spawn_blocking(move || {
        let mut out = Vec::new();
        db.export(&mut out).map(|_| out)
    })
    .await??;
    Ok(effects_in(&dump))
}

/// The first differing lines of two stores, truncated.
fn differing(first: &[u8], last: &[u8]) -> Vec<String> {
    if first == last {
        return Vec::new();
    }
    let known: HashSet<&[u8]> = first.split(|b| *b == b'\n').collect();
    let new = last.split(|b| *b == b'\n').filter(|line| !known.contains(line));
    let mut lines: Vec<String> =
        new.take(5).map(|l| String::from_utf8_lossy(&l[..l.len().min(200)]).into_owned()).collect();
    lines.push(format!("{} bytes after the first sending, {} after the third", first.len(), last.len()));
    lines
}

/// Tables written by periodic jobs: signatures, once a minute, and the minute itself.
const BY_THE_CLOCK: &[&str] = &["chain_ends", "checkpoints", "settings"];

/// The lines of a dump that writes affect. The last use of a session is recorded periodically and does not count.
fn effects_in(dump: &[u8]) -> Vec<u8> {
    let (mut kept, mut table) = (Vec::new(), String::new());
    for line in dump.split(|b| *b == b'\n') {
        if let Some(name) = line.strip_prefix(b"{\"table\":\"") {
            table = String::from_utf8_lossy(name).trim_end_matches("\"}").to_owned();
        }
        let noted = memmem::find(line, b"seen_at").or(memmem::find(line, b"sha256")).is_some();
        if !noted && !BY_THE_CLOCK.contains(&table.as_str()) {
            kept.extend_from_slice(line);
        }
    }
    kept
}
