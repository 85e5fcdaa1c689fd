//! Bulk access for the roster import: accounts by their login, phones, and every post.

use serde_json::json;
use weiguang_domain::access::{Permit, Role};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::people::Assignment;
use weiguang_store::{StoreError, Tx, params};

use super::ops::tell;
use super::store::accounts::AccountRow;
use super::store::{self, NewAccount, grants, posts};
use super::{keeper_gone, let_go};
use crate::app::UnitOfWork;
use crate::outside::columns::{code_at, day_at, unreadable};
use crate::outside::seal::Seal;
use crate::web::Refusal;

const PHONE: &str = "SELECT phone FROM accounts WHERE id = $1";
const SET_PHONE: &str = "UPDATE accounts SET phone = $2, version = version + 1 WHERE id = $1";
const ASSIGNMENTS: &str = "SELECT id, account, role, code, since, until FROM assignments WHERE tenant = $1";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] =
    &[("roster.PHONE", PHONE), ("roster.SET_PHONE", SET_PHONE), ("roster.ASSIGNMENTS", ASSIGNMENTS)];

/// A person by their login.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The account.
    pub id: AccountId,
    /// The displayed name.
    pub name: String,
    /// The phone; empty if there is none, or if it no longer opens.
    pub phone: String,
}

/// Finds the person of a login.
pub fn by_login(tx: &mut Tx<'_>, seal: &Seal, login: &str) -> Result<Option<Listed>, StoreError> {
    let Some(account) = store::by_login(tx, login)? else { return Ok(None) };
    let sealed: Option<Vec<u8>> = tx.one(PHONE, params![account.id.uuid()], |row| row.get(0))?.flatten();
    let opened = sealed.and_then(|s| seal.open(&AccountRow::seal_context(account.id), &s).ok());
    let phone = opened.map_or_else(String::new, |bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Some(Listed { id: account.id, name: account.name, phone }))
}

fn sealed(work: &mut UnitOfWork<'_, '_>, id: AccountId, phone: &str) -> Vec<u8> {
    work.seal().seal(&AccountRow::seal_context(id), phone.as_bytes(), work.chance())
}

/// Stores a new account of the street, without a password.
pub fn add(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    login: String,
    name: String,
    phone: &str,
) -> Result<AccountId, Refusal> {
    let (home, now, id) = (work.tenant, work.now, work.id::<AccountId>());
    let phone = (!phone.is_empty()).then(|| sealed(work, id, phone));
    let account = NewAccount { id, login, name, password: String::new(), phone, home };
    store::insert_account(work.tx, &account, now)?;
    tell(work, permit, id, "people.account-created", &json!({ "login": account.login, "home": home.as_str() }))?;
    Ok(id)
}

/// Stores another phone of a person.
pub fn set_phone(work: &mut UnitOfWork<'_, '_>, permit: Permit, id: AccountId, phone: &str) -> Result<(), Refusal> {
    let phone = sealed(work, id, phone);
    work.tx.exec(SET_PHONE, params![id.uuid(), phone])?;
    tell(work, permit, id, "people.account-changed", &json!({ "fields": ["phone"] }))
}

/// Every post of a street, including those that wait for confirmation.
pub fn posts_of(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<Assignment>, StoreError> {
    let mut all = assignments(tx, street)?;
    all.extend(grants::waiting_posts(tx, street, None)?);
    Ok(all)
}

/// Shortens a post; its holder may lose their work by it.
pub fn shorten(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    held: &Assignment,
    after: &Assignment,
) -> Result<(), Refusal> {
    let street = work.tenant;
    posts::set_days(work.tx, &street, after)?;
    let body = json!({ "assignment": after.id, "until": after.until.to_string() });
    tell(work, permit, held.account, "people.assignment-ended", &body)?;
    keeper_gone(work, held)?;
    let_go(work, permit, held.account)?;
    Ok(())
}

/// Every assignment of a street.
pub fn assignments(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<Assignment>, StoreError> {
    tx.query(ASSIGNMENTS, params![street.as_str()], |row| {
        let role: String = row.get(2)?;
        Ok(Assignment {
            id: AssignmentId::new(row.get(0)?),
            account: AccountId::new(row.get(1)?),
            role: Role::from_key(&role).ok_or_else(|| unreadable("role", format!("unknown role {role}")))?,
            code: code_at(row, 3)?,
            since: day_at(row, 4)?,
            until: day_at(row, 5)?,
        })
    })
}
