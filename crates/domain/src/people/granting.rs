//! Giving somebody the right to see: what reaches residents takes effect when a second person who may give it confirms. While a street has
//! no second such person it takes effect at once, is listed as unconfirmed, and those who manage and audit are notified.

use serde::{Deserialize, Serialize};

use super::refused::Refused;
use crate::access::{Actor, Reach, Role, Verb, Via, reach};
use crate::grid::GridCode;
use crate::kernel::ids::AccountId;

/// The kinds of acts by which somebody comes to see more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A role at a code, by hand or from a roster.
    Post,
    /// Standing in for somebody who is away.
    Deputy,
    /// A doctors' team for a cell.
    Pair,
    /// More people in a doctors' team that has cells.
    Team,
    /// A link by which the password of an account is set.
    Invitation,
    /// A token of the street for another system.
    Token,
}

impl What {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Post, Self::Deputy, Self::Pair, Self::Team, Self::Invitation, Self::Token];

    /// The stable key in the store and on the wire.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Deputy => "deputy",
            Self::Pair => "pair",
            Self::Team => "team",
            Self::Invitation => "invitation",
            Self::Token => "token",
        }
    }

    /// Reads the key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.key() == key)
    }
}

/// How an act stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It reaches nobody's data and needs no second person.
    Free,
    /// It waits for a second person; nothing has changed yet.
    Waiting,
    /// In effect, and nobody else has looked at it: there was nobody.
    Unconfirmed,
    /// In effect, and a second person confirmed it.
    Confirmed,
    /// Withdrawn or refused before it took effect.
    Withdrawn,
}

impl Standing {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Free, Self::Waiting, Self::Unconfirmed, Self::Confirmed, Self::Withdrawn];

    /// The stable key in the store and on the wire.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Waiting => "waiting",
            Self::Unconfirmed => "unconfirmed",
            Self::Confirmed => "confirmed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }
}

/// A post that is held today by somebody who can sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keeper {
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// Where.
    pub code: GridCode,
}

/// An act of giving, as far as a second person is concerned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Giving {
    /// Of which kind.
    pub what: What,
    /// Who gives.
    pub by: AccountId,
    /// Who comes to see more; nobody for a token of the street.
    pub gains: Vec<AccountId>,
    /// The codes that it opens.
    pub codes: Vec<GridCode>,
    /// For whom somebody stands in: they may confirm it themselves.
    #[serde(default)]
    pub absent: Option<AccountId>,
    /// Whether those who may name deputies can confirm it; otherwise those who manage people.
    #[serde(default)]
    pub by_deputisers: bool,
}

