//! The endpoint by which a phone fetches the data that it needs offline: one request, without the parts that it has already. Acts done
//! offline are sent by the same write endpoints that everybody uses.

pub mod campaign;
pub mod gather;
pub mod http;
pub mod room;
pub mod view;

#[cfg(test)]
mod late_tests;
#[cfg(test)]
mod tests;
