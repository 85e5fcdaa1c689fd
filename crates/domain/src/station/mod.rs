//! The station 服务站: its service days, the numbers of a day and their queue, desks, and places that residents book by themselves.

pub mod desk;
pub mod finish;
pub mod own_booking;
pub mod plan;
pub mod queue;
pub mod shown;

#[cfg(test)]
mod own_story;
#[cfg(test)]
mod service;
