//! HTTP endpoints of assignments and absences.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Role, Verb};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AbsenceId, AccountId, AssignmentId};
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_domain::people::{Absence, Assignment, Standing};

use super::{UnderQuery, UntilQuery, named, street_of_account, street_where, streets_for, under_of};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::ops::{self, posts::Ended, posts::tenant_of};
use crate::rooms::people::store::{grants as given, posts as rows};
use crate::rooms::people::view::{AbsenceView, NamedPerson, PostView, person};
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// Whose history is asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CodeQuery {
    /// The code at which something was held.
    #[param(value_type = String)]
    code: GridCode,
}

/// Somebody at a code.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleHeldView)]
pub struct HeldView {
    /// Who.
    pub account: NamedPerson,
    /// What, from when, until when.
    #[serde(flatten)]
    pub post: PostView,
}

/// Who held a code.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleHeldPage)]
pub struct HeldPage {
    /// Latest first.
    pub items: Vec<HeldView>,
}

/// Who holds, held and will hold something at a code. What somebody holds stands in `/people/accounts/{id}`.
#[utoipa::path(get, path = "/people/assignments", tag = "people", params(CodeQuery), responses((status = 200, body = HeldPage)))]
pub async fn list_assignments(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<CodeQuery>,
) -> Result<Reply<HeldPage>, Refusal> {
    let (code, today) = (query.code, app.now().day());
    actor.may(Verb::PeopleRead, &code, false)?;
    let (posts, names) = app
        .read(move |tx| {
            let posts = rows::at_code(tx, &tenant_of(&code), &code)?;
            let named: HashSet<AccountId> = posts.iter().map(|a| a.account).collect();
            let names = crate::access::store::names(tx, &named)?;
            Ok((posts, names))
        })
        .await?;
    let territory = app.state::<Territory>();
    let items = posts
        .iter()
        .map(|a| HeldView { account: person(&names, a.account), post: PostView::of(&territory, a, today) })
        .collect();
    Ok(Reply(HeldPage { items }))
}

/// A role at a code as it is given.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = PeopleNewAssignment)]
#[serde(deny_unknown_fields)]
pub struct NewAssignment {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// Who.
    pub account: Uuid,
    /// The role's key.
    #[schema(value_type = String)]
    pub role: String,
    /// Where.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// First day, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub since: Day,
    /// Last day; open if not given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub until: Option<Day>,
}

/// Gives a role at a code. Only at codes under which the actor manages people, to accounts that the actor may see. One that reaches
/// residents waits until a second person confirms it, while there is one.
#[utoipa::path(post, path = "/people/assignments", tag = "people", request_body = NewAssignment, responses((status = 201, body = PostView)))]
pub async fn assign(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewAssignment>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    let role = Role::from_key(&body.role).ok_or_else(|| {
        Refusal::field(FieldFault::new("role", "people.unknown-role", "没有这个岗位", "there is no such role"))
    })?;
    let new = Assignment {
        id: AssignmentId::new(body.id),
        account: AccountId::new(body.account),
        role,
        code: body.code,
        since: body.since,
        until: body.until.unwrap_or(FOREVER),
    };
    let tenant = tenant_of(&new.code);
    let sent = app.write(&actor, tenant, sending, move |work| ops::posts::assign(work, &new)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// Ends an assignment: at once, or after a day. It stays in the history.
#[utoipa::path(delete, path = "/people/assignments/{id}", tag = "people", params(("id" = Uuid, Path), UntilQuery), responses((status = 200, body = Ended)))]
pub async fn end_assignment(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<UntilQuery>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = AssignmentId::new(id);
    let scope = actor.scope(Verb::PeopleManage);
    let mut tenants = streets_for(&app, &actor, Verb::PeopleManage);
    if tenants.is_empty() {
        return Err(Refusal::Denied(Verb::PeopleManage));
    }
    tenants.extend(scope.codes.iter().filter(|c| c.level() < Level::Street));
    let street = street_where(&app, tenants, "assignment", move |tx, s| {
        Ok(rows::one(tx, s, id)?.is_some() || given::of_subject(tx, s, id.uuid(), Standing::Waiting)?.is_some())
    })
    .await?;
    let sent = app.write(&actor, street, send.send(), move |work| ops::posts::end(work, id, query.until)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}

/// Absences.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleAbsencePage)]
pub struct AbsencePage {
    /// By first day.
    pub items: Vec<AbsenceView>,
}

/// Absences today and later of those who hold something under a code.
#[utoipa::path(get, path = "/people/absences", tag = "people", params(UnderQuery), responses((status = 200, body = AbsencePage)))]
pub async fn list_absences(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<AbsencePage>, Refusal> {
    let scope = actor.scope(Verb::PeopleRead);
    let (under, street) = under_of(&app, &scope, query.under, Verb::PeopleRead)?;
    let today = app.now().day();
    let items = app
        .read(move |tx| {
            let mut found = Vec::new();
            for prefix in scope.under(&under) {
                found.extend(rows::absences_under(tx, &street, &prefix, today)?);
            }
            found.sort_by_key(|(id, a)| (a.since, *id));
            found.dedup_by_key(|(id, _)| *id);
            let waiting = given::waiting_deputies(tx, &street)?;
            let names = crate::access::store::names(tx, &named(&found, &waiting))?;
            Ok(found.iter().map(|(id, a)| AbsenceView::of(&names, *id, a, waiting.get(id).copied())).collect())
        })
        .await?;
    Ok(Reply(AbsencePage { items }))
}

/// Days of absence as they are entered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = PeopleNewAbsence)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// Who is away.
    pub account: Uuid,
    /// First day, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub since: Day,
    /// Last day, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub until: Day,
    /// Who stands in; without one the next code up answers.
    #[serde(default)]
    pub deputy: Option<Uuid>,
}

/// Enters an absence: one's own, or as a leader somebody else's.
#[utoipa::path(post, path = "/people/absences", tag = "people", request_body = NewAbsence, responses((status = 201, body = AbsenceView)))]
pub async fn enter_absence(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewAbsence>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    let new = Absence {
        account: AccountId::new(body.account),
        since: body.since,
        until: body.until,
        deputy: body.deputy.map(AccountId::new),
    };
    let (id, account) = (AbsenceId::new(body.id), new.account);
    let street = street_of_account(&app, &actor, Verb::PeopleDeputise, account).await?;
    let sent = app.write(&actor, street, sending, move |work| ops::absences::deputise(work, id, &new)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// Ends an absence early: at once, or after a day.
#[utoipa::path(delete, path = "/people/absences/{id}", tag = "people", params(("id" = Uuid, Path), UntilQuery), responses((status = 200, body = AbsenceView)))]
pub async fn end_absence(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<UntilQuery>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = AbsenceId::new(id);
    let mut streets = streets_for(&app, &actor, Verb::PeopleDeputise);
    streets.extend(actor.streets());
    let street =
        street_where(&app, streets, "absence", move |tx, s| Ok(rows::one_absence(tx, s, id)?.is_some())).await?;
    let sent = app.write(&actor, street, send.send(), move |work| ops::absences::end(work, id, query.until)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}
