//! Wire types: how a place was found.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weiguang_domain::grid::address::{Outcome, Placing};

use super::territory::Territory;
use crate::web::words::Bilingual;

/// A place that it could be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = GridCandidateView)]
pub struct CandidateView {
    /// The code.
    pub code: String,
    /// The place in the territory, in words.
    pub words: String,
    /// What of the directory fits.
    pub label: String,
    /// From 0 to 1.
    pub confidence: f64,
}

/// How a place was looked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = GridPlacingView)]
pub struct PlacingView {
    /// `sure`, `unsure` or `nothing`.
    #[schema(value_type = crate::rooms::grid::wire::GridPlacing)]
    pub outcome: String,
    /// The code, if sure.
    pub code: Option<String>,
    /// The code in words.
    pub words: Option<String>,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why, the strongest first.
    pub evidence: Vec<Bilingual>,
    /// What else it could be.
    pub candidates: Vec<CandidateView>,
}

impl PlacingView {
    /// In words.
    #[must_use]
    pub fn of(territory: &Territory, p: &Placing) -> Self {
        let (outcome, code) = match &p.outcome {
            Outcome::Sure { code, .. } => ("sure", Some(*code)),
            Outcome::Unsure { .. } => ("unsure", None),
            Outcome::Nothing => ("nothing", None),
        };
        let candidates = p.candidates().iter().map(|c| CandidateView {
            code: c.code.to_string(),
            words: territory.words(&c.code),
            label: c.words.clone(),
            confidence: f64::from(c.confidence),
        });
        Self {
            outcome: outcome.to_owned(),
            code: code.map(|c| c.to_string()),
            words: code.map(|c| territory.words(&c)),
            confidence: f64::from(p.confidence),
            evidence: p.evidence.iter().map(|e| Bilingual::new(e.chinese(), e.english())).collect(),
            candidates: candidates.collect(),
        }
    }
}
