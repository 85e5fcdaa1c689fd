//! Wire format of bulletins.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::bulletins::State;
use weiguang_domain::kernel::ids::{AccountId, BulletinId};
use weiguang_domain::kernel::time::Day;

use crate::rooms::bulletins::store::Record;
use crate::rooms::grid::territory::Territory;
use crate::web::words::{KeyWords, StaffView};

/// A bulletin in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulletinRow {
    /// Its id.
    pub id: Uuid,
    /// The street, community or grid that it is for.
    pub code: String,
    /// The same in words.
    pub area: String,
    /// Its title.
    pub title: String,
    /// The first day on which residents see it, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub until: String,
    /// `draft`, `published` or `withdrawn`.
    pub state: KeyWords,
    /// Whether it is shown above the others of its area.
    pub pinned: bool,
    /// 0 before it was published, 1 as it was published, one more with each correction.
    pub edition: u32,
    /// Whether the reader has not read this edition.
    pub unread: bool,
    /// When it was published, RFC 3339.
    pub published_at: Option<String>,
    /// The version for `If-Match`.
    pub version: i64,
}

impl BulletinRow {
    /// Of a record, for a reader who has read these editions.
    #[must_use]
    pub fn of(one: &Record, seen: &HashMap<BulletinId, u32>, territory: &Territory) -> Self {
        let b = &one.bulletin;
        let (key, zh, en) = b.state.told();
        Self {
            id: one.id.uuid(),
            code: b.area.to_string(),
            area: territory.words(&b.area),
            title: b.content.title.clone(),
            from: b.content.from.to_string(),
            until: b.content.until.to_string(),
            state: KeyWords::new(key, zh, en),
            pinned: b.pinned,
            edition: b.edition,
            unread: b.state == State::Published && seen.get(&one.id).is_none_or(|edition| *edition < b.edition),
            published_at: b.was_published().then(|| one.published_at.to_string()),
            version: one.version,
        }
    }
}

/// Bulletins.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulletinList {
    /// In the order of their list.
    pub items: Vec<BulletinRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A bulletin as staff read it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulletinView {
    /// What its row says.
    #[serde(flatten)]
    pub row: BulletinRow,
    /// Plain paragraphs, each on a line.
    pub text: String,
    /// Its pictures, in order.
    pub pictures: Vec<Uuid>,
    /// What the last correction changed.
    pub changed: Option<String>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// Who drafted it.
    pub by: StaffView,
    /// What the reader can do now: `edit`, `publish`, `correct`, `withdraw`, `pin`, `unpin`.
    pub actions: Vec<&'static str>,
}

impl BulletinView {
    /// Of a record, for a reader who has read these editions, and whether they may publish it.
    #[must_use]
    pub fn of(
        one: &Record,
        seen: &HashMap<BulletinId, u32>,
        names: &HashMap<AccountId, String>,
        territory: &Territory,
        publishes: bool,
        today: Day,
    ) -> Self {
        let b = &one.bulletin;
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let actions: &[&str] = match b.state {
            _ if !publishes => &[],
            State::Draft => &["edit", "publish", "withdraw"],
            State::Published if b.pinned => &["correct", "withdraw", "unpin"],
            State::Published if b.content.until < today => &["correct", "withdraw"],
            State::Published => &["correct", "withdraw", "pin"],
            State::Withdrawn => &[],
        };
        Self {
            row: BulletinRow::of(one, seen, territory),
            text: b.content.text.clone(),
            pictures: b.content.pictures.iter().map(|picture| picture.uuid()).collect(),
            changed: text(&b.changed),
            reason: text(&b.reason),
            by: StaffView::of(one.by, names),
            actions: actions.to_vec(),
        }
    }
}

/// Whom a bulletin is for, and who of them has not read it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulletinReaders {
    /// How many serve in its area today.
    pub readers: usize,
    /// Those who have not read it as it is now, by name.
    pub unread: Vec<StaffView>,
}

impl BulletinReaders {
    /// The people addressed, and the editions that they have read.
    #[must_use]
    pub fn of(all: Vec<(AccountId, String)>, seen: &HashMap<AccountId, u32>, edition: u32) -> Self {
        let readers = all.len();
        let is_unread = |account: &AccountId| seen.get(account).is_none_or(|read| *read < edition);
        let mut unread: Vec<StaffView> = (all.into_iter())
            .filter(|(account, _)| is_unread(account))
            .map(|(account, name)| StaffView { id: account.uuid(), name })
            .collect();
        unread.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        Self { readers, unread }
    }
}
