//! Refusals of the rules of people, with stable codes, in both languages.

use super::standing_in::MOST_DAYS;
use crate::access::Role;
use crate::grid::Level;
use crate::kernel::ids::AccountId;
use crate::kernel::phone::Fault;
use crate::kernel::time::Day;

/// Maximum days of an absence and of a token's validity: a leap year.
pub const LONGEST_DAYS: i32 = 366;

/// A refusal. With a [`Refused::field`] it is about that field, otherwise about the operation.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The login is invalid.
    #[error("a login has 2 to 40 letters, digits or . _ - @, and no space")]
    Login,
    /// The login is in use.
    #[error("this login is taken")]
    LoginTaken,
    /// The name is empty or too long.
    #[error("a name has 1 to 40 characters")]
    Name,
    /// The phone is invalid.
    #[error("{0}")]
    Phone(Fault),
    /// The role cannot be held at this level.
    #[error("{} cannot be held at this level", .0.english())]
    RoleDoesNotFit(Role, Level),
    /// The end is before the beginning.
    #[error("the last day lies before the first")]
    Backwards,
    /// The same role at the same code on overlapping days.
    #[error("this role is already held here on some of these days")]
    AssignmentOverlaps,
    /// The end cannot be in the past.
    #[error("an assignment ends yesterday ({0}) at the earliest: what was held was held")]
    EndInThePast(Day),
    /// It has already ended.
    #[error("it has ended already, on {0}")]
    Ended(Day),
    /// The account is not active.
    #[error("this person has left")]
    Left,
    /// The account has no post in the street.
    #[error("this person does not serve in the street")]
    NotServing,
    /// The account has a post where the actor may not manage people.
    #[error("this person is also managed elsewhere; whoever manages people there as well can do this")]
    ManagedElsewhere,
    /// Overlapping absences of one person.
    #[error("this person is already away on some of these days")]
    AbsenceOverlaps,
    /// An absence in the past, or longer than a year.
    #[error("an absence ends today or later, and lasts a year at most")]
    AbsenceDays,
    /// Nobody can be their own deputy.
    #[error("somebody else must stand in")]
    OwnDeputy,
    /// The deputy has no post in the street on these days, or has left.
    #[error("the deputy must serve in the same street on these days")]
    DeputyNotServing(AccountId),
    /// The deputy's posts are not comparable or not near.
    #[error("the deputy must hold a comparable post near by: standing in for a {} needs one", .0.english().to_lowercase())]
    DeputyNotComparable(Role),
    /// The deputyship is too long.
    #[error("a deputy is named for {MOST_DAYS} days at most; name them again then")]
    DeputyDays,
    /// Nobody can name themselves as a deputy.
    #[error("nobody names themselves as a deputy: the one who is away does, or whoever leads them")]
    NamesOneself,
    /// Granters and gainers cannot confirm.
    #[error("somebody else must confirm: you gave it, or it is for you")]
    OwnGrant,
    /// Another person must confirm it.
    #[error("you may not confirm this")]
    NotYourGrant,
    /// The grant has changed since it was shown.
    #[error("this has changed since it was given: refuse it, and give it anew")]
    GrantChanged,
    /// A second person must confirm, because the password gives access to the account's permissions.
    #[error("invite them instead: a second person confirms it, and they set the password themselves")]
    SecondPerson,
    /// Leaving cannot be recorded for a future day.
    #[error("leaving is recorded on the day itself or within a year after it; until then, name a deputy")]
    LeaveDay,
    /// A token needs a name, an expiry and verbs.
    #[error("a token has a name of 1 to 80 characters")]
    TokenName,
    /// A token must expire within a year.
    #[error("a token ends in the future, within a year")]
    TokenExpires,
    /// A token cannot have verbs that its owner does not have at its code.
    #[error("you cannot give a token what you may not do yourself under this code: {0}")]
    TokenVerb(String),
    /// Too many tokens.
    #[error("{0} tokens are enough; withdraw one first")]
    TokensFull(usize),
    /// Nobody can invite themselves.
    #[error("you are signed in: change your own password in your settings")]
    InviteSelf,
    /// A reason is required.
    #[error("a reason of 1 to 200 characters is needed; it is logged")]
    Reason,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Login => "people.login",
            Self::LoginTaken => "people.login-taken",
            Self::Name => "people.name",
            Self::Phone(_) => "people.phone",
            Self::RoleDoesNotFit(..) => "people.role-does-not-fit",
            Self::Backwards => "people.backwards",
            Self::AssignmentOverlaps => "people.assignment-overlaps",
            Self::EndInThePast(_) => "people.end-in-the-past",
            Self::Ended(_) => "people.ended",
            Self::Left => "people.left",
            Self::NotServing => "people.not-serving",
            Self::ManagedElsewhere => "people.managed-elsewhere",
            Self::AbsenceOverlaps => "people.absence-overlaps",
            Self::AbsenceDays => "people.absence-days",
            Self::OwnDeputy => "people.own-deputy",
            Self::DeputyNotServing(_) => "people.deputy-not-serving",
            Self::DeputyNotComparable(_) => "people.deputy-not-comparable",
            Self::DeputyDays => "people.deputy-days",
            Self::NamesOneself => "people.names-oneself",
            Self::OwnGrant => "people.own-grant",
            Self::NotYourGrant => "people.not-your-grant",
            Self::GrantChanged => "people.grant-changed",
            Self::SecondPerson => "people.second-person",
            Self::LeaveDay => "people.leave-day",
            Self::TokenName => "people.token-name",
            Self::TokenExpires => "people.token-expires",
            Self::TokenVerb(_) => "people.token-verb",
            Self::TokensFull(_) => "people.tokens-full",
            Self::InviteSelf => "people.invite-self",
            Self::Reason => "people.reason",
        }
    }

    /// The invalid field, if any.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Login => "login",
            Self::Name | Self::TokenName => "name",
            Self::Phone(_) => "phone",
            Self::RoleDoesNotFit(..) => "role",
            Self::Backwards | Self::AbsenceDays | Self::EndInThePast(_) | Self::DeputyDays => "until",
            Self::OwnDeputy | Self::NamesOneself | Self::DeputyNotServing(_) | Self::DeputyNotComparable(_) => "deputy",
            Self::LeaveDay => "day",
            Self::TokenExpires => "expires",
            Self::TokenVerb(_) => "verbs",
            Self::Reason => "reason",
            _ => return None,
        })
    }

    /// The message in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Login => "账号为 2 至 40 个字母、数字或 . _ - @，不含空格".into(),
            Self::LoginTaken => "该账号已被使用。".into(),
            Self::Name => "姓名为 1 至 40 个字".into(),
            Self::Phone(why) => why.chinese(),
            Self::RoleDoesNotFit(role, level) => {
                format!("“{}”不能设在{}一级", role.chinese(), level.chinese())
            }
            Self::Backwards => "结束日期早于开始日期".into(),
            Self::AssignmentOverlaps => "该人员在这些日期内已在此担任同一岗位。".into(),
            Self::EndInThePast(day) => format!("最早只能截至昨天（{day}）：已履行的岗位不能改写"),
            Self::Ended(day) => format!("已于 {day} 结束。"),
            Self::Left => "该人员已离任。".into(),
            Self::NotServing => "该人员不在本街道任职。".into(),
            Self::ManagedElsewhere => "该人员还由别处管理，须由同时管理那里的管理员办理。".into(),
            Self::AbsenceOverlaps => "该人员在这些日期内已登记外出。".into(),
            Self::AbsenceDays => "外出须在今天或以后结束，最长一年".into(),
            Self::OwnDeputy => "代理人须为他人".into(),
            Self::DeputyNotServing(_) => "代理人须在这些日期内在本街道任职".into(),
            Self::DeputyNotComparable(role) => {
                format!("代理“{}”须由附近任同类岗位的人员担任", role.chinese())
            }
            Self::DeputyDays => format!("一次最多指定代理 {MOST_DAYS} 天，到期可再次指定"),
            Self::NamesOneself => "不能指定自己为代理人，须由本人或其负责人指定".into(),
            Self::OwnGrant => "您是授权人或被授权人，须由另一人确认。".into(),
            Self::NotYourGrant => "您无权确认此项授权。".into(),
            Self::GrantChanged => "授权后情况已变化，请退回后重新授权。".into(),
            Self::SecondPerson => "请改为重新发邀请：由另一人确认后，本人自行设置密码。".into(),
            Self::LeaveDay => "离任须在当天或之后一年内登记；在此之前请先登记代理人".into(),
            Self::TokenName => "令牌名称为 1 至 80 个字".into(),
            Self::TokenExpires => "令牌须在一年内到期".into(),
            Self::TokenVerb(verb) => format!("您在该编码下没有此权限，不能授予令牌：{verb}"),
            Self::TokensFull(n) => format!("最多 {n} 个令牌，请先撤销一个。"),
            Self::InviteSelf => "您已登录；修改自己的密码请到“我的设置”。".into(),
            Self::Reason => "请填写理由（最多 200 字），理由将记入日志".into(),
        }
    }
}
