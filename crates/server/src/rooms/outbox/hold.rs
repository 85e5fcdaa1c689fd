//! Sending is held after a restore: a copy that somebody tries out must not send to the real destinations. Messages wait meanwhile, until a
//! manager of messages releases them, which is recorded in the chain of every destination.

use weiguang_domain::access::Verb;
use weiguang_store::{StoreError, Tx, params};

use super::messages;
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

const IS_HELD: &str = "SELECT COUNT(*) FROM settings WHERE name = 'sending_held'";
/// Holds sending. Run on a restored copy before it is put in place, and after a dump was loaded.
pub const HOLD: &str = "INSERT INTO settings (name, value) VALUES ('sending_held', 'restored') ON CONFLICT (name) DO UPDATE SET value = excluded.value";
const RELEASE: &str = "DELETE FROM settings WHERE name = 'sending_held'";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("hold.IS_HELD", IS_HELD), ("hold.HOLD", HOLD), ("hold.RELEASE", RELEASE)];

/// Whether sending is held.
///
/// # Errors
/// The store's errors.
pub fn is_held(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.one(IS_HELD, params![], |row| row.get::<i64>(0))?.unwrap_or(0) > 0)
}

/// Releases the messages of every street that has destinations; returns whether they were held.
///
/// # Errors
/// If the actor does not manage the messages of one of these streets.
pub fn release(work: &mut UnitOfWork<'_, '_>) -> Result<bool, Refusal> {
    let mut all = Vec::new();
    for street in work.state::<Territory>().streets() {
        for destination in messages::destinations(work.tx, &street)? {
            let permit = work.actor.may(Verb::OutboxManage, &street, false)?;
            all.push((street, destination.id.uuid(), permit));
        }
    }
    if work.tx.exec(RELEASE, params![])? == 0 {
        return Ok(false);
    }
    let own = work.tenant;
    for (street, destination, permit) in all {
        work.tenant = street;
        work.append_to(permit, destination, "outbox.sending-resumed", "{}".into())?;
    }
    work.tenant = own;
    Ok(true)
}
