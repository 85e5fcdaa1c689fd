//! The whole demonstration, created twice.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use weiguang_domain::cases::Status;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_store::testing::{Guard, fresh};
use weiguang_store::{Db, Engine, params};

use super::*;
use weiguang_server::chain;
use weiguang_server::migrations::MIGRATIONS;
use weiguang_server::rooms::cases::record::{Record, Tally};
use weiguang_server::rooms::cases::store;
use weiguang_server::rooms::{households, people};

fn end() -> Moment {
    Moment::from_civil(jiff::civil::date(2026, 11, 23).at(16, 0, 0, 0))
}

fn make() -> (Db, Guard, Made) {
    let (db, guard) = fresh(Engine::Sqlite, MIGRATIONS).unwrap();
    let settings = Settings { demo: true, ..Settings::default() };
    let made = build(&db, Seal::new(&[7; 32]), settings, end()).unwrap();
    (db, guard, made)
}

/// Shared by the read-only tests of this file.
fn one() -> &'static (Db, Guard, Made) {
    static ONE: OnceLock<(Db, Guard, Made)> = OnceLock::new();
    ONE.get_or_init(make)
}

fn cases(db: &Db) -> Vec<Record> {
    db.read_blocking(|tx| {
        let ids = tx.query("SELECT tenant, id FROM cases ORDER BY id", params![], |row| {
            Ok((row.get::<String>(0)?, row.get(1)?))
        })?;
        let mut all = Vec::new();
        for (street, id) in ids {
            let street = GridCode::parse(&street).unwrap();
            all.push(store::read(tx, &street, CaseId::new(id))?.unwrap());
        }
        Ok::<_, weiguang_store::StoreError>(all)
    })
    .unwrap()
}

#[test]
fn every_state_occurs_and_nothing_open_is_without_an_owner() {
    let (db, _, made) = one();
    let all = cases(db);
    assert_eq!(all.len(), made.cases);
    let mut counts: HashMap<Status, usize> = HashMap::new();
    for record in &all {
        *counts.entry(record.case.state.status()).or_default() += 1;
    }
    println!("{counts:?}");
    println!("{made:#?}");
    for status in Status::ALL {
        assert!(counts.get(&status).is_some_and(|n| *n >= 3), "{status:?}: {counts:?}");
    }
    assert!((350..=450).contains(&all.len()), "{}", all.len());
    assert!(all.iter().all(|r| r.made_up));
    // Despite vacancies, the street's dispatchers are responsible.
    let resting: Vec<_> = all.iter().filter(|r| r.case.state.status().is_open() && r.case.owner.is_none()).collect();
    assert!(resting.is_empty(), "{resting:#?}");
    let count = |what: &str, n: usize, least: usize| assert!(n >= least, "{what}: {n}");
    count("late", all.iter().filter(|r| r.case.late()).count(), 12);
    count("climbed", all.iter().filter(|r| r.case.escalated > 0).count(), 20);
    count("joined", all.iter().filter(|r| r.joined > 1).count(), 2);
    count("reopened", all.iter().filter(|r| r.case.reopened > 0).count(), 10);
    count("not sure", all.iter().filter(|r| r.case.placed.key() == "unsure").count(), 1);
    count("nowhere", all.iter().filter(|r| r.case.placed.key() == "nothing").count(), 5);
    count("kinds", all.iter().map(|r| &r.case.kind.id).collect::<HashSet<_>>().len(), 30);
    count("wishes for a pause", all.iter().filter(|r| r.case.pause_wish.is_some()).count(), 2);
    assert!(made.refused.len() * 50 < all.len(), "{:#?}", made.refused);
}

