//! HTTP endpoints of bulletins for staff; those for residents are in `public.rs`.

pub mod public;
pub mod view;

use axum::Json as Reply;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::bulletins::Content;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{BulletinId, PictureId};
use weiguang_domain::kernel::time::Day;
use weiguang_store::Tx;

use self::view::{BulletinList, BulletinReaders, BulletinRow, BulletinView};
use super::ops::{self, Act, may_publish};
use super::pictures;
use super::store::{self, Record};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::{names_of, street_by, streets_by};
use crate::web::answer::{nothing, written};
use crate::web::cursor::Cursor;
use crate::web::extract::{IdempotencyKey, IfMatch, Query, SignedIn, send_key};
use crate::web::file::{file_response, read_upload};
use crate::web::problem::Problem;
use crate::web::{FieldFault, Refusal};

/// Largest page, which is also the default.
const MOST: usize = 200;
const USUAL: usize = 50;

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_bulletins, draft_bulletin))
        .routes(routes!(read_bulletin))
        .routes(routes!(act_on_bulletin))
        .routes(routes!(mark_bulletin_read))
        .routes(routes!(list_bulletin_readers))
        .routes(routes!(attach_to_bulletin))
        .routes(routes!(read_bulletin_picture))
        .merge(public::routes())
}

/// Which bulletins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulletinPart {
    /// Published and not over.
    #[default]
    Open,
    /// Drafts that one may publish.
    Mine,
    /// Withdrawn, or over.
    Closed,
}

/// Which bulletins, and where the page begins.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BulletinsQuery {
    /// `open` if not said.
    #[param(inline)]
    view: BulletinPart,
    /// Where the page of those that are over begins.
    after: Option<String>,
    /// At most 200.
    limit: Option<usize>,
}

/// Bulletins that the reader sees: current ones, unread first, then pinned, then the newest; or drafts; or closed ones.
#[utoipa::path(get, path = "/bulletins", tag = "bulletins", params(BulletinsQuery), responses((status = 200, body = BulletinList)))]
pub async fn list_bulletins(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<BulletinsQuery>,
) -> Result<Reply<BulletinList>, Refusal> {
    let streets = streets_by(&app, &actor, &[Verb::BulletinsRead]);
    if streets.is_empty() {
        return Err(Refusal::Denied(Verb::BulletinsRead));
    }
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let before = query.after.as_deref().map(Cursor::parse).transpose()?.map_or(Uuid::max(), |cursor| cursor.id);
    let (today, territory) = (app.now().day(), app.state::<Territory>());
    let items = app
        .read(move |tx| {
            let mut rows = Vec::new();
            for street in &streets {
                let seen = store::seen(tx, street, actor.account)?;
                let found = match query.view {
                    BulletinPart::Open => store::current(tx, street, today)?,
                    BulletinPart::Mine => store::drafts(tx, street)?,
                    BulletinPart::Closed => past(tx, &actor, street, today, before, limit)?,
                };
                let theirs = found.into_iter().filter(|one| ops::sees(&actor, &one.bulletin));
                rows.extend(theirs.map(|one| BulletinRow::of(&one, &seen, &territory)));
            }
            Ok(rows)
        })
        .await?;
    Ok(Reply(arranged(items, query.view, limit)))
}

/// The rows in the order of their list, and the cursor of the next page.
fn arranged(mut items: Vec<BulletinRow>, part: BulletinPart, limit: usize) -> BulletinList {
    if part == BulletinPart::Open {
        items.sort_by_key(|row| (!row.unread, !row.pinned, std::cmp::Reverse(row.id)));
        return BulletinList { items, next: None };
    }
    items.sort_by_key(|row| std::cmp::Reverse(row.id));
    let more = part == BulletinPart::Closed && items.len() > limit;
    items.truncate(if part == BulletinPart::Closed { limit } else { items.len() });
    let next = items.last().filter(|_| more).map(|row| Cursor { key: 0, id: row.id }.write());
    BulletinList { items, next }
}

/// One more than a page of closed bulletins that the reader sees.
fn past(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    today: Day,
    mut before: Uuid,
    limit: usize,
) -> Result<Vec<Record>, Refusal> {
    let mut page = Vec::new();
    loop {
        let some = store::past(tx, street, today, before, 200)?;
        let Some(last) = some.last() else { return Ok(page) };
        before = last.id.uuid();
        page.extend(some.into_iter().filter(|one| ops::sees(actor, &one.bulletin)));
        if page.len() > limit {
            return Ok(page);
        }
    }
}

