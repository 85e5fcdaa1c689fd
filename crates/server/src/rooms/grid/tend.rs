//! What runs by itself for territory: a changed street is read again, by whichever process it was changed; a re-grid comes
//! into effect on its day; directories are read before anybody needs them.

use std::time::Duration;
use weiguang_domain::kernel::time::{Day, Moment, Span};

use super::{regrids, store};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

/// How often streets are looked at. Changes made by this process show at once; this is for those of others.
const EVERY: Span = Span::seconds(5);
/// How often re-grids that are due are looked for besides at the turn of the day: one may be reviewed on its day.
const REGRIDS_EVERY: Span = Span::minutes(10);

/// When what was done last.
#[derive(Clone, Copy, Debug, Default)]
struct Tended {
    looked: Option<Moment>,
    regridded: Option<(Moment, Day)>,
    warmed: bool,
}

/// Whether a street changed since it was read, or a day began on which something changes; reads it again then.
///
/// # Errors
/// The store's.
pub async fn refresh(app: &App) -> Result<bool, Refusal> {
    let rows = app.read(|tx| Ok(store::streets(tx)?)).await?;
    if app.state::<Territory>().is_current(&rows, app.now().day()) {
        return Ok(false);
    }
    app.renew::<Territory>().await?;
    Ok(true)
}

/// Does what is due of this. What fails is logged and tried again in the next round.
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

/// Looks every few seconds, until `stop` resolves: in a task of its own, since a re-grid is long and alarms do not wait for it.
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
