//! An offline phone, each on both engines: what it fetches, the key of its store, and what it sends late.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};
use std::time::Instant;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::households::Tenure;
use weiguang_domain::kernel::ids::{AttachmentId, CaseId, PlaceId};
use weiguang_domain::kernel::time::Span;
use weiguang_store::StoreError;

use crate::rooms::care::reading_tests::{measure, resident};
use crate::rooms::cases::files::attachments;
use crate::rooms::grid::places::{self, PlaceRow};
use crate::rooms::grid::store::{Changed, touch};
use crate::rooms::households::ops::doors::{NewHome, Where};
use crate::rooms::households::ops::register::{self, Facts, Home, New};
use crate::testing::{Caller, TestApp, TestResponse, both, code};

const CELL: &str = "51011701900600901";
/// The largest first sync, in bytes.
const BUDGET: usize = 100 * 1024;

pub(super) fn items(synced: &Value, section: &str) -> Vec<Value> {
    synced["sections"][section]["items"].as_array().cloned().unwrap_or_default()
}

/// Chinese text in no dictionary, which compresses like real words or worse.
struct Words(u64);

impl Words {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
    fn text(&mut self, length: usize) -> String {
        (0..length).filter_map(|_| char::from_u32(0x4E00 + u32::try_from(self.next(700) * 17).unwrap())).collect()
    }
}

async fn doors(test: &TestApp, cell: &'static str, quarter: &'static str, count: usize) {
    let ids: Vec<Uuid> = (0..count).map(|_| test.id()).collect();
    test.app
        .db()
        .write(move |tx| {
            for (n, id) in ids.iter().enumerate() {
                let (unit, floor) = (n / 25 + 1, n % 25 / 4 + 1);
                let row = PlaceRow {
                    id: *id,
                    kind: "room".into(),
                    code: Some(code(cell)),
                    name: quarter.into(),
                    building: "3栋".into(),
                    unit: format!("{unit}单元"),
                    room: format!("{floor}{:02}-{n}", n % 4 + 1),
                    ..PlaceRow::default()
                };
                places::put(tx, &code("510117019"), &row)?;
            }
            touch(tx, &code("510117019"), Changed::Directory)
        })
        .await
        .map_err(|e: StoreError| e)
        .unwrap();
}

/// Creates `count` cases in one micro-grid, each with what a case usually has: people, photos, notes, a few days of work.
async fn matters(test: &TestApp, count: usize) {
    let (member, mut words) = (test.as_("member01").await, Words(1));
    for n in 0..count {
        let new = json!({ "id": test.id(), "kind": if n % 3 == 0 { "street-light-out" } else { "corridor-clutter" },
            "title": words.text(14), "detail": words.text(60), "address": format!("锦绣花园3栋{}单元{}", n % 4 + 1, words.next(2500)),
            "point": { "lon": 103.9301 + f64::from(u32::try_from(words.next(800)).unwrap()) / 1e6, "lat": 30.7605 },
            "reporter": { "name": words.text(3), "phone": format!("138{:08}", words.next(99_999_999)) } });
        let case = member.post("/cases", &new).await.good()["id"].as_str().unwrap().to_owned();
        test.clock.advance(Span::minutes(1));
        member.act(&case, &json!({ "action": "accept" })).await.good();
        member.act(&case, &json!({ "action": "note", "text": words.text(30) })).await.good();
        if n % 2 == 0 {
            member.act(&case, &json!({ "action": "start" })).await.good();
            let (id, photo, case) = (AttachmentId::new(test.id()), test.id(), CaseId::new(case.parse().unwrap()));
            let file = attachments::CheckedFile {
                kind: "before".into(),
                name: format!("{photo}.jpg"),
                media: "image/jpeg",
                content: photo.as_bytes().to_vec(),
                place: None,
                cleaned: true,
            };
            let (actor, street) = (weiguang_domain::access::Actor::system(), code("510117019"));
            test.app.transact(&actor, street, move |work| attachments::insert(work, case, id, &file)).await.unwrap();
        }
    }
}

async fn packed(caller: &Caller<'_>, path: &str) -> TestResponse {
    let request = Request::builder()
        .uri(format!("/api/v1{path}"))
        .header(header::COOKIE, caller.cookie())
        .header(header::ACCEPT_ENCODING, "br, gzip")
        .body(Body::empty())
        .unwrap();
    caller.raw(request).await
}

