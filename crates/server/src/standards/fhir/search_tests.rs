//! Requirements of other FHIR clients: pages are filtered before they are cut, versions are compared, codes belong to their system, and a
//! refusal is an outcome with the right status; repeated writes are stored once.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::tests::{Program, SCOPES, glucose, loinc, observation, outcome, pressure, quantity};
use crate::rooms::care::reading_tests::{resident, text};
use crate::rooms::households::tests::pair;
use crate::testing::{TestApp, both};

async fn centre(test: &TestApp) -> Program<'_> {
    pair(test, "510117019006").await;
    Program::of(test, "doctor", SCOPES, "510117019006").await
}

fn ids(bundle: &Value) -> Vec<String> {
    bundle["entry"].as_array().into_iter().flatten().map(|e| text(&e["resource"], "id")).collect()
}

#[test]
fn what_is_said_twice_is_refused_and_nothing_of_it_is_stored() {
    both(async |test| {
        let (centre, id) = (centre(test).await, resident(test, "王秀英").await);
        let at = test.clock.now().to_string();
        let panel = |n: f64| pressure(&id, &at, n, 80.0);
        let part = |code: &str, n: f64| json!({ "code": loinc(code), "valueQuantity": quantity(n, "mm[Hg]") });
        let (mut twice, mut both_at_once, mut two_kinds, mut two_times, mut absent) =
            (panel(190.0), panel(190.0), panel(190.0), panel(190.0), panel(190.0));
        twice["component"].as_array_mut().unwrap().push(part("8480-6", 120.0));
        both_at_once["component"][0]["code"]["coding"]
            .as_array_mut()
            .unwrap()
            .push(loinc("8462-4")["coding"][0].clone());
        two_kinds["code"]["coding"].as_array_mut().unwrap().push(loinc("14743-9")["coding"][0].clone());
        two_times["effectiveInstant"] = json!(at);
        absent["component"][0]["dataAbsentReason"] = json!({ "coding": [{ "code": "positive-infinity" }] });
        let mut meals = glucose(&id, &at, "14743-9", quantity(6.1, "mmol/L"), "A-1");
        meals["code"]["coding"].as_array_mut().unwrap().push(loinc("14770-2")["coding"][0].clone());
        let mut nested = glucose(&id, &at, "14743-9", quantity(6.1, "mmol/L"), "A-2");
        nested["component"] = json!([{ "code": loinc("14743-9"), "valueQuantity": quantity(30.0, "mmol/L") }]);
        let mut ends = observation(&id, &at, "14743-9");
        ends["dataAbsentReason"] =
            json!({ "coding": [{ "code": "positive-infinity" }, { "code": "negative-infinity" }] });
        for (body, place) in [
            (twice, "Observation.component[2].code"),
            (both_at_once, "Observation.component[0].code"),
            (two_kinds, "Observation.code"),
            (two_times, "Observation.effectiveInstant"),
            (absent, "Observation.component[0].dataAbsentReason"),
            (meals, "Observation.code"),
            (nested, "Observation.component[0]"),
            (ends, "Observation.dataAbsentReason"),
        ] {
            let mut body = body;
            body["identifier"] = json!([{ "system": "urn:lab", "value": place }]);
            let came = centre.write(Method::POST, "/Observation", &body).await;
            assert_eq!(outcome(&came, 422)[0], ("fhir.twice".into(), place.into()));
        }
        assert_eq!(centre.get(&format!("/Observation?patient={id}")).await.good()["total"], 0);
    });
}

