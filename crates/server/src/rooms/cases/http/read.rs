//! One case for one reader: the page, its timeline, and whether its chain verifies.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::cases::Fact;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::events::{Event, Hash};
use weiguang_domain::kernel::ids::{AccountId, CaseId};

use super::{names_of, seen, street_of_case};
use crate::App;
use crate::chain;
use crate::rooms::cases::public::store as followers;
use crate::rooms::cases::view::{Around, Beside, CaseView};
use crate::rooms::cases::{files::attachments, joined, parts, store};
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::{Bilingual, PersonView};

/// One case as one reader sees it, with its version.
pub async fn view(app: &App, actor: &Actor, street: GridCode, id: CaseId) -> Result<(CaseView, i64), Refusal> {
    let reader = actor.clone();
    let (record, (party, permit), parts, files, (not_solved_for, joined), names) = app
        .read(move |tx| {
            let record = store::read(tx, &street, id)?.ok_or(Refusal::NotFound("case"))?;
            let parts = parts::of_case(tx, &street, id)?;
            let party = joined::is_party(tx, &street, &record, reader.account)?;
            let permit =
                reader.may(Verb::CasesRead, &record.case.code, party).map_err(|_| Refusal::NotFound("case"))?;
            let files = attachments::of_case(tx, &street, id)?;
            let not_solved_for = followers::not_solved_for(tx, &street, &record)?;
            let joined = joined::of_case(tx, &street, &record, &reader)?;
            let names = names_of(tx, std::slice::from_ref(&record), parts::also_named(&record, &parts))?;
            Ok((record, (party, permit), parts, files, (not_solved_for, joined), names))
        })
        .await?;
    let (territory, manual) = (app.state::<Territory>(), app.state::<CurrentManual>());
    let around = Around { territory: &territory, manual: &manual, names: &names, now: app.now() };
    let beside = Beside { parts: &parts, files: &files, not_solved_for, joined: &joined };
    Ok((around.case(permit, &record, actor, party, beside, app.seal()), record.head.seq))
}

/// One case for one reader, with the version as its ETag.
pub async fn show(app: &App, actor: &Actor, street: GridCode, id: CaseId, replayed: bool) -> Result<Response, Refusal> {
    let (view, version) = view(app, actor, street, id).await?;
    Ok(written(StatusCode::OK, &view, Some(version), replayed))
}

/// One case.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(("id" = Uuid, Path)), responses((status = 200, body = CaseView)))]
pub async fn read_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    show(&app, &actor, street, id, false).await
}

/// After which entry.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// The number of the last entry that is known.
    after: Option<i64>,
}

/// An entry of the timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseEventView)]
pub struct EventView {
    /// 1, 2, 3 …
    pub seq: i64,
    /// `cases.accepted`.
    pub kind: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who; nobody means the system or a resident.
    pub actor: Option<PersonView>,
    /// What, in words.
    pub words: Bilingual,
    /// What, as facts.
    #[schema(value_type = HashMap<String, serde_json::Value>)]
    pub body: serde_json::Value,
    /// The hash of this entry on the one before, in hexadecimal.
    pub hash: String,
}

impl EventView {
    /// From a stored entry, with the names of people.
    #[must_use]
    pub fn of(e: Event, hash: Hash, names: &HashMap<AccountId, String>) -> Self {
        let words = serde_json::from_str::<Fact>(e.text()).map(|fact| match fact {
            // In older versions answers had no channel, but staff could record one all the same.
            Fact::Answered { recorded: None, .. } if !e.actor.is_nil() => {
                fact.words().before("代为登记。", "Recorded for the resident. ")
            }
            _ => fact.words(),
        });
        let body = serde_json::from_str(e.text()).unwrap_or_default();
        let account = AccountId::new(e.actor);
        Self {
            seq: e.seq,
            kind: e.kind,
            at: e.at.to_string(),
            actor: (!e.actor.is_nil())
                .then(|| PersonView { id: e.actor, name: names.get(&account).cloned().unwrap_or_default() }),
            words: words.map_or_else(|_| Bilingual::default(), |w| Bilingual::new(w.zh, w.en)),
            body,
            hash: hash.iter().map(|b| format!("{b:02x}")).collect(),
        }
    }
}

/// A timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseEventPage)]
pub struct EventPage {
    /// In order.
    pub items: Vec<EventView>,
}

/// The timeline of a case.
#[utoipa::path(get, path = "/cases/{id}/events", tag = "cases", params(("id" = Uuid, Path), EventsQuery), responses((status = 200, body = EventPage)))]
pub async fn read_case_events(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<EventsQuery>,
) -> Result<Reply<EventPage>, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let after = query.after.unwrap_or(0);
    let (entries, names) = app
        .read(move |tx| {
            seen(tx, &actor, &street, id)?;
            let entries = chain::stream(tx, street.as_str(), id.uuid(), after, 1_000)?;
            let names = names_of(tx, &[], entries.iter().map(|(e, _)| AccountId::new(e.actor)))?;
            Ok((entries, names))
        })
        .await?;
    let items = entries.into_iter().map(|(e, hash)| EventView::of(e, hash, &names)).collect();
    Ok(Reply(EventPage { items }))
}

/// Whether a chain holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseVerified)]
pub struct Verified {
    /// Entries that were looked at.
    pub entries: i64,
    /// Whether it holds.
    pub intact: bool,
    /// Where it does not.
    pub broken: Option<String>,
}

/// Verifies the chain of a case.
#[utoipa::path(get, path = "/cases/{id}/verify", tag = "cases", params(("id" = Uuid, Path)), responses((status = 200, body = Verified)))]
pub async fn verify_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<Verified>, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let checked = app
        .read(move |tx| {
            let record = seen(tx, &actor, &street, id)?;
            Ok(chain::check(tx, street.as_str(), id.uuid(), Some(record.head))?)
        })
        .await?;
    Ok(Reply(match checked {
        Ok(entries) => Verified { entries, intact: true, broken: None },
        Err(broken) => Verified { entries: 0, intact: false, broken: Some(format!("{broken:?}")) },
    }))
}
