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
use crate::rooms::outbox::outbox::Destination;
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
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;
    use zeroize::Zeroizing;

    use crate::app::Parts;
    use crate::outside::chance::Chance;
    use crate::rooms::care::reading_tests::{measure, resident};
    use crate::rooms::households::tests::pair;
    use crate::testing::{TestApp, both};

    /// The application of a test once more, with a second key; from here on the store of the first carries the ring, too.
    async fn under_a_second_key(test: &TestApp) -> App {
        let ring = Seal::of(&Zeroizing::new([7; 32]), &[(2, Zeroizing::new([9; 32]))]);
        let (db, clock, settings) = (test.app.db().clone(), test.app.clock().clone(), test.app.settings().clone());
        let parts = Parts { db, clock, chance: Chance::Machine, seal: ring, settings };
        tokio::task::spawn_blocking(|| crate::rooms::open(parts)).await.unwrap().unwrap()
    }

    #[test]
    fn every_sealed_column_is_sealed_anew_and_no_other() {
        let list: toml::Table = include_str!("../../../docs/data-classes.toml").parse().unwrap();
        let sealed = |entry: &toml::Value| entry.get("sealed").and_then(toml::Value::as_bool) == Some(true);
        let said: BTreeSet<String> = list
            .iter()
            .flat_map(|(table, columns)| {
                let columns = columns.as_table().unwrap();
                columns.iter().filter(|(_, e)| sealed(e)).map(move |(column, _)| format!("{table}.{column}"))
            })
            .collect();
        assert_eq!(said, COLUMNS.iter().map(|c| c.name.to_owned()).collect());
    }

    /// What is moved to another row, column or street does not open. A contact of who joined is bound to the case; an account is of no street.
    #[test]
    fn what_binds_a_sealed_value_is_of_its_row_alone() {
        let (ids, numbers) = ([1, 2].map(Uuid::from_u128), [1, 2]);
        let streets = ["510117019", "510117009"].map(|street| GridCode::parse(street).unwrap());
        let mut seen = BTreeSet::new();
        for column in COLUMNS.iter().filter(|column| column.name != "case_followers.contact") {
            let keys: BTreeSet<Key> = ids
                .iter()
                .flat_map(|id| match column.walk {
                    Walk::Id | Walk::Catalogue => vec![(*id, Uuid::nil(), 0)],
                    Walk::Stream => numbers.map(|number| (*id, Uuid::nil(), number)).to_vec(),
                    Walk::OfCase => vec![(Uuid::nil(), *id, 0)],
                    Walk::OfAccount => ids.map(|of| (*id, of, 0)).to_vec(),
                })
                .collect();
            let of_none = matches!(column.walk, Walk::OfAccount | Walk::Catalogue);
            for street in streets.iter().skip(usize::from(of_none)) {
                for context in keys.iter().map(|key| (column.context)(street, *key)) {
                    assert!(seen.insert(context.clone()), "{}: {context} twice", column.name);
                }
            }
        }
    }

    #[test]
    fn under_a_second_key_everything_is_sealed_anew_once_and_reads_as_before() {
        both(async |test| {
            let leader = test.as_("leader").await;
            let receipt = test.bring(&leader, "corridor-clutter", 0).await;
            let path = format!("/cases/{}", receipt["id"].as_str().unwrap());
            let noted = json!({ "action": "note", "text": "已电话联系" });
            leader.act(receipt["id"].as_str().unwrap(), &noted).await.good();
            let before = leader.get(&path).await.good();
            assert_eq!(all(&test.app).await.unwrap(), 0, "one key is the newest");

            let app = under_a_second_key(test).await;
            assert!(all(&app).await.unwrap() > 3);
            assert_eq!(all(&app).await.unwrap(), 0, "what is done is not done again");
            let keys = app
                .read(|tx| {
                    let at = |r: &weiguang_store::Row<'_>| r.get::<Vec<u8>>(0);
                    let mut sealed = tx.query("SELECT sealed FROM cases", params![], at)?;
                    sealed.extend(tx.query("SELECT body FROM events", params![], at)?);
                    Ok(sealed.iter().map(|bytes| Seal::key_of(bytes)).collect::<Vec<_>>())
                })
                .await
                .unwrap();
            assert!(keys.len() >= 4 && keys.iter().all(|k| *k == Some(2)), "{keys:?}");
            // The first application's store carries the ring now, too: its pages read as before, and the chain holds.
            assert_eq!(leader.get(&path).await.good(), before);
            assert_eq!(leader.get(&format!("{path}/verify")).await.good()["intact"], true);
            assert_eq!(leader.get("/cases?q=纸箱").await.good()["items"].as_array().unwrap().len(), 1);
        });
    }

    /// What is written while the keys change is what is read afterwards, under the new key, and nothing is lost or written over.
    #[test]
    fn keys_change_while_people_work_and_no_word_of_theirs_is_lost() {
        both(async |test| {
            pair(test, "510117019006").await;
            let (doctor, member) = (test.as_("doctor").await, test.as_("member01").await);
            let mut people = Vec::new();
            for n in 0..8 {
                let id = resident(test, &format!("王秀英{n}")).await;
                measure(&doctor, test, &id, json!({ "systolic": "120", "diastolic": "70" })).await.good();
                people.push(id);
            }
            let app = under_a_second_key(test).await;
            let work = futures_util::future::join_all(people.iter().map(async |id| {
                for n in 1..=6 {
                    let pressure = json!({ "systolic": (120 + n).to_string(), "diastolic": "70" });
                    measure(&doctor, test, id, pressure).await.good();
                    let page = format!("/households/residents/{id}");
                    let version = member.get(&page).await.good()["version"].as_i64();
                    let name = json!({ "name": format!("改名{n}") });
                    member.send(http::Method::PATCH, &page, Some(test.id()), version, Some(&name)).await.good();
                }
            }));
            let (sealed, _) = tokio::join!(all(&app), work);
            assert!(sealed.unwrap() > 8);
            for id in &people {
                let care = doctor.get(&format!("/care/residents/{id}")).await.good();
                assert_eq!((care["name"].as_str(), care["readings"].as_array().unwrap().len()), (Some("改名6"), 7));
                assert_eq!(care["readings"][0]["measured"]["values"][0]["value"], "126");
            }
            let keys = app
                .read(|tx| {
                    let at = |r: &weiguang_store::Row<'_>| r.get::<Vec<u8>>(0);
                    let mut sealed = tx.query("SELECT sealed FROM readings", params![], at)?;
                    sealed.extend(tx.query("SELECT sealed FROM residents", params![], at)?);
                    sealed.extend(tx.query("SELECT sealed FROM care_people", params![], at)?);
                    Ok(sealed.iter().map(|bytes| Seal::key_of(bytes)).collect::<Vec<_>>())
                })
                .await
                .unwrap();
            assert!(keys.len() == 8 * 9 && keys.iter().all(|k| *k == Some(2)), "{keys:?}");
        });
    }
}
