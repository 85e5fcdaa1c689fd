//! Known matters similar to a new one, offered before it is submitted.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Scope, Verb};
use weiguang_domain::cases::Status;
use weiguang_domain::cases::likeness::{Matter, OFFER, likeness};
use weiguang_domain::cases::nearby::{self, Nearness};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::manual::{Manual, suggest};

use crate::App;
use crate::rooms::cases::joined::joining::{self, JoinBody, Joined};
use crate::rooms::cases::record::Record;
use crate::rooms::cases::{intake, store};
use crate::rooms::grid::street_of;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;
use crate::web::extract::{IdempotencyKey, Json, SignedIn};
use crate::web::problem::Problem;
use crate::web::words::{Bilingual, PointView};

/// What might be known already.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CaseNearQuery)]
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
    #[schema(value_type = Option<crate::rooms::grid::wire::GridDatum>)]
    pub datum: Datum,
    /// The street.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
}

/// A known matter that may be the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseNearView)]
pub struct NearView {
    /// Which; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<Uuid>,
    /// By which it can be joined for half an hour. It is another in every answer, and opens nothing.
    pub handle: String,
    /// In a few words; for those who may see it, and the kind's name for everybody else.
    pub title: Bilingual,
    /// Where, in words.
    pub place: String,
    /// How near: `micro_grid`, `grid` or `community`.
    pub near: String,
    /// The same in words.
    pub near_words: Bilingual,
    /// How far, in metres, if both are on the map; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub distance_m: Option<f64>,
    /// Since which day, RFC 3339; for those who may see it, since when.
    pub since: String,
    /// Others who have it.
    pub joined: u32,
    /// 0 to 1; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub likeness: Option<f64>,
}

/// Known matters like a new one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseNearPage)]
pub struct NearPage {
    /// At most five: first what the reader may see, the likest first; then by nearness.
    pub items: Vec<NearView>,
}

/// Finds known open matters similar to a new one. Matters within `scope` are compared by all their words; all others, and for the public
/// every one, by kind and territory alone, so that no query reveals what somebody wrote or where exactly they live.
pub async fn near(
    app: &App,
    query: &NearQuery,
    streets: &[GridCode],
    scope: Option<Scope>,
) -> Result<NearPage, Refusal> {
    let point = query.point.map(|p| query.datum.to_wgs84(Point::new(p.lon, p.lat))).filter(|p| p.is_valid());
    let street = street_of(app, query.street, None, point, &query.address, streets)?;
    let (territory, manual, now) = (app.state::<Territory>(), app.state::<CurrentManual>(), app.now());
    let place = if scope.is_some() { Territory::place } else { Territory::place_for_anybody };
    let code = intake::around_of(street, &place(&territory, &street, &query.address, point));
    if code.level() < Level::Community || query.text.chars().count() > intake::DETAIL_LIMIT {
        return Ok(NearPage { items: Vec::new() });
    }
    let known = app.read(move |tx| Ok(store::near(tx, &code)?)).await?;
    // The typed text is read by the manual's public words.
    let asked = query.kind.clone().or_else(|| guessed(&manual, &query.text));
    let asked = asked.and_then(|kind| manual.newest(&kind)).filter(|kind| nearby::is_shared(kind.group.id.as_str()));
    let this = Matter { kind: query.kind.as_deref(), text: &query.text, point, code };
    let (mut seen, mut told) = (Vec::new(), Vec::new());
    for r in known.iter().filter(|r| r.case.state.status() != Status::Resolved) {
        let nearness = Nearness::between(&code, &r.case.code);
        // The search stays within one community all the same.
        let near = nearness.unwrap_or(Nearness::Community);
        let (zh, en) = near.words();
        let mut view = NearView {
            id: None,
            handle: String::new(),
            title: asked.map(|kind| Bilingual::new(&kind.name.zh, &kind.name.en)).unwrap_or_default(),
            place: territory.words(&r.case.code),
            near: near.key().to_owned(),
            near_words: Bilingual::new(zh, en),
            distance_m: None,
            since: Moment::start_of(r.case.clocks.received.day()).to_string(),
            joined: r.joined,
            likeness: None,
        };
        if scope.as_ref().is_some_and(|s| s.covers(&r.case.code)) {
            let text = format!("{} {}", r.title, r.detail);
            let kind = Some(r.case.kind.id.as_str());
            let like = likeness(&this, &Matter { kind, text: &text, point: r.point, code: r.case.code });
            if like >= OFFER {
                view.id = Some(r.case.id.uuid());
                view.title = Bilingual::new(&r.title, &r.title);
                view.distance_m = point.zip(r.point).map(|(p, q)| p.metres_to(q).round());
                view.since = r.case.clocks.received.to_string();
                view.likeness = Some((like * 100.0).round() / 100.0);
                seen.push((like, r.case.id, view));
            }
        } else if let (Some(nearness), Some(asked)) = (nearness, asked)
            && kind_of(&manual, r) == asked.id.as_str()
        {
            told.push((nearness, r.case.id, view));
        }
    }
    seen.sort_by(|a, b| b.0.total_cmp(&a.0));
    told.sort_by_key(|(nearness, id, _)| (*nearness, std::cmp::Reverse(id.uuid())));
    let seen = seen.into_iter().map(|(_, id, view)| (id, view));
    let all = seen.chain(told.into_iter().map(|(_, id, view)| (id, view))).take(nearby::MOST);
    let until = now + joining::HANDLE_HOLDS;
    let offer = |(id, view)| NearView { handle: app.seal().handle(&street, id, until, app.chance()), ..view };
    Ok(NearPage { items: all.map(offer).collect() })
}

/// The kind suggested by the manual's words in a text.
fn guessed(manual: &Manual, text: &str) -> Option<String> {
    suggest(manual, text).into_iter().next().map(|found| found.kind.as_str().to_owned())
}

/// The kind of a known matter; until somebody has chosen one, the one suggested by the manual's words.
fn kind_of<'a>(manual: &Manual, r: &'a Record) -> Cow<'a, str> {
    let kind = r.case.kind.id.as_str();
    let chosen = kind != intake::UNCHOSEN;
    let read = || guessed(manual, &format!("{} {}", r.title, r.detail));
    if chosen { kind.into() } else { read().map_or_else(|| kind.into(), Cow::from) }
}

/// Known matters nearby, offered before a new one is brought. It reads only, so it needs no key.
#[utoipa::path(post, path = "/cases/nearby", tag = "cases", request_body = NearQuery, responses((status = 200, body = NearPage)))]
pub async fn near_cases(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(query): Json<NearQuery>,
) -> Result<Reply<NearPage>, Refusal> {
    actor.may_somewhere(Verb::CasesCreate)?;
    Ok(Reply(near(&app, &query, &actor.streets(), Some(actor.scope(Verb::CasesRead))).await?))
}

/// Joins a known matter for somebody who calls: "they have it, too". Their link is logged as handed out by the one who joins them.
#[utoipa::path(post, path = "/cases/nearby/join", tag = "cases", request_body = JoinBody, responses((status = 200, body = Joined), (status = 410, body = Problem)))]
pub async fn join_near_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<JoinBody>,
) -> Result<Reply<Joined>, Refusal> {
    actor.may_somewhere(Verb::CasesCreate)?;
    joining::join(&app, &actor, &actor.streets(), send).await.map(Reply)
}
