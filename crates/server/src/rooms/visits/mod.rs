//! Walking the cell, over the store: visits and patrols that are added and never changed, campaigns with a fixed list of doors, forms,
//! and what was learned at a door on its way to the ledger. Others use what stands here: what a re-grid carries along, what belongs to
//! a person, what a phone takes with it.

pub mod carried;
mod checks;
pub mod http;
pub mod jobs;
pub mod ops;
pub mod room;
pub mod sheets;
pub mod store;
pub mod view;

#[cfg(test)]
pub(crate) mod campaign_tests;
#[cfg(test)]
mod correction_tests;
#[cfg(test)]
mod form_tests;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
pub(crate) mod tests;

pub use ops::answers::Answered;
pub use ops::campaigns::{New as NewCampaign, create as create_campaign, start as start_campaign};
pub use ops::forms::publish as publish_form;
pub use ops::record::{New as NewVisit, record as record_visit};
pub use sheets::read as read_workbook;

use weiguang_domain::visits::Refused;

use crate::web::{FieldFault, Refusal};

/// A rule that names a field is a fault of that field; the others refuse the act.
impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused.field() {
            Some(_) => Self::field(fault(&refused)),
            None => Self::rule(refused.code(), refused.chinese(), refused.to_string()),
        }
    }
}

/// A refusal as the fault of the field that it is about.
fn fault(refused: &Refused) -> FieldFault {
    let field = refused.field().unwrap_or_default();
    FieldFault::new(&field, refused.code(), refused.chinese(), refused.to_string())
}
