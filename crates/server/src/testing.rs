//! An application for tests: both engines, a clock that the test moves, a small street, and callers over HTTP.
//!
//! The street 合作街道 (510117019) has two communities, 天骄西路 …006 with the grid …006009 and micro-grids 01–03 side by side,
//! and 晨风 …008 with one micro-grid; the sibling street 团结 (510117009) has one of its own. Each post has a holder whose login
//! is its name here: `dispatcher`, `manager`, `secretary`, `leader`, `member01` … and so on.

mod caller;
mod words;

use axum::Router;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::unit::Cell;
use weiguang_domain::grid::{GridCode, Shape};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::ids::{AccountId, AssignmentId, SessionId, uuid_v7};
use weiguang_domain::kernel::time::{FOREVER, Moment, Span};
use weiguang_domain::people::Assignment;
use weiguang_store::testing::{Guard, fresh};
use weiguang_store::{Engine, StoreError};

use crate::app::{App, Parts};
use crate::config::Settings;
use crate::doctor;
use crate::finding::Finding;
use crate::migrations::MIGRATIONS;
use crate::outside::chance::Chance;
use crate::outside::clock::Clock;
use crate::outside::seal::Seal;
use crate::rooms::{grid, people};
use crate::{access, clockwork, router};
pub use caller::{Caller, TestResponse};
pub use words::words;

/// Monday 23 November 2026, 09:00 in China.
pub fn morning() -> Moment {
    Moment::from_civil(jiff::civil::date(2026, 11, 23).at(9, 0, 0, 0))
}

/// Reads a code that a test wrote.
pub fn code(text: &str) -> GridCode {
    GridCode::parse(text).unwrap()
}

/// The posts in the test's streets: (login, role, code).
pub const STAFF: &[(&str, Role, &str)] = &[
    ("dispatcher", Role::StreetDispatcher, "510117019"),
    ("manager", Role::StreetManager, "510117019"),
    ("administrator", Role::Administrator, "510117019"),
    ("auditor", Role::Auditor, "510117019"),
    ("department", Role::DepartmentContact, "510117019"),
    ("partner", Role::ResourcePartner, "510117019"),
    ("doctor", Role::Doctor, "510117019006"),
    ("secretary", Role::CommunitySecretary, "510117019006"),
    ("leader", Role::GridLeader, "510117019006009"),
    ("gridmember", Role::GridMember, "510117019006009"),
    ("member01", Role::MicroGridMember, "51011701900600901"),
    ("member02", Role::MicroGridMember, "51011701900600902"),
    ("secretary08", Role::CommunitySecretary, "510117019008"),
    ("leader0801", Role::GridLeader, "510117019008001"),
    ("member0801", Role::MicroGridMember, "51011701900800101"),
    ("other-dispatcher", Role::StreetDispatcher, "510117009"),
    ("other-manager", Role::StreetManager, "510117009"),
    ("other-member", Role::MicroGridMember, "51011700920200101"),
];

/// Cells of the test's streets: (code, west edge in thousandths of a degree east of 103.93). Each is 1/1000° wide and high.
const CELLS: &[(&str, Option<i32>)] = &[
    ("510117019006009", None),
    ("51011701900600901", Some(0)),
    ("51011701900600902", Some(1)),
    ("51011701900600903", Some(2)),
    ("510117019008001", None),
    ("51011701900800101", Some(3)),
    ("510117009202001", None),
    ("51011700920200101", Some(30)),
];

/// The application of a test.
pub struct TestApp {
    /// The application.
    pub app: App,
    /// Its clock.
    pub clock: Clock,
    /// The whole site.
    pub router: Router,
    accounts: HashMap<&'static str, AccountId>,
    count: std::sync::atomic::AtomicU64,
    _guard: Guard,
}

/// Runs a test on both engines.
pub fn both(story: impl AsyncFn(&TestApp)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("on {engine:?}");
        on(engine, &story);
    }
}

/// Runs a test on a store in a file.
pub fn on_a_file(story: &impl AsyncFn(&TestApp)) {
    on(Engine::Sqlite, story);
}

/// Runs a test on one engine.
pub fn on(engine: Engine, story: &impl AsyncFn(&TestApp)) {
    on_with(engine, settings(), story);
}

/// The settings of a test.
fn settings() -> Settings {
    let mut settings = Settings::default();
    // Tests last for weeks of simulated time; signing in anew each day would only distract.
    settings.sessions.idle_hours = 24 * 400;
    // Simulated systems listen on this machine, and use this host name.
    settings.http.hosts = vec!["street.example".into()];
    settings.outgoing.allow = vec!["127.0.0.0/8".parse().unwrap()];
    settings
}

/// Runs a test on one engine with settings of its own.
pub fn on_with(engine: Engine, settings: Settings, story: &impl AsyncFn(&TestApp)) {
    let (db, guard) = fresh(engine, MIGRATIONS).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let clock = Clock::moved(morning());
    let accounts = seed(&db, &clock);
    let test = TestApp::over(db, guard, clock, accounts, settings);
    runtime.block_on(story(&test));
}

