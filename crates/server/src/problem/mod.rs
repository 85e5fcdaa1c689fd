//! Every refusal of a request, as one enum, and its only wire format: an RFC 9457 problem with a stable code and a sentence in Chinese and
//! in English. Details for the operator go to the log, not to the client. Each room turns its own refusals into [`Refusal::Rule`]; nothing
//! here knows a room.

pub mod damaged;
mod field_fault;
mod key_trouble;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use weiguang_domain::access::{Denied, Verb};
use weiguang_store::StoreError;

pub use field_fault::FieldFault;
pub use key_trouble::Trouble;

/// Why a request is refused.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refusal {
    /// The store refused or failed.
    #[error("store: {0}")]
    Store(#[from] StoreError),
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// Login and password do not fit, or the account is not active; the answer does not say which.
    #[error("sign-in refused")]
    SignInRefused,
    /// Too many wrong passwords or codes: seconds to wait.
    #[error("too many wrong passwords")]
    Locked(u32),
    /// Too many requests from one address: seconds to wait.
    #[error("too many requests from one address")]
    TooMany(u32),
    /// Signed in, but not permitted.
    #[error("not permitted: {}", .0.key())]
    Denied(Verb),
    /// A browser's request without the header that only our pages send.
    #[error("the X-Weiguang header is missing")]
    CrossSite,
    /// There is no such thing, or the actor may not see it.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The request cannot be read, or its fields are invalid.
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldFault>),
    /// The body is larger than permitted.
    #[error("more than {0} bytes")]
    TooLarge(usize),
    /// The body arrived too slowly.
    #[error("the body came too slowly")]
    TooSlow,
    /// Too many open connections from one address.
    #[error("too many connections from one address")]
    Crowded,
    /// The write has no Idempotency-Key, or it is not a UUID.
    #[error("the Idempotency-Key header is missing or not a UUID")]
    KeyMissing,
    /// The same key was used with another request.
    #[error("the Idempotency-Key was used for another request")]
    KeyReused,
    /// An act on a case without the version on which it was decided.
    #[error("the If-Match header is missing")]
    VersionMissing,
    /// Somebody changed it since then.
    #[error("the version is {0} by now")]
    VersionMoved(i64),
    /// A fact that an act depends on changed since the version on which it was decided.
    #[error("the version is {version} by now")]
    Overtaken {
        /// The present version.
        version: i64,
        /// Whether others changed it; an earlier act from the same phone's queue is no conflict.
        by_others: bool,
        /// The subject as its page shows it, if the actor may still see it.
        current: Option<Box<serde_json::Value>>,
    },
    /// A rule of a room.
    #[error("{code}: {en}")]
    Rule {
        /// The HTTP status.
        status: StatusCode,
        /// The stable code.
        code: &'static str,
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
        /// The subject's new place, if it left the actor's scope.
        moved_to: Option<Box<MovedTo>>,
    },
    /// The server is overloaded: seconds to wait.
    #[error("busy")]
    Busy(u32),
    /// The keys and the store do not belong together.
    #[error(transparent)]
    Keys(#[from] Trouble),
    /// An internal error; only the operator sees its text.
    #[error("internal: {0}")]
    Internal(String),
}

impl Refusal {
    /// A rule of a room.
    pub fn rule(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::rule_with(StatusCode::CONFLICT, code, zh, en)
    }
    /// A rule of a room with another status than 409.
    pub fn rule_with(status: StatusCode, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Rule { status, code, zh: zh.into(), en: en.into(), moved_to: None }
    }
    /// Whether it conflicted with another write, which may be a repetition of the same one.
    #[must_use]
    pub const fn is_met(&self) -> bool {
        matches!(self, Self::VersionMoved(_) | Self::Overtaken { .. } | Self::Store(StoreError::Conflict { .. }))
    }
    /// Whether stored data cannot be read; nothing was done.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::Store(StoreError::Row { .. }))
    }
    /// One field.
    #[must_use]
    pub fn field(fault: FieldFault) -> Self {
        Self::Invalid(vec![fault])
    }
}

