//! Destinations that hang, refuse and recover, and alarms that do not wait for them.

use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};
use weiguang_domain::kernel::time::Span;

use crate::finding::Verdict;
use crate::jobs;
use crate::rooms::outbox::queue::BACK_OFF;
use crate::rooms::outbox::sending;
use crate::testing::{TestApp, both};

/// A simulated destination: its received messages, and its answer.
pub(crate) struct Listener {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<String>>>,
    /// The status of its answers; 0 means that it never answers.
    status: Arc<AtomicUsize>,
}

impl Listener {
    pub(crate) async fn open(status: usize) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", socket.local_addr().unwrap());
        let (received, status) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(status)));
        let (list, says) = (received.clone(), status.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = socket.accept().await {
                let (list, says) = (list.clone(), says.clone());
                tokio::spawn(async move {
                    let mut bytes = Vec::new();
                    while let Ok(read @ 1..) = stream.read_buf(&mut bytes).await {
                        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
                        let whole = text.split_once("\r\n\r\n").filter(|(_, body)| read > 0 && body.ends_with('}'));
                        let Some((head, _)) = whole else { continue };
                        let id = head.lines().find_map(|line| line.strip_prefix("webhook-id: ")).unwrap();
                        list.lock().await.push(id.to_owned());
                        bytes.clear();
                        match says.load(Ordering::SeqCst) {
                            // The connection stays open, and no answer is sent.
                            0 => std::future::pending().await,
                            status => {
                                let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
                                let _ = stream.write_all(answer.as_bytes()).await;
                            }
                        }
                    }
                });
            }
        });
        Self { url, received, status }
    }

    fn answers(&self, status: usize) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// The ids of the received messages, in order.
    pub(crate) async fn told(&self) -> Vec<String> {
        self.received.lock().await.clone()
    }

    async fn forgets(&self) {
        self.received.lock().await.clear();
    }
}

pub(crate) async fn register(test: &TestApp, listener: &Listener) -> String {
    let id = test.id().to_string();
    let body = json!({ "id": id, "name": "某系统", "url": listener.url, "secret": "0123456789abcdef0123456789abcdef", "code": "510117019" });
    test.as_("administrator").await.post("/outbox/destinations", &body).await.good();
    id
}

