//! Standards by which other systems speak to this one: codecs over the same operations as the rooms' own doors, each with its own
//! way to say no.

pub mod fhir;
