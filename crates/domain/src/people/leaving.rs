//! Reassignment when somebody leaves, with a list of what went to whom.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, AlertId, AssignmentId, CaseId, PartId};

use super::duty::{CurrentPost, answers};

/// An item reassigned from the person who left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Passed {
    /// An ended assignment, and who is responsible for its code now; `None`: vacant.
    Post {
        /// The assignment.
        assignment: AssignmentId,
        /// The code.
        code: GridCode,
        /// Who is responsible now.
        to: Option<AccountId>,
    },
    /// An open case was reassigned.
    Case {
        /// The case.
        case: CaseId,
        /// Its display number.
        number: String,
        /// The new owner; `None` if only a code is responsible.
        to: Option<AccountId>,
        /// The responsible code.
        code: GridCode,
    },
    /// An open care alert was reassigned, or is with the responsible code until its next alarm.
    Alert {
        /// The alert.
        alert: AlertId,
        /// The new owner.
        to: AccountId,
        /// The responsible code.
        code: GridCode,
    },
    /// A part in another person's case.
    Part {
        /// The part.
        part: PartId,
        /// The case.
        case: CaseId,
        /// The new holder.
        to: Option<AccountId>,
    },
    /// An absent person lost their deputy.
    Deputyship {
        /// The absent person.
        of: AccountId,
    },
    /// Sessions and tokens that ended.
    Keys {
        /// Their number.
        count: u32,
    },
}

/// Who takes over parts in other people's cases: the street manager or their deputy, else who is responsible for the
/// street. `seats`: current seats of the street.
#[must_use]
pub fn heir(street: GridCode, seats: &[CurrentPost], from: AccountId) -> Option<AccountId> {
    let mut managers: Vec<&CurrentPost> =
        seats.iter().filter(|s| s.code == street && s.role == Role::StreetManager && s.account != from).collect();
    managers.sort_unstable_by_key(|s| s.id);
    let present = managers.iter().find(|s| !s.away).map(|s| s.account);
    let standing_in = managers.iter().find_map(|s| s.deputy);
    let answering = || answers(&[street], seats).holder.map(|h| h.account);
    present.or(standing_in).or_else(answering).filter(|to| *to != from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_to_the_manager_then_to_whoever_answers_and_never_back() {
        let street = GridCode::parse("510117019").unwrap();
        let account = |n: u128| AccountId::new(uuid::Uuid::from_u128(n));
        let seat = |n: u128, role: Role| CurrentPost {
            id: AssignmentId::new(uuid::Uuid::from_u128(n)),
            account: account(n),
            role,
            code: street,
            away: false,
            deputy: None,
        };
        let mut seats = vec![seat(1, Role::StreetDispatcher), seat(2, Role::StreetManager)];
        assert_eq!(heir(street, &seats, account(9)), Some(account(2)));
        assert_eq!(heir(street, &seats, account(2)), Some(account(1)));
        seats[1].away = true;
        seats[1].deputy = Some(account(7));
        assert_eq!(heir(street, &seats, account(9)), Some(account(7)));
        assert_eq!(heir(street, &seats[..1], account(1)), None);
    }
}
