//! Timeline entries of a case, as they are hashed and stored.

use serde::{Deserialize, Serialize};

use super::link::Holder;
use super::state::{Answer, Recorded};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, AttachmentId, CaseId, LinkId, PartId, RegridId};
use crate::kernel::time::Moment;

/// Why a case was assigned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Received.
    Intake,
    /// By a dispatcher.
    Dispatcher,
    /// Its place was found or corrected.
    Placed,
    /// It was returned.
    Returned,
    /// A deadline passed.
    Breach,
    /// Escalated manually.
    Asked,
    /// The resident said that it is not solved.
    NotSolved,
    /// It was reopened.
    Reopened,
    /// Its owner left.
    Left,
    /// Its cell was redrawn.
    Regrid,
    /// Its kind was corrected.
    Kind,
}

/// An event of a collaborator's part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartFact {
    /// Accepted.
    Accepted,
    /// Done.
    Done,
    /// Refused.
    Refused,
    /// Overdue.
    Late,
}

/// A timeline entry. Its JSON is the body of the event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named by the fact it belongs to, and read by nobody else")]
pub enum Fact {
    /// Received.
    Submitted {
        source: String,
        kind: String,
        version: u32,
        code: GridCode,
        placed: bool,
        accept_due: Moment,
        resolve_due: Moment,
    },
    /// Assigned to a person, or to a code without one; `holes`: vacant posts passed on the way.
    Dispatched {
        to: Option<AccountId>,
        deputy_for: Option<AccountId>,
        code: GridCode,
        holes: Vec<GridCode>,
        because: Because,
    },
    /// Accepted.
    Accepted,
    /// Taken over from another holder.
    TakenOver { from: AccountId },
    /// Work began.
    Started,
    /// A note.
    Noted { text: String },
    /// A note or photo from somebody who lost access by a re-grid.
    LateWord { text: String },
    /// Returned; `count`: how often by now.
    Returned { reason: String, count: u32 },
    /// A pause was requested.
    PauseAsked { reason: String, waiting_for: String, until: Moment },
    /// Paused.
    Paused { reason: String, waiting_for: String, until: Moment, asked_by: AccountId },
    /// The pause was refused.
    PauseRefused { reason: String },
    /// The pause ended; the new deadlines.
    Resumed { accept_due: Moment, resolve_due: Moment, by_itself: bool },
    /// Half of the time to resolve has passed.
    HalfWay { resolve_due: Moment },
    /// A deadline passed.
    Breached { clock: String, due: Moment },
    /// Escalated.
    Escalated { from: GridCode, to: GridCode, because: Because, reason: String },
    /// Resolved by the owner.
    Resolved { outcome: String, ask_until: Moment },
    /// The resident answered.
    Answered {
        answer: Answer,
        words: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recorded: Option<Recorded>,
    },
    /// Solved, by answer or by silence.
    Confirmed {
        answer: Answer,
        #[serde(default)]
        recorded: bool,
    },
    /// Closed.
    Closed {
        answer: Answer,
        #[serde(default)]
        recorded: bool,
        reopen_until: Moment,
    },
    /// Reopened.
    Reopened { reason: String },
    /// Withdrawn.
    Withdrawn { reason: String },
    /// Merged into another case.
    Duplicate { of: CaseId, number: String },
    /// Another person reported the same matter.
    Joined { count: u32 },
    /// A co-reporter says that it is not solved for them; the owner is notified, the state is unchanged.
    NotSolvedFor { words: String },
    /// Staff issued a link: to the reporter, whose former link is revoked, or to a co-reporter.
    LinkIssued { link: LinkId, holder: Holder },
    /// The reporter's link was revoked without a new one.
    LinkWithdrawn,
    /// Its place was found or corrected.
    Placed { from: GridCode, code: GridCode },
    /// Its cell was redrawn while it was open.
    Moved { from: GridCode, code: GridCode, regrid: RegridId },
    /// Its kind was corrected; deadlines count from receipt with the new limits.
    KindChanged { from: String, kind: String, version: u32, accept_due: Moment, resolve_due: Moment },
    /// A department was called in.
    PartAsked { part: PartId, department: String, task: String, due: Moment, to: Option<AccountId> },
    /// An event of a part.
    Part { part: PartId, department: String, what: PartFact, words: String },
    /// A file was attached.
    Attached { attachment: AttachmentId, name: String, kind: String, sha256: String },
    /// A stored file was cleaned by a later version of the program; its hash changed.
    FileCleaned { attachment: AttachmentId, sha256: String },
    /// The reporter's name and phone were shown.
    Unmasked { reason: String },
    /// The text mentions danger to life: ids of emergencies, numbers to call, and the matched words of the manual.
    DangerNoticed { emergencies: Vec<String>, numbers: Vec<String>, words: Vec<String> },
    /// Urgency removed, with a reason; deadlines count from receipt with the kind's limits.
    UrgencyTakenOff { reason: String, accept_due: Moment, resolve_due: Moment },
    /// The calendar of holidays changed, and open deadlines were recomputed.
    Recounted { accept_due: Moment, resolve_due: Moment },
    /// Another body is responsible: its name, and its number if known. The case is handed over; nobody is turned away.
    TakenElsewhere { zh: String, en: String, number: Option<String> },
}

impl Fact {
    /// The event's name, `cases.past-tense`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "cases.submitted",
            Self::Dispatched { .. } => "cases.dispatched",
            Self::Accepted => "cases.accepted",
            Self::TakenOver { .. } => "cases.taken-over",
            Self::Started => "cases.started",
            Self::Noted { .. } => "cases.noted",
            Self::LateWord { .. } => "cases.late-word",
            Self::Returned { .. } => "cases.returned",
            Self::PauseAsked { .. } => "cases.pause-asked",
            Self::Paused { .. } => "cases.paused",
            Self::PauseRefused { .. } => "cases.pause-refused",
            Self::Resumed { .. } => "cases.resumed",
            Self::HalfWay { .. } => "cases.half-way",
            Self::Breached { .. } => "cases.breached",
            Self::Escalated { .. } => "cases.escalated",
            Self::Resolved { .. } => "cases.resolved",
            Self::Answered { .. } => "cases.answered",
            Self::Confirmed { .. } => "cases.confirmed",
            Self::Closed { .. } => "cases.closed",
            Self::Reopened { .. } => "cases.reopened",
            Self::Withdrawn { .. } => "cases.withdrawn",
            Self::Duplicate { .. } => "cases.duplicate",
            Self::Joined { .. } => "cases.joined",
            Self::NotSolvedFor { .. } => "cases.not-solved-for",
            Self::LinkIssued { .. } => "cases.link-issued",
            Self::LinkWithdrawn => "cases.link-withdrawn",
            Self::Placed { .. } => "cases.placed",
            Self::Moved { .. } => "cases.moved",
            Self::KindChanged { .. } => "cases.kind-changed",
            Self::PartAsked { .. } => "cases.part-asked",
            Self::Part { .. } => "cases.part",
            Self::Attached { .. } => "cases.attached",
            Self::FileCleaned { .. } => "cases.file-cleaned",
            Self::Unmasked { .. } => "cases.unmasked",
            Self::DangerNoticed { .. } => "cases.danger-noticed",
            Self::UrgencyTakenOff { .. } => "cases.urgency-taken-off",
            Self::Recounted { .. } => "cases.recounted",
            Self::TakenElsewhere { .. } => "cases.taken-elsewhere",
        }
    }
}
