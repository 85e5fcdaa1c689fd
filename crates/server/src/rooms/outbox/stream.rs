//! `GET /live`: changes within one's scope, as server-sent events, as long as the session lasts.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::unfold;
use serde::Serialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};

use crate::App;
use crate::access::Proof;
use crate::live::{Change, OF_ACCOUNT, Subscription};
use crate::web::Refusal;
use crate::web::extract::SignedIn;

/// How often an idle stream checks whether its session is still valid, and what its account may see now.
const CHECK: Duration = if cfg!(test) { Duration::from_millis(200) } else { Duration::from_secs(30) };
/// How often an idle stream sends `beat`, by which a browser detects a dead connection.
const BEAT: Duration = Duration::from_secs(20);
/// The longest duration of one stream; a browser reconnects by itself.
const LASTS: Duration = Duration::from_secs(3_600);

/// What one watcher is told: that a case, a care alert or a station's queue changed, and nothing of what it says.
#[derive(Serialize, ToSchema)]
#[schema(as = OutboxHeard)]
pub struct Heard {
    /// Which.
    id: Uuid,
    /// Where it belongs.
    code: String,
    /// The version now.
    version: i64,
    /// The status now.
    status: &'static str,
}

fn concerns(actor: &Actor, told: &Change) -> bool {
    let scope = actor.scope(told.verb);
    scope.covers(&told.code) || (scope.party && told.parties.contains(&actor.account))
}

/// Server-sent events of what changes within one's scope: `cases.changed`, `care.changed`, `visits.changed`, `station.changed`; `lagged`
/// when the watcher fell behind and should look afresh; `beat` while nothing happens; `crowded` when a newer stream of the same account
/// takes the place of this one, which then ends. The stream ends when the session does, or the last post from which one heard.
#[utoipa::path(get, path = "/live", tag = "outbox", responses((status = 200, content_type = "text/event-stream", body = Heard)))]
pub async fn live(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let proof = Proof::of(&app, &headers).ok_or(Refusal::SignedOut)?;
    let subscription = app.live().watch(actor.account.uuid(), OF_ACCOUNT).ok_or(Refusal::Busy(30))?;
    let now = Instant::now();
    let watching = Watching { app, actor, proof, subscription, check: now + CHECK, until: now + LASTS, over: false };
    let beat = KeepAlive::new().interval(BEAT).event(Event::default().event("beat").data("{}"));
    Ok(Sse::new(unfold(watching, Watching::next)).keep_alive(beat))
}

/// The state of an open stream.
struct Watching {
    app: App,
    actor: Actor,
    proof: Proof,
    subscription: Subscription,
    check: Instant,
    until: Instant,
    over: bool,
}

impl Watching {
    /// The next event for this reader; `None` ends the stream.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        while !self.over && Instant::now() < self.until {
            let told = tokio::select! {
                told = self.subscription.next() => told,
                () = tokio::time::sleep_until(self.check.min(self.until)) => {
                    self.over = !self.holds().await;
                    continue;
                }
            };
            let event = match told {
                None => {
                    self.over = true;
                    Event::default().event("crowded").data("{}")
                }
                Some(Err(RecvError::Closed)) => return None,
                Some(Err(RecvError::Lagged(_))) => Event::default().event("lagged").data("{}"),
                // Nothing is sent to an account that has just signed out or left: the session is checked again before each event.
                Some(Ok(told))
                    if concerns(&self.actor, &told) && self.holds().await && concerns(&self.actor, &told) =>
                {
                    let (code, version, status) = (told.code.to_string(), told.version, told.status);
                    let change = Heard { id: told.id, code, version, status };
                    Event::default().event(told.kind).data(serde_json::to_string(&change).ok()?)
                }
                Some(Ok(_)) => continue,
            };
            return Some((Ok(event), self));
        }
        None
    }

    /// Whether the session is still valid; refreshes what its account may see. While the store does not answer, the last state applies.
    async fn holds(&mut self) -> bool {
        self.check = Instant::now() + CHECK;
        match self.proof.actor(&self.app).await {
            Ok(actor) if actor.may_somewhere(Verb::CasesRead).is_ok() => self.actor = actor,
            // Signed out, or signed in without a post: there is nothing to receive.
            Ok(_) | Err(Refusal::SignedOut) => self.over = true,
            Err(_) => {}
        }
        !self.over
    }
}
