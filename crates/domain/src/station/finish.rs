//! When a number may be finished: not while a question about its reading is open, and only on a further word while a second reading is
//! awaited or nothing was measured.

use super::queue::Refused;

/// What is open with whoever stands at a desk.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Open {
    /// Whether something was measured for the number.
    pub measured: bool,
    /// Whether a reading of theirs was asked about again and nobody answered.
    pub question: bool,
    /// Whether a second reading or a clinical word is awaited, with its clock.
    pub awaited: bool,
}

/// What was said when the desk asked.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Said {
    /// Nothing was measured, and that is right.
    pub unmeasured: bool,
    /// The second reading is still awaited: they stay, and are on the strip of the desk.
    pub awaited: bool,
}

/// Leave to finish a number; only [`Open::finish`] gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finish(());

impl Open {
    /// What is open by either of two.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            measured: self.measured || other.measured,
            question: self.question || other.question,
            awaited: self.awaited || other.awaited,
        }
    }

    /// Whether the number may be finished.
    ///
    /// # Errors
    /// [`Refused::Question`], which nothing overrules; [`Refused::Awaited`] and [`Refused::Unmeasured`] until it is said that it is meant.
    pub const fn finish(self, said: Said) -> Result<Finish, Refused> {
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
    use super::{Open, Said};
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
        let (plain, sure) = (Said::default(), Said { unmeasured: true, awaited: true });
        let measured = Open { measured: true, ..Open::default() };
        assert!(measured.finish(plain).is_ok());
        assert_eq!(Open::default().finish(plain).unwrap_err(), Refused::Unmeasured);
        assert!(Open::default().finish(Said { unmeasured: true, awaited: false }).is_ok());
        let awaited = Open { awaited: true, ..measured };
        assert_eq!(awaited.finish(Said { unmeasured: true, awaited: false }).unwrap_err(), Refused::Awaited);
        assert!(awaited.finish(sure).is_ok());
        let question = Open { question: true, ..awaited };
        assert_eq!(question.finish(sure).unwrap_err(), Refused::Question, "nothing overrules it");
    }
}
