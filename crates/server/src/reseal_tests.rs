//! Every sealed column is resealed under another key, and values that do not open are found.

use super::*;
use serde_json::json;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

use crate::app::Parts;
use crate::outside::chance::Chance;
use crate::rooms::care::reading_tests::{measure, resident};
use crate::rooms::households::tests::pair;
use crate::testing::{TestApp, both};

/// A second application over the store of a test, with a second key; from here on the first application's store has both keys, too.
async fn under_a_second_key(test: &TestApp) -> App {
    let ring = Seal::of(&Zeroizing::new([7; 32]), &[(2, Zeroizing::new([9; 32]))]);
    let (db, clock, settings) = (test.app.db().clone(), test.app.clock().clone(), test.app.settings().clone());
    let parts = Parts { db, clock, chance: Chance::Machine, seal: ring, settings };
    tokio::task::spawn_blocking(|| crate::rooms::open(parts)).await.unwrap().unwrap()
}

#[test]
fn every_sealed_column_is_sealed_anew_and_no_other() {
    let list: toml::Table = include_str!("../../../docs/data-classes.toml").parse().unwrap();
    let sealed = |entry: &toml::Value| entry.get("sealed").and_then(toml::Value::as_bool) == Some(true);
    let said: BTreeSet<String> = list
        .iter()
        .flat_map(|(table, columns)| {
            let columns = columns.as_table().unwrap();
            columns.iter().filter(|(_, e)| sealed(e)).map(move |(column, _)| format!("{table}.{column}"))
        })
        .collect();
    assert_eq!(said, columns().map(|c| c.name.to_owned()).collect());
}

/// A value moved to another row, column or street does not open. A contact of a person who joined is bound to the case; an account belongs
/// to no street.
#[test]
fn what_binds_a_sealed_value_is_of_its_row_alone() {
    let (ids, numbers) = ([1, 2].map(Uuid::from_u128), [1, 2]);
    let streets = ["510117019", "510117009"].map(|street| GridCode::parse(street).unwrap());
    let mut seen = BTreeSet::new();
    for column in columns().filter(|column| column.name != "case_followers.contact") {
        let keys: BTreeSet<Key> = ids
            .iter()
            .flat_map(|id| match column.walk {
                Walk::Id | Walk::Catalogue => vec![(*id, Uuid::nil(), 0)],
                Walk::Stream => numbers.map(|number| (*id, Uuid::nil(), number)).to_vec(),
                Walk::OfCase => vec![(Uuid::nil(), *id, 0)],
                Walk::OfAccount => ids.map(|of| (*id, of, 0)).to_vec(),
            })
            .collect();
        let of_none = matches!(column.walk, Walk::OfAccount | Walk::Catalogue);
        for street in streets.iter().skip(usize::from(of_none)) {
            for context in keys.iter().map(|key| (column.context)(street, *key)) {
                assert!(seen.insert(context.clone()), "{}: {context} twice", column.name);
            }
        }
    }
}

#[test]
fn under_a_second_key_everything_is_sealed_anew_once_and_reads_as_before() {
    both(async |test| {
        let leader = test.as_("leader").await;
        let receipt = test.bring(&leader, "corridor-clutter", 0).await;
        let path = format!("/cases/{}", receipt["id"].as_str().unwrap());
        let noted = json!({ "action": "note", "text": "已电话联系" });
        leader.act(receipt["id"].as_str().unwrap(), &noted).await.good();
        let before = leader.get(&path).await.good();
        assert_eq!(all(&test.app).await.unwrap(), 0, "one key is the newest");

        let app = under_a_second_key(test).await;
        assert!(all(&app).await.unwrap() > 3);
        assert_eq!(all(&app).await.unwrap(), 0, "what is done is not done again");
        let keys = app
            .read(|tx| {
                let at = |r: &weiguang_store::Row<'_>| r.get::<Vec<u8>>(0);
                let mut sealed = tx.query("SELECT sealed FROM cases", params![], at)?;
                sealed.extend(tx.query("SELECT body FROM events", params![], at)?);
                Ok(sealed.iter().map(|bytes| Seal::key_of(bytes)).collect::<Vec<_>>())
            })
            .await
            .unwrap();
        assert!(keys.len() >= 4 && keys.iter().all(|k| *k == Some(2)), "{keys:?}");
        // The first application's store has both keys now, too: its pages read as before, and the chain verifies.
        assert_eq!(leader.get(&path).await.good(), before);
        assert_eq!(leader.get(&format!("{path}/verify")).await.good()["intact"], true);
        assert_eq!(leader.get("/cases?q=纸箱").await.good()["items"].as_array().unwrap().len(), 1);
    });
}

/// Writes during a change of keys are read afterwards under the new key, and nothing is lost or overwritten.
#[test]
fn keys_change_while_people_work_and_no_word_of_theirs_is_lost() {
    both(async |test| {
        pair(test, "510117019006").await;
        let (doctor, member) = (test.as_("doctor").await, test.as_("member01").await);
        let mut people = Vec::new();
        for n in 0..8 {
            let id = resident(test, &format!("王秀英{n}")).await;
            measure(&doctor, test, &id, json!({ "systolic": "120", "diastolic": "70" })).await.good();
            people.push(id);
        }
        let app = under_a_second_key(test).await;
        let work = futures_util::future::join_all(people.iter().map(async |id| {
            for n in 1..=6 {
                let pressure = json!({ "systolic": (120 + n).to_string(), "diastolic": "70" });
                measure(&doctor, test, id, pressure).await.good();
                let page = format!("/households/residents/{id}");
                let version = member.get(&page).await.good()["version"].as_i64();
                let name = json!({ "name": format!("改名{n}") });
                member.send(http::Method::PATCH, &page, Some(test.id()), version, Some(&name)).await.good();
            }
        }));
        let (sealed, _) = tokio::join!(all(&app), work);
        assert!(sealed.unwrap() > 8);
        for id in &people {
            let care = doctor.get(&format!("/care/residents/{id}")).await.good();
            assert_eq!((care["name"].as_str(), care["readings"].as_array().unwrap().len()), (Some("改名6"), 7));
            assert_eq!(care["readings"][0]["measured"]["values"][0]["value"], "126");
        }
        let keys = app
            .read(|tx| {
                let at = |r: &weiguang_store::Row<'_>| r.get::<Vec<u8>>(0);
                let mut sealed = tx.query("SELECT sealed FROM readings", params![], at)?;
                sealed.extend(tx.query("SELECT sealed FROM residents", params![], at)?);
                sealed.extend(tx.query("SELECT sealed FROM care_people", params![], at)?);
                Ok(sealed.iter().map(|bytes| Seal::key_of(bytes)).collect::<Vec<_>>())
            })
            .await
            .unwrap();
        assert!(keys.len() == 8 * 9 && keys.iter().all(|k| *k == Some(2)), "{keys:?}");
    });
}
