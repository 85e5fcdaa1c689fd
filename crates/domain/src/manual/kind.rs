//! A kind of matter 事项类型: name, responsible role, time limits, requested data with reasons, and steps.
//!
//! Kinds are versioned. A case is pinned to the version under which it began, so published versions stay readable, and
//! a new edition never moves the deadline of an open case.

pub use crate::kernel::words::Words;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::clock::Allowance;
use super::source::Source;

/// The stable id of a kind or group: lower-case ASCII words joined by hyphens, such as `street-light-out`; at most 40
/// bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(String);

/// A text that is no [`KindId`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is lower-case ASCII words joined by hyphens, at most 40 characters")]
pub struct NoKindId;

impl KindId {
    /// Parses an id.
    ///
    /// # Errors
    /// If the text is empty, longer than 40 bytes, or not lower-case words and digits joined by single hyphens.
    pub fn parse(text: &str) -> Result<Self, NoKindId> {
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() <= 40 && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NoKindId)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KindId({self})")
    }
}
impl FromStr for KindId {
    type Err = NoKindId;
    fn from_str(text: &str) -> Result<Self, NoKindId> {
        Self::parse(text)
    }
}
impl std::borrow::Borrow<str> for KindId {
    fn borrow(&self) -> &str {
        &self.0
    }
}
impl Serialize for KindId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for KindId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// A kind at a version, as stored in a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pin {
    /// The kind.
    pub kind: KindId,
    /// Its version, counted from 1.
    pub version: u32,
}

/// How urgent a matter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// In order.
    Normal,
    /// Before all others, with an alarm.
    Urgent,
}

/// The role asked first; then the deputy, then up the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taker {
    /// 微网格员.
    MicroGridMember,
    /// 网格员.
    GridMember,
    /// 网格长.
    GridLeader,
    /// 社区.
    Community,
    /// 街道.
    Street,
    /// 专属网格员 of the office tower, market, school or park of the place.
    DedicatedGrid,
    /// The functional micro-grid 功能型微网格 for this kind; if there is none, the micro-grid member.
    Functional,
}

impl Taker {
    /// All values with their name in a head.
    pub const ALL: [(&'static str, Self); 7] = [
        ("micro-grid-member", Self::MicroGridMember),
        ("grid-member", Self::GridMember),
        ("grid-leader", Self::GridLeader),
        ("community", Self::Community),
        ("street", Self::Street),
        ("dedicated-grid", Self::DedicatedGrid),
        ("functional", Self::Functional),
    ];

    /// The words on screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::MicroGridMember => "微网格员",
            Self::GridMember => "网格员",
            Self::GridLeader => "网格长",
            Self::Community => "社区",
            Self::Street => "街道",
            Self::DedicatedGrid => "专属网格员",
            Self::Functional => "功能型微网格",
        }
    }
}

/// Whether a reporter or worker is asked for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Not asked for.
    No,
    /// Optional.
    Wish,
    /// Required; the reason is in the manual.
    Must,
}

impl Need {
    /// All values with their name in a head.
    pub const ALL: [(&'static str, Self); 3] = [("no", Self::No), ("wish", Self::Wish), ("must", Self::Must)];
}

/// A request for data, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// How much it is wanted.
    pub need: Need,
    /// The reason shown to the person; `None` only for [`Need::No`].
    pub why: Option<Words>,
}

impl DataRequest {
    /// Not asked for.
    pub const NO: Self = Self { need: Need::No, why: None };
}

/// A department 条线部门 that can be called in by 吹哨.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Its general name; a street configures its own contact.
    pub name: Words,
    /// The task.
    pub task: Option<Words>,
}

/// A number to call at once: 119, 120, 110 or a company's emergency line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The number, or words such as 燃气公司抢险电话 if it differs by town.
    pub number: String,
    /// Who answers.
    pub who: Words,
}

/// A step of the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What to do, in Chinese Markdown on one line.
    pub zh: String,
}

/// A group of kinds, such as 环境卫生.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The folder name.
    pub id: KindId,
    /// Its name.
    pub name: Words,
}

/// Matters for which another body is responsible: they are accepted and handed over; nobody is turned away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Words to recognise them.
    pub words: Vec<String>,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// The responsible body.
    pub who: Words,
    /// What to tell the resident.
    pub say: Words,
}

