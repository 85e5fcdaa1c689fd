//! Late actions: an offline phone acted on a case that a re-grid has since moved out of its reach. Notes and photos are
//! accepted for the present owner; changes are not.

use super::act::Refused;
use super::case::{Case, Step, said};
use super::fact::Fact;
use crate::access::{Actor, Verb};
use crate::grid::GridCode;
use crate::kernel::time::{Moment, Span};

/// Days in which former staff of a cell may still add notes and photos.
pub const LATE_DAYS: i64 = 30;

/// The decision on a late action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Late {
    /// Never theirs, or too long ago: not found.
    NotTheirs,
    /// A note or photo: accepted.
    Taken,
    /// A change: refused, with the new location.
    MovedOn,
}

/// Decides on a late action. `then`: the actor with the grants before a re-grid; `moves`: the codes that the case left
/// by re-grids, and when; `adds`: whether the action only adds.
#[must_use]
pub fn late(
    then: &Actor,
    code: &GridCode,
    is_party: bool,
    moves: &[(GridCode, Moment)],
    adds: bool,
    now: Moment,
) -> Late {
    let fresh = moves.iter().filter(|(_, at)| now - *at <= Span::days(LATE_DAYS)).map(|(from, _)| from);
    let mut codes = fresh.chain([code]);
    if !codes.any(|c| then.may(Verb::CasesWork, c, is_party).is_ok()) {
        return Late::NotTheirs;
    }
    if adds { Late::Taken } else { Late::MovedOn }
}

impl Case {
    /// Adds a late note; `None` for a photo.
    ///
    /// # Errors
    /// If the note is empty or too long.
    pub fn late_word(self, text: Option<&str>) -> Result<Step, Refused> {
        let text = text.map(|text| said("text", text)).transpose()?.unwrap_or_default();
        Ok(Step { case: self, facts: vec![Fact::LateWord { text }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role, Via};
    use crate::kernel::ids::AccountId;

    const OLD: &str = "51011701900600901";
    const NEW: &str = "51011701900601001";

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn member(at: Option<&str>) -> Actor {
        let grants = at.map(|c| Grant { role: Role::MicroGridMember, code: code(c), deputy_for: None });
        Actor {
            account: AccountId::new(uuid::Uuid::from_u128(1)),
            name: "甲".into(),
            grants: grants.into_iter().collect(),
            via: Via::Session,
        }
    }

    #[test]
    fn for_thirty_days_words_are_taken_and_acts_are_told_where_it_went() {
        let moved = Moment::from_micros(0);
        let moves = [(code(OLD), moved)];
        let judge = |then: &Actor, adds, days| late(then, &code(NEW), false, &moves, adds, moved + Span::days(days));
        let then = member(Some(OLD));
        assert_eq!(judge(&then, true, 30), Late::Taken);
        assert_eq!(judge(&then, false, 30), Late::MovedOn);
        assert_eq!(judge(&then, true, 31), Late::NotTheirs);
        assert_eq!(judge(&member(Some("51011701900600902")), true, 1), Late::NotTheirs, "a neighbour never had it");
        assert_eq!(judge(&member(None), true, 1), Late::NotTheirs);
    }

    #[test]
    fn a_report_of_ones_own_can_be_completed_after_the_cell_went() {
        let (then, now) = (member(Some(OLD)), Moment::from_micros(0));
        assert_eq!(late(&then, &code(NEW), true, &[], true, now), Late::Taken);
        assert_eq!(late(&member(None), &code(NEW), true, &[], true, now), Late::NotTheirs);
    }
}
