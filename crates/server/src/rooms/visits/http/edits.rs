//! HTTP endpoints of disputed fields of the ledger, for which two people said different things: shown with both values, and settled by a
//! reader who has seen them.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{EditId, HouseholdId, ResidentId};
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::kernel::text::mask_name;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::visits::{Answer, Edit, Field, ledger};
use weiguang_store::Tx;

use super::{client_id, names, street_in};
use crate::App;
use crate::outside::seal::Seal;
use crate::rooms::households;
use crate::rooms::people::under_of;
use crate::rooms::visits::ops::learn::{self, Page as Paper};
use crate::rooms::visits::store::edits::{self as rows, Dispute, Subject};
use crate::rooms::visits::view::form::AnswerView;
use crate::rooms::visits::view::visit::spoken;
use crate::web::answer::written;
use crate::web::cursor::Cursor;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::problem::Problem;
use crate::web::words::{Bilingual, KeyWords, StaffView};
use crate::web::{FieldFault, Refusal};

/// More than the fields of one subject.
const MOST: i64 = 40;

/// Whose field it is: exactly one.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = VisitWhose)]
#[serde(deny_unknown_fields)]
pub struct Whose {
    /// All who live together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub household: Option<Uuid>,
    /// One of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub resident: Option<Uuid>,
}

impl Whose {
    fn read(self) -> Option<Subject> {
        match (self.household, self.resident) {
            (Some(id), None) => Some(Subject::Household(HouseholdId::new(id))),
            (None, Some(id)) => Some(Subject::Resident(ResidentId::new(id))),
            _ => None,
        }
    }
}

impl From<Subject> for Whose {
    fn from(of: Subject) -> Self {
        match of {
            Subject::Household(id) => Self { household: Some(id.uuid()), resident: None },
            Subject::Resident(id) => Self { household: None, resident: Some(id.uuid()) },
        }
    }
}

/// What somebody says of a field.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitEditBody)]
#[serde(deny_unknown_fields)]
pub struct EditBody {
    /// Made by the client, version 7.
    pub id: Uuid,
    /// Whose field.
    pub of: Whose,
    /// Which: `household.tenure` …
    pub field: String,
    /// The value; null clears it.
    #[serde(default)]
    #[schema(value_type = Option<AnswerView>)]
    pub value: Option<Answer>,
    /// The edits shown on the screen. An answer that names all present ones settles the field. A chosen value that was shown masked is sent
    /// as it was shown.
    #[serde(default)]
    pub seen: BTreeSet<Uuid>,
}

/// What an edit answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = VisitEditReceipt)]
pub struct EditReceipt {
    /// Which.
    pub id: Uuid,
    /// Whether two values stand now.
    pub disputed: bool,
}

/// The subject of a field, if the actor has a permission for it.
fn page_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    verb: Verb,
    street: &GridCode,
    of: Subject,
    day: Day,
) -> Result<Paper, Refusal> {
    let gone = || {
        Refusal::NotFound(match of {
            Subject::Household(_) => "household",
            Subject::Resident(_) => "resident",
        })
    };
    let page = learn::page(tx, street, of)?.ok_or_else(gone)?;
    households::may(tx, actor, Verb::HouseholdsRead, street, &page.code(), day).map_err(|_| gone())?;
    households::may(tx, actor, verb, street, &page.code(), day)?;
    Ok(page)
}

/// Says something of a field of the ledger without a visit: what settles two values that stand, if it has seen both.
#[utoipa::path(post, path = "/visits/edits", tag = "visits", request_body = EditBody, responses((status = 201, body = EditReceipt), (status = 422, body = Problem)))]
pub async fn write_edit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<EditBody>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::VisitsRecord)?;
    let (sending, body) = (send.secret(&app), send.body);
    let fault = |field: &str, zh: &str, en: &str| Refusal::field(FieldFault::new(field, "visits.edit", zh, en));
    let id = EditId::new(client_id(body.id)?);
    let of = body.of.read().ok_or_else(|| fault("of", "须指明一户或一人", "one household or one resident"))?;
    let field = Field::from_key(&body.field).filter(|f| f.is_of_resident() == matches!(of, Subject::Resident(_)));
    let field = field.ok_or_else(|| fault("field", "没有这一项", "there is no such field"))?;
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(learn::page(tx, s, of)?.is_some());
    let street = street_in(&app, &actor, "household", there).await?;
    let (value, seen) = (body.value, body.seen);
    let sent = app
        .write(&actor, street, sending, move |work| {
            let (today, seal) = (work.now.day(), work.seal().clone());
            let page = page_of(work.tx, work.actor, Verb::HouseholdsEdit, &street, of, today)?;
            let stands = learn::stands(work.tx, &seal, &street, (of, field), &page, today)?;
            let unfit = || fault("value", "台账不能这样记录", "the ledger cannot hold this");
            // A value that was shown masked is identified by its masked text.
            let shown = |answer: &Answer| {
                let values = stands.values.iter().filter_map(|e| e.value.clone());
                values.into_iter().find(|v| field.is_masked() && ledger::shown(field, v) == *answer)
            };
            let value = match &value {
                None => None,
                Some(answer) => Some(shown(answer).or_else(|| ledger::canonical(field, answer)).ok_or_else(unfit)?),
            };
            let seen = seen.iter().copied().map(EditId::new).collect();
            let edit = Edit { id, value, seen, by: work.actor.account, at: work.now };
            let disputed = learn::take(work, (of, field), &edit, "台账更正")?.ok_or_else(unfit)?;
            Ok(EditReceipt { id: id.uuid(), disputed })
        })
        .await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// Where to look for fields with two values.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ConflictsQuery {
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// One of the values that stand.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitStandingView)]
pub struct StandingView {
    /// The edit, to be named by who settles it.
    pub edit: Uuid,
    /// The value; null: cleared.
    #[schema(required = true, value_type = Option<AnswerView>)]
    pub answer: Option<Answer>,
    /// In words.
    pub words: Bilingual,
    /// Whether it is shown masked.
    pub masked: bool,
    /// Who said so; null for what the ledger holds from elsewhere.
    #[schema(required = true)]
    pub by: Option<StaffView>,
    /// When, RFC 3339.
    #[schema(value_type = String)]
    pub at: Moment,
}

