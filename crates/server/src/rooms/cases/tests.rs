//! Stories of cases through one application.
