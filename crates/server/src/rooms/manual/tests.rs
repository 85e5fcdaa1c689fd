//! The manual over HTTP: deadlines in words, publishing over shipped versions, a year of the calendar.

use serde_json::{Value, json};
use weiguang_domain::access::Role;
use weiguang_domain::kernel::ids::AssignmentId;
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::people::Assignment;

use crate::app::room::Room as _;
use crate::finding::Verdict;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::manual::reminder;
use crate::rooms::manual::room::Manual;
use crate::rooms::people::store;
use crate::testing::{Caller, TestApp, both, code};

/// The administrator of every served street: publishing applies to all of them.
pub async fn publisher(test: &TestApp) -> Caller<'_> {
    let other = code("510117009");
    let post = Assignment {
        id: AssignmentId::new(test.id()),
        account: test.account("administrator"),
        role: Role::Administrator,
        code: other,
        since: jiff::civil::date(2026, 1, 1),
        until: FOREVER,
    };
    test.app.db().write(move |tx| store::insert_assignment(tx, &other, &post)).await.unwrap();
    test.as_("administrator").await
}

pub(super) fn text(version: u32, resolve: &str) -> String {
    format!(
        "+++\nid = \"fire-hydrant\"\nversion = {version}\nname = {{ zh = \"楼道堆物（新）\", en = \"Clutter, new\" }}\nresolve_by = \"{resolve}\"\nkeywords = [\"楼道\", \"堆物\"]\n+++\n\n## 步骤\n\n1. 先看。\n2. 再清。\n"
    )
}

#[test]
fn kinds_tell_their_clocks_in_words_and_offer_themselves() {
    both(async |test| {
        let member = test.as_("member01").await;
        let list = member.get("/manual/kinds").await.good();
        let items = list["items"].as_array().unwrap();
        assert!(items.len() > 40);
        let water = items.iter().find(|k| k["id"] == "black-water").unwrap();
        assert_eq!(
            water["accept_by"],
            json!({ "pace": "working", "minutes": 240, "words": { "zh": "4 个工作小时", "en": "4 working hours" } })
        );
        assert_eq!(water["resolve_by"]["words"]["zh"], "10 个工作日");
        assert_eq!((water["group"]["zh"].as_str(), water["taken_by"].as_str()), (Some("环境卫生"), Some("community")));
        assert_eq!(water["photo"]["need"], "wish");
        assert!(items.iter().all(|k| k["photo"]["need"] == "no" || k["photo"]["why"]["zh"].is_string()));
        let page = member.get("/manual/kinds/black-water").await.good();
        assert!(
            page["steps"].as_array().unwrap().len() >= 3 && page["body_markdown"].as_str().unwrap().contains("## 步骤")
        );
        assert_eq!(member.get("/manual/kinds/black-water?version=9").await.refused(404), "kernel.not-found");
        assert_eq!(member.get("/manual/kinds/no-such").await.refused(404), "kernel.not-found");
        let offered = member.post("/manual/suggest", &json!({ "text": "楼道里堆了好多纸箱" })).await.good();
        assert_eq!(offered["items"][0]["id"], "corridor-clutter");
        assert_eq!(test.public().get("/manual/kinds").await.refused(401), "access.signed-out");
    });
}

