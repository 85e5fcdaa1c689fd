//! Parsing and matching of danger patterns: steps 2 to 5 of [`danger`](super::danger).

use std::collections::{BTreeMap, HashMap};

use super::suggest::squeeze;

/// Maximum distance between parts of a pattern in code points, by default.
const WITHIN: usize = 8;

/// All words of the file without duplicates; a text is searched for all of them at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lexicon {
    words: Vec<Vec<char>>,
    numbers: HashMap<Vec<char>, usize>,
    by_first: HashMap<char, Vec<usize>>,
}

impl Lexicon {
    /// The index of a word, added if new.
    fn number(&mut self, word: &str) -> usize {
        let letters: Vec<char> = squeeze(word).chars().collect();
        if let Some(known) = self.numbers.get(&letters) {
            return *known;
        }
        let number = self.words.len();
        if let Some(first) = letters.first() {
            self.by_first.entry(*first).or_default().push(number);
        }
        self.numbers.insert(letters.clone(), number);
        self.words.push(letters);
        number
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Their indexes in the lexicon.
    words: Vec<usize>,
    /// Length of its longest word.
    longest: usize,
    /// Whether it must begin after the previous part.
    behind: bool,
}

impl Part {
    pub(super) fn new(words: &[String], behind: bool, lexicon: &mut Lexicon) -> Self {
        let words: Vec<usize> = words.iter().map(|word| lexicon.number(word)).collect();
        let longest = words.iter().map(|number| lexicon.words[*number].len()).max().unwrap_or(0);
        Self { words, longest, behind }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    within: usize,
}

/// A pattern that means no danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ordinary {
    pub(super) pattern: Pattern,
    before: Reach,
    behind: Reach,
}

/// How much around a no-danger match is blanked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Nothing,
    /// `…`: within its clause, up to the maximum distance of parts.
    Clause,
    /// `……`: across punctuation, up to a word that starts a new thought.
    Turn,
}

/// A match: start and end, half-open.
pub(super) type Span = (usize, usize);

/// A text with the matches of every lexicon word, and the clause of each position.
pub(super) struct Text<'t> {
    pub(super) letters: &'t [char],
    places: Vec<Vec<Span>>,
    clauses: Vec<usize>,
    turns: Vec<usize>,
}

impl<'t> Text<'t> {
    /// As one clause.
    pub(super) fn new(letters: &'t [char], lexicon: &Lexicon) -> Self {
        let mut places = vec![Vec::new(); lexicon.words.len()];
        for (from, letter) in letters.iter().enumerate() {
            for number in lexicon.by_first.get(letter).into_iter().flatten() {
                let word = &lexicon.words[*number];
                if letters[from..].starts_with(word) {
                    places[*number].push((from, from + word.len()));
                }
            }
        }
        Self { letters, places, clauses: vec![0; letters.len()], turns: vec![0; letters.len()] }
    }

    pub(super) fn split(mut self, borders: &Part) -> Self {
        let mut begins = self.find(borders);
        self.clauses = numbered(self.letters.len(), &begins);
        begins.retain(|begin| self.letters[begin.0].is_alphanumeric());
        self.turns = numbered(self.letters.len(), &begins);
        self
    }

    /// The longest match of the part at each position, in order.
    fn find(&self, part: &Part) -> Vec<Span> {
        let mut found: Vec<Span> = part.words.iter().flat_map(|number| &self.places[*number]).copied().collect();
        found.sort_by_key(|(from, until)| (*from, std::cmp::Reverse(*until)));
        found.dedup_by_key(|(from, _)| *from);
        found
    }

    /// The ranges that a match blanks.
    pub(super) fn taken(&self, ordinary: &Ordinary, found: &[Span]) -> Vec<Span> {
        let (Ordinary { before, behind, pattern }, Some((from, until))) = (ordinary, cover(found)) else {
            return found.to_vec();
        };
        if (*before, *behind) == (Reach::Nothing, Reach::Nothing) {
            return found.to_vec();
        }
        let begin = |of: &[usize]| of.partition_point(|n| *n < of[from]);
        let end = |of: &[usize]| of.partition_point(|n| *n <= of[from]).max(until);
        let from_there = match before {
            Reach::Nothing => from,
            Reach::Clause => begin(&self.clauses).max(from.saturating_sub(pattern.within)),
            Reach::Turn => begin(&self.turns),
        };
        let until_there = match behind {
            Reach::Nothing => until,
            Reach::Clause => end(&self.clauses).min(until + pattern.within),
            Reach::Turn => end(&self.turns),
        };
        vec![(from_there, until_there)]
    }
}

