//! SQL of assignments, absences and handovers.

use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AbsenceId, AccountId, AssignmentId, HandoverId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::people::{Absence, Assignment, Passed};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, day_at};

const OF_ACCOUNT: &str = "SELECT id, account, role, code, since, until FROM assignments WHERE tenant = $1 AND account = $2 ORDER BY until DESC, since DESC, id LIMIT 500";
const AT_CODE: &str = "SELECT id, account, role, code, since, until FROM assignments WHERE tenant = $1 AND code = $2 ORDER BY until DESC, since DESC, id LIMIT 500";
const FROM_DAY: &str = "SELECT s.id, s.account, s.role, s.code, s.since, s.until FROM assignments s CROSS JOIN accounts a \
 WHERE a.id = s.account AND s.tenant = $1 AND s.until >= $2 AND s.until >= s.since AND a.state = 'active' ORDER BY s.id LIMIT 20000";
const WITH_DEPUTY: &str = "SELECT id, account, since, until, deputy FROM absences WHERE tenant = $1 AND until >= $2 AND until >= since \
 AND deputy IS NOT NULL ORDER BY id LIMIT 5000";
const ONE: &str = "SELECT id, account, role, code, since, until FROM assignments WHERE tenant = $1 AND id = $2";
const SET_DAYS: &str = "UPDATE assignments SET since = $3, until = $4 WHERE tenant = $1 AND id = $2";
const SET_DEPUTY: &str = "UPDATE absences SET deputy = $3 WHERE tenant = $1 AND id = $2";
const END: &str = "UPDATE assignments SET until = $3 WHERE tenant = $1 AND id = $2";
const ABSENCES_OF: &str = "SELECT id, account, since, until, deputy FROM absences WHERE tenant = $1 AND account = $2 ORDER BY until DESC, id LIMIT 200";
const ABSENCES_UNDER: &str = "SELECT id, account, since, until, deputy FROM absences WHERE tenant = $1 AND until >= $4 AND until >= since \
 AND account IN (SELECT account FROM assignments WHERE tenant = $1 AND code >= $2 AND code < $3 AND until >= $4) ORDER BY since, id LIMIT 500";
const ABSENCE: &str = "SELECT id, account, since, until, deputy FROM absences WHERE tenant = $1 AND id = $2";
const STANDS_IN: &str = "SELECT id, account, since, until, deputy FROM absences WHERE tenant = $1 AND deputy = $2 AND until >= $3 ORDER BY id";
const END_ABSENCE: &str = "UPDATE absences SET until = $3 WHERE tenant = $1 AND id = $2";
const DROP_DEPUTY: &str = "UPDATE absences SET deputy = NULL WHERE tenant = $1 AND id = $2";
const INSERT_HANDOVER: &str =
    "INSERT INTO handovers (tenant, id, account, day, items, by_account, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const HANDOVER: &str = "SELECT account, day, items, by_account, at FROM handovers WHERE tenant = $1 AND id = $2";

const SERVING_AT: &str = "SELECT id, account, role, code, since, until FROM assignments WHERE tenant = $1 AND code = $2 AND until >= $3 ORDER BY id";
const DELETE_ASSIGNMENT: &str = "DELETE FROM assignments WHERE tenant = $1 AND id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("people.SERVING_AT", SERVING_AT),
    ("people.DELETE_ASSIGNMENT", DELETE_ASSIGNMENT),
    ("posts.OF_ACCOUNT", OF_ACCOUNT),
    ("posts.AT_CODE", AT_CODE),
    ("posts.FROM_DAY", FROM_DAY),
    ("posts.WITH_DEPUTY", WITH_DEPUTY),
    ("posts.ONE", ONE),
    ("posts.SET_DAYS", SET_DAYS),
    ("posts.SET_DEPUTY", SET_DEPUTY),
    ("posts.END", END),
    ("posts.ABSENCES_OF", ABSENCES_OF),
    ("posts.ABSENCES_UNDER", ABSENCES_UNDER),
    ("posts.ABSENCE", ABSENCE),
    ("posts.STANDS_IN", STANDS_IN),
    ("posts.END_ABSENCE", END_ABSENCE),
    ("posts.DROP_DEPUTY", DROP_DEPUTY),
    ("posts.INSERT_HANDOVER", INSERT_HANDOVER),
    ("posts.HANDOVER", HANDOVER),
];

