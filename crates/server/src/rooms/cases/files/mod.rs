//! Photos and documents of cases.

pub mod attachments;
pub mod stored_files;
