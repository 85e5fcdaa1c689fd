//! HTTP endpoints of accounts. A request with a password is recognised by a keyed hash, because the password could be guessed from a plain
//! one.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::kernel::text::fold;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::account;

use super::{named, street_of_account, streets_for, under_of};
use crate::App;
use crate::access::password;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::ops::{self, accounts::Change, leaving::Left};
use crate::rooms::people::store::{self, accounts as rows, grants as given};
use crate::rooms::people::view::{AbsenceView, AccountView, PostView};
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// Which accounts are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AccountsQuery {
    /// A code: those who hold something under it, now or later. Without it, the street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// The beginning of a login or a name.
    q: Option<String>,
    /// `serving` (the default), or `home`: all accounts that the street keeps, those who hold nothing and those who left included.
    view: Option<String>,
    /// At most this many rows, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A page of accounts, by login.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleAccountPage)]
pub struct AccountPage {
    /// The rows.
    pub items: Vec<AccountView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Accounts that the actor may see.
#[utoipa::path(get, path = "/people/accounts", tag = "people", params(AccountsQuery), responses((status = 200, body = AccountPage)))]
pub async fn list_accounts(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<AccountsQuery>,
) -> Result<Reply<AccountPage>, Refusal> {
    let home = match query.view.as_deref() {
        None | Some("serving") => false,
        Some("home") => true,
        Some(_) => {
            let (zh, en) = ("没有这个列表", "there is no such view");
            return Err(Refusal::field(FieldFault::new("view", "people.unknown-view", zh, en)));
        }
    };
    let verb = if home { Verb::PeopleManage } else { Verb::PeopleRead };
    let scope = actor.scope(verb);
    let (under, street) = under_of(&app, &scope, query.under, verb)?;
    let typed = query.q.unwrap_or_default();
    let wanted = rows::Wanted { login: fold(&typed), name: typed.trim().to_owned() };
    let (limit, after, now) = (page::limit(query.limit), query.after.unwrap_or_default(), app.now());
    let today = now.day();
    let found = app
        .read(move |tx| {
            let mut found = Vec::new();
            if home {
                found = rows::at_home(tx, &street, &wanted, &after, limit + 1)?;
                found.retain(|row| scope.covers(&row.home));
            } else {
                for prefix in scope.under(&under) {
                    found.extend(rows::serving(tx, &street, &prefix, today, &wanted, &after, limit + 1)?);
                }
                found.sort_by(|a, b| a.login.cmp(&b.login));
                found.dedup_by_key(|row| row.id);
            }
            let found = Page::cut(found, limit - tx.unread(), |row| row.login.clone());
            let mut items = Vec::with_capacity(found.items.len());
            for row in found.items {
                let posts = store::posts::of_account(tx, &street, row.id)?;
                items.push((row, posts));
            }
            Ok(Page { items, next: found.next })
        })
        .await?;
    let territory = app.state::<Territory>();
    let items =
        found.items.iter().map(|(row, posts)| AccountView::of(&territory, app.seal(), row, posts, now)).collect();
    Ok(Reply(AccountPage { items, next: found.next }))
}

/// A new account as it is sent.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = PeopleNewAccount)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The login; folded, unique in the installation.
    pub login: String,
    /// The name on screen.
    pub name: String,
    /// The phone; kept sealed.
    #[serde(default)]
    pub phone: String,
    /// A first password; without one nobody signs in until one is set.
    #[serde(default)]
    pub password: Option<String>,
    /// The street that keeps the account; needed where the actor manages several.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
}

/// Makes an account.
#[utoipa::path(post, path = "/people/accounts", tag = "people", request_body = NewAccount, responses((status = 201, body = AccountView)))]
pub async fn create_account(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewAccount>,
) -> Result<Response, Refusal> {
    let sending = send.secret(&app);
    let body = send.body;
    let streets = streets_for(&app, &actor, Verb::PeopleManage);
    let home = match (body.street, streets.as_slice()) {
        (Some(street), _) if streets.contains(&street) => street,
        (None, [only]) => *only,
        (None, [_, ..]) => return Err(Refusal::field(FieldFault::missing("street"))),
        _ => return Err(Refusal::Denied(Verb::PeopleManage)),
    };
    let password = match body.password {
        Some(text) => {
            let owner =
                password::owner(&account::login(&body.login)?, &body.name, Some(app.state::<Territory>().name(&home)));
            password::sound(&app, "password", &text, owner).await.map_err(Refusal::field)?;
            password::hash(&app, text).await?
        }
        None => String::new(),
    };
    let new = ops::accounts::New {
        id: AccountId::new(body.id),
        login: body.login,
        name: body.name,
        phone: body.phone,
        password,
        home,
    };
    let sent = app.write(&actor, home, sending, move |work| ops::accounts::create(work, &new)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, Some(sent.value.version), sent.replayed))
}

/// An account with its history in the street.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleAccountPageOne)]
pub struct AccountPageOne {
    /// The account.
    #[serde(flatten)]
    pub account: AccountView,
    /// All assignments, latest first.
    pub history: Vec<PostView>,
    /// All absences, latest first.
    pub absences: Vec<AbsenceView>,
    /// Posts that a second person has yet to confirm.
    pub waiting: Vec<PostView>,
}

