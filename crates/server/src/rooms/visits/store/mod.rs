//! The SQL of visits, by what is kept: visits with whom they met, campaigns with their doors, what was said of fields, forms.

pub mod campaigns;
pub mod edits;
pub mod forms;
pub mod visits;
