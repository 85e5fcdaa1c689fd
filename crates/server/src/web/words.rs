//! Texts on the wire: a sentence in both languages, a key with its words, staff by name.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::ids::AccountId;

/// Text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bilingual {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// From two texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A staff member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffView {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

impl StaffView {
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

/// A person as everybody at work may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonView {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

/// A point on the map, WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PointView {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}