/// One account, with what it holds, held and will hold.
#[utoipa::path(get, path = "/people/accounts/{id}", tag = "people", params(("id" = Uuid, Path)), responses((status = 200, body = AccountPageOne)))]
pub async fn read_account(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = AccountId::new(id);
    let street = street_of_account(&app, &actor, Verb::PeopleRead, id).await?;
    let now = app.now();
    let (row, posts, absences, waiting, deputies, names) = app
        .read(move |tx| {
            let row = rows::read(tx, id)?.ok_or(Refusal::NotFound("account"))?;
            let posts = store::posts::of_account(tx, &street, id)?;
            seen(&actor, &row, &ops::codes_from(&posts, now.day()))?;
            let absences = store::posts::absences_of(tx, &street, id)?;
            let waiting = given::waiting_posts(tx, &street, Some(id))?;
            let deputies = given::waiting_deputies(tx, &street)?;
            let named = named(&absences, &deputies);
            let names = crate::access::store::names(tx, &named)?;
            Ok((row, posts, absences, waiting, deputies, names))
        })
        .await?;
    let territory = app.state::<Territory>();
    let page = AccountPageOne {
        account: AccountView::of(&territory, app.seal(), &row, &posts, now),
        history: posts.iter().map(|a| PostView::of(&territory, a, now.day())).collect(),
        absences: absences.iter().map(|(id, a)| AbsenceView::of(&names, *id, a, deputies.get(id).copied())).collect(),
        waiting: waiting.iter().map(|a| PostView::that_waits(&territory, a, now.day())).collect(),
    };
    Ok(written(StatusCode::OK, &page, Some(row.version), false))
}

fn seen(actor: &Actor, row: &rows::AccountRow, codes: &[GridCode]) -> Result<(), Refusal> {
    if actor.account == row.id || account::sees(actor, Verb::PeopleRead, &row.home, codes).is_ok() {
        Ok(())
    } else {
        Err(Refusal::NotFound("account"))
    }
}

/// What is changed in an account; what is left out stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = PeopleChangeAccount)]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// The login.
    #[serde(default)]
    pub login: Option<String>,
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// The phone; an empty text takes it away.
    #[serde(default)]
    pub phone: Option<String>,
}

/// Changes login, name or phone. The login may only be changed by somebody who manages people in every street in which the account serves.
#[utoipa::path(patch, path = "/people/accounts/{id}", tag = "people", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = ChangeAccount, responses((status = 200, body = AccountView)))]
pub async fn change_account(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<ChangeAccount>,
) -> Result<Response, Refusal> {
    let id = AccountId::new(id);
    let street = street_of_account(&app, &actor, Verb::PeopleManage, id).await?;
    // A phone is as easy to guess as a weak password.
    let sending = send.secret(&app);
    let change = Change { login: send.body.login, name: send.body.name, phone: send.body.phone };
    let sent =
        app.write(&actor, street, sending, move |work| ops::accounts::change(work, id, version, &change)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}

/// A password that an administrator sets.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = PeopleSetPassword)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// At least ten characters.
    pub password: String,
}

/// Sets the password of an account and ends its sessions; its tokens stay until they are withdrawn or over.
#[utoipa::path(put, path = "/people/accounts/{id}/password", tag = "people", params(("id" = Uuid, Path)), request_body = SetPassword, responses((status = 200, body = AccountView)))]
pub async fn set_password(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<SetPassword>,
) -> Result<Response, Refusal> {
    let id = AccountId::new(id);
    let street = street_of_account(&app, &actor, Verb::PeopleManage, id).await?;
    let sending = send.secret(&app);
    let row = app.read(move |tx| rows::read(tx, id)?.ok_or(Refusal::NotFound("account"))).await?;
    let owner = password::owner(&row.login, &row.name, Some(app.state::<Territory>().name(&row.home)));
    password::sound(&app, "password", &send.body.password, owner).await.map_err(Refusal::field)?;
    let hash = password::hash(&app, send.body.password).await?;
    let sent = app.write(&actor, street, sending, move |work| ops::accounts::set_password(work, id, &hash)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}

/// Why somebody's phone is wanted in clear.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = PeopleUnmaskPhone)]
#[serde(deny_unknown_fields)]
pub struct UnmaskPhone {
    /// Why; it is logged.
    pub reason: String,
}

/// A phone in clear.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleClearPhone)]
pub struct ClearPhone {
    /// The phone.
    pub phone: String,
}

/// Shows a phone in clear, and logs who saw it and why. What it answers is not kept: a resend looks, and logs, again.
#[utoipa::path(post, path = "/people/accounts/{id}/unmask", tag = "people", params(("id" = Uuid, Path)), request_body = UnmaskPhone, responses((status = 200, body = ClearPhone)))]
pub async fn unmask_account(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<UnmaskPhone>,
) -> Result<Reply<ClearPhone>, Refusal> {
    let id = AccountId::new(id);
    let street = street_of_account(&app, &actor, Verb::PeopleRead, id).await?;
    let phone = app.transact(&actor, street, move |work| ops::accounts::unmask(work, id, &send.body.reason)).await?;
    Ok(Reply(ClearPhone { phone }))
}

/// When somebody leaves.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = PeopleLeaveBody)]
#[serde(deny_unknown_fields)]
pub struct LeaveBody {
    /// The first day on which they no longer serve, `YYYY-MM-DD`; today if not given, and never later.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub day: Option<Day>,
}

/// Records that somebody has left: everything that named them passes on, and a list says where.
#[utoipa::path(post, path = "/people/accounts/{id}/leave", tag = "people", params(("id" = Uuid, Path)), request_body = LeaveBody, responses((status = 200, body = Left)))]
pub async fn leave_account(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<LeaveBody>,
) -> Result<Response, Refusal> {
    let id = AccountId::new(id);
    let street = street_of_account(&app, &actor, Verb::PeopleManage, id).await?;
    let (sending, day) = (send.send(), send.body.day);
    let sent = app.write(&actor, street, sending, move |work| ops::leaving::leave(work, id, day)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}
