//! Decides whether an action based on an older version of a record may still be done: only if nothing that the action depends on changed
//! since. The changes are read from the hash chain, so that no separate counter can contradict the chain.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::UnitOfWork;
use crate::chain::{self, Head};
use crate::problem::Refusal;

/// The most entries that are read. A client that missed more must reload the record.
const MOST: i64 = 200;

/// Refuses an action that was based on version `seen` if a fact recorded since then conflicts with the action.
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
    // Versions that never existed, or that are too old to check.
    if seen < 1 || seen > head.seq || head.seq - seen > MOST {
        return overtaken(true);
    }
    let (street, me) = (work.tenant, work.actor.account.uuid());
    let (mut met, mut by_others) = (false, false);
    for (event, _) in chain::stream(work.tx, street.as_str(), stream, seen, MOST)? {
        let fact: Option<F> = event.body.and_then(|body| serde_json::from_str(&body.text).ok());
        // An entry that cannot be read might be a conflicting change, so it counts as one.
        if fact.is_none_or(|fact| is_in_the_way(&fact)) {
            met = true;
            by_others |= event.actor != me;
        }
    }
    if met { overtaken(by_others) } else { Ok(()) }
}
