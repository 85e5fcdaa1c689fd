//! The live stream: who receives what, and when a stream ends.

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, Request, StatusCode, header};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt as _;
use uuid::Uuid;
use weiguang_domain::access::{Role, Verb};
use weiguang_domain::kernel::ids::AssignmentId;
use weiguang_domain::kernel::time::Span;
use weiguang_domain::people::Assignment;
use weiguang_store::Tx;

use crate::live::{Change, OF_ACCOUNT};
use crate::rooms::care::reading_tests::{becomes_nurse, measure};
use crate::rooms::households::tests::{pair, wang};
use crate::rooms::people::store;
use crate::testing::{Caller, TestApp, both, code};

/// A stream that a caller opened.
struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    async fn open(test: &TestApp, caller: &Caller<'_>) -> Self {
        let request = Request::builder().uri("/api/v1/live").header(header::COOKIE, caller.cookie());
        let answer = test.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        Self { body: answer.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event and its data; `None` once the stream has ended. A test that waits for an event that never comes fails.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let part = |name| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
                let heard = (part("event: "), serde_json::from_str(&part("data: ")).unwrap());
                self.text = rest.to_owned();
                return Some(heard);
            }
            let more = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&more.unwrap()).unwrap());
        }
    }

    /// The cells of the events, one after the other, up to this one.
    async fn cells_until(&mut self, last: &str) -> Vec<String> {
        let mut cells: Vec<String> = Vec::new();
        while cells.last().is_none_or(|cell| cell != last) {
            let (kind, heard) = self.next().await.unwrap();
            assert_eq!(kind, "cases.changed");
            cells.push(heard["code"].as_str().unwrap().to_owned());
            cells.dedup();
        }
        cells
    }
}

const ONE: &str = "51011701900600901";
const TWO: &str = "51011701900600902";
const NEXT: &str = "51011701900800101";
const OTHER: &str = "51011700920200101";

/// A reader of another place, who must not receive even the subject's cell, receives nothing.
#[test]
fn a_watcher_hears_what_is_in_scope_and_nothing_of_another_grid_or_street() {
    both(async |test| {
        let expected: &[(&str, &[&str])] = &[
            ("dispatcher", &[ONE, NEXT, TWO]),
            ("leader", &[ONE, TWO]),
            ("member01", &[ONE]),
            ("member02", &[TWO]),
            ("secretary08", &[NEXT]),
            ("member0801", &[NEXT]),
            ("other-dispatcher", &[OTHER]),
            ("other-member", &[OTHER]),
        ];
        let mut streams = Vec::new();
        for (who, cells) in expected {
            streams.push((who, *cells, Stream::open(test, &test.as_(who).await).await));
        }
        let (desk, other) = (test.as_("dispatcher").await, test.as_("other-dispatcher").await);
        for (caller, west) in [(&desk, 0), (&desk, 3), (&desk, 1), (&other, 30)] {
            test.bring(caller, "street-light-out", west).await;
        }
        for (who, cells, mut stream) in streams {
            assert_eq!(stream.cells_until(cells.last().unwrap()).await, cells, "{who}");
        }
        let nobody = test.public().get("/live").await;
        assert_eq!(nobody.refused(401), "access.signed-out");
        assert_eq!(test.as_("administrator").await.get("/live").await.refused(403), "access.denied");
    });
}

/// Between signing out and the end of the stream no event is sent, and the stream ends by itself.
#[test]
fn a_stream_ends_with_its_session_and_with_its_account() {
    both(async |test| {
        let desk = test.as_("dispatcher").await;
        let (leader, member) = (test.as_("leader").await, test.as_("member01").await);
        let (mut first, mut second) = (Stream::open(test, &leader).await, Stream::open(test, &member).await);
        let mut third = Stream::open(test, &test.as_("leader").await).await;
        assert_eq!(leader.send(Method::DELETE, "/session", None, None, None).await.status, StatusCode::NO_CONTENT);
        let path = format!("/people/accounts/{}/leave", test.account("member01").uuid());
        test.as_("manager").await.post(&path, &json!({})).await.good();
        test.bring(&desk, "street-light-out", 0).await;
        assert!(first.next().await.is_none(), "nothing is told to who signed out");
        assert!(second.next().await.is_none(), "nothing is told to who left");
        assert!(third.next().await.is_some(), "another session of the same account goes on");

        // Nothing happens at all: an idle stream ends, too.
        let idle = test.as_("leader").await;
        let mut stream = Stream::open(test, &idle).await;
        idle.send(Method::DELETE, "/session", None, None, None).await;
        assert!(stream.next().await.is_none());
    });
}

