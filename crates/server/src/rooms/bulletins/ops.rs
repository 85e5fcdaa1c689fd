//! The writes of bulletins: each asks for permission, decides by the domain, and appends to its chain.

use serde_json::json;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::bulletins::{Refused, TITLE, title};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::BulletinId;

use super::store::{self, Record};
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::web::{FieldFault, Refusal};

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::field(match refused {
            Refused::Missing => FieldFault::missing("title"),
            Refused::TooLong => FieldFault::too_long("title", TITLE),
        })
    }
}

/// Stores a new one.
///
/// # Errors
/// Permission at its code; what is wrong with it.
pub fn create(work: &mut UnitOfWork<'_, '_>, id: BulletinId, code: GridCode, text: &str) -> Result<Uuid, Refusal> {
    work.actor.may(Verb::BulletinsEdit, &code, false)?;
    if !work.state::<Territory>().knows(&code) {
        return Err(Refusal::NotFound("cell"));
    }
    let (street, title) = (work.tenant, title(text)?);
    work.append_to(id.uuid(), "bulletins.created", json!({ "code": code.as_str(), "title": title }).to_string())?;
    store::insert(work.tx, &street, &Record { id, code, title })?;
    Ok(id.uuid())
}
