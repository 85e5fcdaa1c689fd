//! SQL of care alerts: one row read and written whole, its alarm, and its parties.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use uuid::Uuid;
use weiguang_domain::care::Alert;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AlertId, ResidentId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::chain::Head;
use crate::outside::sealed_row::{open, seal};
use crate::rooms::care::record::{About, AlertRecord};

macro_rules! select {
    ($($rest:literal),*) => {
        concat!("SELECT id, sealed, began_at, updated_at, version, chain FROM care_alerts ", $($rest),*)
    };
}

const INSERT: &str = "INSERT INTO care_alerts (tenant, id, resident, code, open, owner, sealed, due_at, alarm_at, began_at, updated_at, version, chain) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const UPDATE: &str = "UPDATE care_alerts SET code = $4, open = $5, owner = $6, sealed = $7, due_at = $8, alarm_at = $9, updated_at = $10, version = $11, chain = $12 \
 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("WHERE tenant = $1 AND id = $2");
const OPEN_OF: &str = select!("WHERE tenant = $1 AND resident = $2 AND open");
const OF_PERSON: &str = select!("WHERE tenant = $1 AND resident = $2 ORDER BY id DESC LIMIT $3");
const UNDER: &str = select!("WHERE tenant = $1 AND open AND code >= $2 AND code < $3 AND id > $4 ORDER BY id LIMIT $5");
const OPEN: &str = select!(
    "WHERE tenant = $1 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 ORDER BY due_at, id LIMIT $6"
);
const MINE: &str = select!(
    "WHERE tenant = $1 AND id IN (SELECT alert FROM care_parties WHERE tenant = $1 AND account = $2) AND (open OR updated_at > $6) AND (due_at, id) > ($3, $4) ORDER BY due_at, id LIMIT $5"
);
const OWNERS: &str = "SELECT DISTINCT owner FROM care_alerts WHERE tenant = $1 AND open";
const PAST: &str =
    select!("WHERE tenant = $1 AND NOT open AND id < $4 AND code >= $2 AND code < $3 ORDER BY id DESC LIMIT $5");
const ALARMS: &str = "SELECT id FROM care_alerts WHERE tenant = $1 AND alarm_at < $2 AND alarm_at < 9000000000000000000 ORDER BY alarm_at, id LIMIT $3";
const NEXT_ALARM: &str =
    "SELECT alarm_at FROM care_alerts WHERE tenant = $1 AND alarm_at < 9000000000000000000 ORDER BY alarm_at LIMIT 1";
const STREAMS: &str = "SELECT id, version, chain FROM care_alerts WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3";
const JOIN: &str = "INSERT INTO care_parties (tenant, account, alert) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const PART: &str = "DELETE FROM care_parties WHERE tenant = $1 AND account = $2 AND alert = $3";

const IDS_OF: &str = "SELECT id FROM care_alerts WHERE tenant = $1 AND resident = $2 ORDER BY id";
const GIVE: &str = "UPDATE care_alerts SET resident = $3, sealed = $4 WHERE tenant = $1 AND id = $2";
const DELETE_OF: &str = "DELETE FROM care_alerts WHERE tenant = $1 AND resident = $2";

const DUE_BEFORE: &str = "SELECT COUNT(*) FROM care_alerts WHERE alarm_at < $1";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("doctor.ALERTS_DUE", DUE_BEFORE),
    ("care_alerts.INSERT", INSERT),
    ("care_alerts.UPDATE", UPDATE),
    ("care_alerts.READ", READ),
    ("care_alerts.OPEN_OF", OPEN_OF),
    ("care_alerts.OF_PERSON", OF_PERSON),
    ("care_alerts.UNDER", UNDER),
    ("care_alerts.OPEN", OPEN),
    ("care_alerts.MINE", MINE),
    ("care_alerts.OWNERS", OWNERS),
    ("care_alerts.PAST", PAST),
    ("care_alerts.ALARMS", ALARMS),
    ("care_alerts.NEXT_ALARM", NEXT_ALARM),
    ("care_alerts.STREAMS", STREAMS),
    ("care_alerts.IDS_OF", IDS_OF),
    ("care_alerts.GIVE", GIVE),
    ("care_alerts.DELETE_OF", DELETE_OF),
    ("care_alerts.JOIN", JOIN),
    ("care_alerts.PART", PART),
];

