//! Acts on an alert over HTTP.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::care::Action;
use weiguang_domain::care::alert::ladder::{How, TryResult};
use weiguang_domain::care::alert::state::{Outcome, Void, Watcher, With};
use weiguang_domain::households::ContactKind;
use weiguang_domain::kernel::ids::{AccountId, AlertId, ContactId};
use weiguang_domain::kernel::time::{Moment, Span};

use super::alerts::show;
use super::street_of_alert;
use crate::App;
use crate::rooms::care::ops::{Receipt, acts};
use crate::rooms::care::view::alert::AlertView;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};
use crate::web::problem::Problem;
use crate::web::{FieldFault, Refusal};

/// With whom somebody is: `kin`, `contact`, `server`, `medical`, `alone`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = CareWithWhom)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum WithWhom {
    Kin,
    Contact,
    Server,
    Medical,
    Alone,
}

/// What somebody does to an alert.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CareAlertActBody)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the action that it belongs to")]
pub enum AlertActBody {
    /// A doctor's or nurse's word: it is an alert.
    Word { text: String },
    /// A doctor's or nurse's word: it is none. Only after a second reading that was not critical.
    StandDown { reason: String },
    /// A doctor's word, once it was raised: the readings do not count. `wrong_person`, `broken_meter`.
    VoidReadings {
        #[schema(value_type = String)]
        why: Void,
        reason: String,
    },
    /// A doctor has seen them, and follows up within 14 days.
    UnderCare { reason: String },
    /// Answer.
    Acknowledge {},
    /// Add a line.
    Note { text: String },
    /// Somebody on the ladder was tried: `phone`, `door`, `message`; `reached`, `no_answer`, `left_word`, `wrong_number`, `cannot_help`.
    Try {
        rung: u16,
        #[schema(value_type = String)]
        how: How,
        #[schema(value_type = String)]
        went: TryResult,
        #[serde(default)]
        words: String,
    },
    /// Somebody was found by asking around; they are in the household's contacts by now.
    Found {
        #[schema(value_type = String)]
        kind: ContactKind,
        contact: Uuid,
    },
    /// Bring the person somewhere.
    Escort { to: String },
    /// Seen, and safe for now.
    SafeNow {
        with: WithWhom,
        #[serde(default)]
        contact: Option<Uuid>,
        #[serde(default)]
        account: Option<Uuid>,
        place: String,
    },
    /// Somebody agrees to look in: a contact or an account, at an interval in minutes, first at a given moment.
    AskWatch {
        #[serde(default)]
        contact: Option<Uuid>,
        #[serde(default)]
        account: Option<Uuid>,
        every_minutes: i64,
        #[schema(value_type = String)]
        first: Moment,
    },
    /// Somebody looked in.
    LookedIn {
        #[serde(default)]
        contact: Option<Uuid>,
        #[serde(default)]
        account: Option<Uuid>,
        well: bool,
        #[serde(default)]
        words: String,
    },
    /// The family is there.
    KinThere {
        #[serde(default)]
        contact: Option<Uuid>,
    },
    /// Sent to a doctor or hospital.
    Refer { to: String, how: String },
    /// Arrived there.
    Arrived { words: String },
    /// A doctor says that they stay at home.
    StayHome { words: String },
    /// Asked after.
    FollowedUp { well: bool, words: String },
    /// End it, once both follow-ups are done: `recovered`, `admitted`, `under_care`, `declined`, `handed_on`.
    Close {
        #[schema(value_type = String)]
        outcome: Outcome,
        words: String,
    },
    /// They died: it ends wherever it stands, and their record says so. For a day this can be taken back.
    Died { words: String },
    /// The death was a mistake: everything that it ended goes on.
    UndoDeath {
        #[serde(default)]
        words: String,
    },
}

fn watcher(contact: Option<Uuid>, account: Option<Uuid>) -> Result<Watcher, Refusal> {
    match (contact, account) {
        (Some(contact), None) => Ok(Watcher::Contact(ContactId::new(contact))),
        (None, Some(account)) => Ok(Watcher::Staff(AccountId::new(account))),
        _ => Err(one_of_two()),
    }
}

fn one_of_two() -> Refusal {
    let (zh, en) = ("应填写联系人或工作人员之一", "either a contact or an account");
    Refusal::field(FieldFault::new("contact", "care.who", zh, en))
}

