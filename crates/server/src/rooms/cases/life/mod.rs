//! The life of a case after its receipt: the facts that each act depends on and who may do it, who is responsible, and what changes by
//! itself.

pub mod allowed;
pub mod answers;
pub mod moves;
pub mod on_duty;
pub mod recount;
pub mod rests;
pub mod sorting;
