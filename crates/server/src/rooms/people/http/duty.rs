//! HTTP endpoints: who is responsible where, and what was handed over when somebody left.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AccountId, HandoverId};
use weiguang_domain::people::{Passed, roster};

use super::{UnderQuery, street_where, streets_for, under_of};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::ops::leaving::may_read;
use crate::rooms::people::store::{self, posts as rows};
use crate::rooms::people::view::{HolderView, NamedPerson, person};
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn};

/// Who answers for one code.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleDutyView)]
pub struct DutyView {
    /// The code.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// Its own name, if it has one.
    pub name: String,
    /// `street`, `community`, `grid` or `micro_grid`.
    #[schema(value_type = crate::rooms::grid::wire::GridLevel)]
    pub level: String,
    /// Who answers here.
    pub holder: Option<HolderView>,
    /// Whether nobody answers here.
    pub hole: bool,
    /// Where there is a hole: who answers above it; null if nobody does up to the street.
    pub climbs_to: Option<HolderView>,
}

/// Who answers where.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleDutyPage)]
pub struct DutyPage {
    /// By code.
    pub items: Vec<DutyView>,
    /// How many of all codes asked for are holes.
    pub holes: usize,
}

/// Every code under a prefix that needs a responsible person: present cells, and the communities and street above them.
fn codes(app: &App, prefixes: &[GridCode]) -> Vec<GridCode> {
    let territory = app.state::<Territory>();
    let mut codes = BTreeSet::new();
    for prefix in prefixes {
        let above = |code: &GridCode| code.climb().take_while(|c| prefix.contains(c)).collect::<Vec<_>>();
        codes.extend(territory.cells_under(prefix).iter().flat_map(|(code, _)| above(code)));
        if territory.knows(prefix) {
            codes.insert(*prefix);
        }
    }
    codes.into_iter().collect()
}

async fn duty(app: &App, actor: &Actor, wish: Option<GridCode>, holes_only: bool) -> Result<DutyPage, Refusal> {
    let scope = actor.scope(Verb::PeopleRead);
    let (under, street) = under_of(app, &scope, wish, Verb::PeopleRead)?;
    let (codes, today) = (codes(app, &scope.under(&under)), app.now().day());
    let (posts, names) = app
        .read(move |tx| {
            let seats = store::all_seats(tx, &street, today)?;
            let mut posts = roster(&codes, &seats);
            let holes = posts.iter().filter(|p| p.is_hole()).count();
            if holes_only {
                posts.retain(weiguang_domain::people::Post::is_hole);
            }
            let named: HashSet<AccountId> = posts
                .iter()
                .flat_map(|p| p.holder.iter().chain(&p.climbs_to))
                .flat_map(|h| [Some(h.account), h.deputy_for])
                .flatten()
                .collect();
            let names = crate::access::store::names(tx, &named)?;
            Ok(((posts, holes), names))
        })
        .await?;
    let ((posts, holes), territory) = (posts, app.state::<Territory>());
    let items = posts
        .iter()
        .map(|p| DutyView {
            code: p.code.to_string(),
            words: territory.words(&p.code),
            name: territory.name(&p.code).to_owned(),
            level: level_key(p.code.level()).into(),
            holder: p.holder.as_ref().map(|h| HolderView::of(&names, h)),
            hole: p.is_hole(),
            climbs_to: p.climbs_to.as_ref().map(|h| HolderView::of(&names, h)),
        })
        .collect();
    Ok(DutyPage { items, holes })
}

/// A level's key on the wire.
const fn level_key(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::City => "city",
        Level::County => "county",
        Level::Street => "street",
        Level::Community => "community",
        Level::Grid => "grid",
        Level::MicroGrid => "micro_grid",
    }
}

