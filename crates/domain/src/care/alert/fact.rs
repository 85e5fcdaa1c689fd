//! Timeline entries of an alert. Readings are referenced by id; no field can hold a measured value.

use serde::{Deserialize, Serialize};

use super::ladder::{How, TryResult};
use super::state::{Cause, Outcome, Stage, Status, Void, Watcher, With};
use crate::grid::GridCode;
use crate::households::ContactKind;
use crate::kernel::ids::{AccountId, ContactId, ReadingId, RegridId};
use crate::kernel::time::{Moment, Span};

/// Why an alert was assigned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It was raised.
    Raised,
    /// A deadline expired.
    Late,
    /// Its owner left.
    Left,
    /// Its cell was redrawn.
    Regrid,
    /// The person moved.
    Moved,
}

/// A timeline entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named by the fact it belongs to, and read by nobody else")]
pub enum Fact {
    /// The first critical reading.
    Began { reading: ReadingId, due: Moment },
    /// The second reading.
    Remeasured { reading: ReadingId, critical: bool, due: Moment },
    /// The first reading was corrected, and is not critical.
    Corrected { reading: ReadingId, due: Moment },
    /// A later measurement.
    Measured { reading: ReadingId, critical: bool },
    /// Raised.
    Raised { because: Cause, words: String },
    /// Ended by a clinician as no alert.
    StoodDown { reason: String },
    /// The readings were voided.
    Voided { why: Void, reason: String },
    /// A doctor has seen the person and follows up.
    UnderCare { reason: String, due: Moment },
    /// Assigned; `holes`: vacant posts passed on the way. If nobody is found the owner is unchanged.
    Dispatched {
        to: AccountId,
        deputy_for: Option<AccountId>,
        code: GridCode,
        holes: Vec<GridCode>,
        because: Because,
        due: Moment,
    },
    /// Acknowledged by the owner.
    Acknowledged { due: Moment },
    /// A note.
    Noted { text: String },
    /// A contact was tried.
    Tried { kind: ContactKind, contact: Option<ContactId>, how: How, went: TryResult, words: String },
    /// A contact's full number was shown, to call it.
    NumberSeen { kind: ContactKind, contact: ContactId },
    /// A missing contact was found.
    Found { kind: ContactKind, contact: ContactId },
    /// Escorted to a place.
    Escorted { to: String, due: Moment },
    /// Seen, and safe for now.
    Safe { with: With, place: String },
    /// A watch was agreed.
    WatchAsked { watcher: Watcher, every: Span, first: Moment },
    /// A look was confirmed.
    LookedIn { watcher: Watcher, well: bool, words: String },
    /// A look was missed or not confirmed.
    LookMissed { watcher: Watcher, due: Moment },
    /// Relatives arrived.
    KinThere { kin: Option<ContactId> },
    /// Referred to a doctor.
    Referred { to: String, how: String, due: Moment },
    /// Arrived there.
    Arrived { words: String, due: Moment },
    /// Stays at home by a doctor's decision.
    StaysHome { words: String, due: Moment },
    /// A follow-up.
    FollowedUp { stage: Stage, well: bool, words: String },
    /// Not well: the search starts again.
    Worse,
    /// The deadline of a step expired.
    Late { status: Status, due: Moment, times: u32 },
    /// Escalated; `from` equals `to` at the top level, which is notified again.
    Climbed { from: GridCode, to: GridCode },
    /// An outcome is due.
    OutcomeOwed { due: Moment },
    /// Closed.
    Closed { outcome: Outcome, words: String },
    /// The person died; the death can be undone until then.
    Died { words: String, until: Moment },
    /// The death was a mistake: the former state is restored.
    DeathUndone { words: String, due: Moment },
    /// Not acknowledged; who measured is asked to call.
    Unanswered { since: Moment },
    /// A look is due soon.
    LookSoon { watcher: Watcher, due: Moment },
    /// A look after a missed one: returned to the owner from before the escalation.
    BroughtBack { to: AccountId, code: GridCode, due: Moment },
    /// Its cell was redrawn while it was open, or the person moved.
    Moved {
        from: GridCode,
        code: GridCode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        regrid: Option<RegridId>,
    },
    /// Who is responsible for the new address was notified; the owner, who is at work on it, is unchanged.
    ToldThere { to: AccountId, code: GridCode },
}

impl Fact {
    /// The event's name, `care.past-tense`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Began { .. } => "care.began",
            Self::Remeasured { .. } => "care.remeasured",
            Self::Corrected { .. } => "care.corrected",
            Self::Measured { .. } => "care.measured",
            Self::Raised { .. } => "care.raised",
            Self::StoodDown { .. } => "care.stood-down",
            Self::Voided { .. } => "care.voided",
            Self::UnderCare { .. } => "care.under-care",
            Self::Dispatched { .. } => "care.dispatched",
            Self::Acknowledged { .. } => "care.acknowledged",
            Self::Noted { .. } => "care.noted",
            Self::Tried { .. } => "care.tried",
            Self::NumberSeen { .. } => "care.number-seen",
            Self::Found { .. } => "care.found",
            Self::Escorted { .. } => "care.escorted",
            Self::Safe { .. } => "care.safe",
            Self::WatchAsked { .. } => "care.watch-asked",
            Self::LookedIn { .. } => "care.looked-in",
            Self::LookMissed { .. } => "care.look-missed",
            Self::KinThere { .. } => "care.kin-there",
            Self::Referred { .. } => "care.referred",
            Self::Arrived { .. } => "care.arrived",
            Self::StaysHome { .. } => "care.stays-home",
            Self::FollowedUp { .. } => "care.followed-up",
            Self::Worse => "care.worse",
            Self::Late { .. } => "care.late",
            Self::Climbed { .. } => "care.climbed",
            Self::OutcomeOwed { .. } => "care.outcome-owed",
            Self::Closed { .. } => "care.closed",
            Self::Died { .. } => "care.died",
            Self::DeathUndone { .. } => "care.death-undone",
            Self::Unanswered { .. } => "care.unanswered",
            Self::LookSoon { .. } => "care.look-soon",
            Self::BroughtBack { .. } => "care.brought-back",
            Self::Moved { .. } => "care.moved",
            Self::ToldThere { .. } => "care.told-there",
        }
    }
}
