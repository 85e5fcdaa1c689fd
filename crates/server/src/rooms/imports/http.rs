//! HTTP endpoints of imports: a multipart form with the file and its options. Dry runs and imports run in the background; a quick dry run
//! is answered at once.

use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;

use super::job::in_turn;
use super::runs::{self, NewRun};
use super::upload::read_form;
use super::{AsOf, BadFile, Kind, Report, permit, prepare};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::imports::Runs;
use crate::web::answer::{mark, nothing};
use crate::web::aside::aside;
use crate::web::extract::{Sending, SignedIn, request_hash, send_key};
use crate::web::problem::Problem;
use crate::web::{IdempotencyKey, Query, Refusal};

/// The longest dry run that is answered at once.
const AT_ONCE: Duration = Duration::from_secs(8);

/// The routes of imports. Only the uploading one accepts large bodies, and limits them itself.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(OpenApiRouter::new().routes(routes!(start_import)).layer(DefaultBodyLimit::disable()))
        .routes(routes!(list_imports))
        .routes(routes!(read_import))
        .routes(routes!(cancel_import))
        .routes(routes!(read_bad_rows))
}

/// Whether only a look is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct How {
    /// With `true` nothing is kept; the report comes at once, unless the look takes more than some seconds.
    #[serde(default)]
    pub dry_run: bool,
}

/// The form of an import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form; fields are read as they come")]
pub struct ImportForm {
    /// The table: a workbook (.xlsx, .xls, .et, .ods, .fods), CSV, GeoJSON, or one of the text forms in gzip.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The street, where the actor serves several.
    street: Option<String>,
    /// The datum of shapes: `wgs84`, `cgcs2000` or `gcj02`.
    datum: Option<String>,
    /// Codes of streets that are served from now on, by commas (areas).
    serve: Option<String>,
    /// From when clocks run: `now` or `received` (tickets).
    as_of: Option<AsOf>,
    /// What numbers stand for: `lasting`, one number is one matter for ever; or `daily`, numbers begin anew and count together with
    /// their day (tickets).
    numbers: Option<String>,
    /// `true` takes the good rows in and leaves the bad ones out; without it one bad row keeps the whole file out.
    leave_bad: Option<bool>,
    /// `accept` takes shapes that lie far from the street (outside of its province, or 20 km from its other shapes); without it they are
    /// refused with `imports.far-away` (grids).
    far: Option<String>,
}

/// An import that has begun.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportStarted)]
pub struct Started {
    /// Which.
    pub id: Uuid,
}

/// An import as it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ImportRunView)]
pub struct RunView {
    /// Which.
    pub id: Uuid,
    /// The kind's key.
    #[schema(value_type = crate::rooms::imports::Kind)]
    pub kind: String,
    /// A name for the file, by its kind, the day and its form.
    pub file: String,
    /// `reading`, `checking`, `writing`; then `done`, `refused` (rows with faults), `failed`, `cancelled`, `interrupted` (the process
    /// died), or `checked` (only a look).
    #[schema(value_type = crate::rooms::imports::wire::ImportState)]
    pub state: String,
    /// Rows done in this state.
    pub done: i64,
    /// Rows in all.
    pub total: i64,
    /// When it began, RFC 3339.
    pub at: String,
    /// How it ended, once it has. It is forgotten with the bad rows after 30 days, and at once when a resident of the street is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
}

/// A list of imports.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ImportRunList)]
pub struct RunList {
    /// Newest first, without reports.
    pub items: Vec<RunView>,
}

