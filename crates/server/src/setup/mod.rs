//! The first setup of an installation: a one-time link for the operator leads to the first street, its administrator and its manager. It
//! exists only until somebody who set a password is an administrator.

pub mod http;
pub mod ready;
pub mod store;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Role};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::kernel::time::FOREVER;
use weiguang_domain::people::setup::{LINK_LIFE, Street, seat};
use weiguang_domain::people::{Assignment, Refused, account};

use crate::App;
use crate::access;
use crate::app::UnitOfWork;
use crate::rooms::grid::Territory;
pub use crate::rooms::people::Issued;
use crate::rooms::people::{NewAccount, tenant_of_post};
use crate::rooms::{grid, people};
use crate::web::Refusal;

/// Whether the installation needs a setup, and how the operator starts it.
pub enum Start {
    /// Somebody administers it.
    Administered,
    /// A valid link exists.
    LinkIsOut,
    /// A new link: the part after the `#` of `/setup`.
    Link(String),
}

/// Creates a new link and ends every older one; [`Start::Administered`] if none is needed. Without `anew` an existing valid link is
/// unchanged. Blocks.
///
/// # Errors
/// The store's errors.
pub fn start(app: &App, anew: bool) -> Result<Start, Refusal> {
    let (secret, digest) = access::new_secret(app, "");
    let (id, now) = (app.id::<Uuid>(), app.now());
    let made = app.db().write_blocking(move |tx| {
        if store::is_administered(tx, now.day())? {
            store::end_links(tx, now)?;
            return Ok::<_, Refusal>(Some(Start::Administered));
        }
        if !anew && store::has_open_link(tx, now)? {
            return Ok(Some(Start::LinkIsOut));
        }
        store::insert_link(tx, id, &digest, now, now + LINK_LIFE)?;
        Ok(None)
    })?;
    Ok(made.unwrap_or(Start::Link(secret)))
}

/// Whether somebody who set a password is an administrator of the installation. Blocks.
///
/// # Errors
/// The store's errors.
pub fn is_begun(app: &App) -> Result<bool, Refusal> {
    let day = app.now().day();
    app.db().read_blocking(move |tx| store::is_administered(tx, day).map_err(Refusal::from))
}

/// A person who is created by the setup.
#[derive(Clone, Debug)]
pub struct First {
    /// Id made by the client.
    pub id: AccountId,
    /// The login as typed.
    pub login: String,
    /// The name as typed.
    pub name: String,
    /// The phone as typed; empty for none.
    pub phone: String,
    /// The password's hash; empty for a person who is invited.
    pub password: String,
}

/// The content of a setup.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The street.
    pub street: Street,
    /// The administrator.
    pub administrator: First,
    /// The manager of the street, if known already.
    pub manager: Option<First>,
}

/// The result of a setup.
#[derive(Serialize, Deserialize)]
pub struct Begun {
    /// The administrator's account.
    pub administrator: Uuid,
    /// People who set their password by an invitation.
    pub invited: Vec<Issued>,
}

/// Sets up: the street with its communities, the administrator and the manager with their posts. A link is used up by its hash.
///
/// # Errors
/// [`Refusal::NotFound`] if there is an administrator already, or the link cannot be used; faults of logins, names and phones.
pub fn begin(work: &mut UnitOfWork<'_, '_>, plan: &Plan, link: Option<&[u8; 32]>) -> Result<Begun, Refusal> {
    let (now, gone) = (work.now, || Refusal::NotFound("link"));
    if store::is_administered(work.tx, now.day())? {
        return Err(gone());
    }
    if let Some(digest) = link {
        let open = store::link(work.tx, digest)?.filter(|l| !l.ended && now < l.expires_at).ok_or_else(gone)?;
        if !store::end_link(work.tx, open.id, now)? {
            return Err(gone());
        }
    }
    // The link, or the terminal of the server, is the permission: nobody has a post yet.
    let permit = Permit::own(work.actor);
    work.changes::<Territory>();
    let street = &plan.street;
    let served: Vec<GridCode> = grid::street_rows(work.tx)?.into_iter().map(|row| row.code).collect();
    for (code, name) in [(street.code, street.name.clone())].iter().chain(&street.communities) {
        grid::insert_area(work.tx, code, name, "setup")?;
    }
    grid::insert_street(work.tx, &street.code, &street.name, false)?;
    let communities: Vec<&str> = street.communities.iter().map(|(code, _)| code.as_str()).collect();
    let body = json!({ "street": street.code, "name": street.name, "communities": communities });
    work.append_to(permit, grid::street_stream(&street.code), "grid.street-begun", body.to_string())?;
    let at = seat(served, street.code);
    let mut invited = Vec::new();
    let administrator = enter(work, permit, &plan.administrator, Role::Administrator, at, &mut invited)
        .map_err(|refusal| at_field(refusal, "administrator"))?;
    if let Some(manager) = &plan.manager {
        enter(work, permit, manager, Role::StreetManager, street.code, &mut invited)
            .map_err(|refusal| at_field(refusal, "manager"))?;
    }
    if link.is_none() || !plan.administrator.password.is_empty() {
        store::end_links(work.tx, now)?;
    }
    Ok(Begun { administrator: administrator.uuid(), invited })
}