impl Giving {
    /// The verb of those who may confirm it.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        if self.by_deputisers { Verb::PeopleDeputise } else { Verb::PeopleManage }
    }

    /// Who could confirm it now, besides the one who gives. Nobody confirms what they gain. Somebody whose password is handed on counts
    /// as there, so that one of two people who manage a street cannot take over the other's account.
    #[must_use]
    pub fn seconds(&self, keepers: &[Keeper], absent_signs_in: bool) -> Vec<AccountId> {
        let holds = |account: AccountId, code: &GridCode| {
            keepers
                .iter()
                .any(|k| k.account == account && k.code.contains(code) && reach(k.role, self.verb()) == Reach::Scope)
        };
        let gains = |account: &AccountId| self.what != What::Invitation && self.gains.contains(account);
        let mut seconds: Vec<AccountId> = keepers
            .iter()
            .map(|k| k.account)
            .filter(|account| self.codes.iter().all(|code| holds(*account, code)))
            .chain(self.absent.filter(|_| absent_signs_in))
            .filter(|account| *account != self.by && !gains(account))
            .collect();
        seconds.sort_unstable();
        seconds.dedup();
        seconds
    }

    /// How it begins: `guarded` says whether it reaches residents or lets somebody give rights.
    #[must_use]
    pub const fn begins(guarded: bool, seconds: usize) -> Standing {
        match (guarded, seconds) {
            (false, _) => Standing::Free,
            (true, 0) => Standing::Unconfirmed,
            (true, _) => Standing::Waiting,
        }
    }

    /// Asks whether somebody may confirm or refuse it: signed in as a person, neither the one who gives nor one who gains.
    ///
    /// # Errors
    /// [`Refused::OwnGrant`], [`Refused::NotYourGrant`].
    pub fn may_decide(&self, actor: &Actor) -> Result<(), Refused> {
        if actor.account == self.by || self.gains.contains(&actor.account) {
            return Err(Refused::OwnGrant);
        }
        let may = self.codes.iter().all(|code| actor.may(self.verb(), code, false).is_ok());
        if actor.via == Via::Session && (may || self.absent == Some(actor.account)) {
            Ok(())
        } else {
            Err(Refused::NotYourGrant)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn account(n: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(n))
    }
    fn keeper(n: u128, role: Role, at: &str) -> Keeper {
        Keeper { account: account(n), role, code: code(at) }
    }
    fn post(by: u128, gains: u128) -> Giving {
        Giving {
            what: What::Post,
            by: account(by),
            gains: vec![account(gains)],
            codes: vec![code("510117019006")],
            absent: None,
            by_deputisers: false,
        }
    }
    fn actor(n: u128, role: Role, at: &str, via: Via) -> Actor {
        let grants = vec![Grant { role, code: code(at), deputy_for: None }];
        Actor { account: account(n), name: String::new(), grants, via }
    }

    #[test]
    fn what_reaches_residents_waits_for_a_second_person_if_there_is_one() {
        assert_eq!(Giving::begins(true, 1), Standing::Waiting);
        assert_eq!(Giving::begins(true, 0), Standing::Unconfirmed);
        assert_eq!(Giving::begins(false, 0), Standing::Free);
        assert_eq!(Giving::begins(false, 5), Standing::Free);
    }

    #[test]
    fn a_second_person_may_give_it_there_and_is_neither_giver_nor_taker() {
        let administrator = keeper(1, Role::Administrator, "510117019");
        let (manager, other) =
            (keeper(2, Role::StreetManager, "510117019"), keeper(3, Role::StreetManager, "510117009"));
        let secretary = keeper(4, Role::CommunitySecretary, "510117019006");
        let all = [administrator, manager, other, secretary];
        assert_eq!(post(1, 9).seconds(&all, false), [account(2)]);
        assert_eq!(post(2, 9).seconds(&all, false), [account(1)]);
        assert_eq!(post(1, 2).seconds(&all, false), [], "she gains it");
        assert_eq!(post(1, 9).seconds(&all[..1], false), [], "nobody else is there");
        let keys = Giving { what: What::Invitation, ..post(1, 2) };
        assert_eq!(keys.seconds(&all, false), [account(2)], "the other of two is not taken over");
        let deputy = Giving { what: What::Deputy, absent: Some(account(7)), by_deputisers: true, ..post(4, 9) };
        assert_eq!(deputy.seconds(&all[3..], false), []);
        assert_eq!(deputy.seconds(&all[3..], true), [account(7)], "who is away may say so");
        assert_eq!(deputy.seconds(&all, false), [account(1), account(2)]);
    }

    #[test]
    fn who_confirms_is_somebody_else_at_their_own_screen() {
        let giving = post(1, 9);
        let manager = |n, at, via| actor(n, Role::StreetManager, at, via);
        assert_eq!(giving.may_decide(&manager(2, "510117019", Via::Session)), Ok(()));
        assert_eq!(giving.may_decide(&manager(1, "510117019", Via::Session)), Err(Refused::OwnGrant));
        assert_eq!(giving.may_decide(&manager(9, "510117019", Via::Session)), Err(Refused::OwnGrant));
        assert_eq!(giving.may_decide(&manager(2, "510117009", Via::Session)), Err(Refused::NotYourGrant));
        let token = Via::Token { verbs: vec![Verb::PeopleManage], code: code("510117019") };
        assert_eq!(giving.may_decide(&manager(2, "510117019", token)), Err(Refused::NotYourGrant));
        let leader = actor(4, Role::CommunitySecretary, "510117019006", Via::Session);
        assert_eq!(giving.may_decide(&leader), Err(Refused::NotYourGrant));
        let deputy = Giving { what: What::Deputy, absent: Some(account(7)), by_deputisers: true, ..post(4, 9) };
        let absent = actor(7, Role::MicroGridMember, "51011701900600901", Via::Session);
        assert_eq!(deputy.may_decide(&absent), Ok(()));
        assert_eq!(deputy.may_decide(&actor(5, Role::CommunitySecretary, "510117019006", Via::Session)), Ok(()));
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        for what in What::ALL {
            assert_eq!(What::from_key(what.key()), Some(what));
        }
        for standing in Standing::ALL {
            assert_eq!(Standing::from_key(standing.key()), Some(standing));
        }
    }
}
