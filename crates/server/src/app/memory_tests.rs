//! What is held in memory follows the store: in the process that changes it before the write is answered, in another once it looks.

use serde_json::json;
use std::sync::Arc;
use weiguang_domain::access::Actor;

use crate::access::actors::Actors;
use crate::app::Parts;
use crate::outside::chance::Chance;
use crate::outside::seal::Seal;
use crate::rooms::grid::territory::Territory;
use crate::testing::{both, code};

#[test]
fn another_process_on_the_same_store_reads_again_what_changed_and_nothing_else() {
    both(async |test| {
        let parts = Parts {
            db: test.app.db().clone(),
            clock: test.clock.clone(),
            chance: Chance::Machine,
            seal: Seal::new(&[7; 32]),
            settings: test.app.settings().clone(),
        };
        let other = tokio::task::spawn_blocking(|| crate::rooms::open(parts)).await.unwrap().unwrap();
        let (cell, actors) = (code("51011701900690001"), other.state::<Actors>());
        assert!(!other.state::<Territory>().knows(&cell));
        let manager = test.as_("manager").await;
        let new = json!({ "code": cell, "name": "骑手微网格", "kind": "functional", "home": "510117019006", "takes": ["street-light-out"] });
        manager.post("/grid/cells", &new).await.good();
        assert!(test.app.state::<Territory>().knows(&cell), "whoever made it sees it at once");
        assert!(!other.state::<Territory>().knows(&cell));
        other.catch_up().await.unwrap();
        assert!(other.state::<Territory>().knows(&cell));
        assert!(Arc::ptr_eq(&actors, &other.state::<Actors>()), "what nobody changed stays");
        let territory = other.state::<Territory>();
        other.catch_up().await.unwrap();
        assert!(Arc::ptr_eq(&territory, &other.state::<Territory>()), "it is read once");
    });
}

#[test]
fn what_a_transaction_changed_counts_only_if_it_holds() {
    both(async |test| {
        let before = test.app.state::<Actors>();
        let street = code("510117019");
        let system = Actor::system();
        let refused = test.app.transact(&system, street, |work| {
            work.changes::<Actors>();
            Err::<(), _>(crate::problem::Refusal::NotFound("thing"))
        });
        assert!(refused.await.is_err());
        assert!(Arc::ptr_eq(&before, &test.app.state::<Actors>()), "nothing was written");
        test.app
            .transact(&system, street, |work| {
                work.changes::<Actors>();
                Ok(())
            })
            .await
            .unwrap();
        assert!(!Arc::ptr_eq(&before, &test.app.state::<Actors>()));
    });
}
