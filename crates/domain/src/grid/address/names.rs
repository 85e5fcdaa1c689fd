//! All names of a directory; found in a text exactly by hash, otherwise by shared sounds.

use std::collections::{HashMap, HashSet};

use super::directory::Kind;
use super::latin::sound;
use super::name::{Name, SoundedChar};

/// A name and its places.
#[derive(Clone, Debug)]
pub(super) struct NamedPlaces {
    pub(super) name: Name,
    /// The tops; whether the name is an alias.
    pub(super) places: Vec<(u32, bool)>,
    /// Whether another name begins with its core and continues with more than a suffix.
    pub(super) begins_others: bool,
}

/// Names with both indexes.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    known: Vec<NamedPlaces>,
    by_whole: HashMap<(Box<str>, bool), u32>,
    by_core: HashMap<u64, Vec<u32>>,
    longest: usize,
    by_sound: HashMap<u32, Vec<u32>>,
    /// Names in pinyin; `u32::MAX` if ambiguous.
    in_pinyin: HashMap<String, u32>,
}

/// Maximum candidates of the sound index.
const LOOKED_AT: usize = 96;

fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01B3)
}
const START: u64 = 0xCBF2_9CE4_8422_2325;

/// All proper prefixes of a quarter's core.
fn beginnings(name: &Name) -> impl Iterator<Item = Vec<char>> {
    let longest = if name.whole.ends_with(['路', '街', '巷', '道', '村']) { 0 } else { name.core.len() };
    (2..longest).map(move |to| name.core[..to].iter().map(|h| h.c).collect())
}

impl Names {
    pub(super) fn add(&mut self, words: &str, kind: Kind, top: u32, alias: bool) {
        let plain = !matches!(kind, Kind::Quarter);
        let name = Name::read(words, plain);
        if name.core.is_empty() {
            return;
        }
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let at = *self.by_whole.entry((name.whole.clone().into(), plain)).or_insert(next);
        if at == next {
            self.known.push(NamedPlaces { name, places: Vec::new(), begins_others: false });
        }
        let places = &mut self.known[at as usize].places;
        if !places.iter().any(|(t, _)| *t == top) {
            places.push((top, alias));
        }
    }

    pub(super) fn finish(&mut self) {
        for (at, known) in (0u32..).zip(&self.known) {
            let core = &known.name.core;
            let hash = core.iter().fold(START, |h, heard| step(h, heard.c));
            self.by_core.entry(hash).or_default().push(at);
            self.longest = self.longest.max(core.len());
            let pinyin = sound(&known.name.whole);
            if !pinyin.is_empty() {
                self.in_pinyin.entry(pinyin).and_modify(|seen| *seen = u32::MAX).or_insert(at);
            }
            let mut sounds: Vec<u32> = core.iter().map(|h| h.sound.near).collect();
            sounds.sort_unstable();
            sounds.dedup();
            for sound in sounds {
                self.by_sound.entry(sound).or_default().push(at);
            }
        }
        let longer: HashSet<Vec<char>> = self.known.iter().flat_map(|k| beginnings(&k.name)).collect();
        for known in &mut self.known {
            let core: Vec<char> = known.name.core.iter().map(|h| h.c).collect();
            known.begins_others = longer.contains(&core);
        }
        self.by_whole = HashMap::new();
    }

    pub(super) fn get(&self, at: u32) -> &NamedPlaces {
        &self.known[at as usize]
    }

    /// The unique name with this pinyin.
    pub(super) fn in_pinyin(&self, key: &str) -> Option<&NamedPlaces> {
        self.in_pinyin.get(key).and_then(|at| self.known.get(*at as usize))
    }

    pub(super) fn bytes(&self) -> usize {
        let name = |k: &NamedPlaces| {
            size_of::<NamedPlaces>()
                + k.name.whole.len() * 2
                + k.name.core.len() * (size_of::<SoundedChar>() + 8)
                + k.places.len() * 8
        };
        self.known.iter().map(name).sum::<usize>()
            + (self.by_core.len() + self.by_sound.len() + self.in_pinyin.len()) * 64
    }

    /// Names whose core is in the text, with its range.
    pub(super) fn exactly(&self, text: &[char]) -> Vec<(u32, usize, usize)> {
        let mut out = Vec::new();
        for from in 0..text.len() {
            // 7号院 inside 37号院 is no match.
            if from > 0 && text[from].is_ascii_digit() && text[from - 1].is_ascii_digit() {
                continue;
            }
            let mut hash = START;
            for to in from + 1..=text.len().min(from + self.longest) {
                hash = step(hash, text[to - 1]);
                for at in self.by_core.get(&hash).into_iter().flatten() {
                    let core = &self.known[*at as usize].name.core;
                    if core.len() == to - from && core.iter().zip(&text[from..to]).all(|(h, c)| h.c == *c) {
                        out.push((*at, from, to));
                    }
                }
            }
        }
        out
    }

    /// Whether one of these names begins at the position in full.
    pub(super) fn begins(&self, standing: &[(u32, usize, usize)], at: usize) -> bool {
        standing.iter().any(|(name, from, _)| *from == at && self.get(*name).name.core.len() > 2)
    }

    /// Names that share the most sounds with the text; rare sounds count more.
    pub(super) fn sounding(&self, text: &[SoundedChar]) -> Vec<u32> {
        let mut sounds: Vec<u32> = text.iter().map(|h| h.sound.near).collect();
        sounds.sort_unstable();
        sounds.dedup();
        let mut scores: HashMap<u32, f32> = HashMap::new();
        for sound in sounds {
            let Some(names) = self.by_sound.get(&sound) else { continue };
            let rarity = (self.known.len() as f32 / names.len() as f32).ln() + 1.0;
            for at in names {
                let core = self.known[*at as usize].name.core.len().max(2) as f32;
                *scores.entry(*at).or_default() += rarity / core;
            }
        }
        let mut best: Vec<(u32, f32)> = scores.into_iter().collect();
        let by_score = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if best.len() > LOOKED_AT {
            best.select_nth_unstable_by(LOOKED_AT, by_score);
            best.truncate(LOOKED_AT);
        }
        best.sort_by(by_score);
        best.into_iter().map(|(at, _)| at).collect()
    }
}
