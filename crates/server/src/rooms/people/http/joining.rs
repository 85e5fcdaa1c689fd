//! Setting a password by an invitation, without an account: by the link, or by the login and the one-time code of a slip. An unknown, used,
//! withdrawn or expired link or code gets one and the same answer.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Face;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::text::fold;

use crate::App;
use crate::access::password;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::ops::{self, invitations as acts};
use crate::rooms::people::store::accounts::{self as rows, AccountRow};
use crate::rooms::people::store::grants as given;
use crate::rooms::people::store::invitations::{self as store, InvitationRow};
use crate::rooms::people::view::PostView;
use crate::rooms::session::{Attempt, Me, devices, open_session, set_cookie};
use crate::web::answer::mark;
use crate::web::extract::{IdempotencyKey, Json, Peer};
use crate::web::{FieldFault, Refusal};

/// The most bytes of a link or code.
const LONGEST: usize = 200;

/// An invitation as somebody brings it: a link, or login and code.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[schema(as = PeopleBrought)]
#[serde(deny_unknown_fields, default)]
pub struct Brought {
    /// The part after the `#` of the link.
    link: Option<String>,
    /// The login of the slip.
    login: Option<String>,
    /// The one-time code of the slip.
    code: Option<String>,
}

/// Whom an invitation is for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleInvited)]
pub struct Invited {
    /// The name, to be confirmed.
    pub name: String,
    /// The login, for the next time.
    pub login: String,
    /// The street.
    pub street: String,
    /// What they hold now and later.
    pub posts: Vec<PostView>,
    /// Until when it can be used, RFC 3339.
    pub expires: String,
    /// Whether a password was set before: then it is replaced.
    pub replaces: bool,
}

fn refused() -> Refusal {
    Refusal::NotFound("invitation")
}

/// Finds the invitation, open or not. Wrong codes are counted for a login whether an account has it or not.
async fn find(app: &App, peer: IpAddr, brought: Brought) -> Result<(InvitationRow, AccountRow), Refusal> {
    let short = |text: &Option<String>| text.as_ref().is_none_or(|t| t.len() <= LONGEST);
    if ![&brought.link, &brought.login, &brought.code].into_iter().all(short) {
        return Err(refused());
    }
    let attempt = match (&brought.link, &brought.login) {
        (None, Some(login)) => Some(Attempt::by_code(app, peer, login)?),
        _ => None,
    };
    let seal = app.seal().clone();
    let found = app
        .read(move |tx| {
            let one = match (&brought.link, &brought.login, &brought.code) {
                (Some(link), ..) => store::by_secret(tx, &seal.digest(link.as_bytes()))?,
                (None, Some(login), Some(code)) => {
                    // The same work is done for an unknown login, so that response time does not reveal it.
                    let account = crate::rooms::people::store::by_login(tx, &fold(login))?;
                    let account = account.map_or(AccountId::new(Uuid::nil()), |a| a.id);
                    store::by_code(tx, account, &acts::code_digest(&seal, account, code))?
                }
                _ => None,
            };
            let Some(one) = one else { return Ok(None) };
            Ok(rows::read(tx, one.account)?.map(|row| (one, row)))
        })
        .await?;
    let found = found.filter(|(_, row)| !row.left).ok_or_else(refused)?;
    if let Some(attempt) = attempt {
        attempt.right();
    }
    Ok(found)
}

/// Whom an invitation is for, while it can be used.
#[utoipa::path(post, path = "/public/invitations/look", tag = "public", request_body = Brought, responses((status = 200, body = Invited)))]
pub async fn look_at_invitation(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(body): Json<Brought>,
) -> Result<Reply<Invited>, Refusal> {
    app.limits().invitations.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (one, row) = find(&app, peer, body).await?;
    let now = app.now();
    if !one.is_open(now) {
        return Err(refused());
    }
    let (home, id) = (row.home, row.id);
    let (held, waiting) = app
        .read(move |tx| {
            let mut held = Vec::new();
            let row = rows::read(tx, id)?.ok_or_else(refused)?;
            for street in ops::streets_of(tx, &row)? {
                held.extend(crate::rooms::people::store::posts::of_account(tx, &street, id)?);
            }
            Ok((held, given::waiting_posts(tx, &row.home, Some(id))?))
        })
        .await?;
    let (territory, today) = (app.state::<Territory>(), now.day());
    Ok(Reply(Invited {
        name: row.name,
        login: row.login,
        street: territory.name(&home).to_owned(),
        posts: held
            .iter()
            .filter(|a| a.until >= today)
            .map(|a| PostView::of(&territory, a, today))
            .chain(waiting.iter().map(|a| PostView::that_waits(&territory, a, today)))
            .collect(),
        expires: one.expires_at.to_string(),
        replaces: row.has_password,
    }))
}

/// An invitation with the password that shall hold.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[schema(as = PeopleAccept)]
#[serde(deny_unknown_fields, default)]
pub struct Accept {
    /// The part after the `#` of the link.
    link: Option<String>,
    /// The login of the slip.
    login: Option<String>,
    /// The one-time code of the slip.
    code: Option<String>,
    /// The password: at least ten characters.
    password: String,
}

/// Somebody who set their password and is signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleFirstSignIn)]
pub struct FirstSignIn {
    /// Who they are.
    pub me: Me,
    /// The address of the face that fits their posts: `/`, `/m/` or `/station/`.
    pub face: String,
}

/// Sets the password and signs in. The invitation is used up, and every other session of the account ends.
#[utoipa::path(post, path = "/public/invitations/accept", tag = "public", request_body = Accept, responses((status = 200, body = FirstSignIn)))]
pub async fn accept_invitation(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    send: IdempotencyKey<Accept>,
) -> Result<Response, Refusal> {
    app.limits().invitations.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let sending = send.secret(&app);
    let Accept { link, login, code, password } = send.body;
    // A used one is accepted here: a repeated request is answered as the first time, and anything else is refused inside.
    let (one, row) = find(&app, peer, Brought { link, login, code }).await?;
    if password.trim().is_empty() {
        return Err(Refusal::field(FieldFault::missing("password")));
    }
    let owner = password::owner(&row.login, &row.name, Some(app.state::<Territory>().name(&row.home)));
    password::sound(&app, "password", &password, owner).await.map_err(Refusal::field)?;
    let hash = password::hash(&app, password).await?;
    let (actor, id, account, kept) = (acts::invited(row.id, &row.name), one.id, row.id, hash.clone());
    let sent = app.write(&actor, row.home, sending, move |work| acts::accept(work, id, account, &kept)).await?;
    let (me, cookie) = open_session(&app, account, None).await?;
    // A person whose post still waits for confirmation is shown the page that will be theirs.
    let home = row.home;
    let waiting = app.read(move |tx| Ok(given::waiting_posts(tx, &home, Some(account))?)).await?;
    let roles = me.grants.iter().filter_map(|g| weiguang_domain::access::Role::from_key(&g.role));
    let face = Face::of(roles.chain(waiting.iter().map(|post| post.role))).path().to_owned();
    let mut response = Reply(FirstSignIn { me, face }).into_response();
    mark(&mut response, sent.replayed);
    set_cookie(&mut response, &cookie);
    devices::remember(&app, &headers, account, &hash, &mut response);
    Ok(response)
}
