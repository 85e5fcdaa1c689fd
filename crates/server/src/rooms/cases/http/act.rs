//! Acts on a case, each at a version, and unmasking the reporter.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::cases::{Action, Answer, Fact, PartFact, Recorded, Refused, Way};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CaseId, PartId};
use weiguang_domain::kernel::time::Moment;

use super::read::{show, view};
use super::street_of_case;
use crate::App;
use crate::rooms::cases::life::answers::Acted;
use crate::rooms::cases::ops::{self, Act};
use crate::rooms::cases::parts;
use crate::rooms::cases::record::Reporter;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};
use crate::web::problem::Problem;
use crate::web::{FieldFault, Refusal};

/// What somebody does to a case.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CaseActBody)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the action that it belongs to")]
pub enum ActBody {
    /// Take it: by the one who holds it, or where nobody does.
    Accept {},
    /// Take it from the one who holds it, who is told.
    TakeOver {},
    /// Begin work.
    Start {},
    /// Add a line.
    Note { text: String },
    /// Send it back.
    Return { reason: String },
    /// Hand it to a person, to the person responsible at a code, or (neither) to the one responsible for its place and kind.
    Dispatch {
        #[serde(default)]
        to_account: Option<Uuid>,
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        to_code: Option<GridCode>,
    },
    /// Put it at a place that was picked.
    Place {
        #[schema(value_type = String)]
        code: GridCode,
        #[serde(default)]
        learn: bool,
    },
    /// Correct its kind.
    Kind { kind: String },
    /// Take the urgency off, after somebody looked.
    UrgencyOff { reason: String },
    /// Ask that the clocks stand.
    PauseAsk {
        reason: String,
        waiting_for: String,
        #[schema(value_type = String)]
        until: Moment,
    },
    /// Approve what was asked.
    PauseApprove {},
    /// Refuse what was asked.
    PauseRefuse { reason: String },
    /// Go on before the pause ends.
    Resume {},
    /// Say that it is done.
    Resolve { outcome: String },
    /// Record what the resident said: `satisfied`, `not`, `no_answer`. By nobody who did the work; `way` (`phone`, `in_person`, `message`,
    /// `other`), `at` (when they said it) and `words` are needed.
    Answer {
        #[schema(value_type = String)]
        answer: Answer,
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        way: Option<Way>,
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        at: Option<Moment>,
        #[serde(default)]
        words: String,
    },
    /// Close what was confirmed.
    Close {},
    /// Open again.
    Reopen { reason: String },
    /// Take back.
    Withdraw { reason: String },
    /// Join to another.
    Duplicate { of: Uuid },
    /// Ask the level above.
    Escalate { reason: String },
    /// Call in a department.
    AskPart {
        id: Uuid,
        department: String,
        account: Uuid,
        task: String,
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        due: Option<Moment>,
    },
    /// A collaborator's word: `accepted`, `done`, `refused`.
    Part {
        id: Uuid,
        #[serde(rename = "do")]
        #[schema(value_type = String)]
        what: PartFact,
        #[serde(default)]
        words: String,
    },
}

impl ActBody {
    fn act(self) -> Result<Act, Refusal> {
        Ok(Act::Plain(match self {
            Self::Accept {} => Action::Accept,
            Self::TakeOver {} => Action::TakeOver,
            Self::Start {} => Action::Start,
            Self::Note { text } => Action::Note { text },
            Self::Return { reason } => Action::Return { reason },
            Self::PauseAsk { reason, waiting_for, until } => Action::AskPause { reason, waiting_for, until },
            Self::PauseApprove {} => Action::ApprovePause,
            Self::PauseRefuse { reason } => Action::RefusePause { reason },
            Self::Resume {} => Action::Resume,
            Self::Resolve { outcome } => Action::Resolve { outcome },
            Self::Answer { answer, way, at, words } => recorded(answer, way, at, words)?,
            Self::Close {} => Action::Close,
            Self::Reopen { reason } => Action::Reopen { reason },
            Self::Withdraw { reason } => Action::Withdraw { reason },
            Self::Escalate { reason } => Action::Escalate { reason },
            Self::Dispatch { to_account, to_code } => {
                return Ok(Act::Dispatch { account: to_account.map(AccountId::new), code: to_code });
            }
            Self::Place { code, learn } => return Ok(Act::Place { code, learn }),
            Self::Kind { kind } => return Ok(Act::Kind { id: kind }),
            Self::UrgencyOff { reason } => return Ok(Act::Calm { reason }),
            Self::Duplicate { of } => return Ok(Act::Duplicate { of: CaseId::new(of) }),
            Self::AskPart { id, department, account, task, due } => {
                let mut faults = Vec::new();
                for (field, text, limit) in [("department", &department, 40), ("task", &task, 500)] {
                    if text.trim().is_empty() {
                        faults.push(FieldFault::missing(field));
                    } else if text.chars().count() > limit {
                        faults.push(FieldFault::too_long(field, limit));
                    }
                }
                if !faults.is_empty() {
                    return Err(Refusal::Invalid(faults));
                }
                return Ok(Act::AskPart(parts::Ask {
                    id: PartId::new(id),
                    department: department.trim().into(),
                    account: AccountId::new(account),
                    task: task.trim().into(),
                    due,
                }));
            }
            Self::Part { id, what, words } => return Ok(Act::Part(parts::Say { id: PartId::new(id), what, words })),
        }))
    }
}

