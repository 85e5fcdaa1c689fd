//! Closures as transactions on both engines: commit, rollback, errors.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::support::{SET, TENANT, count, event, id, put, put_as};
use serde_json::json;
use weiguang_store::{Engine, StoreError, params, testing};

const REFUSED: StoreError = StoreError::Closed;

#[test]
fn a_write_is_seen_by_the_next_read() {
    testing::both(SET, |db| {
        assert_eq!(db.write_blocking(|tx| put(tx, 1)).unwrap(), 1);
        assert_eq!(db.read_blocking(count).unwrap(), 1);
    });
}

#[test]
fn what_a_closure_refuses_is_undone() {
    testing::both(SET, |db| {
        let refused: Result<(), StoreError> = db.write_blocking(|tx| {
            put(tx, 1)?;
            Err(REFUSED)
        });
        assert_eq!(refused, Err(REFUSED));
        assert_eq!(db.read_blocking(count).unwrap(), 0);
    });
}

#[test]
fn a_taken_key_is_named_alike_on_both_engines() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| put(tx, 1)).unwrap();
        let primary = db.write_blocking(|tx| put_as(tx, 1, "other")).unwrap_err();
        assert_eq!(primary.conflict(), Some("cases(tenant,id)"), "{primary}");
        const MOVED: &str = "UPDATE cases SET idem = $2 WHERE tenant = $1 AND id = $3";
        let unique = db
            .write_blocking(|tx| {
                put(tx, 2)?;
                tx.exec(MOVED, params![TENANT, "key 1", id(2)])
            })
            .unwrap_err();
        assert_eq!(unique.conflict(), Some("cases(tenant,idem)"), "{unique}");
        assert_eq!(db.read_blocking(count).unwrap(), 1);
    });
}

#[test]
fn references_checks_and_missing_values_are_told_apart() {
    testing::both(SET, |db| {
        let orphan = db.write_blocking(|tx| event(tx, 1, 99, &json!({}))).unwrap_err();
        let name = if db.engine() == Engine::Sqlite { "" } else { "events_case" };
        assert_eq!(orphan, StoreError::ForeignKey { constraint: name.into() });
        const NEGATIVE: &str =
            "INSERT INTO cases (tenant, id, code, urgent, amount, at) VALUES ($1, $2, 'c', $3, -1, 0)";
        let checked = db.write_blocking(|tx| tx.exec(NEGATIVE, params![TENANT, id(1), true])).unwrap_err();
        assert_eq!(checked, StoreError::Check { constraint: "cases_amount".into() });
        const BARE: &str = "INSERT INTO cases (tenant, id, code, urgent, at) VALUES ($1, $2, NULL, $3, 0)";
        let missing = db.write_blocking(|tx| tx.exec(BARE, params![TENANT, id(1), true])).unwrap_err();
        assert_eq!(missing, StoreError::Missing { column: "cases.code".into() });
    });
}

#[test]
fn a_failed_statement_ends_the_transaction_even_if_the_closure_is_content() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| put(tx, 1)).unwrap();
        let result: Result<(), StoreError> = db.write_blocking(|tx| {
            put(tx, 2)?;
            let taken = put_as(tx, 1, "other");
            assert!(taken.is_err());
            // Nothing more is done: the same error returns.
            assert_eq!(put(tx, 3), taken);
            Ok(())
        });
        assert_eq!(result.unwrap_err().conflict(), Some("cases(tenant,id)"));
        assert_eq!(db.read_blocking(count).unwrap(), 1);
    });
}

#[test]
fn an_attempt_undoes_only_itself() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| put(tx, 1)).unwrap();
        let statements = db
            .write_blocking(|tx| {
                put(tx, 2)?;
                let taken = tx.attempt(|tx| {
                    put(tx, 3)?;
                    put_as(tx, 1, "other")
                });
                assert_eq!(taken.unwrap_err().conflict(), Some("cases(tenant,id)"));
                // A part that hides a failed statement fails as well.
                let hidden = tx.attempt(|tx| {
                    put(tx, 4)?;
                    drop(put(tx, 1));
                    Ok::<_, StoreError>(())
                });
                assert!(hidden.is_err());
                tx.attempt(|tx| tx.attempt(|tx| put(tx, 5)))?;
                put(tx, 6)?;
                Ok::<_, StoreError>(tx.statements())
            })
            .unwrap();
        assert_eq!(statements, 7);
        const IDS: &str = "SELECT id FROM cases ORDER BY id";
        let ids = db.read_blocking(|tx| tx.query(IDS, &[], |row| row.get::<uuid::Uuid>(0))).unwrap();
        assert_eq!(ids, [id(1), id(2), id(5), id(6)]);
    });
}

#[test]
fn a_panic_is_told_and_hurts_nobody() {
    testing::both(SET, |db| {
        let result: Result<u64, StoreError> = db.write_blocking(|tx| {
            put(tx, 1)?;
            panic!("oh {}", 7)
        });
        assert_eq!(result, Err(StoreError::Panicked("oh 7".into())));
        let read: Result<u64, StoreError> = db.read_blocking(|_| panic!("in a read"));
        assert_eq!(read, Err(StoreError::Panicked("in a read".into())));
        db.write_blocking(|tx| put(tx, 2)).unwrap();
        assert_eq!(db.read_blocking(count).unwrap(), 1);
    });
}

