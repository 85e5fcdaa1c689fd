//! How the room's things look to one reader: a projection each, made for how far that reader sees.

pub mod alert;
pub mod line;
pub mod reading;

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::manual::kind::Words;

use crate::web::words::Bilingual;

/// Somebody who serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServerView {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

impl ServerView {
    /// By account.
    #[must_use]
    pub fn of(account: AccountId, names: &HashMap<AccountId, String>) -> Self {
        Self { id: account.uuid(), name: names.get(&account).cloned().unwrap_or_default() }
    }
}

/// A key with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeyWords {
    /// The stable key.
    pub key: String,
    /// In words.
    pub words: Bilingual,
}

impl KeyWords {
    /// From a key and two words.
    #[must_use]
    pub fn new(key: &str, zh: &str, en: &str) -> Self {
        Self { key: key.to_owned(), words: Bilingual::new(zh, en) }
    }
}

/// The domain's words on the wire.
pub(super) fn bilingual(words: Words) -> Bilingual {
    Bilingual::new(words.zh, words.en)
}

/// The stable key of what serialises as a word.
pub(super) fn key<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
