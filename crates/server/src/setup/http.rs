//! HTTP endpoints of the first setup, reached by the operator's link: its state, areas from a file, and the setup itself. An unknown, used
//! or expired link is answered as not found.

use axum::Json as Reply;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::io::{Seek as _, SeekFrom, Write as _};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::access::password::Owner;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::people::account;
use weiguang_domain::people::setup::{Fault, TypedStreet, street};

use super::{First, Plan, begin, ready, store};
use crate::App;
use crate::access::password;
use crate::rooms::grid::Territory;
use crate::rooms::imports::{FoundStreet, find_streets};
use crate::rooms::people::LoginSlip;
use crate::rooms::session::devices;
use crate::rooms::session::{Me, open_session, set_cookie};
use crate::web::answer::written;
use crate::web::aside::aside;
use crate::web::extract::{IdempotencyKey, Json, Peer};
use crate::web::{FieldFault, Refusal};

/// The routes of beginning.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(OpenApiRouter::new().routes(routes!(find_areas)).layer(DefaultBodyLimit::disable()))
        .routes(routes!(look_at_link))
        .routes(routes!(begin_here))
        .routes(routes!(ready::read_readiness))
}

fn gone() -> Refusal {
    Refusal::NotFound("link")
}

/// Checks for a link that can be used now, or, where a request may be repeated, for one that ever existed.
async fn known(app: &App, link: &str, open: bool) -> Result<(), Refusal> {
    let (digest, now) = (app.seal().digest(link.as_bytes()), app.now());
    let fits = app
        .read(move |tx| {
            let Some(link) = store::link(tx, &digest)? else { return Ok(false) };
            if !open {
                return Ok(true);
            }
            Ok(!link.ended && now < link.expires_at && !store::is_administered(tx, now.day())?)
        })
        .await?;
    if fits { Ok(()) } else { Err(gone()) }
}

/// A link.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupLink {
    /// The part after the `#`.
    link: String,
}

/// An area by code and name.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SetupNamedArea)]
#[serde(deny_unknown_fields)]
pub struct NamedArea {
    /// Digits.
    pub code: String,
    /// The name.
    pub name: String,
}

/// A street with its communities.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SetupStreetAreas)]
#[serde(deny_unknown_fields)]
pub struct StreetAreas {
    /// Nine digits.
    pub code: String,
    /// The name.
    pub name: String,
    /// Its communities; of a code the last three digits are enough.
    pub communities: Vec<NamedArea>,
}

/// What an installation has before it is begun.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SetupView {
    /// Streets that an import brought already.
    pub streets: Vec<StreetAreas>,
}

/// What is there already, while the link can be used.
#[utoipa::path(post, path = "/public/setup/look", tag = "public", request_body = SetupLink, responses((status = 200, body = SetupView)))]
pub async fn look_at_link(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(body): Json<SetupLink>,
) -> Result<Reply<SetupView>, Refusal> {
    app.limits().invitations.take(peer, app.now()).map_err(Refusal::TooMany)?;
    known(&app, &body.link, true).await?;
    let territory = app.state::<Territory>();
    let communities = |street: &GridCode| {
        let areas = territory.areas_under(street).into_iter().filter(|(code, _)| code.level() == Level::Community);
        areas.map(|(code, name)| NamedArea { code: code.to_string(), name: name.to_owned() }).collect()
    };
    let streets = territory.streets();
    Ok(Reply(SetupView {
        streets: streets
            .iter()
            .map(|street| StreetAreas {
                code: street.to_string(),
                name: territory.name(street).to_owned(),
                communities: communities(street),
            })
            .collect(),
    }))
}

