//! A text in both languages, and the parts of timeline texts.

use crate::grid::{GridCode, Level};
use crate::kernel::time::Moment;

/// A text in both languages.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// From two texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text with a prefix.
    #[must_use]
    pub fn before(self, zh: &str, en: &str) -> Self {
        Self { zh: format!("{zh}{}", self.zh), en: format!("{en}{}", self.en) }
    }
}

/// Typed text without its final full stop, for use inside a sentence.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim_end();
    text.strip_suffix(['。', '.']).unwrap_or(text)
}

/// `11月23日 16:30`.
pub(super) fn when(at: Moment) -> (String, String) {
    let c = at.civil();
    (
        format!("{}月{}日 {:02}:{:02}", c.month(), c.day(), c.hour(), c.minute()),
        format!("{}-{:02} {:02}:{:02}", c.month(), c.day(), c.hour(), c.minute()),
    )
}

/// A code as its level and words: 微网格 第九网格第六微网格.
pub(super) fn place(code: &GridCode) -> (String, String) {
    let words = code.words();
    if words.is_empty() {
        let level = code.level();
        (level.chinese().to_owned(), if level == Level::Street { "the street".into() } else { "the community".into() })
    } else {
        (words, format!("{code}"))
    }
}
