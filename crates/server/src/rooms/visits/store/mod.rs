//! SQL of visits, by table: visits with the people met, campaigns with their dwellings, statements about fields, forms.

pub mod campaigns;
pub mod edits;
pub mod forms;
pub mod visits;
