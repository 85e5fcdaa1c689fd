//! Signing in and out, the signed-in account, its password.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::password::LONGEST;
use weiguang_domain::access::{Actor, Verb, Via};
use weiguang_domain::grid::Level;
use weiguang_domain::kernel::ids::{AccountId, SessionId};
use weiguang_domain::kernel::time::Span;

use super::attempt::Attempt;
use super::devices;
use crate::App;
use crate::access;
use crate::access::accounts;
use crate::access::actors::Actors;
use crate::access::{cookie, new_secret, password, store};
use crate::chain::checkpoint;
use crate::rooms::grid::territory::Territory;
use crate::rooms::outbox::inbox;
use crate::web::extract::{IdempotencyKey, Json, Peer, SignedIn, session_secret};
use crate::web::problem::Problem;
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// The routes of signing in.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, who_am_i, sign_out))
        .routes(routes!(change_password))
        .routes(routes!(super::vault::vault_key))
        .routes(routes!(demo_people))
}

/// Login and password.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = AccessSignIn)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
}

/// A role at a code.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AccessGrantView)]
pub struct GrantView {
    /// The role's key.
    pub role: String,
    /// The role in Chinese.
    pub role_zh: String,
    /// The role in English.
    pub role_en: String,
    /// Where.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// For whom, as a deputy.
    pub deputy_for: Option<Uuid>,
}

/// Who is signed in, what they hold, and what they may do somewhere.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AccessMe)]
pub struct Me {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// What is held today.
    pub grants: Vec<GrantView>,
    /// The codes under which cases can be seen.
    pub scopes: Vec<String>,
    /// The streets in which anything is held.
    pub streets: Vec<StreetName>,
    /// The verbs that are allowed somewhere; what holds in every street only if it is allowed in each.
    pub verbs: Vec<String>,
    /// Whether this is the demonstration street.
    pub demo: bool,
    /// Unread messages, counted up to 100.
    pub unread: i64,
}

/// A street by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AccessStreetName)]
pub struct StreetName {
    /// Nine digits.
    pub code: String,
    /// The name.
    pub name: String,
}

/// The account with its posts and its permitted verbs.
///
/// # Errors
/// The store's errors.
pub async fn me(app: &App, actor: &Actor) -> Result<Me, Refusal> {
    let territory = app.state::<Territory>();
    let (streets, reader) = (actor.streets(), actor.clone());
    let unread = match inbox::Reach::of(app, actor, None) {
        Ok(inbox) => app.read(move |tx| Ok(inbox.unread(tx, &reader)?)).await?,
        Err(_) => 0,
    };
    let grants = actor
        .grants
        .iter()
        .map(|g| GrantView {
            role: g.role.key().into(),
            role_zh: g.role.chinese().into(),
            role_en: g.role.english().into(),
            code: g.code.to_string(),
            words: territory.words(&g.code),
            deputy_for: g.deputy_for.map(weiguang_domain::kernel::ids::AccountId::uuid),
        })
        .collect();
    Ok(Me {
        id: actor.account.uuid(),
        name: actor.name.clone(),
        grants,
        scopes: actor.scope(Verb::CasesRead).codes.iter().map(ToString::to_string).collect(),
        streets: streets
            .iter()
            .filter(|s| s.level() == Level::Street)
            .map(|s| StreetName { code: s.to_string(), name: territory.name(s).to_owned() })
            .collect(),
        verbs: Verb::ALL
            .iter()
            .filter(|v| actor.is_offered(**v, &territory.streets()))
            .map(|v| v.key().to_owned())
            .collect(),
        demo: app.settings().demo,
        unread,
    })
}

/// Signs in. After too many wrong passwords for a name, or from an address, a device that the account does not know waits; a name that
/// nobody has is answered alike.
#[utoipa::path(post, path = "/session", tag = "access", request_body = SignIn, responses((status = 200, body = Me), (status = 429, body = Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Result<Response, Refusal> {
    // A page of another site could sign a shared desk in as somebody else.
    if !headers.contains_key("x-weiguang") {
        return Err(Refusal::CrossSite);
    }
    if body.password.len() > LONGEST || body.login.len() > 64 {
        return Err(Refusal::SignInRefused);
    }
    let login = weiguang_domain::kernel::text::fold(&body.login);
    let wanted = login.clone();
    let found = app.read(move |tx| Ok(accounts::by_login(tx, &wanted)?)).await?;
    let device = found.as_ref().and_then(|account| {
        devices::mark_of(&app, &headers, account.id, &account.password).map(|mark| (account.id, mark))
    });
    let attempt = Attempt::by_password(&app, device, peer, &login)?;
    let hash = found.as_ref().map_or_else(String::new, |a| a.password.clone());
    let fits = password::fits(&app, body.password, hash).await?;
    let account = found.filter(|a| a.active && fits).ok_or(Refusal::SignInRefused)?;
    attempt.right();
    let (id, hash) = (account.id, account.password);
    let (me, cookie) = open_session(&app, id, Some(hash.clone())).await?;
    let mut response = Reply(me).into_response();
    set_cookie(&mut response, &cookie);
    devices::remember(&app, &headers, id, &hash, &mut response);
    Ok(response)
}

