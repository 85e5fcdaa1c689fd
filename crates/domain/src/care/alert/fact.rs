//! The entries of an alert's timeline. A reading is named by its id, and no fact has a field in which a measured value could stand.

use serde::{Deserialize, Serialize};

use super::ladder::{How, Went};
use super::state::{Cause, Outcome, Stage, Status, Void, Watcher, With};
use crate::grid::GridCode;
use crate::households::ContactKind;
use crate::kernel::ids::{AccountId, ContactId, ReadingId, RegridId};
use crate::kernel::time::{Moment, Span};

/// Why an alert went to somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It was raised.
    Raised,
    /// A clock ran out.
    Late,
    /// Its owner left.
    Left,
    /// Its cell was redrawn.
    Regrid,
    /// The person moved.
    Moved,
}

/// One fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named by the fact it belongs to, and read by nobody else")]
pub enum Fact {
    /// The first critical reading.
    Began { reading: ReadingId, due: Moment },
    /// The second.
    Remeasured { reading: ReadingId, critical: bool, due: Moment },
    /// The first was a slip, and is not critical.
    Corrected { reading: ReadingId, due: Moment },
    /// Measured once more, later on.
    Measured { reading: ReadingId, critical: bool },
    /// It is an alert.
    Raised { because: Cause, words: String },
    /// A doctor or nurse said that it is nothing.
    StoodDown { reason: String },
    /// The readings on which it rested do not count.
    Voided { why: Void, reason: String },
    /// A doctor has seen them, and follows up.
    UnderCare { reason: String, due: Moment },
    /// It went to somebody; `holes` were passed on the way. `to` is never nobody: where nobody answers, it stays with whom it was.
    Dispatched {
        to: AccountId,
        deputy_for: Option<AccountId>,
        code: GridCode,
        holes: Vec<GridCode>,
        because: Because,
        due: Moment,
    },
    /// The owner answered.
    Acknowledged { due: Moment },
    /// A line.
    Noted { text: String },
    /// Somebody was tried.
    Tried { kind: ContactKind, contact: Option<ContactId>, how: How, went: Went, words: String },
    /// Somebody saw a contact's number in full, to call it.
    NumberSeen { kind: ContactKind, contact: ContactId },
    /// Somebody was found by asking around.
    Found { kind: ContactKind, contact: ContactId },
    /// On the way.
    Escorted { to: String, due: Moment },
    /// Seen, and safe for now.
    Safe { with: With, place: String },
    /// Somebody said that they look in.
    WatchAsked { watcher: Watcher, every: Span, first: Moment },
    /// They did.
    LookedIn { watcher: Watcher, well: bool, words: String },
    /// They did not, or did not say so.
    LookMissed { watcher: Watcher, due: Moment },
    /// The kin are there.
    KinThere { kin: Option<ContactId> },
    /// Sent to a doctor.
    Referred { to: String, how: String, due: Moment },
    /// Arrived there.
    Arrived { words: String, due: Moment },
    /// Stays at home, by a doctor's word.
    StaysHome { words: String, due: Moment },
    /// Asked after.
    FollowedUp { stage: Stage, well: bool, words: String },
    /// Not well: somebody must find them again.
    Worse,
    /// A clock ran out where it stood.
    Late { status: Status, due: Moment, times: u32 },
    /// It went up, or where nobody stands above, was told there once more.
    Climbed { from: GridCode, to: GridCode },
    /// An outcome is owed.
    OutcomeOwed { due: Moment },
    /// Over.
    Closed { outcome: Outcome, words: String },
    /// They died; until when that can be taken back.
    Died { words: String, until: Moment },
    /// The death was a mistake: it stands where it stood.
    DeathUndone { words: String, due: Moment },
    /// Nobody has answered it since; who measured is asked to call.
    Unanswered { since: Moment },
    /// A look is soon.
    LookSoon { watcher: Watcher, due: Moment },
    /// A look was kept: it is back with whom it was before one was missed.
    BroughtBack { to: AccountId, code: GridCode, due: Moment },
    /// Its cell was redrawn while it was open, or the person moved.
    Moved {
        from: GridCode,
        code: GridCode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        regrid: Option<RegridId>,
    },
    /// Who answers for the new door was told, while its owner, who is in the middle of it, goes on.
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
