//! HTTP endpoints of the manual: kinds with their deadlines in words, suggestions, publishing.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Span;
use weiguang_domain::manual::kind::{Call, DataRequest, Need, Words};
use weiguang_domain::manual::{Allowance, Kind, Pace, Source, Urgency};

use super::ops::{self, Published};
use super::store;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::words::Bilingual;

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_kinds, publish_kind))
        .routes(routes!(read_kind))
        .routes(routes!(super::suggest::suggest_kinds))
        .routes(routes!(super::danger::read_danger))
        .merge(super::editor::routes())
        .merge(super::calendar::routes())
}

/// How long something may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ManualAllowanceView)]
pub struct AllowanceView {
    /// `working` or `natural`: which time counts.
    #[schema(value_type = crate::rooms::manual::wire::ManualPace)]
    pub pace: &'static str,
    /// How many minutes of it.
    pub minutes: i64,
    /// The same in words.
    pub words: Bilingual,
}

/// Something that is asked for, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ManualAskedView)]
pub struct AskedView {
    /// `no`, `wish` or `must`.
    #[schema(value_type = crate::rooms::manual::wire::ManualNeed)]
    pub need: &'static str,
    /// Why; there whenever it is asked for.
    pub why: Option<Bilingual>,
}

/// A kind of matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ManualKindView)]
pub struct KindView {
    /// Stable over all versions.
    pub id: String,
    /// Counted from 1.
    pub version: u32,
    /// What it is called.
    pub name: Bilingual,
    /// The group's id.
    pub group_id: String,
    /// What the group is called.
    pub group: Bilingual,
    /// Whether it comes before everything else.
    pub urgent: bool,
    /// How long until someone has taken it.
    pub accept_by: AllowanceView,
    /// How long until it is done.
    pub resolve_by: AllowanceView,
    /// After a breach: how long until it climbs one more level.
    pub climb_every: AllowanceView,
    /// Whether a photo is asked for.
    pub photo: AskedView,
    /// Whether a place is asked for.
    pub place: AskedView,
    /// Words by which it is found in a text.
    pub keywords: Vec<String>,
    /// Who is asked first.
    pub taken_by: String,
    /// The same in Chinese.
    pub taken_by_zh: &'static str,
    /// Whether the resident is asked before the case closes.
    pub ask_resident: bool,
    /// Numbers to call at once.
    pub calls: Vec<CallView>,
    /// What the public page of a case says of this kind.
    pub public_note: Option<Bilingual>,
}

/// A number to call at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ManualCallView)]
pub struct CallView {
    /// The number.
    pub number: String,
    /// Who answers.
    pub who: Bilingual,
}

impl From<&Call> for CallView {
    fn from(call: &Call) -> Self {
        Self { number: call.number.clone(), who: both(&call.who) }
    }
}

/// Kinds of matter.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualKindList)]
pub struct KindList {
    /// The edition of the manual that ships.
    pub edition: String,
    /// In the manual's order, by group.
    pub items: Vec<KindView>,
}

/// A kind with its steps and its whole text.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualKindPage)]
pub struct KindPage {
    /// The kind.
    #[serde(flatten)]
    pub kind: KindView,
    /// What to do, in order, in Chinese Markdown.
    pub steps: Vec<String>,
    /// The department that can be called in.
    pub department: Option<Bilingual>,
    /// What it is asked to do.
    pub department_task: Option<Bilingual>,
    /// The whole body in Chinese Markdown.
    pub body_markdown: String,
    /// Laws, standards and notices that it rests on.
    pub source: Vec<String>,
    /// When each of them was last read in its own text, `YYYY-MM-DD`; null where nobody says that it was.
    pub source_checked: Vec<Option<String>>,
    /// Days after closing for which personal data is kept.
    pub retention_days: u32,
    /// The newest version that there is.
    pub newest: u32,
    /// The text as it was published, head included; null for a version that ships.
    pub text: Option<String>,
}

pub(super) fn both(words: &Words) -> Bilingual {
    Bilingual::new(&words.zh, &words.en)
}

fn allowance(a: Allowance, working_day: Span) -> AllowanceView {
    let pace = match a.pace {
        Pace::Working => "working",
        Pace::Natural => "natural",
    };
    AllowanceView { pace, minutes: a.span.as_minutes(), words: both(&a.words(working_day)) }
}

fn asked(a: &DataRequest) -> AskedView {
    let need = match a.need {
        Need::No => "no",
        Need::Wish => "wish",
        Need::Must => "must",
    };
    AskedView { need, why: a.why.as_ref().map(both) }
}