/// A household of two in each of `count` dwellings.
async fn homes(test: &TestApp, count: usize) {
    let (cell, street) = (code(CELL), code("510117019"));
    let settle = move |work: &mut crate::UnitOfWork<'_, '_>| {
        for place in places::doors(work.tx, &cell, 1_000)?.into_iter().take(count) {
            let (id, at) = (work.id(), Where::Place(PlaceId::new(place.id)));
            let home = NewHome { id, at, tenure: Tenure::Unknown, since: None };
            let facts = Facts {
                birth: Some((1940 + place.id.as_u128() % 60).to_string()),
                phones: Some(vec!["15400000001".into()]),
                ..Facts::default()
            };
            for (name, home) in [("王秀英", Home::New(home)), ("李四", Home::With(id))] {
                register::register(work, &New { id: work.id(), name: name.into(), home, facts: facts.clone() })?;
            }
        }
        Ok(())
    };
    test.app.transact(&Actor::system(), street, settle).await.unwrap();
}

/// A campaign over all of the dwellings.
async fn campaign(test: &TestApp) {
    crate::rooms::visits::tests::publish(test, "alone").await;
    let secretary = test.as_("secretary").await;
    let path = crate::rooms::visits::campaign_tests::draft(test, &secretary, CELL, json!({ "who": "all_doors" })).await;
    let start = json!({ "action": "start" });
    crate::rooms::visits::campaign_tests::act(test, &secretary, &path, start).await.good();
}

#[test]
fn the_first_sync_of_a_cell_is_one_request_within_its_budget_and_the_next_sends_nothing_twice() {
    both(async |test| {
        doors(test, CELL, "锦绣花园", 100).await;
        matters(test, 200).await;
        let member = test.as_("member01").await;
        homes(test, 100).await;
        campaign(test).await;
        let came = packed(&member, "/sync").await;
        assert_eq!(came.headers[header::CONTENT_ENCODING], "br");
        let synced = member.get("/sync").await;
        println!(
            "first sync, 100 doors with 200 people and 200 cases: {} bytes packed of {} ({} KiB may be)",
            came.bytes.len(),
            synced.bytes.len(),
            BUDGET / 1024
        );
        assert!(came.bytes.len() <= BUDGET, "{} bytes", came.bytes.len());
        let came_plain = synced.bytes.clone();
        let synced = synced.good();
        assert_eq!(synced["account"], json!(test.account("member01").uuid()));
        assert_eq!((items(&synced, "cells").len(), items(&synced, "doors").len()), (1, 100));
        let (cell, door) = (&items(&synced, "cells")[0], &items(&synced, "doors")[0]);
        assert_eq!((cell["code"].as_str(), cell["open"].as_i64()), (Some(CELL), Some(200)));
        assert_eq!(cell["words"], "天骄西路社区第九网格第一微网格");
        assert_eq!(cell["holder"]["account"]["name"], "甲member01");
        assert_eq!(cell["ring"].as_array().unwrap().len(), 5);
        assert_eq!((door[1].as_str(), door[2].as_str(), door[3].as_str()), (Some(CELL), Some("锦绣花园"), Some("3栋")));
        let homes = items(&synced, "households");
        assert_eq!(homes.len(), 100);
        // Two ids of one millisecond have no order between them.
        let names: std::collections::BTreeSet<_> =
            homes[0]["people"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["王**", "李*"].into());
        assert!(
            homes.iter().all(|h| items(&synced, "doors").iter().any(|d| d[0] == h["place"])),
            "each behind its door"
        );
        assert!(!String::from_utf8_lossy(&came_plain).contains("15400000001"), "no number is on a phone");
        let campaign = &items(&synced, "visits")[0];
        let doors = campaign["doors"].as_array().unwrap();
        assert_eq!((doors.len(), campaign["form"]["questions"].as_array().unwrap().len()), (100, 6));
        assert!(doors.iter().all(|d| d["people"].as_array().unwrap().len() == 2 && d["place"].is_string()));
        let cases = items(&synced, "cases");
        assert_eq!(cases.len(), 200);
        assert!(synced["sections"]["cases"]["truncated"].is_null());
        let dues: Vec<&str> = cases.iter().map(|c| c["due"].as_str().unwrap()).collect();
        assert!(dues.is_sorted(), "the nearest deadline first");
        let one = &cases[0];
        let page = member.get(&format!("/cases/{}", one["id"].as_str().unwrap())).await.good();
        for field in ["version", "clocks", "reporter", "attachments", "actions", "state", "not_solved_for", "title"] {
            assert_eq!(one[field], page[field], "{field} is what the page shows");
        }
        let seqs: Vec<i64> = one["events"].as_array().unwrap().iter().map(|e| e["seq"].as_i64().unwrap()).collect();
        let version = one["version"].as_i64().unwrap();
        assert_eq!(seqs, (version - seqs.len() as i64 + 1..=version).collect::<Vec<_>>());
        assert!(seqs.len() <= 5 && one["events"][seqs.len() - 1]["words"]["zh"] != "");
        assert!(items(&synced, "kinds").iter().all(|k| k["photo"]["need"].is_string() && k["version"].is_number()));

        // What the phone has is not sent again, and what changed is.
        let tags = |synced: &Value| {
            let sections = synced["sections"].as_object().unwrap();
            sections.iter().map(|(k, s)| format!("{k}:{}", s["tag"].as_str().unwrap())).collect::<Vec<_>>().join(",")
        };
        let have = tags(&synced);
        let again = member.get(&format!("/sync?have={have}")).await;
        println!("the next sync with nothing new: {} bytes", again.bytes.len());
        let again = again.good();
        for section in ["me", "cells", "doors", "visits", "kinds", "cases", "inbox"] {
            let section = &again["sections"][section];
            assert_eq!((&section["same"], section.get("items"), section.get("item")), (&json!(true), None, None));
        }
        assert_eq!(tags(&again), have);
        member.act(one["id"].as_str().unwrap(), &json!({ "action": "note", "text": "已联系物业" })).await.good();
        let changed = member.get(&format!("/sync?have={have}")).await.good();
        assert_eq!(items(&changed, "cases").len(), 200);
        assert_eq!(changed["sections"]["doors"]["same"], true);

        let mut times = Vec::new();
        for _ in 0..40 {
            let began = Instant::now();
            packed(&member, "/sync").await;
            times.push(began.elapsed());
        }
        times.sort_unstable();
        println!("a whole sync, packed: median {:?}, the slowest of 40 {:?}", times[20], times[39]);
    });
}

