//! When a number can be finished: never with an open question about a reading; with confirmation if a second reading is
//! awaited or nothing was measured.

use super::queue::Refused;

/// Open items of the person at a desk.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Open {
    /// Whether something was measured.
    pub measured: bool,
    /// Whether a question about a reading is unanswered.
    pub question: bool,
    /// Whether a second reading or a clinical decision is awaited.
    pub awaited: bool,
}

/// Confirmations given by the desk.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Confirmations {
    /// Nothing was measured on purpose.
    pub unmeasured: bool,
    /// The person waits for the second reading and remains listed at the desk.
    pub awaited: bool,
}

/// Proof that a number can be finished; only [`Open::finish`] creates it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finish(());

impl Open {
    /// The open items of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            measured: self.measured || other.measured,
            question: self.question || other.question,
            awaited: self.awaited || other.awaited,
        }
    }

    /// Whether the number can be finished.
    ///
    /// # Errors
    /// [`Refused::Question`], which cannot be confirmed away; [`Refused::Awaited`] and [`Refused::Unmeasured`] until
    /// confirmed.
    pub const fn finish(self, said: Confirmations) -> Result<Finish, Refused> {
        if self.question {
            return Err(Refused::Question);
        }
        if self.awaited && !said.awaited {
            return Err(Refused::Awaited);
        }
        if !self.measured && !said.unmeasured {
            return Err(Refused::Unmeasured);
        }
        Ok(Finish(()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Confirmations, Open};
    use crate::station::queue::Refused;

    #[test]
    fn what_either_of_two_rooms_has_open_is_open() {
        let measured = Open { measured: true, ..Open::default() };
        let (question, awaited) = (Open { question: true, ..measured }, Open { awaited: true, ..measured });
        assert_eq!(measured.and(Open::default()), measured);
        assert_eq!(question.and(awaited), Open { measured: true, question: true, awaited: true });
        assert_eq!(Open::default().and(question), question);
    }

    #[test]
    fn a_question_is_answered_first_and_everything_else_is_asked() {
        let (plain, sure) = (Confirmations::default(), Confirmations { unmeasured: true, awaited: true });
        let measured = Open { measured: true, ..Open::default() };
        assert!(measured.finish(plain).is_ok());
        assert_eq!(Open::default().finish(plain).unwrap_err(), Refused::Unmeasured);
        assert!(Open::default().finish(Confirmations { unmeasured: true, awaited: false }).is_ok());
        let awaited = Open { awaited: true, ..measured };
        assert_eq!(awaited.finish(Confirmations { unmeasured: true, awaited: false }).unwrap_err(), Refused::Awaited);
        assert!(awaited.finish(sure).is_ok());
        let question = Open { question: true, ..awaited };
        assert_eq!(question.finish(sure).unwrap_err(), Refused::Question, "nothing overrules it");
    }
}
