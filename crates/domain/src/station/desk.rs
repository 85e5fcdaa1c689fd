//! Desks: a session holds a desk until it leaves, expires, or is taken over, so that nobody finishes a colleague's
//! patient by using a preset desk number.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::queue::{Queue, Refused};
use crate::kernel::ids::{AccountId, DeskSessionId};
use crate::kernel::time::{Moment, Span};

/// Time without activity after which a desk is free.
pub const HOLD: Span = Span::minutes(5);
/// Maximum desk number.
pub const MOST: u8 = 99;

/// A session at a desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hold {
    /// The session: a browser with all its tabs.
    pub session: DeskSessionId,
    /// The signed-in account.
    pub account: AccountId,
    /// Start.
    pub since: Moment,
    /// Expiry, unless renewed.
    pub until: Moment,
}

impl Hold {
    /// Whether it has not expired.
    #[must_use]
    pub fn is_live(&self, now: Moment) -> bool {
        now <= self.until
    }
}

/// The desks of a station.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Desks(pub BTreeMap<u8, Hold>);

impl Desks {
    /// The current session of a desk.
    #[must_use]
    pub fn holder(&self, desk: u8, now: Moment) -> Option<&Hold> {
        self.0.get(&desk).filter(|hold| hold.is_live(now))
    }

    /// Occupies a desk, or renews it. `seen`: start of another session's hold as shown to the user, who takes it over
    /// knowingly.
    ///
    /// # Errors
    /// [`Refused::Held`] if the desk is held by a session other than the one shown.
    pub fn sit(
        &self,
        desk: u8,
        session: DeskSessionId,
        account: AccountId,
        seen: Option<Moment>,
        now: Moment,
    ) -> Result<Hold, Refused> {
        let since = match self.holder(desk, now) {
            Some(hold) if hold.session == session && hold.account == account => hold.since,
            Some(hold) if seen != Some(hold.since) => return Err(Refused::Held),
            _ => now,
        };
        Ok(Hold { session, account, since, until: now + HOLD })
    }

    /// The desk to offer a session: its own, else the first that is free and has no number.
    #[must_use]
    pub fn offered(&self, session: DeskSessionId, queue: &Queue, now: Moment) -> Option<u8> {
        let own = self.0.iter().find(|(_, hold)| hold.session == session && hold.is_live(now)).map(|(desk, _)| *desk);
        own.or_else(|| (1..=MOST).find(|desk| self.holder(*desk, now).is_none() && queue.at_desk(*desk).is_none()))
    }

    /// Whether a session may call to a desk, or act on its number. A free desk is open to all.
    ///
    /// # Errors
    /// [`Refused::Held`].
    pub fn may_act(&self, desk: u8, session: Option<DeskSessionId>, now: Moment) -> Result<(), Refused> {
        match self.holder(desk, now) {
            Some(hold) if session != Some(hold.session) => Err(Refused::Held),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Desks, HOLD};
    use crate::kernel::ids::{AccountId, DeskSessionId, TicketId};
    use crate::kernel::time::{Moment, Span};
    use crate::station::queue::{Arrival, Queue, Refused};
    use uuid::Uuid;

    const NINE: Moment = Moment::from_micros(9);
    fn session(n: u128) -> DeskSessionId {
        DeskSessionId::new(Uuid::from_u128(n))
    }
    fn account(n: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(n))
    }
    fn held() -> Desks {
        let desks = Desks::default();
        let hold = desks.sit(1, session(1), account(1), None, NINE).unwrap();
        Desks([(1, hold)].into())
    }

    #[test]
    fn one_session_holds_a_desk_and_gives_it_up_only_to_who_was_told() {
        let desks = held();
        let later = NINE + Span::minutes(2);
        assert_eq!(desks.sit(1, session(2), account(2), None, later).unwrap_err(), Refused::Held);
        let renewed = desks.sit(1, session(1), account(1), None, later).unwrap();
        assert_eq!((renewed.since, renewed.until), (NINE, later + HOLD));
        assert_eq!(
            desks.sit(1, session(1), account(2), None, later).unwrap_err(),
            Refused::Held,
            "another person at the same browser is another one"
        );
        let taken = desks.sit(1, session(2), account(2), Some(NINE), later).unwrap();
        assert_eq!((taken.session, taken.since), (session(2), later));
        let desks = Desks([(1, taken)].into());
        let again = desks.sit(1, session(3), account(3), Some(NINE), later);
        assert_eq!(again.unwrap_err(), Refused::Held, "who was told of another holder is told again");
    }

    #[test]
    fn a_desk_that_nobody_renews_is_free_and_only_its_session_acts_on_its_number() {
        let desks = held();
        assert_eq!(desks.may_act(1, Some(session(2)), NINE).unwrap_err(), Refused::Held);
        assert_eq!(desks.may_act(1, None, NINE).unwrap_err(), Refused::Held);
        assert!(desks.may_act(1, Some(session(1)), NINE).is_ok() && desks.may_act(2, None, NINE).is_ok());
        let after = NINE + HOLD + Span::minutes(1);
        assert!(desks.may_act(1, None, after).is_ok() && desks.holder(1, after).is_none());

        let ticket = TicketId::new(Uuid::from_u128(7));
        let (queue, _) = Queue::default().take(ticket, Arrival::WalkIn, None).unwrap();
        let queue = queue.call_this(ticket, 2, NINE).unwrap();
        assert_eq!(desks.offered(session(1), &queue, NINE), Some(1), "its own");
        assert_eq!(desks.offered(session(2), &queue, NINE), Some(3), "neither held nor with a number");
        assert_eq!(desks.offered(session(2), &queue, after), Some(1));
    }
}