/// An answer that staff record for the resident: how it was given, when, and in which words.
fn recorded(answer: Answer, way: Option<Way>, at: Option<Moment>, words: String) -> Result<Action, Refusal> {
    match (way, at) {
        (Some(way), Some(at)) if !words.trim().is_empty() => {
            Ok(Action::Answer { answer, words, recorded: Some(Recorded { way, at }) })
        }
        (way, at) => {
            let lacking = [("way", way.is_none()), ("at", at.is_none()), ("words", words.trim().is_empty())];
            let faults = lacking.into_iter().filter(|(_, lacks)| *lacks).map(|(field, _)| FieldFault::missing(field));
            Err(Refusal::Invalid(faults.collect()))
        }
    }
}

/// Does something to a case, as it was seen at the version of `If-Match`. What was only added since (a note, a photo, a reporter who joined) is
/// in nobody's way; where something changed that the act rests on, it is refused, with the case as it stands now.
#[utoipa::path(post, path = "/cases/{id}/actions", tag = "cases", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = ActBody, responses((status = 200, body = Acted), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn act_on_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<ActBody>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let (key, act) = (send.send(), send.body.act()?);
    let sent = match app.write(&actor, street, key, move |work| ops::act(work, id, version, &act)).await {
        Err(Refusal::VersionMoved(version)) => return Err(moved(&app, &actor, street, id, (version, true)).await),
        Err(Refusal::Overtaken { version, by_others, .. }) => {
            return Err(moved(&app, &actor, street, id, (version, by_others)).await);
        }
        sent => sent?,
    };
    // After a return or a dispatch the actor may no longer see the case, only the receipt.
    match show(&app, &actor, street, id, sent.replayed).await {
        Err(Refusal::NotFound(_)) => Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed)),
        shown => shown,
    }
}

/// The refusal of an act after somebody else's change, with the case as it is now.
async fn moved(app: &App, actor: &Actor, street: GridCode, id: CaseId, (version, by_others): (i64, bool)) -> Refusal {
    match view(app, actor, street, id).await.map(|(case, version)| (serde_json::to_value(case), version)) {
        Ok((Ok(case), version)) => Refusal::Overtaken { version, by_others, current: Some(Box::new(case)) },
        _ => Refusal::Overtaken { version, by_others, current: None },
    }
}

/// Why somebody wants to see the reporter.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CaseUnmaskBody)]
#[serde(deny_unknown_fields)]
pub struct UnmaskBody {
    /// Why; it is logged.
    pub reason: String,
}

/// Who brought it, in clear.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseUnmasked)]
pub struct Unmasked {
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
}

/// Shows who brought a case, and logs who saw it and why. What it answers is not kept: a resend looks, and logs, again.
#[utoipa::path(post, path = "/cases/{id}/unmask", tag = "cases", params(("id" = Uuid, Path)), request_body = UnmaskBody, responses((status = 200, body = Unmasked)))]
pub async fn unmask_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<UnmaskBody>,
) -> Result<Reply<Unmasked>, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let reason = send.body.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refused::Empty("reason").into());
    }
    if reason.chars().count() > 200 {
        return Err(Refused::TooLong("reason", 200).into());
    }
    let clear = app
        .transact(&actor, street, move |work| {
            let (record, party) = ops::visible(work, id)?;
            let permit = work.actor.may(Verb::CasesUnmask, &record.case.code, party)?;
            let sealed = record.reporter.clone().ok_or(Refusal::NotFound("reporter"))?;
            let plain =
                work.seal().open(&record.seal_context(), &sealed).map_err(|e| Refusal::Internal(e.to_string()))?;
            let reporter: Reporter = serde_json::from_slice(&plain).map_err(|e| Refusal::Internal(e.to_string()))?;
            ops::note_fact(work, permit, record, Fact::Unmasked { reason: reason.clone() })?;
            Ok(Unmasked { name: reporter.name, phone: reporter.phone })
        })
        .await?;
    Ok(Reply(clear))
}