/// Who answers for every code under one, at this moment.
#[utoipa::path(get, path = "/people/duty", tag = "people", params(UnderQuery), responses((status = 200, body = DutyPage)))]
pub async fn read_duty(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<DutyPage>, Refusal> {
    duty(&app, &actor, query.under, false).await.map(Reply)
}

/// The codes for which nobody answers at this moment, with who answers above.
#[utoipa::path(get, path = "/people/holes", tag = "people", params(UnderQuery), responses((status = 200, body = DutyPage)))]
pub async fn read_holes(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<DutyPage>, Refusal> {
    duty(&app, &actor, query.under, true).await.map(Reply)
}

/// One thing that passed.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = PeoplePassedView)]
pub struct PassedView {
    /// `post`, `case`, `alert`, `part`, `deputyship` or `keys`.
    #[schema(value_type = crate::rooms::people::wire::PeoplePassedWhat)]
    pub what: &'static str,
    /// The case, of a case or part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<Uuid>,
    /// Its number on screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The code of a post, or the one that answers for a case now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// For whom the deputyship was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<NamedPerson>,
    /// Sessions and tokens that ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Who has it now; null: nobody, it rests with the code.
    pub to: Option<NamedPerson>,
}

/// What passed when somebody left.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleHandoverView)]
pub struct HandoverView {
    /// Which.
    pub id: Uuid,
    /// Who left.
    pub account: NamedPerson,
    /// The first day without them, `YYYY-MM-DD`.
    pub day: String,
    /// Who recorded it.
    pub by: NamedPerson,
    /// When, RFC 3339.
    pub at: String,
    /// What went where.
    pub items: Vec<PassedView>,
}

/// The list of what was handed over when somebody left, for those who manage people there or took something over.
#[utoipa::path(get, path = "/people/handovers/{id}", tag = "people", params(("id" = Uuid, Path)), responses((status = 200, body = HandoverView)))]
pub async fn read_handover(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<HandoverView>, Refusal> {
    let id = HandoverId::new(id);
    let mut streets = streets_for(&app, &actor, Verb::PeopleManage);
    streets.extend(actor.streets());
    let street = street_where(&app, streets, "handover", move |tx, s| Ok(rows::handover(tx, s, id)?.is_some())).await?;
    let (handover, names) = app
        .read(move |tx| {
            let handover = rows::handover(tx, &street, id)?.ok_or(Refusal::NotFound("handover"))?;
            may_read(&actor, &street, &handover)?;
            let mut named: HashSet<AccountId> = [handover.account, handover.by].into();
            for item in &handover.items {
                named.extend(match item {
                    Passed::Post { to, .. } | Passed::Case { to, .. } | Passed::Part { to, .. } => *to,
                    Passed::Alert { to, .. } => Some(*to),
                    Passed::Deputyship { of } => Some(*of),
                    Passed::Keys { .. } => None,
                });
            }
            let names = crate::access::store::names(tx, &named)?;
            Ok((handover, names))
        })
        .await?;
    let territory = app.state::<Territory>();
    let at = |code: &GridCode| (Some(code.to_string()), Some(territory.words(code)));
    let who = |to: &Option<AccountId>| to.map(|t| person(&names, t));
    let view = |item: &Passed| match item {
        Passed::Post { code, to, .. } => {
            let (code, words) = at(code);
            PassedView { what: "post", code, words, to: who(to), ..PassedView::default() }
        }
        Passed::Case { case, number, to, code } => {
            let ((code, words), number) = (at(code), Some(number.clone()));
            PassedView {
                what: "case",
                case: Some(case.uuid()),
                number,
                code,
                words,
                to: who(to),
                ..PassedView::default()
            }
        }
        Passed::Alert { to, code, .. } => {
            let (code, words) = at(code);
            PassedView { what: "alert", code, words, to: who(&Some(*to)), ..PassedView::default() }
        }
        Passed::Part { case, to, .. } => {
            PassedView { what: "part", case: Some(case.uuid()), to: who(to), ..PassedView::default() }
        }
        Passed::Deputyship { of } => {
            PassedView { what: "deputyship", of: Some(person(&names, *of)), ..PassedView::default() }
        }
        Passed::Keys { count } => PassedView { what: "keys", count: Some(*count), ..PassedView::default() },
    };
    Ok(Reply(HandoverView {
        id: id.uuid(),
        account: person(&names, handover.account),
        day: handover.day.clone(),
        by: person(&names, handover.by),
        at: handover.at.to_string(),
        items: handover.items.iter().map(view).collect(),
    }))
}
