//! Live updates of a calling screen. An unattended television keeps one stream open: each event is the whole picture, so a missed one does
//! not matter, and the stream itself detects that a day has ended or that its link was withdrawn.

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{ScreenId, StationId};

use super::dates;
use super::record::{StationRecord, queue};
use super::store::{days, screens, series, stations, tickets};
use super::view::screen::ScreenView;
use crate::App;
use crate::live::{OF_SCREEN, Subscription};
use crate::rooms::manual::CurrentCalendar;
use crate::web::Refusal;

/// The longest time without a check: midnight comes without an act.
const AGAIN: Duration = Duration::from_secs(30);
/// The longest duration of one stream.
const LASTS: Duration = Duration::from_secs(3_600);
/// Days ahead in which the screen searches for the next service.
const AHEAD: i64 = 62;

/// What a screen shows now, and its station.
///
/// # Errors
/// [`Refusal::NotFound`] if its link was withdrawn.
pub async fn look(app: &App, street: GridCode, screen: ScreenId) -> Result<(StationId, ScreenView), Refusal> {
    let (today, calendar) = (app.now().day(), app.state::<CurrentCalendar>());
    app.read(move |tx| {
        let gone = Refusal::NotFound("screen");
        let screen = screens::read(tx, &street, screen)?.ok_or(gone.clone())?;
        let record: StationRecord = stations::read(tx, &street, screen.station)?.ok_or(gone)?;
        let all = series::of_station(tx, &street, screen.station)?;
        let until = today.saturating_add(jiff::Span::new().days(AHEAD));
        let found = if record.closed { Default::default() } else { dates::days(&all, &calendar, (today, until)) };
        let sessions = found.sessions.get(&today).cloned().unwrap_or_default();
        let next = found.sessions.keys().find(|day| **day > today).copied();
        let kept = days::read(tx, &street, screen.station, today)?;
        let numbers = queue(&tickets::of_day(tx, &street, screen.station, today)?);
        let closed = kept.and_then(|k| k.closed);
        Ok((screen.station, ScreenView::of(&record, (today, &sessions), closed, &numbers, next)))
    })
    .await
}

/// The state of an open stream.
struct Watching {
    app: App,
    street: GridCode,
    screen: ScreenId,
    station: StationId,
    subscription: Subscription,
    shown: Option<String>,
    until: Instant,
    over: bool,
}

impl Watching {
    /// Waits until something may have changed; `false` when the stream has lasted long enough.
    async fn wait(&mut self) -> bool {
        let again = Instant::now() + AGAIN;
        loop {
            tokio::select! {
                told = self.subscription.next() => match told {
                    Some(Ok(told)) if told.kind == "station.changed" && told.id == self.station.uuid() => return true,
                    Some(Ok(_)) => {}
                    Some(Err(RecvError::Lagged(_))) => return true,
                    None | Some(Err(RecvError::Closed)) => return false,
                },
                () = tokio::time::sleep_until(again.min(self.until)) => return Instant::now() < self.until,
            }
        }
    }

    /// The next picture that differs from the last.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if self.over {
            return None;
        }
        loop {
            if self.shown.is_some() && !self.wait().await {
                return None;
            }
            match look(&self.app, self.street, self.screen).await {
                Ok((_, view)) => {
                    let text = serde_json::to_string(&view).ok()?;
                    if self.shown.as_ref() != Some(&text) {
                        self.shown = Some(text.clone());
                        return Some((Ok(Event::default().event("screen").data(text)), self));
                    }
                }
                Err(Refusal::NotFound(_)) => {
                    self.over = true;
                    return Some((Ok(Event::default().event("gone").data("{}")), self));
                }
                // The store is busy: the picture stays, and is checked again.
                Err(_) if self.shown.is_some() => {}
                Err(_) => return None,
            }
        }
    }
}

/// Opens the stream of a screen.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Busy`] if too many streams are open.
pub async fn watch(
    app: App,
    street: GridCode,
    screen: ScreenId,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    // Subscribed first, so that changes between the first read and the first wait are received.
    let subscription = app.live().watch(screen.uuid(), OF_SCREEN).ok_or(Refusal::Busy(30))?;
    let (station, _) = look(&app, street, screen).await?;
    let until = Instant::now() + LASTS;
    let watching = Watching { app, street, screen, station, subscription, shown: None, until, over: false };
    Ok(Sse::new(unfold(watching, Watching::next)).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}