/// The outbox in the order in which it was written.
pub(crate) async fn outbox(test: &TestApp) -> Vec<Value> {
    let page = test.as_("administrator").await.get("/outbox?limit=100").await.good();
    let mut items = page["items"].as_array().unwrap().clone();
    items.sort_by_key(|m| m["at"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap());
    items
}

fn ids(messages: &[Value]) -> Vec<String> {
    messages.iter().map(|m| m["id"].as_str().unwrap().to_owned()).collect()
}

/// Waits in real time until a condition holds, which depends on another task, not on the moved clock.
async fn until(what: &str, so: impl AsyncFn() -> bool) {
    let tried = tokio::time::timeout(Duration::from_secs(60), async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    assert!(tried.await.is_ok(), "{what}");
}

#[test]
fn a_destination_that_never_answers_delays_no_alarm_and_no_other_destination() {
    both(async |test| {
        let (hung, well) = (Listener::open(0).await, Listener::open(200).await);
        register(test, &hung).await;
        register(test, &well).await;
        let (stop, stopped) = watch::channel(false);
        let jobs = jobs::start(&test.app, &stopped);
        let dispatcher = test.as_("dispatcher").await;
        for _ in 0..9 {
            test.bring(&dispatcher, "corridor-clutter", 0).await;
        }
        let case = test.bring(&dispatcher, "corridor-clutter", 0).await["id"].as_str().unwrap().to_owned();
        until("the hung destination has accepted a message", async || !hung.told().await.is_empty()).await;
        until("the other one has all of them", async || well.told().await.len() >= 10).await;

        // Nobody accepts the matter: its clock runs out while the try hangs.
        test.clock.advance(Span::days(3));
        test.app.wake().ring(crate::rooms::cases::CLOCK);
        let path = format!("/cases/{case}");
        let escalated = async || dispatcher.get(&path).await.json()["escalated"].as_i64() > Some(0);
        until("the alarm rang while the try was in flight", escalated).await;
        let tried: BTreeSet<String> = hung.told().await.into_iter().collect();
        assert_eq!(tried.len(), 1, "one in flight, and the rest waits behind it");
        let began = std::time::Instant::now();
        stop.send(true).unwrap();
        for job in jobs {
            job.await.unwrap();
        }
        assert!(began.elapsed() < Duration::from_secs(30), "a stop does not wait for what hangs");
    });
}

#[test]
fn a_queue_keeps_its_order_through_failures_and_a_refused_message_steps_aside() {
    both(async |test| {
        let listener = Listener::open(503).await;
        register(test, &listener).await;
        let (client, dispatcher) = (test.app.outgoing().client().unwrap(), test.as_("dispatcher").await);
        for _ in 0..3 {
            test.bring(&dispatcher, "corridor-clutter", 0).await;
            test.clock.advance(Span::seconds(1));
        }
        let written = outbox(test).await;
        assert!(written.len() >= 3);
        let tried = sending::send_due(&test.app, &client).await.unwrap();
        assert_eq!((tried, listener.told().await.len()), (1, 1), "one try is the answer for all that wait");
        assert!(outbox(test).await.iter().all(|m| m["tries"] == 1 && m["state"] == "waiting"));
        assert_eq!(
            sending::send_due(&test.app, &client).await.unwrap(),
            0,
            "nothing is due before the back-off is over"
        );

        // It is well again, and refuses the first one for itself.
        listener.answers(422);
        test.clock.advance(BACK_OFF[0]);
        listener.forgets().await;
        sending::send_due(&test.app, &client).await.unwrap();
        assert_eq!(listener.told().await, ids(&written), "each of them is refused by itself");
        listener.answers(200);
        test.bring(&dispatcher, "corridor-clutter", 0).await;
        let new: Vec<String> = ids(&outbox(test).await).into_iter().filter(|id| !ids(&written).contains(id)).collect();
        listener.forgets().await;
        sending::send_due(&test.app, &client).await.unwrap();
        assert_eq!(listener.told().await, new, "what is refused does not stop those behind it");
        test.clock.advance(BACK_OFF[1]);
        listener.forgets().await;
        sending::send_due(&test.app, &client).await.unwrap();
        assert_eq!(listener.told().await, ids(&written));
        assert!(outbox(test).await.iter().all(|m| m["state"] == "delivered"));
        let path = format!("/outbox/{}/retry", ids(&written)[0]);
        let again = test.as_("administrator").await.post(&path, &json!({})).await;
        assert_eq!(again.refused(404), "kernel.not-found", "what has arrived is not sent again");
    });
}

#[test]
fn a_message_retried_by_hand_has_its_whole_back_off_before_it() {
    both(async |test| {
        let listener = Listener::open(500).await;
        register(test, &listener).await;
        let client = test.app.outgoing().client().unwrap();
        test.bring(&test.as_("dispatcher").await, "corridor-clutter", 0).await;
        for wait in [Span::micros(0)].into_iter().chain(BACK_OFF) {
            test.clock.advance(wait);
            assert_eq!(sending::send_due(&test.app, &client).await.unwrap(), 1);
        }
        let given_up = outbox(test).await;
        assert!(given_up.iter().all(|m| m["state"] == "given_up" && m["tries"] == 9), "{given_up:?}");
        let administrator = test.as_("administrator").await;
        let path = format!("/outbox/{}/retry", given_up[0]["id"].as_str().unwrap());
        administrator.send(Method::POST, &path, Some(test.id()), None, Some(&json!({}))).await.good();
        assert_eq!(sending::send_due(&test.app, &client).await.unwrap(), 1);
        let again = outbox(test).await[0].clone();
        assert_eq!((again["state"].as_str(), again["tries"].as_i64()), (Some("waiting"), Some(1)));
        let due: jiff::Timestamp = again["due_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(due, (test.clock.now() + BACK_OFF[0]).to_string().parse().unwrap());
    });
}

#[test]
fn a_message_that_is_refused_waits_longer_each_time_and_is_given_up() {
    both(async |test| {
        let listener = Listener::open(422).await;
        register(test, &listener).await;
        let client = test.app.outgoing().client().unwrap();
        test.bring(&test.as_("dispatcher").await, "corridor-clutter", 0).await;
        let messages = u64::try_from(outbox(test).await.len()).unwrap();
        assert_eq!(sending::send_due(&test.app, &client).await.unwrap(), messages);
        for wait in BACK_OFF {
            test.clock.advance(wait - Span::micros(1));
            assert_eq!(sending::send_due(&test.app, &client).await.unwrap(), 0, "a moment before {wait:?}");
            test.clock.advance(Span::micros(1));
            assert_eq!(sending::send_due(&test.app, &client).await.unwrap(), messages, "after {wait:?}");
        }
        let given_up = outbox(test).await;
        assert!(given_up.iter().all(|m| m["state"] == "given_up" && m["tries"] == 9), "{given_up:?}");
        let found = test.finding("messages 510117019").await;
        assert_eq!(found.verdict, Verdict::Warning, "{found:?}");
        assert!(found.en.contains(&messages.to_string()), "{found:?}");
        test.clock.advance(Span::days(30));
        assert_eq!(sending::send_due(&test.app, &client).await.unwrap(), 0);
    });
}

#[test]
fn what_waits_for_a_destination_out_of_use_is_given_up_at_once() {
    both(async |test| {
        let listener = Listener::open(503).await;
        let id = register(test, &listener).await;
        let client = test.app.outgoing().client().unwrap();
        let dispatcher = test.as_("dispatcher").await;
        for _ in 0..2 {
            test.bring(&dispatcher, "corridor-clutter", 0).await;
        }
        sending::send_due(&test.app, &client).await.unwrap();
        let path = format!("/outbox/destinations/{id}");
        test.as_("administrator").await.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
        test.clock.advance(BACK_OFF[0]);
        sending::send_due(&test.app, &client).await.unwrap();
        assert!(outbox(test).await.iter().all(|m| m["state"] == "given_up"));
    });
}