#[test]
fn a_panic_in_the_middle_of_rows_is_survived() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| put(tx, 1).and(put(tx, 2))).unwrap();
        for _ in 0..8 {
            let result: Result<Vec<i64>, StoreError> = db.write_blocking(|tx| {
                tx.query(crate::support::COUNT, &[], |_| -> Result<i64, StoreError> { panic!("row") })
            });
            assert_eq!(result, Err(StoreError::Panicked("row".into())));
        }
        assert_eq!(db.read_blocking(count).unwrap(), 2);
    });
}

#[test]
fn a_read_cannot_write() {
    testing::both(SET, |db| {
        let refused = db.read_blocking(|tx| put(tx, 1)).unwrap_err();
        assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused}");
        assert_eq!(db.read_blocking(count).unwrap(), 0);
    });
}

#[test]
fn a_read_sees_one_moment() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| put(tx, 1)).unwrap();
        let writer = db.clone();
        let (first, second) = db
            .read_blocking(move |tx| {
                let first = count(tx)?;
                // Another thread commits a write between the two statements of this read.
                writer.write_blocking(|tx| put(tx, 2))?;
                Ok::<_, StoreError>((first, count(tx)?))
            })
            .unwrap();
        assert_eq!((first, second), (1, 1));
        assert_eq!(db.read_blocking(count).unwrap(), 2);
    });
}

#[test]
fn one_gives_the_first_row_and_leaves_the_rest() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| (1..=300).try_for_each(|number| put(tx, number).map(drop))).unwrap();
        const NEWEST: &str = "SELECT id FROM cases WHERE tenant = $1 ORDER BY id DESC";
        let found = db
            .write_blocking(|tx| {
                let found = tx.one(NEWEST, params![TENANT], |row| row.get::<uuid::Uuid>(0))?;
                let none = tx.one(NEWEST, params!["elsewhere"], |row| row.get::<uuid::Uuid>(0))?;
                Ok::<_, StoreError>((found, none, count(tx)?))
            })
            .unwrap();
        assert_eq!(found, (Some(id(300)), None, 300));
    });
}

#[test]
fn two_workers_claim_different_rows() {
    testing::both(SET, |db| {
        const DUE: &str = "SELECT id FROM cases WHERE tenant = $1 ORDER BY id LIMIT 1";
        db.write_blocking(|tx| put(tx, 1).and(put(tx, 2))).unwrap();
        let other = (db.engine() == Engine::Postgres).then(|| db.clone());
        let taken = db
            .write_blocking(move |tx| {
                let mut taken = tx.claim(DUE, params![TENANT], |row| row.get::<uuid::Uuid>(0))?;
                // SQLite has one writer, so only PostgreSQL can be queried while the first transaction is open.
                if let Some(other) = &other {
                    taken.extend(
                        other.write_blocking(|tx| tx.claim(DUE, params![TENANT], |row| row.get::<uuid::Uuid>(0)))?,
                    );
                }
                Ok::<_, StoreError>(taken)
            })
            .unwrap();
        let expected = if db.engine() == Engine::Postgres { vec![id(1), id(2)] } else { vec![id(1)] };
        assert_eq!(taken, expected);
    });
}

#[test]
fn a_deadlock_is_tried_again_until_both_are_done() {
    let (db, guard) = testing::fresh(Engine::Postgres, SET).unwrap();
    db.write_blocking(|tx| put(tx, 1).and(put(tx, 2))).unwrap();
    const ADD: &str = "UPDATE cases SET amount = amount + 1 WHERE tenant = $1 AND id = $2";
    let runs = Arc::new(AtomicU32::new(0));
    std::thread::scope(|scope| {
        for order in [[1, 2], [2, 1]] {
            let (db, runs) = (db.clone(), Arc::clone(&runs));
            scope.spawn(move || {
                db.write_blocking(move |tx| {
                    tx.exec(ADD, params![TENANT, id(order[0])])?;
                    // The first runs of both meet here, each holding what the other needs next.
                    if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                        while runs.load(Ordering::SeqCst) < 2 {
                            std::thread::yield_now();
                        }
                    }
                    tx.exec(ADD, params![TENANT, id(order[1])])
                })
                .unwrap();
            });
        }
    });
    assert!(runs.load(Ordering::SeqCst) > 2, "one of them ran again");
    const SUM: &str = "SELECT CAST(SUM(amount) AS BIGINT) FROM cases";
    assert_eq!(db.read_blocking(|tx| tx.one(SUM, &[], |row| row.get::<i64>(0))).unwrap(), Some(14));
    drop(guard);
}

#[test]
fn a_closed_store_says_so() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| put(tx, 1)).unwrap();
        db.clone().close();
        assert_eq!(db.write_blocking(|tx| put(tx, 2)), Err(StoreError::Closed));
        assert_eq!(db.read_blocking(count), Err(StoreError::Closed));
    });
}
