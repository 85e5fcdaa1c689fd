//! Proof that permission was asked.

use super::actor::{Actor, Denied, Via};
use super::verb::Verb;
use crate::grid::GridCode;
use crate::kernel::ids::AccountId;

/// Proof that an actor was asked for permission and has it. Whatever changes a record or shows a person takes one, and only asking makes
/// one: to forget to ask does not compile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Permit {
    account: AccountId,
    ground: Ground,
}

/// On what a permit rests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ground {
    /// A verb at a place.
    Verb(Verb, GridCode),
    /// It is the actor's own: their account, or the record that their link opens.
    Own,
    /// A clock or a job of the system does it.
    System,
}

impl Permit {
    pub(super) const fn of(actor: &Actor, verb: Verb, code: GridCode) -> Self {
        Self { account: actor.account, ground: Ground::Verb(verb, code) }
    }

    /// For what is the actor's own. No verb is asked for: whoever calls this has found that it is theirs.
    #[must_use]
    pub const fn own(actor: &Actor) -> Self {
        Self { account: actor.account, ground: Ground::Own }
    }

    /// For what clocks and jobs do.
    ///
    /// # Errors
    /// `Denied` for everybody else: the verb is what a person would need.
    pub fn system(actor: &Actor, verb: Verb) -> Result<Self, Denied> {
        if actor.via == Via::System {
            Ok(Self { account: actor.account, ground: Ground::System })
        } else {
            Err(Denied(verb))
        }
    }

    /// To whom it was given.
    #[must_use]
    pub const fn account(self) -> AccountId {
        self.account
    }

    /// On what it rests.
    #[must_use]
    pub const fn ground(self) -> Ground {
        self.ground
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_system_has_the_system_s_permit() {
        let system = Actor::system();
        assert_eq!(Permit::system(&system, Verb::GridRegrid).map(Permit::ground), Ok(Ground::System));
        assert_eq!(Permit::system(&Actor::public(), Verb::GridRegrid), Err(Denied(Verb::GridRegrid)));
    }

    #[test]
    fn a_permit_says_who_asked_and_for_what() {
        let account = AccountId::new(uuid::Uuid::from_u128(7));
        let code = GridCode::parse("510117019006").unwrap();
        let grants = vec![super::super::Grant { role: super::super::Role::CommunitySecretary, code, deputy_for: None }];
        let actor = Actor { account, name: String::new(), grants, via: Via::Session };
        let permit =
            actor.may(Verb::GridEdit, &code, false).or_else(|_| actor.may(Verb::CasesRead, &code, false)).unwrap();
        assert_eq!(permit.account(), account);
        assert!(matches!(permit.ground(), Ground::Verb(_, at) if at == code));
        assert_eq!(Permit::own(&actor).ground(), Ground::Own);
    }
}
