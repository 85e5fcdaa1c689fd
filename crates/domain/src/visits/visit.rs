//! A door visit and a patrol: what one person saw at one time. Nothing here is ever changed afterwards; whoever knows better adds a
//! visit, and one that was recorded by mistake is named by the one that puts it right.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::correction::Correction;
use super::form::Answer;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, AlertId, CampaignId, CaseId, DwellingId, ResidentId, VisitId};
use crate::kernel::time::Moment;

/// How a door ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody answered: it comes back in a second round.
    NotReached,
    /// Nobody lives there.
    Vacant,
    /// Who lived there has moved away.
    Moved,
    /// They do not wish to be asked: their right, and an end.
    Refused,
    /// Done.
    Done,
}

impl Outcome {
    /// All. The order is what decides between two visits to one door: the one that knows more about the people counts, and no clock of
    /// a phone decides anything.
    pub const ALL: [Self; 5] = [Self::NotReached, Self::Vacant, Self::Moved, Self::Refused, Self::Done];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotReached => "not_reached",
            Self::Vacant => "vacant",
            Self::Moved => "moved",
            Self::Refused => "refused",
            Self::Done => "done",
        }
    }

    /// On a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::NotReached => "没人应门",
            Self::Vacant => "空置",
            Self::Moved => "已搬走",
            Self::Refused => "不愿受访",
            Self::Done => "已走访",
        }
    }

    /// On an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::NotReached => "no answer",
            Self::Vacant => "vacant",
            Self::Moved => "moved away",
            Self::Refused => "does not wish to be asked",
            Self::Done => "done",
        }
    }

    /// Whether the door has ended: everything but "nobody answered".
    #[must_use]
    pub const fn is_end(self) -> bool {
        !matches!(self, Self::NotReached)
    }
}

/// Why somebody went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Plan {
    /// They were passing.
    Unplanned,
    /// In a campaign, in its so-manieth round.
    Campaign {
        /// Which.
        campaign: CampaignId,
        /// From 1.
        round: u8,
    },
    /// After a care alert.
    Alert(AlertId),
    /// After a case.
    Case(CaseId),
}

/// How an answer came about: the burden meter counts by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// It was asked.
    Asked,
    /// It was known, and "still so?" was answered with yes.
    Confirmed,
    /// It was known, and is not so any more: asked, too.
    Changed,
}

/// An answer to one question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Given {
    /// What.
    pub answer: Answer,
    /// How it came about.
    pub came: Came,
}

/// A visit to a door.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Visit {
    /// Made by the phone.
    pub id: VisitId,
    /// Which door.
    pub door: DwellingId,
    /// The door's cell, as the phone knew it then: where the credit stays.
    pub code: GridCode,
    /// Who went.
    pub by: AccountId,
    /// When, by the phone's clock: shown, and never used to decide.
    pub at: Moment,
    /// Why.
    pub plan: Plan,
    /// How it ended.
    pub outcome: Outcome,
    /// Whom they met.
    pub met: Vec<ResidentId>,
    /// What was seen, in words.
    pub seen: String,
    /// What was asked.
    pub answers: BTreeMap<String, Given>,
    /// The case that was opened in the same move.
    pub case: Option<CaseId>,
    /// The visit that this one puts right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Correction>,
}

/// A walk through a cell without knocking. Where exactly is nobody's business: it has a cell, and no track.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Patrol {
    /// Made by the phone.
    pub id: VisitId,
    /// Which cell.
    pub code: GridCode,
    /// Who went.
    pub by: AccountId,
    /// From.
    pub from: Moment,
    /// Until.
    pub until: Moment,
    /// What was seen, in words.
    pub seen: String,
    /// The cases that were opened on the way.
    pub cases: Vec<CaseId>,
}
