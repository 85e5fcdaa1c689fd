//! Known matters like a new one, offered before it is brought.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Scope, Verb};
use weiguang_domain::cases::Status;
use weiguang_domain::cases::likeness::{Matter, NEAR_DAYS, OFFER, likeness};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::time::Span;

use crate::App;
use crate::rooms::cases::view::{Around, PointView};
use crate::rooms::cases::{intake, store};
use crate::web::Refusal;
use crate::web::extract::{Json, SignedIn};

/// What might be known already.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NearQuery {
    /// What it is about.
    pub text: String,
    /// The kind's id, if chosen.
    #[serde(default)]
    pub kind: Option<String>,
    /// The address as typed.
    #[serde(default)]
    pub address: String,
    /// On the map.
    #[serde(default)]
    pub point: Option<PointView>,
    /// The datum of the point.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub datum: Datum,
    /// The street.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
}

/// A known matter that may be the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NearView {
    /// Which; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// The public link's token.
    pub track: String,
    /// In a few words; for those who may see it, and the kind's name for the public.
    pub title: String,
    /// Where, in words.
    pub place: String,
    /// How far, in metres, if both are on the map.
    pub distance_m: Option<f64>,
    /// Since when, RFC 3339.
    pub since: String,
    /// Others who have it.
    pub joined: u32,
    /// 0 to 1.
    pub likeness: f64,
}

/// Finds known open matters like a new one. `public`: without anything that somebody typed.
pub async fn near(
    app: &App,
    query: &NearQuery,
    streets: &[GridCode],
    scope: Option<Scope>,
) -> Result<Vec<NearView>, Refusal> {
    let point = query.point.map(|p| query.datum.to_wgs84(Point::new(p.lon, p.lat))).filter(|p| p.is_valid());
    let street = intake::street_of(app, query.street, None, point, streets)?;
    let place = intake::place(app, street, &query.address, point, None);
    let (now, code) = (app.now(), place.around);
    if code.level() < Level::Community || query.text.chars().count() > intake::DETAIL_LIMIT {
        return Ok(Vec::new());
    }
    let known = app.read(move |tx| Ok(store::near(tx, &code, now - Span::days(NEAR_DAYS))?)).await?;
    let this = Matter { kind: query.kind.as_deref(), text: &query.text, point, code, at: now };
    let (ground, manual) = (app.ground(), app.manual());
    let names = HashMap::new();
    let around = Around { ground: &ground, manual: &manual, names: &names, now };
    let mut found: Vec<NearView> = known
        .iter()
        .filter(|r| r.case.state.status() != Status::Resolved)
        .filter_map(|r| {
            let that = Matter {
                kind: Some(&r.case.kind.id),
                text: &format!("{} {}", r.title, r.detail),
                point: r.point,
                code: r.case.code,
                at: r.case.clocks.received,
            };
            let likeness = likeness(&this, &that);
            if likeness < OFFER {
                return None;
            }
            let seen = scope.as_ref().is_some_and(|s| s.covers(&r.case.code));
            let title = if seen { r.title.clone() } else { around.kind(&r.case.kind.id, r.case.kind.version).name.zh };
            Some(NearView {
                id: seen.then(|| r.case.id.uuid()),
                track: app.seal().track(&street, r.case.id),
                title,
                place: ground.words(&r.case.code),
                distance_m: point.zip(r.point).map(|(p, q)| p.metres_to(q).round()),
                since: r.case.clocks.received.to_string(),
                joined: r.joined,
                likeness: (likeness * 100.0).round() / 100.0,
            })
        })
        .collect();
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    found.truncate(5);
    Ok(found)
}

/// Known matters like a new one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NearPage {
    /// The likest first, at most five.
    pub items: Vec<NearView>,
}

/// Known matters nearby, offered before a new one is brought. It reads only, so it needs no key.
#[utoipa::path(post, path = "/cases/nearby", tag = "cases", request_body = NearQuery, responses((status = 200, body = NearPage)))]
pub async fn near_cases(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(query): Json<NearQuery>,
) -> Result<Reply<NearPage>, Refusal> {
    actor.may_somewhere(Verb::CasesCreate)?;
    let items = near(&app, &query, &actor.streets(), Some(actor.scope(Verb::CasesRead))).await?;
    Ok(Reply(NearPage { items }))
}