/// The street in which an actor sees a bulletin.
async fn street_of(app: &App, actor: &Actor, id: BulletinId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, street: &GridCode| Ok(store::read(tx, street, id)?.is_some());
    street_by(app, actor, &[Verb::BulletinsRead], "bulletin", there).await
}

async fn view(app: &App, actor: &Actor, street: GridCode, id: BulletinId) -> Result<BulletinView, Refusal> {
    let (actor, territory, today) = (actor.clone(), app.state::<Territory>(), app.now().day());
    app.read(move |tx| {
        let one = ops::seen(tx, &actor, &street, id)?;
        let (seen, names) = (store::seen(tx, &street, actor.account)?, names_of(tx, [one.by])?);
        Ok(BulletinView::of(&one, &seen, &names, &territory, may_publish(&actor, &one.bulletin.area), today))
    })
    .await
}

async fn show(
    app: &App,
    actor: &Actor,
    street: GridCode,
    id: BulletinId,
    status: StatusCode,
    replayed: bool,
) -> Result<Response, Refusal> {
    let view = view(app, actor, street, id).await?;
    Ok(written(status, &view, Some(view.row.version), replayed))
}

/// One bulletin.
#[utoipa::path(get, path = "/bulletins/{id}", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 200, body = BulletinView)))]
pub async fn read_bulletin(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = BulletinId::new(id);
    let street = street_of(&app, &actor, id).await?;
    show(&app, &actor, street, id, StatusCode::OK, false).await
}

/// What a bulletin says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinBody {
    /// At most 60 characters.
    pub title: String,
    /// Plain paragraphs, each on a line; at most 5,000 characters.
    pub text: String,
    /// The first day on which residents see it, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub from: Day,
    /// The last day.
    #[schema(value_type = String)]
    pub until: Day,
    /// Its pictures, at most 6, in order; each was sent before.
    #[serde(default)]
    pub pictures: Vec<Uuid>,
}

impl From<BulletinBody> for Content {
    fn from(body: BulletinBody) -> Self {
        let BulletinBody { title, text, from, until, pictures } = body;
        Self { title, text, from, until, pictures: pictures.into_iter().map(PictureId::new).collect() }
    }
}

/// A bulletin that is drafted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinNew)]
pub struct NewBulletinBody {
    /// Made by the client, version 7.
    pub id: Uuid,
    /// A street, community or grid.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// What it says.
    pub content: BulletinBody,
}

/// The street of an area in which the actor may publish.
fn street_to_publish(app: &App, actor: &Actor, area: &GridCode) -> Result<GridCode, Refusal> {
    actor.may(Verb::BulletinsPublish, area, false)?;
    area.street().filter(|street| app.state::<Territory>().serves(street)).ok_or(Refusal::NotFound("street"))
}

/// Drafts a bulletin: nobody but those who may publish it sees it.
#[utoipa::path(post, path = "/bulletins", tag = "bulletins", request_body = NewBulletinBody, responses((status = 201, body = BulletinView), (status = 422, body = Problem)))]
pub async fn draft_bulletin(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewBulletinBody>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    let street = street_to_publish(&app, &actor, &body.code)?;
    if body.id.get_version_num() != 7 {
        return Err(Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")));
    }
    let (id, content) = (BulletinId::new(body.id), Content::from(body.content));
    let area = body.code;
    let sent = app.write(&actor, street, sending, move |work| ops::draft(work, id, area, content.clone())).await?;
    show(&app, &actor, street, id, StatusCode::CREATED, sent.replayed).await
}

/// What is done.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the act that it belongs to")]
pub enum BulletinActBody {
    /// Writes a draft anew.
    Edit {
        #[schema(value_type = String)]
        code: GridCode,
        content: BulletinBody,
    },
    /// Publishes a draft: staff in its area get a line in their inbox, residents see it on its days.
    Publish {},
    /// Puts right what is published; `what` says to readers what changed, at most 200 characters. It counts as unread again.
    Correct { content: BulletinBody, what: String },
    /// Withdraws it, or drops a draft; the reason has at most 200 characters.
    Withdraw { reason: String },
    /// Shows it above the others of its area, where at most three are.
    Pin {},
    /// Shows it in its place again.
    Unpin {},
}

/// Does something to a bulletin that is at the version of `If-Match`.
#[utoipa::path(post, path = "/bulletins/{id}/actions", tag = "bulletins", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = BulletinActBody, responses((status = 200, body = BulletinView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn act_on_bulletin(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<BulletinActBody>,
) -> Result<Response, Refusal> {
    let id = BulletinId::new(id);
    let street = street_of(&app, &actor, id).await?;
    let sending = send.send();
    let act = match send.body {
        BulletinActBody::Edit { code, content } => Act::Edit(code, content.into()),
        BulletinActBody::Publish {} => Act::Publish,
        BulletinActBody::Correct { content, what } => Act::Correct(content.into(), what),
        BulletinActBody::Withdraw { reason } => Act::Withdraw(reason),
        BulletinActBody::Pin {} => Act::Pin,
        BulletinActBody::Unpin {} => Act::Unpin,
    };
    let sent = app.write(&actor, street, sending, move |work| ops::act(work, id, version, &act)).await?;
    show(&app, &actor, street, id, StatusCode::OK, sent.replayed).await
}