fn assignment(row: &Row<'_>) -> Result<Assignment, StoreError> {
    let role: String = row.get(2)?;
    Ok(Assignment {
        id: AssignmentId::new(row.get(0)?),
        account: AccountId::new(row.get(1)?),
        role: Role::from_key(&role)
            .ok_or_else(|| StoreError::Row { column: "role".into(), why: format!("unknown role {role}") })?,
        code: code_at(row, 3)?,
        since: day_at(row, 4)?,
        until: day_at(row, 5)?,
    })
}

/// Past, present and future posts of an account in a street, latest first.
pub fn of_account(tx: &mut Tx<'_>, tenant: &GridCode, account: AccountId) -> Result<Vec<Assignment>, StoreError> {
    tx.query(OF_ACCOUNT, params![tenant.as_str(), account.uuid()], assignment)
}

/// Past, present and future posts at a code, latest first.
pub fn at_code(tx: &mut Tx<'_>, tenant: &GridCode, code: &GridCode) -> Result<Vec<Assignment>, StoreError> {
    tx.query(AT_CODE, params![tenant.as_str(), code.as_str()], assignment)
}

/// All posts on a day or later of people who have not left.
pub fn from_day(tx: &mut Tx<'_>, tenant: &GridCode, day: Day) -> Result<Vec<Assignment>, StoreError> {
    tx.query(FROM_DAY, params![tenant.as_str(), day.to_string()], assignment)
}

/// Absences with a deputy on a day or later.
pub fn with_deputy(tx: &mut Tx<'_>, tenant: &GridCode, day: Day) -> Result<Vec<(AbsenceId, Absence)>, StoreError> {
    tx.query(WITH_DEPUTY, params![tenant.as_str(), day.to_string()], absence)
}

/// One assignment.
pub fn one(tx: &mut Tx<'_>, tenant: &GridCode, id: AssignmentId) -> Result<Option<Assignment>, StoreError> {
    tx.one(ONE, params![tenant.as_str(), id.uuid()], assignment)
}

/// Assignments at a code on a day or later.
pub fn serving_at(tx: &mut Tx<'_>, code: &GridCode, day: Day) -> Result<Vec<Assignment>, StoreError> {
    let street = code.street().unwrap_or(*code);
    tx.query(SERVING_AT, params![street.as_str(), code.as_str(), day.to_string()], assignment)
}

/// Ends an assignment before a day; one that had not begun by then is deleted.
pub fn end_before(tx: &mut Tx<'_>, a: &Assignment, day: Day) -> Result<(), StoreError> {
    let street = a.code.street().unwrap_or(a.code);
    super::touch_posts(tx, &street, a.account);
    match day.yesterday() {
        Ok(last) if a.since <= last => tx.exec(END, params![street.as_str(), a.id.uuid(), last.to_string()]).map(drop),
        _ => tx.exec(DELETE_ASSIGNMENT, params![street.as_str(), a.id.uuid()]).map(drop),
    }
}

/// Sets the last day of an assignment.
pub fn end(tx: &mut Tx<'_>, tenant: &GridCode, id: AssignmentId, until: Day) -> Result<(), StoreError> {
    if let Some(post) = one(tx, tenant, id)? {
        super::touch_posts(tx, tenant, post.account);
    }
    tx.exec(END, params![tenant.as_str(), id.uuid(), until.to_string()]).map(drop)
}

/// Sets the days of an assignment.
pub fn set_days(tx: &mut Tx<'_>, tenant: &GridCode, a: &Assignment) -> Result<(), StoreError> {
    super::touch_posts(tx, tenant, a.account);
    tx.exec(SET_DAYS, params![tenant.as_str(), a.id.uuid(), a.since.to_string(), a.until.to_string()]).map(drop)
}

