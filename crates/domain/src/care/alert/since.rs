//! What happened to an alert since somebody looked, and whether it is in the way of what they decided then. Several people look for one
//! person at once: what one of them tried, wrote or measured stops none of the others.

use super::act::Action;
use super::fact::Fact;

/// A part of an alert on which a decision can rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aspect {
    /// Where it is in its life, and with whom the person is.
    Standing,
    /// The contacts, in their order: a try names one by its place.
    Ladder,
    /// Who brings the person somewhere.
    Escort,
}

use Aspect::{Escort, Ladder, Standing};

impl Action {
    /// What it rests on: if none of this changed since the version that was seen, nobody was faster.
    #[must_use]
    pub const fn rests_on(&self) -> &'static [Aspect] {
        match self {
            // These tell what somebody did; whether it still fits is asked of the alert as it is.
            Self::Note { .. } | Self::Found { .. } | Self::LookedIn { .. } => &[],
            Self::Try { .. } => &[Ladder],
            Self::Escort { .. } => &[Standing, Escort],
            // To answer late is better than not at all: that it went up meanwhile is no reason to turn anybody away.
            _ => &[Standing],
        }
    }
}

impl Fact {
    /// What it changes. What only adds to the timeline changes nothing, and a clock that ran out asks for more help, not for less.
    #[must_use]
    pub const fn changes(&self) -> &'static [Aspect] {
        match self {
            Self::Noted { .. }
            | Self::Tried { .. }
            | Self::NumberSeen { .. }
            | Self::Measured { .. }
            | Self::WatchAsked { .. }
            | Self::LookedIn { .. }
            | Self::LookMissed { .. }
            | Self::Late { .. }
            | Self::Climbed { .. }
            | Self::Unanswered { .. }
            | Self::LookSoon { .. }
            | Self::BroughtBack { .. }
            | Self::Dispatched { .. }
            | Self::Moved { .. }
            | Self::ToldThere { .. } => &[],
            Self::Found { .. } => &[Ladder],
            Self::Escorted { .. } => &[Escort],
            // Whatever else there is moves it on.
            _ => &[Standing],
        }
    }

    /// Whether it is in the way of an act that rests on `aspects`.
    #[must_use]
    pub fn is_in_the_way(&self, aspects: &[Aspect]) -> bool {
        self.changes().iter().any(|changed| aspects.contains(changed))
    }
}

#[cfg(test)]
mod tests {
    use super::super::ladder::{How, Went};
    use super::super::state::With;
    use super::*;
    use crate::households::ContactKind;
    use crate::kernel::ids::{AccountId, ContactId};
    use crate::kernel::time::Moment;
    use uuid::Uuid;

    fn stopped(fact: &Fact) -> Vec<&'static str> {
        let text = String::new;
        let acts = [
            Action::Acknowledge,
            Action::Note { text: text() },
            Action::Try { rung: 0, how: How::Phone, went: Went::NoAnswer, words: text() },
            Action::Escort { to: text() },
            Action::SafeNow { with: With::Server(AccountId::new(Uuid::nil())), place: text() },
            Action::KinThere { kin: None },
        ];
        acts.iter().filter(|act| fact.is_in_the_way(act.rests_on())).map(Action::key).collect()
    }

    #[test]
    fn several_people_look_for_one_person_and_stop_each_other_only_where_it_matters() {
        let (kind, contact) = (ContactKind::Kin, ContactId::new(Uuid::nil()));
        let now = Moment::from_micros(0);
        let tried = Fact::Tried { kind, contact: None, how: How::Phone, went: Went::NoAnswer, words: String::new() };
        for adds in [Fact::Noted { text: "在路上".into() }, tried, Fact::NumberSeen { kind, contact }] {
            assert_eq!(stopped(&adds), [""; 0], "{adds:?}");
        }
        assert_eq!(stopped(&Fact::Found { kind, contact }), ["try"], "the contacts stand in another order now");
        assert_eq!(stopped(&Fact::Escorted { to: "医院".into(), due: now }), ["escort"]);
        let but_note = ["acknowledge", "escort", "safe_now", "kin_there"];
        assert_eq!(stopped(&Fact::KinThere { kin: None }), but_note);
        assert_eq!(stopped(&Fact::Worse), but_note);
    }
}
