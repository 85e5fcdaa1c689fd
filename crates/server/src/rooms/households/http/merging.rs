//! HTTP endpoints of duplicates, merges and their undo.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::disclosure;
use weiguang_domain::kernel::ids::{MergeId, ResidentId};

use super::street_of;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::ops::merging::{self, Merged, Wish};
use crate::rooms::households::store::{merges, residents as rows};
use crate::rooms::households::view::LineView;
use crate::rooms::people;
use crate::rooms::people::view::{NamedPerson, person};
use crate::rooms::people::{street_where, streets_for, under_of};
use crate::web::Refusal;
use crate::web::answer::{nothing, written};
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::words::Bilingual;

/// The most pairs in one answer.
const SHOWN: usize = 200;

/// Where doubles are looked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DoublesQuery {
    /// A code; everybody under it. Without it, the street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
}

/// Two records that may be one person.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdDoubleView)]
pub struct DoubleView {
    /// The older record, which would go on.
    pub keep: LineView,
    /// Its version.
    pub keep_version: i64,
    /// The newer.
    pub gone: LineView,
    /// Its version.
    pub gone_version: i64,
    /// Why, for and against.
    pub evidence: Vec<Bilingual>,
    /// How much it says; from 60 on a pair is shown.
    pub weight: i32,
}

/// Pairs that may be one person.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdDoublePage)]
pub struct DoublePage {
    /// The strongest first.
    pub items: Vec<DoubleView>,
    /// How many more there are.
    pub more: usize,
}

/// Proposes pairs that may be one person, with the evidence. Only a person merges.
#[utoipa::path(get, path = "/households/doubles", tag = "households", params(DoublesQuery), responses((status = 200, body = DoublePage)))]
pub async fn list_doubles(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<DoublesQuery>,
) -> Result<Reply<DoublePage>, Refusal> {
    let scope = actor.scope(Verb::HouseholdsMerge);
    let (under, street) = under_of(&app, &scope, query.under, Verb::HouseholdsMerge)?;
    let (today, territory) = (app.now().day(), app.state::<Territory>());
    let page = app
        .read(move |tx| {
            let found = merging::doubles(tx, &street, &scope.under(&under))?;
            let more = found.proposals.len().saturating_sub(SHOWN);
            let mut items = Vec::new();
            for pair in found.proposals.iter().take(SHOWN) {
                let mut side = |id: ResidentId| -> Result<Option<(LineView, i64)>, Refusal> {
                    let Some(k) = rows::read(tx, &street, id)? else { return Ok(None) };
                    let permit = actor.may(Verb::HouseholdsMerge, &k.resident.code, false)?;
                    let line = disclosure::line(permit, &k.resident, false, today);
                    Ok(Some((LineView::of(&territory, &line), k.version)))
                };
                let (Some(keep), Some(gone)) = (side(pair.keep)?, side(pair.gone)?) else { continue };
                items.push(DoubleView {
                    keep: keep.0,
                    keep_version: keep.1,
                    gone: gone.0,
                    gone_version: gone.1,
                    evidence: pair.evidence.iter().map(|e| Bilingual::new(e.chinese(), e.english())).collect(),
                    weight: pair.weight,
                });
            }
            Ok(DoublePage { items, more })
        })
        .await?;
    Ok(Reply(page))
}

/// Two records.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdApartBody)]
#[serde(deny_unknown_fields)]
pub struct ApartBody {
    /// The one.
    pub first: Uuid,
    /// The other.
    pub second: Uuid,
}

/// Says that two records are two people: they are not proposed again.
#[utoipa::path(post, path = "/households/doubles/apart", tag = "households", request_body = ApartBody, responses((status = 204)))]
pub async fn set_apart(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<ApartBody>,
) -> Result<Response, Refusal> {
    let (a, b) = (ResidentId::new(send.body.first), ResidentId::new(send.body.second));
    let street = street_of(&app, &actor, Verb::HouseholdsMerge, a).await?;
    let sent = app.write(&actor, street, send.send(), move |work| merging::set_apart(work, a, b)).await?;
    Ok(nothing(sent.replayed))
}

/// Which two records are one person, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdMergeBody)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The record that goes on.
    pub keep: Uuid,
    /// The version at which it was seen.
    pub keep_version: i64,
    /// The record that goes into it.
    pub gone: Uuid,
    /// The version at which it was seen.
    pub gone_version: i64,
    /// Why; it is kept with the merge.
    pub reason: String,
}

/// Makes two records one. Everything that named the one names the other from now on; both are kept as they were, for an undo.
#[utoipa::path(post, path = "/households/merges", tag = "households", request_body = MergeBody, responses((status = 201, body = Merged)))]
pub async fn merge_residents(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<MergeBody>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    let wish = Wish {
        id: MergeId::new(body.id),
        keep: ResidentId::new(body.keep),
        keep_version: body.keep_version,
        gone: ResidentId::new(body.gone),
        gone_version: body.gone_version,
        reason: body.reason,
    };
    let street = street_of(&app, &actor, Verb::HouseholdsMerge, wish.keep).await?;
    let sent = app.write(&actor, street, sending, move |work| merging::merge(work, &wish)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// Makes the two records two again. A field that was edited since keeps the edit, and is named.
#[utoipa::path(post, path = "/households/merges/{id}/undo", tag = "households", params(("id" = Uuid, Path)), responses((status = 200, body = Merged)))]
pub async fn undo_merge(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = MergeId::new(id);
    let streets = streets_for(&app, &actor, Verb::HouseholdsMerge);
    if streets.is_empty() {
        return Err(Refusal::Denied(Verb::HouseholdsMerge));
    }
    let street = street_where(&app, streets, "merge", move |tx, s| Ok(merges::read(tx, s, id)?.is_some())).await?;
    let sent = app.write(&actor, street, send.send(), move |work| merging::undo(work, id)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}

/// A merge into a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdMergeView)]
pub struct MergeView {
    /// Which.
    pub id: Uuid,
    /// When, RFC 3339.
    pub at: String,
    /// Who said so.
    pub by: NamedPerson,
    /// Why.
    pub reason: String,
    /// The record that went into it.
    pub gone: Uuid,
    /// Whether it was undone.
    pub undone: bool,
}

/// Merges into a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdMergePage)]
pub struct MergePage {
    /// Latest first.
    pub items: Vec<MergeView>,
}

/// What was merged into a record, for those who may undo it.
#[utoipa::path(get, path = "/households/residents/{id}/merges", tag = "households", params(("id" = Uuid, Path)), responses((status = 200, body = MergePage)))]
pub async fn merges_into(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<MergePage>, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsMerge, id).await?;
    let (found, names) = app
        .read(move |tx| {
            let kept = rows::read(tx, &street, id)?.ok_or(Refusal::NotFound("resident"))?;
            let code = kept.resident.code;
            actor.may(Verb::HouseholdsMerge, &code, false).map_err(|_| Refusal::NotFound("resident"))?;
            let found = merges::into(tx, &street, id)?;
            let named: HashSet<_> = found.iter().map(|m| m.by).collect();
            let names = people::names(tx, &named)?;
            Ok((found, names))
        })
        .await?;
    let view = |m: &weiguang_domain::households::Merge| MergeView {
        id: m.id.uuid(),
        at: m.at.to_string(),
        by: person(&names, m.by),
        reason: m.reason.clone(),
        gone: m.before.1.id.uuid(),
        undone: m.undone.is_some(),
    };
    Ok(Reply(MergePage { items: found.iter().map(view).collect() }))
}
