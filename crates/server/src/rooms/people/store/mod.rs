//! SQL of people for signing in, names and duty; accounts, invitations and posts are in files of their own.

pub mod accounts;
pub mod grants;
pub mod invitations;
pub mod posts;

use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AbsenceId, AccountId, AssignmentId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::people::{Assignment, CurrentPost, standing_in};
use weiguang_store::{Row, StoreError, Touched, Tx, params};

pub use crate::access::accounts::{by_id, by_login, set_password, touch_account};
use crate::outside::columns::code_at;

/// Posts at up to five codes today, whether their holders are away, and a deputy who is present.
const SEATS: &str = "SELECT s.id, s.account, s.role, s.code, a.account IS NOT NULL, a.deputy, b.account IS NOT NULL, b.deputy, c.account IS NOT NULL \
 FROM assignments s \
 LEFT JOIN absences a ON a.tenant = s.tenant AND a.account = s.account AND a.since <= $2 AND a.until >= $2 \
 LEFT JOIN absences b ON b.tenant = a.tenant AND b.account = a.deputy AND b.since <= $2 AND b.until >= $2 \
 LEFT JOIN absences c ON c.tenant = b.tenant AND c.account = b.deputy AND c.since <= $2 AND c.until >= $2 \
 WHERE s.tenant = $1 AND s.code IN ($3, $4, $5, $6, $7) AND s.since <= $2 AND s.until >= $2";

/// The same for every code of a street.
const ALL_SEATS: &str = "SELECT s.id, s.account, s.role, s.code, a.account IS NOT NULL, a.deputy, b.account IS NOT NULL, b.deputy, c.account IS NOT NULL \
 FROM assignments s \
 LEFT JOIN absences a ON a.tenant = s.tenant AND a.account = s.account AND a.since <= $2 AND a.until >= $2 \
 LEFT JOIN absences b ON b.tenant = a.tenant AND b.account = a.deputy AND b.since <= $2 AND b.until >= $2 \
 LEFT JOIN absences c ON c.tenant = b.tenant AND c.account = b.deputy AND c.since <= $2 AND c.until >= $2 \
 WHERE s.tenant = $1 AND s.since <= $2 AND s.until >= $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("people.SEATS", SEATS),
    ("people.ALL_SEATS", ALL_SEATS),
    ("people.INSERT_ACCOUNT", INSERT_ACCOUNT),
    ("people.INSERT_ASSIGNMENT", INSERT_ASSIGNMENT),
    ("people.INSERT_MEMBERSHIP", INSERT_MEMBERSHIP),
    ("people.INSERT_ABSENCE", INSERT_ABSENCE),
];

/// A post, and the deputy of its deputy if that one is away too.
fn seat(row: &Row<'_>) -> Result<(CurrentPost, Option<AccountId>), StoreError> {
    let role: String = row.get(2)?;
    let (deputy, deputy_away): (Option<Uuid>, bool) = (row.get(5)?, row.get(6)?);
    let (second, second_away): (Option<Uuid>, bool) = (row.get(7)?, row.get(8)?);
    let seat = CurrentPost {
        id: AssignmentId::new(row.get(0)?),
        account: AccountId::new(row.get(1)?),
        role: Role::from_key(&role)
            .ok_or_else(|| StoreError::Row { column: "role".into(), why: format!("unknown role {role}") })?,
        code: code_at(row, 3)?,
        away: row.get(4)?,
        deputy: deputy.filter(|_| !deputy_away).map(AccountId::new),
    };
    Ok((seat, second.filter(|_| !second_away).map(AccountId::new)))
}

/// The deputy of a deputy is responsible, too, if their own post is comparable: otherwise they would be responsible for something that they
/// cannot see.
fn seated(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    day: Day,
    rows: Vec<(CurrentPost, Option<AccountId>)>,
) -> Result<Vec<CurrentPost>, StoreError> {
    let mut seats = Vec::with_capacity(rows.len());
    for (mut seat, second) in rows {
        if let Some(second) = second.filter(|second| seat.deputy.is_none() && *second != seat.account) {
            let held = posts::of_account(tx, tenant, second)?;
            let own: Vec<_> = held.iter().filter(|a| a.holds(day)).map(|a| (a.role, a.code)).collect();
            seat.deputy = standing_in::passes_on((seat.role, &seat.code), &own).then_some(second);
        }
        seats.push(seat);
    }
    Ok(seats)
}