#[test]
fn a_new_version_holds_for_new_cases_and_moves_no_deadline() {
    both(async |test| {
        let dispatcher = test.as_("dispatcher").await;
        let old = test.bring(&dispatcher, "fire-hydrant", 0).await;
        let path = format!("/cases/{}", old["id"].as_str().unwrap());
        let before = dispatcher.get(&path).await.good();

        // An account without the permission in every street publishes for none.
        let body = |text: String| json!({ "text": text });
        assert_eq!(
            test.as_("administrator").await.post("/manual/kinds", &body(text(2, "1 working day"))).await.refused(403),
            "access.denied"
        );
        assert_eq!(
            dispatcher.post("/manual/kinds", &body(text(2, "1 working day"))).await.refused(403),
            "access.denied"
        );
        let publisher = publisher(test).await;
        let shipped = publisher.get("/manual/kinds/fire-hydrant").await.good();
        assert_eq!(shipped["version"], 1);

        // Faults come with their line and key.
        let bad = publisher.post("/manual/kinds", &body(text(2, "soon") + "\n")).await;
        let fault = bad.json()["errors"][0].clone();
        assert_eq!(
            (fault["code"].as_str(), fault["field"].as_str()),
            (Some("manual.bad-span"), Some("text:5 resolve_by"))
        );
        assert!(fault["zh"].as_str().unwrap().contains("soon"));
        let skips = publisher.post("/manual/kinds", &body(text(3, "1 working day"))).await;
        assert_eq!(skips.json()["errors"][0]["code"], "manual.not-next");

        let done = publisher.post("/manual/kinds", &body(text(2, "1 working day"))).await.good();
        assert_eq!(done, json!({ "id": "fire-hydrant", "version": 2 }));
        let page = publisher.get("/manual/kinds/fire-hydrant").await.good();
        assert_eq!(
            (page["version"].as_u64(), page["resolve_by"]["words"]["en"].as_str()),
            (Some(2), Some("1 working day"))
        );
        assert_eq!(
            (page["group"]["zh"].as_str(), page["text"].as_str()),
            (Some("安全隐患"), Some(text(2, "1 working day").as_str()))
        );
        let first = publisher.get("/manual/kinds/fire-hydrant?version=1").await.good();
        assert_eq!((first["version"].as_u64(), first["newest"].as_u64()), (Some(1), Some(2)));
        let twice = publisher.post("/manual/kinds", &body(text(2, "1 working day"))).await;
        assert_eq!(twice.json()["errors"][0]["code"], "manual.not-next");

        // The running case keeps its version and its deadline; a new one uses the new version.
        assert_eq!(dispatcher.get(&path).await.good()["clocks"], before["clocks"]);
        test.clock.advance(Span::seconds(1));
        let new = test.bring(&dispatcher, "fire-hydrant", 0).await;
        assert_eq!(new["resolve_by"], "2026-11-24T01:00:01Z");
        // Published versions are loaded when the application starts.
        let loaded = test.app.read(super::read).await.unwrap();
        assert_eq!(loaded.newest("fire-hydrant").map(|k| k.version), Some(2));

        // A kind that is new names its group.
        let own = text(1, "2 working days").replace("fire-hydrant", "our-own-kind");
        let missing = publisher.post("/manual/kinds", &body(own.clone())).await;
        assert_eq!(missing.json()["errors"][0]["code"], "manual.missing-key");
        publisher
            .post("/manual/kinds", &body(own.replace("version = 1", "version = 1\ngroup = \"other\"")))
            .await
            .good();
        assert_eq!(publisher.get("/manual/kinds/our-own-kind").await.good()["group"]["zh"], "其他");
    });
}

#[test]
fn the_calendar_says_when_a_year_is_missing_and_takes_it() {
    both(async |test| {
        let publisher = publisher(test).await;
        let known = publisher.get("/manual/calendar").await.good();
        assert_eq!(known["years"].as_array().unwrap().last().unwrap()["year"], 2026);
        assert!(known["warnings"][0]["zh"].as_str().unwrap().contains("2027"));
        let year = "year = 2027\ntitle = \"国务院办公厅关于2027年部分节假日安排的通知\"\nnumber = \"试〔2026〕1号\"\nissued = 2026-11-20\nholidays = [{ name = \"元旦\", from = 2027-01-01, to = 2027-01-03 }]\nworkdays = []\n";
        let body = |text: &str| json!({ "text": text });
        let bad = publisher.post("/manual/calendar", &body(&year.replace("2027-01-03", "2026-01-03"))).await;
        assert_eq!(bad.json()["errors"][0]["field"], "text:5 holidays");
        let past = publisher
            .post("/manual/calendar", &body(&year.replace("year = 2027", "year = 2024").replace("2027-01", "2024-01")))
            .await;
        assert_eq!(past.json()["errors"][0]["code"], "manual.year");
        assert_eq!(
            test.as_("member01").await.post("/manual/calendar", &body(year)).await.refused(403),
            "access.denied"
        );
        publisher.post("/manual/calendar", &body(year)).await.good();
        let known = publisher.get("/manual/calendar").await.good();
        assert_eq!(known["warnings"], json!([]));
        assert_eq!(known["years"].as_array().unwrap().last().unwrap()["holidays"][0]["name"], "元旦");
        assert!(test.app.state::<CurrentCalendar>().knows(2027));
        // A corrected notice replaces the first.
        publisher.post("/manual/calendar", &body(&year.replace("1号", "2号"))).await.good();
        let known = publisher.get("/manual/calendar").await.good();
        assert_eq!(known["years"].as_array().unwrap().last().unwrap()["notice"], "试〔2026〕2号");
    });
}