/// The form of a file of areas. The link comes first, so that nothing is read for somebody without one.
#[derive(ToSchema)]
#[schema(as = SetupAreasForm)]
#[expect(dead_code, reason = "it only describes the form; fields are read as they come")]
pub struct AreasForm {
    /// The part after the `#` of the link.
    link: String,
    /// The beginning of a street's code, or a part of its name; empty for every street of the file.
    find: String,
    /// The official table of areas: CSV (also in gzip) or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Streets that a file names.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SetupFoundAreas)]
pub struct FoundAreas {
    /// In order of code, at most 50.
    pub streets: Vec<StreetAreas>,
    /// Whether there are more.
    pub more: bool,
}

/// Looks up streets and their communities in a file of areas. Nothing is stored.
#[utoipa::path(post, path = "/public/setup/areas", tag = "public", request_body(content = AreasForm, content_type = "multipart/form-data"), responses((status = 200, body = FoundAreas)))]
pub async fn find_areas(
    State(app): State<App>,
    Peer(peer): Peer,
    mut form: Multipart,
) -> Result<Reply<FoundAreas>, Refusal> {
    app.limits().invitations.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let torn =
        |_| Refusal::field(FieldFault::new("file", "imports.torn", "上传内容不完整", "the form could not be read"));
    let internal = |e: std::io::Error| Refusal::Internal(format!("temporary file: {e}"));
    let (mut allowed, mut find, mut file) = (false, String::new(), None);
    while let Some(mut field) = form.next_field().await.map_err(torn)? {
        let name = field.name().unwrap_or("").to_owned();
        if name != "link" && !allowed {
            return Err(gone());
        }
        let limit = if name == "file" { app.settings().http.import_bytes } else { 400 };
        let (mut spool, mut size, mut text) = (tempfile::tempfile().map_err(internal)?, 0, Vec::new());
        while let Some(chunk) = field.chunk().await.map_err(torn)? {
            size += chunk.len();
            if size > limit {
                return Err(Refusal::TooLarge(limit));
            }
            if name == "file" { spool.write_all(&chunk).map_err(internal)? } else { text.extend_from_slice(&chunk) }
        }
        let text = String::from_utf8_lossy(&text).trim().to_owned();
        match name.as_str() {
            "link" => {
                known(&app, &text, true).await?;
                allowed = true;
            }
            "find" => find = text,
            "file" => {
                spool.seek(SeekFrom::Start(0)).map_err(internal)?;
                file = Some(spool);
            }
            _ => {
                return Err(Refusal::field(FieldFault::new(
                    &name,
                    "imports.unknown-field",
                    "没有这一项",
                    "no such field",
                )));
            }
        }
    }
    let file = file
        .filter(|_| allowed)
        .ok_or_else(|| if allowed { Refusal::field(FieldFault::missing("file")) } else { gone() })?;
    let (found, more) = aside(&app.limits().tables, move || find_streets(file, &find)).await??;
    Ok(Reply(FoundAreas { streets: found.into_iter().map(shown).collect(), more }))
}

fn shown(street: FoundStreet) -> StreetAreas {
    let communities = street.communities.into_iter();
    StreetAreas {
        code: street.code.to_string(),
        name: street.name,
        communities: communities.map(|(code, name)| NamedArea { code: code.to_string(), name }).collect(),
    }
}

/// The one who sets the installation up.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = SetupFirstAdministrator)]
#[serde(deny_unknown_fields)]
pub struct FirstAdministrator {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The phone; kept sealed.
    #[serde(default)]
    pub phone: String,
    /// The password: at least ten characters.
    pub password: String,
}

/// The one who answers for the street. They set their password by an invitation.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = SetupFirstManager)]
#[serde(deny_unknown_fields)]
pub struct FirstManager {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The phone; kept sealed.
    #[serde(default)]
    pub phone: String,
}

/// What an installation begins with.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = SetupNewSetup)]
#[serde(deny_unknown_fields)]
pub struct NewSetup {
    /// The part after the `#` of the link.
    pub link: String,
    /// The street.
    pub street: StreetAreas,
    /// Who sets it up.
    pub administrator: FirstAdministrator,
    /// Who answers for the street, if known already; somebody else than the administrator.
    #[serde(default)]
    pub manager: Option<FirstManager>,
}

/// An installation that has been set up; the sender is signed in as its administrator.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = SetupSetUp)]
pub struct SetUp {
    /// Who they are.
    pub me: Me,
    /// The manager's invitation; its link and code are null in the answer to a resend.
    pub manager: Option<LoginSlip>,
}

/// Begins: stores the street, its communities, the administrator and the manager, and signs the administrator in. The link is used up.
#[utoipa::path(post, path = "/public/setup", tag = "public", request_body = NewSetup, responses((status = 201, body = SetUp)))]
pub async fn begin_here(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    send: IdempotencyKey<NewSetup>,
) -> Result<Response, Refusal> {
    app.limits().invitations.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let sending = send.secret(&app);
    let body = send.body;
    // A used one is accepted here: a repeated request is answered as the first time, and anything else is refused inside.
    known(&app, &body.link, false).await?;
    let told = |field: String, fault: Fault| FieldFault::new(&field, fault.code(), fault.chinese(), fault.to_string());
    let typed = TypedStreet {
        code: body.street.code,
        name: body.street.name,
        communities: body.street.communities.into_iter().map(|one| (one.code, one.name)).collect(),
    };
    let mut faults = Vec::new();
    let read = street(&typed).map_err(|found| {
        faults.extend(found.into_iter().map(|(field, fault)| told(format!("street.{field}"), fault)));
    });
    let login = account::login(&body.administrator.login).ok();
    let other = body.manager.as_ref().and_then(|manager| account::login(&manager.login).ok());
    if login.is_some() && login == other {
        faults.push(told("manager.login".into(), Fault::SamePerson));
    }
    let first = &body.administrator;
    let owner =
        Owner { login: login.clone().unwrap_or_default(), name: first.name.clone(), places: vec![typed.name.clone()] };
    if let Err(fault) = password::sound(&app, "administrator.password", &first.password, owner).await {
        faults.push(fault);
    }
    let Ok(street) = read.and_then(|street| if faults.is_empty() { Ok(street) } else { Err(()) }) else {
        return Err(Refusal::Invalid(faults));
    };
    let administrator = First {
        id: AccountId::new(body.administrator.id),
        login: body.administrator.login,
        name: body.administrator.name,
        phone: body.administrator.phone,
        password: password::hash(&app, body.administrator.password).await?,
    };
    let manager = body.manager.map(|one| First {
        id: AccountId::new(one.id),
        login: one.login,
        name: one.name,
        phone: one.phone,
        password: String::new(),
    });
    let (digest, code) = (app.seal().digest(body.link.as_bytes()), street.code);
    let hash = administrator.password.clone();
    let plan = Plan { street, administrator, manager };
    let sent = app.write(&Actor::system(), code, sending, move |work| begin(work, &plan, Some(&digest))).await?;
    let administrator = AccountId::new(sent.value.administrator);
    let (me, cookie) = open_session(&app, administrator, None).await?;
    let territory = app.state::<Territory>();
    let manager = sent.value.invited.into_iter().next().map(|issued| LoginSlip::of(&territory, &code, issued));
    let mut response = written(StatusCode::CREATED, &SetUp { me, manager }, None, sent.replayed);
    set_cookie(&mut response, &cookie);
    devices::remember(&app, &headers, administrator, &hash, &mut response);
    Ok(response)
}
