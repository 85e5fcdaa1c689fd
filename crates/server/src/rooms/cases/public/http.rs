//! Public HTTP endpoints of cases.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::net::IpAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::cases::{Action, Answer, Fact, Holder, Refused, State as CaseState, Status};
use weiguang_domain::kernel::ids::CaseId;
use weiguang_domain::people::duty;

use super::store;
use crate::App;
use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::cases::http::near::{NearPage, NearQuery, near};
use crate::rooms::cases::intake::danger::TakenElsewhere;
use crate::rooms::cases::intake::{self, NewCase};
use crate::rooms::cases::joined::joining::{self, JoinBody, Joined};
use crate::rooms::cases::ops::{self, Receipt};
use crate::rooms::cases::public::limits::ReportLimits;
use crate::rooms::cases::public::links::{self, Opened};
use crate::rooms::cases::view::Around;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::rooms::manual::danger::NoticedView;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Json, Peer};
use crate::web::problem::Problem;
use crate::web::words::Bilingual;
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
    #[schema(value_type = crate::rooms::grid::wire::GridPlacing)]
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

/// The stored answer to a submitted matter.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Reported {
    #[serde(flatten)]
    receipt: Receipt,
    /// The reporter's link: the path of its page, and in answers of older versions its last part.
    track: String,
}

/// Applies the limit on reports from one address.
fn bound(app: &App, peer: IpAddr) -> Result<(), Refusal> {
    app.local::<ReportLimits>().reports.take(peer, app.now()).map_err(Refusal::TooMany)
}

/// Brings a matter without an account.
#[utoipa::path(post, path = "/public/cases", tag = "public", request_body = NewCase, responses((status = 201, body = PublicReceipt)))]
pub async fn report_case(
    State(app): State<App>,
    Peer(peer): Peer,
    send: IdempotencyKey<NewCase>,
) -> Result<Response, Refusal> {
    bound(&app, peer)?;
    let mut new = send.body.clone();
    // A resident cannot choose codes or external numbers, nor mark a matter as urgent by a flag.
    new.code = None;
    new.external = None;
    new.urgent = false;
    let streets = app.state::<Territory>().streets();
    let submit = intake::prepare(&app, &new, &streets, Some("resident"), &[])?;
    let street = submit.code.street().ok_or(Refusal::NotFound("street"))?;
    let place = if submit.placed == weiguang_domain::cases::Placed::Sure {
        app.state::<Territory>().words(&submit.code)
    } else {
        String::new()
    };
    let op = move |work: &mut UnitOfWork<'_, '_>| {
        let receipt = ops::submit(work, &submit)?;
        let (_, url) = links::make(work, CaseId::new(receipt.id), None)?;
        Ok(Reported { receipt, track: url })
    };
    let sent = app.write(&Actor::public(), street, send.send(), op).await?;
    let Reported { receipt, track } = sent.value;
    let body = PublicReceipt {
        number: receipt.number,
        track_url: if track.starts_with('/') { track } else { links::url(&track) },
        place,
        placing: receipt.placing,
        accept_by: receipt.accept_by,
        resolve_by: receipt.resolve_by,
        danger: receipt.danger,
        elsewhere: receipt.elsewhere,
    };
    Ok(written(StatusCode::CREATED, &body, Some(receipt.version), sent.replayed))
}

/// Known matters nearby, by kind and territory alone, offered before a new one is brought.
#[utoipa::path(post, path = "/public/nearby", tag = "public", request_body = NearQuery, responses((status = 200, body = NearPage)))]
pub async fn near_public_cases(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(query): Json<NearQuery>,
) -> Result<Reply<NearPage>, Refusal> {
    app.local::<ReportLimits>().nearby.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let streets = app.state::<Territory>().streets();
    Ok(Reply(near(&app, &query, &streets, None).await?))
}