/// The table's name, which seals are bound to.
pub const TABLE: &str = "care_alerts";

#[derive(Serialize, Deserialize)]
struct Sealed<'a> {
    alert: Cow<'a, Alert>,
    about: Cow<'a, About>,
}

fn sealed(tx: &Tx<'_>, r: &AlertRecord) -> Result<Vec<u8>, StoreError> {
    let plain = Sealed { alert: Cow::Borrowed(&r.alert), about: Cow::Borrowed(&r.about) };
    seal(tx, &r.street(), TABLE, r.alert.id.uuid(), &plain)
}

fn record(row: &Row<'_>, street: &GridCode) -> Result<AlertRecord, StoreError> {
    let id: Uuid = row.get(0)?;
    let sealed: Sealed<'_> = open(row, 1, street, TABLE, id)?;
    Ok(AlertRecord {
        alert: sealed.alert.into_owned(),
        about: sealed.about.into_owned(),
        began_at: Moment::from_micros(row.get(2)?),
        updated_at: Moment::from_micros(row.get(3)?),
        head: Head { seq: row.get(4)?, hash: row.get(5)? },
    })
}

/// Stores a new alert. A person has at most one open alert.
pub fn insert(tx: &mut Tx<'_>, r: &AlertRecord) -> Result<(), StoreError> {
    let (street, alert, sealed) = (r.street(), &r.alert, sealed(tx, r)?);
    tx.exec(
        INSERT,
        params![
            street.as_str(),
            alert.id.uuid(),
            alert.resident.uuid(),
            alert.code.as_str(),
            alert.state.status().is_open(),
            alert.owner.uuid(),
            sealed,
            r.due_at(),
            r.alarm_at(),
            r.began_at.micros(),
            r.updated_at.micros(),
            r.head.seq,
            &r.head.hash
        ],
    )?;
    change_parties(tx, &street, alert.id, &BTreeSet::new(), &r.parties())
}

/// Stores a changed alert, unless somebody changed it since `version`; returns whether it was stored. `before` are its former parties.
pub fn update(
    tx: &mut Tx<'_>,
    r: &AlertRecord,
    version: i64,
    before: &BTreeSet<AccountId>,
) -> Result<bool, StoreError> {
    let (street, alert, sealed) = (r.street(), &r.alert, sealed(tx, r)?);
    let open = alert.state.status().is_open();
    let changed = tx.exec(
        UPDATE,
        params![
            street.as_str(),
            alert.id.uuid(),
            version,
            alert.code.as_str(),
            open,
            alert.owner.uuid(),
            sealed,
            r.due_at(),
            r.alarm_at(),
            r.updated_at.micros(),
            r.head.seq,
            &r.head.hash
        ],
    )?;
    if changed == 1 {
        // Parties can find it while its end can still be undone.
        let stays = open || alert.undo_until().is_some();
        change_parties(tx, &street, alert.id, before, &if stays { r.parties() } else { BTreeSet::new() })?;
    }
    Ok(changed == 1)
}

/// Makes somebody a party to an alert.
pub fn join(tx: &mut Tx<'_>, street: &GridCode, account: AccountId, alert: AlertId) -> Result<(), StoreError> {
    tx.exec(JOIN, params![street.as_str(), account.uuid(), alert.uuid()]).map(drop)
}

fn change_parties(
    tx: &mut Tx<'_>,
    street: &GridCode,
    alert: AlertId,
    before: &BTreeSet<AccountId>,
    after: &BTreeSet<AccountId>,
) -> Result<(), StoreError> {
    // All of them: the definition of a party may have widened since the row was written.
    for account in after {
        join(tx, street, *account, alert)?;
    }
    for account in before.difference(after) {
        tx.exec(PART, params![street.as_str(), account.uuid(), alert.uuid()])?;
    }
    Ok(())
}

/// One alert.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: AlertId) -> Result<Option<AlertRecord>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| record(row, street))
}

