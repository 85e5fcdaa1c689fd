//! A re-grid: territory is redrawn on a day, after a review, with a map from old to new.
//!
//! Grids are redrawn every year, and what was credited, open or counted must not be lost by it. So a re-grid is a plan of moves
//! that is checked as a whole ([`Plan::check`]) and gives its effect before anything happens: which cells end, which
//! begin, and where everything of an old cell goes ([`Mapping`]). Codes are never used again for other ground, closed work
//! keeps the code that it had, and last year's figures can be restated on today's cells.

mod fault;
mod late;
mod mapping;
mod review;

pub use fault::{PlanFault, PlanWarning};
pub use late::{CarriedOn, carry_on, heirs_of};
pub use mapping::{Heir, Mapping};
pub use review::{Effect, Outcome};

use serde::{Deserialize, Serialize};

use super::code::GridCode;
use super::shape::Shape;
use crate::kernel::ids::{AccountId, RegridId};
use crate::kernel::time::{Day, Moment};

/// What is to happen on one day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The first day of the new cells.
    pub day: Day,
    /// What happens; no cell is in two moves.
    pub moves: Vec<Move>,
}

/// One change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum Move {
    /// 拆分: one cell becomes several of its level.
    Split {
        /// The cell that ends.
        old: GridCode,
        /// Those that begin in its place.
        into: Vec<NewCell>,
        /// Where goes what has no place on the map; without it, to the largest part.
        default: Option<GridCode>,
    },
    /// 合并: several cells become one of their level.
    Merge {
        /// The cells that end.
        olds: Vec<GridCode>,
        /// The one that begins; without a shape it covers what they covered.
        into: NewCell,
    },
    /// 划转: a cell goes to another parent, and what lies under it goes along.
    Move {
        /// Its code so far.
        old: GridCode,
        /// Its code under the other parent.
        to: GridCode,
    },
    /// 重新编号: a cell gets another number under the same parent, and so does what lies under it.
    Renumber {
        /// Its code so far.
        old: GridCode,
        /// Its new code.
        new: GridCode,
    },
    /// 更名: another name for the same ground; the code stays.
    Rename {
        /// Its code.
        code: GridCode,
        /// Its new name.
        name: String,
    },
}

/// A cell that begins.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewCell {
    /// Its code, never used before.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Its ground; needed where the old cell is drawn.
    pub shape: Option<Shape>,
    /// Its households, if counted.
    pub households: Option<u32>,
}

/// Who did something and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// How far a re-grid is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// 草拟: it may still be changed.
    Drafted {
        /// Who wrote it last.
        drafted: Signed,
    },
    /// 已审核: somebody else has agreed.
    Reviewed {
        /// Who wrote it.
        drafted: Signed,
        /// Who agreed.
        reviewed: Signed,
    },
    /// 已生效: the new cells are in force.
    Effective {
        /// Who wrote it.
        drafted: Signed,
        /// Who agreed.
        reviewed: Signed,
        /// When it was carried out.
        carried_out: Moment,
    },
    /// 已撤回: it never came about.
    Withdrawn {
        /// Who wrote it.
        drafted: Signed,
        /// Who withdrew it.
        withdrawn: Signed,
        /// Why.
        reason: String,
    },
}

impl State {
    /// The word on screen.
    #[must_use]
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "草拟",
            Self::Reviewed { .. } => "已审核",
            Self::Effective { .. } => "已生效",
            Self::Withdrawn { .. } => "已撤回",
        }
    }
}

/// Why a re-grid does not go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// Four eyes: the one who drew the lines does not agree to them.
    #[error("whoever drafted a re-grid cannot review it")]
    OwnDraft,
    /// Not before its day.
    #[error("the re-grid is for {0}, which has not come")]
    TooEarly(Day),
    /// It is not reviewed, or already over.
    #[error("the re-grid is not in a state for this")]
    WrongState,
    /// A withdrawal says why.
    #[error("a reason is needed")]
    NoReason,
}

impl Refusal {
    /// The refusal in Chinese; `Display` gives it in English.
    #[must_use]
    pub fn chinese(self) -> String {
        match self {
            Self::OwnDraft => "起草人不能审核自己的调整方案".into(),
            Self::TooEarly(day) => format!("方案自{day}起生效，尚未到期"),
            Self::WrongState => "方案当前状态不允许此操作".into(),
            Self::NoReason => "请说明原因".into(),
        }
    }
}

/// A plan on its way: drafted → reviewed → effective, or withdrawn before that.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Regrid {
    /// Its id.
    pub id: RegridId,
    /// What is to happen.
    pub plan: Plan,
    /// How far it is.
    pub state: State,
}

impl Regrid {
    /// A new draft.
    #[must_use]
    pub const fn draft(id: RegridId, plan: Plan, drafted: Signed) -> Self {
        Self { id, plan, state: State::Drafted { drafted } }
    }

    /// Another plan in place of the one so far. A review of the old one says nothing about it and is gone.
    ///
    /// # Errors
    /// If it is effective or withdrawn.
    pub fn amend(self, plan: Plan, drafted: Signed) -> Result<Self, Refusal> {
        match self.state {
            State::Drafted { .. } | State::Reviewed { .. } => Ok(Self::draft(self.id, plan, drafted)),
            State::Effective { .. } | State::Withdrawn { .. } => Err(Refusal::WrongState),
        }
    }

    /// Somebody other than the drafter agrees.
    ///
    /// # Errors
    /// If it is not a draft, or is the reviewer's own.
    pub fn review(self, reviewed: Signed) -> Result<Self, Refusal> {
        match self.state {
            State::Drafted { drafted } if drafted.by == reviewed.by => Err(Refusal::OwnDraft),
            State::Drafted { drafted } => Ok(Self { state: State::Reviewed { drafted, reviewed }, ..self }),
            _ => Err(Refusal::WrongState),
        }
    }

    /// Its day has come, and the new cells are in force. The plan is to be checked again first: other re-grids may have
    /// come between.
    ///
    /// # Errors
    /// If it is not reviewed, or its day has not come.
    pub fn carry_out(self, now: Moment) -> Result<Self, Refusal> {
        match self.state {
            State::Reviewed { .. } if now.day() < self.plan.day => Err(Refusal::TooEarly(self.plan.day)),
            State::Reviewed { drafted, reviewed } => {
                Ok(Self { state: State::Effective { drafted, reviewed, carried_out: now }, ..self })
            }
            _ => Err(Refusal::WrongState),
        }
    }

    /// It will not come about.
    ///
    /// # Errors
    /// If it is effective or already withdrawn, or no reason is given.
    pub fn withdraw(self, withdrawn: Signed, reason: &str) -> Result<Self, Refusal> {
        match self.state {
            State::Drafted { .. } | State::Reviewed { .. } if reason.trim().is_empty() => Err(Refusal::NoReason),
            State::Drafted { drafted } | State::Reviewed { drafted, .. } => {
                let reason = reason.trim().to_owned();
                Ok(Self { state: State::Withdrawn { drafted, withdrawn, reason }, ..self })
            }
            State::Effective { .. } | State::Withdrawn { .. } => Err(Refusal::WrongState),
        }
    }
}

#[cfg(test)]
mod tests;
