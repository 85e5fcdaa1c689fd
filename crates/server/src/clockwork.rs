//! The clockwork: what runs by itself. Alarms of cases, parts and care alerts ring, webhooks are tried, what is over is swept. All of it
//! is ordinary writes, so a restart or a jump of the clock changes nothing but the moment.

use std::time::Duration;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_store::{StoreError, Tx};

use crate::App;
use crate::auth;
use crate::events::outbox;
use crate::outside::webhook;
use crate::rooms::{care, cases, grid, visits};
use crate::sends;
use crate::web::Refusal;

/// The longest sleep: a clock that was set forward is noticed within this.
const LONGEST_SLEEP: Span = Span::seconds(20);
/// How long answers to writes are remembered for a resend.
pub const REMEMBER_SENDS: Span = Span::days(30);

/// Lets everything ring that is due in a street. Gives how much rang. Somebody's care comes first.
///
/// # Errors
/// The store's.
pub async fn ring_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    Ok(care::jobs::ring_street(app, street).await? + cases::jobs::ring_street(app, street).await?)
}

/// Lets everything ring that is due anywhere.
///
/// # Errors
/// The store's.
pub async fn ring_all(app: &App) -> Result<u64, Refusal> {
    let mut rang = 0;
    for street in app.ground().streets() {
        rang += ring_street(app, street).await?;
    }
    Ok(rang)
}

/// Tries every message that is due in a street, one after the other. Gives how many were tried.
///
/// # Errors
/// The store's. What the other side says is noted with the message.
pub async fn send_due(app: &App, client: &reqwest::Client, street: GridCode) -> Result<u64, Refusal> {
    let now = app.now();
    let due = app.read(move |tx| Ok(outbox::due(tx, &street, now, 50)?)).await?;
    let mut tried = 0;
    for message in due {
        let outcome = if message.active {
            let context = outbox::Destination::seal_context(&street, message.destination);
            match app.seal().open(&context, &message.secret) {
                Ok(secret) => {
                    let body = format!(
                        "{{\"type\":\"{}\",\"timestamp\":\"{}\",\"data\":{}}}",
                        message.topic, message.at, message.body
                    );
                    let envelope = webhook::Envelope { id: message.id.to_string(), at: app.now(), body: &body };
                    webhook::send(client, &message.url, &secret, &envelope).await
                }
                Err(e) => Err(e.to_string()),
            }
        } else {
            Err("the destination is no longer in use".to_owned())
        };
        tried += 1;
        app.transact(&Actor::system(), street, move |work| outbox::settle(work, &message, outcome.clone())).await?;
    }
    Ok(tried)
}

/// When the next alarm of a street, or the next try of one of its messages, is due.
fn next_due(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    let alarms = [cases::jobs::next_alarm(tx, street)?, care::jobs::next_alarm(tx, street)?];
    Ok(alarms.into_iter().chain([outbox::next_due(tx, street)?]).flatten().min())
}

/// The streets in which something is due now: one read for all of them, so that a city of quiet streets costs next to nothing.
async fn due_streets(app: &App) -> Result<Vec<GridCode>, Refusal> {
    let (streets, now) = (app.ground().streets(), app.now());
    app.read(move |tx| {
        let mut due = Vec::new();
        for street in &streets {
            if next_due(tx, street)?.is_some_and(|at| at <= now) {
                due.push(*street);
            }
        }
        Ok(due)
    })
    .await
}

/// How long until something is due anywhere, at most the longest sleep.
async fn until_due(app: &App) -> Result<Span, Refusal> {
    let (streets, now) = (app.ground().streets(), app.now());
    let next = app
        .read(move |tx| {
            let mut next: Option<Moment> = None;
            for street in &streets {
                next = next.into_iter().chain(next_due(tx, street)?).min();
            }
            Ok(next)
        })
        .await?;
    // An alarm rings after its moment, not at it.
    let wait = next.map_or(LONGEST_SLEEP, |at| at - now + Span::micros(1_000));
    Ok(wait.clamp(Span::micros(10_000), LONGEST_SLEEP))
}

/// The clockwork: rings, sends, sleeps until the next thing is due or somebody wakes it. Ends when `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    let client = match webhook::client() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(error, "webhooks cannot be sent");
            return;
        }
    };
    tokio::pin!(stop);
    let mut swept = Moment::from_micros(0);
    let mut tended = grid::tend::Tended::default();
    loop {
        let busy = due_streets(&app).await.unwrap_or_else(|_| app.ground().streets());
        for street in busy {
            if let Err(error) = ring_street(&app, street).await {
                tracing::warn!(%error, "the clocks of a street could not be looked at; they will be again");
            }
            if let Err(error) = send_due(&app, &client, street).await {
                tracing::warn!(%error, "the messages of a street could not be sent; they will be again");
            }
        }
        grid::tend::tend(&app, &mut tended).await;
        if app.now() > swept + Span::hours(1) {
            swept = app.now();
            sweep(&app).await;
        }
        let wait = until_due(&app).await.unwrap_or(LONGEST_SLEEP);
        let wait = Duration::from_micros(u64::try_from(wait.as_micros()).unwrap_or(0));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // Many writes in a moment wake it once; it looks at the store, not at who woke it.
            () = async { app.wake().notified().await; tokio::time::sleep(Duration::from_millis(20)).await } => {}
            () = &mut stop => return,
        }
    }
}

/// Removes sessions that are over, photos for which no report came, answers to writes that nobody sends again, and what was said on visits
/// long ago.
async fn sweep(app: &App) {
    if let Err(error) = visits::jobs::retain(app).await {
        tracing::warn!(%error, "what was said on visits long ago could not be forgotten; it will be tried again");
    }
    let (now, system) = (app.now(), Actor::system());
    for street in app.ground().streets() {
        let forget = app.transact(&system, street, move |work| {
            cases::public::files::forget(work.tx, &street, now)?;
            Ok(sends::forget(work.tx, &street, now - REMEMBER_SENDS)?)
        });
        if let Err(error) = forget.await {
            tracing::warn!(%error, "what is over could not be swept");
        }
    }
    if let Err(error) =
        app.db().write(move |tx| auth::store::delete_sessions_over(tx, now).map_err(Refusal::from)).await
    {
        tracing::warn!(%error, "sessions that are over could not be swept");
    }
}
