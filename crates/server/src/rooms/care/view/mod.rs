//! Views of the room's things for one reader: each shows only what that reader may see.

pub mod alert;
pub mod call;
pub mod line;
pub mod reading;

use serde::Serialize;
use weiguang_domain::manual::kind::Words;

use crate::web::words::Bilingual;
pub use crate::web::words::{KeyWords, StaffView};

/// The domain's bilingual words on the wire.
pub(super) fn bilingual(words: Words) -> Bilingual {
    Bilingual::new(words.zh, words.en)
}

/// The stable key of a value that serialises as a word.
pub(in crate::rooms::care) fn key<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
