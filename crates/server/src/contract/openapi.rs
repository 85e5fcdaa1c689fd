//! The OpenAPI 3.1 document, generated from the handlers, and the page that shows it.

use utoipa::OpenApi;

/// The title and introduction of the document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Weiguang 微光",
        description = "Micro-grid governance 微网实格: matters, territory, people and the operations manual of a street.\n\n\
Every write carries an `Idempotency-Key` header (a UUID made by the client) and may be sent again: it happens once. Acts on a case carry \
`If-Match` with the version that they were decided on. Refusals are RFC 9457 problems with a stable `code` and a sentence in Chinese and English. \
Lists are keyset pages. Times are RFC 3339 in UTC, days are civil days in China, codes are digit strings whose length is their level.",
        license(name = "Apache-2.0")
    ),
    components(schemas(
        crate::problem::Problem,
        crate::rooms::sync::campaign::SyncCampaign,
        crate::rooms::sync::view::SyncCase,
        crate::rooms::sync::view::SyncCell,
        crate::rooms::sync::view::SyncDoor,
        crate::rooms::sync::view::SyncHousehold,
        crate::rooms::sync::view::SyncKind
    )),
    tags(
        (name = "access", description = "Signing in, tokens, who one is"),
        (name = "grid", description = "Territory and finding the way"),
        (name = "people", description = "Who serves, who answers where"),
        (name = "manual", description = "Kinds of matter, steps, clocks"),
        (name = "cases", description = "Matters from first word to last"),
        (name = "households", description = "Who is served: doors, households, residents, contacts, needs"),
        (name = "visits", description = "Patrols, door visits, campaigns whose coverage is a proof, forms"),
        (name = "station", description = "Service days of a station, their queue, and bookings"),
        (name = "care", description = "Readings, the rules that judge them, and the alert that only a person ends"),
        (name = "fhir", description = "HL7 FHIR R4 for the health centre's own system"),
        (name = "public", description = "What residents reach without an account"),
        (name = "bulletins", description = "What a street or a community tells residents and staff"),
        (name = "imports", description = "Tables from elsewhere"),
        (name = "sync", description = "What a phone holds to work without network"),
        (name = "map", description = "What lies under the cells on a map"),
        (name = "settings", description = "How the installation is set up"),
        (name = "outbox", description = "Messages on their way, the inbox, live updates")
    )
)]
pub struct Document;