/// A field for which two values stand.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitConflict)]
pub struct Conflict {
    /// Whose.
    pub of: Whose,
    /// The resident by masked name; null for a household.
    #[schema(required = true)]
    pub who: Option<String>,
    /// The door in words; empty where it is not known.
    pub door: String,
    /// The cell.
    pub code: String,
    /// Which field, with its words.
    pub field: KeyWords,
    /// The values.
    pub values: Vec<StandingView>,
}

/// A page of fields with two values.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitConflictPage)]
pub struct ConflictPage {
    /// The fields.
    pub items: Vec<Conflict>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// One field in its present state; `None` if it is no longer disputed, or is health data that the reader may not see.
fn conflict(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seal: &Seal,
    street: &GridCode,
    d: &Dispute,
    day: Day,
) -> Result<Option<Conflict>, Refusal> {
    let page = match page_of(tx, actor, Verb::HouseholdsRead, street, d.of, day) {
        Ok(page) => page,
        Err(Refusal::NotFound(_) | Refusal::Denied(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let stands = learn::stands(tx, seal, street, (d.of, d.field), &page, day)?;
    let hidden = d.field.is_health() && households::may(tx, actor, Verb::CareRead, street, &page.code(), day).is_err();
    if !stands.is_disputed() || hidden {
        return Ok(None);
    }
    let who = names(tx, stands.values.iter().map(|e| e.by))?;
    let words = d.field.words();
    let values = stands.values.into_iter().map(|e| {
        // A reader who may settle it must see the difference, also between masked numbers.
        let shown = e.value.as_ref().map(|v| if d.field.is_masked() { ledger::shown(d.field, v) } else { v.clone() });
        StandingView {
            edit: e.id.uuid(),
            words: shown.as_ref().map_or_else(|| Bilingual::new("（空）", "(empty)"), |v| spoken(None, v)),
            masked: shown != e.value,
            answer: shown,
            by: (!e.by.uuid().is_nil()).then(|| StaffView::of(e.by, &who)),
            at: e.at,
        }
    });
    let (name, door) = match &page {
        Paper::Household(home) => (None, households::dwelling(tx, street, home.dwelling)?),
        Paper::Resident(person) => (Some(mask_name(&person.kept.resident.name)), person.door.clone()),
    };
    Ok(Some(Conflict {
        of: d.of.into(),
        who: name,
        door: door.map_or_else(String::new, |door| door.label),
        code: page.code().to_string(),
        field: KeyWords::new(&d.field.key(), &words.zh, &words.en),
        values: values.collect(),
    }))
}

/// A page that ends with a whole subject: all fields of one subject are on one page, and the cursor is the subject.
fn whole(all: Vec<Dispute>, limit: i64) -> Page<Dispute> {
    let limit = usize::try_from(limit).unwrap_or(0);
    let ends = |at: &usize| *at >= limit && all.get(at - 1).map(|d| d.of) != all.get(*at).map(|d| d.of);
    let end = (1..all.len()).find(ends);
    let next = end.and_then(|at| all.get(at - 1)).map(|d| Cursor { key: 0, id: d.of.uuid() }.write());
    let mut items = all;
    items.truncate(end.unwrap_or(items.len()));
    Page { items, next }
}

/// Fields of those whom one serves for which two values stand.
#[utoipa::path(get, path = "/visits/conflicts", tag = "visits", params(ConflictsQuery), responses((status = 200, body = ConflictPage)))]
pub async fn list_conflicts(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<ConflictsQuery>,
) -> Result<Reply<ConflictPage>, Refusal> {
    let scope = actor.scope(Verb::VisitsRead);
    let (under, street) = under_of(&app, &scope, query.under, Verb::VisitsRead)?;
    let limit = page::limit(query.limit);
    let after = query.after.as_deref().map(Cursor::parse).transpose()?.map_or(Uuid::nil(), |c| c.id);
    let (today, seal) = (app.now().day(), app.seal().clone());
    let found = app
        .read(move |tx| {
            let mut all: Vec<Dispute> = Vec::new();
            for code in scope.under(&under) {
                let last = if after.is_nil() { "" } else { "~" };
                all.extend(rows::disputes(tx, &code, (after, last), limit + MOST)?);
            }
            all.sort_by_key(|d| (d.of.uuid(), d.field));
            let found = whole(all, limit);
            let mut items = Vec::new();
            for d in &found.items {
                items.extend(conflict(tx, &actor, &seal, &street, d, today)?);
            }
            Ok(ConflictPage { items, next: found.next })
        })
        .await?;
    Ok(Reply(found))
}