/// For each position, the number of ranges that have begun.
fn numbered(places: usize, begins: &[Span]) -> Vec<usize> {
    (0..places).map(|at| begins.partition_point(|begin| begin.0 <= at)).collect()
}

/// The smallest range that covers all.
fn cover(found: &[Span]) -> Option<Span> {
    found.iter().copied().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

impl Pattern {
    /// Parses a pattern; the error is the part that cannot be parsed.
    pub(super) fn parse(
        text: &str,
        lists: &BTreeMap<String, Vec<String>>,
        lexicon: &mut Lexicon,
    ) -> Result<Self, String> {
        let (rest, within) = match text.rsplit_once('~') {
            Some((rest, n)) => (rest, n.trim().parse().map_err(|_| n.trim().to_owned())?),
            None => (text, WITHIN),
        };
        if rest.trim_end().ends_with(['+', '>']) {
            return Err(rest.trim().to_owned());
        }
        let mut parts = Vec::new();
        let mut behind = false;
        for piece in rest.split_inclusive(['+', '>']) {
            let mut words = Vec::new();
            for word in piece.trim_end_matches(['+', '>']).split('|').map(str::trim) {
                match word.strip_prefix('$') {
                    Some(name) => words.extend(lists.get(name).ok_or_else(|| word.to_owned())?.iter().cloned()),
                    None if word.is_empty() => return Err(piece.trim().to_owned()),
                    None => words.push(word.to_owned()),
                }
            }
            parts.push(Part::new(&words, behind, lexicon));
            behind = piece.ends_with('>');
        }
        Ok(Self { parts, within })
    }

    /// Calls `take` for every match of the pattern in one clause, until it returns true.
    pub(super) fn search(&self, text: &Text<'_>, take: &mut dyn FnMut(&[Span]) -> bool) {
        let mut places: Vec<Vec<Span>> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let found = text.find(part);
            if found.is_empty() {
                return;
            }
            places.push(found);
        }
        self.step(text, &places, &mut Vec::new(), take);
    }

    fn step(
        &self,
        text: &Text<'_>,
        places: &[Vec<Span>],
        chosen: &mut Vec<Span>,
        take: &mut dyn FnMut(&[Span]) -> bool,
    ) -> bool {
        let (Some(part), Some(all)) = (self.parts.get(chosen.len()), places.get(chosen.len())) else {
            return take(chosen);
        };
        let covered = cover(chosen);
        let from = covered.map_or(0, |(from, _)| from.saturating_sub(self.within + part.longest));
        let first = all.partition_point(|place| place.0 < from);
        for place in all.iter().skip(first).copied() {
            if let Some((from, until)) = covered {
                if place.0 > until + self.within {
                    break;
                }
                let overlaps = chosen.iter().any(|other| place.0 < other.1 && other.0 < place.1);
                let in_order = !part.behind || chosen.last().is_some_and(|last| place.0 >= last.1);
                let apart = text.clauses[place.0] != text.clauses[from];
                if overlaps || !in_order || apart || place.1 + self.within < from {
                    continue;
                }
            }
            chosen.push(place);
            let enough = self.step(text, places, chosen, take);
            chosen.pop();
            if enough {
                return true;
            }
        }
        false
    }
}

impl Ordinary {
    pub(super) fn parse(
        text: &str,
        lists: &BTreeMap<String, Vec<String>>,
        lexicon: &mut Lexicon,
    ) -> Result<Self, String> {
        let parts = text.split('~').next().unwrap_or_default().trim();
        let before = Reach::of(parts.starts_with('…'), parts.starts_with("……"));
        let behind = Reach::of(parts.ends_with('…'), parts.ends_with("……"));
        Ok(Self { pattern: Pattern::parse(&text.replace('…', ""), lists, lexicon)?, before, behind })
    }
}

impl Reach {
    fn of(one: bool, two: bool) -> Self {
        match (one, two) {
            (_, true) => Self::Turn,
            (true, false) => Self::Clause,
            (false, false) => Self::Nothing,
        }
    }
}
