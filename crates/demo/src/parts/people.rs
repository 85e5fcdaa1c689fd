//! Accounts, posts and absences.

use weiguang_server::access::password;
use weiguang_server::web::Refusal;

use crate::PASSWORD;
use crate::part::{Demonstration, Part};

/// The people part.
pub struct People;

impl Part for People {
    fn room(&self) -> &'static str {
        "people"
    }

    fn make(&self, all: &mut Demonstration) -> Result<(), Refusal> {
        // Hashing is slow on purpose; for five hundred accounts it would take a minute. These invented people share one
        // password and one hash, which real accounts never do.
        let hash = if all.app.settings().demo {
            all.runtime.block_on(password::hash(&all.app, PASSWORD.into()))?
        } else {
            String::new()
        };
        let (plan, seal) = (all.plan.clone(), all.app.seal().clone());
        let keep = move |tx: &mut weiguang_store::Tx<'_>| plan.staff.keep(tx, &seal, &hash, plan.since, plan.end.day());
        Ok(all.app.db().write_blocking(keep)?)
    }
}
