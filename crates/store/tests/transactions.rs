//! Closures as transactions, on both engines: what is kept, what is undone, what is told.

mod support;

use support::{SET, count, put};
use weiguang_store::{StoreError, testing};

#[test]
fn a_write_is_seen_by_the_next_read() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| put(tx, 1)).unwrap();
        assert_eq!(db.read_blocking(count).unwrap(), 1);
    });
}

#[test]
fn what_a_closure_refuses_is_undone() {
    testing::both(SET, |db| {
        let refused: Result<(), StoreError> = db.write_blocking(|tx| {
            put(tx, 1)?;
            Err(StoreError::Settings("no".into()))
        });
        assert_eq!(refused, Err(StoreError::Settings("no".into())));
        assert_eq!(db.read_blocking(count).unwrap(), 0);
    });
}