/// Events of a post that ended while the stream was open stop, and those of the others go on.
#[test]
fn a_stream_goes_by_what_is_held_now() {
    both(async |test| {
        let (account, today) = (test.account("member02"), test.clock.now().day());
        let post = Assignment {
            id: AssignmentId::new(test.id()),
            account,
            role: Role::MicroGridMember,
            code: code(ONE),
            since: today,
            until: today,
        };
        let keep = move |tx: &mut Tx<'_>| store::insert_assignment(tx, &code("510117019"), &post);
        test.app.db().write(keep).await.unwrap();
        let mut stream = Stream::open(test, &test.as_("member02").await).await;
        let desk = test.as_("dispatcher").await;
        test.bring(&desk, "street-light-out", 0).await;
        assert_eq!(stream.next().await.unwrap().1["code"], ONE);
        test.clock.advance(Span::days(1));
        for west in [0, 1] {
            test.bring(&desk, "street-light-out", west).await;
        }
        let heard = stream.cells_until(TWO).await;
        assert!(heard.iter().filter(|cell| *cell == ONE).count() == 0, "{heard:?}");
    });
}

/// A reader that is too slow misses events, and is told so: the page reloads.
#[test]
fn a_watcher_who_falls_behind_is_told_to_look_again() {
    both(async |test| {
        let mut stream = Stream::open(test, &test.as_("leader").await).await;
        let told = |n: u128| Change {
            kind: "cases.changed",
            verb: Verb::CasesRead,
            code: code(ONE),
            id: Uuid::from_u128(n),
            version: 1,
            status: "submitted",
            parties: Vec::new(),
        };
        test.app.live().tell((0..1_100).map(told).collect());
        assert_eq!(stream.next().await.unwrap().0, "lagged");
        assert_eq!(stream.next().await.unwrap().0, "cases.changed", "and goes on");
    });
}

/// An open stream is no use of the session: a person who went home is signed out in the evening, whatever page stayed open.
#[test]
fn an_open_stream_keeps_nobody_signed_in() {
    both(async |test| {
        let mut stream = Stream::open(test, &test.as_("leader").await).await;
        let hours = test.app.settings().sessions.idle_hours;
        test.clock.advance(Span::hours(hours + 1));
        assert!(stream.next().await.is_none());
    });
}

#[test]
fn one_more_stream_of_an_account_ends_its_oldest_and_nobody_elses() {
    both(async |test| {
        let (leader, member) = (test.as_("leader").await, test.as_("member01").await);
        let mut others = Stream::open(test, &member).await;
        let mut oldest = Stream::open(test, &leader).await;
        let mut later = Vec::new();
        for _ in 0..OF_ACCOUNT {
            // Another session of the same person counts as the same person.
            later.push(Stream::open(test, &test.as_("leader").await).await);
        }
        assert_eq!(oldest.next().await.unwrap().0, "crowded");
        assert!(oldest.next().await.is_none());
        assert_eq!(test.app.live().watching(), OF_ACCOUNT + 1);
        test.bring(&test.as_("dispatcher").await, "street-light-out", 0).await;
        assert_eq!(others.next().await.unwrap().1["code"], ONE);
        for stream in &mut later {
            assert_eq!(stream.next().await.unwrap().1["code"], ONE);
        }
    });
}

/// While a person is still being measured only the station receives the alert; once it rings, the leader does, and no other grid or street
/// ever.
#[test]
fn an_alert_is_heard_by_those_whose_it_is() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let nurse = test.as_("partner").await;
        let person = wang(test, &test.as_("member01").await).await;
        let mut station = Stream::open(test, &nurse).await;
        let mut leader = Stream::open(test, &test.as_("leader").await).await;
        let mut apart = Vec::new();
        for (who, cell) in [("member02", TWO), ("leader0801", NEXT), ("other-dispatcher", OTHER)] {
            apart.push((who, cell, Stream::open(test, &test.as_(who).await).await));
        }
        for glucose in ["30.7", "31.2"] {
            let measured = json!({ "glucose": glucose, "meal": "random" });
            measure(&nurse, test, person["id"].as_str().unwrap(), measured).await.good();
        }
        let alert = test.as_("manager").await.get("/care/alerts").await.good()["items"][0]["id"].clone();
        let statuses = async |stream: &mut Stream| {
            let mut all = Vec::new();
            while all.last().is_none_or(|status| status != "raised") {
                let (kind, heard) = stream.next().await.unwrap();
                assert_eq!((kind.as_str(), &heard["id"]), ("care.changed", &alert));
                all.push(heard["status"].as_str().unwrap().to_owned());
            }
            all
        };
        assert_eq!(statuses(&mut station).await, ["remeasuring", "raised"]);
        assert_eq!(statuses(&mut leader).await, ["raised"]);
        let (desk, other) = (test.as_("dispatcher").await, test.as_("other-dispatcher").await);
        for (caller, west) in [(&desk, 1), (&desk, 3), (&other, 30)] {
            test.bring(caller, "street-light-out", west).await;
        }
        for (who, cell, mut stream) in apart {
            assert_eq!(stream.cells_until(cell).await, [cell], "{who}");
        }
    });
}