#[test]
fn a_page_is_filtered_before_it_is_cut_and_sorted_as_it_is_asked() {
    both(async |test| {
        let (centre, id) = (centre(test).await, resident(test, "王秀英").await);
        let other = resident(test, "李桂兰").await;
        let mut moments = Vec::new();
        for n in 0..3 {
            let at = test.clock.now().to_string();
            let mut panel = pressure(&id, &at, 120.0 + f64::from(n), 80.0);
            panel["identifier"] = json!([{ "value": format!("P-{n}") }]);
            centre.write(Method::POST, "/Observation", &panel).await.good();
            test.clock.advance(Span::minutes(1));
            for k in 0..2 {
                let at = test.clock.now().to_string();
                let sugar = glucose(&id, &at, "14743-9", quantity(6.1, "mmol/L"), &format!("G-{n}-{k}"));
                centre.write(Method::POST, "/Observation", &sugar).await.good();
                test.clock.advance(Span::minutes(1));
            }
            moments.push(at);
        }
        let get = async |query: &str| centre.get(&format!("/Observation?patient={id}&{query}")).await.good();
        let walk = async |query: &str| {
            let (mut path, mut seen) = (format!("/Observation?patient={id}&_count=1&{query}"), Vec::new());
            loop {
                let page = centre.get(&path).await.good();
                assert_eq!(page["entry"].as_array().map(Vec::len), Some(1), "no page is empty: {page}");
                seen.extend(ids(&page));
                let next = page["link"].as_array().unwrap().iter().find(|l| l["relation"] == "next");
                let Some(next) = next else { return seen };
                path = text(next, "url").replace("http://street.example/api/fhir/r4", "");
            }
        };
        let pressures = walk("code=85354-9").await;
        assert!(pressures.len() == 3 && pressures.iter().all(|id| id.ends_with("-bp")), "{pressures:?}");
        let mut rising = walk("code=http://loinc.org%7C85354-9&_sort=date").await;
        rising.reverse();
        assert_eq!(rising, pressures);
        assert_eq!(walk("").await.len(), 9);

        // The total is of everything, on every page; zero asks for nothing else.
        let total = get("_count=0").await;
        assert_eq!((total["total"].as_u64(), total["entry"].is_null()), (Some(9), true));
        assert!(total["link"].as_array().unwrap().iter().all(|l| l["relation"] == "self"));
        assert_eq!(get("_summary=count&code=14743-9").await["total"], 6);
        let nobody = centre.get(&format!("/Observation?patient={other},{}&_count=0", test.id())).await.good();
        assert_eq!(nobody["total"], 0);

        // A code is of its system.
        for (code, n) in [
            ("85354-9", 3),
            ("http://loinc.org%7C85354-9", 3),
            ("http://loinc.org%7C", 9),
            ("%7C85354-9", 0),
            ("http://snomed.info/sct%7C85354-9", 0),
            ("http://snomed.info/sct%7C", 0),
            ("85354-9,14743-9", 9),
        ] {
            assert_eq!(get(&format!("code={code}")).await["total"], n, "{code}");
        }
        for (date, n) in [
            (format!("ge{}", moments[1]), 6),
            (format!("lt{}", moments[1]), 3),
            (moments[1].clone(), 1),
            (format!("ge{}&date=lt{}", moments[0], moments[2]), 6),
            ("2026-11-23".to_owned(), 9),
            ("gt2026-11-23".to_owned(), 0),
            ("2025".to_owned(), 0),
        ] {
            assert_eq!(get(&format!("date={date}")).await["total"], n, "{date}");
        }
        assert_eq!(get(&format!("_lastUpdated=ge{}", moments[2])).await["total"], 3);
        let both = centre.get(&format!("/Observation?_id={},{},x", pressures[0], pressures[1])).await.good();
        assert_eq!(ids(&both), pressures[..2]);
        let subject = centre.get(&format!("/Observation?subject=Patient/{id}&_id={}", pressures[2])).await.good();
        assert_eq!(ids(&subject), pressures[2..]);
        assert_eq!(text(&subject["entry"][0]["resource"]["meta"], "lastUpdated"), moments[0]);
        let people = centre.get(&format!("/Patient?_id={other},{id}")).await.good();
        assert_eq!((people["total"].as_u64(), ids(&people).contains(&id)), (Some(2), true));

        // An unknown part is ignored, and the self link says so.
        let left_out = get("colour=red&_sort=-date").await;
        let link = text(&left_out["link"][0], "url");
        assert!(left_out["total"] == 9 && link.contains("_sort=-date") && !link.contains("colour"), "{link}");
        for wrong in ["date=today", "_count=many", "_cursor=x", "code:text=x", "_lastUpdated=2026-13"] {
            outcome(&centre.get(&format!("/Observation?patient={id}&{wrong}")).await, 400);
        }
    });
}

