//! Accounts: created, renamed, given a password; the phone shown in clear with a reason.

use serde_json::json;
use weiguang_domain::access::{Permit, Reach, Verb, reach};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::people::{Refused, account};
use weiguang_store::{StoreError, Tx};

use super::{find, grants, handing_on, may_change_keys, tell};
use crate::access;
use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::store::{self, NewAccount, accounts as rows};
use crate::rooms::people::view::AccountView;
use crate::web::{FieldFault, Refusal};

/// A request for a new account.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the client.
    pub id: AccountId,
    /// The login as typed.
    pub login: String,
    /// The name as typed.
    pub name: String,
    /// The phone as typed; empty for none.
    pub phone: String,
    /// The password's hash, computed before the transaction; empty: nobody can sign in until a password is set.
    pub password: String,
    /// The home street of the account.
    pub home: GridCode,
}

/// A change of an account; `None` leaves a field unchanged.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The login.
    pub login: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The phone; empty removes it.
    pub phone: Option<String>,
}

fn sealed(work: &UnitOfWork<'_, '_>, id: AccountId, typed: &str) -> Result<Option<Vec<u8>>, Refusal> {
    let phone = account::phone(typed)?;
    Ok(phone.map(|p| work.seal().seal(&rows::AccountRow::seal_context(id), p.as_bytes(), work.chance())))
}

fn free(work: &mut UnitOfWork<'_, '_>, login: &str, id: AccountId) -> Result<(), Refusal> {
    match store::by_login(work.tx, login)? {
        Some(other) if other.id != id => Err(Refused::LoginTaken.into()),
        _ => Ok(()),
    }
}

