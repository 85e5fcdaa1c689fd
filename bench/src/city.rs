//! A generated city: 240 streets of 5 communities, 10 grids and 10 micro-grids each (120,000 in all), all posts filled,
//! and any number of cases, of which one in twenty is open.

use anyhow::{Context as _, Result};
use std::path::Path;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Role, Verb};
use weiguang_domain::cases::clocks::Promise;
use weiguang_domain::cases::{Action, Answer, Case, Context, KindPin, New, Placed};
use weiguang_domain::grid::unit::Cell;
use weiguang_domain::grid::{GridCode, Level, Shape};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::ids::{AccountId, AssignmentId, CaseId, TokenId};
use weiguang_domain::kernel::time::{FOREVER, Moment, Span};
use weiguang_domain::people::Assignment;
use weiguang_domain::people::duty::{Answer as Duty, Holder};
use weiguang_server::chain::Head;
use weiguang_server::outside::chance::Chance as Draw;
use weiguang_server::outside::seal::Seal;
use weiguang_server::rooms::cases::ops::keep_new;
use weiguang_server::rooms::cases::queue::search::Tokenizer;
use weiguang_server::rooms::cases::record::Record;
use weiguang_server::rooms::cases::{queue::search, queue::terms};
use weiguang_server::rooms::grid::places::{self, PlaceRow};
use weiguang_server::rooms::grid::store::{Changed, touch};
use weiguang_server::rooms::manual::CurrentCalendar;
use weiguang_server::rooms::manual::CurrentManual;
use weiguang_server::rooms::{grid, people};
use weiguang_server::web::Refusal;
use weiguang_server::{App, Settings, access};
use weiguang_store::Db;

use crate::cells::{COMMUNITIES, GRIDS, MICROS, ROW, STEP, STREETS, inside, micro, street};
use crate::matters::Matters;
use crate::report::Chance;

const KINDS: [&str; 5] = ["corridor-clutter", "street-light-out", "water-leak", "garbage-overflow", "parking-disorder"];
const TITLES: [&str; 5] =
    ["楼道堆放杂物堵住通道", "路灯不亮晚上看不清", "楼上漏水到天花板", "垃圾桶满溢没有清运", "车辆乱停占用通道"];

/// The raster corner at (x, y), slightly displaced, equally for all cells that share it.
fn corner(x: u32, y: u32) -> Point {
    let mut chance = Chance::new(u64::from(x) << 32 | u64::from(y));
    let mut shake = || (chance.unit() - 0.5) * 0.3;
    Point::new(103.0 + (f64::from(x) + shake()) * STEP, 30.0 + (f64::from(y) + shake()) * STEP)
}

fn shape(n: u32) -> Result<Shape> {
    let (x, y) = (n % ROW, n / ROW);
    // Two more points per side for bent streets.
    let ring = vec![corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1), corner(x, y)];
    Shape::from_rings(vec![vec![ring]], Datum::Wgs84).map_err(|f| anyhow::anyhow!("{f:?}"))
}

/// Settings of a benchmark's store.
#[must_use]
pub fn settings(folder: &Path, url: &str) -> Settings {
    let mut settings = Settings { folder: folder.to_owned(), ..Settings::default() };
    settings.store.url = url.to_owned();
    settings.http.public_reports_per_hour = u32::MAX;
    // Destinations listen on this machine.
    if let Ok(loopback) = "127.0.0.0/8".parse() {
        settings.outgoing.allow.push(loopback);
    }
    settings
}

/// The secret of the token that creates cases.
#[must_use]
pub fn token() -> String {
    format!("wg_bench{}", Uuid::from_u128(7).simple())
}

