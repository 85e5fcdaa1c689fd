//! The public edge of cases.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::net::IpAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::cases::{Action, Answer, Fact, State as CaseState, Status};
use weiguang_domain::kernel::ids::ReporterId;
use weiguang_domain::people::duty;

use crate::App;
use crate::events::chain;
use crate::rooms::cases::danger::TakenElsewhere;
use crate::rooms::cases::http::near::{NearPage, NearQuery, near};
use crate::rooms::cases::intake::{self, NewCase};
use crate::rooms::cases::record::Reporter;
use crate::rooms::cases::store as cases;
use crate::rooms::cases::view::{Around, Bilingual};
use crate::rooms::cases::{joining, ops};
use crate::rooms::manual::danger::NoticedView;
use crate::web::answer::written;
use crate::web::extract::{Json, Peer, SendKey};
use crate::web::{FieldFault, Refusal};

/// The routes that need no account.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(super::choose::list_streets))
        .routes(routes!(super::choose::list_public_kinds))
        .routes(routes!(report_case))
        .routes(routes!(near_public_cases))
        .routes(routes!(join_case))
        .routes(routes!(track_case))
        .routes(routes!(answer_case))
        .routes(routes!(super::files::lay_down_photo))
        .routes(routes!(super::summary::public_summary))
}

/// What a resident gets in return.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicReceipt {
    /// The number on screen.
    pub number: String,
    /// The link by which to follow it.
    pub track_url: String,
    /// Where it was found to belong, in words; empty if somebody must look first.
    pub place: String,
    /// Whether the place is `sure`, `unsure` or `nothing`.
    pub placing: String,
    /// Accept by, RFC 3339.
    pub accept_by: String,
    /// Resolve by, RFC 3339.
    pub resolve_by: String,
    /// Dangers to life in its words, the likeliest first: whom to call, and what to say.
    pub danger: Vec<NoticedView>,
    /// Who else takes it; it is handed over all the same.
    pub elsewhere: Option<TakenElsewhere>,
}

/// Reads who is asking, for the bound on reports from one address.
fn bound(app: &App, peer: IpAddr) -> Result<(), Refusal> {
    app.bounds().reports.take(peer, app.now()).map_err(Refusal::TooMany)
}

/// Brings a matter without an account.
#[utoipa::path(post, path = "/public/cases", tag = "public", request_body = NewCase, responses((status = 201, body = PublicReceipt)))]
pub async fn report_case(
    State(app): State<App>,
    Peer(peer): Peer,
    send: SendKey<NewCase>,
) -> Result<Response, Refusal> {
    bound(&app, peer)?;
    let mut new = send.body.clone();
    // A resident does not pick codes or other systems' numbers, and does not make things urgent by a flag.
    new.code = None;
    new.external = None;
    new.urgent = false;
    let streets = app.ground().streets();
    let submit = intake::prepare(&app, &new, &streets, Some("resident"), &[])?;
    let street = submit.code.street().ok_or(Refusal::NotFound("street"))?;
    let place = if submit.placed == weiguang_domain::cases::Placed::Sure {
        app.ground().words(&submit.code)
    } else {
        String::new()
    };
    let sent = app.write(&Actor::public(), street, send.send(), move |work| ops::submit(work, &submit)).await?;
    let receipt = sent.value;
    let body = PublicReceipt {
        number: receipt.number,
        track_url: format!("/r/t/{}", receipt.track),
        place,
        placing: receipt.placing,
        accept_by: receipt.accept_by,
        resolve_by: receipt.resolve_by,
        danger: receipt.danger,
        elsewhere: receipt.elsewhere,
    };
    Ok(written(StatusCode::CREATED, &body, Some(receipt.version), sent.replayed))
}

/// Known matters nearby, by kind and place alone, offered before a new one is brought.
#[utoipa::path(post, path = "/public/nearby", tag = "public", request_body = NearQuery, responses((status = 200, body = NearPage)))]
pub async fn near_public_cases(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(query): Json<NearQuery>,
) -> Result<Reply<NearPage>, Refusal> {
    app.bounds().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let streets = app.ground().streets();
    Ok(Reply(NearPage { items: near(&app, &query, &streets, None).await? }))
}

