//! A re-grid: territory is redrawn on a day after review, with a mapping from old to new cells.
//!
//! Territory is redrawn every year without loss of open work or figures. A plan of moves is checked as a whole
//! ([`Plan::check`]), which returns its effect before it happens: cells that end and begin, and the [`Mapping`]. Codes
//! are never reused, closed work preserves its code, and figures of past years can be restated for present cells.

mod carried_on;
mod fault;
mod mapping;
mod review;

pub use carried_on::{CarriedOn, carry_on, heirs_of};
pub use fault::{PlanFault, PlanWarning};
pub use mapping::{Heir, Mapping};
pub use review::{Effect, Outcome};

use serde::{Deserialize, Serialize};

use super::code::GridCode;
use super::shape::Shape;
use crate::kernel::ids::{AccountId, RegridId};
use crate::kernel::time::{Day, Moment};

/// The changes of one day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The first day of the new cells.
    pub day: Day,
    /// The changes; each cell is in at most one.
    pub moves: Vec<Move>,
}

/// A change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum Move {
    /// 拆分: one cell becomes several of its level.
    Split {
        /// The cell that ends.
        old: GridCode,
        /// Those that begin in its place.
        into: Vec<NewCell>,
        /// The successor of records without coordinates; default: the largest part.
        default: Option<GridCode>,
    },
    /// 合并: several cells become one of their level.
    Merge {
        /// The cells that end.
        olds: Vec<GridCode>,
        /// The new cell; without a shape it covers the union of the old ones.
        into: NewCell,
    },
    /// 划转: a cell and its descendants move to another parent.
    Move {
        /// The old code.
        old: GridCode,
        /// The code under the new parent.
        to: GridCode,
    },
    /// 重新编号: a cell and its descendants get another number under the same parent.
    Renumber {
        /// The old code.
        old: GridCode,
        /// The new code.
        new: GridCode,
    },
    /// 更名: a new name; the code is unchanged.
    Rename {
        /// Its code.
        code: GridCode,
        /// Its new name.
        name: String,
    },
}

/// A new cell.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewCell {
    /// Its code, never used before.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Its shape; required if the old cell has one.
    pub shape: Option<Shape>,
    /// Number of households, if counted.
    pub households: Option<u32>,
}

/// An account and a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signed {
    /// The account.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
}

/// The state of a re-grid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// 草拟: can still be changed.
    Drafted {
        /// Last edited.
        drafted: Signed,
    },
    /// 已审核: approved by a second person.
    Reviewed {
        /// Last edited.
        drafted: Signed,
        /// Approved.
        reviewed: Signed,
    },
    /// 已生效: in effect.
    Effective {
        /// Last edited.
        drafted: Signed,
        /// Approved.
        reviewed: Signed,
        /// When it was carried out.
        carried_out: Moment,
    },
    /// 已撤回: withdrawn.
    Withdrawn {
        /// Last edited.
        drafted: Signed,
        /// Withdrawn.
        withdrawn: Signed,
        /// The reason.
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

/// Why a step of a re-grid is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// Four eyes: drafters cannot approve their own plan.
    #[error("whoever drafted a re-grid cannot review it")]
    OwnDraft,
    /// Not before the plan's day.
    #[error("the re-grid is for {0}, which has not come")]
    TooEarly(Day),
    /// It is not reviewed, or already finished.
    #[error("the re-grid is not in a state for this")]
    WrongState,
    /// A withdrawal needs a reason.
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

/// A plan and its state: drafted → reviewed → effective, or withdrawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Regrid {
    /// Its id.
    pub id: RegridId,
    /// The plan.
    pub plan: Plan,
    /// Its state.
    pub state: State,
}

impl Regrid {
    /// A new draft.
    #[must_use]
    pub const fn draft(id: RegridId, plan: Plan, drafted: Signed) -> Self {
        Self { id, plan, state: State::Drafted { drafted } }
    }

    /// Replaces the plan. An earlier review is void.
    ///
    /// # Errors
    /// If it is effective or withdrawn.
    pub fn amend(self, plan: Plan, drafted: Signed) -> Result<Self, Refusal> {
        match self.state {
            State::Drafted { .. } | State::Reviewed { .. } => Ok(Self::draft(self.id, plan, drafted)),
            State::Effective { .. } | State::Withdrawn { .. } => Err(Refusal::WrongState),
        }
    }

    /// Approves the plan.
    ///
    /// # Errors
    /// If it is not a draft, or the reviewer's own.
    pub fn review(self, reviewed: Signed) -> Result<Self, Refusal> {
        match self.state {
            State::Drafted { drafted } if drafted.by == reviewed.by => Err(Refusal::OwnDraft),
            State::Drafted { drafted } => Ok(Self { state: State::Reviewed { drafted, reviewed }, ..self }),
            _ => Err(Refusal::WrongState),
        }
    }

    /// Carries it out on its day. Check the plan again first: other re-grids may have happened since.
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

    /// Withdraws it.
    ///
    /// # Errors
    /// If it is effective or already withdrawn, or the reason is empty.
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
