//! Every list, search, count, summary, sync and map request of the API, as the people who send it, while the store grows.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use uuid::Uuid;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AccountId, SessionId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_server::access::holders::Serving;
use weiguang_server::{App, access, clockwork};

use crate::load::{BenchStore, name};
use crate::report::{Chance, percentile_ms};
use crate::served::{Connection, Served};
use crate::{Options, care, cells, city};

/// The one who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    Member,
    Leader,
    Secretary,
    Dispatcher,
    Manager,
    Doctor,
    Public,
}

impl Who {
    const ALL: [Self; 7] =
        [Self::Member, Self::Leader, Self::Secretary, Self::Dispatcher, Self::Manager, Self::Doctor, Self::Public];

    const fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Leader => "leader",
            Self::Secretary => "secretary",
            Self::Dispatcher => "dispatcher",
            Self::Manager => "manager",
            Self::Doctor => "doctor",
            Self::Public => "public",
        }
    }
}

/// A request: the operation's id in the description of the API, who sends it, and its path, in which `{street}`, `{community}`, `{grid}`
/// and `{cell}` are replaced by codes of one street, another micro-grid each time, and `{resident}` by somebody who lives there.
type Page = (&'static str, Who, &'static str);

const PAGES: &[Page] = &[
    ("list_cases", Who::Member, "/api/v1/cases?under={cell}&limit=50"),
    ("list_cases", Who::Member, "/api/v1/cases?under={cell}&view=closed&limit=50"),
    ("list_cases", Who::Member, "/api/v1/cases?under={cell}&view=late&limit=50"),
    ("list_cases", Who::Leader, "/api/v1/cases?under={grid}&limit=50"),
    ("list_cases", Who::Leader, "/api/v1/cases?under={grid}&view=closed&limit=50"),
    ("list_cases", Who::Leader, "/api/v1/cases?under={grid}&view=waiting&limit=50"),
    ("list_cases", Who::Secretary, "/api/v1/cases?under={community}&limit=50"),
    ("list_cases", Who::Secretary, "/api/v1/cases?under={community}&view=closed&limit=50"),
    ("list_cases", Who::Secretary, "/api/v1/cases?under={community}&view=late&limit=50"),
    ("list_cases", Who::Secretary, "/api/v1/cases?under={community}&view=all&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=late&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=waiting&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=returned&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=unplaced&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=closed&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=all&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=mine&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=parts&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&kind=water-leak&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&kind=water-leak&view=closed&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={cell}&kind=water-leak&view=closed&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={cell}&view=all&since=2026-02-01&until=2026-12-31&limit=50"),
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&view=all&since=2026-02-01&until=2026-12-31&limit=50"),
    // 楼道 通道 堵住
    ("list_cases", Who::Dispatcher, "/api/v1/cases?under={street}&q=%E6%A5%BC%E9%81%93&limit=50"),
    (
        "list_cases",
        Who::Dispatcher,
        "/api/v1/cases?under={street}&q=%E6%A5%BC%E9%81%93%20%E9%80%9A%E9%81%93%20%E5%A0%B5%E4%BD%8F&limit=50",
    ),
    ("count_cases", Who::Member, "/api/v1/cases/counts?under={cell}"),
    ("count_cases", Who::Leader, "/api/v1/cases/counts?under={grid}"),
    ("count_cases", Who::Dispatcher, "/api/v1/cases/counts?under={street}"),
    ("rollup_cases", Who::Secretary, "/api/v1/cases/rollup?under={community}&by=micro_grid"),
    ("rollup_cases", Who::Dispatcher, "/api/v1/cases/rollup?under={street}&by=micro_grid"),
    ("summarise", Who::Member, "/api/v1/cases/summary?code={cell}"),
    ("summarise", Who::Leader, "/api/v1/cases/summary?code={grid}"),
    ("summarise", Who::Secretary, "/api/v1/cases/summary?code={community}"),
    ("summarise", Who::Dispatcher, "/api/v1/cases/summary?code={street}"),
    ("list_views", Who::Dispatcher, "/api/v1/cases/views"),
    ("sync", Who::Member, "/api/v1/sync"),
    ("sync", Who::Leader, "/api/v1/sync"),
    ("list_inbox", Who::Member, "/api/v1/inbox?limit=50"),
    ("list_inbox", Who::Dispatcher, "/api/v1/inbox?limit=50"),
    ("list_outbox", Who::Manager, "/api/v1/outbox?street={street}&limit=50"),
    ("list_destinations", Who::Manager, "/api/v1/outbox/destinations?street={street}"),
    ("list_bulletins", Who::Member, "/api/v1/bulletins"),
    ("list_areas", Who::Dispatcher, "/api/v1/grid/areas?under={street}"),
    ("list_cells", Who::Dispatcher, "/api/v1/grid/cells?under={community}"),
    ("list_shapes", Who::Dispatcher, "/api/v1/grid/shapes?under={street}&level=micro_grid"),
    ("list_places", Who::Dispatcher, "/api/v1/grid/places?under={cell}&limit=50"),
    ("list_findings", Who::Manager, "/api/v1/grid/findings?under={street}"),
    ("list_regrids", Who::Manager, "/api/v1/grid/regrids?street={street}"),
    ("read_map", Who::Dispatcher, "/api/v1/map"),
    ("list_accounts", Who::Manager, "/api/v1/people/accounts?under={street}&limit=50"),
    ("list_absences", Who::Manager, "/api/v1/people/absences?under={street}"),
    ("list_assignments", Who::Manager, "/api/v1/people/assignments?code={cell}"),
    ("read_duty", Who::Dispatcher, "/api/v1/people/duty?under={community}"),
    ("list_grants", Who::Manager, "/api/v1/people/grants?under={street}"),
    ("read_holes", Who::Manager, "/api/v1/people/holes?under={street}"),
    ("list_invitations", Who::Manager, "/api/v1/people/invitations?under={street}"),
    ("list_rights", Who::Manager, "/api/v1/people/rights?under={street}"),
    ("save_rights", Who::Manager, "/api/v1/people/rights/file?under={street}"),
    ("list_street_tokens", Who::Manager, "/api/v1/people/street-tokens?under={street}"),
    ("list_tokens", Who::Manager, "/api/v1/people/tokens"),
    ("read_calendar_years", Who::Dispatcher, "/api/v1/manual/calendar"),
    ("restate", Who::Manager, "/api/v1/grid/restate?under={street}&since=2026-06-01"),
    ("list_kinds", Who::Dispatcher, "/api/v1/manual/kinds"),
    ("list_households", Who::Member, "/api/v1/households?under={cell}&limit=50"),
    ("list_residents", Who::Member, "/api/v1/households/residents?under={cell}&limit=50"),
    ("list_residents", Who::Doctor, "/api/v1/households/residents?under={street}&limit=50"),
    ("list_doubles", Who::Manager, "/api/v1/households/doubles?under={street}"),
    ("list_tombstones", Who::Manager, "/api/v1/households/tombstones?under={street}&limit=50"),
    ("read_pairing", Who::Doctor, "/api/v1/households/pairing?under={street}"),
    ("list_alerts", Who::Doctor, "/api/v1/care/alerts?under={street}&limit=50"),
    ("list_overdue", Who::Doctor, "/api/v1/care/overdue?under={street}&limit=50"),
    ("list_stations", Who::Doctor, "/api/v1/care/stations?under={street}"),
    ("list_waiting", Who::Doctor, "/api/v1/care/waiting"),
    ("list_readings", Who::Doctor, "/api/v1/care/residents/{resident}/readings?limit=50"),
    ("list_numbers_of", Who::Doctor, "/api/v1/care/residents/{resident}/tickets"),
    ("read_call_back", Who::Doctor, "/api/v1/care/call-back?street={street}"),
    ("read_rules", Who::Doctor, "/api/v1/care/rules"),
    ("search_patients", Who::Doctor, "/api/fhir/r4/Patient?_id={resident}"),
    ("search_observations", Who::Doctor, "/api/fhir/r4/Observation?patient={resident}&_count=50"),
    ("search_appointments", Who::Doctor, "/api/fhir/r4/Appointment?patient={resident}&_count=50"),
    ("search_flags", Who::Doctor, "/api/fhir/r4/Flag?patient={resident}&_count=50"),
    ("search_tasks", Who::Doctor, "/api/fhir/r4/Task?patient={resident}&_count=50"),
    ("metadata", Who::Public, "/api/fhir/r4/metadata"),
    ("smart", Who::Public, "/api/fhir/r4/.well-known/smart-configuration"),
    ("list_visits", Who::Member, "/api/v1/visits?under={cell}&limit=50"),
    ("read_burden", Who::Manager, "/api/v1/visits/burden?under={street}"),
    ("list_campaigns", Who::Manager, "/api/v1/visits/campaigns?under={street}"),
    ("list_conflicts", Who::Manager, "/api/v1/visits/conflicts?under={street}&limit=50"),
    ("list_forms", Who::Manager, "/api/v1/visits/forms"),
    ("list_imports", Who::Manager, "/api/v1/imports"),
    ("read_readiness", Who::Manager, "/api/v1/settings/readiness?street={street}"),
    ("read_settings", Who::Manager, "/api/v1/settings"),
    ("who_am_i", Who::Member, "/api/v1/session"),
    ("list_public_bulletins", Who::Public, "/api/v1/public/bulletins?street={street}"),
    ("read_danger", Who::Public, "/api/v1/public/danger"),
    ("list_public_kinds", Who::Public, "/api/v1/public/kinds"),
    ("public_shapes", Who::Public, "/api/v1/public/shapes?street={street}"),
    ("list_public_stations", Who::Public, "/api/v1/public/stations?street={street}"),
    ("list_streets", Who::Public, "/api/v1/public/streets"),
    ("public_summary", Who::Public, "/api/v1/public/summary?street={street}"),
];