#[test]
fn parts_stand_in_every_state_and_chains_and_totals_are_true() {
    const TOTALS: &str = "SELECT SUM(open), SUM(late), SUM(total), SUM(closed) FROM rollup";
    let (db, _, _) = one();
    let all = cases(db);
    let mut expected = Tally::default();
    for tally in all.iter().map(|r| Tally::of(&r.case)) {
        expected = tally.minus(Tally::default().minus(expected));
    }
    let found = db
        .read_blocking(move |tx| {
            let states = tx.query("SELECT DISTINCT state FROM case_parts", params![], |row| row.get(0))?;
            let states: HashSet<String> = states.into_iter().collect();
            assert_eq!(states, ["asked", "accepted", "done", "refused"].map(String::from).into());
            let mut late = 0;
            for record in &all {
                let told = chain::stream(tx, record.street().as_str(), record.case.id.uuid(), 0, 1_000)?;
                late += told.iter().filter(|(e, _)| e.kind == "cases.part" && e.text().contains("\"late\"")).count();
                let checked = chain::check(tx, record.street().as_str(), record.case.id.uuid(), Some(record.head))?;
                assert_eq!(checked, Ok(record.head.seq), "{}", record.number);
            }
            assert!(late >= 3, "{late}");
            tx.one(TOTALS, params![], |row| {
                Ok(Tally { open: row.get(0)?, late: row.get(1)?, total: row.get(2)?, closed: row.get(3)? })
            })
        })
        .unwrap();
    assert_eq!(found, Some(expected));
}

#[test]
fn people_are_many_and_the_village_has_its_thirty_four() {
    let (db, _, made) = one();
    assert!(made.accounts >= 200);
    let logins: HashSet<_> = made.logins.iter().map(|(login, ..)| login).collect();
    assert_eq!(logins.len(), 15, "{logins:?}");
    db.read_blocking(|tx| {
        let village = tx.query(
            "SELECT COUNT(DISTINCT account) FROM assignments WHERE role = 'micro_grid_member' AND code >= '510117009202' AND code < '510117009203'",
            params![],
            |row| row.get::<i64>(0),
        )?;
        assert_eq!(village, [34]);
        let roles = tx.query("SELECT DISTINCT role FROM assignments", params![], |row| row.get::<String>(0))?;
        assert_eq!(roles.len(), weiguang_domain::access::Role::ALL.len(), "{roles:?}");
        let account = people::store::by_login(tx, "zuoxi1")?.unwrap();
        assert!(account.password.starts_with("$argon2id$"));
        Ok::<_, weiguang_store::StoreError>(())
    })
    .unwrap();
}

#[test]
fn people_live_behind_their_doors_and_the_woman_of_the_story_is_among_them() {
    let (db, _, made) = one();
    assert!((2_000..=6_000).contains(&made.residents), "{}", made.residents);
    let (street, seal) = (GridCode::parse("510117009").unwrap(), Seal::new(&[7; 32]));
    db.read_blocking(move |tx| {
        let name = households::store::residents::Mark::Name("王桂芳".into());
        let found = households::store::residents::marked(tx, &seal, &street, &name)?;
        let known = households::profile(tx, &street, found[0].resident.id)?.unwrap();
        assert_eq!((known.age(end().day()), known.kept.resident.code.as_str()), (Some(83), "51011700920200102"));
        let kinds: Vec<_> = known.ladder().iter().map(|c| c.kind.key()).collect();
        assert_eq!(kinds, ["kin", "landlord", "neighbour", "neighbour", "employer"]);
        assert!(known.door.unwrap().place.is_some(), "her door is one of the directory's");
        assert_eq!(known.needs.len(), 2);
        let pairing = households::pairing(tx, &street)?;
        assert!(pairing.team_of(&known.kept.resident.code, end().day()).is_some());
        Ok::<_, weiguang_store::StoreError>(())
    })
    .unwrap();
}

#[test]
fn two_stations_stand_in_the_middle_of_a_day_of_service() {
    use weiguang_server::rooms::station::record::queue;
    use weiguang_server::rooms::station::store::{screens, series, stations, tickets};
    let (db, _, made) = one();
    assert!(made.refused.iter().all(|r| !r.contains("care.")), "{:?}", made.refused);
    db.read_blocking(move |tx| {
        for street in ["510117009", "510117019"].map(|s| GridCode::parse(s).unwrap()) {
            let all = stations::under(tx, &street)?;
            assert_eq!(all.len(), 1, "{street}");
            let id = all[0].station.id;
            assert_eq!(series::of_station(tx, &street, id)?[0].series.rule, "FREQ=WEEKLY;BYDAY=WE");
            assert_eq!(screens::of_station(tx, &street, id)?.len(), 1);
            let line = queue(&tickets::of_day(tx, &street, id, end().day())?);
            let (counts, screen) = (line.counts(), line.screen());
            let (booked, walked_in, served) = (counts.booked, counts.walked_in, counts.served);
            assert_eq!((booked, walked_in, served, counts.absent), (9, 2, 2, 4), "{street}");
            assert_eq!((screen.called.len(), screen.waiting), (1, 4), "{street}");
        }
        Ok::<_, weiguang_store::StoreError>(())
    })
    .unwrap();
}