impl KindView {
    /// From a kind.
    #[must_use]
    pub fn of(kind: &Kind, working_day: Span) -> Self {
        let taker = weiguang_domain::manual::Taker::ALL.iter().find(|(_, t)| *t == kind.taken_by);
        Self {
            id: kind.id.as_str().to_owned(),
            version: kind.version,
            name: both(&kind.name),
            group_id: kind.group.id.as_str().to_owned(),
            group: both(&kind.group.name),
            urgent: kind.urgency == Urgency::Urgent,
            accept_by: allowance(kind.accept_by, working_day),
            resolve_by: allowance(kind.resolve_by, working_day),
            climb_every: allowance(kind.climb_every, working_day),
            photo: asked(&kind.photo),
            place: asked(&kind.place),
            keywords: kind.keywords.clone(),
            taken_by: taker.map_or("", |(key, _)| key).to_owned(),
            taken_by_zh: kind.taken_by.chinese(),
            ask_resident: kind.ask_resident,
            calls: kind.calls.iter().map(CallView::from).collect(),
            public_note: kind.public_note.as_ref().map(both),
        }
    }
}

impl KindPage {
    /// From a kind, with its text if it was published here.
    #[must_use]
    pub fn of(kind: &Kind, newest: u32, working_day: Span, text: Option<String>) -> Self {
        Self {
            kind: KindView::of(kind, working_day),
            steps: kind.steps.iter().map(|s| s.zh.clone()).collect(),
            department: kind.department.as_ref().map(|d| both(&d.name)),
            department_task: kind.department.as_ref().and_then(|d| d.task.as_ref()).map(both),
            body_markdown: kind.body.clone(),
            source: kind.sources.iter().map(Source::cited).collect(),
            source_checked: kind.sources.iter().map(|s| s.checked.map(|day| day.to_string())).collect(),
            retention_days: kind.retention_days,
            newest,
            text,
        }
    }
}

/// Every kind at its newest version.
#[utoipa::path(get, path = "/manual/kinds", tag = "manual", responses((status = 200, body = KindList)))]
pub async fn list_kinds(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Reply<KindList>, Refusal> {
    actor.may_somewhere(Verb::ManualRead)?;
    let (manual, day) = (app.state::<CurrentManual>(), app.state::<CurrentCalendar>().working_day());
    let items = manual.current().map(|kind| KindView::of(kind, day)).collect();
    Ok(Reply(KindList { edition: manual.edition().to_owned(), items }))
}

/// Which version is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct VersionQuery {
    /// A version that was once published; the newest if not given.
    pub(super) version: Option<u32>,
}

/// One kind with its steps.
#[utoipa::path(get, path = "/manual/kinds/{id}", tag = "manual", params(("id" = String, Path), VersionQuery), responses((status = 200, body = KindPage)))]
pub async fn read_kind(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Query(query): Query<VersionQuery>,
) -> Result<Reply<KindPage>, Refusal> {
    actor.may_somewhere(Verb::ManualRead)?;
    let (manual, day) = (app.state::<CurrentManual>(), app.state::<CurrentCalendar>().working_day());
    let newest = manual.newest(&id).ok_or(Refusal::NotFound("kind"))?;
    let kind = query.version.map_or(Some(newest), |v| manual.kind(&id, v)).ok_or(Refusal::NotFound("version"))?;
    let version = kind.version;
    let text = app.read(move |tx| Ok(store::text(tx, &id, version)?)).await?;
    Ok(Reply(KindPage::of(kind, newest.version, day, text)))
}

/// A text as somebody typed it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = ManualTextBody)]
#[serde(deny_unknown_fields)]
pub struct TextBody {
    /// The text.
    pub text: String,
}

/// The street under which records for the whole installation are stored: the first served one.
pub(super) fn first_street(app: &App, actor: &Actor) -> Result<GridCode, Refusal> {
    let streets = app.state::<Territory>().streets();
    ops::may_publish(actor, &streets)?;
    streets.first().copied().ok_or(Refusal::NotFound("street"))
}

/// Publishes a new version of a kind, or a new kind: Markdown with a head, as the files that ship. It holds from now on; cases
/// that run keep the version that they began under. Faults are told with line and key.
#[utoipa::path(post, path = "/manual/kinds", tag = "manual", request_body = TextBody, responses((status = 201, body = Published)))]
pub async fn publish_kind(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<TextBody>,
) -> Result<Response, Refusal> {
    let street = first_street(&app, &actor)?;
    let (sending, text) = (send.send(), send.body.text);
    let sent = app.write(&actor, street, sending, move |work| ops::publish(work, &text)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}