/// Creates a person with a post. A person from an earlier roster who never signed in is reused.
fn enter(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    first: &First,
    role: Role,
    code: GridCode,
    invited: &mut Vec<Issued>,
) -> Result<AccountId, Refusal> {
    let (street, now) = (work.tenant, work.now);
    let login = account::login(&first.login)?;
    let id = match people::by_login(work.tx, &login)? {
        Some(known) if !known.active || !known.password.is_empty() => return Err(Refused::LoginTaken.into()),
        Some(known) => {
            if !first.password.is_empty() {
                people::set_password(work.tx, known.id, &first.password)?;
            }
            known.id
        }
        None => {
            let new = NewAccount {
                id: first.id,
                login,
                name: first.name.clone(),
                phone: first.phone.clone(),
                password: first.password.clone(),
                home: street,
            };
            people::insert_account(work, permit, &new)?;
            first.id
        }
    };
    let tenant = tenant_of_post(&code);
    let held = people::posts_of_account(work.tx, &tenant, id)?;
    if !held.iter().any(|a| a.role == role && a.code == code && a.holds(now.day())) {
        let post =
            Assignment { id: work.id::<AssignmentId>(), account: id, role, code, since: now.day(), until: FOREVER };
        let before = std::mem::replace(&mut work.tenant, tenant);
        people::carry_post(work, permit, &post, work.actor.account, None)?;
        work.tenant = before;
        let body = json!({ "assignment": post.id, "role": role.key(), "code": code, "since": post.since.to_string(), "until": FOREVER.to_string() });
        work.append_to(permit, id.uuid(), "people.assigned", body.to_string())?;
    }
    if first.password.is_empty() {
        let row = people::account(work.tx, id)?.ok_or(Refusal::NotFound("account"))?;
        let held = people::posts_of_account(work.tx, &tenant, id)?;
        invited.push(people::make_invitation(work, permit, &row, &held, None)?);
    }
    Ok(id)
}

/// The same refusal with its fields under the name of the person concerned.
fn at_field(refusal: Refusal, person: &str) -> Refusal {
    let named = |field: &str| format!("{person}.{field}");
    match refusal {
        Refusal::Invalid(faults) => Refusal::Invalid(
            faults.into_iter().map(|f| crate::web::FieldFault { field: named(&f.field), ..f }).collect(),
        ),
        Refusal::Rule { code: code @ "people.login-taken", zh, en, .. } => {
            Refusal::field(crate::web::FieldFault::new(&named("login"), code, zh, en))
        }
        other => other,
    }
}

/// The same from a terminal, where nobody types a password: the administrator is invited, too.
///
/// # Errors
/// As [`begin`].
pub async fn begin_from_terminal(app: &App, plan: Plan) -> Result<Begun, Refusal> {
    let street = plan.street.code;
    app.transact(&Actor::system(), street, move |work| begin(work, &plan, None)).await
}

/// An invitation from a terminal, for the case that nobody can confirm one: of two managers of a street, one forgot the password.
///
/// # Errors
/// [`Refusal::NotFound`]; as [`people::invite`].
pub async fn invite_from_terminal(app: &App, login: &str) -> Result<Issued, Refusal> {
    let login = account::login(login)?;
    let found = app.read(move |tx| {
        let account = people::by_login(tx, &login)?.ok_or(Refusal::NotFound("account"))?;
        people::account(tx, account.id)?.ok_or(Refusal::NotFound("account"))
    });
    let row = found.await?;
    app.transact(&Actor::system(), row.home, move |work| people::invite(work, row.id)).await
}
