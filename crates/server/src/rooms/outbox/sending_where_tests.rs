//! Permitted destinations: public addresses and named networks, without a password in the address, and none from a restored copy.

use http::Method;
use serde_json::{Value, json};
use weiguang_store::{Engine, params};

use crate::config::Settings;
use crate::finding::Verdict;
use crate::rooms::outbox::messages::Destinations;
use crate::rooms::outbox::sending;
use crate::rooms::outbox::sending_tests::{Listener, outbox, register};
use crate::rooms::outbox::{hold, messages};
use crate::testing::{TestApp, both, on_with};

fn destination(test: &TestApp, url: &str) -> Value {
    json!({ "id": test.id(), "name": "某系统", "url": url, "secret": "0123456789abcdef0123456789abcdef", "code": "510117019" })
}

/// The stored address of every destination: in clear and sealed.
async fn stored(test: &TestApp) -> Vec<(String, Vec<u8>)> {
    let read = |tx: &mut weiguang_store::Tx<'_>| {
        let row = |row: &weiguang_store::Row<'_>| Ok((row.get(0)?, row.get::<Option<Vec<u8>>>(1)?.unwrap_or_default()));
        Ok(tx.query("SELECT url, address FROM destinations", params![], row)?)
    };
    test.app.read(read).await.unwrap()
}

#[test]
fn an_address_inside_or_with_a_password_is_refused_and_none_is_stored_in_clear() {
    both(async |test| {
        let administrator = test.as_("administrator").await;
        for (url, code) in [
            ("https://user:geheim@example.org/hook", "outbox.url-password"),
            ("https://169.254.169.254/latest/meta-data", "outbox.url-network"),
            ("https://10.1.2.3/hook", "outbox.url-network"),
            ("https://[::ffff:192.168.0.1]/hook", "outbox.url-network"),
            ("http://example.org/hook", "outbox.url"),
        ] {
            let refused = administrator.post("/outbox/destinations", &destination(test, url)).await;
            assert_eq!(refused.json()["errors"][0]["code"], code, "{url}");
        }
        assert!(stored(test).await.is_empty());
        let secret = "https://example.org/hook?key=geheim";
        administrator.post("/outbox/destinations", &destination(test, secret)).await.good();
        let (clear, sealed) = stored(test).await.remove(0);
        assert!(clear.is_empty() && !sealed.windows(6).any(|w| w == b"geheim" || w == b"exampl"));
        let shown = administrator.get("/outbox/destinations").await.good();
        assert_eq!(shown["items"][0]["url"], "https://example.org/hook?…", "a query often is a key");
    });
}

#[test]
fn an_address_that_was_stored_in_clear_is_sealed_and_goes_on() {
    both(async |test| {
        let listener = Listener::open(200).await;
        register(test, &listener).await;
        let before = listener.url.replace("http://", "http://user:geheim@");
        let in_clear = move |work: &mut crate::UnitOfWork<'_, '_>| {
            Ok(work.tx.exec("UPDATE destinations SET url = $1, address = NULL", params![&before])?)
        };
        let (system, street) = (weiguang_domain::access::Actor::system(), crate::testing::code("510117019"));
        test.app.transact(&system, street, in_clear).await.unwrap();
        messages::seal_addresses(&test.app).await.unwrap();
        let (clear, sealed) = stored(test).await.remove(0);
        assert!(clear.is_empty() && sealed.len() > 40);
        test.bring(&test.as_("dispatcher").await, "corridor-clutter", 0).await;
        sending::send_due(&test.app, &test.app.outgoing().client().unwrap()).await.unwrap();
        assert!(!listener.told().await.is_empty(), "yesterday's destination is still sent to");
        let shown = test.as_("administrator").await.get("/outbox/destinations").await.good();
        assert!(!shown.to_string().contains("geheim"));
    });
}

