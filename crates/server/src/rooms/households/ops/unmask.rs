//! Showing a whole number: the reason is logged with the account and time before it is shown.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{Phone, Refused};
use weiguang_domain::kernel::events::Event;
use weiguang_domain::kernel::ids::{AccountId, ContactId, ResidentId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::Tx;

use super::{changeable, profile_of, tell};
use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::households::store::residents;
use crate::web::{FieldFault, Refusal};

/// The longest reason.
const REASON: usize = 200;
const UNMASKED: &str = "households.unmasked";

/// The number to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Wanted {
    /// The identity number.
    Identity,
    /// Their own phones.
    Phones,
    /// A contact's phones.
    Contact {
        /// Which contact.
        contact: ContactId,
    },
}

/// Shown values; they are not stored.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Clear {
    /// The identity number.
    pub identity: Option<String>,
    /// The phones.
    pub phones: Vec<String>,
}

/// A reason as it is logged.
///
/// # Errors
/// [`Refused::Reason`]; too long.
pub fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::Reason.into());
    }
    if text.chars().count() > REASON {
        return Err(Refusal::field(FieldFault::too_long("reason", REASON)));
    }
    Ok(text.to_owned())
}

/// Shows a whole number.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refused::Reason`].
pub fn unmask(work: &mut UnitOfWork<'_, '_>, id: ResidentId, wanted: Wanted, why: &str) -> Result<Clear, Refusal> {
    let street = work.tenant;
    let why = reason(why)?;
    let (kept, permit) = changeable(work, Verb::HouseholdsUnmask, id, None)?;
    let profile = profile_of(work.tx, &street, kept)?;
    let resident = &profile.kept.resident;
    let reveal = |phones: Vec<&Phone>| phones.into_iter().map(|p| p.reveal().to_owned()).collect::<Vec<_>>();
    let clear = match wanted {
        Wanted::Identity => {
            let number = resident.identity.as_ref().ok_or(Refusal::NotFound("identity number"))?;
            Clear { identity: Some(number.reveal().to_owned()), phones: Vec::new() }
        }
        Wanted::Phones => Clear { identity: None, phones: reveal(resident.phones.iter().collect()) },
        Wanted::Contact { contact } => {
            let mut theirs = profile.ladder().into_iter();
            let contact = theirs.find(|c| c.id == contact).ok_or(Refusal::NotFound("contact"))?;
            Clear { identity: None, phones: reveal(contact.phones().collect()) }
        }
    };
    if clear == Clear::default() {
        return Err(Refusal::NotFound("phone"));
    }
    tell(work, permit, id.uuid(), UNMASKED, &json!({ "wanted": wanted, "reason": why }))?;
    Ok(clear)
}

/// One look at a whole number.
#[derive(Clone, Debug)]
pub struct Look {
    /// The time.
    pub at: Moment,
    /// The account.
    pub by: AccountId,
    /// What was shown: `identity`, `phones`, `contact`.
    pub what: String,
    /// The reason.
    pub reason: String,
}

/// Who looked at a resident's numbers, and why; latest first. An auditor need not be able to see the resident.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn looks(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: ResidentId) -> Result<Vec<Look>, Refusal> {
    let kept = residents::read(tx, street, id)?.ok_or(Refusal::NotFound("resident"))?;
    actor.may(Verb::AuditRead, &kept.resident.code, false).map_err(|_| Refusal::NotFound("resident"))?;
    let entries = chain::stream(tx, street.as_str(), Uuid::from(id), 0, i64::from(u32::MAX))?;
    let entries: Vec<Event> = entries.into_iter().map(|(event, _)| event).collect();
    Ok(looks_of(&entries))
}

/// The looks recorded in a resident's chain, latest first.
pub(super) fn looks_of(entries: &[Event]) -> Vec<Look> {
    let look = |e: &Event| {
        let body: serde_json::Value = serde_json::from_str(e.text()).unwrap_or_default();
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
        let (what, reason) = (text(&body["wanted"]["what"]), text(&body["reason"]));
        Look { at: e.at, by: AccountId::new(e.actor), what, reason }
    };
    entries.iter().rev().filter(|e| e.kind == UNMASKED).map(look).collect()
}
