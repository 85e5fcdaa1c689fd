//! Acts that come late: a phone without network did something to a case that a re-grid has taken out of its reach since. Facts are
//! still taken, as words to whoever has the case now; what would change it is not.

use super::act::Refused;
use super::case::{Case, Step, said};
use super::fact::Fact;
use crate::access::{Actor, Verb};
use crate::grid::GridCode;
use crate::kernel::time::{Moment, Span};

/// Days for which whoever served a cell until a re-grid may still add words and photos to what was theirs.
pub const LATE_DAYS: i64 = 30;

/// What becomes of an act that came late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Late {
    /// It never was theirs, or too long ago: as if it were not there.
    NotTheirs,
    /// A word or photo: it is taken.
    Taken,
    /// An act that would change the case: it went elsewhere, and where is told.
    MovedOn,
}

/// Judges an act that came late. `then` is the actor with what they held until a re-grid; `moves` are the codes that the case left
/// by a re-grid, and when; `adds` says whether the act only adds.
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
    /// Takes a word that came late; none stands for a photo, which tells of itself.
    ///
    /// # Errors
    /// If the word is empty or too long.
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
