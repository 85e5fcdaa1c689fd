//! Key rotation: after `weiguang add-key`, the next start seals again what an older key sealed, street by street, a few rows in one
//! transaction, while people work. After a restart it begins again and skips rows that are done.

use std::time::Duration;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::chain;
use crate::outside::key_file::FIRST;
use crate::outside::seal::Seal;
use crate::outside::sealed_column::{self, Key, SealedColumn, Walk, column};
use crate::rooms::ROOMS;
use crate::rooms::grid::Territory;
use crate::web::Refusal;

/// Columns that belong to no room.
const OWN: &[SealedColumn] = &[
    column!("events", "body", Stream, |s, k| chain::seal_context(s.as_str(), k.0, k.2)),
    column!("sends", "sealed", Id, |s, k| crate::sends::seal_context(s, k.0)),
];

/// Every sealed column, in the order of the rooms.
pub(crate) fn columns() -> impl Iterator<Item = &'static SealedColumn> {
    OWN.iter().chain(ROOMS.iter().flat_map(|room| room.sealed()))
}

const READ_DONE: &str = "SELECT value FROM settings WHERE name = 'sealed_with'";
const SET_DONE: &str = "INSERT INTO settings (name, value) VALUES ('sealed_with', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("reseal.READ_DONE", READ_DONE), ("reseal.SET_DONE", SET_DONE)];

/// The statements of every sealed column, for `prepare_all`.
#[must_use]
pub fn statements() -> Vec<(&'static str, &'static str)> {
    sealed_column::statements(columns())
}

/// Rows in one transaction: photos are large, and there is only one writer.
const BATCH: i64 = 50;
/// Pause between two transactions, so that people's writes have priority.
const PAUSE: Duration = Duration::from_millis(5);

fn page(
    tx: &mut Tx<'_>,
    column: SealedColumn,
    street: &GridCode,
    after: Key,
) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
    let tenant = street.as_str();
    match column.walk {
        Walk::Id => {
            tx.query(column.page, params![tenant, after.0, BATCH], |r| Ok(((r.get(0)?, Uuid::nil(), 0), r.get(1)?)))
        }
        Walk::Stream => tx.query(column.page, params![tenant, after.0, after.2, BATCH], |r| {
            Ok(((r.get(0)?, Uuid::nil(), r.get(1)?), r.get(2)?))
        }),
        Walk::OfCase | Walk::OfAccount => tx.query(column.page, params![tenant, after.0, after.1, BATCH], |r| {
            Ok(((r.get(0)?, r.get(1)?, 0), r.get(2)?))
        }),
        Walk::Catalogue => {
            tx.query(column.page, params![after.0, BATCH], |r| Ok(((r.get(0)?, Uuid::nil(), 0), r.get(1)?)))
        }
    }
}

/// Replaces a value by the resealed one, unless somebody changed the row in the meantime.
fn put(
    tx: &mut Tx<'_>,
    column: SealedColumn,
    street: &GridCode,
    key: Key,
    new: &[u8],
    old: &[u8],
) -> Result<u64, StoreError> {
    let tenant = street.as_str();
    match column.walk {
        Walk::Id => tx.exec(column.put, params![tenant, key.0, new, old]),
        Walk::Stream => tx.exec(column.put, params![tenant, key.0, key.2, new, old]),
        Walk::OfCase | Walk::OfAccount => tx.exec(column.put, params![tenant, key.0, key.1, new, old]),
        Walk::Catalogue => tx.exec(column.put, params![key.0, new, old]),
    }
}

/// Reseals one column of a street; returns the number of rows.
async fn column_of(app: &App, column: SealedColumn, street: GridCode) -> Result<u64, Refusal> {
    let (mut after, mut done): (Key, u64) = ((Uuid::nil(), Uuid::nil(), i64::MIN), 0);
    let newest = app.seal().newest();
    loop {
        let rows = app.read(move |tx| Ok(page(tx, column, &street, after)?)).await?;
        let Some((last, _)) = rows.last() else { return Ok(done) };
        after = *last;
        let older: Vec<_> = rows.into_iter().filter(|(_, sealed)| Seal::key_of(sealed) != Some(newest)).collect();
        if older.is_empty() {
            continue;
        }
        done += app
            .transact(&Actor::system(), street, move |work| {
                let mut changed = 0;
                for (key, old) in &older {
                    let context = (column.context)(&street, *key);
                    let Ok(plain) = work.seal().open(&context, old) else {
                        tracing::error!(column = column.name, id = %key.0, "a damaged value cannot be sealed anew");
                        continue;
                    };
                    let new = work.seal().seal(&context, &plain, work.chance());
                    changed += put(work.tx, column, &street, *key, &new, old)?;
                }
                Ok(changed)
            })
            .await?;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Reseals all values of older keys; returns the number of rows. If there is nothing to do, it costs one read.
///
/// # Errors
/// The store's errors.
pub async fn all(app: &App) -> Result<u64, Refusal> {
    if app.seal().newest() == FIRST {
        return Ok(0);
    }
    let newest = app.seal().newest().to_string();
    let done = app.read(|tx| Ok(tx.one(READ_DONE, params![], |row| row.get::<String>(0))?)).await?;
    let streets = app.state::<Territory>().streets();
    let (Some(first), false) = (streets.first().copied(), done.as_ref() == Some(&newest)) else { return Ok(0) };
    let mut rows = 0;
    for column in columns() {
        let of = if matches!(column.walk, Walk::Catalogue) { &streets[..1] } else { &streets[..] };
        for street in of {
            rows += column_of(app, *column, *street).await?;
        }
    }
    app.transact(&Actor::system(), first, move |work| Ok(work.tx.exec(SET_DONE, params![&newest])?)).await?;
    Ok(rows)
}

/// Values that do not open, by column and row.
pub type Unopened = Vec<(&'static str, Uuid)>;

/// Opens every sealed value of a street, and of the catalogue; returns their number, and those that do not open, by column.
///
/// # Errors
/// If the store cannot be read.
pub fn unopened(app: &App, street: GridCode) -> Result<(u64, Unopened), Refusal> {
    let (mut values, mut broken) = (0, Vec::new());
    for column in columns().copied() {
        let mut after: Key = (Uuid::nil(), Uuid::nil(), i64::MIN);
        loop {
            let rows = app.db().read_blocking(move |tx| page(tx, column, &street, after).map_err(Refusal::from))?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            values += rows.len() as u64;
            let opens =
                |(key, sealed): &(Key, Vec<u8>)| app.seal().open(&(column.context)(&street, *key), sealed).is_ok();
            broken.extend(rows.iter().filter(|row| !opens(row)).map(|(key, _)| (column.name, key.0)));
        }
    }
    Ok((values, broken))
}

/// Every sealed column: its table and its name.
#[cfg(test)]
pub fn sealed_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    columns().filter_map(|column| column.name.split_once('.'))
}

#[cfg(test)]
#[path = "reseal_tests.rs"]
mod tests;