#[test]
fn a_phone_holds_what_is_ones_own_and_nothing_of_a_neighbour() {
    both(async |test| {
        doors(test, CELL, "机密花园", 3).await;
        let member = test.as_("member01").await;
        let own = test.bring(&member, "corridor-clutter", 0).await["id"].clone();
        let seen = async |who: &str| test.as_(who).await.get("/sync").await;
        for outsider in
            ["member02", "member0801", "other-member", "leader0801", "secretary08", "administrator", "partner"]
        {
            let came = seen(outsider).await;
            let text = String::from_utf8_lossy(&came.bytes).into_owned();
            let synced = came.good();
            assert!(items(&synced, "cases").is_empty() && items(&synced, "doors").is_empty(), "{outsider}: {text}");
            assert!(!text.contains("机密花园") && !text.contains(own.as_str().unwrap()), "{outsider}");
        }
        // The leader has the whole grid; the doctor the cells, and no matter in which they are no party.
        let leader = seen("leader").await.good();
        assert_eq!(
            (items(&leader, "cells").len(), items(&leader, "doors").len(), items(&leader, "cases").len()),
            (3, 3, 1)
        );
        let doctor = seen("doctor").await.good();
        assert_eq!((items(&doctor, "cells").len(), items(&doctor, "cases").len()), (3, 0));
        assert_eq!(items(&doctor, "cells")[0]["open"], Value::Null, "who sees no cases sees no count of them");
        // Leaders above the grid have no cells on their phone, but the cases that they own or were called into.
        let secretary = test.as_("secretary").await;
        let ask = json!({ "action": "ask_part", "id": test.id(), "department": "城管", "account": test.account("department").uuid(), "task": "清运" });
        secretary.act(own.as_str().unwrap(), &ask).await.good();
        assert_eq!(items(&seen("secretary").await.good(), "cells").len(), 0);
        let department = seen("department").await.good();
        assert_eq!(items(&department, "cases")[0]["parts"][0]["task"], "清运");
        assert_eq!(items(&department, "inbox")[0]["topic"], "cases.part-asked");
        assert_eq!(test.public().get("/sync").await.refused(401), "access.signed-out");
        for bad in ["have=cells", "have=cells:%27", "have=:a", "halve=cells:a"] {
            assert_eq!(member.get(&format!("/sync?{bad}")).await.refused(422), "kernel.invalid", "{bad}");
        }
        assert_eq!(
            member.get("/sync?have=weather:aa,cells:bb").await.status,
            200,
            "a later phone may know more sections"
        );
    });
}

