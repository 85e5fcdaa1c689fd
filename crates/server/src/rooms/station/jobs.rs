//! Background jobs of stations: past days that nobody closed, and expired tickets, of which only the counts remain.

use jiff::Span;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::retention::TICKET_DAYS;

use super::ops::{call, own};
use super::store::{askers, days, desks, tickets};
use crate::App;
use crate::chain;
use crate::web::Refusal;

/// Rows in one round.
const BATCH: i64 = 200;

/// Closes past days of a street, erases who booked without an account, and later the owners of its tickets. Returns the number of erased
/// tickets.
///
/// # Errors
/// The store's errors.
pub async fn retain_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let (now, today, system) = (app.now(), app.now().day(), Actor::system());
    app.db().write(move |tx| Ok::<_, Refusal>(desks::forget_before(tx, &street, now)?)).await?;
    loop {
        let open = app.read(move |tx| Ok(days::open_before(tx, &street, today, BATCH)?)).await?;
        let mut progress = false;
        for day in open {
            progress |= app.transact(&system, street, move |work| call::close_past(work, day.station, day.day)).await?;
        }
        if !progress {
            break;
        }
    }
    loop {
        let over = app.read(move |tx| Ok(askers::over(tx, &street, today, BATCH)?)).await?;
        if over.is_empty() {
            break;
        }
        app.transact(&system, street, move |work| over.iter().try_for_each(|id| own::forget_over(work, *id).map(drop)))
            .await?;
    }
    let (before, mut done) = (today.saturating_sub(Span::new().days(TICKET_DAYS)), 0);
    loop {
        let over = app.read(move |tx| Ok(tickets::over(tx, &street, before, BATCH)?)).await?;
        if over.is_empty() {
            return Ok(done);
        }
        done += app
            .transact(&system, street, move |work| {
                let mut gone = 0;
                for id in &over {
                    chain::erase(work.tx, &street, id.uuid())?;
                    gone += tickets::delete(work.tx, &street, *id)?;
                }
                Ok(gone)
            })
            .await?;
    }
}
