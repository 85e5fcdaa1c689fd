//! Forms over HTTP on both engines: permanent versions, the workbook that departments use, and faults that can be corrected.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::tests::{form, publish};
use crate::testing::{Caller, TestApp, TestResponse, both};

const SURVEY: &[&[&str]] = &[
    &["type", "name", "label::中文", "label::English (en)", "required", "relevant", "constraint", "ledger"],
    &["integer", "size", "家里住几口人", "How many live here", "yes", "", ". > 0 and . <= 20", "household.size"],
    &["select_one tenure", "tenure", "房子是自己的吗", "Whose home is it", "", "", "", "household.tenure"],
    &[
        "text",
        "landlord",
        "房东怎么联系",
        "How to reach the landlord",
        "yes",
        "${tenure} = 'tenant'",
        "",
        "contact.landlord_phone",
    ],
];
const CHOICES: &[&[&str]] = &[
    &["list_name", "name", "label::中文", "label::English (en)"],
    &["tenure", "owner", "自有", "owned"],
    &["tenure", "tenant", "租住", "rented"],
];

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (at, row) in rows.iter().enumerate() {
            for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                sheet.write(u32::try_from(at).unwrap(), u16::try_from(column).unwrap(), *text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A workbook that becomes a form.
pub(super) fn a_workbook() -> Vec<u8> {
    let settings: &[&[&str]] = &[&["form_title"], &["高龄老人走访"]];
    workbook(&[("survey", SURVEY), ("choices", CHOICES), ("settings", settings)])
}

async fn upload(test: &TestApp, caller: &Caller<'_>, path: &str, bytes: Vec<u8>) -> TestResponse {
    let request = Request::builder()
        .method("POST")
        .uri(format!("/api/v1{path}"))
        .header("x-weiguang", "1")
        .header("idempotency-key", test.id().to_string())
        .header("cookie", caller.cookie());
    caller.raw(request.body(Body::from(bytes)).unwrap()).await
}

#[test]
fn a_version_stays_as_it_was_and_only_who_sends_people_to_doors_writes_the_next() {
    both(async |test| {
        let first = publish(test, "alone").await;
        assert_eq!((first["version"].as_i64(), first["questions"][2]["about"].as_str()), (Some(1), Some("household")));
        let secretary = test.as_("secretary").await;
        let mut next = form("alone");
        next["questions"].as_array_mut().unwrap().truncate(1);
        assert_eq!(secretary.post("/visits/forms", &next).await.good()["version"], 2);
        let member = test.as_("member01").await;
        let read = async |query: &str| {
            member.get(&format!("/visits/forms/alone{query}")).await.good()["questions"].as_array().unwrap().len()
        };
        assert_eq!((read("?version=1").await, read("").await), (6, 1));
        assert_eq!(member.get("/visits/forms").await.good()["items"][0]["version"], 2);
        assert_eq!(member.get("/visits/forms/none").await.refused(404), "kernel.not-found");
        for who in ["member01", "leader", "secretary08", "administrator"] {
            assert_eq!(test.as_(who).await.post("/visits/forms", &next).await.refused(403), "access.denied", "{who}");
        }
        // The next community writes its own, and not a version of this one.
        next["code"] = json!("510117019008");
        assert_eq!(test.as_("secretary08").await.post("/visits/forms", &next).await.refused(403), "access.denied");
        next["questions"] = json!([{ "name": "2b", "label": { "zh": "", "en": "" }, "kind": "text" },
            { "name": "b", "label": { "zh": "乙", "en": "b" }, "kind": "text", "relevant": { "op": "answer", "name": "c" } }]);
        next["code"] = json!("510117019006");
        let refused = secretary.post("/visits/forms", &next).await;
        let codes: Vec<_> = refused.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| format!("{} {}", e["field"].as_str().unwrap(), e["code"].as_str().unwrap()))
            .collect();
        assert_eq!(
            codes,
            [
                "questions.0.name visits.form-name",
                "questions.0.label kernel.missing",
                "questions.1.relevant visits.form-later"
            ]
        );
        let mut odd = form("odd");
        odd["questions"][0]["kind"] = json!("geopoint");
        assert_eq!(secretary.post("/visits/forms", &odd).await.refused(422), "kernel.invalid");
    });
}

#[test]
fn a_workbook_of_a_department_becomes_a_form_or_a_list_of_what_to_mend() {
    both(async |test| {
        let secretary = test.as_("secretary").await;
        let path = "/visits/forms/elders-2026/workbook?code=510117019006";
        let good = a_workbook();
        let looked = upload(test, &secretary, &format!("{path}&dry_run=true"), good.clone()).await;
        assert_eq!(looked.status, 200);
        assert_eq!(looked.good()["published_at"], Value::Null);
        assert_eq!(secretary.get("/visits/forms").await.good()["items"], json!([]), "a look keeps nothing");
        let neighbour = test.as_("secretary08").await;
        let came = upload(test, &neighbour, &format!("{path}&dry_run=true"), good.clone()).await;
        assert_eq!(came.refused(403), "access.denied", "a look is for who may publish there");
        let kept = upload(test, &secretary, path, good.clone()).await;
        assert_eq!(kept.status, 201);
        let kept = kept.good();
        assert_eq!(
            (&kept["title"]["zh"], &kept["questions"][1]["choices"][1]["label"]["en"]),
            (&json!("高龄老人走访"), &json!("rented"))
        );
        assert_eq!(kept["questions"][2]["relevant"]["op"], "is");
        let mut bad: Vec<&[&str]> = SURVEY.to_vec();
        bad.push(&["geopoint", "where", "在哪里"]);
        bad.push(&["text", "next", "下一题", "", "", "${later} = 1"]);
        let refused = upload(test, &secretary, path, workbook(&[("survey", &bad), ("choices", CHOICES)])).await;
        assert_eq!(refused.status, 422);
        let faults = refused.json()["errors"].clone();
        assert_eq!((&faults[0]["field"], &faults[1]["field"]), (&json!("survey/5/type"), &json!("survey/6/relevant")));
        assert!(faults[0]["zh"].as_str().unwrap().starts_with("工作表 survey 第 5 行 type 列："));
        assert!(faults[1]["en"].as_str().unwrap().starts_with("sheet survey, row 6, column relevant: "));
        assert_eq!(upload(test, &secretary, path, b"no workbook".to_vec()).await.refused(422), "kernel.invalid");
        assert_eq!(
            upload(test, &secretary, path, workbook(&[("choices", CHOICES)])).await.refused(422),
            "kernel.invalid"
        );
        assert_eq!(upload(test, &test.as_("leader").await, path, good).await.refused(403), "access.denied");
    });
}