#[test]
fn whoever_writes_begins_from_a_text_and_is_told_what_is_wrong_before_anything_is_published() {
    both(async |test| {
        let (publisher, member) = (publisher(test).await, test.as_("member01").await);
        let shipped = member.get("/manual/kinds/fire-hydrant/text").await.good();
        assert_eq!((shipped["version"].as_i64(), &shipped["published_at"]), (Some(1), &serde_json::Value::Null));
        assert!(
            shipped["text"].as_str().unwrap().starts_with("+++\n")
                && shipped["text"].as_str().unwrap().contains("## 步骤")
        );
        assert_eq!(shipped["versions"], json!([{ "version": 1, "published_at": null }]));

        let check = async |text: String| publisher.post("/manual/kinds/check", &json!({ "text": text })).await.good();
        let sound = check(text(2, "1 working day")).await;
        assert_eq!((sound["kind"]["name"]["zh"].as_str(), &sound["faults"]), (Some("楼道堆物（新）"), &json!([])));
        let faulty = check(text(2, "soon")).await;
        assert_eq!(
            (&faulty["kind"], faulty["faults"][0]["line"].as_i64(), faulty["faults"][0]["field"].as_str()),
            (&serde_json::Value::Null, Some(5), Some("resolve_by"))
        );
        let skips = check(text(3, "1 working day")).await;
        assert_eq!(
            (skips["kind"]["version"].as_i64(), skips["faults"][0]["code"].as_str()),
            (Some(3), Some("manual.not-next"))
        );
        assert_eq!(check("没有头".into()).await["faults"][0]["code"], "manual.no-head");
        assert_eq!(publisher.get("/manual/kinds/fire-hydrant").await.good()["version"], 1, "nothing was published");

        publisher.post("/manual/kinds", &json!({ "text": text(2, "1 working day") })).await.good();
        let own = member.get("/manual/kinds/fire-hydrant/text").await.good();
        assert_eq!((own["version"].as_i64(), own["text"].as_str()), (Some(2), Some(text(2, "1 working day").as_str())));
        assert!(own["published_at"].is_string() && own["versions"].as_array().unwrap().len() == 2);
        let first = member.get("/manual/kinds/fire-hydrant/text?version=1").await.good();
        assert_eq!(first["text"], shipped["text"]);

        assert_eq!(member.get("/manual/kinds/fire-hydrant/text?version=9").await.refused(404), "kernel.not-found");
        assert_eq!(member.get("/manual/kinds/no-such-kind/text").await.refused(404), "kernel.not-found");
        assert_eq!(test.public().get("/manual/kinds/fire-hydrant/text").await.refused(401), "access.signed-out");
        for who in ["member01", "manager", "secretary"] {
            let came = test.as_(who).await.post("/manual/kinds/check", &json!({ "text": text(2, "soon") })).await;
            assert_eq!(came.refused(403), "access.denied", "{who}");
        }
        assert_eq!(
            publisher.post("/manual/kinds/check", &json!({ "text": "x".repeat(65 * 1024) })).await.refused(422),
            "kernel.invalid"
        );
        assert_eq!(publisher.post("/manual/kinds/check", &json!({})).await.refused(422), "kernel.invalid");
    });
}

/// A notice of 2027 as somebody fills it in.
fn notice() -> Value {
    json!({
        "title": "国务院办公厅关于2027年部分节假日安排的通知", "notice": "国办发明电〔2026〕7号", "issued": "2026-11-20",
        "holidays": [{ "name": "元旦", "from": "2027-01-01", "to": "2027-01-03" }, { "name": "国庆节", "from": "2027-10-01", "to": "2027-10-07" }],
        "workdays": ["2027-09-26", "2027-10-09"],
    })
}

