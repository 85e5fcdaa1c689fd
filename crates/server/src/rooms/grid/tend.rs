//! Background jobs of territory: reloads a street that any process changed, applies re-grids on their day, and loads directories before
//! they are needed.

use std::time::Duration;
use weiguang_domain::kernel::time::{Day, Moment, Span};

use super::{regrids, store};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

/// Interval between checks of streets. Changes by this process are visible at once; this is for those of others.
const EVERY: Span = Span::seconds(5);
/// Interval between searches for due re-grids, besides midnight: one may be reviewed on its day.
const REGRIDS_EVERY: Span = Span::minutes(10);

/// Times of the last runs.
#[derive(Clone, Copy, Debug, Default)]
struct Tended {
    looked: Option<Moment>,
    regridded: Option<(Moment, Day)>,
    warmed: bool,
}

/// Reloads a street if it changed since it was read, or if a day began on which something changes; returns whether it did.
///
/// # Errors
/// The store's errors.
pub async fn refresh(app: &App) -> Result<bool, Refusal> {
    let rows = app.read(|tx| Ok(store::streets(tx)?)).await?;
    if app.state::<Territory>().is_current(&rows, app.now().day()) {
        return Ok(false);
    }
    app.renew::<Territory>().await?;
    Ok(true)
}

/// Does what is due. A failed step is logged and repeated in the next round.
async fn tend(app: &App, tended: &mut Tended) {
    let now = app.now();
    if tended.looked.is_none_or(|at| now >= at + EVERY || now < at) {
        tended.looked = Some(now);
        if let Err(error) = refresh(app).await {
            tracing::warn!(%error, "the streets could not be looked at; they will be again");
        }
    }
    let due = tended.regridded.is_none_or(|(at, day)| day != now.day() || now > at + REGRIDS_EVERY);
    if due && app.leap().is_none() {
        match regrids::due(app).await {
            Ok(_) => tended.regridded = Some((now, now.day())),
            Err(error) => tracing::warn!(%error, "re-grids that are due could not be put into effect; they will be"),
        }
    }
    if !tended.warmed {
        tended.warmed = true;
        let territory = app.state::<Territory>();
        tokio::task::spawn_blocking(move || territory.warm());
    }
}

/// Checks every few seconds, until `stop` resolves: in a task of its own, since a re-grid takes long and must not delay alarms.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    let (mut tended, pause) = (Tended::default(), Duration::from_micros(u64::try_from(EVERY.as_micros()).unwrap_or(0)));
    loop {
        tend(&app, &mut tended).await;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = &mut stop => return,
        }
    }
}
