//! The health centre's own system at work, on both engines: it finds a patient, reads and writes measurements, sees due acts, and nothing
//! else. The answers are stored as a snapshot, which a validator checks in the tests of the web.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::rooms::care::reading_tests::{becomes_nurse, resident, text};
use crate::rooms::households::tests::pair;
use crate::rooms::station::tests::Station;
use crate::testing::{Caller, TestApp, TestResponse, both};

pub const SCOPES: &[&str] = &[
    "system/Patient.rs",
    "system/Observation.rs",
    "system/Observation.c",
    "system/Task.rs",
    "system/Flag.rs",
    "system/Appointment.rs",
];

/// A program with a token.
pub struct Program<'a> {
    secret: String,
    nobody: Caller<'a>,
}

impl<'a> Program<'a> {
    pub async fn of(test: &'a TestApp, who: &str, scopes: &[&str], code: &str) -> Self {
        let wish = json!({ "id": test.id(), "name": "卫生院系统", "verbs": scopes, "code": code, "expires": "2027-05-01T00:00:00Z" });
        let made = test.as_(who).await.post("/people/tokens", &wish).await.good();
        Self { secret: text(&made, "secret"), nobody: test.public() }
    }

    async fn send(&self, method: Method, path: &str, body: Option<(&str, String)>) -> TestResponse {
        let (kind, text) = body.map_or((None, None), |(kind, text)| (Some(("content-type", kind)), Some(text)));
        self.asks(method, path, kind.as_slice(), text).await
    }

