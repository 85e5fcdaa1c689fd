//! HTTP endpoints of destinations: list, add, stop, and resume sending after a restore.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::DestinationId;

use super::hold;
use super::http::{Changed, MessagesQuery, manages};
use super::messages::{self, Destination};
use crate::App;
use crate::outside::outgoing::{self, Denied};
use crate::wake::MESSAGES;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// A destination, without its secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxDestinationView)]
pub struct DestinationView {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where to, without what may be secret in it: a password, a query.
    pub url: String,
    /// Topics; none means all.
    pub topics: Vec<String>,
    /// Only what lies under this code.
    pub code: String,
    /// Whether it is in use.
    pub active: bool,
}

/// A street's destinations.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxDestinationList)]
pub struct DestinationList {
    /// Oldest first.
    pub items: Vec<DestinationView>,
    /// Whether nothing is sent since a restore, until somebody lets it go on.
    pub held: bool,
}

/// Where messages go besides inboxes.
#[utoipa::path(get, path = "/outbox/destinations", tag = "outbox", params(MessagesQuery), responses((status = 200, body = DestinationList)))]
pub async fn list_destinations(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<MessagesQuery>,
) -> Result<Reply<DestinationList>, Refusal> {
    let (street, _) = manages(&actor, query.street)?;
    let (list, held) = app.read(move |tx| Ok((messages::destinations(tx, &street)?, hold::is_held(tx)?))).await?;
    let items = list
        .into_iter()
        .map(|d| DestinationView {
            id: d.id.uuid(),
            name: d.name,
            url: outgoing::shown(&d.url),
            topics: d.topics,
            code: d.code.to_string(),
            active: d.active,
        })
        .collect();
    Ok(Reply(DestinationList { items, held }))
}

/// A new webhook.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = OutboxNewDestination)]
#[serde(deny_unknown_fields)]
pub struct NewDestination {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// https, or http inside of a network that the operator named; without a password.
    pub url: String,
    /// The signing secret, at least 24 characters; it is never shown again.
    pub secret: String,
    /// Topics; none means all.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Only what lies under this code.
    #[schema(value_type = String)]
    pub code: GridCode,
}

/// Adds a webhook.
#[utoipa::path(post, path = "/outbox/destinations", tag = "outbox", request_body = NewDestination, responses((status = 201, body = Changed)))]
pub async fn add_destination(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewDestination>,
) -> Result<impl IntoResponse, Refusal> {
    let new = send.body.clone();
    let (street, permit) = manages(&actor, new.code.street())?;
    let mut faults = Vec::new();
    if new.name.trim().is_empty() || new.name.chars().count() > 60 {
        faults.push(FieldFault::new("name", "kernel.text", "1–60 个字", "1 to 60 characters"));
    }
    let read = app.outgoing().read(&new.url).map(|_| ());
    if let Err(denied) = read.and(if new.url.len() > 500 { Err(Denied::Address) } else { Ok(()) }) {
        faults.push(refused_address(denied));
    }
    if !(24..=200).contains(&new.secret.len()) {
        faults.push(FieldFault::new(
            "secret",
            "outbox.secret",
            "密钥为 24–200 个字符",
            "a secret has 24 to 200 characters",
        ));
    }
    if new.topics.iter().any(|t| t.is_empty() || t.contains(' ') || t.len() > 60) || new.topics.len() > 40 {
        faults.push(FieldFault::new("topics", "outbox.topics", "主题名无效", "not names of topics"));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let sent = app
        .write(&actor, street, send.send(), move |work| {
            let id = DestinationId::new(new.id);
            let secret =
                work.seal().seal(&Destination::seal_context(&street, id), new.secret.as_bytes(), work.chance());
            let destination = Destination {
                id,
                name: new.name.trim().to_owned(),
                url: new.url.clone(),
                secret,
                topics: new.topics.clone(),
                code: new.code,
                active: true,
                created_at: work.now,
            };
            messages::insert_destination(work, &destination)?;
            work.append_to(
                permit,
                new.id,
                "outbox.destination-added",
                serde_json::json!({ "name": destination.name, "code": destination.code }).to_string(),
            )?;
            Ok(Changed { changed: 1 })
        })
        .await?;
    Ok((StatusCode::CREATED, Reply(sent.value)))
}

fn refused_address(denied: Denied) -> FieldFault {
    let (code, zh, en) = match denied {
        Denied::Address => ("outbox.url", "须为 https 地址", "must be an https address"),
        Denied::Password => {
            ("outbox.url-password", "地址里不能写用户名和密码", "an address must hold no name and password")
        }
        Denied::Network => (
            "outbox.url-network",
            "不能发往本机或内网；确需发送的，请运维人员把该网段写进设置 outgoing.allow",
            "this leads to this machine or an internal network; an operator can name the network in outgoing.allow",
        ),
    };
    FieldFault::new("url", code, zh, en)
}

/// Lets messages go again after a restore, those of every street: only for somebody who manages them in all.
#[utoipa::path(post, path = "/outbox/resume", tag = "outbox", params(MessagesQuery), responses((status = 200, body = Changed)))]
pub async fn resume_sending(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<MessagesQuery>,
    send: IdempotencyKey<serde_json::Value>,
) -> Result<Reply<Changed>, Refusal> {
    let (street, _) = manages(&actor, query.street)?;
    let sent =
        app.write(&actor, street, send.send(), |work| Ok(Changed { changed: u64::from(hold::release(work)?) })).await?;
    app.wake().ring(MESSAGES);
    Ok(Reply(sent.value))
}

/// Takes a webhook out of use.
#[utoipa::path(delete, path = "/outbox/destinations/{id}", tag = "outbox", params(("id" = Uuid, Path), MessagesQuery), responses((status = 200, body = Changed)))]
pub async fn stop_destination(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<MessagesQuery>,
    send: IdempotencyKey<serde_json::Value>,
) -> Result<Reply<Changed>, Refusal> {
    let (street, permit) = manages(&actor, query.street)?;
    let sent = app
        .write(&actor, street, send.send(), move |work| {
            if !messages::stop_destination(work, DestinationId::new(id))? {
                return Err(Refusal::NotFound("destination"));
            }
            work.append_to(permit, id, "outbox.destination-stopped", "{}".into())?;
            Ok(Changed { changed: 1 })
        })
        .await?;
    Ok(Reply(sent.value))
}