/// Builds territory and people of the first streets (at least eight), and returns a token that may create cases there.
///
/// # Errors
/// Errors of the store.
pub fn build(settings: &Settings, streets: u64) -> Result<String> {
    std::fs::create_dir_all(&settings.folder)?;
    let seal = Seal::from_file(&settings.key_file(), &Draw::Machine)?;
    let db = weiguang_server::migrations::open_store(settings)?;
    let since = jiff::civil::date(2026, 1, 1);
    let now = Moment::from_civil(jiff::civil::date(2026, 11, 1).at(9, 0, 0, 0));
    for s in 0..streets {
        let per_street = COMMUNITIES * GRIDS * MICROS;
        db.write_blocking(move |tx| {
            let street = street(s);
            let mut chance = Chance::new(1_000_000 + s);
            grid::store::insert_street(tx, &street, &format!("第{s}街道"), true)?;
            let mut post = |tx: &mut weiguang_store::Tx<'_>, role: Role, code: GridCode| -> Result<(), Refusal> {
                let id = AccountId::new(chance.id(now));
                let account = people::store::NewAccount {
                    id,
                    login: format!("u{}", id),
                    name: format!("甲{}", code.as_str()),
                    password: String::new(),
                    phone: None,
                    home: street,
                };
                people::store::insert_account(tx, &account, now)?;
                let assignment =
                    Assignment { id: AssignmentId::new(id.uuid()), account: id, role, code, since, until: FOREVER };
                people::store::insert_assignment(tx, &street, &assignment)?;
                Ok(())
            };
            post(tx, Role::StreetDispatcher, street)?;
            post(tx, Role::StreetManager, street)?;
            for n in u32::try_from(s).unwrap_or(0) * per_street..(u32::try_from(s).unwrap_or(0) + 1) * per_street {
                let code = micro(n);
                if n % (MICROS * GRIDS) == 0 {
                    let community = code.at(Level::Community).unwrap_or(code);
                    grid::store::insert_area(tx, &community, &format!("社区{n}"), "bench")?;
                    post(tx, Role::CommunitySecretary, community)?;
                }
                if n % MICROS == 0 {
                    let grid_code = code.at(Level::Grid).unwrap_or(code);
                    grid::store::insert_cell(tx, &Cell::general(grid_code, "", since), None)?;
                    post(tx, Role::GridLeader, grid_code)?;
                }
                let mut cell = Cell::general(code, "", since);
                cell.shape = Some(shape(n).map_err(|e| Refusal::Internal(e.to_string()))?);
                cell.households = Some(60);
                grid::store::insert_cell(tx, &cell, None)?;
                post(tx, Role::MicroGridMember, code)?;
            }
            Ok::<_, Refusal>(())
        })?;
    }
    directory(&db, streets.min(8))?;
    // The token's account dispatches in the first eight streets; the token is for the city.
    let secret = token();
    let digest = seal.digest(secret.as_bytes());
    db.write_blocking(move |tx| {
        let id = AccountId::new(Uuid::from_u128(7));
        let home = street(0);
        people::store::insert_account(
            tx,
            &people::store::NewAccount {
                id,
                login: "bench".into(),
                name: "bench".into(),
                password: String::new(),
                phone: None,
                home,
            },
            now,
        )?;
        for s in 0..8 {
            let code = street(s);
            let assignment = Assignment {
                id: AssignmentId::new(Uuid::from_u128(100 + u128::from(s))),
                account: id,
                role: Role::StreetDispatcher,
                code,
                since,
                until: FOREVER,
            };
            people::store::insert_assignment(tx, &code, &assignment)?;
        }
        let line = access::store::TokenLine {
            account: id,
            street: None,
            used_at: None,
            id: TokenId::new(Uuid::from_u128(7)),
            name: "bench".into(),
            verbs: Verb::ALL.to_vec(),
            code: GridCode::parse("5101").map_err(|e| Refusal::Internal(e.to_string()))?,
            created_at: now,
            expires_at: now + Span::days(3_650),
        };
        access::store::insert_token(tx, &line, &digest)?;
        Ok::<_, Refusal>(())
    })?;
    db.close();
    Ok(secret)
}