impl AlertActBody {
    fn action(self) -> Result<Action, Refusal> {
        Ok(match self {
            Self::Word { text } => Action::Word { text },
            Self::StandDown { reason } => Action::StandDown { reason },
            Self::VoidReadings { why, reason } => Action::VoidReadings { why, reason },
            Self::UnderCare { reason } => Action::UnderCare { reason },
            Self::Acknowledge {} => Action::Acknowledge,
            Self::Note { text } => Action::Note { text },
            Self::Try { rung, how, went, words } => Action::Try { rung, how, went, words },
            Self::Found { kind, contact } => Action::Found { kind, contact: ContactId::new(contact) },
            Self::Escort { to } => Action::Escort { to },
            Self::SafeNow { with, contact, account, place } => {
                let with = match (with, contact, account) {
                    (WithWhom::Kin, kin, None) => With::Kin(kin.map(ContactId::new)),
                    (WithWhom::Contact, Some(contact), None) => With::Contact(ContactId::new(contact)),
                    (WithWhom::Server, None, Some(account)) => With::Staff(AccountId::new(account)),
                    (WithWhom::Medical, None, None) => With::Medical,
                    (WithWhom::Alone, None, None) => With::Alone,
                    _ => return Err(one_of_two()),
                };
                Action::SafeNow { with, place }
            }
            Self::AskWatch { contact, account, every_minutes, first } => Action::AskWatch {
                watcher: watcher(contact, account)?,
                every: Span::minutes(every_minutes.clamp(0, 100_000)),
                first,
            },
            Self::LookedIn { contact, account, well, words } => {
                Action::LookedIn { watcher: watcher(contact, account)?, well, words }
            }
            Self::KinThere { contact } => Action::KinThere { kin: contact.map(ContactId::new) },
            Self::Refer { to, how } => Action::Refer { to, how },
            Self::Arrived { words } => Action::Arrived { words },
            Self::StayHome { words } => Action::StayHome { words },
            Self::FollowedUp { well, words } => Action::FollowedUp { well, words },
            Self::Close { outcome, words } => Action::Close { outcome, words },
            Self::Died { words } => Action::Died { words },
            Self::UndoDeath { words } => Action::UndoDeath { words },
        })
    }
}

/// What an act answers; it only describes the two.
#[derive(ToSchema)]
#[schema(as = CareAlertActed)]
#[serde(untagged)]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum AlertActed {
    /// The alert as it is now.
    Alert(Box<AlertView>),
    /// The receipt, where it is no longer the actor's to see.
    Receipt(Receipt),
}

/// Does something to an alert, as it was seen at the version of `If-Match`. What others tried, wrote or measured since is in nobody's way.
#[utoipa::path(post, path = "/care/alerts/{id}/actions", tag = "care", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = AlertActBody, responses((status = 200, body = AlertActed), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn act_on_alert(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<AlertActBody>,
) -> Result<Response, Refusal> {
    let id = AlertId::new(id);
    let street = street_of_alert(&app, &actor, id).await?;
    let sending = send.secret(&app);
    let action = send.body.action()?;
    let sent = app.write(&actor, street, sending, move |work| acts::act(work, id, version, &action)).await?;
    match show(&app, &actor, street, id, sent.replayed).await {
        Err(Refusal::NotFound(_)) => {
            Ok(written(axum::http::StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
        }
        shown => shown,
    }
}

/// Which rung is to be called.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = CareCallBody)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    /// Counted from 0.
    pub rung: u16,
}

/// The numbers to call.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareNumbersToCall)]
pub struct NumbersToCall {
    /// In full, best first.
    pub phones: Vec<String>,
}

/// Gives the numbers of a contact on the ladder in full, to call them; the timeline says who looked. What it answers is not kept: a
/// resend looks, and is told, again.
#[utoipa::path(post, path = "/care/alerts/{id}/call", tag = "care", params(("id" = Uuid, Path)), request_body = CallBody, responses((status = 200, body = NumbersToCall)))]
pub async fn call_contact(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<CallBody>,
) -> Result<Reply<NumbersToCall>, Refusal> {
    let (id, rung) = (AlertId::new(id), send.body.rung);
    let street = street_of_alert(&app, &actor, id).await?;
    let phones = app.transact(&actor, street, move |work| acts::numbers(work, id, rung)).await?;
    Ok(Reply(NumbersToCall { phones }))
}
