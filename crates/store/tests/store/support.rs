//! The schema and statements that the store's own tests use.

use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_store::{Migration, StoreError, Tx, params};

pub const SET: &[Migration] = &[
    Migration {
        number: 1,
        name: "cases",
        text: "CREATE TABLE cases (
                 tenant @key NOT NULL, id @id NOT NULL, code @key NOT NULL, title @text, attrs @json, idem @key,
                 urgent @bool NOT NULL, amount @int, size @real, photo @bytes, at @time NOT NULL,
                 CONSTRAINT cases_amount CHECK (amount >= 0),
                 PRIMARY KEY (tenant, id)) @table;
               CREATE UNIQUE INDEX cases_idem ON cases (tenant, idem);
               CREATE INDEX cases_code ON cases (tenant, code);
               @distribute(cases);",
    },
    Migration {
        number: 3,
        name: "events",
        text: "CREATE TABLE events (
                 tenant @key NOT NULL, id @id NOT NULL, case_id @id NOT NULL, body @json NOT NULL,
                 PRIMARY KEY (tenant, id),
                 CONSTRAINT events_case FOREIGN KEY (tenant, case_id) REFERENCES cases (tenant, id)) @heap;
               CREATE TABLE areas (code @key PRIMARY KEY, parent @key REFERENCES areas (code), name @text) @table;
               @reference(areas);",
    },
];

pub const INSERT: &str = "INSERT INTO cases (tenant, id, code, title, attrs, idem, urgent, amount, size, photo, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub const EVENT: &str = "INSERT INTO events (tenant, id, case_id, body) VALUES ($1, $2, $3, $4)";
pub const COUNT: &str = "SELECT COUNT(*) FROM cases";
pub const TENANT: &str = "310101001";

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A simple case; its code and idempotency key derive from its number.
pub fn put(tx: &mut Tx<'_>, number: u128) -> Result<u64, StoreError> {
    put_as(tx, number, &format!("key {number}"))
}

/// A simple case with another idempotency key.
pub fn put_as(tx: &mut Tx<'_>, number: u128, idem: &str) -> Result<u64, StoreError> {
    let code = format!("{TENANT}{number:06}");
    let none = None::<Vec<u8>>;
    let attrs = json!({"n": number as i64, "词": ["一", 2, 2.5, null, true]});
    tx.exec(INSERT, params![TENANT, id(number), &code, "灯坏了", attrs, idem, false, 5_i64, 1.5, none, 1_i64])
}

pub fn event(tx: &mut Tx<'_>, number: u128, case: u128, body: &Value) -> Result<u64, StoreError> {
    tx.exec(EVENT, params![TENANT, id(number), id(case), body])
}

pub fn count(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.one(COUNT, &[], |row| row.get(0))?.unwrap_or_default())
}