/// The address directory of the first streets by unit, used by cases with a typed address ([`Matters`]).
fn directory(db: &Db, streets: u64) -> Result<()> {
    let matters = Matters::read(None)?;
    let cells = u64::from(COMMUNITIES * GRIDS * MICROS);
    let mut chance = Chance::new(2_000_000);
    for s in 0..streets {
        let mut rows = Vec::new();
        for cell in 0..cells {
            let (quarter, houses) = matters.houses(cell);
            for (house, unit) in houses.iter().flat_map(|house| [(house, 1), (house, 2)]) {
                rows.push(PlaceRow {
                    id: Uuid::from_u128(u128::from(chance.next()) << 64 | u128::from(chance.next())),
                    kind: "unit".into(),
                    code: Some(micro(u32::try_from(s * cells + cell).unwrap_or(0))),
                    name: quarter.clone(),
                    building: format!("{house}栋"),
                    unit: format!("{unit}单元"),
                    ..PlaceRow::default()
                });
            }
        }
        db.write_blocking(move |tx| {
            rows.iter().try_for_each(|row| places::put(tx, &street(s), row))?;
            touch(tx, &street(s), Changed::Directory)
        })?;
    }
    Ok(())
}

/// Adds cases `from..to`, evenly over the city, except one in ten in the first community.
///
/// # Errors
/// Errors of the store.
pub fn fill(app: &App, from: u64, to: u64) -> Result<()> {
    const BATCH: usize = 500;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let lanes = if app.db().engine() == weiguang_store::Engine::Postgres { 8 } else { 1 };
    let manual = app.state::<CurrentManual>();
    let words: Vec<Vec<String>> = TITLES.iter().map(|t| app.local::<Tokenizer>().terms(t)).collect();
    let kinds: Vec<_> = KINDS
        .iter()
        .map(|k| manual.newest(k).cloned().with_context(|| format!("no kind {k}")))
        .collect::<Result<_>>()?;
    let start = app.now() - Span::days(300);
    let (kinds, words) = (std::sync::Arc::new(kinds), std::sync::Arc::new(words));
    runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        let streets = STREETS;
        // By street, so that a transaction is within one; each street has its own range of numbers.
        for s in 0..streets {
            let numbers: Vec<u64> =
                (from..to).filter(|n| if n % 10 == 0 { s == 0 } else { n % streets == s }).collect();
            while tasks.len() >= lanes {
                tasks.join_next().await.transpose()?.transpose()?;
            }
            let (app, kinds) = (app.clone(), kinds.clone());
            let terms: Vec<Vec<i64>> = words.iter().map(|w| search::blind(app.seal(), &street(s), w)).collect();
            let terms = std::sync::Arc::new(terms);
            // One task per street: transactions that update the same totals in different orders would block each other.
            tasks.spawn(async move {
                for batch in numbers.chunks(BATCH) {
                    let (batch, kinds, terms) = (batch.to_vec(), kinds.clone(), terms.clone());
                    app.transact(&Actor::system(), street(s), move |work| {
                        let permit = Permit::system(work.actor, Verb::CasesCreate)?;
                        for n in &batch {
                            let which = usize::try_from(n % 5).unwrap_or(0);
                            let open = (n / 10).is_multiple_of(20);
                            let received = if open { work.now - seconds(n % 600) } else { start + seconds(n * 20) };
                            let (mut record, facts) = one(*n, s, &kinds[which], received, open, work);
                            record.title = TITLES[which].to_owned();
                            keep_new(work, permit, &mut record, &facts, &terms[which])?;
                        }
                        Ok(())
                    })
                    .await?;
                }
                terms::index(&app, street(s)).await?;
                Ok::<_, Refusal>(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        Ok::<_, anyhow::Error>(())
    })
}

/// Adds open cases to the first street, received over the last 60 days in all its cells.
///
/// # Errors
/// Errors of the store.
pub fn open(app: &App, count: u64) -> Result<()> {
    const BATCH: usize = 500;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let manual = app.state::<CurrentManual>();
    let kinds: Vec<_> = KINDS.iter().filter_map(|k| manual.newest(k).cloned()).collect();
    let words: Vec<Vec<i64>> = TITLES
        .iter()
        .map(|title| search::blind(app.seal(), &street(0), &app.local::<Tokenizer>().terms(title)))
        .collect();
    let (kinds, words) = (std::sync::Arc::new(kinds), std::sync::Arc::new(words));
    // Numbers that no other case of the city has, and that are not in its large community alone.
    let numbers: Vec<u64> = (0..count).map(|n| 50_000_001 + n * 10).collect();
    runtime.block_on(async {
        for batch in numbers.chunks(BATCH) {
            let (batch, kinds, words) = (batch.to_vec(), kinds.clone(), words.clone());
            app.transact(&Actor::system(), street(0), move |work| {
                let permit = Permit::system(work.actor, Verb::CasesCreate)?;
                for n in &batch {
                    let which = usize::try_from(n / 10 % 5).unwrap_or(0);
                    let received = work.now - seconds(n / 10 * 104 % (60 * 86_400));
                    let (mut record, facts) = one(*n, 0, &kinds[which], received, true, work);
                    record.title = TITLES[which].to_owned();
                    keep_new(work, permit, &mut record, &facts, &words[which])?;
                }
                Ok(())
            })
            .await?;
        }
        terms::index(app, street(0)).await
    })?;
    Ok(())
}

fn seconds(n: u64) -> Span {
    Span::seconds(i64::try_from(n).unwrap_or(0))
}

fn one(
    n: u64,
    s: u64,
    kind: &weiguang_domain::manual::Kind,
    received: Moment,
    open: bool,
    work: &weiguang_server::UnitOfWork<'_, '_>,
) -> (Record, Vec<weiguang_domain::cases::Fact>) {
    let mut chance = Chance::new(n);
    let per_street = u64::from(COMMUNITIES * GRIDS * MICROS);
    let big = n.is_multiple_of(10);
    let within = if big { chance.below(u64::from(GRIDS * MICROS)) } else { chance.below(per_street) };
    let number = u32::try_from(s * per_street + within).unwrap_or(0);
    let code = micro(number);
    let calendar = work.state::<CurrentCalendar>();
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&chance.next().to_le_bytes());
    let holder = AccountId::new(Uuid::from_u128(u128::from(number) + 10_000));
    let duty = Duty {
        holder: Some(Holder { account: holder, role: Role::MicroGridMember, code, deputy_for: None }),
        code: Some(code),
        holes: Vec::new(),
    };
    let new = New {
        id: CaseId::at(received, bytes),
        kind: KindPin { id: kind.id.as_str().to_owned(), version: kind.version },
        promise: Promise::of(kind),
        code,
        placed: Placed::Sure,
        source: "resident".into(),
        received,
    };
    let step = Case::submit(new, &duty, &calendar);
    let (mut case, mut facts) = (step.case, step.facts);
    if !open {
        let acts = [
            Action::Start,
            Action::Resolve { outcome: "已处理".into() },
            Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None },
            Action::Close,
        ];
        for (hours, action) in acts.iter().enumerate() {
            let now = received + Span::minutes(20 * (i64::try_from(hours).unwrap_or(0) + 1));
            if let Ok(step) =
                case.clone().act(action, &Context { by: holder, now, calendar: &calendar, duty: None, worked: false })
            {
                case = step.case;
                facts.extend(step.facts);
            }
        }
    }
    let record = Record {
        case,
        number: format!("B{n:08}"),
        title: String::new(),
        detail: "请尽快安排人员查看处理，谢谢。".into(),
        address: String::new(),
        point: Some(inside(number, &mut chance)),
        evidence: "{}".into(),
        urgent: false,
        made_up: true,
        source: "resident".into(),
        reporter: None,
        brought_by: AccountId::new(Uuid::nil()),
        joined: 0,
        external: String::new(),
        told: None,
        updated_at: received,
        head: Head::START,
    };
    (record, facts)
}
