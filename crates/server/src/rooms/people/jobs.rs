//! Background job: a post ends by its date, and the open work of its holder is handed over. It runs at the start, at each midnight, and
//! once an hour, since a machine sleeps and others write to the same store.

use std::time::Duration;
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::time::{Moment, Span};

use super::ops::leaving;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

/// The longest pause between two runs.
const PAUSE: Span = Span::hours(1);

/// Hands over the open work of people whose posts have ended; nothing after an unconfirmed leap of the clock. Returns the number of things.
///
/// # Errors
/// The store's errors.
pub async fn pass_on_ended(app: &App) -> Result<usize, Refusal> {
    let (today, system, mut passed) = (app.now().day(), Actor::system(), 0);
    if app.leap().is_some() {
        return Ok(passed);
    }
    let rooms = app.rooms();
    for street in app.state::<Territory>().streets() {
        for account in app.read(move |tx| leaving::with_lost_work(rooms, tx, &street, today)).await? {
            passed += app.transact(&system, street, move |work| leaving::pass_on_ended(work, account)).await?;
        }
    }
    Ok(passed)
}

/// Time until the next run.
fn pause(now: Moment) -> Duration {
    let midnight = now.day().tomorrow().map_or(PAUSE, |day| Moment::start_of(day) - now + Span::seconds(1));
    Duration::from_micros(u64::try_from(midnight.min(PAUSE).as_micros()).unwrap_or(0))
}

/// Runs until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        match pass_on_ended(&app).await {
            Ok(0) => {}
            Ok(passed) => tracing::info!(passed, "posts ended by their date; what rested with them passed on"),
            Err(error) => {
                tracing::warn!(%error, "what rests with ended posts could not pass on; it will be tried again")
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pause(app.now())) => {}
            () = &mut stop => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turn_of_the_day_is_not_slept_through() {
        let at = |text: &str| text.parse::<jiff::Timestamp>().map(|t| Moment::from_micros(t.as_microsecond())).unwrap();
        assert_eq!(pause(at("2026-11-23T15:59:00Z")), Duration::from_secs(61), "a minute before midnight in China");
        assert_eq!(pause(at("2026-11-23T08:00:00Z")), Duration::from_secs(3_600));
    }
}