/// The open alert of somebody.
pub fn open_of(tx: &mut Tx<'_>, street: &GridCode, id: ResidentId) -> Result<Option<AlertRecord>, StoreError> {
    tx.one(OPEN_OF, params![street.as_str(), id.uuid()], |row| record(row, street))
}

/// Somebody's alerts, newest first.
pub fn of_person(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: ResidentId,
    limit: i64,
) -> Result<Vec<AlertRecord>, StoreError> {
    tx.query(OF_PERSON, params![street.as_str(), id.uuid(), limit], |row| record(row, street))
}

/// Open alerts under a code in order of id, after one.
pub fn under(tx: &mut Tx<'_>, under: &GridCode, after: Uuid, limit: i64) -> Result<Vec<AlertRecord>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(UNDER, params![street.as_str(), from, to, after, limit], |row| record(row, &street))
}

/// Open alerts under a code in order of their deadlines, after a (moment, id).
pub fn open_under(
    tx: &mut Tx<'_>,
    under: &GridCode,
    after: (i64, Uuid),
    limit: i64,
) -> Result<Vec<AlertRecord>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(OPEN, params![street.as_str(), from, to, after.0, after.1, limit], |row| record(row, &street))
}

/// Alerts of which somebody is a party, in order of their deadlines: open ones, and last those that a death ended after a moment.
pub fn mine(
    tx: &mut Tx<'_>,
    street: &GridCode,
    account: AccountId,
    after: (i64, Uuid),
    limit: i64,
    ended_after: Moment,
) -> Result<Vec<AlertRecord>, StoreError> {
    let asked = params![street.as_str(), account.uuid(), after.0, after.1, limit, ended_after.micros()];
    tx.query(MINE, asked, |row| record(row, street))
}

/// Owners of open alerts of a street.
pub fn owners(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<AccountId>, StoreError> {
    tx.query(OWNERS, params![street.as_str()], |row| Ok(AccountId::new(row.get(0)?)))
}

/// Closed alerts under a code, newest first, after an id.
pub fn past(tx: &mut Tx<'_>, under: &GridCode, after: Uuid, limit: i64) -> Result<Vec<AlertRecord>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(PAST, params![street.as_str(), from, to, after, limit], |row| record(row, &street))
}

/// Alerts of a street whose alarm is due before now, first due first.
pub fn alarms(tx: &mut Tx<'_>, street: &GridCode, now: Moment, limit: i64) -> Result<Vec<AlertId>, StoreError> {
    tx.query(ALARMS, params![street.as_str(), now.micros(), limit], |row| row.get(0).map(AlertId::new))
}

/// How many alarms of all streets were due before a moment.
pub fn due_before(tx: &mut Tx<'_>, before: Moment) -> Result<i64, StoreError> {
    Ok(tx.one(DUE_BEFORE, params![before.micros()], |row| row.get(0))?.unwrap_or(0))
}

/// When the next alarm of a street is due.
pub fn next_alarm(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    tx.one(NEXT_ALARM, params![street.as_str()], |row| row.get(0).map(Moment::from_micros))
}

/// Every alert of a street in order of id with its row's copy of the chain's end, for verifying.
pub fn streams(tx: &mut Tx<'_>, street: &GridCode, after: Uuid, limit: i64) -> Result<Vec<(Uuid, Head)>, StoreError> {
    tx.query(STREAMS, params![street.as_str(), after, limit], |row| {
        Ok((row.get(0)?, Head { seq: row.get(1)?, hash: row.get(2)? }))
    })
}

/// The ids of a person's alerts.
pub fn ids_of(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Uuid>, StoreError> {
    tx.query(IDS_OF, params![street.as_str(), of.uuid()], |row| row.get(0))
}

/// Moves an alert to another record of the same person; nothing else of it changed.
pub fn give(tx: &mut Tx<'_>, r: &AlertRecord) -> Result<(), StoreError> {
    let sealed = sealed(tx, r)?;
    let (id, resident) = (r.alert.id.uuid(), r.alert.resident.uuid());
    tx.exec(GIVE, params![r.street().as_str(), id, resident, sealed]).map(drop)
}

/// Deletes all alerts of a person; returns their number.
pub fn delete_of(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<u64, StoreError> {
    tx.exec(DELETE_OF, params![street.as_str(), of.uuid()])
}
