//! Applies a changed calendar of holidays: recomputes running deadlines, and notifies people of bookings on days without service. Finished
//! work is recorded, so that after an interruption it continues, and correct deadlines are not touched.

use std::time::Duration;
use weiguang_store::{Tx, params};

use crate::App;
use crate::access::digest_text;
use crate::rooms::grid::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::web::Refusal;

const READ: &str = "SELECT value FROM settings WHERE name = 'clocks_by_calendar'";
const MARK: &str = "INSERT INTO settings (name, value) VALUES ('clocks_by_calendar', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("recount.READ", READ), ("recount.MARK", MARK)];

/// Pause between two checks, unless it is woken.
const PAUSE: Duration = Duration::from_secs(3_600);

/// Recomputes running deadlines, if the calendar changed since the last time. Returns how many cases moved.
///
/// # Errors
/// The store's errors.
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
        for room in app.rooms() {
            moved += room.calendar_changed(app, street, known.is_none()).await?;
        }
    }
    app.db().write(move |tx| tx.exec(MARK, params![&mark])).await.map_err(Refusal::from)?;
    Ok(moved)
}

/// Recomputes deadlines where the calendar has changed: when the program starts, when a holiday notice is published and once an hour, until
/// `stop` resolves.
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
