//! A change of a state is visible in memory: in the writing process before the write is answered; in another process at its next check.

use serde_json::json;
use std::any::TypeId;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use weiguang_domain::access::{Actor, Grant, Permit, Role, Verb, Via};
use weiguang_domain::kernel::time::Day;
use weiguang_store::testing::fresh;
use weiguang_store::{Db, Engine};

use crate::access::actors::Actors;
use crate::app::memory::{Memory, raise};
use crate::app::{Parts, State, StateKind, UnitOfWork};
use crate::chain;
use crate::migrations::MIGRATIONS;
use crate::outside::chance::Chance;
use crate::outside::seal::Seal;
use crate::problem::Refusal;
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
            Err::<(), _>(Refusal::NotFound("thing"))
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

/// A state whose second load triggers a third, newer load before it returns.
struct Slow(i64);

static READING: OnceLock<Arc<Memory>> = OnceLock::new();
static LOADED: AtomicI64 = AtomicI64::new(0);

impl State for Slow {
    const NAME: &'static str = "slow";

    fn load(db: &Db, _before: Option<&Self>, today: Day) -> Result<Self, Refusal> {
        let own = LOADED.fetch_add(1, Ordering::SeqCst);
        // During the second load, a third one starts and finishes first.
        if own == 1
            && let Some(memory) = READING.get()
        {
            db.write_blocking(|tx| raise(tx, &code("510117019"), Self::NAME))?;
            memory.renew(&[TypeId::of::<Self>()], db, today)?;
        }
        Ok(Self(own))
    }
}

#[test]
fn what_was_read_later_is_not_replaced_by_what_was_read_before() {
    let (db, _guard) = fresh(Engine::Sqlite, MIGRATIONS).unwrap();
    let today = jiff::civil::date(2026, 11, 23);
    let memory = Arc::new(Memory::load([StateKind::of::<Slow>()].into_iter(), &db, today).unwrap());
    assert!(READING.set(memory.clone()).is_ok());
    memory.renew(&[TypeId::of::<Slow>()], &db, today).unwrap();
    assert_eq!(memory.state::<Slow>().0, 2, "the third reading stays");
    assert!(memory.outdated(&db).unwrap().is_empty());
}

/// A state that is not registered by any room.
struct Count(i64);

impl State for Count {
    const NAME: &'static str = "count";

    fn load(_db: &Db, _before: Option<&Self>, _today: Day) -> Result<Self, Refusal> {
        Ok(Self(0))
    }
}

#[test]
fn a_transaction_goes_on_with_the_state_that_it_has_just_made() {
    both(async |test| {
        let system = Actor::system();
        let seen = test.app.transact(&system, code("510117019"), |work| {
            work.replace(Count(1));
            work.replace(Count(2));
            let (system, now) = (Actor::system(), work.now);
            Ok((work.state::<Count>().0, work.lived(&system, now).state::<Count>().0))
        });
        assert_eq!(seen.await.unwrap(), (2, 2));
    });
}

#[test]
fn nothing_is_written_under_the_permit_of_another_or_one_to_read() {
    both(async |test| {
        let (street, stream) = (code("510117019"), test.id());
        let held = vec![Grant { role: Role::StreetManager, code: street, deputy_for: None }];
        let manager = Actor { account: test.account("manager"), name: "甲".into(), grants: held, via: Via::Session };
        let append = async |permit: Permit| {
            let write = move |work: &mut UnitOfWork<'_, '_>| work.append_to(permit, stream, "test.said", "{}".into());
            test.app.transact(&manager, street, write).await
        };
        let of_another = Actor { account: test.account("member01"), ..Actor::system() };
        assert!(matches!(append(Permit::own(&of_another)).await, Err(Refusal::Internal(_))));
        let to_read = manager.may(Verb::CasesRead, &street, false).unwrap();
        assert!(matches!(append(to_read).await, Err(Refusal::Internal(_))));
        let said = async || {
            test.app.read(move |tx| Ok(chain::stream(tx, street.as_str(), stream, 0, 9)?.len())).await.unwrap()
        };
        assert_eq!(said().await, 0);
        append(manager.may(Verb::CasesWork, &street, false).unwrap()).await.unwrap();
        assert_eq!(said().await, 1);
    });
}
