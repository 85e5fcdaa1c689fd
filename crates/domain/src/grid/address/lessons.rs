//! Aliases from dispatchers' picks: looked up before the directory; contradictory picks count less.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

use super::directory::Directory;
use super::evidence::Evidence;
use super::parse::{Parts, parse};
use super::placing::Handle;
use super::written::FoldedText;
use crate::grid::{GridCode, Level};

/// The result of one pick. Stored by the caller in order of the picks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lesson {
    /// The typed text in the form of [`normal_form`] or [`nickname`].
    pub text: String,
    /// Its meaning.
    pub teaches: Teaches,
}

/// The meaning of typed text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Teaches {
    /// A whole address.
    Address {
        /// The picked cell.
        code: GridCode,
        /// The picked row, if there was one.
        entry: Option<Handle>,
    },
    /// An alias of a place, valid for everything below it.
    Nickname {
        /// The name in the directory.
        name: String,
        /// The community, if several places have that name.
        community: Option<GridCode>,
    },
}

/// A typed address without words that say nothing: `锦绣花园|b3|u2|r501`.
#[must_use]
pub fn normal_form(text: &str) -> String {
    form_of(&parse(text))
}

pub(super) fn form_of(parts: &Parts) -> String {
    let mut names: Vec<&str> = parts.quarter.iter().map(|p| p.text.as_str()).collect();
    names.extend(parts.village.iter().chain(&parts.road).map(|p| p.text.as_str()));
    names.sort_unstable();
    names.dedup();
    let mut out = names.join("+");
    let numbers = [
        ("b", parts.building),
        ("u", parts.unit),
        ("r", parts.room),
        ("g", parts.group),
        ("n", parts.number),
        ("p", parts.phase),
    ];
    for (letter, number) in numbers {
        if let Some(number) = number {
            out.push_str(&format!("|{letter}{}", number.label));
        }
    }
    out
}

/// The words of a typed address that could be an alias of the quarter; `None` if only numbers are left.
#[must_use]
pub fn nickname(text: &str) -> Option<String> {
    parse(text).quarter.into_iter().next().map(|p| p.text).filter(|t| t.chars().count() >= 2)
}

/// The lessons of a dispatcher's pick: the whole address and, if the picked row is in a quarter that the text calls by
/// another name, an alias.
#[must_use]
pub fn learn(directory: &Directory, text: &str, code: GridCode, entry: Option<Handle>) -> Vec<Lesson> {
    let mut out = vec![Lesson { text: normal_form(text), teaches: Teaches::Address { code, entry } }];
    let top = entry.and_then(|entry| directory.top_of(entry));
    if let (Some(top), Some(nickname)) = (top, nickname(text)) {
        let top = &directory.tops[top as usize];
        if *top.name != *nickname {
            let teaches = Teaches::Nickname { name: top.name.to_string(), community: top.community };
            out.push(Lesson { text: nickname, teaches });
        }
    }
    out.retain(|lesson| !lesson.text.is_empty());
    out
}

/// All lessons of a street.
#[derive(Clone, Debug, Default)]
pub struct Lessons {
    addresses: HashMap<String, Vec<(GridCode, Option<Handle>)>>,
    nicknames: HashMap<Vec<char>, Vec<(String, Option<GridCode>)>>,
    longest: usize,
}

/// Folded by today's rules, whatever they were when it was stored.
fn refolded(text: &str) -> Vec<char> {
    FoldedText::read(text).chars
}

/// Confidence of a meaning picked `times` of `of` times; a single pick is trusted, a contradicted one is not.
fn trust(times: usize, of: usize) -> f32 {
    0.97 * times as f32 / of.max(1) as f32
}

fn counted<T: PartialEq + Clone>(picks: &[T]) -> Vec<(T, usize)> {
    let mut out: Vec<(T, usize)> = Vec::new();
    for pick in picks {
        match out.iter_mut().find(|(seen, _)| seen == pick) {
            Some((_, times)) => *times += 1,
            None => out.push((pick.clone(), 1)),
        }
    }
    out
}

/// A whole address that was placed before: cells with confidence, and the reason.
pub(super) struct Recalled {
    pub(super) cells: Vec<(GridCode, Option<Handle>, f32)>,
    pub(super) evidence: Evidence,
}

impl Lessons {
    /// Builds the lookup from lessons in order of the picks.
    #[must_use]
    pub fn new(lessons: impl IntoIterator<Item = Lesson>) -> Self {
        let mut out = Self::default();
        for lesson in lessons {
            match lesson.teaches {
                Teaches::Address { code, entry } => {
                    out.addresses.entry(refolded(&lesson.text).iter().collect()).or_default().push((code, entry))
                }
                Teaches::Nickname { name, community } => {
                    let words = refolded(&lesson.text);
                    out.longest = out.longest.max(words.len());
                    out.nicknames.entry(words).or_default().push((name, community));
                }
            }
        }
        out
    }

    pub(super) fn recall(&self, parts: &Parts) -> Option<Recalled> {
        if self.addresses.is_empty() {
            return None;
        }
        let picks = self.addresses.get(&form_of(parts))?;
        let codes: Vec<GridCode> = picks.iter().map(|(code, _)| *code).collect();
        let mut counts = counted(&codes);
        counts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let evidence = match counts.as_slice() {
            [(_, times)] => Evidence::Taught { times: u32::try_from(*times).unwrap_or(u32::MAX) },
            _ => Evidence::TaughtDifferently,
        };
        let entry = |code: &GridCode| picks.iter().rev().find(|(c, _)| c == code).and_then(|(_, entry)| *entry);
        let cells = counts.iter().map(|(code, times)| (*code, entry(code), trust(*times, picks.len()))).collect();
        Some(Recalled { cells, evidence })
    }

    /// Aliases in the text: position, place and confidence.
    pub(super) fn nicknames_in(&self, directory: &Directory, text: &[char]) -> Vec<(usize, usize, u32, f32)> {
        let mut out = Vec::new();
        if self.nicknames.is_empty() {
            return out;
        }
        for from in 0..text.len() {
            for to in from + 2..=text.len().min(from + self.longest) {
                let Some(picks) = self.nicknames.get(&text[from..to]) else { continue };
                for ((name, community), times) in counted(picks) {
                    let trust = trust(times, picks.len());
                    out.extend(directory.tops_called(&name, community).map(|top| (from, to, top, trust)));
                }
            }
        }
        out
    }
}

impl Directory {
    /// The top of a row; scans all rows, because picks are rare.
    fn top_of(&self, entry: Handle) -> Option<u32> {
        (0u32..).zip(&self.tops).find(|(at, _)| self.holds(*at, entry)).map(|(at, _)| at)
    }

    fn tops_called(&self, name: &str, community: Option<GridCode>) -> impl Iterator<Item = u32> {
        let fits =
            move |c: Option<GridCode>| community.is_none() || c.and_then(|c| c.at(Level::Community)) == community;
        (0u32..).zip(&self.tops).filter(move |(_, t)| *t.name == *name && fits(t.community)).map(|(at, _)| at)
    }
}
