//! Standards for other systems: codecs over the same operations as the rooms' own endpoints, each with its own format of refusals.

pub mod fhir;
