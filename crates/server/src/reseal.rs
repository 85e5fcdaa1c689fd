//! Seals anew what an older key sealed, after a key was added: while people work, some rows in one transaction, street by street,
//! and from the beginning again after a restart, which passes over what is done already.

use std::time::Duration;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AttachmentId, CaseId, DestinationId, PartId};
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::chain;
use crate::outside::key_file::FIRST;
use crate::outside::seal::Seal;
use crate::outside::sealed_row;
use crate::rooms::cases::public::files;
use crate::rooms::cases::{files::attachments, parts, queue::views, store as cases};
use crate::rooms::grid::places;
use crate::rooms::grid::territory::Territory;
use crate::rooms::outbox::messages::Destination;
use crate::rooms::people::store::accounts::AccountRow;
use crate::web::Refusal;

/// The key of a row besides its street: an id; a stream and a number; a case and the id of what belongs to it.
type Key = (Uuid, Uuid, i64);

/// How the rows of a table are walked.
#[derive(Clone, Copy)]
enum Walk {
    /// By street and id.
    Id,
    /// By street, stream and number.
    Stream,
    /// By street, case and id.
    OfCase,
    /// By street, account and id.
    OfAccount,
    /// By id alone: a catalogue.
    Catalogue,
}

/// A sealed column of one table.
#[derive(Clone, Copy)]
struct Column {
    name: &'static str,
    walk: Walk,
    page: &'static str,
    put: &'static str,
    context: fn(&GridCode, Key) -> String,
}

macro_rules! column {
    ($table:literal, $column:literal, $walk:ident, $context:expr) => {
        Column {
            name: concat!($table, ".", $column),
            walk: Walk::$walk,
            page: column!(@page $walk, $table, $column),
            put: column!(@put $walk, $table, $column),
            context: $context,
        }
    };
    (@page Id, $table:literal, $column:literal) => {
        concat!("SELECT id, ", $column, " FROM ", $table, " WHERE tenant = $1 AND id > $2 AND ", $column, " IS NOT NULL ORDER BY id LIMIT $3")
    };
    (@put Id, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $3 WHERE tenant = $1 AND id = $2 AND ", $column, " = $4")
    };
    (@page Stream, $table:literal, $column:literal) => {
        concat!("SELECT stream, seq, ", $column, " FROM ", $table, " WHERE tenant = $1 AND (stream, seq) > ($2, $3) AND ", $column, " IS NOT NULL ORDER BY stream, seq LIMIT $4")
    };
    (@put Stream, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $4 WHERE tenant = $1 AND stream = $2 AND seq = $3 AND ", $column, " = $5")
    };
    (@page OfCase, $table:literal, $column:literal) => {
        concat!("SELECT case_id, id, ", $column, " FROM ", $table, " WHERE tenant = $1 AND (case_id, id) > ($2, $3) AND ", $column, " IS NOT NULL ORDER BY case_id, id LIMIT $4")
    };
    (@put OfCase, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $4 WHERE tenant = $1 AND case_id = $2 AND id = $3 AND ", $column, " = $5")
    };
    (@page OfAccount, $table:literal, $column:literal) => {
        concat!("SELECT account, id, ", $column, " FROM ", $table, " WHERE tenant = $1 AND (account, id) > ($2, $3) AND ", $column, " IS NOT NULL ORDER BY account, id LIMIT $4")
    };
    (@put OfAccount, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $4 WHERE tenant = $1 AND account = $2 AND id = $3 AND ", $column, " = $5")
    };
    (@page Catalogue, $table:literal, $column:literal) => {
        concat!("SELECT id, ", $column, " FROM ", $table, " WHERE id > $1 AND ", $column, " IS NOT NULL ORDER BY id LIMIT $2")
    };
    (@put Catalogue, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $2 WHERE id = $1 AND ", $column, " = $3")
    };
}

