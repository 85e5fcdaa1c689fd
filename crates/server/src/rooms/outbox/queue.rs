//! The queue of each destination, the oldest message first. A destination that does not answer blocks only its own queue; a message that it
//! refuses is set aside, so that those behind it go on.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{DestinationId, MessageId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_store::{StoreError, Tx, params};

use super::messages::Destination;
use crate::outside::webhook::Failure;

const DUE: &str = "SELECT d.id, COALESCE((SELECT m.due_at FROM messages m WHERE m.tenant = d.tenant AND m.destination = d.id AND m.state = 'waiting' \
 ORDER BY m.due_at LIMIT 1), -1) FROM destinations d WHERE d.tenant = $1";
const HEAD: &str = "SELECT m.id, m.topic, m.body, m.tries, m.at, d.url, d.secret, d.active, d.address FROM messages m \
 JOIN destinations d ON d.tenant = m.tenant AND d.id = m.destination WHERE m.tenant = $1 AND m.destination = $2 AND m.state = 'waiting' \
 AND (NOT m.aside OR m.due_at <= $3) ORDER BY m.at, m.id LIMIT 1";
const DELIVERED: &str = "UPDATE messages SET state = 'delivered', tries = tries + 1, error = '', done_at = $3 WHERE tenant = $1 AND id = $2 AND state = 'waiting'";
const STEP_ASIDE: &str = "UPDATE messages SET aside = TRUE, state = $4, tries = $5, due_at = $6, error = $7, done_at = $8 WHERE tenant = $1 AND id = $2 AND tries = $3 AND state = 'waiting'";
const PUT_OFF: &str = "UPDATE messages SET tries = tries + 1, due_at = $5, error = $6 WHERE tenant = $1 AND destination = $2 AND state = 'waiting' AND due_at <= $3 AND tries = $4";
const GIVE_UP: &str = "UPDATE messages SET state = 'given_up', tries = tries + 1, due_at = $3, error = $5, done_at = $3 WHERE tenant = $1 AND destination = $2 AND state = 'waiting' AND due_at <= $3 AND tries >= $4";
const GIVE_ALL_UP: &str = "UPDATE messages SET state = 'given_up', due_at = $3, error = $4, done_at = $3 WHERE tenant = $1 AND destination = $2 AND state = 'waiting'";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("queue.DUE", DUE),
    ("queue.HEAD", HEAD),
    ("queue.DELIVERED", DELIVERED),
    ("queue.STEP_ASIDE", STEP_ASIDE),
    ("queue.PUT_OFF", PUT_OFF),
    ("queue.GIVE_UP", GIVE_UP),
    ("queue.GIVE_ALL_UP", GIVE_ALL_UP),
];

/// Waiting time before attempt 2, 3, …; after the last the message is visibly given up.
pub const BACK_OFF: [Span; 8] = [
    Span::seconds(5),
    Span::seconds(30),
    Span::minutes(2),
    Span::minutes(10),
    Span::hours(1),
    Span::hours(3),
    Span::hours(10),
    Span::hours(24),
];

/// Destinations of a street with waiting messages, and when the next one is due.
pub fn due(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<(DestinationId, Moment)>, StoreError> {
    let rows =
        tx.query(DUE, params![street.as_str()], |row| Ok((DestinationId::new(row.get(0)?), row.get::<i64>(1)?)))?;
    Ok(rows.into_iter().filter(|(_, at)| *at >= 0).map(|(id, at)| (id, Moment::from_micros(at))).collect())
}

/// The first message of a queue, with what is needed to send it.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its id.
    pub id: MessageId,
    /// The topic of the event.
    pub topic: String,
    /// Its content, as JSON.
    pub body: String,
    /// Number of attempts.
    pub tries: i64,
    /// When it was written.
    pub at: Moment,
    /// The destination's address.
    pub url: String,
    /// The destination's sealed secret.
    pub secret: Vec<u8>,
    /// Whether the destination is in use.
    pub active: bool,
}

/// The next message: the oldest waiting one. One that was set aside is next only when it is due itself.
pub fn head(tx: &mut Tx<'_>, street: &GridCode, of: DestinationId, now: Moment) -> Result<Option<Head>, StoreError> {
    tx.one(HEAD, params![street.as_str(), of.uuid(), now.micros()], |row| {
        Ok(Head {
            id: MessageId::new(row.get(0)?),
            topic: row.get(1)?,
            body: row.get(2)?,
            tries: row.get(3)?,
            at: Moment::from_micros(row.get(4)?),
            url: Destination::address_at(row, (5, 8), street, of)?,
            secret: row.get(6)?,
            active: row.get(7)?,
        })
    })
}

/// Result of an attempt.
pub type Outcome = Result<(), Failure>;

/// Records the result of an attempt. If the destination was not reached, it counts as an attempt for every due message: each then waits by
/// its own count, instead of asking the destination again for each.
pub fn settle(
    tx: &mut Tx<'_>,
    street: &GridCode,
    of: DestinationId,
    message: &Head,
    outcome: &Outcome,
    now: Moment,
) -> Result<(), StoreError> {
    let (tenant, id, at) = (street.as_str(), message.id.uuid(), now.micros());
    match outcome {
        Ok(()) => tx.exec(DELIVERED, params![tenant, id, at])?,
        Err(Failure::Refused(words)) => {
            let wait = usize::try_from(message.tries).ok().and_then(|tries| BACK_OFF.get(tries));
            let (state, due, done) = match wait {
                Some(wait) => ("waiting", (now + *wait).micros(), 0),
                None => ("given_up", at, at),
            };
            tx.exec(STEP_ASIDE, params![tenant, id, message.tries, state, message.tries + 1, due, words, done])?
        }
        Err(Failure::Unreached(words)) => {
            let rungs = i64::try_from(BACK_OFF.len()).unwrap_or(i64::MAX);
            let mut changed = tx.exec(GIVE_UP, params![tenant, of.uuid(), at, rungs, words])?;
            for (tries, wait) in (0_i64..).zip(BACK_OFF) {
                changed += tx.exec(PUT_OFF, params![tenant, of.uuid(), at, tries, (now + wait).micros(), words])?;
            }
            changed
        }
        Err(Failure::Stopped(words)) => tx.exec(GIVE_ALL_UP, params![tenant, of.uuid(), at, words])?,
    };
    Ok(())
}
