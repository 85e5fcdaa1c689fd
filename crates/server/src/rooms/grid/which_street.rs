//! In which of several streets an address lies, for somebody who named none.

use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::{Evidence, Outcome, Placing};

use super::ground::Ground;

/// What a street must reach for an address to be in it, and what every other one must stay below.
const LIKELY: f32 = 0.55;
const UNLIKELY: f32 = 0.36;

impl Ground {
    /// The one street of some to which an address leads by directory and names; `None` if it may be in several, or in none.
    #[must_use]
    pub fn street_by(&self, address: &str, among: &[GridCode]) -> Option<GridCode> {
        let named = |street: &&GridCode| {
            let name = self.name(street);
            // 锦官驿 is enough of a name, and 合作 is also a word.
            let short = name.strip_suffix("街道").filter(|short| short.chars().count() > 2);
            !name.is_empty() && address.contains(short.unwrap_or(name))
        };
        if let [street] = among.iter().filter(named).collect::<Vec<_>>()[..] {
            return Some(*street);
        }
        let chance = |street: &GridCode| match self.place_for_anybody(street, address, None) {
            // The text says that it is elsewhere, whatever is called alike here.
            Placing { evidence, .. } if evidence.iter().any(|e| matches!(e, Evidence::Elsewhere { .. })) => 0.0,
            Placing { outcome: Outcome::Unsure { candidates }, .. } => candidates.iter().map(|c| c.confidence).sum(),
            Placing { confidence, .. } => confidence,
        };
        let mut likely: Vec<(f32, GridCode)> = among.iter().map(|s| (chance(s), *s)).collect();
        likely.sort_by(|a, b| b.0.total_cmp(&a.0));
        match likely[..] {
            [(one, street), ..] if one >= LIKELY && likely.get(1).is_none_or(|(other, _)| *other < UNLIKELY) => {
                Some(street)
            }
            _ => None,
        }
    }
}
