//! Derives the place and kind of a ticket from its text.

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

/// Characters of a long text that are searched for a place: it is at the beginning or nowhere.
const LOOKED_THROUGH: usize = 300;

/// The place found for a ticket.
pub struct Found {
    /// Its code: the street's unless it is certain.
    pub code: GridCode,
    /// Whether it is certain.
    pub placed: Placed,
    /// Evidence and candidates, with its number and time in the other system.
    pub view: PlacingView,
}

impl Found {
    /// How precise the place is.
    fn rank(&self) -> u8 {
        match self.placed {
            Placed::Sure => 3,
            Placed::Unsure if !self.view.candidates.is_empty() => 2,
            Placed::Unsure => 1,
            Placed::Nothing => 0,
        }
    }
}

/// Finds words in the directory. An uncertain result stays at the street, with its candidates: thousands of old tickets must not be handed
/// to members of micro-grids on a guess.
///
/// `story` says that the words are no address but a description; there a merely similar name (139路 for 第13花园) proves nothing, so it must
/// match the directory exactly.
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

/// Finds the place: in the address if there is one, else in the subject, else at the beginning of the description.
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

/// Finds the place of a ticket.
pub fn place(setting: &Setting, cells: &Cells<'_>, address: &str) -> Found {
    let mut found = found(setting, cells, address);
    found.view.evidence.push(original(cells));
    found
}

/// The kind suggested by its words, above all by its subject.
pub fn kind(setting: &Setting, cells: &Cells<'_>) -> String {
    let manual = setting.app.state::<CurrentManual>();
    let by_words = |text: &str| suggest(&manual, text).into_iter().next().map(|s| s.kind.as_str().to_owned());
    ["subject", "detail", "label"]
        .into_iter()
        .find_map(|key| by_words(cells.get(key)))
        .unwrap_or_else(|| "other".into())
}

/// Its blind search terms.
pub fn terms(setting: &Setting, cells: &Cells<'_>, address: &str) -> Vec<i64> {
    let text = format!("{} {address} {}", cells.get("subject"), cells.get("detail"));
    blind(setting.app.seal(), &setting.street, &setting.app.local::<Tokenizer>().terms(&text))
}
