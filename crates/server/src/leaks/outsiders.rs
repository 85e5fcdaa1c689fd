//! Accounts that must not see or change data in the micro-grid …00902, and the requests that they may send nevertheless.

use super::doors::is_public;

/// Holders of neighbouring cells of the same rank (before and after, so that an off-by-one error in a range shows), the neighbouring
/// street, roles without access to cases, a holder whose post ended yesterday, a deputy until yesterday, an account without a post, a token
/// with fewer rights than its creator, a doctor of another team, and a caller who is not signed in.
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

/// Requests that every signed-in account with the verb may send. They concern only the account itself, or read only its own data and create
/// new data. Their answers are searched for secret words.
const OF_THEMSELVES: &[&str] = &[
    // The account's own session, password, inbox, tokens (with at most its own rights) and saved views.
    "DELETE /api/v1/session",
    "PUT /api/v1/session/password",
    "POST /api/v1/inbox/read",
    "POST /api/v1/people/tokens",
    "PUT /api/v1/cases/views/{id}",
    // Anywhere in the street, the account may submit a case, join one that the server offered to it, and locate an address.
    "POST /api/v1/cases",
    "POST /api/v1/cases/nearby",
    "POST /api/v1/cases/nearby/join",
    "POST /api/v1/grid/locate",
    // A search returns only residents whom the account may see; everybody may read the manual.
    "POST /api/v1/households/residents/find",
    "POST /api/fhir/r4/Patient/_search",
    "POST /api/v1/manual/suggest",
    // People with a post in a bulletin's area may mark the published bulletin as read.
    "POST /api/v1/bulletins/{id}/read",
];

/// Requests that an account's role permits: (account, prefix of the path).
const THEIRS: &[(&str, &str)] = &[
    // The administrator of the street manages access, the territory, exports and imports.
    ("administrator", "/api/v1/people/"),
    ("administrator", "/api/v1/grid/"),
    ("administrator", "/api/v1/outbox/"),
    ("administrator", "/api/v1/imports/"),
    ("administrator", "/api/v1/bulletins"),
    // A manager administers the accounts of their own street.
    ("other-manager", "/api/v1/people/accounts/{id}/password"),
    // A doctor of the community measures, answers alerts, runs the station and visits dwellings; only the paired team sees unmasked
    // numbers.
    ("doctor", "/api/v1/care/"),
    ("doctor", "/api/v1/visits"),
    ("doctor", "/api/fhir/r4/Observation"),
];

/// Whether the request is permitted to this account, so that it is not expected to be refused.
pub fn is_theirs(who: &str, endpoint: &str) -> bool {
    let path = endpoint.split_once(' ').map_or(endpoint, |(_, path)| path);
    // Accounts without a post, and a token, may only manage their session.
    let holds = !matches!(who, "nobody" | "former" | "idle" | "token");
    is_public(path)
        || holds && OF_THEMSELVES.contains(&endpoint)
        || matches!(who, "former" | "idle") && OF_THEMSELVES[..3].contains(&endpoint)
        || THEIRS.iter().any(|(whose, what)| *whose == who && path.starts_with(what))
}

/// Whether the account may see names and ids in the answer, but no numbers: a doctor of the community knows the residents, and the
/// administrator knows sent messages and planned publications by their id.
pub fn knows_of_it(who: &str, path: &str) -> bool {
    let rooms = ["/care/", "/households", "/visits", "/sync", "/fhir/"];
    who == "doctor" && rooms.iter().any(|room| path.contains(room))
        || who == "administrator" && (path.contains("/outbox") || path.contains("/bulletins"))
}

/// Paths that an account may read because they contain nothing secret: (account, path); `*` is everybody who is signed in.
const OPEN: &[(&str, &str)] = &[
    // Everybody may read the manual, and everybody of the street its forms.
    ("*", "/api/v1/manual/kinds/{id}"),
    ("*", "/api/v1/manual/kinds/{id}/text"),
    ("*", "/api/v1/visits/forms/{id}"),
    // An account that books for residents of the street sees the station's place, opening times and free times.
    ("*", "/api/v1/care/stations/{id}"),
    ("*", "/api/v1/care/stations/{id}/days"),
    ("*", "/api/v1/care/stations/{id}/days/{day}"),
    // People with a post in the same community may see each other's accounts.
    ("doctor", "/api/v1/people/accounts/{id}"),
];

/// Whether the account may read the record that a path names.
pub fn is_open_to(who: &str, path: &str) -> bool {
    let open = OPEN.iter().any(|(whose, what)| (*whose == who || *whose == "*") && *what == path);
    let theirs = THEIRS.iter().any(|(whose, what)| *whose == who && path.starts_with(what));
    is_public(path) || open || theirs || knows_of_it(who, path)
}
