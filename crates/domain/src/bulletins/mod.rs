//! Bulletins 通知公告: what a street or a community tells its residents and staff, from a day to a day. A draft is published, corrected in
//! sight of everybody, and withdrawn with a reason.

pub mod content;
pub mod refused;

#[cfg(test)]
mod tests;

pub use content::Content;
pub use refused::Refused;

use crate::access::Role;
use crate::grid::{GridCode, Level};
use crate::kernel::time::Day;

/// The most bulletins that are pinned in one area.
pub const PINNED: usize = 3;
/// The most bulletins that are published in one area and not over.
pub const CURRENT: usize = 30;
/// The most characters of a reason, and of what a correction changed.
pub const WORDS: usize = 200;
/// Days after which the text and the pictures of a withdrawn bulletin are erased.
pub const ERASE_DAYS: i64 = 365;

/// Where a bulletin is in its life.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Only those who may publish it see it.
    Draft,
    /// Staff see it, and residents on its days.
    Published,
    /// Residents do not see it any more; staff see the reason.
    Withdrawn,
}

impl State {
    /// Every state with its stable key, its words in Chinese and in English.
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
    /// The street, community or grid that it is for.
    pub area: GridCode,
    /// What it says.
    pub content: Content,
    /// Where it is in its life.
    pub state: State,
    /// 0 before it was published, 1 as it was published, one more with each correction.
    pub edition: u32,
    /// What the last correction changed.
    pub changed: String,
    /// Why it was withdrawn.
    pub reason: String,
    /// Whether it is shown above the others of its area.
    pub pinned: bool,
}

impl Bulletin {
    /// A draft.
    ///
    /// # Errors
    /// What is wrong with it.
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

    /// Writes a draft anew.
    ///
    /// # Errors
    /// It is no draft any more; what is wrong with the new one.
    pub fn edit(self, area: GridCode, content: Content) -> Result<Self, Vec<Refused>> {
        if self.state == State::Draft { Self::draft(area, content) } else { Err(vec![Refused::NoDraft]) }
    }

    /// Publishes a draft. `current` is how many are published in its area and not over.
    ///
    /// # Errors
    /// It is no draft; its last day is over; there are too many.
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

    /// Puts right what is published; `what` says to readers what changed.
    ///
    /// # Errors
    /// It is not published; nothing changed, or it is not said what; what is wrong with the new content.
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

    /// Withdraws what is published, or drops a draft.
    ///
    /// # Errors
    /// It is withdrawn already; a reason is missing.
    pub fn withdraw(self, reason: &str) -> Result<Self, Refused> {
        if self.state == State::Withdrawn {
            return Err(Refused::IsWithdrawn);
        }
        Ok(Self { state: State::Withdrawn, reason: words(reason, Refused::Reason)?, pinned: false, ..self })
    }

    /// Shows it above the others of its area. `pinned` is how many are pinned there and not over.
    ///
    /// # Errors
    /// It is not published or over; there are [`PINNED`] already.
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

    /// Shows it in its place by its day again.
    #[must_use]
    pub fn unpin(self) -> Self {
        Self { pinned: false, ..self }
    }

    /// Whether residents see it on a day: both border days count.
    #[must_use]
    pub fn shows_on(&self, day: Day) -> bool {
        self.state == State::Published && self.content.from <= day && day <= self.content.until
    }

    /// Whether staff other than those who may publish it see it.
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

/// Whether a bulletin can be for an area.
///
/// # Errors
/// It is no street, community or grid.
pub fn can_be_for(area: &GridCode) -> Result<(), Refused> {
    if matches!(area.level(), Level::Street | Level::Community | Level::Grid) { Ok(()) } else { Err(Refused::Area) }
}

/// Whether a bulletin of an area is read at a code: the area lies above the code, or under it.
#[must_use]
pub fn is_read_at(area: &GridCode, code: &GridCode) -> bool {
    area.contains(code) || code.contains(area)
}

/// Whether a bulletin of an area is for who holds a post: the post lies in the area. Departments and partners read it, and are not waited for.
#[must_use]
pub fn is_for(area: &GridCode, role: Role, code: &GridCode) -> bool {
    area.contains(code) && !matches!(role, Role::DepartmentContact | Role::ResourcePartner)
}
