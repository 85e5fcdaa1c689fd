//! The rules over HTTP: a changed table is tried before it is published, and is in force from its day on.

use serde_json::json;
use weiguang_domain::care::rules::default_text;
use weiguang_domain::kernel::time::Span;

use super::reading_tests::{measure, resident, text};
use crate::access::actors::Actors;
use crate::testing::{TestApp, both};

pub(super) fn changed(since: &str) -> String {
    default_text()
        .replace("version = 2", "version = 3")
        .replace("since = \"2026-11-30\"", &format!("since = \"{since}\""))
        .replace("\"glucose >= 16.7\"", "\"glucose >= 13.9\"")
}

/// The publisher has the permission in every served street.
async fn manager_everywhere(test: &TestApp) {
    use weiguang_domain::access::Role;
    use weiguang_domain::kernel::ids::AssignmentId;
    let (account, id, at) = (test.account("manager"), AssignmentId::new(test.id()), crate::testing::code("510117009"));
    let post = weiguang_domain::people::Assignment {
        id,
        account,
        role: Role::StreetManager,
        code: at,
        since: test.clock.now().day(),
        until: weiguang_domain::kernel::time::FOREVER,
    };
    test.app.db().write(move |tx| crate::rooms::people::insert_assignment(tx, &at, &post)).await.unwrap();
    test.app.renew::<Actors>().await.unwrap();
}

#[test]
fn a_table_is_tried_on_last_years_readings_before_it_is_published() {
    both(async |test| {
        let doctor = test.as_("doctor").await;
        for glucose in ["12.0", "14.0", "15.0", "17.0", "99"] {
            let id = resident(test, "王秀英").await;
            measure(&doctor, test, &id, json!({ "glucose": glucose, "meal": "random" })).await.good();
        }
        let manager = test.as_("manager").await;
        let text_2 = changed("2026-12-01");
        let one_street = manager.post("/care/rules/trial", &json!({ "text": text_2 })).await;
        assert_eq!(one_street.refused(403), "access.denied", "the rules are one for all streets");
        manager_everywhere(test).await;
        let manager = test.as_("manager").await;
        let trial = manager.post("/care/rules/trial", &json!({ "text": text_2 })).await.good();
        assert_eq!((trial["readings"].as_u64(), trial["whole"].as_bool()), (Some(5), Some(true)));
        let critical = trial["counts"].as_array().unwrap().iter().find(|c| c["outcome"] == "critical").unwrap();
        assert_eq!((critical["before"].as_u64(), critical["after"].as_u64()), (Some(1), Some(3)));
        assert_eq!(trial["moved"], json!([{ "from": "high", "to": "critical", "readings": 2 }]));

        let seen = text(&trial, "seen");
        let other = json!({ "text": changed("2026-12-02"), "seen": seen });
        assert_eq!(manager.post("/care/rules", &other).await.refused(409), "care.not-tried");
        let broken = json!({ "text": text_2.replace("oxygen < 90", "oxygen under 90") });
        assert_eq!(
            manager.post("/care/rules/trial", &broken).await.json()["errors"][0]["code"],
            "manual.bad-condition"
        );
        let same = json!({ "text": default_text() });
        assert_eq!(manager.post("/care/rules/trial", &same).await.json()["errors"][0]["code"], "care.not-next");
        let past = changed("2026-11-01");
        let tried = manager.post("/care/rules/trial", &json!({ "text": past })).await.good();
        let body = json!({ "text": past, "seen": text(&tried, "seen") });
        assert_eq!(manager.post("/care/rules", &body).await.json()["errors"][0]["code"], "care.begins-past");

        let published = manager.post("/care/rules", &json!({ "text": text_2, "seen": seen })).await.good();
        assert_eq!(published["version"], 3);
        let fifteen = json!({ "glucose": "15.0", "meal": "random" });
        let today = resident(test, "李桂兰").await;
        assert_eq!(
            text(&measure(&doctor, test, &today, fifteen.clone()).await.good(), "level"),
            "high",
            "not before its day"
        );
        test.clock.advance(Span::days(10));
        let later = resident(test, "赵奶奶").await;
        let judged = measure(&doctor, test, &later, fifteen).await.good();
        assert_eq!((text(&judged, "level"), judged["rules"].as_u64()), ("critical".into(), Some(3)));
        let rules = test.as_("member01").await.get("/care/rules").await.good();
        assert_eq!((rules["version"].as_u64(), rules["versions"].as_array().unwrap().len()), (Some(3), 3));
        assert_eq!(
            test.as_("doctor").await.post("/care/rules/trial", &json!({ "text": text_2 })).await.refused(403),
            "access.denied"
        );
    });
}
