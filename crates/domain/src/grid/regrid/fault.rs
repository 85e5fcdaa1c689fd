//! Faults and warnings of a plan.

use super::super::code::GridCode;
use super::super::shape::Shape;
use super::super::unit::SizeAdvice;
use crate::kernel::time::Day;

/// Why a plan cannot be carried out.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum PlanFault {
    /// It changes nothing.
    #[error("the plan has no moves")]
    Empty,
    /// The cell does not exist on the plan's day.
    #[error("there is no cell {0} on that day")]
    Unknown(GridCode),
    /// An earlier plan already ends the cell.
    #[error("cell {code} ends on {on} already")]
    EndsAlready {
        /// The cell.
        code: GridCode,
        /// The day.
        on: Day,
    },
    /// The code is or was in use. Codes are never reused, because old figures would be mistaken for new ones.
    #[error("code {0} is used already")]
    CodeUsed(GridCode),
    /// Two new cells have the same code.
    #[error("code {0} is given twice in the plan")]
    CodeTwice(GridCode),
    /// A cell is in two moves, or below a cell that moves.
    #[error("cell {0} is in two moves")]
    InTwoMoves(GridCode),
    /// The new code has another level, or one that cannot be re-gridded.
    #[error("{new} is not of the level of {old}, or that level is not ours to redraw")]
    WrongLevel {
        /// The cell.
        old: GridCode,
        /// Its new code.
        new: GridCode,
    },
    /// A move within its parent (use a renumbering), or a renumbering to another parent (use a move).
    #[error("{old} → {new}: a move goes to another parent, a renumbering stays under its own")]
    WrongParent {
        /// The cell.
        old: GridCode,
        /// Its new code.
        new: GridCode,
    },
    /// The parent grid does not exist on that day.
    #[error("the grid above {0} is not there on that day")]
    NoParent(GridCode),
    /// A grid ends, and a micro-grid below it is in no move.
    #[error("grid {grid} ends, but {child} under it is not in the plan")]
    ChildLeft {
        /// The grid.
        grid: GridCode,
        /// A micro-grid under it.
        child: GridCode,
    },
    /// A split or merger of fewer than two cells.
    #[error("a split of {0} or merger into {0} needs at least two cells")]
    TooFew(GridCode),
    /// Cells of different kinds cannot be merged.
    #[error("the cells that become {0} are of different kinds")]
    MixedKinds(GridCode),
    /// The name is empty.
    #[error("cell {0} has no name")]
    NoName(GridCode),
    /// The default is not one of the parts.
    #[error("the default {default} is no part of {old}")]
    BadDefault {
        /// The cell that is split.
        old: GridCode,
        /// The default given.
        default: GridCode,
    },
    /// The old cell has a shape and the new one has not.
    #[error("{0} needs a shape, because the old cell has one")]
    ShapeMissing(GridCode),
    /// The new cell's shape is invalid.
    #[error("the shape of {code} is invalid: {why}")]
    BadShape {
        /// The new cell.
        code: GridCode,
        /// The first fault of its shape.
        why: super::super::shape::ShapeFault,
    },
    /// A part of the old cell is in no new cell.
    #[error("{area_m2:.0} m² of {old} would belong to no cell")]
    NotCovered {
        /// The old cell (of a merger, the first).
        old: GridCode,
        /// Its area.
        area_m2: f64,
        /// Its shape.
        place: Shape,
    },
    /// Two new cells overlap.
    #[error("{one} and {other} would overlap by {area_m2:.0} m²")]
    Overlap {
        /// One new cell.
        one: GridCode,
        /// The other.
        other: GridCode,
        /// The area.
        area_m2: f64,
        /// The shape.
        place: Shape,
    },
    /// A new cell extends beyond the old one.
    #[error("{code} takes {area_m2:.0} m² that {old} did not have")]
    Beyond {
        /// The old cell (of a merger, the first).
        old: GridCode,
        /// The new cell.
        code: GridCode,
        /// The area.
        area_m2: f64,
        /// The shape.
        place: Shape,
    },
}

impl PlanFault {
    /// The fault in Chinese; `Display` gives it in English.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Empty => "方案没有任何调整".into(),
            Self::Unknown(code) => format!("当日没有网格 {code}"),
            Self::EndsAlready { code, on } => format!("网格 {code} 已定于 {on} 终止"),
            Self::CodeUsed(code) => format!("编号 {code} 已被使用，编号不重复使用"),
            Self::CodeTwice(code) => format!("编号 {code} 在方案中出现两次"),
            Self::InTwoMoves(code) => format!("网格 {code} 同时出现在两项调整中"),
            Self::WrongLevel { old, new } => format!("{new} 与 {old} 层级不同，或该层级不可调整"),
            Self::WrongParent { old, new } => format!("{old} → {new}：划转应换上级，重新编号应保留上级"),
            Self::NoParent(code) => format!("{code} 的上级网格当日不存在"),
            Self::ChildLeft { grid, child } => format!("网格 {grid} 终止，但其下的 {child} 未作安排"),
            Self::TooFew(code) => format!("拆分或合并（{code}）至少需要两个网格"),
            Self::MixedKinds(code) => format!("并入 {code} 的网格类型不同"),
            Self::NoName(code) => format!("网格 {code} 没有名称"),
            Self::BadDefault { old, default } => format!("默认去向 {default} 不在 {old} 的拆分结果中"),
            Self::ShapeMissing(code) => format!("原网格有边界，{code} 也需要边界"),
            Self::BadShape { code, why } => format!("{code} 的边界有误：{}", why.chinese()),
            Self::NotCovered { old, area_m2, .. } => format!("{old} 有 {area_m2:.0} 平方米没有归属"),
            Self::Overlap { one, other, area_m2, .. } => format!("{one} 与 {other} 重叠 {area_m2:.0} 平方米"),
            Self::Beyond { old, code, area_m2, .. } => format!("{code} 超出 {old} 原有范围 {area_m2:.0} 平方米"),
        }
    }
}

/// Warnings; they do not prevent a plan.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum PlanWarning {
    /// The plan's day is in the past: figures since then change.
    #[error("{0} is past: figures since then will change")]
    DayPast(Day),
    /// A cell moves to another street.
    #[error("{old} → {new} goes to another street")]
    OtherStreet {
        /// The cell.
        old: GridCode,
        /// Its new code.
        new: GridCode,
    },
    /// A new cell is unusually small or large.
    #[error("{code}: {advice}")]
    Size {
        /// The new cell.
        code: GridCode,
        /// The advice.
        advice: SizeAdvice,
    },
    /// Borders of new and old cells differ by a thin strip.
    #[error("the new borders of {old} differ from the old ones by a strip of {area_m2:.1} m²")]
    Sliver {
        /// The old cell.
        old: GridCode,
        /// The area.
        area_m2: f64,
        /// The shape.
        place: Shape,
    },
}

impl PlanWarning {
    /// The warning in Chinese; `Display` gives it in English.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::DayPast(day) => format!("{day} 已过，此后的统计会改变"),
            Self::OtherStreet { old, new } => format!("{old} → {new} 将划入另一个街道"),
            Self::Size { code, advice } => format!("{code}：{}", advice.chinese()),
            Self::Sliver { old, area_m2, .. } => format!("{old} 的新旧边界相差细碎图斑 {area_m2:.1} 平方米"),
        }
    }
}