/// Who joins.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinBody {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// A phone to be told by, if wanted.
    #[serde(default)]
    pub phone: String,
}

/// What joining answers.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Joined {
    /// How many follow the matter now.
    pub joined: u32,
}

/// Joins a known matter: "I have it too".
#[utoipa::path(post, path = "/public/track/{token}/join", tag = "public", params(("token" = String, Path)), request_body = JoinBody, responses((status = 200, body = Joined)))]
pub async fn join_case(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
    send: SendKey<JoinBody>,
) -> Result<Reply<Joined>, Refusal> {
    bound(&app, peer)?;
    let (street, case) = app.seal().read_track(&token).ok_or(Refusal::NotFound("matter"))?;
    let mut faults = Vec::new();
    let phone = intake::phone(&mut faults, "phone", &send.body.phone);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let id = ReporterId::new(send.body.id);
    let sent = app
        .write(&Actor::public(), street, send.send(), move |work| {
            let tenant = work.tenant;
            let record = cases::read(work.tx, &tenant, case)?.ok_or(Refusal::NotFound("matter"))?;
            if !record.case.state.status().is_open() {
                return Err(weiguang_domain::cases::Refused::NotJoinable.into());
            }
            let contact = if phone.is_empty() {
                None
            } else {
                let plain = serde_json::to_vec(&Reporter { phone: phone.clone(), ..Reporter::default() })
                    .map_err(|e| Refusal::Internal(e.to_string()))?;
                Some(work.seal().seal(&record.seal_context(), &plain, work.chance()))
            };
            if super::store::insert_follower(work.tx, &tenant, case, id, contact, None, work.now)? {
                let record = joining::join(work, record)?;
                return Ok(Joined { joined: record.joined });
            }
            Ok(Joined { joined: record.joined })
        })
        .await?;
    Ok(Reply(sent.value))
}

/// A step of a matter for everybody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicStep {
    /// When, RFC 3339.
    pub at: String,
    /// What.
    pub words: Bilingual,
}

/// Who owes what until when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Owes {
    /// By role and place, never by name.
    pub who: Bilingual,
    /// What.
    pub what: Bilingual,
    /// Until when, RFC 3339.
    pub until: Option<String>,
    /// Whether that is past.
    pub late: bool,
}

/// A matter as its public page shows it: nothing that anybody typed stands here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackView {
    /// The number on screen.
    pub number: String,
    /// Its kind.
    pub kind: Bilingual,
    /// What the manual says of this kind to everybody.
    pub note: Option<Bilingual>,
    /// Where, by micro-grid.
    pub place: String,
    /// Where it stands.
    pub status: String,
    /// The same in words.
    pub words: Bilingual,
    /// Who owes what.
    pub owes: Option<Owes>,
    /// What happened, oldest first.
    pub steps: Vec<PublicStep>,
    /// How many follow it besides the first.
    pub joined: u32,
    /// Whether "is it solved?" can be answered now.
    pub can_answer: bool,
    /// What was answered.
    pub answered: Option<String>,
    /// Whether somebody who serves recorded that answer for the resident.
    pub recorded: bool,
    /// While the clock stands: until when at the latest, RFC 3339.
    pub paused_until: Option<String>,
    /// Received, RFC 3339.
    pub received: String,
    /// Whether it belongs to a demonstration.
    pub made_up: bool,
}

