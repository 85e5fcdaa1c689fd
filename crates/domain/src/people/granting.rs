//! Grants of access to personal data take effect when a second authorised person confirms. While a street has no second
//! person, they take effect at once, are listed as unconfirmed, and managers and auditors are notified.

use serde::{Deserialize, Serialize};

use super::keepers::{Keeper, Keepers};
use super::refused::Refused;
use crate::access::{Actor, Reach, Verb, Via, reach};
use crate::grid::GridCode;
use crate::kernel::ids::AccountId;

/// The kinds of grants.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A role at a code, by hand or from a roster.
    Post,
    /// Deputising for somebody absent.
    Deputy,
    /// A doctors' team for a cell.
    Pair,
    /// New members of a doctors' team with cells.
    Team,
    /// An invitation link to set an account's password.
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

/// The status of a grant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Gives no access to personal data; needs no second person.
    Free,
    /// Waits for a second person; not in effect.
    Waiting,
    /// In effect without confirmation, because there was no second person.
    Unconfirmed,
    /// In effect and confirmed.
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

/// A grant, as far as its confirmation is concerned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GrantRequest {
    /// Its kind.
    pub what: What,
    /// The granter.
    pub by: AccountId,
    /// The accounts that gain access; empty for a token of the street.
    pub gains: Vec<AccountId>,
    /// The codes.
    pub codes: Vec<GridCode>,
    /// The absent person of a deputyship, who may confirm it.
    #[serde(default)]
    pub absent: Option<AccountId>,
    /// Whether `PeopleDeputise` suffices to confirm it; otherwise `PeopleManage`.
    #[serde(default)]
    pub by_deputisers: bool,
    /// Whether it only extends a post that is held already, which does not change whose grant the post is.
    #[serde(default)]
    pub more: bool,
}

