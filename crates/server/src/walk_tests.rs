//! Every kind of chain on both engines: each is verified, and each reveals tampering.

use axum::http::Method;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Role};
use weiguang_domain::care::rules::default_text;
use weiguang_domain::kernel::events::Broken;
use weiguang_domain::kernel::ids::AssignmentId;
use weiguang_domain::kernel::time::FOREVER;
use weiguang_domain::people::Assignment;
use weiguang_store::params;

use crate::access::actors::Actors;
use crate::chain::kinds::{Kinds, RowEnd, Subject};
use crate::chain::signed::PERSON;
use crate::doctor::{Verdict, examine};
use crate::rooms::ROOMS;
use crate::rooms::care::reading_tests::{measure, resident, text};
use crate::rooms::grid::Territory;
use crate::rooms::imports::{Kind, Options, prepare, run};
use crate::rooms::people::insert_assignment;
use crate::rooms::station::tests::Station;
use crate::rooms::visits::campaign_tests::draft;
use crate::rooms::visits::tests::{CELL, GRID, publish, rooms, visit};
use crate::testing::{TestApp, both, code};
use crate::walk::{self, Fault, Walked};

/// An act in every room, by people who may do it.
pub(crate) async fn everything_happens(test: &TestApp) {
    let (manager, secretary, member) =
        (test.as_("manager").await, test.as_("secretary").await, test.as_("member01").await);
    let (nurse, administrator) = (test.as_("partner").await, test.as_("administrator").await);
    test.bring(&member, "corridor-clutter", 0).await;
    // A station, its number, a reading, an alert; a resident with a household, a team with a cell more.
    let station = Station::opens(test).await;
    let id = resident(test, "王秀英").await;
    station.books(test, &nurse, &id, "09:30").await.good();
    for _ in 0..2 {
        measure(&nurse, test, &id, json!({ "glucose": "30.7", "meal": "random" })).await.good();
    }
    let street = code("510117019");
    let teams = test.app.read(move |tx| Ok(crate::rooms::households::pairing(tx, &street)?.teams)).await.unwrap();
    let pairs = format!("/households/teams/{}/pairs", teams[0].id.uuid());
    manager.post(&pairs, &json!({ "code": "510117019008" })).await.good();
    // A form, a campaign, a visit.
    publish(test, "alone").await;
    let places = rooms(test, CELL, 1).await;
    draft(test, &secretary, GRID, json!({ "who": "all_doors" })).await;
    member.post("/visits", &visit(test, json!({ "place": places[0] }), CELL, "not_reached")).await.good();
    // An account, a cell, a plan to redraw some, an import, a destination.
    manager.post("/people/accounts", &json!({ "id": test.id(), "login": "wang.xm", "name": "王小明" })).await.good();
    let cell = json!({ "code": "51011701900690001", "name": "骑手微网格", "kind": "functional", "home": "510117019006", "takes": ["street-light-out"] });
    manager.post("/grid/cells", &cell).await.good();
    let moves = json!([{ "move": "rename", "code": CELL, "name": "一号" }]);
    secretary.post("/grid/regrids", &json!({ "id": test.id(), "day": "2026-11-25", "moves": moves })).await.good();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all("小区,栋,网格编码\n锦绣花园,1栋,51011701900600901\n".as_bytes()).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    let options = Options { street: Some(street), ..Options::default() };
    let job = prepare(&test.app, &Actor::system(), Kind::Directory, options, file).unwrap();
    run(&test.app, &Arc::new(job), None).await.unwrap();
    let hook = json!({ "id": test.id(), "name": "区平台", "url": "https://example.org/hook", "secret": "0123456789abcdef01234567", "code": "510117019" });
    administrator.post("/outbox/destinations", &hook).await.good();
    let bulletin = json!({
        "id": test.id(), "code": GRID,
        "content": { "title": "停水", "text": "周三上午停水。", "from": "2026-11-23", "until": "2026-11-25" }
    });
    secretary.post("/bulletins", &bulletin).await.good();
    // Whom to call back, the manual and the rules of care.
    let desk = json!({ "name": "治理服务中心", "number": "028-87654321" });
    manager.send(Method::PUT, "/care/call-back?street=510117019", Some(test.id()), Some(0), Some(&desk)).await.good();
    // Things for all streets are published by an account with posts in all of them.
    for (login, role) in [("manager", Role::StreetManager), ("administrator", Role::Administrator)] {
        let other = code("510117009");
        let (id, account, since) = (AssignmentId::new(test.id()), test.account(login), test.clock.now().day());
        let post = Assignment { id, account, role, code: other, since, until: FOREVER };
        test.app.db().write(move |tx| insert_assignment(tx, &other, &post)).await.unwrap();
    }
    test.app.renew::<Actors>().await.unwrap();
    let kind = "+++\nid = \"fire-hydrant\"\nversion = 2\nname = { zh = \"楼道堆物\", en = \"Clutter\" }\nkeywords = [\"楼道\"]\n+++\n\n## 步骤\n\n1. 先看。\n";
    administrator.post("/manual/kinds", &json!({ "text": kind })).await.good();
    let rules = default_text()
        .replace("version = 2", "version = 3")
        .replace("since = \"2026-11-30\"", "since = \"2026-12-01\"");
    let trial = manager.post("/care/rules/trial", &json!({ "text": rules })).await.good();
    manager.post("/care/rules", &json!({ "text": rules, "seen": text(&trial, "seen") })).await.good();
}

