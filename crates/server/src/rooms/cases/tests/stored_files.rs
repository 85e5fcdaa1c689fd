//! Uploaded photos and those stored before: the place is stored only if the kind needs it, and only until the matter ends.

use http::header;
use serde_json::{Value, json};
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::ids::{AttachmentId, CaseId};

use crate::outside::cleaning::samples::{self, MARK};
use crate::rooms::cases::files::attachments::{self, CheckedFile};
use crate::rooms::cases::files::stored_files::{Done, clean_all, left};
use crate::testing::{Caller, TestApp, both, code};

async fn files(caller: &Caller<'_>, case: &str) -> Vec<Value> {
    caller.get(&format!("/cases/{case}")).await.good()["attachments"].as_array().unwrap().clone()
}

/// A photo as an older version stored it: with all metadata of its camera.
async fn stored_before(test: &TestApp, case: &str, content: Vec<u8>) {
    let (id, case) = (AttachmentId::new(test.id()), CaseId::new(case.parse().unwrap()));
    let file = CheckedFile {
        kind: "before".into(),
        name: "IMG_1.jpg".into(),
        media: "image/jpeg",
        content,
        place: None,
        cleaned: false,
    };
    let insert = move |work: &mut crate::UnitOfWork<'_, '_>| attachments::insert(work, case, id, &file);
    test.app.transact(&Actor::system(), code("510117019"), insert).await.unwrap();
}

async fn bring(caller: &Caller<'_>, test: &TestApp, kind: &str) -> String {
    test.bring(caller, kind, 0).await["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_place_of_a_photo_is_kept_apart_only_where_the_kind_needs_it_and_until_the_matter_is_over() {
    both(async |test| {
        let (member, dispatcher) = (test.as_("member01").await, test.as_("dispatcher").await);
        for (kind, needs) in [("road-damage", true), ("corridor-clutter", false)] {
            let case = bring(&member, test, kind).await;
            let id = test.id().to_string();
            let path = format!("/cases/{case}/attachments");
            dispatcher.upload(&path, test.id(), &[("id", &id)], &samples::photo(6)).await.good();
            let file = files(&dispatcher, &case).await.remove(0);
            let lon = file["place"]["lon"].as_f64();
            assert_eq!(lon.map(|l| (l * 10_000.0).round()), needs.then_some(1_039_305.0), "{kind}");
            let came = dispatcher.get(file["url"].as_str().unwrap()).await;
            assert!(!came.bytes.windows(MARK.len()).any(|w| w == MARK) && came.bytes.len() > 100);
            assert_eq!(came.headers[header::CACHE_CONTROL], "no-store", "a shared desk keeps no photo");
            assert_eq!(came.headers[header::CONTENT_SECURITY_POLICY], "default-src 'none'; sandbox");
            dispatcher.act(&case, &json!({ "action": "withdraw", "reason": "误报" })).await.good();
            assert_eq!(files(&dispatcher, &case).await[0]["place"], Value::Null, "{kind}: forgotten with the end");
        }
    });
}

#[test]
fn a_case_takes_so_many_files_and_only_from_who_works_on_it() {
    both(async |test| {
        let member = test.as_("member01").await;
        let case = bring(&member, test, "corridor-clutter").await;
        let path = format!("/cases/{case}/attachments");
        let sends = async |who: &str| {
            let id = test.id().to_string();
            test.as_(who).await.upload(&path, test.id(), &[("id", &id)], &samples::photo(1)).await
        };
        assert_eq!(sends("auditor").await.refused(403), "access.denied", "who only reads it");
        for _ in 1..attachments::MOST {
            stored_before(test, &case, samples::jpeg()).await;
        }
        sends("member01").await.good();
        assert_eq!(sends("member01").await.refused(409), "cases.too-many-files");
        // A file is read through its own case: access to another case does not help.
        let neighbour = test.as_("member02").await;
        let (other, file) =
            (test.bring(&neighbour, "corridor-clutter", 1).await, files(&member, &case).await.remove(0));
        let path = format!("/cases/{}/attachments/{}", other["id"].as_str().unwrap(), file["id"].as_str().unwrap());
        assert_eq!(neighbour.get(&path).await.refused(404), "kernel.not-found");
    });
}

#[test]
fn photos_that_were_stored_before_are_cleaned_once_and_the_chain_tells() {
    both(async |test| {
        let member = test.as_("member01").await;
        let (road, corridor) =
            (bring(&member, test, "road-damage").await, bring(&member, test, "corridor-clutter").await);
        stored_before(test, &road, samples::photo(6)).await;
        stored_before(test, &corridor, samples::photo(1)).await;
        stored_before(test, &corridor, samples::jpeg()).await;
        stored_before(test, &corridor, b"\xFF\xD8 torn".to_vec()).await;
        let version = member.get(&format!("/cases/{road}")).await.good()["version"].clone();

        let done = clean_all(&test.app).await.unwrap();
        assert_eq!(done, Done { cleaned: 2, unchanged: 1, unreadable: 1 });
        assert_eq!(clean_all(&test.app).await.unwrap(), Done::default(), "what is done is not done again");
        let street = code("510117019");
        assert_eq!(
            test.app.read(move |tx| Ok(left(tx, &street)?)).await.unwrap(),
            (0, 1),
            "and the doctor tells the rest"
        );
        let photos = [files(&member, &road).await, files(&member, &corridor).await].concat();
        for photo in &photos[..3] {
            let bytes = member.get(photo["url"].as_str().unwrap()).await.bytes;
            assert!(!bytes.windows(MARK.len()).any(|w| w == MARK));
            assert_eq!(photo["size"].as_u64().unwrap(), bytes.len() as u64);
        }
        assert!(photos[0]["place"]["lat"].is_f64() && photos[1]["place"].is_null(), "where the kind needs it");
        for case in [&road, &corridor] {
            assert_eq!(member.get(&format!("/cases/{case}/verify")).await.good()["intact"], true);
            let events = member.get(&format!("/cases/{case}/events")).await.good();
            let told = events["items"].as_array().unwrap().iter().filter(|e| e["kind"] == "cases.file-cleaned").count();
            assert_eq!(told, 1);
        }
        // The change does not conflict with a reader who saw the case before it.
        let accept = json!({ "action": "accept" });
        let path = format!("/cases/{road}/actions");
        member.send(http::Method::POST, &path, Some(test.id()), version.as_i64(), Some(&accept)).await.good();
    });
}
