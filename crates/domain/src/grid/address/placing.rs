//! The result of a lookup: sure, unsure with candidates, or nothing; and how a coordinate changes it.

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use crate::grid::GridCode;

/// Minimum confidence of a sure result. Calibrated with the `address` bench on a million generated rooms, so that under
/// one query in a hundred is sure and wrong, also with seeds not used for tuning.
pub const SURE: f32 = 0.70;

/// Confidence of a coordinate alone: a phone may be off by a street, and the value shows that nothing else supported
/// it.
const COORDINATE_ALONE: f32 = 0.85;

/// Maximum candidates offered.
pub const OFFERED: usize = 5;

/// The caller's handle of a directory row.
pub type Handle = u64;

/// A candidate.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Candidate {
    /// The micro-grid, or a higher code if the directory is less precise.
    pub code: GridCode,
    /// The deepest matching row, if the directory gave the result.
    pub entry: Option<Handle>,
    /// The place as text: 锦绣花园3栋2单元.
    pub words: String,
    /// From 0 to 1.
    pub confidence: f32,
}

/// The result of a lookup.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// One cell.
    Sure {
        /// The cell.
        code: GridCode,
        /// The deepest matching row; `None` if a coordinate or a dispatcher's pick gave the result.
        entry: Option<Handle>,
    },
    /// One of these, likeliest first, or another: a person must pick.
    Unsure {
        /// At most [`OFFERED`]; may be empty when a name is masked.
        candidates: Vec<Candidate>,
    },
    /// No known name in the text.
    Nothing,
}

/// The result with its evidence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Placing {
    /// The result.
    pub outcome: Outcome,
    /// From 0 to 1; of the best candidate when unsure.
    pub confidence: f32,
    /// The evidence, strongest first.
    pub evidence: Vec<Evidence>,
}

impl Placing {
    /// The cell of a sure result.
    #[must_use]
    pub fn sure(&self) -> Option<GridCode> {
        match self.outcome {
            Outcome::Sure { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The candidates of an unsure result.
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

/// Combines the address with the cell of a coordinate.
///
/// Agreement raises the confidence; a coordinate can decide among candidates; a contradiction gives an unsure result
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

/// The candidate in the coordinate's cell, if both together reach [`SURE`].
fn chosen(candidates: &[Candidate], agrees: &impl Fn(&GridCode) -> bool) -> Option<(Option<Handle>, f32)> {
    let chosen = candidates.iter().find(|c| agrees(&c.code))?;
    // One in a hundred cells of a street would agree by chance; odds of 30 to 1 allow for errors of the phone.
    let odds = chosen.confidence / (1.0 - chosen.confidence).max(0.001) * 30.0;
    let confidence = (odds / (1.0 + odds)).min(0.97);
    (confidence >= SURE).then_some((chosen.entry, confidence))
}