impl GrantRequest {
    /// The verb needed to confirm it.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        if self.by_deputisers { Verb::PeopleDeputise } else { Verb::PeopleManage }
    }

    /// Who can confirm it besides the granter: keepers not appointed by the granter alone, including those who left
    /// recently; if there are none, keepers appointed by the granter. Nobody confirms their own gain. For an invitation
    /// the account's owner counts as present, so that one of two managers cannot take over the other's account.
    #[must_use]
    pub fn seconds(&self, keepers: &Keepers, absent_signs_in: bool) -> Vec<AccountId> {
        let holds = |account: AccountId, code: &GridCode| {
            let at = |k: &&Keeper| k.account == account && k.code.contains(code);
            keepers.posts.iter().filter(at).any(|k| reach(k.role, self.verb()) == Reach::Scope)
        };
        let gains = |account: &AccountId| self.what != What::Invitation && self.gains.contains(account);
        let absent = self.absent.filter(|_| absent_signs_in);
        let mut seconds: Vec<AccountId> = keepers
            .posts
            .iter()
            .map(|k| k.account)
            .filter(|account| self.codes.iter().all(|code| holds(*account, code)))
            .chain(absent)
            .filter(|account| *account != self.by && !gains(account))
            .collect();
        seconds.sort_unstable();
        seconds.dedup();
        let (same, others): (Vec<_>, Vec<_>) =
            seconds.into_iter().partition(|account| keepers.one_hand(self.by, *account));
        if others.is_empty() {
            same.into_iter().filter(|account| keepers.here(*account) || absent == Some(*account)).collect()
        } else {
            others
        }
    }

    /// The initial status. `guarded`: whether it gives access to personal data or to granting.
    #[must_use]
    pub const fn begins(guarded: bool, seconds: usize) -> Standing {
        match (guarded, seconds) {
            (false, _) => Standing::Free,
            (true, 0) => Standing::Unconfirmed,
            (true, _) => Standing::Waiting,
        }
    }

    /// Checks whether somebody may refuse it: a signed-in person who neither grants nor gains.
    ///
    /// # Errors
    /// [`Refused::OwnGrant`], [`Refused::NotYourGrant`].
    pub fn may_refuse(&self, actor: &Actor) -> Result<(), Refused> {
        self.has_a_word(actor, self.verb(), self.absent)
    }

    fn has_a_word(&self, actor: &Actor, verb: Verb, absent: Option<AccountId>) -> Result<(), Refused> {
        if actor.account == self.by || self.gains.contains(&actor.account) {
            return Err(Refused::OwnGrant);
        }
        let may = self.codes.iter().all(|code| actor.may(verb, code, false).is_ok());
        if actor.via == Via::Session && (may || absent == Some(actor.account)) {
            Ok(())
        } else {
            Err(Refused::NotYourGrant)
        }
    }

    /// The status after a confirmation: confirmed; or, by somebody the granter appointed, in effect and unconfirmed. An
    /// auditor can confirm what is in effect.
    ///
    /// # Errors
    /// [`Refused::OwnGrant`], [`Refused::NotYourGrant`].
    pub fn confirmed_by(&self, actor: &Actor, standing: Standing, keepers: &Keepers) -> Result<Standing, Refused> {
        let waits = standing == Standing::Waiting;
        self.may_refuse(actor)
            .or_else(|refused| if waits { Err(refused) } else { self.has_a_word(actor, Verb::AuditRead, None) })?;
        if !keepers.one_hand(self.by, actor.account) {
            Ok(Standing::Confirmed)
        } else if waits && self.seconds(keepers, true).iter().all(|other| keepers.one_hand(self.by, *other)) {
            Ok(Standing::Unconfirmed)
        } else {
            Err(Refused::NotYourGrant)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role};
    use crate::people::keepers::Appointment;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn account(n: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(n))
    }
    fn keeper(n: u128, role: Role, at: &str) -> Keeper {
        Keeper { account: account(n), role, code: code(at), here: true }
    }
    fn post(by: u128, gains: u128) -> GrantRequest {
        GrantRequest {
            what: What::Post,
            by: account(by),
            gains: vec![account(gains)],
            codes: vec![code("510117019006")],
            absent: None,
            by_deputisers: false,
            more: false,
        }
    }
    fn those(posts: &[Keeper]) -> Keepers {
        Keepers::new(posts.to_vec(), &[])
    }
    fn actor(n: u128, role: Role, at: &str, via: Via) -> Actor {
        let grants = vec![Grant { role, code: code(at), deputy_for: None }];
        Actor { account: account(n), name: String::new(), grants, via }
    }

    #[test]
    fn what_reaches_residents_waits_for_a_second_person_if_there_is_one() {
        assert_eq!(GrantRequest::begins(true, 1), Standing::Waiting);
        assert_eq!(GrantRequest::begins(true, 0), Standing::Unconfirmed);
        assert_eq!(GrantRequest::begins(false, 0), Standing::Free);
        assert_eq!(GrantRequest::begins(false, 5), Standing::Free);
    }

    #[test]
    fn a_second_person_may_give_it_there_and_is_neither_giver_nor_taker() {
        let administrator = keeper(1, Role::Administrator, "510117019");
        let (manager, other) =
            (keeper(2, Role::StreetManager, "510117019"), keeper(3, Role::StreetManager, "510117009"));
        let secretary = keeper(4, Role::CommunitySecretary, "510117019006");
        let all = [administrator, manager, other, secretary];
        assert_eq!(post(1, 9).seconds(&those(&all), false), [account(2)]);
        assert_eq!(post(2, 9).seconds(&those(&all), false), [account(1)]);
        assert_eq!(post(1, 2).seconds(&those(&all), false), [], "she gains it");
        assert_eq!(post(1, 9).seconds(&those(&all[..1]), false), [], "nobody else is there");
        let keys = GrantRequest { what: What::Invitation, ..post(1, 2) };
        assert_eq!(keys.seconds(&those(&all), false), [account(2)], "the other of two is not taken over");
        let deputy = GrantRequest { what: What::Deputy, absent: Some(account(7)), by_deputisers: true, ..post(4, 9) };
        assert_eq!(deputy.seconds(&those(&all[3..]), false), []);
        assert_eq!(deputy.seconds(&those(&all[3..]), true), [account(7)], "who is away may say so");
        assert_eq!(deputy.seconds(&those(&all), false), [account(1), account(2)]);
    }

    #[test]
    fn who_confirms_is_somebody_else_at_their_own_screen() {
        let giving = post(1, 9);
        let manager = |n, at, via| actor(n, Role::StreetManager, at, via);
        assert_eq!(giving.may_refuse(&manager(2, "510117019", Via::Session)), Ok(()));
        assert_eq!(giving.may_refuse(&manager(1, "510117019", Via::Session)), Err(Refused::OwnGrant));
        assert_eq!(giving.may_refuse(&manager(9, "510117019", Via::Session)), Err(Refused::OwnGrant));
        assert_eq!(giving.may_refuse(&manager(2, "510117009", Via::Session)), Err(Refused::NotYourGrant));
        let token = Via::Token { verbs: vec![Verb::PeopleManage], code: code("510117019") };
        assert_eq!(giving.may_refuse(&manager(2, "510117019", token)), Err(Refused::NotYourGrant));
        let leader = actor(4, Role::CommunitySecretary, "510117019006", Via::Session);
        assert_eq!(giving.may_refuse(&leader), Err(Refused::NotYourGrant));
        let deputy = GrantRequest { what: What::Deputy, absent: Some(account(7)), by_deputisers: true, ..post(4, 9) };
        let absent = actor(7, Role::MicroGridMember, "51011701900600901", Via::Session);
        assert_eq!(deputy.may_refuse(&absent), Ok(()));
        assert_eq!(deputy.may_refuse(&actor(5, Role::CommunitySecretary, "510117019006", Via::Session)), Ok(()));
    }

    #[test]
    fn who_made_the_other_one_go_is_not_alone_at_once() {
        let administrator = keeper(1, Role::Administrator, "510117019");
        let gone = Keeper { here: false, ..keeper(2, Role::StreetManager, "510117019") };
        let puppet = keeper(11, Role::Administrator, "510117019");
        let by_one = Appointment { account: account(11), by: Some(account(1)), confirmed_by: None };
        let still = Keepers::new(vec![administrator, gone, puppet], &[by_one]);
        assert_eq!(post(1, 9).seconds(&still, false), [account(2)], "it waits for who went");
        let alone = Keepers::new(vec![administrator, puppet], &[by_one]);
        assert_eq!(post(1, 9).seconds(&alone, false), [account(11)]);

        // Somebody appointed by the granter can let a waiting grant take effect, but does not remove it from the list.
        let (waits, listed) = (Standing::Waiting, Standing::Unconfirmed);
        let puppet = actor(11, Role::Administrator, "510117019", Via::Session);
        assert_eq!(post(1, 9).confirmed_by(&puppet, waits, &alone), Ok(listed));
        assert_eq!(post(1, 9).confirmed_by(&puppet, waits, &still), Err(Refused::NotYourGrant));
        assert_eq!(post(1, 9).confirmed_by(&puppet, listed, &alone), Err(Refused::NotYourGrant));
        let manager = actor(2, Role::StreetManager, "510117019", Via::Session);
        assert_eq!(post(1, 9).confirmed_by(&manager, waits, &still), Ok(Standing::Confirmed));
        // An auditor confirms what is in effect.
        let auditor = actor(5, Role::Auditor, "510117019", Via::Session);
        assert_eq!(post(1, 9).confirmed_by(&auditor, waits, &alone), Err(Refused::NotYourGrant));
        assert_eq!(post(1, 9).confirmed_by(&auditor, listed, &alone), Ok(Standing::Confirmed));
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