/// The chains of all streets, kind by kind.
async fn walked(test: &TestApp) -> BTreeMap<Subject, Walked> {
    let app = test.app.clone();
    let walk = move || {
        let mut all: BTreeMap<Subject, Walked> = BTreeMap::new();
        for street in app.state::<Territory>().streets() {
            for (subject, more) in walk::street(&app, street).unwrap() {
                let sum = all.entry(subject).or_default();
                sum.records += more.records;
                sum.entries += more.entries;
                sum.broken += more.broken;
                sum.named.extend(more.named);
            }
        }
        all
    };
    tokio::task::spawn_blocking(walk).await.unwrap()
}

/// One chain of each kind: the oldest.
pub(super) async fn samples(test: &TestApp) -> BTreeMap<Subject, Uuid> {
    let kinds = test.app.signer().kinds.clone();
    let firsts = test.app.read(move |tx| {
        Ok(tx.query("SELECT stream, kind FROM events WHERE seq = 1 ORDER BY stream DESC", params![], |row| {
            Ok((kinds.of(&row.get::<String>(1)?), row.get::<Uuid>(0)?))
        })?)
    });
    firsts.await.unwrap().into_iter().collect()
}

#[test]
fn every_kind_of_chain_is_walked_and_tampering_shows_in_each() {
    both(async |test| {
        everything_happens(test).await;
        let whole = walked(test).await;
        let known: Vec<Subject> = whole.keys().copied().collect();
        let kinds = test.app.signer().kinds.clone();
        let all: Vec<Subject> = kinds.all().collect();
        assert_eq!(known, all, "every kind is there, and each entry is of one");
        assert!(whole.values().all(|w| w.records > 0 && w.entries >= w.records && w.broken == 0), "{whole:#?}");
        let entries =
            test.app.read(|tx| Ok(tx.one("SELECT COUNT(*) FROM events", params![], |row| row.get::<i64>(0))?));
        let counted: u64 = whole.values().map(|w| w.entries).sum();
        assert_eq!(Some(counted), entries.await.unwrap().map(|n| u64::try_from(n).unwrap()), "no entry is passed over");

        // A moment is moved in the first entry of one chain of each kind.
        let samples = samples(test).await;
        assert_eq!(samples.len(), all.len());
        let shift = async |by: i64| {
            let ids: Vec<Uuid> = samples.values().copied().collect();
            let sql = "UPDATE events SET at = at + $2 WHERE stream = $1 AND seq = 1";
            let change = move |tx: &mut weiguang_store::Tx<'_>| {
                ids.iter().try_for_each(|id| tx.exec(sql, params![*id, by]).map(drop))
            };
            test.app.db().write(change).await.unwrap();
        };
        shift(1).await;
        let now = walked(test).await;
        for subject in &all {
            let (id, walked) = (samples[subject], &now[subject]);
            assert_eq!(
                (walked.broken, &walked.named[..]),
                (1, &[(id, Fault::Broken(Broken::Altered(1)))][..]),
                "{subject:?}"
            );
        }
        // `weiguang doctor` names every damaged record, and `walk::record` finds each by its id alone.
        let app = test.app.clone();
        let ids: Vec<Uuid> = samples.values().copied().collect();
        let (found, named) = tokio::task::spawn_blocking(move || {
            (examine(&app).unwrap(), ids.iter().map(|id| walk::record(&app, *id).unwrap().unwrap()).collect::<Vec<_>>())
        })
        .await
        .unwrap();
        for (subject, id) in &samples {
            let told = found
                .iter()
                .find(|f| f.verdict == Verdict::Fault && f.what.ends_with(&format!(" {}", subject.key)))
                .unwrap();
            assert!(told.zh.contains(&id.to_string()) && told.en.contains("entry 1 was altered"), "{told:?}");
            assert!(named.iter().any(|c| c.id == *id && c.subject == *subject && c.end.is_err()), "{subject:?}");
        }
        shift(-1).await;
        assert_eq!(walked(test).await, whole);

        // Every entry of one record of each kind is deleted; where the record still exists, it is detected.
        let gone = samples.clone();
        let strip = move |tx: &mut weiguang_store::Tx<'_>| {
            gone.values().try_for_each(|id| tx.exec("DELETE FROM events WHERE stream = $1", params![*id]).map(drop))
        };
        test.app.db().write(strip).await.unwrap();
        let bare = walked(test).await;
        for (subject, id) in &samples {
            let fault = match subject.row.map(|row| row.end) {
                Some(RowEnd::Copied(_)) => Fault::Broken(Broken::Head),
                Some(RowEnd::Each) => Fault::Bare,
                Some(RowEnd::Free) | None => continue,
            };
            assert_eq!(bare[subject].named, [(*id, fault)], "{subject:?}");
        }
    });
}