/// Requests of a page that are measured, after [`WARM`] that are not.
const TIMES: usize = 100;
const WARM: usize = 10;
/// A request that takes longer fails the run.
const LONGEST: Duration = Duration::from_secs(20);
/// Open cases of the street that has many.
const MANY: u64 = 50_000;
/// Residents of the measured street, with twenty readings each.
const RESIDENTS: u64 = 5_000;
/// Times below this are noise: growth counts from here.
const LEAST_MS: f64 = 0.5;

/// Who is signed in.
struct SignedIn {
    /// The secrets of their sessions.
    sessions: HashMap<Who, String>,
    /// When the first resident was registered, from which the ids of residents follow.
    start: Moment,
}

/// Signs in one person of each role of the first street, and fills it with residents.
fn sign_in(app: &App) -> Result<SignedIn> {
    let (now, street) = (app.now(), cells::street(0));
    let serving = app.db().read_blocking(move |tx| Serving::read(tx, &street, now.day()))?;
    let cell = cells::micro(0);
    let at = |level| cell.at(level).unwrap_or(cell);
    let posts = [
        (Who::Member, cell),
        (Who::Leader, at(Level::Grid)),
        (Who::Secretary, at(Level::Community)),
        (Who::Dispatcher, street),
        (Who::Manager, street),
    ];
    let mut sessions = HashMap::new();
    for (n, (who, code)) in posts.into_iter().enumerate() {
        let role = who.word();
        let post = serving.at(&code).iter().find(|post| post.role.key().ends_with(role));
        let Some(account) = post.map(|post| post.account) else { continue };
        sessions.insert(who, session(app, account, 900 + n as u128)?);
    }
    let (doctor, account) = care::doctor(app)?;
    let start = now - Span::days(730);
    care::fill(app, RESIDENTS, start, account)?;
    sessions.insert(Who::Doctor, doctor);
    Ok(SignedIn { sessions, start })
}

