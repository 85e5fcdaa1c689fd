//! HTTP endpoints of forms: read by visitors, published by those who lead them, written by hand or as the workbook that departments use.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::manual::kind::Words;
use weiguang_domain::visits::Form;

use super::{street_in, street_of_code, streets_of};
use crate::App;
use crate::rooms::visits::ops::forms as ops;
use crate::rooms::visits::sheets;
use crate::rooms::visits::store::forms as rows;
use crate::rooms::visits::view::form::{self, PublishedForm, QuestionView};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::aside::aside;
use crate::web::extract::{IdempotencyKey, Query, Raw, Sending, SignedIn, request_hash, send_key};
use crate::web::problem::Problem;
use crate::web::words::Bilingual;

/// A form in a list: its newest version.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitFormRow)]
pub struct FormRow {
    /// Its id.
    pub id: String,
    /// The newest version.
    pub version: u32,
    /// Its title.
    pub title: Bilingual,
    /// How many questions.
    pub questions: usize,
    /// Whose it is.
    pub code: String,
    /// When that version was published, RFC 3339.
    pub published_at: String,
}

/// The forms.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitFormList)]
pub struct FormList {
    /// By id.
    pub items: Vec<FormRow>,
}

/// The forms of the streets in which one serves.
#[utoipa::path(get, path = "/visits/forms", tag = "visits", responses((status = 200, body = FormList)))]
pub async fn list_forms(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Reply<FormList>, Refusal> {
    let streets = streets_of(&app, &actor, Verb::VisitsRead);
    if streets.is_empty() {
        return Err(Refusal::Denied(Verb::VisitsRead));
    }
    let all = app
        .read(move |tx| {
            let mut all = Vec::new();
            for street in &streets {
                all.extend(rows::list(tx, street)?);
            }
            Ok(all)
        })
        .await?;
    let row = |p: rows::Published| FormRow {
        id: p.form.id,
        version: p.form.version,
        title: Bilingual::new(p.form.title.zh, p.form.title.en),
        questions: p.form.questions.len(),
        code: p.code.to_string(),
        published_at: p.at.to_string(),
    };
    Ok(Reply(FormList { items: all.into_iter().map(row).collect() }))
}

/// Which version.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct VersionQuery {
    /// The newest if not said.
    version: Option<u32>,
}

/// One form.
#[utoipa::path(get, path = "/visits/forms/{id}", tag = "visits", params(("id" = String, Path), VersionQuery), responses((status = 200, body = PublishedForm)))]
pub async fn read_form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Query(query): Query<VersionQuery>,
) -> Result<Reply<PublishedForm>, Refusal> {
    let wanted = id.clone();
    let street = street_in(&app, &actor, "form", move |tx, s| Ok(rows::newest(tx, s, &wanted)?.is_some())).await?;
    let found = app
        .read(move |tx| {
            let found = match query.version {
                Some(version) => rows::read(tx, &street, &id, version)?,
                None => rows::newest(tx, &street, &id)?,
            };
            found.ok_or(Refusal::NotFound("form"))
        })
        .await?;
    Ok(Reply((&found).into()))
}

/// A form that is published.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitNewForm)]
#[serde(deny_unknown_fields)]
pub struct NewForm {
    /// Small letters, digits and hyphens; one that is there gets its next version.
    pub id: String,
    /// Whose it is.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// Its title.
    pub title: Bilingual,
    /// Its questions, in order.
    pub questions: Vec<QuestionView>,
}

async fn publish(
    app: &App,
    actor: &Actor,
    street: GridCode,
    code: GridCode,
    form: Form,
    send: Sending,
) -> Result<Response, Refusal> {
    let sent = app.write(actor, street, send, move |work| ops::publish(work, form.clone(), code)).await?;
    let receipt = sent.value;
    let shown = app
        .read(move |tx| rows::read(tx, &street, &receipt.id, receipt.version)?.ok_or(Refusal::NotFound("form")))
        .await?;
    Ok(written(StatusCode::CREATED, &PublishedForm::from(&shown), None, sent.replayed))
}

/// Publishes a form, or the next version of one. Campaigns keep the version that they began with.
#[utoipa::path(post, path = "/visits/forms", tag = "visits", request_body = NewForm, responses((status = 201, body = PublishedForm), (status = 422, body = Problem)))]
pub async fn publish_form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewForm>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::VisitsCampaign)?;
    let (sending, body) = (send.send(), send.body);
    let street = street_of_code(&app, &body.code, "street")?;
    let form = form::read(&body.id, &body.title, &body.questions)?;
    publish(&app, &actor, street, body.code, form, sending).await
}

/// What is said beside a workbook.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkbookQuery {
    /// Whose the form is.
    #[param(value_type = String)]
    code: GridCode,
    /// Its title in Chinese; that of the sheet `settings` if not said.
    title_zh: Option<String>,
    /// Its title in English.
    title_en: Option<String>,
    /// Whether to look only.
    #[serde(default)]
    dry_run: bool,
}

/// Publishes a form from an XLSForm: the bytes of a workbook with the sheets `survey` and `choices`. A column `ledger` binds a question to a
/// field of the ledger. With `dry_run=true` it is only looked at. Faults name sheet, row and column.
#[utoipa::path(post, path = "/visits/forms/{id}/workbook", tag = "visits", params(("id" = String, Path), WorkbookQuery),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = PublishedForm, description = "a look"), (status = 201, body = PublishedForm), (status = 422, body = Problem)))]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request that axum extracts")]
pub async fn publish_workbook(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Query(query): Query<WorkbookQuery>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Raw(bytes): Raw<{ sheets::BYTES }>,
) -> Result<Response, Refusal> {
    let key = send_key(&headers)?;
    let street = street_of_code(&app, &query.code, "street")?;
    actor.may(Verb::VisitsCampaign, &query.code, false)?;
    let path = uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let send = Sending { key, hash: request_hash(&method, &path, &bytes) };
    let title = query.title_zh.map(|zh| Words::new(&zh, query.title_en.as_deref().unwrap_or(&zh)));
    let form = aside(&app.limits().tables, move || sheets::read(&id, title, &bytes)).await??;
    if query.dry_run {
        ops::check(&form)?;
        let view = PublishedForm { form: (&form).into(), code: query.code.to_string(), published_at: None };
        return Ok(written(StatusCode::OK, &view, None, false));
    }
    publish(&app, &actor, street, query.code, form, send).await
}