#[test]
fn eight_weeks_were_measured_and_alerts_stand_from_the_first_call_to_an_outcome() {
    use weiguang_domain::care::Status as Alert;
    use weiguang_server::rooms::care::record::AlertRecord;
    use weiguang_server::rooms::care::store::{alerts, people};
    let (db, _, _) = one();
    db.read_blocking(move |tx| {
        let readings = tx.query("SELECT COUNT(*) FROM readings", params![], |row| row.get::<i64>(0))?;
        assert!((200..=600).contains(&readings[0]), "{readings:?}");
        for street in ["510117009", "510117019"].map(|s| GridCode::parse(s).unwrap()) {
            let mut all: Vec<AlertRecord> = Vec::new();
            for (id, head) in alerts::streams(tx, &street, uuid::Uuid::nil(), 100)? {
                let record = alerts::read(tx, &street, weiguang_domain::kernel::ids::AlertId::new(id))?.unwrap();
                assert_eq!(chain::check(tx, street.as_str(), id, Some(head))?, Ok(head.seq), "{street}");
                all.push(record);
            }
            let states: Vec<_> = all.iter().map(|r| (r.alert.state.status(), r.alert.escalated)).collect();
            assert_eq!(
                states,
                [(Alert::Closed, 0), (Alert::FollowUp, 0), (Alert::Watching, 0), (Alert::Reaching, 1)],
                "{street}"
            );
            assert!(all.iter().filter(|r| r.alert.state.status().is_open()).all(|r| !r.alert.is_due(end())));
            let overdue = people::overdue(tx, &street, end().day(), ("", uuid::Uuid::nil()), 50)?;
            assert!(overdue.len() >= 2, "{street}: {}", overdue.len());
        }
        Ok::<_, weiguang_store::StoreError>(())
    })
    .unwrap();
}

/// At night no alert of the day is overdue.
#[test]
fn made_at_night_no_alert_of_the_day_is_late() {
    use weiguang_server::rooms::care::store::alerts;
    let (db, _guard) = fresh(Engine::Sqlite, MIGRATIONS).unwrap();
    let night = end() + Span::hours(13);
    build(&db, Seal::new(&[7; 32]), Settings { demo: false, ..Settings::default() }, night).unwrap();
    db.read_blocking(move |tx| {
        for street in ["510117009", "510117019"].map(|s| GridCode::parse(s).unwrap()) {
            for (id, _) in alerts::streams(tx, &street, uuid::Uuid::nil(), 100)? {
                let alert = alerts::read(tx, &street, weiguang_domain::kernel::ids::AlertId::new(id))?.unwrap().alert;
                assert!(!alert.is_due(night) && alert.clock.ran_out == 0, "{street}: {:?}", alert.state.status());
            }
        }
        Ok::<_, weiguang_store::StoreError>(())
    })
    .unwrap();
}

#[test]
fn campaigns_stand_as_a_draft_half_walked_and_signed_with_their_gaps() {
    use weiguang_server::rooms::visits::store::campaigns;
    let (db, _, made) = one();
    assert!(made.visits > 60, "{}", made.visits);
    db.read_blocking(move |tx| {
        let street = GridCode::parse("510117019").unwrap();
        let ids = tx.query(
            "SELECT id, status FROM campaigns WHERE tenant = '510117019' ORDER BY status",
            params![],
            |row| Ok((row.get(0)?, row.get::<String>(1)?)),
        )?;
        let states: Vec<_> = ids.iter().map(|(_, state)| state.as_str()).collect();
        assert_eq!(states, ["draft", "running", "signed"]);
        let signed = weiguang_domain::kernel::ids::CampaignId::new(ids[2].0);
        let kept = campaigns::read(tx, &street, signed)?.unwrap();
        let weiguang_domain::visits::campaign::State::Signed { doors, signature } = kept.campaign.state else {
            panic!()
        };
        assert!(doors > 20 && (1..10).contains(&signature.gaps.len()), "{doors} {}", signature.gaps.len());
        Ok::<_, weiguang_store::StoreError>(())
    })
    .unwrap();
}