/// The posts along a ladder of at most five codes: a functional cell, micro-grid, grid, community, street.
pub fn seats(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    ladder: &[GridCode],
    day: Day,
) -> Result<Vec<CurrentPost>, StoreError> {
    let Some(last) = ladder.last() else { return Ok(Vec::new()) };
    let code = |n: usize| ladder.get(n).unwrap_or(last).as_str();
    let asked = params![tenant.as_str(), day.to_string(), code(0), code(1), code(2), code(3), code(4)];
    let rows = tx.query(SEATS, asked, seat)?;
    seated(tx, tenant, day, rows)
}

/// All posts of a street on a day, in one read.
pub fn all_seats(tx: &mut Tx<'_>, tenant: &GridCode, day: Day) -> Result<Vec<CurrentPost>, StoreError> {
    let rows = tx.query(ALL_SEATS, params![tenant.as_str(), day.to_string()], seat)?;
    seated(tx, tenant, day, rows)
}

const INSERT_ACCOUNT: &str = "INSERT INTO accounts (id, login, name, password, phone, home, state, failures, locked_until, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, 'active', 0, 0, $7, 1)";
const INSERT_ASSIGNMENT: &str =
    "INSERT INTO assignments (tenant, id, account, role, code, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const INSERT_MEMBERSHIP: &str = "INSERT INTO memberships (account, tenant) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const INSERT_ABSENCE: &str =
    "INSERT INTO absences (tenant, id, account, since, until, deputy) VALUES ($1, $2, $3, $4, $5, $6)";

/// A new account as stored. The phone is sealed.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Id made by the client.
    pub id: AccountId,
    /// The login, normalised.
    pub login: String,
    /// The displayed name.
    pub name: String,
    /// The password's hash; empty if none is set yet.
    pub password: String,
    /// Sealed.
    pub phone: Option<Vec<u8>>,
    /// Its home street.
    pub home: GridCode,
}

/// Marks a person's posts in a street to be signed before the commit.
pub fn touch_posts(tx: &mut Tx<'_>, tenant: &GridCode, account: AccountId) {
    tx.touch(Touched { tenant: tenant.to_string(), id: account.uuid(), erased: false });
}

/// Stores a new account.
pub fn insert_account(tx: &mut Tx<'_>, a: &NewAccount, now: Moment) -> Result<(), StoreError> {
    touch_account(tx, a.id);
    tx.exec(
        INSERT_ACCOUNT,
        params![a.id.uuid(), &a.login, &a.name, &a.password, a.phone.clone(), a.home.as_str(), now.micros()],
    )
    .map(drop)
}

/// Records that an account is known in a street.
fn join_street(tx: &mut Tx<'_>, tenant: &GridCode, account: AccountId) -> Result<(), StoreError> {
    tx.exec(INSERT_MEMBERSHIP, params![account.uuid(), tenant.as_str()]).map(drop)
}

/// Stores a new assignment, and that the account is known in the street.
pub fn insert_assignment(tx: &mut Tx<'_>, tenant: &GridCode, a: &Assignment) -> Result<(), StoreError> {
    join_street(tx, tenant, a.account)?;
    touch_posts(tx, tenant, a.account);
    tx.exec(
        INSERT_ASSIGNMENT,
        params![
            tenant.as_str(),
            a.id.uuid(),
            a.account.uuid(),
            a.role.key(),
            a.code.as_str(),
            a.since.to_string(),
            a.until.to_string()
        ],
    )
    .map(drop)
}

/// Stores a new absence with its deputy; both days are included. The deputy is known in the street from then on.
pub fn insert_absence(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    id: AbsenceId,
    account: AccountId,
    since: Day,
    until: Day,
    deputy: Option<AccountId>,
) -> Result<(), StoreError> {
    if let Some(deputy) = deputy {
        join_street(tx, tenant, deputy)?;
    }
    let deputy = deputy.map(AccountId::uuid);
    tx.exec(
        INSERT_ABSENCE,
        params![tenant.as_str(), id.uuid(), account.uuid(), since.to_string(), until.to_string(), deputy],
    )
    .map(drop)
}
