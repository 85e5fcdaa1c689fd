//! What a message says: enough to act on, and nothing of a person. It is kept in clear, so what is private does not come this far.

use serde::Serialize;
use weiguang_domain::cases::Fact;
use weiguang_domain::grid::GridCode;
use weiguang_domain::manual::kind::Words;

use crate::rooms::care::AlertRecord;
use crate::rooms::cases::Record;
use crate::web::Refusal;

/// What a message says: enough to act on, and nothing of a person.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OutboxNoticeBody)]
pub struct NoticeBody<'a> {
    number: &'a str,
    kind: &'a str,
    code: String,
    #[schema(value_type = crate::events::wire::OutboxNoticeStatus)]
    status: &'static str,
    zh: String,
    en: String,
}

/// Of a case.
///
/// # Errors
/// None that happens: it is plain text.
pub fn of_case(record: &Record, fact: &Fact) -> Result<String, Refusal> {
    // The public words hold nothing that anybody typed; what has none is told by its name alone.
    let words = match fact {
        Fact::TakenOver { .. } => Some(weiguang_domain::cases::words::Words::new(
            "有人接过了此事项，原承办人不再办理。",
            "Somebody took this matter over; whoever held it is not asked any more.",
        )),
        _ => fact.public_words(),
    };
    let (zh, en) = words.map_or_else(|| (String::new(), String::new()), |w| (w.zh, w.en));
    let body = NoticeBody {
        number: &record.number,
        kind: &record.case.kind.id,
        code: record.case.code.to_string(),
        status: record.case.state.status().key(),
        zh,
        en,
    };
    serde_json::to_string(&body).map_err(|e| Refusal::Internal(e.to_string()))
}

/// Of a care alert: that something is owed, where and by when.
///
/// # Errors
/// As [`of_case`].
pub fn of_alert(record: &AlertRecord, words: Words) -> Result<String, Refusal> {
    let body = NoticeBody {
        number: "",
        kind: "care",
        code: record.alert.code.to_string(),
        status: record.alert.state.status().key(),
        zh: words.zh,
        en: words.en,
    };
    serde_json::to_string(&body).map_err(|e| Refusal::Internal(e.to_string()))
}

/// Of something that is no case and no care alert, as a year whose holiday notice is missed.
///
/// # Errors
/// As [`of_case`].
pub fn of_matter(kind: &str, street: &GridCode, words: Words) -> Result<String, Refusal> {
    let body = NoticeBody { number: "", kind, code: street.to_string(), status: "", zh: words.zh, en: words.en };
    serde_json::to_string(&body).map_err(|e| Refusal::Internal(e.to_string()))
}

/// What a message about access that somebody was given says. It names nobody; the page does.
#[must_use]
pub fn access_words(topic: &str) -> Words {
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
