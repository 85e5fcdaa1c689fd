//! Danger before kinds: decides from free text which emergency numbers must be shown. All words are data, `manual/danger.toml`.
//!
//! The pages run the same algorithm in TypeScript; `danger_cases.json` holds cases that both must agree on. Step by step:
//!
//! 1. The text is folded ([`fold`](crate::kernel::text::fold)), spaces are removed, and each pair of `alike` is replaced, in the order of the file, every
//!    occurrence from left to right. Positions below count Unicode code points of this text.
//! 2. A *pattern* is one or more parts joined by `+` or `>`, with an optional ` ~N` at the end (8 where absent). A part is
//!    words joined by `|`; `$name` stands for the words of a list. At one position, the longest word of a part is the one found.
//! 3. A pattern is found where each part, taken in order, is found at a position that overlaps no part before it and lies at most N
//!    code points outside the span that those cover; with `>` it begins at or behind the end of the part just before it. Positions are
//!    tried in ascending order, and the first that fit are taken.
//! 4. A *clause* begins at each place where a word of `clause` begins: punctuation, or a word that leads to something else (`现在`, `又`). What was is
//!    told in one clause, what is in the next.
//! 5. Every way in which a pattern of `not` can be found, with all its parts beginning in one clause, is looked for in the text of step 1; then all
//!    code points of the parts found are replaced by U+0000, so that no word is found there again. Where the pattern is written with `…` before
//!    it or behind it, the code points between its parts are replaced too, and on that side N more, as far as the clause reaches.
//! 6. An emergency is noticed if one of its patterns is found, over whatever clauses. `because` holds the words found by each pattern, in the order of
//!    its parts, patterns in the order of the file, each word once. Its weight is the most code points that one pattern found.
//! 7. The emergencies are ordered by weight, the heaviest first; equal weights keep the order of the file.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::fault::Fault;
use super::files;
use super::head::{Head, Page};
use super::kind::{Call, KindId, Words};
use super::suggest::squeeze;

/// How far apart the parts of a pattern may be, in code points, where it does not say.
const WITHIN: usize = 8;
/// What takes the place of words that mean no danger.
const BLANK: char = '\0';

/// A danger to life that words can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// The stable id, as `fire`.
    pub id: KindId,
    /// What it is called.
    pub name: Words,
    /// Whom to call, the first one first.
    pub calls: Vec<Call>,
    /// What to do until they come.
    pub say: Words,
    /// The patterns as they are written.
    pub words: Vec<String>,
    patterns: Vec<Pattern>,
}

/// An emergency that a text shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed<'d> {
    /// Which.
    pub emergency: &'d Emergency,
    /// The words that show it.
    pub because: Vec<String>,
    /// The most code points that one pattern found.
    pub weight: usize,
}

/// The words of danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Danger {
    /// Spellings, each with what it is replaced by.
    pub alike: Vec<(String, String)>,
    /// Words at which a clause begins.
    pub clause: Vec<String>,
    /// Lists of words by name.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Patterns of what is no danger, as they are written.
    pub ordinary: Vec<String>,
    /// The emergencies.
    pub emergencies: Vec<Emergency>,
    borders: Part,
    not: Vec<Ordinary>,
}

/// The words that ship.
pub fn default_danger() -> &'static Danger {
    static DANGER: LazyLock<Danger> = LazyLock::new(|| {
        Danger::read("danger.toml", files::DANGER)
            // The text is a constant of this very build, and a test reads it.
            .unwrap_or_else(|faults| unreachable!("{}", faults.first().map(ToString::to_string).unwrap_or_default()))
    });
    &DANGER
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// Longest first.
    words: Vec<Vec<char>>,
    /// Whether it must begin behind the part before it.
    behind: bool,
}

impl Part {
    fn new(words: &[String], behind: bool) -> Self {
        let mut words: Vec<Vec<char>> = words.iter().map(|w| squeeze(w).chars().collect()).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        Self { words, behind }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    parts: Vec<Part>,
    within: usize,
}

/// A pattern of what is no danger.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ordinary {
    pattern: Pattern,
    /// Whether it takes away what stands before it, and what stands behind it.
    reaches: (bool, bool),
}

