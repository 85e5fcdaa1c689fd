//! Visits over the store: visits and patrols, which are added and never changed, campaigns with a fixed list of dwellings, forms, and the
//! transfer of answers to the ledger. Other rooms use from here: what a re-grid moves, what belongs to a person, the data for a phone.

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

/// A refusal that names a field becomes a fault of that field; the others refuse the act.
impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused.field() {
            Some(_) => Self::field(fault(&refused)),
            None => Self::rule(refused.code(), refused.chinese(), refused.to_string()),
        }
    }
}

/// A refusal as the fault of its field.
fn fault(refused: &Refused) -> FieldFault {
    let field = refused.field().unwrap_or_default();
    FieldFault::new(&field, refused.code(), refused.chinese(), refused.to_string())
}
