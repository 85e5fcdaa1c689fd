//! Holding a case: accepting, taking over, and not confirming one's own work.

use super::act::Refused;
use super::case::{Case, Context, said};
use super::fact::Fact;
use super::state::{Recorded, State};
use crate::kernel::ids::AccountId;
use crate::kernel::time::Span;

impl Case {
    /// Whether somebody other than `account` holds it.
    #[must_use]
    pub fn held_by_another(&self, account: AccountId) -> Option<AccountId> {
        self.owner.filter(|owner| *owner != account)
    }

    /// Whether this account did the work of a resolved case. Nobody confirms their own work.
    #[must_use]
    pub fn resolved_by(&self, account: AccountId) -> bool {
        matches!(self.state, State::Resolved { by, .. } if by == account)
    }

    /// Accepts it: the holder, or anybody permitted if there is none.
    pub(super) fn accept(&mut self, context: &Context<'_>, facts: &mut Vec<Fact>) -> Result<(), Refused> {
        if let Some(owner) = self.held_by_another(context.by) {
            return Err(Refused::HeldByAnother(owner));
        }
        self.take(context, facts);
        Ok(())
    }

    /// Takes it over from the holder, who is notified.
    pub(super) fn take_over(&mut self, context: &Context<'_>, facts: &mut Vec<Fact>) -> Result<(), Refused> {
        let from = self.held_by_another(context.by).ok_or(Refused::NobodyToTakeOverFrom)?;
        facts.push(Fact::TakenOver { from });
        self.take(context, facts);
        Ok(())
    }

    fn take(&mut self, context: &Context<'_>, facts: &mut Vec<Fact>) {
        self.clocks.accept.met = Some(context.now);
        self.settle_climb();
        self.state = State::Accepted { since: context.now, by: context.by };
        self.owner = Some(context.by);
        facts.push(Fact::Accepted);
    }

