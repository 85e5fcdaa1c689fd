//! Whether an act that was decided on an older version may still be done: it may if nothing that it rests on changed since. What changed
//! is read from the chain, so that no counter beside it could say something else.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::UnitOfWork;
use crate::chain::{self, Head};
use crate::problem::Refusal;

/// The most entries that are looked at. Whoever missed more looks again.
const MOST: i64 = 200;

/// Refuses an act decided on version `seen` if one of the facts since then is in its way.
///
/// # Errors
/// [`Refusal::Overtaken`]; the store's.
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
    // A version that nobody can have seen, or one too old to look through.
    if seen < 1 || seen > head.seq || head.seq - seen > MOST {
        return overtaken(true);
    }
    let (street, me) = (work.tenant, work.actor.account.uuid());
    let (mut met, mut by_others) = (false, false);
    for (event, _) in chain::stream(work.tx, street.as_str(), stream, seen, MOST)? {
        let fact: Option<F> = event.body.and_then(|body| serde_json::from_str(&body.text).ok());
        // What cannot be read any more may be anything.
        if fact.is_none_or(|fact| is_in_the_way(&fact)) {
            met = true;
            by_others |= event.actor != me;
        }
    }
    if met { overtaken(by_others) } else { Ok(()) }
}
