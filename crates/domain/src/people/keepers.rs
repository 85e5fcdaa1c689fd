//! Keepers: accounts that can confirm grants, those who left recently included, and who appointed each.

use std::collections::BTreeMap;

use crate::access::Role;
use crate::grid::GridCode;
use crate::kernel::ids::AccountId;

/// Days for which a former keeper counts, so that removing the other keeper does not make somebody a sole keeper at
/// once.
pub const GONE_DAYS: i64 = 14;

/// A keeper's post, held now or within the last [`GONE_DAYS`] days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keeper {
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// The code.
    pub code: GridCode,
    /// Whether it is held today by an account that can sign in.
    pub here: bool,
}

/// A grant that made somebody a keeper, in chronological order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appointment {
    /// The account.
    pub account: AccountId,
    /// The granter: nil for the operator, `None` from before grants were recorded.
    pub by: Option<AccountId>,
    /// Who confirmed it.
    pub confirmed_by: Option<AccountId>,
}

/// All keepers of a place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keepers {
    /// Their posts.
    pub posts: Vec<Keeper>,
    /// Accounts appointed by one person alone, with that person; nil for the operator.
    origins: BTreeMap<AccountId, AccountId>,
}

impl Keepers {
    /// From the posts, and all grants that made somebody a keeper.
    #[must_use]
    pub fn new(posts: Vec<Keeper>, made: &[Appointment]) -> Self {
        let mut keepers = Self { posts, origins: BTreeMap::new() };
        // Each round follows the appointments one step back.
        for _ in 0..=made.len() {
            let origins = keepers.step(made);
            if origins == keepers.origins {
                break;
            }
            keepers.origins = origins;
        }
        keepers
    }

    /// The single appointer of each account, if known. Two appointers, or one post from two people, make an account
    /// independent.
    fn step(&self, made: &[Appointment]) -> BTreeMap<AccountId, AccountId> {
        let mut found: BTreeMap<AccountId, Option<AccountId>> = BTreeMap::new();
        for one in made {
            let giver = one.by.map(|by| self.hand(by));
            let second = one.confirmed_by.map(|by| self.hand(by));
            let alone = giver.filter(|giver| second.is_none_or(|second| second == *giver));
            if alone == Some(one.account) {
                continue;
            }
            let origin = found.entry(one.account).or_insert(alone);
            *origin = match (*origin, alone) {
                (Some(first), Some(other)) => Some(if other.uuid().is_nil() { other } else { first }),
                _ => None,
            };
        }
        found.into_iter().filter_map(|(account, origin)| Some((account, origin?))).collect()
    }

    /// The person behind an account: itself, unless a single other person appointed it.
    fn hand(&self, account: AccountId) -> AccountId {
        self.origins.get(&account).copied().filter(|origin| !origin.uuid().is_nil()).unwrap_or(account)
    }

    /// Whether `other` cannot independently confirm a grant of `giver`, because one person is behind both. Accounts
    /// appointed by the operator are independent, except for grants of the operator.
    #[must_use]
    pub fn one_hand(&self, giver: AccountId, other: AccountId) -> bool {
        let installed = || self.origins.get(&other).is_some_and(|origin| origin.uuid().is_nil());
        self.hand(giver) == self.hand(other) || (giver.uuid().is_nil() && installed())
    }

    /// Whether the account is a current keeper.
    #[must_use]
    pub fn here(&self, account: AccountId) -> bool {
        self.posts.iter().any(|keeper| keeper.account == account && keeper.here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(n: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(n))
    }
    fn made(who: u128, by: Option<u128>, confirmed_by: Option<u128>) -> Appointment {
        Appointment { account: account(who), by: by.map(account), confirmed_by: confirmed_by.map(account) }
    }
    fn one_hand(acts: &[Appointment], giver: u128, other: u128) -> bool {
        Keepers::new(Vec::new(), acts).one_hand(account(giver), account(other))
    }

    #[test]
    fn a_chain_that_began_with_one_person_stays_one_hand() {
        let before = [made(1, None, None), made(2, None, None)];
        assert!(!one_hand(&before, 1, 2), "both were there before");
        // 1 appoints 11, who appoints 12; they confirm each other.
        let chain = [before[0], made(11, Some(1), None), made(12, Some(11), Some(1)), made(13, Some(12), Some(11))];
        for (giver, other) in [(1, 11), (11, 1), (1, 12), (11, 12), (12, 13), (1, 13)] {
            assert!(one_hand(&chain, giver, other), "{giver} {other}");
        }
        assert!(!one_hand(&chain, 1, 2));
        let looked_at = [before[0], before[1], made(11, Some(1), Some(2)), made(12, Some(11), Some(1))];
        assert!(!one_hand(&looked_at, 1, 11), "two people made them");
        assert!(!one_hand(&looked_at, 11, 12) && !one_hand(&looked_at, 1, 12));
    }

    #[test]
    fn who_was_independent_once_does_not_become_somebodys_by_being_put_back() {
        let put_back = [made(1, None, None), made(2, None, None), made(2, Some(1), None)];
        assert!(!one_hand(&put_back, 1, 2));
        let by_their_own = [made(1, Some(0), None), made(11, Some(1), None), made(1, Some(11), None)];
        assert!(one_hand(&by_their_own, 1, 11) && one_hand(&by_their_own, 0, 1));
    }

    #[test]
    fn who_began_together_confirm_each_other_except_for_the_beginning() {
        let setup = [made(1, Some(0), None), made(2, Some(0), None)];
        assert!(!one_hand(&setup, 1, 2) && !one_hand(&setup, 2, 1));
        assert!(one_hand(&setup, 0, 1) && one_hand(&setup, 0, 2), "what the operator gave");
        let third = [setup[0], setup[1], made(3, Some(1), Some(2))];
        assert!(!one_hand(&third, 0, 3));
    }
}