#[test]
fn the_key_of_a_phone_comes_back_with_its_person_and_with_nobody_else() {
    both(async |test| {
        let (phone, other) = (test.id(), test.id());
        let key = async |caller: &Caller<'_>, device: Uuid| {
            caller.get(&format!("/session/vault?device={device}")).await.good()
        };
        let member = test.as_("member01").await;
        let first = key(&member, phone).await;
        assert_eq!(first["key"].as_str().unwrap().len(), 44, "32 bytes in base64");
        assert_eq!(first["account"], json!(test.account("member01").uuid()));
        let came = member.get(&format!("/session/vault?device={phone}")).await;
        assert_eq!(came.headers[header::CACHE_CONTROL], "no-store");
        let again = test.as_("member01").await;
        assert_eq!(key(&again, phone).await["key"], first["key"], "after signing in again");
        assert_ne!(key(&again, other).await["key"], first["key"], "another device");
        assert_ne!(key(&test.as_("member02").await, phone).await["key"], first["key"], "another person");
        assert_eq!(
            test.public().get(&format!("/session/vault?device={phone}")).await.refused(401),
            "access.signed-out"
        );
        assert_eq!(member.get("/session/vault?device=my-phone").await.refused(422), "kernel.invalid");
        assert_eq!(member.get("/session/vault").await.refused(422), "kernel.invalid");
        // A program works for somebody and has no phone.
        let token = member
            .post(
                "/people/tokens",
                &json!({ "id": test.id(), "name": "报表", "verbs": ["grid.read"], "code": CELL, "expires": "2026-12-24T00:00:00Z" }),
            )
            .await
            .good();
        let request = Request::builder()
            .uri(format!("/api/v1/session/vault?device={phone}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", token["secret"].as_str().unwrap()));
        assert_eq!(test.public().raw(request.body(Body::empty()).unwrap()).await.refused(401), "access.signed-out");
        // When the session is over so is the key.
        test.clock.advance(Span::days(401));
        assert_eq!(member.get(&format!("/session/vault?device={phone}")).await.refused(401), "access.signed-out");
    });
}

#[test]
fn an_alert_is_on_the_phone_of_who_owns_it_with_its_ladder_and_without_a_reading() {
    both(async |test| {
        let (doctor, woman) = (test.as_("doctor").await, resident(test, "王秀英").await);
        for _ in 0..2 {
            measure(&doctor, test, &woman, json!({ "systolic": "191", "diastolic": "112" })).await.good();
        }
        let synced = test.as_("member01").await.get("/sync").await.good();
        assert!(items(&synced, "alerts").is_empty(), "it is the grid's, and not the neighbour's");
        let leader = test.as_("leader").await;
        let came = leader.get("/sync").await;
        let text = String::from_utf8_lossy(&came.bytes).into_owned();
        let (synced, tag) = (came.good(), |s: &Value| s["sections"]["alerts"]["tag"].as_str().unwrap().to_owned());
        let alert = &items(&synced, "alerts")[0];
        let page = leader.get(&format!("/care/alerts/{}", alert["id"].as_str().unwrap())).await.good();
        assert_eq!(alert, &page, "what its page shows");
        assert_eq!((alert["status"]["key"].as_str(), alert["name"].as_str()), (Some("raised"), Some("王秀英")));
        assert!(!alert["ladder"].as_array().unwrap().is_empty() && alert["allowed"][0] == "acknowledge");
        // As a word of its own: the digits of an id or a time may contain the same three.
        let measured = text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| matches!(word, "191" | "112"));
        assert!(!measured, "no reading is on a phone");
        let of_doctor = doctor.get("/sync").await.good();
        assert_eq!(items(&of_doctor, "alerts")[0]["readings"], json!([]), "not even of who measured");
        let again = leader.get(&format!("/sync?have=alerts:{}", tag(&synced))).await.good();
        assert_eq!(again["sections"]["alerts"]["same"], true);
    });
}
