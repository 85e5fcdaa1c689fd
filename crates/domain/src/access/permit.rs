//! Proof that permission was checked.

use super::actor::{Actor, Denied, Via};
use super::verb::Verb;
use crate::grid::GridCode;
use crate::kernel::ids::AccountId;

/// Proof that an actor has permission. Every function that changes or shows personal records requires one, so that a
/// forgotten check does not compile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Permit {
    account: AccountId,
    basis: Basis,
}

/// On what a permit rests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// A verb at a code.
    Verb(Verb, GridCode),
    /// The actor's own record: their account, or the record that their link opens.
    Own,
    /// An alarm or job of the system.
    System,
}

impl Permit {
    pub(super) const fn of(actor: &Actor, verb: Verb, code: GridCode) -> Self {
        Self { account: actor.account, basis: Basis::Verb(verb, code) }
    }

    /// For the actor's own record; the caller has checked that it is theirs.
    #[must_use]
    pub const fn own(actor: &Actor) -> Self {
        Self { account: actor.account, basis: Basis::Own }
    }

    /// For alarms and jobs.
    ///
    /// # Errors
    /// `Denied` for every other actor; `verb` is what a person would need.
    pub fn system(actor: &Actor, verb: Verb) -> Result<Self, Denied> {
        if actor.via == Via::System {
            Ok(Self { account: actor.account, basis: Basis::System })
        } else {
            Err(Denied(verb))
        }
    }

    /// Whether it was given to read, and to change nothing.
    #[must_use]
    pub const fn only_reads(self) -> bool {
        matches!(self.basis, Basis::Verb(verb, _) if verb.only_reads())
    }

    /// The account that it was issued to.
    #[must_use]
    pub const fn account(self) -> AccountId {
        self.account
    }

    /// On what it rests.
    #[must_use]
    pub const fn basis(self) -> Basis {
        self.basis
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_system_has_the_system_s_permit() {
        let system = Actor::system();
        assert_eq!(Permit::system(&system, Verb::GridRegrid).map(Permit::basis), Ok(Basis::System));
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
        assert!(permit.only_reads() && !actor.may(Verb::CasesWork, &code, false).unwrap().only_reads());
        for verb in Verb::ALL {
            assert_eq!(verb.only_reads(), verb.key().ends_with(".read"), "{}", verb.key());
        }
        assert_eq!(permit.account(), account);
        assert!(matches!(permit.basis(), Basis::Verb(_, at) if at == code));
        assert_eq!(Permit::own(&actor).basis(), Basis::Own);
    }
}
