//! What runs by itself in the room of cases: alarms of cases and parts. All of it is ordinary writes, so a restart or a jump of the
//! clock changes nothing but the moment.

use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use super::{moves, parts, store};
use crate::App;
use crate::web::Refusal;

/// Cases looked at in one round of one street.
const BATCH: i64 = 200;

/// Lets everything ring that is due in a street. Gives how many cases and parts rang.
///
/// # Errors
/// The store's. A case that a person changed in the same moment is left for the next round.
pub async fn ring_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let now = app.now();
    let mut rang = 0;
    loop {
        let due = app.read(move |tx| Ok(store::alarms(tx, &street, now, BATCH)?)).await?;
        let mut progress = false;
        for case in &due {
            let case = *case;
            match app.transact(&Actor::system(), street, move |work| moves::ring(work, case)).await {
                Ok(true) => {
                    rang += 1;
                    progress = true;
                }
                Ok(false) | Err(Refusal::VersionMoved(_)) => {}
                Err(e) => return Err(e),
            }
        }
        if due.is_empty() || !progress {
            break;
        }
    }
    for (case, part) in app.read(move |tx| Ok(parts::due(tx, &street, now, BATCH)?)).await? {
        match app.transact(&Actor::system(), street, move |work| parts::ring(work, case, part)).await {
            Ok(true) => rang += 1,
            Ok(false) | Err(Refusal::VersionMoved(_)) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(rang)
}

/// When the next alarm of a case or part of a street is due.
///
/// # Errors
/// The store's.
pub fn next_alarm(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    let all = [store::next_alarm(tx, street)?, parts::next_alarm(tx, street)?];
    Ok(all.into_iter().flatten().min())
}
