//! What runs by itself: alarms of cases and parts, tries of webhooks, sweeping what is over. All of it is ordinary writes, so a
//! restart or a jump of the clock changes nothing but the moment.

use std::time::Duration;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_store::{StoreError, Tx};

use super::{moves, parts, store};
use crate::App;
use crate::auth;
use crate::events::outbox;
use crate::outside::webhook;
use crate::rooms::grid;
use crate::sends;
use crate::web::Refusal;

/// Cases looked at in one round of one street.
const BATCH: i64 = 200;
/// The longest sleep: a clock that was set forward is noticed within this.
const LONGEST_SLEEP: Span = Span::seconds(20);
/// How long answers to writes are remembered for a resend.
pub const REMEMBER_SENDS: Span = Span::days(30);

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

/// When the next alarm of a case or part, or the next try of a message, of a street is due.
fn next_due(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    let all = [store::next_alarm(tx, street)?, parts::next_alarm(tx, street)?, outbox::next_due(tx, street)?];
    Ok(all.into_iter().flatten().min())
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

/// Removes sessions that are over, photos for which no report came, and answers to writes that nobody sends again.
async fn sweep(app: &App) {
    let (now, system) = (app.now(), Actor::system());
    for street in app.ground().streets() {
        let forget = app.transact(&system, street, move |work| {
            super::public::files::forget(work.tx, &street, now)?;
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
