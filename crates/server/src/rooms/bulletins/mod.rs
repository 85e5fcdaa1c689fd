//! Bulletins 通知公告 over the store: drafted, published, corrected and withdrawn by those who lead an area, read by staff and residents.

pub mod http;
mod jobs;
pub mod ops;
pub mod pictures;
pub mod room;
#[cfg(test)]
mod samples;
pub mod store;
#[cfg(test)]
mod tests;

use weiguang_domain::bulletins::Refused;

use crate::web::{FieldFault, Refusal};

/// A refusal that names a field becomes a fault of that field; the others refuse the act.
impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused.field() {
            Some(_) => Self::field(fault(&refused)),
            None => Self::rule(refused.code(), refused.chinese(), refused.to_string()),
        }
    }
}

fn fault(refused: &Refused) -> FieldFault {
    FieldFault::new(refused.field().unwrap_or_default(), refused.code(), refused.chinese(), refused.to_string())
}

/// All faults of a content, or the one rule that forbids the act.
fn refusal(all: &[Refused]) -> Refusal {
    match all {
        [one] => (*one).into(),
        all => Refusal::Invalid(all.iter().map(fault).collect()),
    }
}
