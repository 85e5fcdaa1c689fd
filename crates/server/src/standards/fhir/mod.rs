//! FHIR R4 (4.0.1) for the health centre's own system: it reads patients, observations, tasks, flags and appointments, and writes
//! observations, with a token of the family doctor's team. Permissions are decided in the rooms, as for everybody else.

mod bundle;
mod capability;
mod codes;
mod dates;
mod http;
mod incoming;
mod known;
mod observation;
mod outcome;
mod resources;
mod search;

#[cfg(test)]
mod search_tests;
#[cfg(test)]
pub(crate) mod tests;

pub use http::routes;

/// The base path of the resources.
pub const BASE: &str = "/api/fhir/r4";
/// The media type of every answer.
pub const MEDIA: &str = "application/fhir+json";