    /// Sends a request with headers of its own.
    pub async fn asks(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> TestResponse {
        let bearer = format!("Bearer {}", self.secret);
        let mut request = Request::builder().method(method).uri(format!("/api/fhir/r4{path}"));
        request = request.header(header::AUTHORIZATION, bearer).header(header::HOST, "street.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.nobody.raw(request.body(body.map_or_else(Body::empty, Body::from)).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> TestResponse {
        self.send(Method::GET, path, None).await
    }

    pub async fn write(&self, method: Method, path: &str, body: &Value) -> TestResponse {
        self.send(method, path, Some(("application/fhir+json", body.to_string()))).await
    }

    async fn search(&self, form: &str) -> TestResponse {
        let form = ("application/x-www-form-urlencoded", form.to_owned());
        self.send(Method::POST, "/Patient/_search", Some(form)).await
    }
}

pub fn loinc(code: &str) -> Value {
    json!({ "coding": [{ "system": "http://loinc.org", "code": code }] })
}

pub fn quantity(value: f64, code: &str) -> Value {
    json!({ "value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code })
}

pub fn observation(patient: &str, at: &str, code: &str) -> Value {
    json!({ "resourceType": "Observation", "status": "final", "code": loinc(code),
        "subject": { "reference": format!("Patient/{patient}") }, "effectiveDateTime": at })
}

pub fn pressure(patient: &str, at: &str, systolic: f64, diastolic: f64) -> Value {
    let part = |code: &str, n: f64| json!({ "code": loinc(code), "valueQuantity": quantity(n, "mm[Hg]") });
    let mut panel = observation(patient, at, "85354-9");
    panel["component"] = json!([part("8480-6", systolic), part("8462-4", diastolic)]);
    panel
}

pub fn glucose(patient: &str, at: &str, code: &str, value: Value, name: &str) -> Value {
    let mut one = observation(patient, at, code);
    one["valueQuantity"] = value;
    one["identifier"] = json!([{ "system": "urn:lab:123", "value": name }]);
    one
}

/// The stable codes of an outcome with this status, each with the element that it names.
#[track_caller]
pub fn outcome(came: &TestResponse, status: u16) -> Vec<(String, String)> {
    let body = came.json();
    assert_eq!((came.status.as_u16(), &body["resourceType"]), (status, &json!("OperationOutcome")), "{body}");
    assert_eq!(came.headers[header::CONTENT_TYPE], "application/fhir+json");
    let issue = |i: &Value| {
        assert!(text(i, "diagnostics").is_ascii() && !text(&i["details"], "text").is_ascii(), "both languages: {i}");
        (text(&i["details"]["coding"][0], "code"), text(&json!({ "at": i["expression"][0] }), "at"))
    };
    body["issue"].as_array().unwrap().iter().map(issue).collect()
}

/// The answers, with ids that are the same in each run.
#[derive(Default)]
struct Examples {
    ids: BTreeMap<String, String>,
    all: Vec<Value>,
}

impl Examples {
    fn keep(&mut self, body: &Value) {
        let mut words = body.to_string();
        let bytes: Vec<usize> = words.match_indices('-').map(|(at, _)| at).collect();
        let found: Vec<String> = bytes
            .iter()
            .filter_map(|at| words.get(at.checked_sub(8)?..at + 28))
            .filter(|word| uuid::Uuid::try_parse(word).is_ok())
            .map(str::to_owned)
            .collect();
        for id in found {
            let next = format!("00000000-0000-7000-8000-{:012}", self.ids.len() + 1);
            let stable = self.ids.entry(id.clone()).or_insert(next).clone();
            words = words.replace(&id, &stable);
        }
        self.all.push(serde_json::from_str(&words).unwrap());
    }
}

pub const TEN: &str = "2026-11-23T09:00:00+08:00";

#[test]
fn the_health_centre_reads_and_writes_what_is_measured_and_no_line_beyond() {
    both(async |test| {
        let station = Station::opens(test).await;
        let id = resident(test, "王秀英").await;
        let number = json!({ "identity": "110105194305020020" });
        let member = test.as_("member01").await;
        let page = format!("/households/residents/{id}");
        member.send(Method::PATCH, &page, Some(test.id()), Some(1), Some(&number)).await.good();
        let centre = Program::of(test, "doctor", SCOPES, "510117019006").await;
        let mut kept = Examples::default();

        // She is found by her whole number, in the body of the request; the answer does not contain it.
        let by_address = centre.get("/Patient?identifier=110105194305020020").await;
        assert_eq!(outcome(&by_address, 400), [("fhir.by-post".into(), "identifier".into())]);
        let patient = centre.get(&format!("/Patient/{id}")).await.good();
        assert_eq!((text(&patient["name"][0], "text"), text(&patient, "gender")), ("王秀英".into(), "female".into()));
        kept.keep(&patient);
        let found = centre.get(&format!("/Patient?_id={id}")).await.good();
        assert_eq!((found["total"].as_u64(), &found["entry"][0]["resource"]), (Some(1), &patient));
        kept.keep(&found);

        // A blood pressure under an id that the sender makes: three times, and entered once.
        let (reading, panel) = (test.id(), pressure(&id, TEN, 152.0, 88.0));
        let own = format!("{reading}-bp");
        let mut body = panel.clone();
        body["id"] = json!(own);
        for n in 0..3 {
            let came = centre.write(Method::PUT, &format!("/Observation/{own}"), &body).await;
            assert_eq!(came.status.as_u16(), if n == 0 { 201 } else { 200 });
            assert_eq!(came.headers["location"], format!("/api/fhir/r4/Observation/{own}/_history/1"));
            let read = came.good();
            assert_eq!(read["component"][0]["valueQuantity"]["value"], 152.0);
            assert_eq!(text(&read["interpretation"][0]["coding"][0], "code"), "H");
        }
        body["component"][0]["valueQuantity"]["value"] = json!(200);
        let other = centre.write(Method::PUT, &format!("/Observation/{own}"), &body).await;
        assert_eq!(outcome(&other, 409)[0].0, "kernel.key-reused");

        // A glucose under the name that the laboratory gave it, in the other unit.
        let sugar = glucose(&id, TEN, "14743-9", quantity(540.0, "mg/dL"), "A-17");
        let first = centre.write(Method::POST, "/Observation", &sugar).await;
        let again = centre.write(Method::POST, "/Observation", &sugar).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        let entered = first.good();
        assert_eq!(entered["id"], again.good()["id"]);
        assert_eq!((&entered["valueQuantity"]["value"], text(&entered, "status")), (&json!(29.974), "final".into()));
        assert_eq!(text(&entered["interpretation"][0]["coding"][0], "code"), "HH");
        let unnamed = centre.write(Method::POST, "/Observation", &panel).await;
        assert_eq!(outcome(&unnamed, 422), [("kernel.missing".into(), "Observation.identifier".into())]);
        kept.keep(&centre.get(&format!("/Observation/{own}")).await.good());
        kept.keep(&entered);

        // A value that the meter showed as HI; a doubted one is preliminary until a person answers.
        let mut hi = glucose(&id, TEN, "14770-2", Value::Null, "A-18");
        hi.as_object_mut().unwrap().remove("valueQuantity");
        hi["dataAbsentReason"] = json!({ "coding": [{ "code": "positive-infinity" }] });
        let hi = centre.write(Method::POST, "/Observation", &hi).await.good();
        assert_eq!(text(&hi["dataAbsentReason"]["coding"][0], "code"), "positive-infinity");
        kept.keep(&hi);
        let mut swapped = pressure(&id, TEN, 80.0, 120.0);
        swapped["identifier"] = json!([{ "value": "B-1" }]);
        let asked = centre.write(Method::POST, "/Observation", &swapped).await.good();
        assert_eq!((text(&asked, "status"), asked["interpretation"].is_null()), ("preliminary".into(), true));
        kept.keep(&asked);

        // Her course, newest first, by code and page by page.
        let all = centre.get(&format!("/Observation?patient={id}")).await.good();
        assert_eq!(all["entry"].as_array().unwrap().len(), 4);
        kept.keep(&all);
        let sugars =
            centre.get(&format!("/Observation?patient=Patient/{id}&code=http://loinc.org|14743-9")).await.good();
        assert_eq!(sugars["entry"].as_array().unwrap().len(), 2, "any glucose");
        let (mut path, mut seen) = (format!("/Observation?patient={id}&_count=1"), Vec::new());
        loop {
            let page = centre.get(&path).await.good();
            seen.extend(page["entry"].as_array().unwrap().iter().map(|e| e["resource"]["id"].clone()));
            let next = page["link"].as_array().unwrap().iter().find(|l| l["relation"] == "next");
            let Some(next) = next else { break };
            path = text(next, "url").replace("http://street.example/api/fhir/r4", "");
        }
        assert_eq!(seen.len(), 4);
        assert_eq!(outcome(&centre.get("/Observation?code=85354-9").await, 400)[0].1, "patient");
        let wish = [("prefer", "handling=strict")];
        let unknown = centre.asks(Method::GET, &format!("/Observation?patient={id}&colour=red"), &wish, None).await;
        assert_eq!(
            outcome(&unknown, 400)[0],
            ("fhir.parameter".into(), "colour".into()),
            "told to whoever wants to know"
        );

        // The second critical reading raised an alert: it is a Flag without a value, and the actions that are due are Tasks.
        let flags = centre.get(&format!("/Flag?patient={id}")).await.good();
        let flag = &flags["entry"][0]["resource"];
        assert_eq!(text(flag, "status"), "active");
        assert!(!flag.to_string().contains("29.9"));
        kept.keep(&centre.get(&format!("/Flag/{}", text(flag, "id"))).await.good());
        let tasks = centre.get(&format!("/Task?patient={id}")).await.good();
        let tasks: Vec<&Value> = tasks["entry"].as_array().unwrap().iter().map(|e| &e["resource"]).collect();
        assert!(tasks.iter().any(|t| text(&t["code"], "text").starts_with("复查")), "{tasks:?}");
        assert!(tasks.iter().any(|t| text(&t["code"], "text").starts_with("关护预警")), "{tasks:?}");
        for task in tasks {
            assert_eq!(centre.get(&format!("/Task/{}", text(task, "id"))).await.good(), *task);
            kept.keep(task);
        }

        // Her bookings.
        let doctor = test.as_("doctor").await;
        station.books(test, &doctor, &id, "09:30").await.good();
        let booked = centre.get(&format!("/Appointment?patient={id}")).await.good();
        let booked = &booked["entry"][0]["resource"];
        assert_eq!((text(booked, "status"), text(booked, "start")), ("booked".into(), "2026-11-25T01:30:00Z".into()));
        assert_eq!(centre.get(&format!("/Appointment/{}", text(booked, "id"))).await.good(), *booked);
        kept.keep(booked);

        // By her number.
        let found = centre.search("identifier=urn:oid:2.16.156.10011.1.3%7C110105194305020020").await.good();
        assert_eq!(found["entry"][0]["resource"]["id"], json!(id));
        assert!(!found.to_string().contains("110105194305020020"), "known, and not shown");
        kept.keep(&found);
        assert_eq!(centre.search("identifier=110105199001011235").await.status, 422, "not a number at all");
        kept.keep(&centre.get("/Patient/nobody").await.json());
        kept.keep(&unknown.json());
        kept.keep(&centre.get("/metadata").await.good());
        insta::assert_snapshot!("examples", serde_json::to_string_pretty(&kept.all).unwrap());
    });
}

#[test]
fn each_fault_names_its_element_and_nothing_is_half_done() {
    both(async |test| {
        pair(test, "510117019006").await;
        let id = resident(test, "王秀英").await;
        let centre = Program::of(test, "doctor", SCOPES, "510117019006").await;
        let mut wrong = pressure("nobody", "today", 150.0, 90.0);
        wrong["status"] = json!("registered");
        wrong["component"][0]["valueQuantity"] = quantity(20.0, "kPa");
        wrong["component"][1]["valueQuantity"]["comparator"] = json!("<");
        let came = centre.write(Method::POST, "/Observation", &wrong).await;
        let places: Vec<String> = outcome(&came, 422).into_iter().map(|(_, at)| at).collect();
        assert_eq!(
            places,
            [
                "Observation.status",
                "Observation.subject.reference",
                "Observation.effectiveDateTime",
                "Observation.component[0].valueQuantity.code",
                "Observation.component[1].valueQuantity.comparator",
            ]
        );
        let height = glucose(&id, TEN, "8302-2", quantity(160.0, "cm"), "C-1");
        assert_eq!(outcome(&centre.write(Method::POST, "/Observation", &height).await, 422)[0].1, "Observation.code");
        let half = pressure(&id, TEN, 150.0, 90.0)["component"][0].clone();
        let mut panel = observation(&id, TEN, "85354-9");
        panel["component"] = json!([half]);
        assert_eq!(
            outcome(&centre.write(Method::POST, "/Observation", &panel).await, 422)[0].1,
            "Observation.component"
        );
        let old = glucose(&id, "2026-01-01T09:00:00+08:00", "14743-9", quantity(6.0, "mmol/L"), "C-2");
        assert_eq!(outcome(&centre.write(Method::POST, "/Observation", &old).await, 422)[0].0, "care.at");
        let broken = centre.send(Method::POST, "/Observation", Some(("application/fhir+json", "{".into()))).await;
        assert_eq!(outcome(&broken, 422)[0].0, "kernel.json");
        let none = centre.get(&format!("/Observation?patient={id}")).await.good();
        assert_eq!((none["total"].as_u64(), none["entry"].is_null()), (Some(0), true));
    });
}

#[test]
fn a_token_does_what_its_scopes_say_where_its_owner_is_paired() {
    both(async |test| {
        pair(test, "510117019006").await;
        let id = resident(test, "王秀英").await;
        let writes = Program::of(test, "doctor", &["system/Observation.c"], "510117019006").await;
        let sugar = glucose(&id, TEN, "14743-9", quantity(6.1, "mmol/L"), "D-1");
        let entered = writes.write(Method::POST, "/Observation", &sugar).await;
        assert_eq!((entered.status.as_u16(), entered.bytes.len()), (201, 0), "entered, and read nothing");
        let place = entered.headers["location"].to_str().unwrap().to_owned();
        let observation = place.split('/').nth(5).unwrap().to_owned();
        for path in [
            format!("/Observation?patient={id}"),
            format!("/Observation/{observation}"),
            format!("/Patient/{id}"),
            format!("/Task?patient={id}"),
            format!("/Flag?patient={id}"),
        ] {
            let came = writes.get(&path).await;
            assert_eq!(outcome(&came, 403)[0].0, "access.denied", "{path}");
            assert_eq!(came.headers["www-authenticate"], "Bearer error=\"insufficient_scope\"");
        }
        // Another cell of the same team, another team's doctor, a token that is none.
        let elsewhere = Program::of(test, "doctor", SCOPES, "51011701900600902").await;
        assert_eq!(elsewhere.get(&format!("/Observation/{observation}")).await.status, 404);
        assert_eq!(elsewhere.get(&format!("/Patient/{id}")).await.status, 404);
        becomes_nurse(test, "partner").await;
        let unpaired = Program::of(test, "partner", SCOPES, "510117019006").await;
        assert_eq!(unpaired.get(&format!("/Observation/{observation}")).await.status, 404, "measured by another");
        assert_eq!(unpaired.get(&format!("/Observation?patient={id}")).await.good()["total"], 0);
        let nobody = Program { secret: "wg_none".into(), nobody: test.public() };
        let came = nobody.get(&format!("/Patient/{id}")).await;
        assert_eq!(
            (outcome(&came, 401)[0].0.as_str(), &came.headers["www-authenticate"]),
            ("access.signed-out", &"Bearer".parse().unwrap())
        );
        assert_eq!(nobody.get("/metadata").await.good()["fhirVersion"], "4.0.1", "what it can do is told to anybody");
        let smart = nobody.get("/.well-known/smart-configuration").await.good();
        assert_eq!(smart["scopes_supported"].as_array().unwrap().len(), 6);

        // Nobody can pass on more rights than they have.
        for (who, scope, code) in [
            ("member01", "system/Observation.rs", "51011701900600901"),
            ("doctor", "system/Observation.cruds", "510117019006"),
            ("doctor", "system/Patient.rs", "510117019"),
        ] {
            let wish = json!({ "id": test.id(), "name": "x", "verbs": [scope], "code": code, "expires": "2027-05-01T00:00:00Z" });
            let came = test.as_(who).await.post("/people/tokens", &wish).await;
            assert_eq!(came.refused(422), "kernel.invalid", "{who} {scope} {code}");
        }
    });
}