fn kinds() -> Kinds {
    Kinds::new(ROOMS.iter().flat_map(|room| room.records()))
}

#[test]
fn an_entry_is_of_the_kind_whose_name_it_begins_with() {
    for (entry, key) in [
        ("care.raised", "alerts"),
        ("care.number-seen", "alerts"),
        ("care.number-given", "numbers"),
        ("care.illnesses-written", "residents"),
        ("households.settled", "households"),
        ("households.set-apart", "residents"),
        ("households.team-founded", "teams"),
        ("visits.next-round", "campaigns"),
        ("grid.regrid-drafted", "regrids"),
        ("grid.cell-changed", "territory"),
        ("something.else", "other"),
    ] {
        assert_eq!(kinds().of(entry).key, key, "{entry}");
    }
}

#[test]
fn no_two_rooms_claim_one_kind_one_beginning_or_one_table() {
    let all: Vec<Subject> = kinds().all().collect();
    let keys: BTreeSet<&str> = all.iter().map(|kind| kind.key).collect();
    let begins: Vec<&str> = all.iter().flat_map(|kind| kind.begins.iter().copied()).collect();
    let tables: Vec<&str> = all.iter().filter_map(|kind| kind.row.map(|row| row.table)).collect();
    let one_each = |list: &[&str]| list.iter().collect::<BTreeSet<_>>().len() == list.len();
    assert!(keys.len() == all.len() && one_each(&begins) && one_each(&tables), "{keys:?} {begins:?} {tables:?}");
    assert!(begins.iter().all(|begin| !begin.is_empty()) && keys.contains(PERSON), "what signs posts knows a person");
}
