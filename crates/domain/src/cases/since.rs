//! Detects conflicts between an action and changes made since the actor's version. Notes, photos and co-reporters never
//! conflict; only changes on which the action depends do.

use super::act::Action;
use super::fact::Fact;

/// A part of a case on which an action depends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aspect {
    /// Its state.
    Standing,
    /// Its owner and level.
    Holder,
    /// Its place.
    Place,
    /// Its kind.
    Kind,
    /// The requested pause.
    Wish,
}

use Aspect::{Holder, Kind, Place, Standing, Wish};

/// Dependencies of placing it.
pub const PLACING: &[Aspect] = &[Standing, Holder, Place];
/// Dependencies of correcting its kind.
pub const SORTING: &[Aspect] = &[Standing, Holder, Kind];
/// Dependencies of merging it.
pub const JOINING: &[Aspect] = &[Standing, Place, Kind];
/// Dependencies of calling in a department.
pub const CALLING_IN: &[Aspect] = &[Standing];
/// Dependencies of an action on a part; the part has its own state.
pub const PART_WORD: &[Aspect] = &[];

impl Action {
    /// What the action depends on: it conflicts only if one of these changed.
    #[must_use]
    pub const fn rests_on(&self) -> &'static [Aspect] {
        match self {
            Self::Note { .. } => &[],
            // Who accepts a case accepts the kind and place that they saw.
            Self::Accept | Self::TakeOver | Self::Start | Self::Dispatch => &[Standing, Holder, Place, Kind],
            Self::Return { .. } => &[Standing, Holder, Place],
            Self::Resolve { .. } | Self::Withdraw { .. } | Self::Escalate { .. } => &[Standing, Holder],
            Self::AskPause { .. } => &[Standing, Holder, Wish],
            Self::ApprovePause | Self::RefusePause { .. } => &[Standing, Wish],
            Self::Resume | Self::Answer { .. } | Self::Close | Self::Reopen { .. } => &[Standing],
            Self::Duplicate { .. } => JOINING,
        }
    }
}

impl Fact {
    /// What the entry changes. Entries that only add to the timeline change nothing.
    #[must_use]
    pub const fn changes(&self) -> &'static [Aspect] {
        match self {
            Self::Noted { .. }
            | Self::LateWord { .. }
            | Self::Attached { .. }
            | Self::FileCleaned { .. }
            | Self::Joined { .. }
            | Self::NotSolvedFor { .. }
            | Self::LinkIssued { .. }
            | Self::LinkWithdrawn
            | Self::Unmasked { .. }
            | Self::DangerNoticed { .. }
            | Self::UrgencyTakenOff { .. }
            | Self::Recounted { .. }
            | Self::TakenElsewhere { .. }
            | Self::PartAsked { .. }
            | Self::Part { .. }
            // An expired deadline changes nothing; a resulting escalation has its own entry.
            | Self::HalfWay { .. }
            | Self::Breached { .. } => &[],
            Self::Submitted { .. } => &[Standing, Holder, Place, Kind, Wish],
            // A new assignment needs a new acceptance.
            Self::Dispatched { .. } | Self::Accepted | Self::Returned { .. } => &[Standing, Holder],
            Self::Started
            | Self::Resumed { .. }
            | Self::Resolved { .. }
            | Self::Answered { .. }
            | Self::Confirmed { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::Withdrawn { .. }
            | Self::Duplicate { .. } => &[Standing],
            Self::PauseAsked { .. } | Self::PauseRefused { .. } => &[Wish],
            Self::Paused { .. } => &[Standing, Wish],
            Self::Escalated { .. } | Self::TakenOver { .. } => &[Holder],
            Self::Placed { .. } => &[Standing, Place],
            Self::Moved { .. } => &[Place],
            Self::KindChanged { .. } => &[Kind],
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
    use super::super::fact::Because;
    use super::*;
    use crate::grid::GridCode;
    use crate::kernel::time::Moment;

    fn acts() -> Vec<Action> {
        let text = String::new;
        vec![
            Action::Accept,
            Action::Start,
            Action::Note { text: text() },
            Action::Return { reason: text() },
            Action::Dispatch,
            Action::ApprovePause,
            Action::Resume,
            Action::Resolve { outcome: text() },
            Action::Close,
            Action::Escalate { reason: text() },
        ]
    }
    fn stopped(fact: &Fact) -> Vec<&'static str> {
        acts().iter().filter(|act| fact.is_in_the_way(act.rests_on())).map(Action::key).collect()
    }

    #[test]
    fn what_is_only_added_stops_nobody() {
        let now = Moment::from_micros(0);
        for fact in [
            Fact::Noted { text: "我已到现场".into() },
            Fact::LateWord { text: String::new() },
            Fact::Joined { count: 2 },
            Fact::Unmasked { reason: "回访".into() },
            Fact::HalfWay { resolve_due: now },
            Fact::Breached { clock: "resolve".into(), due: now },
        ] {
            assert_eq!(stopped(&fact), [""; 0], "{fact:?}");
        }
    }

    #[test]
    fn what_an_act_rests_on_stops_it_and_no_other() {
        let code = GridCode::parse("51011701900600901").unwrap();
        let dispatched =
            Fact::Dispatched { to: None, deputy_for: None, code, holes: Vec::new(), because: Because::Dispatcher };
        let but_note: Vec<_> = acts().iter().map(Action::key).filter(|key| *key != "note").collect();
        assert_eq!(stopped(&dispatched), but_note, "whoever it went to decides now");
        assert_eq!(stopped(&Fact::PauseRefused { reason: String::new() }), ["pause_approve"]);
        let kind = Fact::KindChanged {
            from: "a".into(),
            kind: "b".into(),
            version: 1,
            accept_due: Moment::from_micros(0),
            resolve_due: Moment::from_micros(0),
        };
        assert_eq!(stopped(&kind), ["accept", "start", "dispatch"], "what was done stays done, whatever it is called");
        assert_eq!(
            stopped(&Fact::Escalated { from: code, to: code, because: Because::Asked, reason: String::new() }),
            ["accept", "start", "return", "dispatch", "resolve", "escalate"]
        );
    }
}
