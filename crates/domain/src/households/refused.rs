//! Refusals about households, in both languages, with stable codes.

use super::identity::NoIdentity;
use super::need::LONGEST_DAYS;
use super::resident::NAME_LIMIT;
use crate::kernel::phone::Fault;

/// Why an operation on a household is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// A name is empty or too long.
    #[error("a name has 1 to {NAME_LIMIT} characters")]
    Name,
    /// Not a phone number.
    #[error("{0}")]
    Phone(Fault),
    /// Not an identity number.
    #[error("{0}")]
    Identity(NoIdentity),
    /// Birth or sex differ from the identity number.
    #[error("the identity number says another day of birth or sex")]
    IdentityDisagrees,
    /// A contact without a way to reach them.
    #[error("say how to reach this contact: a phone or a door")]
    NoReach,
    /// The same contact twice.
    #[error("this contact is in the list already")]
    ContactTwice,
    /// The order does not contain exactly the present contacts.
    #[error("the order must name each contact once")]
    Order,
    /// Consent is missing.
    #[error("who agreed, when and how must be said before a need is recorded")]
    NoConsent,
    /// Purpose is missing.
    #[error("say what this is recorded for")]
    NoPurpose,
    /// Source is missing.
    #[error("say where this comes from")]
    NoSource,
    /// Expiry is missing or too late.
    #[error("a need ends after today and within {LONGEST_DAYS} days, and can be renewed")]
    Expiry,
    /// Withdrawn; new consent is needed.
    #[error("the consent was withdrawn")]
    Withdrawn,
    /// A record cannot be merged with itself, or with a merged or erased one.
    #[error("these two records cannot be merged")]
    NotMergeable,
    /// The reason of a merge is missing.
    #[error("a reason is needed; it is logged")]
    Reason,
    /// The merge was undone already, or a later merge must be undone first.
    #[error("this merge cannot be undone now: undo the later one first")]
    NotUndoable,
    /// The record was erased; only its tombstone is left.
    #[error("this record was erased; only its tombstone is left")]
    Gone,
    /// The end is before the start.
    #[error("the last day comes before the first")]
    Backwards,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Name => "households.name",
            Self::Phone(_) => "households.phone",
            Self::Identity(_) => "households.identity",
            Self::IdentityDisagrees => "households.identity-disagrees",
            Self::NoReach => "households.no-reach",
            Self::ContactTwice => "households.contact-twice",
            Self::Order => "households.order",
            Self::NoConsent => "households.no-consent",
            Self::NoPurpose => "households.no-purpose",
            Self::NoSource => "households.no-source",
            Self::Expiry => "households.expiry",
            Self::Withdrawn => "households.withdrawn",
            Self::NotMergeable => "households.not-mergeable",
            Self::Reason => "households.reason",
            Self::NotUndoable => "households.not-undoable",
            Self::Gone => "households.gone",
            Self::Backwards => "households.backwards",
        }
    }

    /// The invalid field, if there is one.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Name => "name",
            Self::Phone(_) | Self::NoReach => "reach",
            Self::Identity(_) | Self::IdentityDisagrees => "identity",
            Self::NoConsent | Self::Withdrawn => "consent",
            Self::NoPurpose => "purpose",
            Self::NoSource => "source",
            Self::Expiry => "expires",
            Self::Reason => "reason",
            Self::Backwards => "until",
            _ => return None,
        })
    }

    /// The message in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Name => format!("姓名为 1 至 {NAME_LIMIT} 个字"),
            Self::Phone(why) => why.chinese(),
            Self::Identity(why) => why.chinese(),
            Self::IdentityDisagrees => "身份证号码中的出生日期或性别与所填不符".into(),
            Self::NoReach => "请写明怎样联系此人：电话或住处".into(),
            Self::ContactTwice => "此联系人已在名单中。".into(),
            Self::Order => "顺序须恰好包含每一位联系人一次".into(),
            Self::NoConsent => "登记需求前，须写明谁在何时以何种方式同意".into(),
            Self::NoPurpose => "请写明登记的用途".into(),
            Self::NoSource => "请写明信息来源".into(),
            Self::Expiry => format!("到期日须在今天之后、{LONGEST_DAYS} 天之内，到期可以续"),
            Self::Withdrawn => "本人已撤回同意。".into(),
            Self::NotMergeable => "这两份记录不能合并。".into(),
            Self::Reason => "请填写理由，理由将记入日志".into(),
            Self::NotUndoable => "现在不能撤销此次合并，请先撤销更晚的合并。".into(),
            Self::Gone => "此记录已删除，只留有删除凭据。".into(),
            Self::Backwards => "结束日期早于开始日期".into(),
        }
    }
}
