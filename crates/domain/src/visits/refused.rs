//! Refusals of visits, forms and campaigns.

use crate::kernel::ids::DwellingId;

/// Why an operation is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The form has no such question.
    #[error("the form has no question {0}")]
    NoQuestion(String),
    /// The answer has the wrong type.
    #[error("{0}: this is no answer of the kind that is asked for")]
    Answer(String),
    /// The answer violates the form's constraint.
    #[error("{0}: the form does not allow this answer")]
    Constraint(String),
    /// A required answer is missing.
    #[error("{0}: an answer is needed")]
    Required(String),
    /// A campaign without dwellings.
    #[error("no door fits: there is nobody to visit")]
    NoDoors,
    /// Too many dwellings.
    #[error("at most {0} doors: choose a smaller area")]
    TooManyDoors(usize),
    /// A population that would disclose health data by the list itself.
    #[error("a list of doors may not be drawn up by what tells of health")]
    HealthList,
    /// Too late for an offline phone.
    #[error("a visit can be sent for {0} days")]
    TooLate(i64),
    /// A duplicate dwelling.
    #[error("a door stands in the list twice")]
    DoorTwice(DwellingId),
    /// The state does not allow it.
    #[error("the campaign does not stand where this could be done")]
    Standing,
    /// Only a draft can be edited.
    #[error("only a draft can be changed: this one runs or is over")]
    NoDraft,
    /// Every dwelling is finished.
    #[error("every door has ended: no second round is needed")]
    NothingLeft,
    /// A gap without a reason.
    #[error("say for each door that is left why it is left")]
    GapWithoutReason(DwellingId),
    /// The gaps have changed.
    #[error("the list of gaps has changed: look at it again")]
    OtherGaps,
    /// Dwellings that nobody visited need an additional reason; their number.
    #[error("nobody ever went to {0} of these doors: say why they are left unvisited")]
    NobodyWent(usize),
    /// Nobody can sign for dwellings that they visited.
    #[error("somebody else must sign for doors that you went to yourself")]
    OwnGaps,
    /// A reason is required.
    #[error("a reason is needed")]
    Reason,
    /// Another person's visit, outside one's leadership.
    #[error("only who went, or who leads there, can correct a visit")]
    NotYours,
    /// Already corrected.
    #[error("this visit was corrected already: correct the newer one")]
    Corrected,
}

impl Refused {
    /// The field at fault: a question by name.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        match self {
            Self::NoQuestion(name) | Self::Answer(name) | Self::Constraint(name) | Self::Required(name) => {
                Some(format!("answers.{name}"))
            }
            Self::HealthList => Some("population".into()),
            Self::TooLate(_) => Some("at".into()),
            Self::Reason => Some("reason".into()),
            Self::NobodyWent(_) => Some("unvisited".into()),
            _ => None,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoQuestion(_) => "visits.no-question",
            Self::Answer(_) => "visits.answer",
            Self::Constraint(_) => "visits.constraint",
            Self::Required(_) => "visits.required",
            Self::NoDoors => "visits.no-doors",
            Self::TooManyDoors(_) => "visits.too-many-doors",
            Self::HealthList => "visits.health-list",
            Self::TooLate(_) => "visits.too-late",
            Self::DoorTwice(_) => "visits.door-twice",
            Self::Standing => "visits.standing",
            Self::NoDraft => "visits.no-draft",
            Self::NothingLeft => "visits.nothing-left",
            Self::GapWithoutReason(_) => "visits.gap-without-reason",
            Self::OtherGaps => "visits.other-gaps",
            Self::NobodyWent(_) => "visits.nobody-went",
            Self::OwnGaps => "visits.own-gaps",
            Self::Reason => "visits.reason",
            Self::NotYours => "visits.not-yours",
            Self::Corrected => "visits.corrected-already",
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::NoQuestion(name) => format!("表单中没有“{name}”这一题"),
            Self::Answer(name) => format!("“{name}”的回答类型不对"),
            Self::Constraint(name) => format!("“{name}”的回答不符合表单要求"),
            Self::Required(name) => format!("“{name}”需要回答"),
            Self::NoDoors => "没有符合条件的门户，无人可访。".into(),
            Self::TooManyDoors(most) => format!("一份名单最多 {most} 户，请选择更小的范围"),
            Self::HealthList => "名单不能按涉及健康的需求来列".into(),
            Self::TooLate(days) => format!("走访须在 {days} 天内上传"),
            Self::DoorTwice(_) => "名单中有一户出现了两次。".into(),
            Self::Standing => "专项任务现在的状态不能这样做。".into(),
            Self::NoDraft => "专项任务已经开始或已结束，只有草稿可以修改。".into(),
            Self::NothingLeft => "每一户都有了结果，不需要再走一轮。".into(),
            Self::GapWithoutReason(_) => "请写明每一户缺口为什么留下。".into(),
            Self::OtherGaps => "缺口名单已有变化，请重新查看。".into(),
            Self::NobodyWent(n) => format!("其中 {n} 户从未有人去过，请单独写明为什么不去。"),
            Self::OwnGaps => "自己走访过的门户，须由他人签字。".into(),
            Self::Reason => "请填写理由".into(),
            Self::NotYours => "只有走访人本人或所在网格的负责人可以更正。".into(),
            Self::Corrected => "这次走访已更正过，请更正最新的一条。".into(),
        }
    }
}
