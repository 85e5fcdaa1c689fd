//! When somebody leaves, nothing that named them goes dead: what they held passes on, and a list says what went where.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, AlertId, AssignmentId, CaseId, PartId};

use super::duty::{Seat, answers};

/// One thing that passed from the one who left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Passed {
    /// An assignment ended; who answers for its code from now on, or nobody: a hole.
    Post {
        /// The assignment.
        assignment: AssignmentId,
        /// Where.
        code: GridCode,
        /// Who answers there now.
        to: Option<AccountId>,
    },
    /// An open case went to somebody else.
    Case {
        /// The case.
        case: CaseId,
        /// Its number on screen.
        number: String,
        /// Who owns it now; `None` if it rests with a code alone.
        to: Option<AccountId>,
        /// The code that answers.
        code: GridCode,
    },
    /// An open care alert went to somebody else, or rests with the code that answers until its clock rings there.
    Alert {
        /// The alert.
        alert: AlertId,
        /// Who owns it now.
        to: AccountId,
        /// The code that answers.
        code: GridCode,
    },
    /// A part in somebody else's case.
    Part {
        /// The part.
        part: PartId,
        /// The case.
        case: CaseId,
        /// Who has it now.
        to: Option<AccountId>,
    },
    /// Days for which they stood in for somebody; that somebody now has no deputy.
    Deputyship {
        /// For whom.
        of: AccountId,
    },
    /// Sign-ins and tokens that ended.
    Keys {
        /// How many.
        count: u32,
    },
}

/// Who takes over parts in other people's cases: the street manager or their deputy, else whoever answers at the street.
/// `seats` are those held at the street today.
#[must_use]
pub fn heir(street: GridCode, seats: &[Seat], from: AccountId) -> Option<AccountId> {
    let mut managers: Vec<&Seat> =
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
        let seat = |n: u128, role: Role| Seat {
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