impl From<Denied> for Refusal {
    fn from(d: Denied) -> Self {
        Self::Denied(d.0)
    }
}
/// A problem on the wire, `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `/api/docs#code`: where the code is explained.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code: `room.what`.
    pub code: String,
    /// A short English title.
    pub title: String,
    /// What happened and what to do, in both languages.
    pub detail: ProblemDetail,
    /// Single fields that are not as they should be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// The present version, when another was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// With a version that moved: whether anybody else did what is in the way. If not, the act can be sent again with `version`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub by_others: Option<bool>,
    /// The subject as it stands now, when an act was decided on another version: both can be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub current: Option<Box<serde_json::Value>>,
    /// Where the subject went that a re-grid took out of reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub moved_to: Option<MovedTo>,
}

/// Where something went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MovedTo {
    /// The code.
    pub code: String,
    /// The same in words.
    pub words: String,
}

/// A sentence in both languages.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemDetail {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Store(e) if e.may_resend() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(StoreError::Closed) | Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(StoreError::Conflict { .. }) => StatusCode::CONFLICT,
            Self::Store(StoreError::Parameter { .. }) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Store(StoreError::NoSpace(_)) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Store(StoreError::Row { .. }) => StatusCode::CONFLICT,
            Self::Store(_) | Self::Keys(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::SignedOut | Self::SignInRefused => StatusCode::UNAUTHORIZED,
            Self::Locked(_) | Self::TooMany(_) | Self::Crowded => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Denied(_) | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::KeyMissing => StatusCode::BAD_REQUEST,
            Self::KeyReused => StatusCode::CONFLICT,
            Self::Rule { status, .. } => *status,
            Self::VersionMissing => StatusCode::PRECONDITION_REQUIRED,
            Self::VersionMoved(_) | Self::Overtaken { .. } => StatusCode::PRECONDITION_FAILED,
        }
    }

    /// The stable code and the sentence in both languages. This is the table of codes.
    #[must_use]
    pub fn told(&self) -> (&'static str, String, String) {
        let t = |code, zh: &str, en: &str| (code, zh.to_owned(), en.to_owned());
        let busy = || {
            t(
                "kernel.busy",
                "系统繁忙，请稍后重试；本次操作没有执行。",
                "The system is busy; nothing was done. Please try again.",
            )
        };
        match self {
            Self::Store(e) if e.may_resend() => busy(),
            Self::Store(StoreError::Unknown(_)) => t(
                "kernel.unknown",
                "连接中断，结果未知；请用同一编号重发，不会重复执行。",
                "The connection was cut and the outcome is not known; send it again under the same key, it will not happen twice.",
            ),
            Self::Store(StoreError::Closed) | Self::Busy(_) => busy(),
            Self::Store(StoreError::Conflict { .. }) => {
                t("kernel.exists", "已有相同编号或名称的记录。", "A record with this id or name exists already.")
            }
            Self::Store(StoreError::Parameter { .. }) => {
                t("kernel.invalid", "内容含有无法保存的字符。", "The content holds characters that cannot be stored.")
            }
            Self::Store(StoreError::NoSpace(_)) => t(
                "kernel.no-space",
                "服务器磁盘已满，本次操作没有保存；腾出空间后可直接重试。",
                "The server's disk is full and nothing was saved; once there is space it can be sent again.",
            ),
            Self::Store(StoreError::Row { .. }) => t(
                "kernel.damaged",
                "这条记录已损坏，打不开；其他记录不受影响。请管理员运行 weiguang doctor。",
                "This record is damaged and cannot be opened; others are not affected. Whoever runs the server: `weiguang doctor`.",
            ),
            Self::Store(_) | Self::Keys(_) | Self::Internal(_) => t(
                "kernel.internal",
                "系统内部错误，已记录；本次操作没有执行。",
                "Something went wrong here and was logged; nothing was done.",
            ),
            Self::SignedOut => t("access.signed-out", "请先登录。", "Please sign in first."),
            Self::SignInRefused => {
                t("access.sign-in-refused", "账号或密码不正确。", "The login or the password is not right.")
            }
            Self::Locked(seconds) => slowed(
                ("access.locked", *seconds),
                "密码错误次数过多，请等 {}后再试；以前登录过的设备不受影响。",
                "Too many wrong passwords; try again in {}. A device that signed in before need not wait.",
            ),
            Self::TooMany(seconds) => slowed(
                ("kernel.too-many", *seconds),
                "操作过于频繁，请等 {}后再试；本次操作没有执行。",
                "Too much came from this address; nothing was done. Please try again in {}.",
            ),
            Self::Denied(verb) => (
                "access.denied",
                format!("您在这里没有“{}”的权限。", verb.chinese()),
                format!("You are not permitted here: {}.", verb.english()),
            ),
            Self::CrossSite => {
                t("access.cross-site", "请求缺少 X-Weiguang 标头。", "The request lacks the X-Weiguang header.")
            }
            Self::NotFound(what) => (
                "kernel.not-found",
                "没有找到，或不在您的范围内。".to_owned(),
                format!("There is no such {what}, or it is not yours to see."),
            ),
            Self::Invalid(_) => {
                t("kernel.invalid", "填写内容有误，请按提示修改。", "Some fields are not as they should be.")
            }
            Self::TooLarge(n) => (
                "kernel.too-large",
                format!("内容过大，上限 {} KB。", n / 1024),
                format!("The body is larger than {} KB.", n / 1024),
            ),
            Self::TooSlow => t(
                "kernel.too-slow",
                "内容传得太慢，连接已中断；本次操作没有执行，请在网络好一些时重试。",
                "The request came too slowly and was cut; nothing was done. Please try again on a better network.",
            ),
            Self::Crowded => t(
                "kernel.connections",
                "来自这个地址的连接过多，请关闭一些页面后再试。",
                "There are too many open connections from this address: close some pages and try again.",
            ),
            Self::KeyMissing => t(
                "kernel.key-missing",
                "写操作需要 Idempotency-Key 标头（UUID）。",
                "A write needs an Idempotency-Key header that is a UUID.",
            ),
            Self::KeyReused => {
                t("kernel.key-reused", "该编号已用于另一个请求。", "This Idempotency-Key was used for another request.")
            }
            Self::VersionMissing => t(
                "kernel.version-missing",
                "请带上 If-Match 标头（当前版本）。",
                "An If-Match header with the version is needed.",
            ),
            Self::VersionMoved(_) | Self::Overtaken { .. } => t(
                "kernel.version-moved",
                "内容已被他人更新，请刷新后再操作。",
                "Somebody changed this in the meantime; look again before you act.",
            ),
            Self::Rule { code, zh, en, .. } => (code, zh.clone(), en.clone()),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let (code, zh, en) = self.told();
        if status == StatusCode::INTERNAL_SERVER_ERROR || self.is_damage() {
            tracing::error!(code, error = %self, "a request failed");
        }
        let (mut errors, mut version, mut by_others, mut current, mut moved_to) = (Vec::new(), None, None, None, None);
        match &self {
            Self::Invalid(faults) => errors.clone_from(faults),
            Self::VersionMoved(v) => version = Some(*v),
            Self::Overtaken { version: v, by_others: others, current: now } => {
                (version, by_others, current) = (Some(*v), Some(*others), now.clone());
            }
            Self::Rule { moved_to: to, .. } => moved_to = to.as_deref().cloned(),
            _ => {}
        }
        let problem = Problem {
            kind: format!("/api/docs#{code}"),
            status: status.as_u16(),
            code: code.into(),
            title: status.canonical_reason().unwrap_or("Error").into(),
            detail: ProblemDetail { zh, en },
            errors,
            version,
            by_others,
            current,
            moved_to,
        };
        let mut response = (status, axum::Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let wait = match self {
            Self::Locked(seconds) | Self::TooMany(seconds) | Self::Busy(seconds) => Some(seconds),
            _ => (status == StatusCode::SERVICE_UNAVAILABLE).then_some(1),
        };
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A stable code with a sentence in both languages, in which `{}` is the time to wait.
fn slowed((code, seconds): (&'static str, u32), zh: &str, en: &str) -> (&'static str, String, String) {
    let (n, zh_unit, en_unit) =
        if seconds <= 90 { (seconds.max(1), "秒", "s") } else { (seconds.div_ceil(60), "分钟", "min") };
    (code, zh.replace("{}", &format!("{n} {zh_unit}")), en.replace("{}", &format!("{n} {en_unit}")))
}