/// A kind of matter at one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable across versions.
    pub id: KindId,
    /// From 1.
    pub version: u32,
    /// Its name.
    pub name: Words,
    /// Its group.
    pub group: Group,
    /// Its urgency.
    pub urgency: Urgency,
    /// Time limit to accept.
    pub accept_by: Allowance,
    /// Time limit to resolve.
    pub resolve_by: Allowance,
    /// After a breach: time until each further escalation.
    pub climb_every: Allowance,
    /// The role asked first.
    pub taken_by: Taker,
    /// The department that a community may call in.
    pub department: Option<Department>,
    /// Numbers to call at once.
    pub calls: Vec<Call>,
    /// Whether a photo is requested.
    pub photo: DataRequest,
    /// Whether an address or a point on the map is requested.
    pub place: DataRequest,
    /// Why a photo's location is stored; `None`: it is removed before storing.
    pub photo_location: Option<Words>,
    /// Whether the resident is asked before the case closes.
    pub ask_resident: bool,
    /// Keywords for suggestions.
    pub keywords: Vec<String>,
    /// Its steps in order.
    pub steps: Vec<Step>,
    /// A note on the public page of a case.
    pub public_note: Option<Words>,
    /// Days after closing until personal data of a case is erased.
    pub retention_days: u32,
    /// Laws, standards and notices that it is based on.
    pub sources: Vec<Source>,
    /// The whole body in Chinese Markdown, steps included.
    pub body: String,
}

impl Kind {
    /// The pin of a case.
    #[must_use]
    pub fn pin(&self) -> Pin {
        Pin { kind: self.id.clone(), version: self.version }
    }

    /// The text under a heading of the body, such as `怎么对居民说`.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<&str> {
        super::reading::section(&self.body, heading)
    }
}

/// All kinds in all published versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manual {
    pub(super) edition: String,
    pub(super) title: Words,
    pub(super) groups: Vec<Group>,
    pub(super) kinds: BTreeMap<KindId, BTreeMap<u32, Kind>>,
    pub(super) sources: Vec<Source>,
    pub(super) elsewhere: Vec<Elsewhere>,
}

impl Manual {
    /// Matters of other bodies, in the order of the file.
    #[must_use]
    pub fn elsewhere(&self) -> &[Elsewhere] {
        &self.elsewhere
    }

    /// The other body responsible for a text: the one with the longest match; ties by order.
    #[must_use]
    pub fn taken_elsewhere(&self, text: &str) -> Option<&Elsewhere> {
        let text = super::suggest::squeeze(text);
        let said = |one: &Elsewhere| {
            let found = one.words.iter().map(|w| super::suggest::squeeze(w)).filter(|w| text.contains(&**w));
            found.map(|w| w.chars().count()).sum::<usize>()
        };
        self.elsewhere.iter().rev().max_by_key(|one| said(one)).filter(|one| said(one) > 0)
    }

    /// The edition, such as `2026.1`.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &Words {
        &self.title
    }

    /// The groups in display order.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The sources of the manual as a whole.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// A kind at a published version.
    #[must_use]
    pub fn kind(&self, id: &str, version: u32) -> Option<&Kind> {
        self.kinds.get(id)?.get(&version)
    }

    /// The kind that a case is pinned to.
    #[must_use]
    pub fn pinned(&self, pin: &Pin) -> Option<&Kind> {
        self.kind(pin.kind.as_str(), pin.version)
    }

    /// A kind at its newest version.
    #[must_use]
    pub fn newest(&self, id: &str) -> Option<&Kind> {
        self.kinds.get(id)?.values().next_back()
    }

    /// Every kind at its newest version, by group in the manual's order, then by id.
    pub fn current(&self) -> impl Iterator<Item = &Kind> {
        self.groups.iter().flat_map(|group| {
            self.kinds.values().filter_map(|v| v.values().next_back()).filter(move |kind| kind.group.id == group.id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_joined_by_hyphens() {
        for good in ["other", "street-light-out", "door-2"] {
            assert_eq!(KindId::parse(good).map(|id| id.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "-a", "a-", "a--b", "Light", "路灯", "2-doors", "a_b", &"a".repeat(41)] {
            assert_eq!(KindId::parse(bad), Err(NoKindId), "{bad}");
        }
    }
}