/// Joins a known matter that was offered: "I have it too". The joiner gets a link of their own.
#[utoipa::path(post, path = "/public/join", tag = "public", request_body = JoinBody, responses((status = 200, body = Joined), (status = 410, body = Problem)))]
pub async fn join_case(
    State(app): State<App>,
    Peer(peer): Peer,
    send: IdempotencyKey<JoinBody>,
) -> Result<Reply<Joined>, Refusal> {
    bound(&app, peer)?;
    joining::join(&app, &Actor::public(), &app.state::<Territory>().streets(), send).await.map(Reply)
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
#[schema(as = CaseOwes)]
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
#[schema(as = CaseTrackView)]
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
    #[schema(value_type = crate::rooms::cases::wire::CaseStatus)]
    pub status: String,
    /// The same in words.
    pub words: Bilingual,
    /// Who owes what.
    pub owes: Option<Owes>,
    /// What happened, oldest first.
    pub steps: Vec<PublicStep>,
    /// How many follow it besides the first.
    pub joined: u32,
    /// Whose link it is: `reporter` or `joiner`.
    #[schema(value_type = String)]
    pub holder: Holder,
    /// Whether the holder can answer now: the reporter whether it is solved, a joiner only that it is not solved for them.
    pub can_answer: bool,
    /// Why the reporter's link cannot answer, where it is one of somebody who does the work.
    pub cannot_answer: Option<Bilingual>,
    /// Whether a joiner has said so of the work as it was done last.
    pub said_not: bool,
    /// What was answered.
    #[schema(value_type = Option<crate::rooms::cases::wire::CaseAnswer>)]
    pub answered: Option<String>,
    /// Whether staff recorded that answer for the resident.
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
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let link = links::Brought::read(app.seal(), &token)?;
    let (opened, said, entries, may_confirm) = app
        .read(move |tx| {
            let opened = link.open(tx)?;
            let case = opened.record.case.id;
            let said = match opened.follower {
                Some(id) => store::said_not(tx, &link.street, case, id)?,
                None => None,
            };
            // For the case that it was joined to, events since then.
            let (mut entries, mut since) = (Vec::new(), None);
            for record in opened.through.iter().chain([&opened.record]) {
                let stream = chain::stream(tx, link.street.as_str(), record.case.id.uuid(), 0, 1_000)?;
                entries.extend(stream.into_iter().filter(|(entry, _)| since.is_none_or(|since| entry.at >= since)));
                if let CaseState::Duplicate { since: joined, .. } = record.case.state {
                    since = Some(joined);
                }
            }
            let may_confirm = opened.may_confirm(tx, &link.street)?;
            Ok((opened, said, entries, may_confirm))
        })
        .await?;
    let (territory, manual, names, now) =
        (app.state::<Territory>(), app.state::<CurrentManual>(), HashMap::new(), app.now());
    let around = Around { territory: &territory, manual: &manual, names: &names, now };
    let holder = opened.holder();
    let (record, own) = (&opened.record, opened.through.first().unwrap_or(&opened.record));
    let case = &record.case;
    let status = case.state.status();
    let may_say_not = case.may_say_not(said, now);
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
            format!("{}{}", territory.words(&case.post), role.map_or("", |r| r.chinese())),
            format!("{}, {}", role.map_or("", |r| r.english()), territory.words(&case.post)),
        );
        let what = match status {
            Status::Submitted => Bilingual::new("受理", "to accept it"),
            Status::Resolved if holder == Holder::Joiner => {
                Bilingual::new("等待最先反映的居民确认", "the answer of the one who brought it")
            }
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
        number: own.number.clone(),
        kind: around.kind(&case.kind.id, case.kind.version).name,
        note: kind.and_then(|k| k.public_note.as_ref()).map(|n| Bilingual::new(&n.zh, &n.en)),
        place: territory.words(&case.code),
        status: status.key().to_owned(),
        words: Bilingual::new(words.zh, words.en),
        owes,
        steps,
        joined: record.joined,
        can_answer: match holder {
            Holder::Reporter => status == Status::Resolved && may_confirm,
            Holder::Joiner => may_say_not.is_ok(),
        },
        cannot_answer: (holder == Holder::Reporter && status == Status::Resolved && !may_confirm)
            .then(|| Bilingual::new(links::OF_THE_WORKER[0], links::OF_THE_WORKER[1])),
        said_not: may_say_not == Err(Refused::SaidAlready),
        holder,
        answered,
        recorded,
        paused_until,
        received: own.case.clocks.received.to_string(),
        made_up: record.made_up,
    }))
}

/// Is it solved?
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CaseAnswerBody)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// `satisfied` or `not`.
    #[schema(value_type = crate::rooms::cases::wire::PublicAnswer)]
    pub answer: Answer,
    /// What is still wrong.
    #[serde(default)]
    pub words: String,
}

/// Where the matter stands after the answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseAnswered)]
pub struct Answered {
    /// The status.
    #[schema(value_type = crate::rooms::cases::wire::CaseStatus)]
    pub status: String,
}

/// The resident's answer. The link itself is the permission: the one who brought the matter says whether it is solved, and who joined it
/// that it is not solved for them.
#[utoipa::path(post, path = "/public/track/{token}/answer", tag = "public", params(("token" = String, Path)), request_body = AnswerBody, responses((status = 200, body = Answered)))]
pub async fn answer_case(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
    send: IdempotencyKey<AnswerBody>,
) -> Result<Reply<Answered>, Refusal> {
    bound(&app, peer)?;
    let link = links::Brought::read(app.seal(), &token)?;
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
        .write(&Actor::public(), link.street, send.send(), move |work| {
            let opened = link.open(work.tx)?;
            if opened.holder() == Holder::Reporter && !opened.may_confirm(work.tx, &link.street)? {
                let [zh, en] = links::OF_THE_WORKER;
                return Err(Refusal::rule("cases.link-of-the-worker", zh, en));
            }
            let Opened { record, follower, .. } = opened;
            let record = match follower {
                Some(id) => links::joiner_says(work, record, id, answer, &words)?,
                None => ops::plain(
                    work,
                    Permit::own(work.actor),
                    record,
                    &Action::Answer { answer, words: words.clone(), recorded: None },
                )?,
            };
            Ok(Answered { status: record.case.state.status().key().to_owned() })
        })
        .await?;
    Ok(Reply(sent.value))
}
