//! Saved views: named lists of the queue that people store for themselves. Nobody else sees them.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb, Via};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::manual::kind::Words;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::App;
use crate::app::UnitOfWork;
use crate::outside::columns::code_at;
use crate::rooms::outbox::messages;
use crate::web::answer::{nothing, written};
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::{FieldFault, Refusal};

const HOME: &str = "SELECT home FROM accounts WHERE id = $1";
const LIST: &str = "SELECT id, name, query, rank FROM saved_views WHERE tenant = $1 AND account = $2 ORDER BY rank, id";
const COUNT_OTHERS: &str = "SELECT COUNT(*) FROM saved_views WHERE tenant = $1 AND account = $2 AND id <> $3";
const PUT: &str = "INSERT INTO saved_views (tenant, account, id, name, query, rank) VALUES ($1, $2, $3, $4, $5, $6) \
 ON CONFLICT (tenant, account, id) DO UPDATE SET name = excluded.name, query = excluded.query, rank = excluded.rank";
const OWNERS: &str = "SELECT DISTINCT account FROM saved_views WHERE tenant = $1";
const DELETE: &str = "DELETE FROM saved_views WHERE tenant = $1 AND account = $2 AND id = $3";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("views.HOME", HOME),
    ("views.LIST", LIST),
    ("views.COUNT_OTHERS", COUNT_OTHERS),
    ("views.PUT", PUT),
    ("views.OWNERS", OWNERS),
    ("views.DELETE", DELETE),
];

/// The most views of one person.
const MOST: i64 = 30;
/// The most characters of a name.
const NAME_LIMIT: usize = 20;
/// The most characters of search words.
const WORDS_LIMIT: usize = 60;

/// The routes of saved views.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_views)).routes(routes!(put_view, delete_view))
}

/// The lists that there are, as `GET /cases` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseQueueName)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the lists themselves")]
pub enum QueueName {
    Open,
    Late,
    Waiting,
    Mine,
    Parts,
    Unplaced,
    Returned,
    Paused,
    Resolved,
    Closed,
    All,
}

/// What a view asks of the queue: the query of `GET /cases`, without its pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseViewQuery)]
#[serde(deny_unknown_fields)]
pub struct ViewQuery {
    /// Which list; `open` if nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub view: Option<QueueName>,
    /// A code; everything under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub under: Option<GridCode>,
    /// A kind's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kind: Option<String>,
    /// Words, or a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub q: Option<String>,
}

/// A view as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseSavedView)]
pub struct SavedView {
    /// Made by the client.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it asks.
    pub query: ViewQuery,
    /// Where it stands among the others; the lowest first.
    pub rank: i32,
}

/// One's views.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseSavedViews)]
pub struct SavedViews {
    /// By rank.
    pub items: Vec<SavedView>,
}

/// A view as it is sent.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CaseSavedViewBody)]
#[serde(deny_unknown_fields)]
pub struct SavedViewBody {
    /// What it is called: 1 to 20 characters.
    pub name: String,
    /// What it asks.
    pub query: ViewQuery,
    /// Where it stands among the others.
    #[serde(default)]
    pub rank: i32,
}

impl SavedViewBody {
    fn checked(self, id: Uuid) -> Result<SavedView, Refusal> {
        let mut faults = Vec::new();
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            faults.push(FieldFault::missing("name"));
        } else if name.chars().count() > NAME_LIMIT {
            faults.push(FieldFault::too_long("name", NAME_LIMIT));
        }
        for (field, text) in [("query.q", &self.query.q), ("query.kind", &self.query.kind)] {
            if text.as_ref().is_some_and(|t| t.chars().count() > WORDS_LIMIT) {
                faults.push(FieldFault::too_long(field, WORDS_LIMIT));
            }
        }
        if id.get_version_num() != 7 {
            faults.push(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7"));
        }
        if faults.is_empty() {
            Ok(SavedView { id, name, query: self.query, rank: self.rank })
        } else {
            Err(Refusal::Invalid(faults))
        }
    }
}

/// The home street of an account, which stores its views.
async fn home(app: &App, account: AccountId) -> Result<GridCode, Refusal> {
    let found = app.read(move |tx| Ok(tx.one(HOME, params![account.uuid()], |row| code_at(row, 0))?)).await?;
    found.ok_or(Refusal::SignedOut)
}

/// The context that binds a sealed name or query to its row and column.
pub fn seal_context(account: AccountId, id: Uuid, column: &str) -> String {
    format!("saved_views {account} {id} {column}")
}

fn view(row: &Row<'_>, account: AccountId) -> Result<SavedView, StoreError> {
    let id: Uuid = row.get(0)?;
    let query = row.open(2, &seal_context(account, id, "query"))?;
    let query =
        serde_json::from_slice(&query).map_err(|e| StoreError::Row { column: "query".into(), why: e.to_string() })?;
    let rank = i32::try_from(row.get::<i64>(3)?).unwrap_or(i32::MAX);
    Ok(SavedView { id, name: row.open_text(1, &seal_context(account, id, "name"))?, query, rank })
}

