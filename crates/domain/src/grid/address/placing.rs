//! The answer to "where is this?": sure, unsure with the best few, or nothing; and how a coordinate changes it.

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use crate::grid::GridCode;

/// At or above this an answer is sure. Calibrated with the `address` bench on a million generated rooms and many ways of writing,
/// so that under one query in a hundred is answered surely and wrongly, also with seeds that were not used for tuning.
pub const SURE: f32 = 0.70;

/// What a coordinate alone is worth: the phone may err by a street, so a person can still see that nothing else spoke for it.
const COORDINATE_ALONE: f32 = 0.85;

/// How many candidates are offered.
pub const OFFERED: usize = 5;

/// The caller's own handle of a row of the directory.
pub type Handle = u64;

/// One place that it may be.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Candidate {
    /// The micro-grid, or a higher code where the directory knows no better.
    pub code: GridCode,
    /// The deepest row of the directory that fits, if the directory said so.
    pub entry: Option<Handle>,
    /// The place in words: 锦绣花园3栋2单元.
    pub words: String,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Where it is, as far as can be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// In this cell.
    Sure {
        /// The cell.
        code: GridCode,
        /// The deepest row of the directory that fits; `None` if a coordinate or a dispatcher's pick said so.
        entry: Option<Handle>,
    },
    /// One of these, the likeliest first, or another: a person must pick.
    Unsure {
        /// At most [`OFFERED`]; may be empty when a name is masked.
        candidates: Vec<Candidate>,
    },
    /// Nothing in the text is known.
    Nothing,
}

/// The answer with its grounds.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Placing {
    /// Where.
    pub outcome: Outcome,
    /// From 0 to 1; of the best candidate when unsure.
    pub confidence: f32,
    /// Why, the strongest first.
    pub evidence: Vec<Evidence>,
}

impl Placing {
    /// The cell, when sure.
    #[must_use]
    pub fn sure(&self) -> Option<GridCode> {
        match self.outcome {
            Outcome::Sure { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The candidates, when unsure.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        match &self.outcome {
            Outcome::Unsure { candidates } => candidates,
            _ => &[],
        }
    }

    pub(super) fn nothing(evidence: Vec<Evidence>) -> Self {
        Self { outcome: Outcome::Nothing, confidence: 0.0, evidence }
    }
}

/// Joins what the address says with the cell in which the coordinate lies, if there is one.
///
/// Agreement makes surer; a coordinate picks among candidates; a contradiction is never settled silently, but shown as unsure
/// with both.
#[must_use]
pub fn combine(address: &Placing, located: Option<GridCode>) -> Placing {
    let Some(cell) = located else { return address.clone() };
    let agrees = |code: &GridCode| code.contains(&cell) || cell.contains(code);
    let with = |first: Evidence| [first].into_iter().chain(address.evidence.iter().cloned()).collect::<Vec<_>>();
    let elsewhere = || Evidence::CoordinateElsewhere { code: cell.to_string() };
    let here = |confidence| Candidate { code: cell, entry: None, words: cell.words(), confidence };
    match &address.outcome {
        Outcome::Nothing => Placing {
            outcome: Outcome::Sure { code: cell, entry: None },
            confidence: COORDINATE_ALONE,
            evidence: with(Evidence::CoordinateAlone),
        },
        Outcome::Sure { code, entry } if agrees(code) => {
            let code = if code.contains(&cell) { cell } else { *code };
            Placing {
                outcome: Outcome::Sure { code, entry: *entry },
                confidence: 1.0 - (1.0 - address.confidence) * 0.25,
                evidence: with(Evidence::CoordinateAgrees),
            }
        }
        Outcome::Sure { code, entry } => {
            let stated =
                Candidate { code: *code, entry: *entry, words: code.words(), confidence: address.confidence * 0.5 };
            Placing {
                outcome: Outcome::Unsure { candidates: vec![stated, here(COORDINATE_ALONE * 0.5)] },
                confidence: address.confidence * 0.5,
                evidence: with(elsewhere()),
            }
        }
        Outcome::Unsure { candidates } if candidates.is_empty() => Placing {
            outcome: Outcome::Sure { code: cell, entry: None },
            confidence: COORDINATE_ALONE,
            evidence: with(Evidence::CoordinateAlone),
        },
        Outcome::Unsure { candidates } => chosen(candidates, &agrees).map_or_else(
            || {
                let mut shown: Vec<Candidate> = candidates.iter().take(OFFERED - 1).cloned().collect();
                shown.push(here(COORDINATE_ALONE * 0.5));
                Placing {
                    outcome: Outcome::Unsure { candidates: shown },
                    confidence: address.confidence.min(0.5),
                    evidence: with(elsewhere()),
                }
            },
            |(entry, confidence)| Placing {
                outcome: Outcome::Sure { code: cell, entry },
                confidence,
                evidence: with(Evidence::CoordinateChose),
            },
        ),
    }
}

/// The candidate in the coordinate's cell, when both together reach the bar.
fn chosen(candidates: &[Candidate], agrees: &impl Fn(&GridCode) -> bool) -> Option<(Option<Handle>, f32)> {
    let chosen = candidates.iter().find(|c| agrees(&c.code))?;
    // Of the other cells of a street one in a hundred would agree by chance; 30 to 1 leaves room for errors of the phone.
    let odds = chosen.confidence / (1.0 - chosen.confidence).max(0.001) * 30.0;
    let confidence = (odds / (1.0 + odds)).min(0.97);
    (confidence >= SURE).then_some((chosen.entry, confidence))
}
