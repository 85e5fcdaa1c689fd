//! Corrections: a new visit replaces a wrong one by reference. Both remain in the history; only the newer counts.

use super::refused::Refused;
use crate::access::{Actor, Permit, Verb};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, VisitId};

/// What a visit corrects.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Correction {
    /// The visit that no longer counts.
    pub of: VisitId,
    /// Who corrects; the original visitor is unchanged.
    pub by: AccountId,
}

/// The data of a visit needed to correct it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// Who visited.
    pub by: AccountId,
    /// The dwelling's present cell.
    pub code: GridCode,
    /// Whether another visit corrects it already.
    pub corrected: bool,
}

/// Checks whether somebody may correct a visit: its author, or a leader there.
///
/// # Errors
/// [`Refused::NotYours`]; [`Refused::Corrected`]: the newer visit has to be corrected instead.
pub fn may_correct(actor: &Actor, visit: &Recorded) -> Result<Permit, Refused> {
    let permit = if visit.by == actor.account {
        Permit::own(actor)
    } else {
        actor.may(Verb::VisitsCorrect, &visit.code, false).map_err(|_| Refused::NotYours)?
    };
    if visit.corrected { Err(Refused::Corrected) } else { Ok(permit) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role, Via};
    use uuid::Uuid;

    fn actor(id: u128, role: Role, at: &str) -> Actor {
        let grants = vec![Grant { role, code: GridCode::parse(at).unwrap(), deputy_for: None }];
        Actor { account: AccountId::new(Uuid::from_u128(id)), name: "甲".into(), grants, via: Via::Session }
    }

    #[test]
    fn who_went_and_who_leads_there_put_a_visit_right_and_nobody_else() {
        let cell = GridCode::parse("51011701900600901").unwrap();
        let visit = Recorded { by: AccountId::new(Uuid::from_u128(1)), code: cell, corrected: false };
        let may = |id, role, at| may_correct(&actor(id, role, at), &visit).map(drop);
        assert_eq!(may(1, Role::MicroGridMember, "51011701900600901"), Ok(()));
        assert_eq!(
            may(1, Role::MicroGridMember, "51011701900600902"),
            Ok(()),
            "also after a re-grid took the cell away"
        );
        assert_eq!(may(2, Role::MicroGridMember, "51011701900600901"), Err(Refused::NotYours));
        assert_eq!(may(2, Role::GridLeader, "510117019006009"), Ok(()));
        assert_eq!(may(2, Role::GridLeader, "510117019006010"), Err(Refused::NotYours));
        assert_eq!(may(2, Role::Doctor, "510117019006"), Err(Refused::NotYours));
        let again = Recorded { corrected: true, ..visit };
        assert_eq!(may_correct(&actor(1, Role::MicroGridMember, "51011701900600901"), &again), Err(Refused::Corrected));
    }
}