/// Where a part was found: from, until before.
type Span = (usize, usize);

/// A text, with where each letter stands in it, and the clause of each place.
struct Text<'t> {
    letters: &'t [char],
    places: HashMap<char, Vec<usize>>,
    clauses: Vec<usize>,
}

impl<'t> Text<'t> {
    /// As one clause.
    fn new(letters: &'t [char]) -> Self {
        let mut places: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, letter) in letters.iter().enumerate() {
            places.entry(*letter).or_default().push(at);
        }
        Self { letters, places, clauses: vec![0; letters.len()] }
    }

    fn split(mut self, borders: &Part) -> Self {
        let begins = self.find(borders);
        for (at, clause) in self.clauses.iter_mut().enumerate() {
            *clause = begins.partition_point(|begin| begin.0 <= at);
        }
        self
    }

    /// The longest word of the part at each place, in order.
    fn find(&self, part: &Part) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        for word in &part.words {
            for from in word.first().and_then(|letter| self.places.get(letter)).into_iter().flatten() {
                if self.letters[*from..].starts_with(word) {
                    found.push((*from, from + word.len()));
                }
            }
        }
        found.sort_by_key(|(from, until)| (*from, std::cmp::Reverse(*until)));
        found.dedup_by_key(|(from, _)| *from);
        found
    }

    /// What a pattern that was found takes away.
    fn taken(&self, ordinary: &Ordinary, found: &[Span]) -> Vec<Span> {
        let Some((mut from, mut until)) = cover(found).filter(|_| ordinary.reaches != (false, false)) else {
            return found.to_vec();
        };
        let clause = self.clauses[from];
        let within = ordinary.pattern.within;
        if ordinary.reaches.0 {
            from = self.clauses.partition_point(|c| *c < clause).max(from.saturating_sub(within));
        }
        if ordinary.reaches.1 {
            until = self.clauses.partition_point(|c| *c <= clause).min(until + within).max(until);
        }
        vec![(from, until)]
    }
}

/// From the first place of all to the last.
fn cover(found: &[Span]) -> Option<Span> {
    found.iter().copied().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

impl Pattern {
    /// Reads a pattern; the error is the piece that is not understood.
    fn parse(text: &str, lists: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
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
            parts.push(Part::new(&words, behind));
            behind = piece.ends_with('>');
        }
        Ok(Self { parts, within })
    }

    /// Gives every way in which the pattern is found in one clause to `take`, until it returns true.
    fn search(&self, text: &Text<'_>, take: &mut dyn FnMut(&[Span]) -> bool) {
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
        let longest = part.words.first().map_or(0, Vec::len);
        let from = covered.map_or(0, |(from, _)| from.saturating_sub(self.within + longest));
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
    fn parse(text: &str, lists: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let parts = text.split('~').next().unwrap_or_default().trim();
        let reaches = (parts.starts_with('…'), parts.ends_with('…'));
        Ok(Self { pattern: Pattern::parse(&text.replace('…', ""), lists)?, reaches })
    }
}

impl Danger {
    /// Reads `danger.toml`.
    ///
    /// # Errors
    /// Every fault of the text.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut head = Head::read(Page { file, text, first_line: 1 }).map_err(|fault| vec![fault])?;
        head.require(&["number", "emergency"], &mut faults);
        let mut alike = Vec::new();
        let not_a_pair =
            head.fault("manual.bad-value", "alike", "应写成“错字|方言 = 正字”", "write `typo|dialect = word`");
        for line in head.texts("alike", &mut faults) {
            match line.split_once('=') {
                Some((from, to)) => {
                    alike.extend(from.split('|').map(|from| (squeeze(from), squeeze(to))));
                }
                None => faults.push(not_a_pair.clone()),
            }
        }
        let mut lists = BTreeMap::new();
        if let Some(mut table) = head.table("lists", &mut faults) {
            for name in table.keys() {
                let words = table.texts(&name, &mut faults);
                lists.insert(name, words);
            }
        }
        let clause = head.texts("clause", &mut faults);
        let borders = Part::new(&clause, false);
        let (ordinary, not) = patterns(&mut head, "not", |text| Ordinary::parse(text, &lists), &mut faults);
        let mut known: Vec<Call> = Vec::new();
        for mut table in head.tables("number", &mut faults) {
            table.require(&["number", "zh", "en"], &mut faults);
            let (number, who) = (table.text("number", &mut faults), table.words(&mut faults));
            table.end(&mut faults);
            known.extend(number.zip(who).map(|(number, who)| Call { number, who }));
        }
        let mut emergencies = Vec::new();
        for table in head.tables("emergency", &mut faults) {
            emergencies.extend(emergency(table, &known, &lists, &mut faults));
        }
        head.end(&mut faults);
        if faults.is_empty() {
            Ok(Self { alike, clause, lists, ordinary, emergencies, borders, not })
        } else {
            Err(faults)
        }
    }

    /// The emergencies that a text shows, best first; empty where there is none.
    #[must_use]
    pub fn notice(&self, text: &str) -> Vec<Noticed<'_>> {
        let mut text = squeeze(text);
        for (from, to) in &self.alike {
            if text.contains(from) {
                text = text.replace(from, to);
            }
        }
        let whole: Vec<char> = text.chars().collect();
        let said = Text::new(&whole).split(&self.borders);
        let mut left = whole.clone();
        for ordinary in &self.not {
            ordinary.pattern.search(&said, &mut |found| {
                for (from, until) in said.taken(ordinary, found) {
                    left[from..until].fill(BLANK);
                }
                false
            });
        }
        let left = Text::new(&left);
        let mut noticed: Vec<Noticed<'_>> = self.emergencies.iter().filter_map(|e| weigh(e, &left)).collect();
        noticed.sort_by_key(|n| std::cmp::Reverse(n.weight));
        noticed
    }
}