/// Notes that one has read it as it is now.
#[utoipa::path(post, path = "/bulletins/{id}/read", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn mark_bulletin_read(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<Option<serde_json::Value>>,
) -> Result<Response, Refusal> {
    let id = BulletinId::new(id);
    let street = street_of(&app, &actor, id).await?;
    let sent = app.write(&actor, street, send.send(), move |work| ops::read(work, id)).await?;
    Ok(nothing(sent.replayed))
}

/// Who of the staff in its area has not read it, for those who may publish it: a count and names in order of name, no times.
#[utoipa::path(get, path = "/bulletins/{id}/readers", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 200, body = BulletinReaders)))]
pub async fn list_bulletin_readers(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<BulletinReaders>, Refusal> {
    let id = BulletinId::new(id);
    let (street, territory, today) = (street_of(&app, &actor, id).await?, app.state::<Territory>(), app.now().day());
    app.read(move |tx| {
        let one = ops::seen(tx, &actor, &street, id)?;
        actor.may(Verb::BulletinsPublish, &one.bulletin.area, false)?;
        let all = ops::readers(tx, &territory, &one.bulletin.area, today)?;
        let seen: HashMap<_, _> = store::seen_by(tx, &street, id)?;
        Ok(Reply(BulletinReaders::of(all, &seen, one.bulletin.edition)))
    })
    .await
}

/// A picture that was stored.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct BulletinPicture {
    /// By which the content names it.
    pub id: Uuid,
}

/// Stores a picture with a bulletin: a multipart form with `id` (UUIDv7) and `file`. It is shown once the content names it; what no content
/// names is removed after a day.
#[utoipa::path(post, path = "/bulletins/{id}/pictures", tag = "bulletins", params(("id" = Uuid, Path)), responses((status = 201, body = BulletinPicture)))]
pub async fn attach_to_bulletin(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Refusal> {
    let (id, key) = (BulletinId::new(id), send_key(&headers)?);
    let street = street_of(&app, &actor, id).await?;
    let asking = actor.clone();
    app.read(move |tx| {
        let one = ops::seen(tx, &asking, &street, id)?;
        Ok(asking.may(Verb::BulletinsPublish, &one.bulletin.area, false)?)
    })
    .await?;
    let upload = read_upload(form, app.settings().http.attachment_bytes).await?;
    let picture = PictureId::new(upload.id.uuid());
    let sending = upload.sending(key, &method, &uri);
    let cleaned = pictures::clean(&app, upload.bytes).await?;
    let sent = app.write(&actor, street, sending, move |work| pictures::attach(work, id, picture, &cleaned)).await?;
    Ok(written(StatusCode::CREATED, &BulletinPicture { id: sent.value.uuid() }, None, sent.replayed))
}

/// The bytes of a picture, for those who see the bulletin; one that its content does not name, for those who may publish it.
#[utoipa::path(get, path = "/bulletins/{id}/pictures/{picture}", tag = "bulletins", params(("id" = Uuid, Path), ("picture" = Uuid, Path)), responses((status = 200)))]
pub async fn read_bulletin_picture(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, picture)): Path<(Uuid, Uuid)>,
) -> Result<Response, Refusal> {
    let (id, picture) = (BulletinId::new(id), PictureId::new(picture));
    let street = street_of(&app, &actor, id).await?;
    let found = app
        .read(move |tx| {
            let one = ops::seen(tx, &actor, &street, id)?.bulletin;
            if !one.content.pictures.contains(&picture) && !may_publish(&actor, &one.area) {
                return Err(Refusal::NotFound("picture"));
            }
            pictures::content(tx, &street, id, picture)?.ok_or(Refusal::NotFound("picture"))
        })
        .await?;
    Ok(file_response(&found.0, "picture", found.1))
}
