//! What happens to a case after it was received: what each act rests on and who may do it, who answers, what moves by itself.

pub mod allowed;
pub mod answers;
pub mod moves;
pub mod on_duty;
pub mod recount;
pub mod rests;
pub mod sorting;