fn weigh<'d>(emergency: &'d Emergency, text: &Text<'_>) -> Option<Noticed<'d>> {
    let (mut because, mut weight) = (Vec::new(), 0);
    for pattern in &emergency.patterns {
        pattern.search(text, &mut |found| {
            weight = weight.max(found.iter().map(|(from, until)| until - from).sum());
            for (from, until) in found {
                let word: String = text.letters[*from..*until].iter().collect();
                if !because.contains(&word) {
                    because.push(word);
                }
            }
            true
        });
    }
    (weight > 0).then_some(Noticed { emergency, because, weight })
}

fn patterns<P>(
    head: &mut Head<'_>,
    key: &str,
    parse: impl Fn(&str) -> Result<P, String>,
    faults: &mut Vec<Fault>,
) -> (Vec<String>, Vec<P>) {
    let anchor = head.fault("manual.bad-value", key, "", "");
    let written = head.texts(key, faults);
    let mut read = Vec::new();
    for text in &written {
        match parse(text) {
            Ok(pattern) => read.push(pattern),
            Err(piece) => {
                let mut fault = anchor.clone();
                fault.zh = format!("“{text}”中的“{piece}”看不懂：写成“词|词 + $词组 > 词 ~6”").into();
                fault.en =
                    format!("`{piece}` in `{text}` is not understood: write `word|word + $list > word ~6`").into();
                faults.push(fault);
            }
        }
    }
    (written, read)
}

fn emergency(
    mut table: Head<'_>,
    known: &[Call],
    lists: &BTreeMap<String, Vec<String>>,
    faults: &mut Vec<Fault>,
) -> Option<Emergency> {
    table.require(&["id", "numbers", "name", "say", "words"], faults);
    let id = super::reading::id_of(&mut table, faults);
    let unknown = table.fault(
        "manual.bad-value",
        "numbers",
        "号码须在 [[number]] 中写明由谁接",
        "each number stands among [[number]], with who answers",
    );
    let mut calls = Vec::new();
    for number in table.texts("numbers", faults) {
        match known.iter().find(|call| call.number == number) {
            Some(call) => calls.push(call.clone()),
            None => faults.push(unknown.clone()),
        }
    }
    let (name, say) = (table.named("name", faults), table.named("say", faults));
    let (words, patterns) = patterns(&mut table, "words", |text| Pattern::parse(text, lists), faults);
    table.end(faults);
    Some(Emergency { id: id?, name: name?, calls, say: say?, words, patterns })
}

#[cfg(test)]
#[path = "danger_tests.rs"]
mod tests;
