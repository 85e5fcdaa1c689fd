//! Whether an act that was decided on an older version may still be done: only if nothing that it depends on changed since. The changes are
//! read from the chain, so that no separate counter can contradict it.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::UnitOfWork;
use crate::chain::{self, Head};
use crate::problem::Refusal;

/// The most entries that are read. An actor that missed more must reload.
const MOST: i64 = 200;

/// Refuses an act decided on version `seen` if one of the facts since then conflicts with it.
///
/// # Errors
/// [`Refusal::Overtaken`]; the store's errors.
pub fn still_holds<F: DeserializeOwned>(
    work: &mut UnitOfWork<'_, '_>,
    stream: Uuid,
    head: Head,
    seen: i64,
    is_in_the_way: impl Fn(&F) -> bool,
) -> Result<(), Refusal> {
    if seen == head.seq {
        return Ok(());
    }
    let overtaken = |by_others| Err(Refusal::Overtaken { version: head.seq, by_others, current: None });
    // A version that cannot have existed, or one too old to check.
    if seen < 1 || seen > head.seq || head.seq - seen > MOST {
        return overtaken(true);
    }
    let (street, me) = (work.tenant, work.actor.account.uuid());
    let (mut met, mut by_others) = (false, false);
    for (event, _) in chain::stream(work.tx, street.as_str(), stream, seen, MOST)? {
        let fact: Option<F> = event.body.and_then(|body| serde_json::from_str(&body.text).ok());
        // An entry that cannot be read may be any change.
        if fact.is_none_or(|fact| is_in_the_way(&fact)) {
            met = true;
            by_others |= event.actor != me;
        }
    }
    if met { overtaken(by_others) } else { Ok(()) }
}
