//! Detects from free text which emergency numbers must be shown. All words are data in `manual/danger.toml`.
//!
//! The pages implement the same algorithm in TypeScript; both are tested with `vectors/danger.json` and
//! `vectors/danger-drawn.json`. Step by step:
//!
//! 1. The text is folded ([`fold`](crate::kernel::text::fold)), spaces are removed, and each pair of `alike` is
//!    replaced, in the order of the file, every occurrence from left to right. A full stop is added at both ends, so
//!    that patterns can match the start or end of a sentence (`.火灾.`). Positions below count Unicode code points of
//!    this text.
//! 2. A *pattern* is one or more parts joined by `+` or `>`, with an optional ` ~N` at the end (default 8). A part is
//!    words joined by `|`; `$name` inserts the words of a list. At one position, the longest word of a part matches.
//! 3. A pattern matches if each part, in order, matches at a position that overlaps no earlier part and is at most N
//!    code points outside the span covered by those; with `>` it begins at or after the end of the previous part.
//!    Positions are tried in ascending order, and the first that fit are used.
//! 4. A *clause* begins wherever a word of `clause` begins: punctuation, or a word that starts a new thought (`现在`,
//!    `又`), because a past event and a present one are usually in different clauses.
//! 5. Every match of a pattern of `not` whose parts all begin in one clause is searched in the text of step 1; then all
//!    code points of these parts are replaced by U+0000, so that no word matches there again. With `…` before or after
//!    the pattern, the code points between its parts are replaced as well, and N more on that side, within the clause.
//!    With `……` the pattern describes the whole text (a script, a circular, a story): everything on that side is
//!    replaced, across punctuation, up to a word of `clause` that is no punctuation.
//! 6. An emergency is noticed if one of its patterns matches, across clauses. `because` lists the words matched by each
//!    pattern, in the order of its parts, patterns in the order of the file, without duplicates and without full stops
//!    at the ends. Its weight is the most code points matched by one pattern.
//! 7. The emergencies are sorted by weight, highest first; ties in the order of the file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::fault::Fault;
use super::files;
use super::head::{Head, Page};
use super::kind::{Call, KindId, Words};
use super::pattern::{Lexicon, Ordinary, Part, Pattern, Text};
use super::suggest::squeeze;

/// Replaces words that mean no danger.
const BLANK: char = '\0';

/// A danger to life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// The stable id, such as `fire`.
    pub id: KindId,
    /// Its name.
    pub name: Words,
    /// Numbers to call, most important first.
    pub calls: Vec<Call>,
    /// What to do until help arrives.
    pub say: Words,
    /// Its patterns.
    pub words: Vec<String>,
    patterns: Vec<Pattern>,
}

/// An emergency found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed<'d> {
    /// The emergency.
    pub emergency: &'d Emergency,
    /// The words that matched.
    pub because: Vec<String>,
    /// The most code points matched by one pattern.
    pub weight: usize,
}

/// The words and patterns of danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Danger {
    /// Spellings and their replacements.
    pub alike: Vec<(String, String)>,
    /// Words that begin a clause.
    pub clause: Vec<String>,
    /// Named lists of words.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Patterns of text that means no danger.
    pub ordinary: Vec<String>,
    /// The emergencies.
    pub emergencies: Vec<Emergency>,
    lexicon: Lexicon,
    borders: Part,
    not: Vec<Ordinary>,
}

/// The shipped file.
pub fn default_danger() -> &'static Danger {
    static DANGER: LazyLock<Danger> = LazyLock::new(|| {
        Danger::read("danger.toml", files::DANGER)
            // The text is compiled in and covered by a test.
            .unwrap_or_else(|faults| unreachable!("{}", faults.first().map(ToString::to_string).unwrap_or_default()))
    });
    &DANGER
}

impl Danger {
    /// Reads `danger.toml`.
    ///
    /// # Errors
    /// All faults of the text.
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
                    alike.extend(from.split('|').map(|from| (squeeze(from).into_owned(), squeeze(to).into_owned())));
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
        let mut lexicon = Lexicon::default();
        let borders = Part::new(&clause, false, &mut lexicon);
        let (ordinary, not) =
            patterns(&mut head, "not", |text| Ordinary::parse(text, &lists, &mut lexicon), &mut faults);
        let mut known: Vec<Call> = Vec::new();
        for mut table in head.tables("number", &mut faults) {
            table.require(&["number", "zh", "en"], &mut faults);
            let (number, who) = (table.text("number", &mut faults), table.words(&mut faults));
            table.end(&mut faults);
            known.extend(number.zip(who).map(|(number, who)| Call { number, who }));
        }
        let mut emergencies = Vec::new();
        for table in head.tables("emergency", &mut faults) {
            emergencies.extend(emergency(table, &known, &lists, &mut lexicon, &mut faults));
        }
        head.end(&mut faults);
        if faults.is_empty() {
            Ok(Self { alike, clause, lists, ordinary, emergencies, lexicon, borders, not })
        } else {
            Err(faults)
        }
    }

    /// The emergencies in a text, highest weight first.
    #[must_use]
    pub fn notice(&self, text: &str) -> Vec<Noticed<'_>> {
        let mut text = format!(".{}.", squeeze(text));
        for (from, to) in &self.alike {
            if text.contains(from) {
                text = text.replace(from, to);
            }
        }
        let whole: Vec<char> = text.chars().collect();
        let said = Text::new(&whole, &self.lexicon).split(&self.borders);
        let mut left = whole.clone();
        for ordinary in &self.not {
            ordinary.pattern.search(&said, &mut |found| {
                for (from, until) in said.taken(ordinary, found) {
                    left[from..until].fill(BLANK);
                }
                false
            });
        }
        let left = Text::new(&left, &self.lexicon);
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
                let word = word.trim_matches('.').to_owned();
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
    mut parse: impl FnMut(&str) -> Result<P, String>,
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
    lexicon: &mut Lexicon,
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
    let (words, patterns) = patterns(&mut table, "words", |text| Pattern::parse(text, lists, lexicon), faults);
    table.end(faults);
    Some(Emergency { id: id?, name: name?, calls, say: say?, words, patterns })
}

#[cfg(test)]
#[path = "danger_tests.rs"]
mod tests;