/// Imports a table; the path ends in the kind of table (the router has one name for it). It answers 202 with the id of a run. With
/// `dry_run=true` it changes nothing, and answers with the report if that takes at most some seconds, else with 202 too; the report is then
/// in the run.
#[utoipa::path(post, path = "/imports/{id}", tag = "imports", params(("id" = String, Path, description = "the kind: areas, grids, directory, roster, tickets or residents"), How),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Report, description = "a look"), (status = 202, body = Started)))]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request that axum extracts")]
pub async fn start_import(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(kind): Path<String>,
    Query(how): Query<How>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Refusal> {
    let kind = Kind::from_key(&kind).ok_or(Refusal::NotFound("kind of import"))?;
    actor.may_somewhere(Verb::ImportsRun)?;
    let key = send_key(&headers)?;
    app.local::<Runs>().room(how.dry_run)?;
    let form = read_form(&app, form).await?;
    let path = uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let send = Sending { key, hash: request_hash(&method, &path, &form.hash) };
    let (file, options, own) = (form.file, form.options, app.clone());
    let doer = actor.clone();
    let job = aside(&app.limits().tables, move || prepare(&own, &doer, kind, options, file)).await??;
    let (street, id) = (job.street(), app.id::<Uuid>());
    let run = NewRun {
        id,
        kind: kind.key(),
        file: job.file_name(app.now().day()),
        total: job.rows(),
        by: actor.account,
        at: app.now(),
    };
    let begin = app.write(&actor, street, send, move |work| {
        runs::insert(work.tx, &street, &run)?;
        Ok(Started { id })
    });
    let sent = begin.await?;
    if !sent.replayed {
        let going = tokio::spawn(in_turn(app.clone(), Arc::new(job), id, how.dry_run));
        if how.dry_run {
            // A longer one continues, and is requested by its id.
            let _ = tokio::time::timeout(AT_ONCE, going).await;
        }
    }
    let looked = if how.dry_run {
        let id = sent.value.id;
        app.read(move |tx| Ok(runs::read(tx, &street, id)?)).await?.and_then(|run| run.report)
    } else {
        None
    };
    let mut response = match looked {
        Some(report) => axum::Json(report).into_response(),
        None => (StatusCode::ACCEPTED, axum::Json(&sent.value)).into_response(),
    };
    mark(&mut response, sent.replayed);
    Ok(response)
}

/// Cancels an import or a look of which nothing is in yet. Tickets that are coming in come in whole.
#[utoipa::path(delete, path = "/imports/{id}", tag = "imports", params(("id" = Uuid, Path)), responses((status = 204), (status = 409, body = Problem)))]
pub async fn cancel_import(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let (street, _) = find(&app, &actor, id).await?;
    let cancel = app.write(&actor, street, send.send(), move |work| {
        if runs::cancel(work.tx, &street, id)? {
            return Ok(());
        }
        Err(Refusal::rule(
            "imports.too-late",
            "已经写入或正在写入，不能取消。",
            "It is in or coming in, and can no longer be cancelled.",
        ))
    });
    let sent = cancel.await?;
    if let Some(progress) = app.local::<Runs>().progress(&id) {
        progress.cancel();
    }
    Ok(nothing(sent.replayed))
}

/// The imports that an actor may see, by street and kind: those that they could run themselves. Permission to import areas does not include
/// reading rows of residents.
fn visible(app: &App, actor: &Actor) -> Result<Vec<(GridCode, Kind)>, Refusal> {
    actor.may_somewhere(Verb::ImportsRun)?;
    let scope = actor.scope(Verb::ImportsRun);
    let mut streets: Vec<GridCode> =
        app.state::<Territory>().streets().into_iter().filter(|s| scope.covers(s)).collect();
    // While no street is served yet, the first areas belong to none.
    streets.extend(scope.codes.iter().filter(|c| c.street().as_ref() == Some(*c)));
    streets.sort_unstable();
    streets.dedup();
    let all = streets.into_iter().flat_map(|street| Kind::ALL.map(|kind| (street, kind)));
    Ok(all.filter(|(street, kind)| permit(actor, *kind, street).is_ok()).collect())
}

async fn find(app: &App, actor: &Actor, id: Uuid) -> Result<(GridCode, runs::Run), Refusal> {
    let visible = visible(app, actor)?;
    let mut streets: Vec<GridCode> = visible.iter().map(|(street, _)| *street).collect();
    streets.dedup();
    let found = app
        .read(move |tx| {
            for street in &streets {
                if let Some(run) = runs::read(tx, street, id)? {
                    return Ok(Some((*street, run)));
                }
            }
            Ok(None)
        })
        .await?;
    let seen = |(street, run): &(GridCode, runs::Run)| {
        Kind::from_key(&run.kind).is_some_and(|kind| visible.contains(&(*street, kind)))
    };
    found.filter(seen).ok_or(Refusal::NotFound("import"))
}

/// Whether only the running process knows its progress.
fn goes_on(state: &str) -> bool {
    matches!(state, "reading" | "writing")
}

/// An import, with how far it is or how it ended.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, body = RunView)))]
pub async fn read_import(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<RunView>, Refusal> {
    let progress = app.local::<Runs>().progress(&id);
    let (_, run) = find(&app, &actor, id).await?;
    let mut view = RunView {
        id,
        kind: run.kind,
        file: run.file,
        state: run.state,
        done: run.done,
        total: run.total,
        at: run.at.to_string(),
        report: run.report,
    };
    if let Some(progress) = progress.filter(|_| goes_on(&view.state)) {
        let (phase, done, total) = progress.get();
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        (view.state, view.done) = (phase.key().to_owned(), number(done));
        view.total = if total > 0 { number(total) } else { view.total };
    }
    Ok(axum::Json(view))
}

/// The last imports of the kinds that the actor may run, newest first.
#[utoipa::path(get, path = "/imports", tag = "imports", responses((status = 200, body = RunList)))]
pub async fn list_imports(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<axum::Json<RunList>, Refusal> {
    let visible = visible(&app, &actor)?;
    let mut lines = app
        .read(move |tx| {
            let mut lines = Vec::new();
            for (street, kind) in &visible {
                lines.extend(runs::list(tx, street, kind.key(), 50)?);
            }
            Ok(lines)
        })
        .await?;
    lines.sort_unstable_by_key(|line| std::cmp::Reverse(line.id));
    lines.truncate(50);
    let view = |line: runs::RunRow| {
        let running = app.local::<Runs>().progress(&line.id).filter(|_| goes_on(&line.state));
        let (state, done) = running.map_or((line.state, line.total), |p| {
            let (phase, done, _) = p.get();
            (phase.key().to_owned(), i64::try_from(done).unwrap_or(i64::MAX))
        });
        let (id, kind, file, total) = (line.id, line.kind, line.file, line.total);
        RunView { id, kind, file, state, done, total, at: line.at.to_string(), report: None }
    };
    Ok(axum::Json(RunList { items: lines.into_iter().map(view).collect() }))
}

/// The bad rows of an import as a file to mend: CSV in UTF-8, or a workbook if one came in.
#[utoipa::path(get, path = "/imports/{id}/bad-rows", tag = "imports", params(("id" = Uuid, Path)), responses((status = 200, description = "CSV or a workbook")))]
pub async fn read_bad_rows(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let (street, _) = find(&app, &actor, id).await?;
    let found = app.read(move |tx| Ok(runs::bad_rows(tx, &street, id)?)).await?;
    let BadFile { form, bytes } = found.ok_or(Refusal::NotFound("file of bad rows"))?;
    let name = format!("attachment; filename=\"bad-rows.{}\"", form.extension());
    let headers = [(header::CONTENT_TYPE, form.media()), (header::CONTENT_DISPOSITION, name.as_str())];
    Ok((headers, bytes).into_response())
}
