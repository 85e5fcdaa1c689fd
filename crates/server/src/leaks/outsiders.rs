//! Who must not see or change what lies in the micro-grid …00902, and what is all the same theirs to do.

use super::doors::is_public;

/// Neighbours of the same rank beside it (before and behind, so that a range that takes in one more shows), the street beside, roles without
/// cases, whoever served until yesterday, whoever was deputy until yesterday, an account without a post, a token that reaches less than who
/// made it, the doctor of another team, and nobody.
pub const ALL: &[&str] = &[
    "member01",
    "member03",
    "leader08",
    "leader10",
    "secretary05",
    "secretary07",
    "secretary08",
    "leader0801",
    "member0801",
    "other-dispatcher",
    "other-manager",
    "other-member",
    "partner",
    "department",
    "administrator",
    "doctor",
    "doctor08",
    "former",
    "standin",
    "idle",
    "token",
    "nobody",
];

/// What everybody who is signed in may send, for it is of themselves or of nobody: what they find is looked at word by word.
const OF_THEMSELVES: &[&str] = &[
    // Their own session, password, inbox and tokens.
    "DELETE /api/v1/session",
    "POST /api/v1/inbox/read",
];

/// What is theirs besides: (who, endpoint, why).
const THEIRS: &[(&str, &str)] = &[];

/// Whether it is somebody's to send, so that it need not be refused.
pub fn is_theirs(who: &str, endpoint: &str) -> bool {
    let path = endpoint.split_once(' ').map_or(endpoint, |(_, path)| path);
    is_public(path)
        || who != "nobody" && OF_THEMSELVES.contains(&endpoint)
        || THEIRS.iter().any(|(whose, what)| *whose == who && *what == endpoint)
}
