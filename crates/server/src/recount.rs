//! After another calendar of holidays came into force: clocks that run are counted by it, and people hear which bookings stand on days
//! without service. What was done is remembered, so that a stop in the middle begins anew and what is right already is not touched.

use std::collections::HashMap;
use std::time::Duration;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use weiguang_domain::manual::kind::Words;
use weiguang_store::{Tx, params};

use crate::App;
use crate::access::digest_text;
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::manual::ops::STREAM;
use crate::rooms::outbox::messages;
use crate::rooms::{cases, station};
use crate::web::Refusal;

const READ: &str = "SELECT value FROM settings WHERE name = 'clocks_by_calendar'";
const MARK: &str = "INSERT INTO settings (name, value) VALUES ('clocks_by_calendar', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("recount.READ", READ), ("recount.MARK", MARK)];

/// Cases that are looked at, or changed, at a time.
const BATCH: usize = 100;
/// Between two looks, besides being woken.
const PAUSE: Duration = Duration::from_secs(3_600);

/// Counts anew what runs, if the calendar is another than the one by which it was counted last. Gives how many cases moved.
///
/// # Errors
/// The store's.
pub async fn recount(app: &App) -> Result<u64, Refusal> {
    let calendar = app.state::<CurrentCalendar>();
    let years: Vec<String> = calendar.years().map(weiguang_domain::manual::year::Year::text).collect();
    let mark = digest_text(&app.seal().digest(years.concat().as_bytes()));
    let known: Option<String> = app.read(|tx: &mut Tx<'_>| Ok(tx.one(READ, params![], |row| row.get(0))?)).await?;
    if known.as_ref() == Some(&mark) {
        return Ok(0);
    }
    let mut moved = 0;
    for street in app.state::<Territory>().streets() {
        moved += recount_street(app, street).await?;
        // A store that was never counted has nobody to call.
        if known.is_some() {
            app.transact(&Actor::system(), street, station::tell_stranded).await?;
        }
    }
    app.db().write(move |tx| tx.exec(MARK, params![&mark])).await.map_err(Refusal::from)?;
    Ok(moved)
}

async fn recount_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let (system, mut after, mut owners) = (Actor::system(), CaseId::new(Uuid::nil()), HashMap::new());
    loop {
        let calendar = app.state::<CurrentCalendar>();
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let look = move |tx: &mut Tx<'_>| Ok(cases::life::recount::look(tx, &street, &calendar, after, limit)?);
        let (moves, next) = app.read(look).await?;
        if !moves.is_empty() {
            let some = app.transact(&system, street, move |work| cases::life::recount::recount(work, &moves)).await?;
            for (owner, count) in some {
                *owners.entry(owner).or_insert(0) += count;
            }
        }
        match next {
            Some(last) => after = last,
            None => break,
        }
    }
    let moved = owners.values().map(|count| u64::from(*count)).sum();
    owners.retain(|owner: &AccountId, _| !owner.uuid().is_nil());
    app.transact(&system, street, move |work| tell(work, &owners)).await?;
    Ok(moved)
}

/// Tells each owner once how many of their matters have another deadline.
fn tell(work: &mut UnitOfWork<'_, '_>, owners: &HashMap<AccountId, u32>) -> Result<(), Refusal> {
    for (owner, count) in owners {
        let words = Words {
            zh: format!("放假安排有变，您手上 {count} 件事项的时限已重新计算，请查看"),
            en: format!("The holidays changed: {count} of your matters have another deadline now"),
        };
        messages::to_person(work, *owner, "cases.recounted", STREAM, words)?;
    }
    Ok(())
}

/// Looks at the start, when a notice is published and once an hour, until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    let calendar = app.wake().bell("calendar");
    loop {
        match recount(&app).await {
            Ok(0) => {}
            Ok(moved) => tracing::info!(moved, "clocks were counted by the new calendar"),
            Err(error) => {
                tracing::warn!(%error, "clocks could not be counted by the new calendar; it will be tried again")
            }
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = calendar.notified() => {}
            () = &mut stop => return,
        }
    }
}
