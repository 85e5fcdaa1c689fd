//! Queues and group commit: order, limits, independence of closures, cancelled requests.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use tokio::task::JoinHandle;
use weiguang_store::{Db, Engine, Migration, Settings, StoreError, params, testing};

use crate::support::{SET, count, put, put_as};

type Held = (Sender<()>, JoinHandle<Result<(), StoreError>>);

/// Blocks the writer inside a closure until released; later writes wait in the queue.
async fn hold(db: &Db) -> Held {
    let (go, wait) = channel::<()>();
    let (inside, entered) = tokio::sync::oneshot::channel();
    let (db, mut inside) = (db.clone(), Some(inside));
    let held = tokio::spawn(async move {
        db.write(move |_| {
            // Only the first run blocks: a group whose commit fails runs its closures again.
            if let Some(inside) = inside.take() {
                let _ = inside.send(());
                let _ = wait.recv();
            }
            Ok(())
        })
        .await
    });
    entered.await.unwrap();
    (go, held)
}

/// Submits a write and returns once it is in the queue.
async fn queued<T: Send + 'static>(
    db: &Db,
    closure: impl FnMut(&mut weiguang_store::Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> JoinHandle<Result<T, StoreError>> {
    let (before, submitted) = (db.depth().0, db.clone());
    let task = tokio::spawn(async move { submitted.write(closure).await });
    while db.depth().0 == before {
        tokio::task::yield_now().await;
    }
    task
}

/// Closes the store outside the runtime's threads: dropping the guard waits for the store's threads.
async fn done(guard: testing::Guard) {
    tokio::task::spawn_blocking(move || drop(guard)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_one_commit_a_failing_closure_does_not_hurt_its_neighbours() {
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    let (go, held) = hold(&db).await;
    let mut answers = Vec::new();
    for number in 1..=20_u128 {
        let closure = move |tx: &mut weiguang_store::Tx<'_>| {
            // Every odd number uses the key of the even one before it, and multiples of seven panic after their write.
            put_as(tx, number, &format!("key {}", number / 2))?;
            assert!(!number.is_multiple_of(7), "seven");
            Ok(())
        };
        answers.push((number, queued(&db, closure).await));
    }
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    let mut kept = 0;
    for (number, answer) in answers {
        match (number, answer.await.unwrap()) {
            (7 | 14, Err(StoreError::Panicked(why))) => assert_eq!(why, "seven"),
            // 14 wrote nothing, so its key is free for 15.
            (1 | 15, Ok(())) => kept += 1,
            (number, Ok(())) if number % 2 == 0 => kept += 1,
            (number, Err(error)) if number % 2 == 1 => assert_eq!(error.conflict(), Some("cases(tenant,idem)")),
            (number, other) => panic!("{number}: {other:?}"),
        }
    }
    assert_eq!(db.read(count).await.unwrap(), kept);
    done(guard).await;
}

const LATE: &[Migration] = &[Migration {
    number: 1,
    name: "late",
    text: "CREATE TABLE parts (id @int PRIMARY KEY, of @int REFERENCES parts (id) DEFERRABLE INITIALLY DEFERRED) @table;",
}];
const PART: &str = "INSERT INTO parts (id, of) VALUES ($1, $2)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_fails_for_one_is_repeated_for_the_others() {
    let (db, guard) = testing::fresh(Engine::Sqlite, LATE).unwrap();
    let (go, held) = hold(&db).await;
    let mut answers = Vec::new();
    for number in 1..=10_i64 {
        // Number 4 references a missing row, which is detected at the commit.
        let of = if number == 4 { 99 } else { number };
        answers.push(queued(&db, move |tx| tx.exec(PART, params![number, of])).await);
    }
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    for (number, answer) in (1..).zip(answers) {
        let answer = answer.await.unwrap();
        if number == 4 {
            assert_eq!(answer, Err(StoreError::ForeignKey { constraint: String::new() }));
        } else {
            assert_eq!(answer, Ok(1), "{number}");
        }
    }
    const IDS: &str = "SELECT id FROM parts ORDER BY id";
    let ids = db.read(|tx| tx.query(IDS, &[], |row| row.get::<i64>(0))).await.unwrap();
    assert_eq!(ids, [1, 2, 3, 5, 6, 7, 8, 9, 10]);
    done(guard).await;
}

#[test]
fn a_constraint_that_fails_at_the_commit_is_told() {
    testing::both(LATE, |db| {
        let late = db.write_blocking(|tx| tx.exec(PART, params![1_i64, 99_i64])).unwrap_err();
        assert!(matches!(late, StoreError::ForeignKey { .. }), "{late}");
        db.write_blocking(|tx| tx.exec(PART, params![1_i64, 1_i64])).unwrap();
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_run_in_the_order_of_arrival() {
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    let (go, held) = hold(&db).await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut answers = Vec::new();
    // More than one group.
    for number in 0..300_u128 {
        let order = Arc::clone(&order);
        answers.push(
            queued(&db, move |tx| {
                order.lock().unwrap().push(number);
                put(tx, number)
            })
            .await,
        );
    }
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    for answer in answers {
        answer.await.unwrap().unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..300).collect::<Vec<_>>());
    done(guard).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_answers_at_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let settings = Settings { queue: 3, workers: 1, readers: 1, ..Settings::default() };
        let (db, guard) =
            tokio::task::spawn_blocking(move || testing::fresh_with(engine, SET, &settings)).await.unwrap().unwrap();
        let (go, held) = hold(&db).await;
        let mut answers = Vec::new();
        for number in 0..3 {
            answers.push(queued(&db, move |tx| put(tx, number)).await);
        }
        assert_eq!(db.depth(), (3, 0));
        let refused = db.write(|tx| put(tx, 9)).await.unwrap_err();
        assert_eq!(refused, StoreError::Full);
        assert!(refused.may_resend());
        // Reads have their own queue.
        assert_eq!(db.read(count).await, Ok(0));
        go.send(()).unwrap();
        held.await.unwrap().unwrap();
        for answer in answers {
            assert_eq!(answer.await.unwrap(), Ok(1));
        }
        assert_eq!(db.read(count).await, Ok(3));
        done(guard).await;
    }
}

/// More steps than a read has in the normal lane, and more time than a statement has there on PostgreSQL.
const LONG: &str =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT COUNT(*) FROM n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_read_begins_again_apart_and_short_ones_do_not_wait_for_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let settings = Settings { workers: 1, readers: 1, ..Settings::default() };
        let (db, guard) =
            tokio::task::spawn_blocking(move || testing::fresh_with(engine, SET, &settings)).await.unwrap().unwrap();
        let long = |db: &Db| {
            let (go, wait) = channel::<()>();
            let (inside, entered) = tokio::sync::oneshot::channel();
            let (db, inside, runs) = (db.clone(), Mutex::new(Some((inside, wait))), AtomicU32::new(0));
            let answer = tokio::spawn(async move {
                db.read(move |tx| {
                    let run = runs.fetch_add(1, Ordering::SeqCst) + 1;
                    if run == 2
                        && let Some((inside, wait)) = inside.lock().unwrap().take()
                    {
                        let _ = inside.send(());
                        let _ = wait.recv();
                    }
                    Ok::<_, StoreError>((run, tx.one(LONG, &[], |row| row.get::<i64>(0))?))
                })
                .await
            });
            (go, entered, answer)
        };
        let (go, entered, answer) = long(&db);
        entered.await.unwrap();
        // The one reader for everybody is free again, also after another long read came to it.
        assert_eq!(db.read(count).await, Ok(0));
        let (second_go, _second_entered, second) = long(&db);
        assert_eq!(db.read(count).await, Ok(0));
        go.send(()).unwrap();
        second_go.send(()).unwrap();
        assert_eq!(answer.await.unwrap(), Ok((2, Some(3_000_000))));
        assert_eq!(second.await.unwrap(), Ok((2, Some(3_000_000))));
        done(guard).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_goes_away_does_not_cut_its_transaction() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let settings = Settings { workers: 1, readers: 1, ..Settings::default() };
        let (db, guard) =
            tokio::task::spawn_blocking(move || testing::fresh_with(engine, SET, &settings)).await.unwrap().unwrap();
        let (go, wait) = channel::<()>();
        let (inside, entered) = tokio::sync::oneshot::channel();
        let (writer, mut inside) = (db.clone(), Some(inside));
        let request = tokio::spawn(async move {
            writer
                .write(move |tx| {
                    put(tx, 1)?;
                    inside.take().map(|inside| inside.send(()));
                    let _ = wait.recv();
                    put(tx, 2)
                })
                .await
        });
        entered.await.unwrap();
        // One request is dropped during its transaction, another while it waits.
        let waiting = queued(&db, |tx| put(tx, 3)).await;
        request.abort();
        waiting.abort();
        assert!(request.await.unwrap_err().is_cancelled() && waiting.await.unwrap_err().is_cancelled());
        go.send(()).unwrap();
        db.write(|tx| put(tx, 4)).await.unwrap();
        assert_eq!(db.read(count).await, Ok(4));
        done(guard).await;
    }
}

#[tokio::test]
async fn opening_migrating_and_closing_work_inside_a_runtime() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (db, guard) = testing::fresh(engine, SET).unwrap();
        assert_eq!(db.schema().unwrap().len(), 3);
        let mut dump = Vec::new();
        assert_eq!(db.export(&mut dump).unwrap().rows, 0);
        drop(db);
        drop(guard);
    }
}