/// Opens a session for an account that has just signed in: returns the account and the cookie's value. If a compared password hash is
/// given, only while it is unchanged.
///
/// # Errors
/// The store's errors; [`Refusal::SignedOut`] or [`Refusal::SignInRefused`] if the account is not active, or its password has changed.
pub(crate) async fn open_session(
    app: &App,
    account: AccountId,
    compared: Option<String>,
) -> Result<(Me, String), Refusal> {
    let (secret, digest) = new_secret(app, "");
    let (id, now) = (app.id::<SessionId>(), app.now());
    let ends = now + Span::days(app.settings().sessions.days);
    app.db()
        .write(move |tx| {
            if let Some(hash) = &compared {
                let fresh = accounts::by_id(tx, account)?.filter(|a| a.active && a.password == *hash);
                fresh.ok_or(Refusal::SignInRefused)?;
            }
            store::insert_session(tx, id, &digest, account, now, ends).map_err(Refusal::from)
        })
        .await?;
    let actor = access::by_session(app, &secret).await?;
    Ok((me(app, &actor).await?, cookie(app, Some(&secret), ends)))
}

pub(crate) fn set_cookie(response: &mut Response, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "access", responses((status = 200, body = Me)))]
pub async fn who_am_i(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Reply<Me>, Refusal> {
    me(&app, &actor).await.map(Reply)
}

/// Signs out. The cookie goes even if the session had ended by itself.
#[utoipa::path(delete, path = "/session", tag = "access", responses((status = 204)))]
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(secret) = session_secret(&headers) {
        let digest = app.seal().digest(secret.as_bytes());
        app.db().write(move |tx| store::delete_session(tx, &digest).map_err(Refusal::from)).await?;
        app.renew::<Actors>().await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &cookie(&app, None, app.now()));
    Ok(response)
}

/// The old and the new password.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = AccessChangePassword)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The one that holds.
    pub old: String,
    /// The one that shall hold.
    pub new: String,
}

/// Changes one's password and ends all other sessions and one's tokens; the answer carries the cookie of a fresh one. After some wrong
/// old ones it waits.
#[utoipa::path(put, path = "/session/password", tag = "access", request_body = ChangePassword, responses((status = 204)))]
pub async fn change_password(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    send: IdempotencyKey<ChangePassword>,
) -> Result<Response, Refusal> {
    if actor.via != Via::Session {
        return Err(Refusal::Denied(Verb::PeopleToken));
    }
    let account = actor.account;
    // A person at somebody else's open page must not be able to guess the password.
    app.limits().wrong_old.count(account, app.now()).map_err(Refusal::Locked)?;
    let found = app.read(move |tx| accounts::by_id(tx, account)?.ok_or(Refusal::SignedOut)).await?;
    if send.body.old.len() > LONGEST || !password::fits(&app, send.body.old, found.password).await? {
        return Err(Refusal::field(FieldFault::new(
            "old",
            "access.wrong-password",
            "原密码不正确",
            "the old password is not right",
        )));
    }
    app.limits().wrong_old.forget(&account, app.now());
    let territory = app.state::<Territory>();
    let owner =
        password::owner(&found.login, &found.name, actor.streets().first().map(|street| territory.name(street)));
    password::sound(&app, "new", &send.body.new, owner).await.map_err(Refusal::field)?;
    let hash = password::hash(&app, send.body.new).await?;
    let (secret, digest) = new_secret(&app, "");
    let (id, now) = (app.id::<SessionId>(), app.now());
    let ends = now + Span::days(app.settings().sessions.days);
    let (kept, signer) = (hash.clone(), app.signer().clone());
    app.db()
        .write(move |tx| {
            accounts::set_password(tx, account, &kept)?;
            store::delete_keys_of(tx, account)?;
            store::insert_session(tx, id, &digest, account, now, ends)?;
            let touched = tx.take_touched();
            checkpoint::sign_touched(tx, &signer, touched, now)
        })
        .await?;
    app.renew::<Actors>().await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &cookie(&app, Some(&secret), ends));
    devices::remember(&app, &headers, account, &hash, &mut response);
    Ok(response)
}

/// A made-up person of the demonstration street, to sign in as by a click.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AccessDemoPerson)]
pub struct DemoPerson {
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// What they are.
    pub role: Bilingual,
    /// Where.
    pub area: String,
    /// The password of every made-up person.
    pub password: String,
}

/// Whether this is the demonstration street, and whom one can be in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AccessDemo)]
pub struct Demo {
    /// Whether it is.
    pub demo: bool,
    /// One person of each role; nobody where it is not.
    pub accounts: Vec<DemoPerson>,
}

/// The people of the demonstration street. Where it is not one, nobody is told.
#[utoipa::path(get, path = "/session/demo", tag = "access", responses((status = 200, body = Demo)))]
pub async fn demo_people(State(app): State<App>) -> Result<Reply<Demo>, Refusal> {
    if !app.settings().demo {
        return Ok(Reply(Demo { demo: false, accounts: Vec::new() }));
    }
    let (streets, day) = (app.state::<Territory>().streets(), app.now().day());
    let people = app
        .read(move |tx| {
            let mut all = Vec::new();
            // The street with the most to see comes first: for each role the first person found is offered.
            for street in streets.iter().rev() {
                all.extend(accounts::one_of_each_role(tx, street, day)?);
            }
            Ok(all)
        })
        .await?;
    let territory = app.state::<Territory>();
    let mut seen = std::collections::HashSet::new();
    let accounts = people
        .into_iter()
        .filter(|(_, _, role, _)| seen.insert(*role))
        .map(|(login, name, role, code)| DemoPerson {
            login,
            name,
            role: Bilingual::new(role.chinese(), role.english()),
            area: territory.words(&code),
            password: password::DEMONSTRATION.to_owned(),
        })
        .collect();
    Ok(Reply(Demo { demo: true, accounts }))
}
