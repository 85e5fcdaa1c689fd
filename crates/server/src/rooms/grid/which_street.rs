//! Determines which of several streets an address is in, for a request that names none.

use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::{Evidence, Outcome, Placing};
use weiguang_domain::kernel::geo::Point;

use super::territory::Territory;
use crate::App;
use crate::web::{FieldFault, Refusal};

/// Score that the street of an address must reach, and every other one must stay below.
const LIKELY: f32 = 0.55;
const UNLIKELY: f32 = 0.36;

impl Territory {
    /// The only one of some streets that matches an address by directory and names; `None` if there are several, or none.
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
            // The text says that it is elsewhere, although the name exists here, too.
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

/// The street of a request: the named one, or that of its code, point or address, or the only possible one.
///
/// # Errors
/// [`Refusal::NotFound`] for a street that is not among the possible ones; else the fault of the field `street`.
pub fn street_of(
    app: &App,
    named: Option<GridCode>,
    code: Option<GridCode>,
    point: Option<Point>,
    address: &str,
    choice: &[GridCode],
) -> Result<GridCode, Refusal> {
    let territory = app.state::<Territory>();
    let by_point = || point.and_then(|p| territory.locate(p)).and_then(|c| c.street()).filter(|s| choice.contains(s));
    let by_address = || match choice {
        [only] => Some(*only),
        _ => territory.street_by(address, choice),
    };
    let street = named.or_else(|| code.and_then(|c| c.street())).or_else(by_point).or_else(by_address);
    if street.is_some_and(|s| territory.serves(&s) && !choice.contains(&s)) {
        return Err(Refusal::NotFound("street"));
    }
    street.filter(|s| territory.serves(s)).ok_or_else(|| {
        Refusal::field(FieldFault::new(
            "street",
            "grid.unknown-street",
            "请选择受理的街道",
            "name a street that is served here",
        ))
    })
}
