//! Visits and patrols: immutable observations by one person. New knowledge is a new visit; a wrong one is corrected by
//! reference.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::correction::Correction;
use super::form::Answer;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, AlertId, CampaignId, CaseId, DwellingId, ResidentId, VisitId};
use crate::kernel::time::Moment;

/// The outcome of a visit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody answered; visited again in the next round.
    NotReached,
    /// Nobody lives there.
    Vacant,
    /// The residents have moved away.
    Moved,
    /// They decline, which is their right; finished.
    Refused,
    /// Done.
    Done,
}

impl Outcome {
    /// All. The order decides between several visits to one dwelling: the more informative outcome counts, independent
    /// of clocks.
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

    /// Whether it finishes the dwelling: all but "nobody answered".
    #[must_use]
    pub const fn is_end(self) -> bool {
        !matches!(self, Self::NotReached)
    }
}

/// Why the visit took place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Plan {
    /// Unplanned.
    Unplanned,
    /// In a round of a campaign.
    Campaign {
        /// The campaign.
        campaign: CampaignId,
        /// Round, from 1.
        round: u8,
    },
    /// After a care alert.
    Alert(AlertId),
    /// After a case.
    Case(CaseId),
}

/// How an answer was obtained, for the burden meter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerOrigin {
    /// Asked.
    Asked,
    /// Known, and confirmed.
    Confirmed,
    /// Known, and changed.
    Changed,
}

/// An answer to a question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// The answer.
    pub answer: Answer,
    /// How it was obtained.
    pub came: AnswerOrigin,
}

/// A visit to a dwelling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Visit {
    /// Client-generated id.
    pub id: VisitId,
    /// The dwelling.
    pub door: DwellingId,
    /// Its cell as known to the phone at the time, to which the visit is credited.
    pub code: GridCode,
    /// Who visited.
    pub by: AccountId,
    /// The phone's time; for display only.
    pub at: Moment,
    /// Why.
    pub plan: Plan,
    /// The outcome.
    pub outcome: Outcome,
    /// The residents met.
    pub met: Vec<ResidentId>,
    /// Remarks.
    pub seen: String,
    /// The answers.
    pub answers: BTreeMap<String, GivenAnswer>,
    /// A case created together with it.
    pub case: Option<CaseId>,
    /// The visit that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Correction>,
}

/// A walk through a cell. It has a cell and no track, to protect the member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Patrol {
    /// Client-generated id.
    pub id: VisitId,
    /// The cell.
    pub code: GridCode,
    /// Who walked.
    pub by: AccountId,
    /// Start.
    pub from: Moment,
    /// End.
    pub until: Moment,
    /// Remarks.
    pub seen: String,
    /// Cases created on the way.
    pub cases: Vec<CaseId>,
}