    /// Checks a recorded answer: not by somebody who did the work, with the resident's words and a valid time.
    pub(super) fn may_record(&self, recorded: &Recorded, words: &str, context: &Context<'_>) -> Result<(), Refused> {
        if context.worked || self.resolved_by(context.by) {
            return Err(Refused::OwnWork);
        }
        said("words", words)?;
        let done = if let State::Resolved { since, .. } = self.state { since } else { context.now };
        // The client's clock may be minutes off, and forms have whole minutes.
        let slack = Span::minutes(2);
        if recorded.at > context.now + slack || recorded.at < done - slack {
            return Err(Refused::AnswerTime);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::act::Action;
    use super::super::case::Placed;
    use super::super::count::{Flow, flows};
    use super::super::state::{Answer, Status, Way};
    use super::super::stories::{account, act, code, morning, new_case, ring, say};
    use super::*;
    use crate::manual::Calendar;

    #[test]
    fn only_the_holder_accepts_and_everybody_else_says_that_they_take_over() {
        let now = morning() + Span::minutes(5);
        for action in [Action::Accept, Action::Start] {
            assert_eq!(act(new_case(), 15, now, &action).unwrap_err(), Refused::HeldByAnother(account(17)));
        }
        let (case, facts) = act(new_case(), 15, now, &Action::TakeOver).unwrap();
        assert_eq!(facts, [Fact::TakenOver { from: account(17) }, Fact::Accepted]);
        assert_eq!(
            (case.owner, case.state.status(), case.clocks.accept.met),
            (Some(account(15)), Status::Accepted, Some(now))
        );
        assert_eq!(act(new_case(), 17, now, &Action::TakeOver).unwrap_err(), Refused::NobodyToTakeOverFrom);
        // Without a holder, anybody permitted can accept.
        let mut alone = new_case();
        alone.owner = None;
        assert_eq!(act(alone.clone(), 15, now, &Action::TakeOver).unwrap_err(), Refused::NobodyToTakeOverFrom);
        assert_eq!(act(alone, 15, now, &Action::Accept).unwrap().0.owner, Some(account(15)));
    }

    #[test]
    fn nobody_records_the_answer_to_their_own_work_and_a_recorded_answer_is_marked() {
        let done = morning() + Span::hours(3);
        let (case, _) = act(new_case(), 17, morning() + Span::hours(1), &Action::Start).unwrap();
        let (case, _) = act(case, 17, done, &Action::Resolve { outcome: say("已清理") }).unwrap();
        let told = |at, words: &str| Action::Answer {
            answer: Answer::Satisfied,
            words: say(words),
            recorded: Some(Recorded { way: Way::Phone, at }),
        };
        let now = done + Span::hours(2);
        let try_by = |by, action: &Action| act(case.clone(), by, now, action);
        assert_eq!(try_by(17, &told(now, "满意")).unwrap_err(), Refused::OwnWork);
        let calendar = Calendar::official();
        let partner = Context { by: account(60), now, calendar: &calendar, duty: None, worked: true };
        assert_eq!(case.clone().act(&told(now, "满意"), &partner).unwrap_err(), Refused::OwnWork);
        assert_eq!(try_by(15, &told(now, " ")).unwrap_err(), Refused::Empty("words"));
        assert_eq!(try_by(15, &told(now + Span::hours(1), "满意")).unwrap_err(), Refused::AnswerTime);
        assert_eq!(try_by(15, &told(done - Span::hours(1), "满意")).unwrap_err(), Refused::AnswerTime);
        let (confirmed, facts) = try_by(15, &told(now - Span::minutes(10), "谢谢，好了")).unwrap();
        assert!(matches!(confirmed.state, State::Confirmed { recorded: true, .. }));
        assert!(
            facts[0].words().zh.starts_with("代为登记的居民答复（电话，11月23日 13:50）：已解决，满意：谢谢，好了"),
            "{:?}",
            facts[0].words()
        );
        let counted = flows(Some(&case), &confirmed, &facts, now);
        let sum = counted.iter().fold(Flow::default(), |sum, (_, _, flow)| sum.plus(*flow));
        assert_eq!((sum.answered, sum.satisfied, sum.recorded, sum.recorded_satisfied), (0, 0, 1, 1));
        let (closed, _) = ring(confirmed, now + Span::days(2));
        assert!(matches!(closed.state, State::Closed { recorded: true, answer: Answer::Satisfied, .. }));
        // Residents' own answers cannot be given by staff.
        let own = Action::Answer { answer: Answer::Satisfied, words: String::new(), recorded: None };
        let (own_word, facts) = act(case.clone(), 0, now, &own).unwrap();
        assert!(matches!(own_word.state, State::Confirmed { recorded: false, .. }));
        let sum =
            flows(Some(&case), &own_word, &facts, now).iter().fold(Flow::default(), |sum, (_, _, f)| sum.plus(*f));
        assert_eq!((sum.answered, sum.satisfied, sum.recorded), (1, 1, 0));
    }

    #[test]
    fn what_an_earlier_version_stored_of_answers_is_read() {
        let fact: Fact = serde_json::from_str(r#"{"fact":"answered","answer":"satisfied","words":"谢谢"}"#).unwrap();
        assert!(matches!(fact, Fact::Answered { recorded: None, .. }));
        let closed = r#"{"status":"closed","since":"2026-11-23T09:00:00+08:00","answer":"no_answer","reopen_until":"2026-12-08T09:00:00+08:00"}"#;
        assert!(matches!(serde_json::from_str(closed).unwrap(), State::Closed { recorded: false, .. }));
    }

    #[test]
    fn only_a_sure_place_reaches_those_who_serve_a_cell() {
        let (micro, functional, street) = (code("51011701900600906"), code("51011701900690001"), code("510117019"));
        assert_eq!(Placed::Sure.ladder(Some(functional), micro)[..2], [functional, micro]);
        for unsure in [Placed::Unsure, Placed::Nothing] {
            assert_eq!(unsure.ladder(Some(functional), micro), [street], "{unsure:?}");
        }
    }
}
