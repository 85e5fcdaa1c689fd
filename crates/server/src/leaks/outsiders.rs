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

/// What everybody who is signed in may send where they hold the verb at all. It is of themselves, or it finds only what is theirs and brings
/// what is new: what they are answered is looked at word by word.
const OF_THEMSELVES: &[&str] = &[
    // Their own session, password, inbox, tokens (which reach no further than they do) and saved views.
    "DELETE /api/v1/session",
    "PUT /api/v1/session/password",
    "POST /api/v1/inbox/read",
    "POST /api/v1/people/tokens",
    "PUT /api/v1/cases/views/{id}",
    // A matter is brought, and joined by a handle that was given out, wherever in the street it is; an address is found there.
    "POST /api/v1/cases",
    "POST /api/v1/cases/nearby",
    "POST /api/v1/cases/nearby/join",
    "POST /api/v1/grid/locate",
    // A search finds those whom one may see; the manual is everybody's.
    "POST /api/v1/households/residents/find",
    "POST /api/fhir/r4/Patient/_search",
    "POST /api/v1/manual/suggest",
    // Who serves in its area has read a published bulletin.
    "POST /api/v1/bulletins/{id}/read",
];

/// What is theirs by their role: (who, how the endpoint begins).
const THEIRS: &[(&str, &str)] = &[
    // The street's administrator gives access, draws the ground, and manages what is sent out and taken in.
    ("administrator", "/api/v1/people/"),
    ("administrator", "/api/v1/grid/"),
    ("administrator", "/api/v1/outbox/"),
    ("administrator", "/api/v1/imports/"),
    ("administrator", "/api/v1/bulletins"),
    // Each manages the accounts of their own street.
    ("other-manager", "/api/v1/people/accounts/{id}/password"),
    // A doctor of the community measures, answers alerts, runs the station and goes to doors; whole numbers are the paired team's.
    ("doctor", "/api/v1/care/"),
    ("doctor", "/api/v1/visits"),
    ("doctor", "/api/fhir/r4/Observation"),
];

/// Whether it is somebody's to send, so that it need not be refused.
pub fn is_theirs(who: &str, endpoint: &str) -> bool {
    let path = endpoint.split_once(' ').map_or(endpoint, |(_, path)| path);
    // Who holds nothing any more, and a token, have only their session.
    let holds = !matches!(who, "nobody" | "former" | "idle" | "token");
    is_public(path)
        || holds && OF_THEMSELVES.contains(&endpoint)
        || matches!(who, "former" | "idle") && OF_THEMSELVES[..3].contains(&endpoint)
        || THEIRS.iter().any(|(whose, what)| *whose == who && path.starts_with(what))
}

/// Whether somebody may be shown the names and ids of it, though none of its numbers: a doctor of the community knows whom it serves, and the
/// administrator by its id what was sent out, and what is about to be published.
pub fn knows_of_it(who: &str, path: &str) -> bool {
    let rooms = ["/care/", "/households", "/visits", "/sync", "/fhir/"];
    who == "doctor" && rooms.iter().any(|room| path.contains(room))
        || who == "administrator" && (path.contains("/outbox") || path.contains("/bulletins"))
}

/// What of it somebody may open though it shows nothing secret: (who, path); `*` is everybody who is signed in.
const OPEN: &[(&str, &str)] = &[
    // The manual is everybody's, and forms are the street's.
    ("*", "/api/v1/manual/kinds/{id}"),
    ("*", "/api/v1/manual/kinds/{id}/text"),
    ("*", "/api/v1/visits/forms/{id}"),
    // Whoever books for somebody in the street sees where and when there is service, and which times are free.
    ("*", "/api/v1/care/stations/{id}"),
    ("*", "/api/v1/care/stations/{id}/days"),
    ("*", "/api/v1/care/stations/{id}/days/{day}"),
    // Who serves in the community knows who else does.
    ("doctor", "/api/v1/people/accounts/{id}"),
];

/// Whether somebody may open what an address names.
pub fn is_open_to(who: &str, path: &str) -> bool {
    let open = OPEN.iter().any(|(whose, what)| (*whose == who || *whose == "*") && *what == path);
    let theirs = THEIRS.iter().any(|(whose, what)| *whose == who && path.starts_with(what));
    is_public(path) || open || theirs || knows_of_it(who, path)
}
