//! When somebody leaves, nothing that named them goes dead: what they held passes on, and a list says what went where.

use serde::{Deserialize, Serialize};

use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, AssignmentId, CaseId, PartId};

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