#[test]
fn bulletins_are_pinned_corrected_in_sight_and_drafted_and_many_have_read_them() {
    use weiguang_domain::bulletins::State;
    use weiguang_server::rooms::bulletins::store;
    let (db, _, made) = one();
    assert_eq!(made.bulletins, 4);
    db.read_blocking(move |tx| {
        let (town, today) = (GridCode::parse("510117019").unwrap(), end().day());
        let [community, street]: [_; 2] = store::current(tx, &town, today)?.try_into().unwrap();
        assert_eq!((street.bulletin.area, street.bulletin.pinned, street.bulletin.edition), (town, true, 1));
        assert!(community.bulletin.content.text.contains("11月26日") && community.bulletin.edition == 2);
        assert_eq!(community.bulletin.changed, "施工改期，停水改到11月26日");
        let drafts = store::drafts(tx, &town)?;
        assert_eq!(drafts.iter().map(|one| one.bulletin.state).collect::<Vec<_>>(), [State::Draft]);
        let village = store::current(tx, &GridCode::parse("510117009").unwrap(), today)?;
        assert_eq!(village.len(), 1);
        for one in [&street, &community, &drafts[0], &village[0]] {
            assert!(!one.bulletin.content.text.contains(['{', '}']), "{}", one.bulletin.content.text);
        }
        for one in [&street, &community, &village[0]] {
            assert!(one.bulletin.shows_on(today), "{}", one.bulletin.content.title);
            let seen = store::seen_by(tx, &one.bulletin.area.street().unwrap(), one.id)?;
            assert!(seen.len() > 20, "{}: {}", one.bulletin.content.title, seen.len());
        }
        Ok::<_, weiguang_store::StoreError>(())
    })
    .unwrap();
}

/// A new room's part is one file and one line, in the order of rooms.
#[test]
fn parts_are_in_the_order_of_the_rooms_and_none_is_there_twice() {
    let rooms: Vec<&str> = rooms::ROOMS.iter().map(|room| room.name()).collect();
    let places: Vec<Option<usize>> =
        parts::PARTS.iter().map(|part| rooms.iter().position(|room| *room == part.room())).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted_by(|one, next| one < next), "{places:?}");
}

/// Expected numbers of rows, to notice unintended changes.
#[test]
fn so_many_rows_are_made_of_each_thing() {
    const MADE: &[(&str, u64)] = &[
        ("cells", 444),
        ("places", 38_102),
        ("accounts", 517),
        ("assignments", 518),
        ("absences", 31),
        ("cases", 405),
        ("case_parts", 40),
        ("attachments", 100),
        ("dwellings", 1_453),
        ("residents", 3_211),
        ("contacts", 1_171),
        ("needs", 156),
        ("campaigns", 4),
        ("visits", 262),
        ("readings", 333),
        ("tickets", 22),
        ("bulletins", 4),
        ("bulletin_reads", 378),
    ];
    let (db, _, _) = one();
    let mut all = Vec::new();
    db.export(&mut all).unwrap();
    let head: serde_json::Value = serde_json::from_slice(all.split(|b| *b == b'\n').next().unwrap()).unwrap();
    let tables: HashMap<&str, u64> = head["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| (table["name"].as_str().unwrap(), table["rows"].as_u64().unwrap()))
        .collect();
    let found: Vec<(&str, u64)> = MADE.iter().map(|(name, _)| (*name, tables[name])).collect();
    assert_eq!(found, MADE);
}

#[test]
fn the_same_moment_gives_the_same_bytes() {
    let (one, _, _) = one();
    let (two, _guard, _) = make();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    one.export(&mut first).unwrap();
    two.export(&mut second).unwrap();
    assert!(first == second, "two builds of one moment differ");
}
