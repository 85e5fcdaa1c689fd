//! Accounts that must not see or change data in the micro-grid …00902, and the acts that they are nevertheless permitted.

use super::doors::is_public;

/// Neighbours of the same rank beside it (before and behind, so that an off-by-one range shows), the neighbouring street, roles without
/// cases, a holder whose post ended yesterday, a deputy until yesterday, an account without a post, a token with fewer rights than its
/// creator, the doctor of another team, and nobody.
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

/// Requests that every signed-in account with the verb may send. They concern only the account itself, or find only its own data and create
/// new data: their answers are searched for secret words.
const OF_THEMSELVES: &[&str] = &[
    // Their own session, password, inbox, tokens (which reach no further than they do) and saved views.
    "DELETE /api/v1/session",
    "PUT /api/v1/session/password",
    "POST /api/v1/inbox/read",
    "POST /api/v1/people/tokens",
    "PUT /api/v1/cases/views/{id}",
    // A matter is submitted, or joined by an offered handle, anywhere in the street; an address is located there.
    "POST /api/v1/cases",
    "POST /api/v1/cases/nearby",
    "POST /api/v1/cases/nearby/join",
    "POST /api/v1/grid/locate",
    // A search finds those whom one may see; the manual is everybody's.
    "POST /api/v1/households/residents/find",
    "POST /api/fhir/r4/Patient/_search",
    "POST /api/v1/manual/suggest",
    // Those who serve in its area may mark a published bulletin as read.
    "POST /api/v1/bulletins/{id}/read",
];

/// Permitted by their role: (who, prefix of the endpoint).
const THEIRS: &[(&str, &str)] = &[
    // The street's administrator grants access, draws the territory, and manages exports and imports.
    ("administrator", "/api/v1/people/"),
    ("administrator", "/api/v1/grid/"),
    ("administrator", "/api/v1/outbox/"),
    ("administrator", "/api/v1/imports/"),
    ("administrator", "/api/v1/bulletins"),
    // A manager administers the accounts of their own street.
    ("other-manager", "/api/v1/people/accounts/{id}/password"),
    // A doctor of the community measures, answers alerts, runs the station and visits dwellings; whole numbers are for the paired team.
    ("doctor", "/api/v1/care/"),
    ("doctor", "/api/v1/visits"),
    ("doctor", "/api/fhir/r4/Observation"),
];

/// Whether the request is permitted to this account, so that it need not be refused.
pub fn is_theirs(who: &str, endpoint: &str) -> bool {
    let path = endpoint.split_once(' ').map_or(endpoint, |(_, path)| path);
    // An account without posts, and a token, have only their session.
    let holds = !matches!(who, "nobody" | "former" | "idle" | "token");
    is_public(path)
        || holds && OF_THEMSELVES.contains(&endpoint)
        || matches!(who, "former" | "idle") && OF_THEMSELVES[..3].contains(&endpoint)
        || THEIRS.iter().any(|(whose, what)| *whose == who && path.starts_with(what))
}

/// Whether somebody may see names and ids in it, though none of its numbers: a doctor of the community knows the residents, and the
/// administrator knows sent messages and planned publications by their id.
pub fn knows_of_it(who: &str, path: &str) -> bool {
    let rooms = ["/care/", "/households", "/visits", "/sync", "/fhir/"];
    who == "doctor" && rooms.iter().any(|room| path.contains(room))
        || who == "administrator" && (path.contains("/outbox") || path.contains("/bulletins"))
}

/// Paths that somebody may open because they show nothing secret: (who, path); `*` is everybody who is signed in.
const OPEN: &[(&str, &str)] = &[
    // The manual is everybody's, and forms are the street's.
    ("*", "/api/v1/manual/kinds/{id}"),
    ("*", "/api/v1/manual/kinds/{id}/text"),
    ("*", "/api/v1/visits/forms/{id}"),
    // A person who books for residents of the street sees where and when there is service, and which times are free.
    ("*", "/api/v1/care/stations/{id}"),
    ("*", "/api/v1/care/stations/{id}/days"),
    ("*", "/api/v1/care/stations/{id}/days/{day}"),
    // Those who serve in the community know one another.
    ("doctor", "/api/v1/people/accounts/{id}"),
];

/// Whether somebody may open the thing that a path names.
pub fn is_open_to(who: &str, path: &str) -> bool {
    let open = OPEN.iter().any(|(whose, what)| (*whose == who || *whose == "*") && *what == path);
    let theirs = THEIRS.iter().any(|(whose, what)| *whose == who && path.starts_with(what));
    is_public(path) || open || theirs || knows_of_it(who, path)
}