fn list(tx: &mut Tx<'_>, home: &GridCode, account: AccountId) -> Result<Vec<SavedView>, StoreError> {
    tx.query(LIST, params![home.as_str(), account.uuid()], |row| view(row, account))
}

fn keep(work: &mut UnitOfWork<'_, '_>, home: &GridCode, account: AccountId, saved: &SavedView) -> Result<(), Refusal> {
    let query = serde_json::to_vec(&saved.query).map_err(|e| Refusal::Internal(e.to_string()))?;
    let name = work.tx.seal(&seal_context(account, saved.id, "name"), saved.name.as_bytes())?;
    let query = work.tx.seal(&seal_context(account, saved.id, "query"), &query)?;
    let row = params![home.as_str(), account.uuid(), saved.id, name, query, i64::from(saved.rank)];
    work.tx.exec(PUT, row)?;
    Ok(())
}

/// Moves saved views of a street through a re-grid: `heirs` are the cells that replaced an ended one. A view moves to a single successor;
/// if there are several, its owner is notified. Returns how many moved.
///
/// # Errors
/// The store's errors.
pub fn follow(
    work: &mut UnitOfWork<'_, '_>,
    heirs: &dyn Fn(&GridCode) -> Option<Vec<GridCode>>,
) -> Result<u64, Refusal> {
    let (home, mut followed) = (work.tenant, 0);
    let owners = work.tx.query(OWNERS, params![home.as_str()], |row| Ok(AccountId::new(row.get(0)?)))?;
    for account in owners {
        for mut saved in list(work.tx, &home, account)? {
            let Some(heirs) = saved.query.under.as_ref().and_then(heirs) else { continue };
            if let [one] = heirs[..] {
                saved.query.under = Some(one);
                keep(work, &home, account, &saved)?;
                followed += 1;
                continue;
            }
            let words = Words {
                zh: format!("网格已调整，您保存的列表“{}”指向的网格已撤销，请重新选择范围", saved.name),
                en: format!(
                    "Grids were redrawn: your saved list \"{}\" names a cell that ended; choose again",
                    saved.name
                ),
            };
            messages::to_person(work, account, "cases.view-ended", saved.id, words)?;
        }
    }
    Ok(followed)
}

/// Saved views belong to a person at a screen; a program stores its own.
fn person(actor: &Actor) -> Result<AccountId, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    Ok(actor.account)
}

/// The account whose views are changed: a person's. A token may read for a person but store nothing in their name.
fn by_hand(actor: &Actor) -> Result<AccountId, Refusal> {
    if matches!(actor.via, Via::Token { .. }) { Err(Refusal::Denied(Verb::CasesRead)) } else { person(actor) }
}

/// One's saved views.
#[utoipa::path(get, path = "/cases/views", tag = "cases", responses((status = 200, body = SavedViews)))]
pub async fn list_views(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Reply<SavedViews>, Refusal> {
    let account = person(&actor)?;
    let home = home(&app, account).await?;
    Ok(Reply(SavedViews { items: app.read(move |tx| Ok(list(tx, &home, account)?)).await? }))
}

/// Keeps a view, new or changed. At most 30.
#[utoipa::path(put, path = "/cases/views/{id}", tag = "cases", params(("id" = Uuid, Path)), request_body = SavedViewBody, responses((status = 200, body = SavedView)))]
pub async fn put_view(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<SavedViewBody>,
) -> Result<Response, Refusal> {
    let account = by_hand(&actor)?;
    let (key, saved) = (send.send(), send.body.checked(id)?);
    let home = home(&app, account).await?;
    let sent = app
        .write(&actor, home, key, move |work| {
            let tenant = home.as_str();
            let others = work.tx.one(COUNT_OTHERS, params![tenant, account.uuid(), id], |row| row.get::<i64>(0))?;
            if others.unwrap_or(0) >= MOST {
                return Err(Refusal::rule(
                    "cases.too-many-views",
                    format!("最多保存 {MOST} 个视图，请先删除不用的。"),
                    format!("At most {MOST} views are kept; delete one first."),
                ));
            }
            keep(work, &home, account, &saved)?;
            Ok(saved.clone())
        })
        .await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}

/// Forgets a view.
#[utoipa::path(delete, path = "/cases/views/{id}", tag = "cases", params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn delete_view(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let account = by_hand(&actor)?;
    let home = home(&app, account).await?;
    let sent = app
        .write(&actor, home, send.send(), move |work| {
            let gone = work.tx.exec(DELETE, params![home.as_str(), account.uuid(), id])?;
            if gone == 0 { Err(Refusal::NotFound("view")) } else { Ok(()) }
        })
        .await?;
    Ok(nothing(sent.replayed))
}
