//! The HTTP endpoint of syncing: one request, one consistent answer.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::cases::Fact;
use weiguang_domain::grid::unit::{Cell, Kind};
use weiguang_domain::kernel::ids::AccountId;

use super::campaign::SyncCampaign;
use super::gather::{self, Gathered};
use super::view::{
    CellKind, Cut, MeSection, Section, Sections, SyncCase, SyncCell, SyncDoor, SyncEntry, SyncKind, Synced, households,
};
use crate::App;
use crate::access::holders::Serving;
use crate::rooms::care;
use crate::rooms::cases::carried::Whole;
use crate::rooms::cases::view::{Around, Beside};
use crate::rooms::grid::territory::Territory;
use crate::rooms::grid::view as territory;
use crate::rooms::manual::CurrentManual;
use crate::rooms::outbox::NoticeView;
use crate::rooms::session;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// The routes of syncing.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sync))
}

/// What the phone has.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SyncQuery {
    /// The sections that the phone has, with their tags: `cells:TAG,cases:TAG`.
    have: Option<String>,
}

/// Reads `cells:TAG,cases:TAG`. An unknown section is ignored: a phone may run another version.
fn have(text: &str) -> Result<HashMap<String, String>, Refusal> {
    let pair = |part: &str| {
        let (name, tag) = part.split_once(':')?;
        let sound = |word: &str| (1..=32).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric());
        (sound(name) && sound(tag)).then(|| (name.to_owned(), tag.to_owned()))
    };
    let parts: Vec<&str> = text.split(',').filter(|part| !part.is_empty()).collect();
    let read = parts.iter().map(|part| pair(part)).collect::<Option<_>>().filter(|_| parts.len() <= 16);
    read.ok_or_else(|| {
        Refusal::field(FieldFault::new(
            "have",
            "sync.have",
            "应为 区段:标记，用逗号分隔",
            "section:tag, with commas between",
        ))
    })
}

/// Everything that a phone needs to work without network, in one answer: one's cells with who answers for them, their doors, who
/// lives there, running campaigns with the doors to go to, the kinds of matter, the open cases, the care alerts that are theirs, the
/// inbox. Of what the phone has already, as `have` says, only the tag is sent.
#[utoipa::path(get, path = "/sync", tag = "sync", params(SyncQuery), responses((status = 200, body = Synced)))]
pub async fn sync(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<SyncQuery>,
    headers: HeaderMap,
) -> Result<Reply<Synced>, Refusal> {
    let have = have(query.have.as_deref().unwrap_or(""))?;
    let tag = |name: &str| have.get(name).map(String::as_str);
    let me = session::me(&app, &actor).await?;
    let until = session::vault::until(&app, &actor, &headers).await?.map(|until| until.to_string());
    let alerts = care::in_hand(&app, &actor).await?;
    let (reader, now) = (actor.clone(), app.now());
    let seal = app.seal().clone();
    let found = app.read(move |tx| gather::gather(tx, &seal, &reader, now)).await?;
    let (territory, manual) = (app.state::<Territory>(), app.state::<CurrentManual>());
    let around = Around { territory: &territory, manual: &manual, names: &found.names, now };
    let cells = found.cells.iter().map(|c| cell(c, &actor, &territory, &found)).collect();
    let cases = found.cases.cases.iter().map(|w| case(w, &actor, &around, &app)).collect();
    // An account without posts is not refused: its phone is told to store nothing.
    let reads = actor.may_somewhere(Verb::ManualRead).is_ok();
    let kinds = manual.current().filter(|_| reads).map(SyncKind::from).collect();
    let known = |total: Option<usize>| Cut { truncated: total.is_some(), total };
    let more_homes = Cut { truncated: found.homes.more, total: None };
    let visits = found.campaigns.iter().map(|c| SyncCampaign::of(c, &found.names, actor.account)).collect();
    let more_visits = Cut { truncated: found.more_campaigns, total: None };
    let more_doors = Cut { truncated: found.more_doors, total: None };
    let sections = Sections {
        me: MeSection::new(me, tag("me"))?,
        cells: Section::new(cells, known(found.more_cells), tag("cells"))?,
        doors: Section::new(found.doors.into_iter().map(SyncDoor::from).collect(), more_doors, tag("doors"))?,
        households: Section::new(households(&found.homes), more_homes, tag("households"))?,
        visits: Section::new(visits, more_visits, tag("visits"))?,
        kinds: Section::new(kinds, Cut::default(), tag("kinds"))?,
        cases: Section::new(cases, known(found.cases.more), tag("cases"))?,
        alerts: Section::new(alerts, Cut::default(), tag("alerts"))?,
        inbox: Section::new(found.inbox.into_iter().map(NoticeView::from).collect(), Cut::default(), tag("inbox"))?,
    };
    Ok(Reply(Synced { at: now.to_string(), until, account: actor.account.uuid(), sections }))
}

fn cell(cell: &Cell, actor: &Actor, territory: &Territory, found: &Gathered) -> SyncCell {
    let (nobody, code) = (Serving::default(), cell.code);
    let serving = code.street().and_then(|s| found.serving.get(&s)).unwrap_or(&nobody);
    let scope = actor.scope(Verb::CasesRead);
    let around = territory::Around { territory, serving, totals: Some(&found.totals), cases: &scope };
    let seen = around.cell(cell, cell.shape.as_ref().map(weiguang_domain::grid::Shape::label_point));
    SyncCell {
        words: territory.words(&code),
        kind: match cell.kind {
            Kind::General => CellKind::General,
            Kind::Dedicated => CellKind::Dedicated,
            Kind::Functional { .. } => CellKind::Functional,
        },
        ring: cell.shape.as_ref().map(weiguang_domain::grid::Shape::outline),
        code: seen.code,
        name: seen.name,
        households: seen.households,
        label: seen.label,
        holder: seen.holder,
        hole: seen.hole,
        open: seen.open,
        late: seen.late,
    }
}

fn case(whole: &Whole, actor: &Actor, around: &Around<'_>, app: &App) -> SyncCase {
    let beside = Beside {
        parts: &whole.parts,
        files: &whole.files,
        not_solved_for: whole.not_solved_for,
        joined: &whole.joined,
    };
    let mut case = around.case(whole.permit, &whole.record, actor, whole.party, beside, app.seal());
    // Candidates are chosen on a large screen, and the phone has no room for them.
    case.placing_detail.candidates.clear();
    let events = whole.entries.iter().map(|e| SyncEntry {
        seq: e.seq,
        kind: e.kind.clone(),
        at: e.at.to_string(),
        actor: (!e.actor.is_nil()).then(|| around.person(AccountId::new(e.actor))),
        words: serde_json::from_str::<Fact>(e.text())
            .map(|f| f.words())
            .map_or_else(|_| Bilingual::default(), |w| Bilingual::new(w.zh, w.en)),
    });
    SyncCase { events: events.collect(), case }
}