fn seed(db: &weiguang_store::Db, clock: &Clock) -> HashMap<&'static str, AccountId> {
    let now = clock.now();
    let since = jiff::civil::date(2026, 1, 1);
    db.write_blocking(move |tx| {
        for (street, name) in [("510117019", "合作街道"), ("510117009", "团结街道")] {
            grid::store::insert_street(tx, &code(street), name, false)?;
            grid::store::insert_area(tx, &code(street), name, "test")?;
        }
        for (community, name) in
            [("510117019006", "天骄西路社区"), ("510117019008", "晨风社区"), ("510117009202", "石桥村")]
        {
            grid::store::insert_area(tx, &code(community), name, "test")?;
        }
        for (cell, west) in CELLS {
            let mut cell = Cell::general(code(cell), "", since);
            cell.shape = west.map(square);
            cell.households = west.map(|_| 60);
            grid::store::insert_cell(tx, &cell, None)?;
        }
        let mut accounts = HashMap::new();
        for (n, (login, role, at)) in STAFF.iter().enumerate() {
            let id = AccountId::new(uuid_v7(now, [u8::try_from(n).unwrap(); 10]));
            let home = code(at).street().unwrap();
            let account = people::store::NewAccount {
                id,
                login: (*login).into(),
                name: format!("甲{login}"),
                password: String::new(),
                phone: None,
                home,
            };
            people::store::insert_account(tx, &account, now)?;
            let assignment = Assignment {
                id: AssignmentId::new(id.uuid()),
                account: id,
                role: *role,
                code: code(at),
                since,
                until: FOREVER,
            };
            people::store::insert_assignment(tx, &home, &assignment)?;
            accounts.insert(*login, id);
        }
        Ok::<_, StoreError>(accounts)
    })
    .unwrap()
}

/// A square of a thousandth of a degree.
pub fn square(west: i32) -> Shape {
    let (w, s) = (103.93 + f64::from(west) / 1000.0, 30.76);
    let (e, n) = (w + 0.001, s + 0.001);
    let corners = [[w, s], [e, s], [e, n], [w, n], [w, s]];
    Shape::from_rings(vec![vec![corners.map(|[lon, lat]| Point::new(lon, lat)).to_vec()]], Datum::Wgs84).unwrap()
}

impl TestApp {
    /// The application over a store with streets and people.
    fn over(
        db: weiguang_store::Db,
        guard: Guard,
        clock: Clock,
        accounts: HashMap<&'static str, AccountId>,
        settings: Settings,
    ) -> Self {
        let (seal, count) = (Seal::new(&[7; 32]), std::sync::atomic::AtomicU64::new(1));
        let app =
            crate::rooms::open(Parts { db, clock: clock.clone(), chance: Chance::Machine, seal, settings }).unwrap();
        Self { router: router::build(app.clone()), app, clock, accounts, count, _guard: guard }
    }

    /// Another application on a copy of a test's closed SQLite file, at a moment; its accounts are those of that test.
    pub fn copied(file: &std::path::Path, at: Moment, accounts: HashMap<&'static str, AccountId>) -> Self {
        let (db, guard) = weiguang_store::testing::copied(file, MIGRATIONS).unwrap();
        let test = Self::over(db, guard, Clock::moved(at), accounts, settings());
        test.count.store(1 << 32, std::sync::atomic::Ordering::SeqCst);
        test
    }

    /// Its people.
    pub fn accounts(&self) -> HashMap<&'static str, AccountId> {
        self.accounts.clone()
    }

    /// Its SQLite file.
    pub fn file(&self) -> std::path::PathBuf {
        self._guard.url().trim_start_matches("sqlite:").into()
    }

    /// The account of a login.
    pub fn account(&self, login: &str) -> AccountId {
        self.accounts[login]
    }

    /// A fresh client-made id.
    pub fn id(&self) -> Uuid {
        let n = self.count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let mut chance = [9; 10];
        chance[2..].copy_from_slice(&n.to_be_bytes());
        uuid_v7(self.clock.now(), chance)
    }

    /// All findings of the doctor.
    pub async fn examine(&self) -> Vec<Finding> {
        let app = self.app.clone();
        tokio::task::spawn_blocking(move || doctor::examine(&app).unwrap()).await.unwrap()
    }

    /// The doctor's finding with a name.
    pub async fn finding(&self, what: &str) -> Finding {
        self.examine().await.into_iter().find(|found| found.what == what).unwrap()
    }

    /// Moves the clock and rings everything that is due.
    pub async fn pass(&self, span: Span) -> u64 {
        self.clock.advance(span);
        clockwork::ring_all(&self.app).await.unwrap()
    }

    /// A caller without an account.
    pub fn public(&self) -> Caller<'_> {
        Caller { test: self, cookie: None }
    }

    /// A person who is signed in.
    pub async fn as_(&self, login: &str) -> Caller<'_> {
        self.as_account(self.account(login)).await
    }

    /// The same for an account that a test created.
    pub async fn as_account(&self, account: AccountId) -> Caller<'_> {
        let (secret, digest) = access::new_secret(&self.app, "");
        let (id, now) = (SessionId::new(self.id()), self.clock.now());
        self.app
            .db()
            .write(move |tx| access::store::insert_session(tx, id, &digest, account, now, now + Span::days(400)))
            .await
            .unwrap();
        Caller { test: self, cookie: Some(format!("{}={secret}", access::COOKIE)) }
    }

    /// The API's path of a case's link, issued by the dispatcher.
    pub async fn link(&self, case: &str) -> String {
        let issued = self.as_("dispatcher").await.post(&format!("/cases/{case}/link"), &Value::Null).await.good();
        format!("/public/track/{}", issued["track_url"].as_str().unwrap().rsplit('/').next().unwrap())
    }

    /// Submits a matter of a kind at a point in a cell: returns its receipt.
    pub async fn bring(&self, caller: &Caller<'_>, kind: &str, west: i32) -> Value {
        let body = json!({ "id": self.id(), "kind": kind, "title": "三楼纸箱堵路", "detail": "三楼楼道堆放纸箱", "point": { "lon": 103.9305 + f64::from(west) / 1000.0, "lat": 30.7605 } });
        caller.post("/cases", &body).await.good()
    }
}
