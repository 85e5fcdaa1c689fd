//! Who may create a case, and where.

use crate::access::{Actor, Denied, Permit, Verb, Via};
use crate::grid::GridCode;

/// Anybody who serves in a street may report from anywhere in it: patrols cross cell borders, and a matter without a
/// known place belongs to the street. A token reports under its code only.
///
/// # Errors
/// `Denied` without a post in that street.
pub fn may_bring(actor: &Actor, code: &GridCode) -> Result<Permit, Denied> {
    let street = code.street().unwrap_or(*code);
    let serves = actor.scope(Verb::CasesCreate).under(&street);
    match (&actor.via, serves.first()) {
        (Via::Public, _) => Ok(Permit::own(actor)),
        (Via::Session, Some(own)) => actor.may(Verb::CasesCreate, own, false),
        _ => actor.may(Verb::CasesCreate, code, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role};
    use crate::kernel::ids::AccountId;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn member(via: Via) -> Actor {
        let grant = Grant { role: Role::MicroGridMember, code: code("51011701900600901"), deputy_for: None };
        Actor { account: AccountId::new(uuid::Uuid::from_u128(1)), name: "甲".into(), grants: vec![grant], via }
    }

    #[test]
    fn a_member_brings_what_they_saw_in_their_street_and_in_no_other() {
        let member = member(Via::Session);
        for seen in ["51011701900600901", "51011701900600902", "510117019008", "510117019"] {
            assert!(may_bring(&member, &code(seen)).is_ok(), "{seen}");
        }
        assert!(may_bring(&member, &code("51011700920200101")).is_err());
        assert!(may_bring(&Actor::public(), &code("510117009")).is_ok());
        assert!(may_bring(&Actor { grants: Vec::new(), ..member }, &code("51011701900600901")).is_err());
    }

    #[test]
    fn a_token_brings_under_its_code_only() {
        let via = Via::Token { verbs: vec![Verb::CasesCreate], code: code("51011701900600901") };
        let program = member(via);
        assert!(may_bring(&program, &code("51011701900600901")).is_ok());
        assert!(may_bring(&program, &code("51011701900600902")).is_err());
    }
}
