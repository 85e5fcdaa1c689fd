//! SQL of accounts for those who manage people.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::code_at;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, login, name, phone, home, state, password <> '', version, \
             (SELECT MAX(i.expires_at) FROM invitations i WHERE i.account = accounts.id AND i.ended = '') FROM accounts WHERE ",
            $rest
        )
    };
}

const READ: &str = select!("id = $1");
const SERVING: &str = select!(
    "id IN (SELECT account FROM assignments WHERE tenant = $1 AND code >= $2 AND code < $3 AND until >= $4) AND login > $5 \
     AND ($6 = '' OR substr(login, 1, $7) = $6 OR substr(name, 1, $9) = $8) ORDER BY login LIMIT $10"
);
const AT_HOME: &str = select!(
    "home = $1 AND login > $2 AND ($3 = '' OR substr(login, 1, $4) = $3 OR substr(name, 1, $6) = $5) ORDER BY login LIMIT $7"
);
const CHANGE: &str =
    "UPDATE accounts SET login = $3, name = $4, phone = $5, version = version + 1 WHERE id = $1 AND version = $2";
const LEAVE: &str =
    "UPDATE accounts SET state = 'left', password = '', version = version + 1 WHERE id = $1 AND state = 'active'";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("accounts.READ", READ),
    ("accounts.SERVING", SERVING),
    ("accounts.AT_HOME", AT_HOME),
    ("accounts.CHANGE", CHANGE),
    ("accounts.LEAVE", LEAVE),
];

/// An account without its password.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Its id.
    pub id: AccountId,
    /// The login, normalised.
    pub login: String,
    /// The displayed name.
    pub name: String,
    /// Sealed.
    pub phone: Option<Vec<u8>>,
    /// Its home street.
    pub home: GridCode,
    /// Whether it has left.
    pub left: bool,
    /// Whether a password is set.
    pub has_password: bool,
    /// The version.
    pub version: i64,
    /// End of an open invitation by which the person can set a password.
    pub invited_until: Option<Moment>,
}

impl AccountRow {
    /// The context that binds the sealed phone to this row.
    #[must_use]
    pub fn seal_context(id: AccountId) -> String {
        format!("accounts {id}")
    }
}

fn account(row: &Row<'_>) -> Result<AccountRow, StoreError> {
    Ok(AccountRow {
        id: AccountId::new(row.get(0)?),
        login: row.get(1)?,
        name: row.get(2)?,
        phone: row.get(3)?,
        home: code_at(row, 4)?,
        left: row.get::<String>(5)? == "left",
        has_password: row.get(6)?,
        version: row.get(7)?,
        invited_until: row.get::<Option<i64>>(8)?.map(Moment::from_micros),
    })
}

/// One account.
pub fn read(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
    tx.one(READ, params![id.uuid()], account)
}

/// A filter for lists of accounts: the beginning of a login, normalised, or of a name, as typed; empty for all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Beginning of the login.
    pub login: String,
    /// Beginning of the name.
    pub name: String,
}

impl Wanted {
    fn lengths(&self) -> (i32, i32) {
        let count = |text: &str| i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
        (count(&self.login), count(&self.name))
    }
}

/// Accounts with a post under a code on a day or later, by login after one.
pub fn serving(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    under: &GridCode,
    day: Day,
    wanted: &Wanted,
    after: &str,
    limit: i64,
) -> Result<Vec<AccountRow>, StoreError> {
    let ((from, to), (login, name)) = (under.range(), wanted.lengths());
    tx.query(
        SERVING,
        params![tenant.as_str(), from, to, day.to_string(), after, &wanted.login, login, &wanted.name, name, limit],
        account,
    )
}

/// Accounts whose home is a street, whatever their posts, by login after one.
pub fn at_home(
    tx: &mut Tx<'_>,
    home: &GridCode,
    wanted: &Wanted,
    after: &str,
    limit: i64,
) -> Result<Vec<AccountRow>, StoreError> {
    let (login, name) = wanted.lengths();
    tx.query(AT_HOME, params![home.as_str(), after, &wanted.login, login, &wanted.name, name, limit], account)
}

/// Changes login, name and phone, unless somebody did since `version`; returns whether it was changed.
pub fn change(tx: &mut Tx<'_>, a: &AccountRow) -> Result<bool, StoreError> {
    super::touch_account(tx, a.id);
    Ok(tx.exec(CHANGE, params![a.id.uuid(), a.version, &a.login, &a.name, a.phone.clone()])? == 1)
}

/// Records that an account has left; returns whether it had not before.
pub fn leave(tx: &mut Tx<'_>, id: AccountId) -> Result<bool, StoreError> {
    super::touch_account(tx, id);
    Ok(tx.exec(LEAVE, params![id.uuid()])? == 1)
}
