//! Sends messages to their destinations in a task of its own, with a queue for each destination. One that accepts connections and never
//! answers blocks only its own queue; other destinations, other streets and alarms do not wait for it.

use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{self, JoinSet};
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::DestinationId;
use weiguang_domain::kernel::time::{Moment, Span};

use super::hold;
use super::messages::{self, Destination};
use super::queue::{self, Head};
use crate::App;
use crate::outside::outgoing::Client;
use crate::outside::webhook::{self, Failure};
use crate::rooms::grid::territory::Territory;
use crate::wake::LONGEST_SLEEP;
use crate::wake::MESSAGES;
use crate::web::Refusal;

/// Destinations served concurrently, one message each.
const AT_ONCE: usize = 64;
/// Messages of one destination before another waiting one gets its place.
const TURN: usize = 32;
/// How long attempts in progress may continue after a stop was requested. A message without an answer is sent again at the next start,
/// under the same id.
const LAST_TRIES: Duration = Duration::from_secs(5);
/// Pause of a queue whose result could not be stored: without it the same message would be sent again at once.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);
/// Many writes within this time cause one check.
const SETTLE: Duration = Duration::from_millis(20);

/// Which queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Queue {
    street: GridCode,
    destination: DestinationId,
}

/// Every queue with waiting messages, the longest due first; none while sending is held after a restore.
async fn waiting(app: &App) -> Result<Vec<(Moment, Queue)>, Refusal> {
    let streets = app.state::<Territory>().streets();
    let mut all = app
        .read(move |tx| {
            let mut all = Vec::new();
            if hold::is_held(tx)? {
                return Ok(all);
            }
            for street in &streets {
                let queues = queue::due(tx, street)?.into_iter();
                all.extend(queues.map(|(destination, at)| (at, Queue { street: *street, destination })));
            }
            Ok(all)
        })
        .await?;
    all.sort_by_key(|(at, queue)| (*at, queue.destination));
    Ok(all)
}

async fn send(app: &App, client: &Client, queue: Queue, message: &Head) -> Result<(), Failure> {
    if !message.active {
        return Err(Failure::Stopped("the destination is no longer in use".to_owned()));
    }
    let context = Destination::seal_context(&queue.street, queue.destination);
    let secret = app.seal().open(&context, &message.secret).map_err(|e| Failure::Unreached(e.to_string()))?;
    let body = format!("{{\"type\":\"{}\",\"timestamp\":\"{}\",\"data\":{}}}", message.topic, message.at, message.body);
    let envelope = webhook::Envelope { id: message.id.to_string(), at: app.now(), body: &body };
    webhook::send(client, &message.url, &secret, &envelope).await
}

/// Sends the waiting messages of one queue, in order, until it is empty, the destination is not reached or its turn is over. Returns the
/// number of attempts.
async fn turn(app: &App, client: &Client, queue: Queue, stop: &watch::Receiver<bool>) -> Result<u64, Refusal> {
    let mut tries = 0;
    for _ in 0..TURN {
        let now = app.now();
        let head = app.read(move |tx| Ok(queue::head(tx, &queue.street, queue.destination, now)?)).await?;
        let Some(message) = head.filter(|_| !*stop.borrow()) else { break };
        let outcome = send(app, client, queue, &message).await;
        tries += 1;
        let goes_on = matches!(outcome, Ok(()) | Err(Failure::Refused(_)));
        app.transact(&Actor::system(), queue.street, move |work| {
            Ok(queue::settle(work.tx, &queue.street, queue.destination, &message, &outcome, work.now)?)
        })
        .await?;
        if !goes_on {
            break;
        }
    }
    Ok(tries)
}

/// Gives one turn to every destination with due messages, concurrently. Returns the number of attempts.
///
/// # Errors
/// The store's errors. The receiver's answer is recorded with the message.
pub async fn send_due(app: &App, client: &Client) -> Result<u64, Refusal> {
    let (now, (_go, stop)) = (app.now(), watch::channel(false));
    let due = waiting(app).await?.into_iter().filter(|(at, _)| *at <= now);
    let turns = due.map(|(_, queue)| turn(app, client, queue, &stop));
    Ok(futures_util::future::try_join_all(turns).await?.into_iter().sum())
}

/// Queues that are being served.
#[derive(Default)]
struct InWork {
    tasks: JoinSet<()>,
    queues: HashMap<task::Id, Queue>,
}

impl InWork {
    fn start(&mut self, app: &App, client: &Client, queue: Queue, stop: watch::Receiver<bool>) {
        let (app, client) = (app.clone(), client.clone());
        let task = self.tasks.spawn(async move {
            if let Err(error) = turn(&app, &client, queue, &stop).await {
                tracing::warn!(%error, street = %queue.street, destination = %queue.destination, "a queue of messages stopped; it goes on soon");
                tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
            }
        });
        self.queues.insert(task.id(), queue);
    }

    fn has(&self, queue: Queue) -> bool {
        self.queues.values().any(|q| *q == queue)
    }

    /// Waits until one ends; for ever if there is none.
    async fn ended(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(Ok((id, ()))) => drop(self.queues.remove(&id)),
            Some(Err(error)) => {
                tracing::error!(%error, "a queue of messages broke off; it begins again");
                self.queues.remove(&error.id());
            }
            None => std::future::pending().await,
        }
    }
}

/// Starts due queues; returns the time until another is due.
async fn start_due(
    app: &App,
    client: &Client,
    work: &mut InWork,
    stop: &watch::Receiver<bool>,
) -> Result<Span, Refusal> {
    let now = app.now();
    for (at, queue) in waiting(app).await? {
        if work.has(queue) {
            continue;
        }
        if at > now {
            return Ok((at - now).clamp(Span::micros(10_000), LONGEST_SLEEP));
        }
        if work.queues.len() >= AT_ONCE {
            break;
        }
        work.start(app, client, queue, stop.clone());
    }
    Ok(LONGEST_SLEEP)
}

/// Sends until `stop` resolves, then waits a few seconds for attempts in progress.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    let client = match app.outgoing().client() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(error, "webhooks cannot be sent");
            return;
        }
    };
    if let Err(error) = messages::seal_addresses(&app).await {
        tracing::error!(%error, "addresses of destinations could not be sealed; it is tried again at the next start");
    }
    tokio::pin!(stop);
    let (tell, stopping) = watch::channel(false);
    let mut work = InWork::default();
    let messages = app.wake().bell(MESSAGES);
    loop {
        let wait = start_due(&app, &client, &mut work, &stopping).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what waits to be sent could not be read; it will be again");
            Span::seconds(5)
        });
        let wait = Duration::from_micros(u64::try_from(wait.as_micros()).unwrap_or(0));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = async { messages.notified().await; tokio::time::sleep(SETTLE).await } => {}
            () = work.ended() => {}
            () = &mut stop => break,
        }
    }
    let _ = tell.send(true);
    let _ = tokio::time::timeout(LAST_TRIES, async { while work.tasks.join_next().await.is_some() {} }).await;
}
