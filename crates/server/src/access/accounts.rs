//! Accounts for signing in: by login, by id, and the password hash.

use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError, Touched, Tx, params};

use crate::outside::columns::code_at;

/// Present holders of roles in a street on a day, grouped by role, the oldest post first.
const SERVING: &str = "SELECT c.login, c.name, s.role, s.code FROM assignments s CROSS JOIN accounts c \
 WHERE c.id = s.account AND s.tenant = $1 AND s.since <= $2 AND s.until >= $2 AND c.state = 'active' ORDER BY s.role, s.id";
const BY_LOGIN: &str = "SELECT id, login, name, password, state FROM accounts WHERE login = $1";
const BY_ID: &str = "SELECT id, login, name, password, state FROM accounts WHERE id = $1";
const SET_PASSWORD: &str = "UPDATE accounts SET password = $2, version = version + 1 WHERE id = $1";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("people.BY_LOGIN", BY_LOGIN),
    ("people.BY_ID", BY_ID),
    ("people.SET_PASSWORD", SET_PASSWORD),
    ("people.SERVING", SERVING),
];

/// An account with the columns that signing in needs.
#[derive(Clone)]
pub struct Account {
    /// The account's id.
    pub id: AccountId,
    /// The login name.
    pub login: String,
    /// The displayed name of the person.
    pub name: String,
    /// The password's hash in PHC string form; empty if no password was set yet.
    pub password: String,
    /// Whether the account may sign in.
    pub active: bool,
}

fn account(row: &Row<'_>) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId::new(row.get(0)?),
        login: row.get(1)?,
        name: row.get(2)?,
        password: row.get(3)?,
        active: row.get::<String>(4)? == "active",
    })
}

/// Reads the account of a login.
pub fn by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<Account>, StoreError> {
    tx.one(BY_LOGIN, params![login], account)
}

/// One account.
pub fn by_id(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    tx.one(BY_ID, params![id.uuid()], account)
}

/// Sets a password's hash.
pub fn set_password(tx: &mut Tx<'_>, id: AccountId, hash: &str) -> Result<(), StoreError> {
    touch_account(tx, id);
    tx.exec(SET_PASSWORD, params![id.uuid(), hash]).map(drop)
}

/// Marks an account's sign-in data as changed, so that it is signed before the commit.
pub fn touch_account(tx: &mut Tx<'_>, id: AccountId) {
    tx.touch(Touched { tenant: String::new(), id: id.uuid(), erased: false });
}

/// For each role that is held in a street on a day, one holder: login, name, role, code.
pub fn one_of_each_role(
    tx: &mut Tx<'_>,
    street: &GridCode,
    day: Day,
) -> Result<Vec<(String, String, Role, GridCode)>, StoreError> {
    let all = tx.query(SERVING, params![street.as_str(), day.to_string()], |row| {
        let role: String = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, Role::from_key(&role), code_at(row, 3)?))
    })?;
    let mut seen = std::collections::HashSet::new();
    Ok(all
        .into_iter()
        .filter_map(|(login, name, role, code)| Some((login, name, role?, code)))
        .filter(|p| seen.insert(p.2))
        .collect())
}