/// The public page of a matter.
#[utoipa::path(get, path = "/public/track/{token}", tag = "public", params(("token" = String, Path)), responses((status = 200, body = TrackView)))]
pub async fn track_case(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
) -> Result<Reply<TrackView>, Refusal> {
    app.bounds().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (street, id) = app.seal().read_track(&token).ok_or(Refusal::NotFound("matter"))?;
    let (record, entries) = app
        .read(move |tx| {
            let record = cases::read(tx, &street, id)?.ok_or(Refusal::NotFound("matter"))?;
            Ok((record, chain::stream(tx, street.as_str(), id.uuid(), 0, 1_000)?))
        })
        .await?;
    let (ground, manual, names, now) = (app.ground(), app.manual(), HashMap::new(), app.now());
    let around = Around { ground: &ground, manual: &manual, names: &names, now };
    let case = &record.case;
    let status = case.state.status();
    let steps = entries
        .iter()
        .filter_map(|(e, _)| {
            let words = serde_json::from_str::<Fact>(e.text()).ok()?.public_words()?;
            Some(PublicStep { at: e.at.to_string(), words: Bilingual::new(words.zh, words.en) })
        })
        .collect();
    let owes = status.is_open().then(|| {
        let role = duty::roles_for(case.post.level()).first().copied();
        let who = Bilingual::new(
            format!("{}{}", ground.words(&case.post), role.map_or("", |r| r.chinese())),
            format!("{}, {}", role.map_or("", |r| r.english()), ground.words(&case.post)),
        );
        let what = match status {
            Status::Submitted => Bilingual::new("受理", "to accept it"),
            Status::Resolved => Bilingual::new("等待您确认", "your answer"),
            Status::Paused => Bilingual::new("时钟已停，到期继续", "the clock stands; it goes on by itself"),
            _ => Bilingual::new("解决", "to solve it"),
        };
        Owes { who, what, until: case.pressing().map(|m| m.to_string()), late: case.late() }
    });
    let answered = match &case.state {
        CaseState::Confirmed { answer, .. } | CaseState::Closed { answer, .. } => {
            serde_json::to_value(answer).ok().and_then(|v| v.as_str().map(str::to_owned))
        }
        _ => None,
    };
    let recorded =
        matches!(&case.state, CaseState::Confirmed { recorded: true, .. } | CaseState::Closed { recorded: true, .. });
    let paused_until = match &case.state {
        CaseState::Paused { until, .. } => Some(until.to_string()),
        _ => None,
    };
    let words = status.words();
    let kind = manual.kind(&case.kind.id, case.kind.version);
    Ok(Reply(TrackView {
        number: record.number.clone(),
        kind: around.kind(&case.kind.id, case.kind.version).name,
        note: kind.and_then(|k| k.public_note.as_ref()).map(|n| Bilingual::new(&n.zh, &n.en)),
        place: ground.words(&case.code),
        status: status.key().to_owned(),
        words: Bilingual::new(words.zh, words.en),
        owes,
        steps,
        joined: record.joined,
        can_answer: status == Status::Resolved,
        answered,
        recorded,
        paused_until,
        received: case.clocks.received.to_string(),
        made_up: record.made_up,
    }))
}

/// Is it solved?
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// `satisfied` or `not`.
    #[schema(value_type = String)]
    pub answer: Answer,
    /// What is still wrong.
    #[serde(default)]
    pub words: String,
}

/// Where the matter stands after the answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Answered {
    /// The status.
    pub status: String,
}

/// The resident's answer. The link itself is the permission: only who brought the matter, or joined it, was given it.
#[utoipa::path(post, path = "/public/track/{token}/answer", tag = "public", params(("token" = String, Path)), request_body = AnswerBody, responses((status = 200, body = Answered)))]
pub async fn answer_case(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
    _headers: HeaderMap,
    send: SendKey<AnswerBody>,
) -> Result<Reply<Answered>, Refusal> {
    bound(&app, peer)?;
    let (street, case) = app.seal().read_track(&token).ok_or(Refusal::NotFound("matter"))?;
    let answer = send.body.answer;
    if answer == Answer::NoAnswer {
        return Err(Refusal::field(FieldFault::new(
            "answer",
            "cases.unknown-answer",
            "应为 satisfied 或 not",
            "satisfied or not",
        )));
    }
    let words = send.body.words.clone();
    let sent = app
        .write(&Actor::public(), street, send.send(), move |work| {
            let tenant = work.tenant;
            let record = cases::read(work.tx, &tenant, case)?.ok_or(Refusal::NotFound("matter"))?;
            let record = ops::plain(work, record, &Action::Answer { answer, words: words.clone(), recorded: None })?;
            Ok(Answered { status: record.case.state.status().key().to_owned() })
        })
        .await?;
    Ok(Reply(sent.value))
}
