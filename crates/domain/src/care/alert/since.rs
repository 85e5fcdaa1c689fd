//! Detects conflicts between an action and changes made since the actor's version. Several people work on one alert at
//! once; their tries, notes and readings do not conflict.

use super::act::Action;
use super::fact::Fact;

/// A part of an alert on which an action depends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aspect {
    /// State, and with whom the person is.
    Standing,
    /// The contacts in order; a try names one by index.
    Ladder,
    /// Who brings the person somewhere.
    Escort,
}

use Aspect::{Escort, Ladder, Standing};

impl Action {
    /// What the action depends on: it conflicts only if one of these changed.
    #[must_use]
    pub const fn rests_on(&self) -> &'static [Aspect] {
        match self {
            // These report what happened; the current status decides whether they apply.
            Self::Note { .. } | Self::Found { .. } | Self::LookedIn { .. } => &[],
            Self::Try { .. } => &[Ladder],
            Self::Escort { .. } => &[Standing, Escort],
            // A late acknowledgement is better than none: an escalation does not conflict.
            _ => &[Standing],
        }
    }
}

impl Fact {
    /// What the entry changes. Entries that only add to the timeline and expired deadlines change nothing.
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
            // Everything else changes the state.
            _ => &[Standing],
        }
    }

    /// Whether it conflicts with an action that depends on `aspects`.
    #[must_use]
    pub fn is_in_the_way(&self, aspects: &[Aspect]) -> bool {
        self.changes().iter().any(|changed| aspects.contains(changed))
    }
}

#[cfg(test)]
mod tests {
    use super::super::ladder::{How, TryResult};
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
            Action::Try { rung: 0, how: How::Phone, went: TryResult::NoAnswer, words: text() },
            Action::Escort { to: text() },
            Action::SafeNow { with: With::Staff(AccountId::new(Uuid::nil())), place: text() },
            Action::KinThere { kin: None },
        ];
        acts.iter().filter(|act| fact.is_in_the_way(act.rests_on())).map(Action::key).collect()
    }

    #[test]
    fn several_people_look_for_one_person_and_stop_each_other_only_where_it_matters() {
        let (kind, contact) = (ContactKind::Kin, ContactId::new(Uuid::nil()));
        let now = Moment::from_micros(0);
        let tried =
            Fact::Tried { kind, contact: None, how: How::Phone, went: TryResult::NoAnswer, words: String::new() };
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