#[test]
fn a_version_is_compared_before_anything_is_put() {
    both(async |test| {
        let (centre, id) = (centre(test).await, resident(test, "王秀英").await);
        let own = format!("{}-bp", test.id());
        let mut panel = pressure(&id, &test.clock.now().to_string(), 122.0, 80.0);
        panel["id"] = json!(own);
        let put = async |headers: &[(&str, &str)]| {
            let headers = [&[("content-type", "application/fhir+json")], headers].concat();
            centre.asks(Method::PUT, &format!("/Observation/{own}"), &headers, Some(panel.to_string())).await
        };
        assert_eq!(
            outcome(&put(&[("if-match", "W/\"1\"")]).await, 412)[0].0,
            "kernel.version-moved",
            "there is none yet"
        );
        let made = put(&[("if-none-match", "*")]).await;
        assert_eq!((made.status.as_u16(), &made.headers["etag"]), (201, &"W/\"1\"".parse().unwrap()));
        assert_eq!(text(&made.good()["meta"], "versionId"), "1");
        assert_eq!(put(&[]).await.status, 200, "the same again is the same");
        assert_eq!(put(&[("if-match", "W/\"1\"")]).await.status, 200);
        for stale in [("if-match", "W/\"2\""), ("if-match", "\"7\""), ("if-match", "x"), ("if-none-match", "*")] {
            assert_eq!(outcome(&put(&[stale]).await, 412)[0].0, "kernel.version-moved", "{stale:?}");
        }
        assert_eq!(centre.get(&format!("/Observation?patient={id}")).await.good()["total"], 1);
    });
}

#[test]
fn whatever_is_refused_is_an_outcome_with_its_status() {
    both(async |test| {
        let (centre, id) = (centre(test).await, resident(test, "王秀英").await);
        for (method, path, status) in [
            (Method::GET, "/Encounter?patient=x".to_owned(), 404),
            (Method::POST, "/Encounter".to_owned(), 404),
            (Method::GET, "/Nonsense/1/2/3".to_owned(), 404),
            (Method::GET, "/Patient/nobody".to_owned(), 404),
            (Method::GET, "/Observation/nothing".to_owned(), 404),
            (Method::GET, "/Observation/nothing-bp".to_owned(), 404),
            (Method::GET, "/Task/x".to_owned(), 404),
            (Method::GET, "/Flag/x".to_owned(), 404),
            (Method::GET, "/Appointment/x".to_owned(), 404),
            (Method::GET, format!("/Patient/{id}/_history/1"), 404),
            (Method::DELETE, format!("/Patient/{id}"), 405),
            (Method::POST, "/Task".to_owned(), 405),
            (Method::PATCH, format!("/Observation/{id}-bp"), 405),
            (Method::GET, format!("/Patient?_id={id}&_format=xml"), 406),
            (Method::GET, format!("/Patient/{id}?_format=application/fhir%2Bxml"), 406),
        ] {
            let came = centre.asks(method.clone(), &path, &[], None).await;
            outcome(&came, status);
            assert!(status != 405 || came.headers.contains_key("allow"), "{method} {path}");
        }
        let read = format!("/Patient/{id}");
        for (accept, status) in [
            ("application/fhir+xml", 406),
            ("text/xml, application/xml;q=0.9", 406),
            ("application/fhir+json;q=0, text/turtle", 406),
            ("application/fhir+xml, application/fhir+json;q=0.5", 200),
            ("text/html, */*;q=0.8", 200),
            ("application/json", 200),
        ] {
            let came = centre.asks(Method::GET, &read, &[("accept", accept)], None).await;
            assert_eq!(came.status.as_u16(), status, "{accept}");
            assert!(status == 200 || outcome(&came, status)[0].0 == "fhir.format");
        }
        assert_eq!(centre.get(&format!("{read}?_format=json")).await.status, 200);
        let xml = Some("<Observation xmlns=\"http://hl7.org/fhir\"/>".to_owned());
        let came = centre.asks(Method::POST, "/Observation", &[("content-type", "application/fhir+xml")], xml).await;
        assert_eq!(outcome(&came, 415)[0].0, "fhir.media");
    });
}
