//! Bulletins 通知公告 over the store.

pub mod http;
pub mod ops;
pub mod room;
#[cfg(test)]
mod samples;
pub mod store;
#[cfg(test)]
mod tests;
