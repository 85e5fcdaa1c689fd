//! The text of a message: enough to act on, and no personal data. It is stored in clear.

use serde::Serialize;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::words::Words;

use crate::web::Refusal;

/// What a message says: enough to act on, and nothing of a person.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OutboxNoticeBody)]
pub struct NoticeBody<'a> {
    /// The number of the case; of anything else empty.
    pub number: &'a str,
    /// The kind of the case, `care`, or the topic.
    pub kind: &'a str,
    /// Where.
    pub code: String,
    /// The status; of what has none empty.
    #[schema(value_type = crate::rooms::outbox::wire::OutboxNoticeStatus)]
    pub status: &'static str,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl NoticeBody<'_> {
    /// As it is stored.
    ///
    /// # Errors
    /// Never in practice: it is plain text.
    pub fn text(&self) -> Result<String, Refusal> {
        serde_json::to_string(self).map_err(|e| Refusal::Internal(e.to_string()))
    }
}

/// About something other than a case or a care alert, such as a year without a holiday notice.
///
/// # Errors
/// Never in practice: it is plain text.
pub fn of_matter(kind: &str, street: &GridCode, words: Words) -> Result<String, Refusal> {
    let body = NoticeBody { number: "", kind, code: street.to_string(), status: "", zh: words.zh, en: words.en };
    body.text()
}