const COLUMNS: &[Column] = &[
    column!("cases", "sealed", Id, |s, k| cases::seal_context(s, CaseId::new(k.0), "sealed")),
    column!("cases", "reporter", Id, |s, k| cases::seal_context(s, CaseId::new(k.0), "reporter")),
    column!("events", "body", Stream, |s, k| chain::seal_context(s.as_str(), k.0, k.2)),
    column!("case_parts", "task", OfCase, |s, k| parts::seal_context(s, PartId::new(k.1), "task")),
    column!("case_parts", "result", OfCase, |s, k| parts::seal_context(s, PartId::new(k.1), "result")),
    column!("case_followers", "contact", OfCase, |s, k| cases::seal_context(s, CaseId::new(k.0), "reporter")),
    column!("attachments", "name", Id, |s, k| attachments::seal_context(s, AttachmentId::new(k.0), "name")),
    column!("attachments", "content", Id, |s, k| attachments::seal_context(s, AttachmentId::new(k.0), "content")),
    column!("attachments", "place", Id, |s, k| attachments::seal_context(s, AttachmentId::new(k.0), "place")),
    column!("waiting_files", "name", Id, |s, k| files::seal_context(s, AttachmentId::new(k.0), "name")),
    column!("waiting_files", "content", Id, |s, k| files::seal_context(s, AttachmentId::new(k.0), "content")),
    column!("saved_views", "name", OfAccount, |_, k| views::seal_context(AccountId::new(k.0), k.1, "name")),
    column!("saved_views", "query", OfAccount, |_, k| views::seal_context(AccountId::new(k.0), k.1, "query")),
    column!("lessons", "text", Id, |s, k| places::lesson_context(s, k.0)),
    column!("destinations", "secret", Id, |s, k| Destination::seal_context(s, DestinationId::new(k.0))),
    column!("destinations", "address", Id, |s, k| Destination::address_context(s, DestinationId::new(k.0))),
    column!("imports", "report", Id, |s, k| crate::rooms::imports::runs::seal_context(s, k.0, "report")),
    column!("imports", "bad_rows", Id, |s, k| crate::rooms::imports::runs::seal_context(s, k.0, "bad_rows")),
    column!("import_rows", "sealed", Stream, |s, k| crate::rooms::imports::staging::seal_context(s, k.0, k.2)),
    column!("dwellings", "label", Id, |s, k| sealed_row::context(s, "dwellings", k.0)),
    column!("residents", "sealed", Id, |s, k| sealed_row::context(s, "residents", k.0)),
    column!("contacts", "sealed", Id, |s, k| sealed_row::context(s, "contacts", k.0)),
    column!("needs", "sealed", Id, |s, k| sealed_row::context(s, "needs", k.0)),
    column!("merges", "sealed", Id, |s, k| sealed_row::context(s, "merges", k.0)),
    column!("readings", "sealed", Id, |s, k| sealed_row::context(s, "readings", k.0)),
    column!("care_people", "sealed", Id, |s, k| sealed_row::context(s, "care_people", k.0)),
    column!("care_alerts", "sealed", Id, |s, k| sealed_row::context(s, "care_alerts", k.0)),
    column!("campaigns", "sealed", Id, |s, k| sealed_row::context(s, "campaigns", k.0)),
    column!("visits", "sealed", Id, |s, k| sealed_row::context(s, "visits", k.0)),
    column!("visit_edits", "sealed", Id, |s, k| sealed_row::context(s, "visit_edits", k.0)),
    column!("tickets", "sealed", Id, |s, k| sealed_row::context(s, "tickets", k.0)),
    column!("ticket_askers", "sealed", Id, |s, k| sealed_row::context(s, "ticket_askers", k.0)),
    column!("sends", "sealed", Id, |s, k| crate::sends::seal_context(s, k.0)),
    column!("accounts", "phone", Catalogue, |_, k| AccountRow::seal_context(AccountId::new(k.0))),
];

const READ_DONE: &str = "SELECT value FROM settings WHERE name = 'sealed_with'";
const SET_DONE: &str = "INSERT INTO settings (name, value) VALUES ('sealed_with', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("reseal.READ_DONE", READ_DONE), ("reseal.SET_DONE", SET_DONE)];

/// The statements of every sealed column, for `prepare_all`.
#[must_use]
pub fn statements() -> Vec<(&'static str, &'static str)> {
    COLUMNS.iter().flat_map(|c| [(c.page, c.page), (c.put, c.put)]).collect()
}

/// Rows of one transaction: photos are large, and the one writer has others to serve.
const BATCH: i64 = 50;
/// Between two transactions, so that people's writes come first.
const PAUSE: Duration = Duration::from_millis(5);

fn page(tx: &mut Tx<'_>, column: Column, street: &GridCode, after: Key) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
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

/// Puts what was sealed anew in place of what was read, unless somebody changed the row in the meantime.
fn put(
    tx: &mut Tx<'_>,
    column: Column,
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

/// Seals one column of a street anew; gives how many rows that were.
async fn column_of(app: &App, column: Column, street: GridCode) -> Result<u64, Refusal> {
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

/// Seals everything anew that an older key sealed; gives how many rows that were. Nothing to do costs one read.
///
/// # Errors
/// The store's.
pub async fn all(app: &App) -> Result<u64, Refusal> {
    if app.seal().newest() == FIRST {
        return Ok(0);
    }
    let newest = app.seal().newest().to_string();
    let done = app.read(|tx| Ok(tx.one(READ_DONE, params![], |row| row.get::<String>(0))?)).await?;
    let streets = app.state::<Territory>().streets();
    let (Some(first), false) = (streets.first().copied(), done.as_ref() == Some(&newest)) else { return Ok(0) };
    let mut rows = 0;
    for column in COLUMNS {
        let of = if matches!(column.walk, Walk::Catalogue) { &streets[..1] } else { &streets[..] };
        for street in of {
            rows += column_of(app, *column, *street).await?;
        }
    }
    app.transact(&Actor::system(), first, move |work| Ok(work.tx.exec(SET_DONE, params![&newest])?)).await?;
    Ok(rows)
}

/// Values that do not open, by their column and row.
pub type Unopened = Vec<(&'static str, Uuid)>;

/// Opens every sealed value of a street, and of the catalogue; gives how many there are, and those that do not open, by their column.
///
/// # Errors
/// If the store cannot be read.
pub fn unopened(app: &App, street: GridCode) -> Result<(u64, Unopened), Refusal> {
    let (mut values, mut broken) = (0, Vec::new());
    for column in COLUMNS.iter().copied() {
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
    COLUMNS.iter().filter_map(|column| column.name.split_once('.'))
}

#[cfg(test)]
#[path = "reseal_tests.rs"]
mod tests;
