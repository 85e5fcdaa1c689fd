//! The entries of a case's timeline: what happened, as it is hashed and kept.

use serde::{Deserialize, Serialize};

use super::link::Holder;
use super::state::{Answer, Recorded};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, AttachmentId, CaseId, LinkId, PartId, RegridId};
use crate::kernel::time::Moment;

/// Why a case went to somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It just came in.
    Intake,
    /// A dispatcher said so.
    Dispatcher,
    /// Its place was found, or corrected.
    Placed,
    /// It was sent back.
    Returned,
    /// A clock ran out.
    Breach,
    /// Somebody asked the level above.
    Asked,
    /// The resident said that it is not solved.
    NotSolved,
    /// It was opened again.
    Reopened,
    /// Its owner left.
    Left,
    /// Its cell was redrawn.
    Regrid,
    /// Its kind was corrected.
    Kind,
}

/// What happened to a part that a collaborator was called in for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartFact {
    /// Taken.
    Accepted,
    /// Done.
    Done,
    /// Refused.
    Refused,
    /// Its time is over.
    Late,
}

/// One fact. Its JSON is the body of the event; texts are kept as they were written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named by the fact it belongs to, and read by nobody else")]
pub enum Fact {
    /// It came in.
    Submitted {
        source: String,
        kind: String,
        version: u32,
        code: GridCode,
        placed: bool,
        accept_due: Moment,
        resolve_due: Moment,
    },
    /// It went to somebody, or to a code at which nobody answers; `holes` were passed on the way.
    Dispatched {
        to: Option<AccountId>,
        deputy_for: Option<AccountId>,
        code: GridCode,
        holes: Vec<GridCode>,
        because: Because,
    },
    /// Taken.
    Accepted,
    /// Taken from the one who held it.
    TakenOver { from: AccountId },
    /// Begun.
    Started,
    /// A line.
    Noted { text: String },
    /// A line, or with no text a photo, from somebody out of whose reach a re-grid had taken it.
    LateWord { text: String },
    /// Sent back, for the so-manieth time.
    Returned { reason: String, count: u32 },
    /// A pause was asked for.
    PauseAsked { reason: String, waiting_for: String, until: Moment },
    /// The clocks stand.
    Paused { reason: String, waiting_for: String, until: Moment, asked_by: AccountId },
    /// The clocks never stood.
    PauseRefused { reason: String },
    /// The clocks run again, with these ends.
    Resumed { accept_due: Moment, resolve_due: Moment, by_itself: bool },
    /// Half of the time has run.
    HalfWay { resolve_due: Moment },
    /// A clock ran out.
    Breached { clock: String, due: Moment },
    /// It went up.
    Escalated { from: GridCode, to: GridCode, because: Because, reason: String },
    /// Done, says the owner.
    Resolved { outcome: String, ask_until: Moment },
    /// The resident answered.
    Answered {
        answer: Answer,
        words: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recorded: Option<Recorded>,
    },
    /// Solved, by word or by silence.
    Confirmed {
        answer: Answer,
        #[serde(default)]
        recorded: bool,
    },
    /// Over.
    Closed {
        answer: Answer,
        #[serde(default)]
        recorded: bool,
        reopen_until: Moment,
    },
    /// Opened again.
    Reopened { reason: String },
    /// Taken back.
    Withdrawn { reason: String },
    /// Joined to another.
    Duplicate { of: CaseId, number: String },
    /// Somebody else has the same matter.
    Joined { count: u32 },
    /// Somebody who joined says that it is not solved for them: its owner reads it, and it stays as it is.
    NotSolvedFor { words: String },
    /// Somebody who serves handed out a link: to the one who brought it, whose link of before is dead, or to somebody who joined.
    LinkIssued { link: LinkId, holder: Holder },
    /// The reporter's link was withdrawn, and none came in its place.
    LinkWithdrawn,
    /// Its place was found or corrected.
    Placed { from: GridCode, code: GridCode },
    /// Its cell was redrawn while it was open.
    Moved { from: GridCode, code: GridCode, regrid: RegridId },
    /// Its kind was corrected; clocks keep running from receipt under the new promise.
    KindChanged { from: String, kind: String, version: u32, accept_due: Moment, resolve_due: Moment },
    /// A collaborator was called in.
    PartAsked { part: PartId, department: String, task: String, due: Moment, to: Option<AccountId> },
    /// Something happened to a part.
    Part { part: PartId, department: String, what: PartFact, words: String },
    /// A photo or paper was added.
    Attached { attachment: AttachmentId, name: String, kind: String, sha256: String },
    /// A stored file was cleaned by a later version of the program; its bytes are others since.
    FileCleaned { attachment: AttachmentId, sha256: String },
    /// Somebody saw the reporter's name and phone.
    Unmasked { reason: String },
    /// Its words show danger to life: ids of emergencies, the numbers to call, and the words, which are those of the manual.
    DangerNoticed { emergencies: Vec<String>, numbers: Vec<String>, words: Vec<String> },
    /// Somebody looked and said why it is not urgent; the clocks run from receipt under its kind's promise.
    UrgencyTakenOff { reason: String, accept_due: Moment, resolve_due: Moment },
    /// The calendar of holidays is another, and the clocks that run were counted by it.
    Recounted { accept_due: Moment, resolve_due: Moment },
    /// Others take this: who, and their number where they have one. It is handed over, and nobody is sent away.
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