/// Sets the deputy, who is known in the street from then on.
pub fn set_deputy(tx: &mut Tx<'_>, tenant: &GridCode, id: AbsenceId, deputy: AccountId) -> Result<(), StoreError> {
    super::join_street(tx, tenant, deputy)?;
    tx.exec(SET_DEPUTY, params![tenant.as_str(), id.uuid(), deputy.uuid()]).map(drop)
}

fn absence(row: &Row<'_>) -> Result<(AbsenceId, Absence), StoreError> {
    let deputy: Option<Uuid> = row.get(4)?;
    let absence = Absence {
        account: AccountId::new(row.get(1)?),
        since: day_at(row, 2)?,
        until: day_at(row, 3)?,
        deputy: deputy.map(AccountId::new),
    };
    Ok((AbsenceId::new(row.get(0)?), absence))
}

/// The absences of an account, latest first.
pub fn absences_of(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: AccountId,
) -> Result<Vec<(AbsenceId, Absence)>, StoreError> {
    tx.query(ABSENCES_OF, params![tenant.as_str(), account.uuid()], absence)
}

/// Absences on a day or later of people with a post under a code.
pub fn absences_under(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    under: &GridCode,
    day: Day,
) -> Result<Vec<(AbsenceId, Absence)>, StoreError> {
    let (from, to) = under.range();
    tx.query(ABSENCES_UNDER, params![tenant.as_str(), from, to, day.to_string()], absence)
}

/// One absence.
pub fn one_absence(tx: &mut Tx<'_>, tenant: &GridCode, id: AbsenceId) -> Result<Option<Absence>, StoreError> {
    Ok(tx.one(ABSENCE, params![tenant.as_str(), id.uuid()], absence)?.map(|(_, a)| a))
}

/// The absences on a day or later for which an account deputises.
pub fn stands_in(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    deputy: AccountId,
    day: Day,
) -> Result<Vec<(AbsenceId, Absence)>, StoreError> {
    tx.query(STANDS_IN, params![tenant.as_str(), deputy.uuid(), day.to_string()], absence)
}

/// Sets the last day of an absence.
pub fn end_absence(tx: &mut Tx<'_>, tenant: &GridCode, id: AbsenceId, until: Day) -> Result<(), StoreError> {
    tx.exec(END_ABSENCE, params![tenant.as_str(), id.uuid(), until.to_string()]).map(drop)
}

/// Removes the deputy of an absence.
pub fn drop_deputy(tx: &mut Tx<'_>, tenant: &GridCode, id: AbsenceId) -> Result<(), StoreError> {
    tx.exec(DROP_DEPUTY, params![tenant.as_str(), id.uuid()]).map(drop)
}

/// The record of what was handed over when somebody left.
#[derive(Clone, Debug)]
pub struct Handover {
    /// Who left.
    pub account: AccountId,
    /// The first day without them.
    pub day: String,
    /// What went to whom.
    pub items: Vec<Passed>,
    /// Who recorded it.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
}

/// Stores a handover.
pub fn insert_handover(tx: &mut Tx<'_>, tenant: &GridCode, id: HandoverId, h: &Handover) -> Result<(), StoreError> {
    let items =
        serde_json::to_string(&h.items).map_err(|e| StoreError::Row { column: "items".into(), why: e.to_string() })?;
    tx.exec(
        INSERT_HANDOVER,
        params![tenant.as_str(), id.uuid(), h.account.uuid(), &h.day, items, h.by.uuid(), h.at.micros()],
    )
    .map(drop)
}

/// One handover.
pub fn handover(tx: &mut Tx<'_>, tenant: &GridCode, id: HandoverId) -> Result<Option<Handover>, StoreError> {
    tx.one(HANDOVER, params![tenant.as_str(), id.uuid()], |row| {
        Ok(Handover {
            account: AccountId::new(row.get(0)?),
            day: row.get(1)?,
            items: serde_json::from_str(&row.get::<String>(2)?)
                .map_err(|e| StoreError::Row { column: "items".into(), why: e.to_string() })?,
            by: AccountId::new(row.get(3)?),
            at: Moment::from_micros(row.get(4)?),
        })
    })
}
