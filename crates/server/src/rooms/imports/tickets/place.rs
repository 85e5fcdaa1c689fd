//! Where a ticket belongs and what kind it is, looked for in its words.

use weiguang_domain::cases::Placed;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::{Candidate, Evidence, Outcome};
use weiguang_domain::manual::suggest;

use super::super::Setting;
use super::super::table::Cells;
use crate::rooms::cases::queue::search::Tokenizer;
use crate::rooms::cases::queue::search::blind;
use crate::rooms::grid::placing::PlacingView;
use crate::rooms::manual::CurrentManual;
use crate::web::words::Bilingual;

/// How much of a long story is looked through for its place: it stands at the beginning or nowhere.
const LOOKED_THROUGH: usize = 300;

/// Where a ticket was found to belong.
pub struct Found {
    /// Its code: the street's unless it is sure.
    pub code: GridCode,
    /// Whether it is sure.
    pub placed: Placed,
    /// Evidence and candidates, with the number and the time that it had elsewhere.
    pub view: PlacingView,
}

impl Found {
    /// How much is known of the place.
    fn rank(&self) -> u8 {
        match self.placed {
            Placed::Sure => 3,
            Placed::Unsure if !self.view.candidates.is_empty() => 2,
            Placed::Unsure => 1,
            Placed::Nothing => 0,
        }
    }
}

/// Finds words in the directory. What is not sure stays at the street, with its candidates: thousands of old tickets must not be
/// handed to members of micro-grids on a guess.
///
/// `story` says that the words are no address but a tale; there a name that is only near (139路 for a 第13花园) proves nothing, so
/// that it must stand in the words as the directory has it.
fn find(setting: &Setting, words: &str, story: bool) -> Found {
    let territory = &setting.territory;
    let mut placing = territory.place(&setting.street, words, None);
    let named = placing.evidence.iter().any(|e| matches!(e, Evidence::NameSame { .. } | Evidence::NameAlias { .. }));
    if let Outcome::Sure { code, entry } = placing.outcome.clone()
        && story
        && !named
    {
        let candidate = Candidate { code, entry, words: code.words(), confidence: placing.confidence.min(0.5) };
        placing.confidence = candidate.confidence;
        placing.outcome = Outcome::Unsure { candidates: vec![candidate] };
    }
    let (code, placed) = match &placing.outcome {
        Outcome::Sure { code, .. } => (*code, Placed::Sure),
        Outcome::Unsure { .. } => (setting.street, Placed::Unsure),
        Outcome::Nothing => (setting.street, Placed::Nothing),
    };
    Found { code, placed, view: PlacingView::of(territory, &placing) }
}

/// Looks for the place: in the address if there is one, else in the subject, else in the beginning of the story.
fn found(setting: &Setting, cells: &Cells<'_>, address: &str) -> Found {
    if !address.is_empty() {
        return find(setting, address, false);
    }
    let subject = cells.get("subject");
    let first = find(setting, subject, true);
    let story: String = cells.get("detail").chars().take(LOOKED_THROUGH).collect();
    if first.placed == Placed::Sure || story.is_empty() {
        return first;
    }
    let second = find(setting, &format!("{subject} {story}"), true);
    if second.rank() > first.rank() { second } else { first }
}

fn original(cells: &Cells<'_>) -> Bilingual {
    let (id, time) = (cells.get("id"), cells.get("time"));
    let (zh, en) = if time.is_empty() { ("未注明", "not told") } else { (time, time) };
    Bilingual::new(format!("原系统工单 {id}，受理时间 {zh}"), format!("ticket {id} of another system, received {en}"))
}

/// Looks for the place of a ticket.
pub fn place(setting: &Setting, cells: &Cells<'_>, address: &str) -> Found {
    let mut found = found(setting, cells, address);
    found.view.evidence.push(original(cells));
    found
}

/// The kind that its words suggest, its subject before all else.
pub fn kind(setting: &Setting, cells: &Cells<'_>) -> String {
    let manual = setting.app.state::<CurrentManual>();
    let by_words = |text: &str| suggest(&manual, text).into_iter().next().map(|s| s.kind.as_str().to_owned());
    ["subject", "detail", "label"]
        .into_iter()
        .find_map(|key| by_words(cells.get(key)))
        .unwrap_or_else(|| "other".into())
}

/// The words by which it is found again, blind.
pub fn terms(setting: &Setting, cells: &Cells<'_>, address: &str) -> Vec<i64> {
    let text = format!("{} {address} {}", cells.get("subject"), cells.get("detail"));
    blind(setting.app.seal(), &setting.street, &setting.app.local::<Tokenizer>().terms(&text))
}