fn session(app: &App, account: AccountId, id: u128) -> Result<String> {
    let (now, (secret, digest)) = (app.now(), access::new_secret(app, ""));
    let id = SessionId::new(Uuid::from_u128(id));
    app.db()
        .write_blocking(move |tx| access::store::insert_session(tx, id, &digest, account, now, now + Span::days(9)))?;
    Ok(secret)
}

/// The path for the nth request: a micro-grid of the member's, or one of the street's.
fn path(template: &str, who: Who, resident: &str, chance: &mut Chance) -> String {
    let n = match who {
        Who::Member => 0,
        Who::Leader => chance.below(u64::from(cells::MICROS)),
        Who::Secretary => chance.below(u64::from(cells::MICROS * cells::GRIDS)),
        _ => chance.below(u64::from(cells::MICROS * cells::GRIDS * cells::COMMUNITIES)),
    };
    let cell = cells::micro(u32::try_from(n).unwrap_or(0));
    let at = |level| -> GridCode { cell.at(level).unwrap_or(cell) };
    template
        .replace("{street}", at(Level::Street).as_str())
        .replace("{community}", at(Level::Community).as_str())
        .replace("{grid}", at(Level::Grid).as_str())
        .replace("{cell}", cell.as_str())
        .replace("{resident}", resident)
}

