//! Bulletins 通知公告 of a street or community for residents and staff, shown between two days. Corrections and withdrawals
//! are visible, with a reason.

pub mod content;
pub mod refused;

#[cfg(test)]
mod tests;

pub use content::Content;
pub use refused::Refused;

use crate::access::Role;
use crate::grid::{GridCode, Level};
use crate::kernel::time::Day;

/// Maximum pinned bulletins per area.
pub const PINNED: usize = 3;
/// Maximum current bulletins per area.
pub const CURRENT: usize = 30;
/// Maximum characters of a reason or a note of change.
pub const WORDS: usize = 200;
/// Days after which the text and the pictures of a withdrawn bulletin are erased.
pub const ERASE_DAYS: i64 = 365;

/// The state of a bulletin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Visible only to those who may publish it.
    Draft,
    /// Staff see it, and residents on its days.
    Published,
    /// Hidden from residents; staff see the reason.
    Withdrawn,
}

impl State {
    /// Every state with its key and its Chinese and English words.
    pub const ALL: &[(Self, &'static str, &'static str, &'static str)] = &[
        (Self::Draft, "draft", "草稿", "draft"),
        (Self::Published, "published", "已发布", "published"),
        (Self::Withdrawn, "withdrawn", "已撤回", "withdrawn"),
    ];

    /// The stable key and the words.
    #[must_use]
    pub fn told(self) -> (&'static str, &'static str, &'static str) {
        let found = Self::ALL.iter().find(|(state, ..)| *state == self);
        found.map_or(("", "", ""), |(_, key, zh, en)| (*key, *zh, *en))
    }

    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, ..)| *known == key).map(|(state, ..)| *state)
    }
}

/// A bulletin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bulletin {
    /// The street, community or grid.
    pub area: GridCode,
    /// Its content.
    pub content: Content,
    /// Its state.
    pub state: State,
    /// 0: draft; 1: as published; then plus one per correction.
    pub edition: u32,
    /// What the last correction changed.
    pub changed: String,
    /// Why it was withdrawn.
    pub reason: String,
    /// Whether it is pinned.
    pub pinned: bool,
}

impl Bulletin {
    /// Creates a draft.
    ///
    /// # Errors
    /// All invalid fields.
    pub fn draft(area: GridCode, content: Content) -> Result<Self, Vec<Refused>> {
        let mut faults: Vec<Refused> = can_be_for(&area).err().into_iter().collect();
        let content = match content.checked() {
            Ok(content) if faults.is_empty() => content,
            Ok(_) => return Err(faults),
            Err(more) => {
                faults.extend(more);
                return Err(faults);
            }
        };
        let (changed, reason) = (String::new(), String::new());
        Ok(Self { area, content, state: State::Draft, edition: 0, changed, reason, pinned: false })
    }

    /// Replaces a draft.
    ///
    /// # Errors
    /// It is not a draft; or the new content is invalid.
    pub fn edit(self, area: GridCode, content: Content) -> Result<Self, Vec<Refused>> {
        if self.state == State::Draft { Self::draft(area, content) } else { Err(vec![Refused::NoDraft]) }
    }

    /// Publishes a draft. `current`: bulletins of the area that are published and not expired.
    ///
    /// # Errors
    /// It is not a draft, its last day has passed, or there are too many.
    pub fn publish(self, today: Day, current: usize) -> Result<Self, Refused> {
        if self.state != State::Draft {
            return Err(Refused::NoDraft);
        }
        if self.content.until < today {
            return Err(Refused::Over);
        }
        if current >= CURRENT {
            return Err(Refused::TooManyCurrent);
        }
        Ok(Self { state: State::Published, edition: 1, ..self })
    }

    /// Corrects a published bulletin; `what` tells readers what changed.
    ///
    /// # Errors
    /// It is not published, nothing changed, `what` is empty, or the new content is invalid.
    pub fn correct(self, content: Content, what: &str, today: Day) -> Result<Self, Vec<Refused>> {
        if self.state != State::Published {
            return Err(vec![Refused::NotPublished]);
        }
        let changed = words(what, Refused::What).map_err(|fault| vec![fault])?;
        let content = content.checked()?;
        if content == self.content {
            return Err(vec![Refused::Same]);
        }
        if content.until < today {
            return Err(vec![Refused::Over]);
        }
        Ok(Self { content, changed, edition: self.edition + 1, ..self })
    }

    /// Withdraws a published bulletin, or deletes a draft.
    ///
    /// # Errors
    /// It is already withdrawn, or the reason is missing.
    pub fn withdraw(self, reason: &str) -> Result<Self, Refused> {
        if self.state == State::Withdrawn {
            return Err(Refused::IsWithdrawn);
        }
        Ok(Self { state: State::Withdrawn, reason: words(reason, Refused::Reason)?, pinned: false, ..self })
    }

    /// Pins it. `pinned`: bulletins of the area that are pinned and not expired.
    ///
    /// # Errors
    /// It is not published, it has expired, or [`PINNED`] are pinned already.
    pub fn pin(self, today: Day, pinned: usize) -> Result<Self, Refused> {
        if self.state != State::Published {
            return Err(Refused::NotPublished);
        }
        if self.content.until < today {
            return Err(Refused::Over);
        }
        if !self.pinned && pinned >= PINNED {
            return Err(Refused::TooManyPinned);
        }
        Ok(Self { pinned: true, ..self })
    }

    /// Unpins it; it is sorted by day again.
    #[must_use]
    pub fn unpin(self) -> Self {
        Self { pinned: false, ..self }
    }

    /// Whether residents see it on a day, first and last day included.
    #[must_use]
    pub fn shows_on(&self, day: Day) -> bool {
        self.state == State::Published && self.content.from <= day && day <= self.content.until
    }

    /// Whether staff without permission to publish see it.
    #[must_use]
    pub const fn was_published(&self) -> bool {
        self.edition > 0
    }
}

fn words(text: &str, missing: Refused) -> Result<String, Refused> {
    match text.trim() {
        "" => Err(missing),
        text if text.chars().count() > WORDS => Err(Refused::Words(missing.field().unwrap_or("reason"))),
        text => Ok(text.to_owned()),
    }
}

/// Checks the level of the area.
///
/// # Errors
/// It is not a street, community or grid.
pub fn can_be_for(area: &GridCode) -> Result<(), Refused> {
    if matches!(area.level(), Level::Street | Level::Community | Level::Grid) { Ok(()) } else { Err(Refused::Area) }
}

/// Whether a bulletin of `area` is visible at `code`: one of them is under the other.
#[must_use]
pub fn is_read_at(area: &GridCode, code: &GridCode) -> bool {
    area.contains(code) || code.contains(area)
}

/// Whether holders of this post are expected to read the bulletin: the post is in the area. Departments and partners
/// may read it but are not expected to.
#[must_use]
pub fn is_for(area: &GridCode, role: Role, code: &GridCode) -> bool {
    area.contains(code) && !matches!(role, Role::DepartmentContact | Role::ResourcePartner)
}
