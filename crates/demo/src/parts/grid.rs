//! Streets, areas, cells and addresses.

use weiguang_server::web::Refusal;
use weiguang_store::Tx;

use crate::part::{Part, Plan};

/// The territory part.
pub struct Grid;

impl Part for Grid {
    fn room(&self) -> &'static str {
        "grid"
    }

    fn found(&self, tx: &mut Tx<'_>, plan: &Plan) -> Result<(), Refusal> {
        plan.terrain.keep(tx, &plan.data.streets, &plan.addresses.households, plan.since.day())?;
        Ok(plan.addresses.keep(tx, plan.since)?)
    }
}
