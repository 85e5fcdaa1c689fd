//! Detects a leap of the clock: when the machine's clock and the elapsed time differ by more than a day, alarms still ring, but
//! irreversible expiries wait until a person has confirmed the clock. While the program runs, the clock is compared with the monotonic
//! clock; at server start, with the last recorded minute.
//!
//! Postponed until then: closing a case by silence or after its answer, erasing residents' statements and identities (`households`,
//! `visits`, `care`), a re-grid whose day has come, handing over the work of ended posts, and the hourly deletion of sessions, stored
//! answers, reports of imports and photos.

use axum::Json as Reply;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Role, Verb};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::kernel::words::Words;
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::app::UnitOfWork;
use crate::outside::leap::{Leap, is_far};
use crate::rooms::grid::Territory;
use crate::rooms::outbox::Changed;
use crate::rooms::outbox::messages;
use crate::rooms::{grid, people};
use crate::web::Refusal;
use crate::web::extract::{IdempotencyKey, SignedIn};

/// Topic of the message to administrators and dispatchers.
const TOPIC: &str = "grid.clock-leapt";

const READ: &str = "SELECT value FROM settings WHERE name = $1";
const PUT: &str =
    "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
const DROP: &str = "DELETE FROM settings WHERE name = $1";
const LEAP: &str = "clock_leap";
const BEAT: &str = "heartbeat";
const ROOM: &str = "room";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("leap.READ", READ), ("leap.PUT", PUT), ("leap.DROP", DROP)];

fn read(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, StoreError> {
    tx.one(READ, params![name], |row| row.get(0))
}

/// The stored unconfirmed leap, if any.
///
/// # Errors
/// The store's errors.
pub fn kept(tx: &mut Tx<'_>) -> Result<Option<Leap>, StoreError> {
    Ok(read(tx, LEAP)?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Records the present time as the last moment at which the program ran.
///
/// # Errors
/// The store's errors.
pub fn beat(tx: &mut Tx<'_>, wall: Moment) -> Result<(), StoreError> {
    tx.exec(PUT, params![BEAT, wall.micros().to_string()]).map(drop)
}

/// Records the present time, and writes and deletes 64 KiB of filler in the same transaction, to detect a full disk.
///
/// # Errors
/// The store's errors.
pub fn beat_with_room(tx: &mut Tx<'_>, wall: Moment) -> Result<(), StoreError> {
    tx.exec(PUT, params![ROOM, "0".repeat(65_536)])?;
    tx.exec(DROP, params![ROOM])?;
    beat(tx, wall)
}

/// Starts the detection: compares the clock with the last recorded minute.
///
/// # Errors
/// The store's errors.
pub async fn begin(app: &App) -> Result<(), Refusal> {
    let wall = app.clock().wall();
    let (kept, last) = app.read(|tx| Ok((kept(tx)?, read(tx, BEAT)?))).await?;
    let last = last.and_then(|text| text.parse().ok()).map(Moment::from_micros);
    let found = last.filter(|last| is_far(*last, wall)).map(|last| Leap { from: last.micros(), to: wall.micros() });
    app.watch().set(wall, kept.or(found));
    tell(app).await?;
    app.db().write(move |tx| beat(tx, wall).map_err(Refusal::from)).await
}

/// Stores a detected leap, so that a restart does not forget it, and notifies administrators and dispatchers.
///
/// # Errors
/// The store's errors.
pub async fn tell(app: &App) -> Result<(), Refusal> {
    let Some(leap) = app.leap() else { return Ok(()) };
    if app.read(|tx| Ok(kept(tx)?)).await?.is_some() {
        return Ok(());
    }
    tracing::error!(from = leap.from, to = leap.to, "the clock leapt: endings wait for a person");
    for street in app.state::<Territory>().streets() {
        app.transact(&Actor::system(), street, move |work| tell_street(work, leap)).await?;
    }
    let text = serde_json::to_string(&leap).map_err(|e| Refusal::Internal(e.to_string()))?;
    app.db().write(move |tx| tx.exec(PUT, params![LEAP, &text]).map(drop).map_err(Refusal::from)).await
}

/// A leap as text in Chinese and English.
#[must_use]
pub fn words(leap: Leap) -> Words {
    let [from, to] = [leap.from, leap.to].map(Moment::from_micros);
    Words {
        zh: format!(
            "服务器时钟从 {from} 跳到了 {to}。时限提醒照常；自动办结、到期清除等不可恢复的操作已暂停，请核对服务器时间后确认"
        ),
        en: format!(
            "The server's clock went from {from} to {to}. Alarms ring; closing by time, forgetting and other endings that cannot be undone wait: look at the clock, then confirm it"
        ),
    }
}

fn tell_street(work: &mut UnitOfWork<'_, '_>, leap: Leap) -> Result<(), Refusal> {
    let street = work.tenant;
    for seat in people::seats(work.tx, &street, &[street], work.now.day())? {
        if matches!(seat.role, Role::Administrator | Role::StreetDispatcher) {
            messages::to_person(work, seat.account, TOPIC, grid::street_stream(&street), words(leap))?;
        }
    }
    Ok(())
}

/// Confirms the clock in every street; returns whether there was a leap. Postponed work continues in its next round.
///
/// # Errors
/// If the actor does not manage people in one of the streets; the store's errors.
pub fn confirm(work: &mut UnitOfWork<'_, '_>, wall: Moment) -> Result<bool, Refusal> {
    let streets = work.state::<Territory>().streets();
    let permit = work.actor.may_in_all(Verb::PeopleManage, &streets)?;
    beat(work.tx, wall)?;
    let Some(leap) = kept(work.tx)? else { return Ok(false) };
    work.tx.exec(DROP, params![LEAP])?;
    let body = serde_json::to_string(&leap).map_err(|e| Refusal::Internal(e.to_string()))?;
    let own = work.tenant;
    for street in streets {
        work.tenant = street;
        for room in work.rooms() {
            room.clock_confirmed(work)?;
        }
        work.append_to(permit, grid::street_stream(&street), "grid.clock-confirmed", body.clone())?;
    }
    work.tenant = own;
    Ok(true)
}

/// Lets postponed work continue after a leap was confirmed.
pub fn confirmed(app: &App) {
    app.watch().set(app.clock().wall(), None);
    app.wake().all();
}

/// Says that the server's clock is right after it leapt, so that what waited may end: only for somebody who manages people in every street.
#[utoipa::path(post, path = "/clock/confirmation", tag = "settings", responses((status = 200, body = Changed)))]
pub async fn confirm_clock(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<serde_json::Value>,
) -> Result<Reply<Changed>, Refusal> {
    actor.may_somewhere(Verb::PeopleManage)?;
    let street = actor.streets().first().copied().ok_or(Refusal::NotFound("street"))?;
    let wall = app.clock().wall();
    let sent = app
        .write(&actor, street, send.send(), move |work| Ok(Changed { changed: u64::from(confirm(work, wall)?) }))
        .await?;
    confirmed(&app);
    Ok(Reply(sent.value))
}

/// The routes of the clock.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(confirm_clock))
}
