//! The station 服务站: service days, queue, desks, and online booking.

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