/// Figures of one page.
struct Measured {
    page: String,
    p50: f64,
    p99: f64,
    cpu: f64,
}

async fn measure(server: &Served, line: &mut Connection, page: &Page, start: Moment) -> Result<Measured> {
    let (_, who, template) = page;
    let (mut chance, mut times, mut cpu) = (Chance::new(5), Vec::new(), Duration::ZERO);
    for n in 0..WARM + TIMES {
        if n == WARM {
            cpu = server.cpu()?;
        }
        let resident = care::resident_id(chance.below(RESIDENTS), start).to_string();
        let path = path(template, *who, &resident, &mut chance);
        let at = Instant::now();
        let (status, body) =
            tokio::time::timeout(LONGEST, line.send("GET", &path, "", "")).await.with_context(|| path.clone())??;
        let took = at.elapsed();
        ensure!(status == 200, "{} GET {path}: {status} {}", who.word(), String::from_utf8_lossy(&body));
        if n >= WARM {
            times.push(took);
        }
    }
    let cpu = (server.cpu()? - cpu).as_secs_f64() * 1e3 / TIMES as f64;
    let page = format!("{} {}", who.word(), template.trim_start_matches("/api/v1"));
    Ok(Measured { page, p50: percentile_ms(&mut times, 0.5), p99: percentile_ms(&mut times, 0.99), cpu })
}

fn round(ms: f64) -> f64 {
    (ms * 100.0).round() / 100.0
}

/// Measures all pages with 10,000, 100,000 and 1,000,000 cases, and then with 50,000 open ones in one street.
///
/// # Errors
/// If an operation fails, or a page is not answered.
pub fn run(options: &Options) -> Result<Value> {
    let most = options.n.unwrap_or(1_000_000);
    let store = BenchStore::new(options)?;
    let app = store.open()?;
    let signed = sign_in(&app);
    app.db().clone().close();
    let signed = signed?;
    let (mut at, mut first, mut worst, mut growth) = (Vec::new(), HashMap::new(), 0.0_f64, 0.0_f64);
    let steps = [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most);
    for (cases, open) in steps.map(|size| (size, false)).chain([(most, true)]) {
        store.fill(cases)?;
        if open {
            let app = store.open()?;
            let added = city::open(&app, MANY);
            added?;
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
            let rang = runtime.block_on(clockwork::ring_all(&app));
            app.db().clone().close();
            rang?;
        }
        for one in all(&store, &signed)? {
            let from: f64 = *first.entry(one.page.clone()).or_insert(one.p50);
            if !open {
                growth = growth.max(one.p50.max(LEAST_MS) / from.max(LEAST_MS));
            }
            worst = worst.max(one.p99);
            at.push(json!({ "cases": cases, "open_in_street": if open { MANY } else { 0 }, "page": one.page,
                "p50_ms": round(one.p50), "p99_ms": round(one.p99), "cpu_ms": round(one.cpu) }));
        }
    }
    Ok(json!({ "name": "pages", "engine": name(options.engine), "n": most, "at": at, "worst_p99_ms": round(worst),
        "growth": round(growth) }))
}

fn all(store: &BenchStore, signed: &SignedIn) -> Result<Vec<Measured>> {
    let server = store.serve()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut lines = HashMap::new();
        for who in Who::ALL {
            let line = match signed.sessions.get(&who) {
                Some(session) => Connection::signed_in(&server.address, session).await?,
                None => Connection::passed_on(&server.address, "198.51.100.7").await?,
            };
            lines.insert(who, line);
        }
        let mut found = Vec::new();
        for (n, page) in PAGES.iter().enumerate() {
            if let Some(line) = lines.get_mut(&page.1) {
                if page.1 == Who::Public {
                    // Each page as another household: what one address may read is limited.
                    *line = Connection::passed_on(&server.address, &format!("198.51.100.{n}")).await?;
                } else {
                    // It was idle while others were measured.
                    line.reopen().await?;
                }
                let one = measure(&server, line, page, signed.start).await?;
                eprintln!("{:>8.2} ms  {:>7.2} ms of processor  {}", one.p50, one.cpu, one.page);
                found.push(one);
            }
        }
        Ok(found)
    })
}
