//! HTTP endpoints of the inbox and the outbox.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::MessageId;
use weiguang_domain::kernel::page;

use super::{destinations, inbox, messages};
use crate::App;
use crate::wake::MESSAGES;
use crate::web::Refusal;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};

/// The routes of messages.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(super::stream::live))
        .routes(routes!(list_inbox))
        .routes(routes!(read_inbox))
        .routes(routes!(list_outbox))
        .routes(routes!(retry_message))
        .routes(routes!(destinations::list_destinations, destinations::add_destination))
        .routes(routes!(destinations::stop_destination))
        .routes(routes!(destinations::resume_sending))
}

/// Where in a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// The street; of an inbox all of one's own where none is named, of the outbox the first.
    #[param(value_type = Option<String>)]
    pub(super) street: Option<GridCode>,
    /// `waiting`, `delivered` or `given_up`; of the outbox.
    #[param(value_type = Option<crate::rooms::outbox::wire::OutboxMessageState>)]
    state: Option<String>,
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// The id of the last one of the page before.
    after: Option<Uuid>,
}

fn street(actor: &Actor, wish: Option<GridCode>) -> Result<GridCode, Refusal> {
    let mine = actor.streets();
    match wish {
        Some(s) if mine.contains(&s) => Ok(s),
        None => mine.first().copied().ok_or(Refusal::NotFound("street")),
        Some(_) => Err(Refusal::NotFound("street")),
    }
}

/// A message in one's inbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxNoticeView)]
pub struct NoticeView {
    /// Which.
    pub id: Uuid,
    /// What happened: `cases.dispatched`.
    pub topic: String,
    /// The case; of a topic `care.…` the care alert.
    pub case: Uuid,
    /// What it says: number, kind, code, status, zh, en.
    #[schema(value_type = super::notice::NoticeBody)]
    pub body: serde_json::Value,
    /// When, RFC 3339.
    pub at: String,
    /// Whether it was read.
    pub read: bool,
}

impl From<inbox::Notice> for NoticeView {
    fn from(n: inbox::Notice) -> Self {
        Self {
            id: n.id.uuid(),
            topic: n.topic,
            case: n.subject,
            body: serde_json::from_str(&n.body).unwrap_or_default(),
            at: n.at.to_string(),
            read: n.read,
        }
    }
}

/// A page of an inbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxInbox)]
pub struct Inbox {
    /// Newest first.
    pub items: Vec<NoticeView>,
    /// Unread, counted up to 100.
    pub unread: i64,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// One's inbox, of every street in which one serves. Who holds nothing any more reads what was done to their own access.
#[utoipa::path(get, path = "/inbox", tag = "outbox", params(MessagesQuery), responses((status = 200, body = Inbox)))]
pub async fn list_inbox(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<MessagesQuery>,
) -> Result<Reply<Inbox>, Refusal> {
    let (reach, limit) = (inbox::Reach::of(&app, &actor, query.street)?, page::limit(query.limit));
    let before = query.after.unwrap_or(Uuid::max());
    let (cut, unread) = app
        .read(move |tx| {
            let rows = reach.page(tx, &actor, before, limit + 1)?;
            let cut = page::Page::cut(rows, limit - tx.unread(), |n| n.id.to_string());
            Ok((cut, reach.unread(tx, &actor)?))
        })
        .await?;
    Ok(Reply(Inbox { items: cut.items.into_iter().map(NoticeView::from).collect(), unread, next: cut.next }))
}

/// Which messages were read; none named means all.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = OutboxReadBody)]
#[serde(deny_unknown_fields)]
pub struct ReadBody {
    /// The message.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The street; all of one's own where none is named.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
}

/// How many changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OutboxChanged)]
pub struct Changed {
    /// How many.
    pub changed: u64,
}

/// Marks one message, or all, as read.
#[utoipa::path(post, path = "/inbox/read", tag = "outbox", request_body = ReadBody, responses((status = 200, body = Changed)))]
pub async fn read_inbox(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<ReadBody>,
) -> Result<Reply<Changed>, Refusal> {
    let reach = inbox::Reach::of(&app, &actor, send.body.street)?;
    let (street, id) = (reach.street()?, send.body.id.map(MessageId::new));
    let sent =
        app.write(&actor, street, send.send(), move |work| Ok(Changed { changed: reach.mark_read(work, id)? })).await?;
    Ok(Reply(sent.value))
}

/// A message on its way.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxMessageView)]
pub struct MessageView {
    /// Which.
    pub id: Uuid,
    /// Where to.
    pub destination: Uuid,
    /// What happened.
    pub topic: String,
    /// The case; of a topic `care.…` the care alert.
    pub case: Uuid,
    /// `waiting`, `delivered`, `given_up`.
    #[schema(value_type = crate::rooms::outbox::wire::OutboxMessageState)]
    pub state: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried next, RFC 3339.
    pub due_at: String,
    /// Why the last try failed.
    pub error: String,
    /// When it was written.
    pub at: String,
}

/// A page of the outbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxPage)]
pub struct Outbox {
    /// Newest first.
    pub items: Vec<MessageView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

pub(super) fn manages(actor: &Actor, wish: Option<GridCode>) -> Result<(GridCode, Permit), Refusal> {
    let street = street(actor, wish)?;
    let permit = actor.may(Verb::OutboxManage, &street, false)?;
    Ok((street, permit))
}

/// Messages to destinations.
#[utoipa::path(get, path = "/outbox", tag = "outbox", params(MessagesQuery), responses((status = 200, body = Outbox)))]
pub async fn list_outbox(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<MessagesQuery>,
) -> Result<Reply<Outbox>, Refusal> {
    let (street, _) = manages(&actor, query.street)?;
    let (limit, before, state) =
        (page::limit(query.limit), query.after.unwrap_or(Uuid::max()), query.state.unwrap_or_default());
    let cut = app
        .read(move |tx| {
            let rows = messages::lines(tx, &street, before, &state, limit + 1)?;
            Ok(page::Page::cut(rows, limit - tx.unread(), |m| m.id.to_string()))
        })
        .await?;
    let items = cut
        .items
        .into_iter()
        .map(|m| MessageView {
            id: m.id.uuid(),
            destination: m.destination.uuid(),
            topic: m.topic,
            case: m.subject,
            state: m.state,
            tries: m.tries,
            due_at: m.due_at.to_string(),
            error: m.error,
            at: m.at.to_string(),
        })
        .collect();
    Ok(Reply(Outbox { items, next: cut.next }))
}

/// Tries a message again at once.
#[utoipa::path(post, path = "/outbox/{id}/retry", tag = "outbox", params(("id" = Uuid, Path), MessagesQuery), responses((status = 200, body = Changed)))]
pub async fn retry_message(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<MessagesQuery>,
    send: IdempotencyKey<serde_json::Value>,
) -> Result<Reply<Changed>, Refusal> {
    let (street, _) = manages(&actor, query.street)?;
    let id = MessageId::new(id);
    let sent = app
        .write(&actor, street, send.send(), move |work| {
            if messages::retry(work, id)? { Ok(Changed { changed: 1 }) } else { Err(Refusal::NotFound("message")) }
        })
        .await?;
    app.wake().ring(MESSAGES);
    Ok(Reply(sent.value))
}
