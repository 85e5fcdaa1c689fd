//! Whom a landlord, a neighbour or the family is asked to call back: a setting of the street. Until somebody sets it, its centre is named
//! without a number.

use serde_json::json;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::phone;
use weiguang_store::Tx;

use super::Receipt;
use crate::app::Work;
use crate::events::chain;
use crate::rooms::care::record::CallBack;
use crate::rooms::care::store::calling;
use crate::rooms::grid::ground::Ground;
use crate::web::{FieldFault, Refusal};

/// The longest name of a desk, in characters.
const NAME: usize = 40;

/// The stream of a street's setting: its code in digits stands in the id, so that it needs no row of its own.
fn stream(street: &GridCode) -> Uuid {
    Uuid::from_u64_pair(street.as_str().parse().unwrap_or(0), 0x8000_0000_0000_0002)
}

/// What the desk of a street is called where nobody said it: 合作街道治理服务中心.
#[must_use]
pub fn centre(ground: &Ground, street: &GridCode) -> String {
    format!("{}治理服务中心", ground.name(street))
}

/// Whom to call back in a street, in the words that are said: 合作街道治理服务中心 028-87654321.
///
/// # Errors
/// The store's.
pub fn line(tx: &mut Tx<'_>, ground: &Ground, street: &GridCode) -> Result<String, Refusal> {
    Ok(calling::read(tx, street)?.map_or_else(|| centre(ground, street), |c| c.line()))
}

/// Sets whom to call back, where it stands at `version`: 0 until somebody has set it.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::VersionMoved`]; a name or a number that cannot be.
pub fn set(work: &mut Work<'_, '_>, version: i64, name: &str, number: &str) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    work.actor.may(Verb::CareCallBack, &street, false)?;
    let (name, mut faults) = (name.trim(), Vec::new());
    match name.chars().count() {
        0 => faults.push(FieldFault::missing("name")),
        n if n > NAME => faults.push(FieldFault::too_long("name", NAME)),
        _ => {}
    }
    let number = match phone::read(number) {
        Ok(Some(read)) => read.number,
        other => {
            let fault = other.err().unwrap_or(phone::Fault::NotANumber);
            faults.push(FieldFault::new("number", "care.call-back-number", fault.chinese(), fault.english()));
            String::new()
        }
    };
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let stands = calling::read(work.tx, &street)?.map_or(0, |c| c.version);
    let set = CallBack { name: name.to_owned(), number, by: work.actor.account, at: work.now, version: version + 1 };
    if stands != version || !calling::put(work.tx, &street, &set)? {
        return Err(Refusal::VersionMoved(stands));
    }
    let body = json!({ "name": set.name, "number": set.number });
    chain::append_to(work, stream(&street), "care.call-back-set", body.to_string())?;
    Ok(Receipt { id: stream(&street), version: set.version })
}
