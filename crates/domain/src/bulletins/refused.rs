//! Refusals of bulletin operations.

use super::content::{DAYS, PICTURES};
use super::{CURRENT, PINNED, WORDS};

/// Why an operation is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// A field is empty.
    #[error("must be given")]
    Missing(&'static str),
    /// A field is too long.
    #[error("at most {1} characters")]
    TooLong(&'static str, usize),
    /// The area is not a street, community or grid.
    #[error("a bulletin is for a street, a community or a grid")]
    Area,
    /// The last day is before the first.
    #[error("the last day is before the first")]
    Backwards,
    /// It would be shown longer than a year.
    #[error("at most {DAYS} days")]
    TooManyDays,
    /// Too many pictures.
    #[error("at most {PICTURES} pictures")]
    TooManyPictures,
    /// One picture twice.
    #[error("a picture is in the list twice")]
    PictureTwice,
    /// Not a draft any more.
    #[error("this is no draft any more: correct what is published")]
    NoDraft,
    /// It is not published.
    #[error("this is not published")]
    NotPublished,
    /// Already withdrawn.
    #[error("this is withdrawn already")]
    IsWithdrawn,
    /// The last day has passed.
    #[error("its last day is over: choose a later one")]
    Over,
    /// The correction changes nothing.
    #[error("nothing was changed")]
    Same,
    /// The note of change is missing.
    #[error("say what was changed")]
    What,
    /// A reason is missing.
    #[error("say why it is withdrawn")]
    Reason,
    /// A reason or note of change is too long.
    #[error("at most {WORDS} characters")]
    Words(&'static str),
    /// Too many current bulletins in the area.
    #[error("an area has at most {CURRENT} bulletins at once: withdraw one first")]
    TooManyCurrent,
    /// Too many pinned bulletins in the area.
    #[error("an area has at most {PINNED} pinned bulletins: unpin one first")]
    TooManyPinned,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "kernel.missing",
            Self::TooLong(..) | Self::Words(_) => "kernel.too-long",
            Self::Area => "bulletins.area",
            Self::Backwards | Self::TooManyDays => "bulletins.days",
            Self::TooManyPictures | Self::PictureTwice => "bulletins.pictures",
            Self::NoDraft => "bulletins.no-draft",
            Self::NotPublished => "bulletins.not-published",
            Self::IsWithdrawn => "bulletins.withdrawn",
            Self::Over => "bulletins.over",
            Self::Same => "bulletins.same",
            Self::What => "bulletins.what",
            Self::Reason => "bulletins.reason",
            Self::TooManyCurrent => "bulletins.too-many",
            Self::TooManyPinned => "bulletins.too-many-pinned",
        }
    }

    /// The invalid field, if there is one.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Missing(field) | Self::TooLong(field, _) | Self::Words(field) => Some(field),
            Self::Area => Some("code"),
            Self::Backwards | Self::TooManyDays | Self::Over => Some("until"),
            Self::TooManyPictures | Self::PictureTwice => Some("pictures"),
            Self::What => Some("what"),
            Self::Reason => Some("reason"),
            _ => None,
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Missing(_) => "必填".into(),
            Self::TooLong(_, most) => format!("最多 {most} 个字"),
            Self::Words(_) => format!("最多 {WORDS} 个字"),
            Self::Area => "只能面向街道、社区或网格发布".into(),
            Self::Backwards => "结束日期早于开始日期".into(),
            Self::TooManyDays => format!("最多公示 {DAYS} 天"),
            Self::TooManyPictures => format!("最多 {PICTURES} 张图片"),
            Self::PictureTwice => "同一张图片出现了两次".into(),
            Self::NoDraft => "已不是草稿；已发布的内容请用“更正”。".into(),
            Self::NotPublished => "这条通知没有在发布中。".into(),
            Self::IsWithdrawn => "这条通知已经撤回。".into(),
            Self::Over => "结束日期已过，请改到今天或以后".into(),
            Self::Same => "内容没有变化。".into(),
            Self::What => "请写明更正了什么".into(),
            Self::Reason => "请写明撤回原因".into(),
            Self::TooManyCurrent => format!("同一区域最多同时发布 {CURRENT} 条，请先撤回一条。"),
            Self::TooManyPinned => format!("同一区域最多置顶 {PINNED} 条，请先取消一条。"),
        }
    }
}