#[test]
fn what_no_setting_names_is_not_sent_to_though_it_was_stored_before() {
    on_with(Engine::Sqlite, Settings::default(), &async |test| {
        let listener = Listener::open(200).await;
        let id = test.id();
        let url = listener.url.clone();
        let store = move |work: &mut crate::UnitOfWork<'_, '_>| {
            let id = weiguang_domain::kernel::ids::DestinationId::new(id);
            let context = messages::Destination::seal_context(&work.tenant, id);
            let destination = messages::Destination {
                id,
                name: "某系统".into(),
                url: url.clone(),
                secret: work.seal().seal(&context, &[7; 32], work.chance()),
                topics: Vec::new(),
                code: work.tenant,
                active: true,
                created_at: work.now,
            };
            messages::insert_destination(work, &destination)
        };
        let (system, street) = (weiguang_domain::access::Actor::system(), crate::testing::code("510117019"));
        test.app.transact(&system, street, store).await.unwrap();
        test.app.renew::<Destinations>().await.unwrap();
        test.bring(&test.as_("dispatcher").await, "corridor-clutter", 0).await;
        assert_eq!(sending::send_due(&test.app, &test.app.outgoing().client().unwrap()).await.unwrap(), 1);
        assert!(listener.told().await.is_empty());
        let message = outbox(test).await.remove(0);
        assert!(message["error"].as_str().unwrap().contains("outgoing.allow"), "and the outbox says why: {message}");
    });
}

#[test]
fn a_restored_copy_sends_nothing_until_somebody_lets_it() {
    both(async |test| {
        let listener = Listener::open(200).await;
        let id = register(test, &listener).await;
        let (system, street) = (weiguang_domain::access::Actor::system(), crate::testing::code("510117019"));
        test.app.transact(&system, street, |work| Ok(work.tx.exec(hold::HOLD, params![])?)).await.unwrap();
        let (client, administrator) = (test.app.outgoing().client().unwrap(), test.as_("administrator").await);
        test.bring(&test.as_("dispatcher").await, "corridor-clutter", 0).await;
        assert_eq!(sending::send_due(&test.app, &client).await.unwrap(), 0);
        assert_eq!(administrator.get("/outbox/destinations").await.good()["held"], true);
        assert_eq!(test.finding("sending 510117019").await.verdict, Verdict::Warning);
        let post = async |who: &str| {
            let caller = test.as_(who).await;
            caller.send(Method::POST, "/outbox/resume", Some(test.id()), None, Some(&json!({}))).await
        };
        assert_eq!(post("dispatcher").await.refused(403), "access.denied");
        assert!(listener.told().await.is_empty(), "nothing left the copy");
        assert_eq!(post("administrator").await.good()["changed"], 1);
        assert_eq!(post("administrator").await.good()["changed"], 0);
        assert_eq!(test.finding("sending 510117019").await.verdict, Verdict::Good);
        sending::send_due(&test.app, &client).await.unwrap();
        assert!(!listener.told().await.is_empty(), "what waited is sent");
        let stream = id.parse().unwrap();
        let chain = test.app.read(move |tx| Ok(crate::chain::stream(tx, "510117019", stream, 0, 10)?)).await.unwrap();
        assert!(chain.iter().any(|(event, _)| event.kind == "outbox.sending-resumed"));
    });
}

#[test]
fn nothing_more_is_written_for_a_destination_that_was_stopped() {
    both(async |test| {
        let listener = Listener::open(200).await;
        let id = register(test, &listener).await;
        let (dispatcher, administrator) = (test.as_("dispatcher").await, test.as_("administrator").await);
        test.bring(&dispatcher, "street-light-out", 0).await;
        let before = outbox(test).await.len();
        assert!(before > 0);
        let path = format!("/outbox/destinations/{id}");
        administrator.send(Method::DELETE, &path, Some(test.id()), None, Some(&json!({}))).await.good();
        test.bring(&dispatcher, "street-light-out", 0).await;
        assert_eq!(outbox(test).await.len(), before);
    });
}