/// Creates an account.
///
/// # Errors
/// Permission to manage people in the home street; an invalid login, name or phone; a used login.
pub fn create(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<AccountView, Refusal> {
    let permit = work.actor.may(Verb::PeopleManage, &new.home, false)?;
    let territory = work.state::<Territory>();
    if new.home.level() != Level::Street || !territory.serves(&new.home) {
        let (zh, en) = ("没有这个街道", "there is no such street");
        return Err(Refusal::field(FieldFault::new("street", "grid.unknown-code", zh, en)));
    }
    insert(work, permit, new)?;
    if !new.password.is_empty() && another_could_confirm(work, new.id)? {
        return Err(Refused::SecondPerson.into());
    }
    shown(work, new.id)
}

/// Whether somebody else could confirm an invitation; then nobody may set another's password, whatever posts the account has by now.
fn another_could_confirm(work: &mut UnitOfWork<'_, '_>, id: AccountId) -> Result<bool, Refusal> {
    let row = rows::read(work.tx, id)?.ok_or(Refusal::NotFound("account"))?;
    let (giving, _) = handing_on(work, &row)?;
    Ok(!grants::seconds(work, &giving)?.is_empty())
}

/// Stores a new account; the caller checks the street.
pub(crate) fn insert(work: &mut UnitOfWork<'_, '_>, permit: Permit, new: &New) -> Result<(), Refusal> {
    let login = account::login(&new.login)?;
    free(work, &login, new.id)?;
    let account = NewAccount {
        id: new.id,
        login,
        name: account::name(&new.name)?,
        password: new.password.clone(),
        phone: sealed(work, new.id, &new.phone)?,
        home: new.home,
    };
    store::insert_account(work.tx, &account, work.now)?;
    tell(work, permit, new.id, "people.account-created", &json!({ "login": account.login, "home": new.home.as_str() }))
}

/// The account as it is now.
fn shown(work: &mut UnitOfWork<'_, '_>, id: AccountId) -> Result<AccountView, Refusal> {
    let street = work.tenant;
    let row = rows::read(work.tx, id)?.ok_or(Refusal::NotFound("account"))?;
    let posts = store::posts::of_account(work.tx, &street, id)?;
    Ok(AccountView::of(&work.state::<Territory>(), work.seal(), &row, &posts, work.now))
}

/// Changes login, name or phone of an account at `version`.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refused::ManagedElsewhere`], [`Refusal::VersionMoved`], and as for [`create`].
pub fn change(
    work: &mut UnitOfWork<'_, '_>,
    id: AccountId,
    version: i64,
    change: &Change,
) -> Result<AccountView, Refusal> {
    let (mut row, posts) = find(work, id, Verb::PeopleManage)?;
    let login = row.login.clone();
    let permit = may_change_keys(work, &row)?;
    if row.left {
        return Err(Refused::Left.into());
    }
    if row.version != version {
        return Err(Refusal::VersionMoved(row.version));
    }
    let mut fields = Vec::new();
    if let Some(login) = &change.login {
        row.login = account::login(login)?;
        free(work, &row.login, id)?;
        fields.push("login");
    }
    if let Some(name) = &change.name {
        row.name = account::name(name)?;
        fields.push("name");
    }
    if let Some(phone) = &change.phone {
        row.phone = sealed(work, id, phone)?;
        fields.push("phone");
    }
    if !rows::change(work.tx, &row)? {
        return Err(Refusal::VersionMoved(version));
    }
    tell(work, permit, id, "people.account-changed", &json!({ "fields": fields }))?;
    // Somebody who could confirm grants is not locked out unnoticed.
    if row.login != login
        && posts.iter().any(|post| reach(post.role, Verb::PeopleManage) == Reach::Scope && post.until >= work.now.day())
    {
        grants::notify_about(work, id, &row.home, "people.login-changed")?;
    }
    shown(work, id)
}

/// Sets a password that was hashed before, and ends all sessions and tokens of the account. The password gives access to everything the
/// account reaches, so if a second person is available, an invitation must be used instead.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refused::ManagedElsewhere`], [`Refused::Left`], [`Refused::InviteSelf`], [`Refused::SecondPerson`].
pub fn set_password(work: &mut UnitOfWork<'_, '_>, id: AccountId, hash: &str) -> Result<AccountView, Refusal> {
    let (row, _) = find(work, id, Verb::PeopleManage)?;
    let permit = may_change_keys(work, &row)?;
    if row.left {
        return Err(Refused::Left.into());
    }
    if row.id == work.actor.account {
        return Err(Refused::InviteSelf.into());
    }
    if another_could_confirm(work, id)? {
        return Err(Refused::SecondPerson.into());
    }
    let (_, guarded) = handing_on(work, &row)?;
    store::set_password(work.tx, id, hash)?;
    let keys = access::store::delete_keys_of(work.tx, id)?;
    tell(work, permit, id, "people.password-set", &json!({ "keys_ended": keys }))?;
    if guarded {
        grants::notify_watchers(work, &row.home, id.uuid(), "people.password-set")?;
    }
    shown(work, id)
}

/// Shows a phone in clear, and logs who saw it and why. It needs a post that leads or manages at a code of the person.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refused::Reason`].
pub fn unmask(work: &mut UnitOfWork<'_, '_>, id: AccountId, reason: &str) -> Result<String, Refusal> {
    let reason = account::reason(reason)?;
    let (row, posts) = find(work, id, Verb::PeopleRead)?;
    let codes = super::codes_from(&posts, work.now.day());
    let permit = account::sees(work.actor, Verb::PeopleDeputise, &row.home, &codes)?;
    let sealed = row.phone.ok_or(Refusal::NotFound("phone"))?;
    let context = rows::AccountRow::seal_context(id);
    let plain = work.seal().open(&context, &sealed).map_err(|e| Refusal::Internal(e.to_string()))?;
    let phone = String::from_utf8(plain.to_vec()).map_err(|e| Refusal::Internal(e.to_string()))?;
    tell(work, permit, id, "people.phone-unmasked", &json!({ "reason": reason }))?;
    Ok(phone)
}

/// The name and number by which staff are called in an emergency; `None` for an account that has left. The caller checks whether it may be
/// shown.
///
/// # Errors
/// The store's errors. A number that no longer opens counts as none.
pub fn to_call(tx: &mut Tx<'_>, seal: &Seal, id: AccountId) -> Result<Option<(String, Option<String>)>, StoreError> {
    let Some(row) = rows::read(tx, id)?.filter(|row| !row.left) else { return Ok(None) };
    let plain = row.phone.and_then(|sealed| seal.open(&rows::AccountRow::seal_context(id), &sealed).ok());
    let phone = plain.map(|text| String::from_utf8_lossy(&text).into_owned());
    Ok(Some((row.name, phone)))
}