#[test]
fn a_notice_is_filled_in_and_what_is_wrong_is_said_at_its_field() {
    both(async |test| {
        let publisher = publisher(test).await;
        let begun = publisher.get("/manual/calendar").await.good();
        assert_eq!(
            (&begun["missed"][0]["year"], &begun["missed"][0]["holidays"][0]["to"]),
            (&json!(2027), &json!("2027-01-01"))
        );
        for (pointer, value, field) in [
            ("/title", json!(" "), "title"),
            ("/notice", json!("字".repeat(101)), "notice"),
            ("/holidays/1/to", json!("2027-09-30"), "holidays.1"),
            ("/holidays/0/name", json!(""), "holidays.0"),
            ("/workdays/0", json!("2027-10-02"), "workdays.0"),
            ("/workdays/1", json!("2027-09-27"), "workdays.1"),
        ] {
            let mut body = notice();
            *body.pointer_mut(pointer).unwrap() = value;
            let refused = publisher.put("/manual/calendar/2027", &body).await;
            assert_eq!(
                (refused.status.as_u16(), &refused.json()["errors"][0]["field"]),
                (422, &json!(field)),
                "{pointer}"
            );
        }
        assert_eq!(publisher.put("/manual/calendar/2029", &notice()).await.status, 422);
        assert_eq!(
            test.as_("member01").await.put("/manual/calendar/2027", &notice()).await.refused(403),
            "access.denied"
        );
        assert!(!test.app.state::<CurrentCalendar>().knows(2027), "nothing was kept");
        publisher.put("/manual/calendar/2027", &notice()).await.good();
        assert!(test.app.state::<CurrentCalendar>().is_workday(jiff::civil::date(2027, 10, 9)));
        // A second person who had the form open does not overwrite it unknowingly.
        assert_eq!(publisher.put("/manual/calendar/2027", &notice()).await.refused(409), "manual.year-known");
        let mut better = notice();
        better["corrects"] = json!(true);
        better["workdays"] = json!(["2027-09-26"]);
        publisher.put("/manual/calendar/2027", &better).await.good();
        assert!(!test.app.state::<CurrentCalendar>().is_workday(jiff::civil::date(2027, 10, 9)));
        assert_eq!(publisher.get("/manual/calendar").await.good()["missed"], json!([]));
    });
}

#[test]
fn who_administers_or_dispatches_is_reminded_once_a_week_until_the_notice_is_in() {
    both(async |test| {
        let told = async |login: &str| {
            let inbox = test.as_(login).await.get("/inbox?street=510117019").await.good();
            inbox["items"].as_array().unwrap().iter().filter(|m| m["topic"] == reminder::TOPIC).count()
        };
        // The morning of the test is a Monday in November.
        let missed = test.finding("calendar").await;
        assert_eq!(missed.verdict, Verdict::Warning);
        assert!(missed.en.contains("2027"), "{missed:?}");
        let job = Manual.jobs().iter().find(|job| job.name == "reminder").unwrap();
        for _ in 0..3 {
            // It checks once before it is stopped.
            (job.run)(test.app.clone(), Box::pin(std::future::ready(()))).await;
        }
        assert_eq!((told("dispatcher").await, told("member01").await, told("leader").await), (1, 0, 0));
        test.pass(Span::days(6)).await;
        reminder::remind(&test.app).await.unwrap();
        assert_eq!(told("dispatcher").await, 1, "Sunday of the same week");
        test.pass(Span::days(1)).await;
        reminder::remind(&test.app).await.unwrap();
        assert_eq!(told("dispatcher").await, 2);
        publisher(test).await.put("/manual/calendar/2027", &notice()).await.good();
        assert_eq!(told("administrator").await, 2);
        assert_eq!(test.finding("calendar").await.verdict, Verdict::Good);
        test.pass(Span::days(7)).await;
        reminder::remind(&test.app).await.unwrap();
        assert_eq!(told("administrator").await, 2, "it is in");
    });
}
