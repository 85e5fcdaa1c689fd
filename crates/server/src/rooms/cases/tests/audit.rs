//! The story of an auditor of a case, on both engines.

use serde_json::{Value, json};
use weiguang_store::StoreError;

use crate::testing::both;

#[test]
fn the_record_of_a_case_shows_every_step_every_look_and_every_break() {
    both(async |test| {
        let new = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "漏水", "street": "510117019", "point": { "lon": 103.9305, "lat": 30.7605 },
            "reporter": { "name": "李四海", "phone": "13911112222" } });
        test.public().post("/public/cases", &new).await.good();
        let (id, leader) = (new["id"].as_str().unwrap(), test.as_("leader").await);
        leader.post(&format!("/cases/{id}/unmask"), &json!({ "reason": "电话核实地点" })).await.good();
        leader.act(id, &json!({ "action": "take_over" })).await.good();
        let path = format!("/cases/{id}/audit");
        for who in ["auditor", "manager"] {
            let record = test.as_(who).await.get(&path).await.good();
            assert_eq!((record["intact"].as_bool(), &record["broken"]), (Some(true), &Value::Null), "{who}");
            let entries = record["entries"].as_array().unwrap();
            let seqs: Vec<i64> = entries.iter().map(|e| e["seq"].as_i64().unwrap()).collect();
            assert_eq!(seqs, (1..=5).collect::<Vec<_>>());
            assert!(entries.iter().all(|e| e["hash"].as_str().unwrap().len() == 64 && e["words"]["zh"] != ""));
            assert_eq!(
                (entries[4]["kind"].as_str(), entries[4]["actor"]["name"].as_str()),
                (Some("cases.accepted"), Some("甲leader"))
            );
            let reads = record["reads"].as_array().unwrap();
            assert_eq!(reads.len(), 1);
            assert_eq!(
                (reads[0]["what"].as_str(), reads[0]["reason"].as_str()),
                (Some("unmasked"), Some("电话核实地点"))
            );
            assert_eq!(reads[0]["actor"]["name"], "甲leader");
            assert!(
                !record.to_string().contains("13911112222"),
                "who examines sees that somebody looked, and not at what"
            );
        }
        // Those who work on it may read its timeline; its record needs another permission. Those who may not see the case learn nothing.
        for who in ["leader", "secretary", "dispatcher", "member01"] {
            assert_eq!(test.as_(who).await.get(&path).await.refused(403), "access.denied", "{who}");
        }
        for who in ["member0801", "other-manager", "administrator", "partner"] {
            assert_eq!(test.as_(who).await.get(&path).await.refused(404), "kernel.not-found", "{who}");
        }
        assert_eq!(test.public().get(&path).await.refused(401), "access.signed-out");
        assert_eq!(
            test.as_("auditor").await.get(&format!("/cases/{}/audit", test.id())).await.refused(404),
            "kernel.not-found"
        );
        // An entry that somebody changed in the store shows.
        let change = |tx: &mut weiguang_store::Tx<'_>| tx.exec("UPDATE events SET at = at + 1 WHERE seq = 2", &[]);
        test.app.db().write(change).await.map_err(|e: StoreError| e).unwrap();
        let record = test.as_("auditor").await.get(&path).await.good();
        assert_eq!(record["intact"], false);
        assert!(record["broken"].as_str().unwrap().contains('2'), "{}", record["broken"]);
    });
}
