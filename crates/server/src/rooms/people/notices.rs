//! Messages about granted access. They name nobody; the linked page does.

use uuid::Uuid;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::words::Words;

use crate::app::UnitOfWork;
use crate::rooms::outbox::messages;
use crate::web::Refusal;

/// To a person's inbox.
///
/// # Errors
/// The store's errors.
pub fn about_access(
    work: &mut UnitOfWork<'_, '_>,
    account: AccountId,
    topic: &'static str,
    subject: Uuid,
) -> Result<(), Refusal> {
    messages::to_person(work, account, topic, subject, words(topic))
}

/// The event as text.
fn words(topic: &str) -> Words {
    let (zh, en) = match topic {
        "people.grant-waiting" => ("有授权待您确认，确认后才生效", "Access that was given waits for you to confirm it"),
        "people.grant-unconfirmed" => {
            ("有授权未经第二人确认即生效，请核对", "Access took effect without a second person; please look")
        }
        "people.grant-alone" => (
            "能确认授权的人员不久前离开，有新授权在等待，请核对",
            "Access was given soon after the second person went; it waits; please look",
        ),
        "people.login-changed" => (
            "有管理人员的登录账号被他人更改，请核对",
            "The login of somebody who manages was changed by another person; please look",
        ),
        "people.grant-confirmed" => ("您给出的授权已确认，现已生效", "Access that you gave was confirmed"),
        "people.grant-refused" => ("您给出的授权被退回，没有生效", "Access that you gave was refused"),
        "people.token-made" => ("有人新建了可读取居民信息的令牌", "Somebody made a token that reads residents' data"),
        "people.token-withdrawn" => {
            ("您的令牌已被管理人员撤销", "A token of yours was withdrawn by those who manage people")
        }
        "people.password-set" => {
            ("有人的密码由他人设置，请核对", "Somebody's password was set by another person; please look")
        }
        "people.keeper-gone" => {
            ("能确认授权的人员少了一位，请核对", "One person fewer can confirm access; please look")
        }
        _ => ("人员权限有变动，请核对", "Access has changed; please look"),
    };
    Words::new(zh, en)
}
