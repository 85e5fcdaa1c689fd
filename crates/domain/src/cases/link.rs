//! Links by which people without an account follow a case: who may issue one, and what each holder may say.

use serde::{Deserialize, Serialize};

use super::act::Refused;
use super::case::{Case, Step, TEXT_LIMIT};
use super::fact::Fact;
use super::state::{State, Status};
use crate::kernel::ids::AccountId;
use crate::kernel::time::Moment;

/// The holder of a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The reporter, whose answer confirms the case.
    Reporter,
    /// A co-reporter: reads all steps, and says whether it is not solved for them.
    Joiner,
}

impl Case {
    /// Whether `by` may issue or revoke the reporter's link. The link confirms the work, so nobody who holds the case
    /// or did the work may. `worked`: whether they have a part in it.
    ///
    /// # Errors
    /// [`Refused::OwnLink`].
    pub fn may_link(&self, by: AccountId, worked: bool) -> Result<(), Refused> {
        let own = worked || self.owner == Some(by) || self.resolved_by(by);
        if own { Err(Refused::OwnLink) } else { Ok(()) }
    }

    /// Records that it is not solved for a co-reporter; the state is unchanged. `said`: when they last said so; once
    /// per resolution.
    ///
    /// # Errors
    /// If it is not resolved, the time for reopening has passed, it was said already, or the text is too long.
    pub fn not_solved_for(self, words: &str, said: Option<Moment>, now: Moment) -> Result<Step, Refused> {
        self.may_say_not(said, now)?;
        let words = words.trim().to_owned();
        if words.chars().count() > TEXT_LIMIT {
            return Err(Refused::TooLong("words", TEXT_LIMIT));
        }
        Ok(Step { case: self, facts: vec![Fact::NotSolvedFor { words }] })
    }

    /// Whether a co-reporter can say so now.
    ///
    /// # Errors
    /// As [`Case::not_solved_for`].
    pub fn may_say_not(&self, said: Option<Moment>, now: Moment) -> Result<(), Refused> {
        let status = self.state.status();
        let done = self.clocks.resolve.met;
        let done = done.filter(|_| matches!(status, Status::Resolved | Status::Confirmed | Status::Closed));
        let done = done.ok_or(Refused::Transition { action: "answer", status })?;
        match self.state {
            State::Closed { reopen_until, .. } if now > reopen_until => Err(Refused::ReopenOver(reopen_until)),
            _ if said.is_some_and(|said| said >= done) => Err(Refused::SaidAlready),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::act::Action;
    use super::super::case::REOPEN_DAYS;
    use super::super::state::Answer;
    use super::super::stories::{account, act, morning, new_case, say};
    use super::*;
    use crate::kernel::time::Span;

    fn done() -> Case {
        let (case, _) = act(new_case(), 17, morning() + Span::hours(1), &Action::Start).unwrap();
        act(case, 17, morning() + Span::hours(2), &Action::Resolve { outcome: say("已清理") }).unwrap().0
    }

    #[test]
    fn who_joined_says_not_solved_once_for_each_end_of_the_work_and_changes_nothing() {
        let now = morning() + Span::hours(3);
        let open = Refused::Transition { action: "answer", status: Status::Submitted };
        assert_eq!(new_case().not_solved_for("", None, now), Err(open), "nobody has said that it is done");
        let step = done().not_solved_for(" 四楼还是堵着 ", None, now).unwrap();
        assert_eq!(step.facts, [Fact::NotSolvedFor { words: "四楼还是堵着".into() }]);
        assert_eq!(step.case, done(), "only the reporter's answer moves it");
        assert_eq!(done().not_solved_for("", Some(now), now), Err(Refused::SaidAlready));
        assert_eq!(done().may_say_not(Some(morning() + Span::hours(1)), now), Ok(()), "that was of an earlier end");
        let end = morning() + Span::hours(2);
        assert_eq!(done().may_say_not(Some(end), now), Err(Refused::SaidAlready), "said at the very end of this one");

        // Confirmed by the reporter, it may not be solved for others; after the time for reopening a new report is
        // needed.
        let answer = Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None };
        let (case, _) = act(done(), 0, now, &answer).unwrap();
        assert_eq!(case.may_say_not(None, now), Ok(()));
        let (case, _) = act(case, 15, now, &Action::Close).unwrap();
        assert_eq!(case.may_say_not(None, now), Ok(()));
        let late = now + Span::days(REOPEN_DAYS + 1);
        assert!(matches!(case.may_say_not(None, late), Err(Refused::ReopenOver(_))));
    }

    #[test]
    fn whoever_holds_or_did_the_work_hands_out_no_link_that_confirms_it() {
        let case = done();
        assert_eq!(case.may_link(account(17), false), Err(Refused::OwnLink));
        assert_eq!(new_case().may_link(account(17), false), Err(Refused::OwnLink), "whoever is to do it neither");
        assert_eq!(case.may_link(account(60), true), Err(Refused::OwnLink), "nor whoever has a part in it");
        assert_eq!(case.may_link(account(9), false), Ok(()));
    }
}
