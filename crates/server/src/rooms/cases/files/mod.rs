//! Photos and papers of cases.

pub mod attachments;
pub mod stored_files;
