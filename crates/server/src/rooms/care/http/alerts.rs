//! Alerts for one reader: the lists of those on duty, one alert, its timeline, and whether its chain verifies.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb, phone};
use weiguang_domain::care::alert::death::TAKE_BACK;
use weiguang_domain::care::alert::ladder;
use weiguang_domain::care::alert::told::Sight;
use weiguang_domain::care::{Fact, State as Stands};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AlertId};
use weiguang_domain::kernel::page::{self, Page};

use super::allowed::allowed;
use super::street_of_alert;
use crate::App;
use crate::chain;
use crate::rooms::care::Rules;
use crate::rooms::care::ops::{calling, seen};
use crate::rooms::care::record::AlertRecord;
use crate::rooms::care::store::{alerts, readings};
use crate::rooms::care::view::StaffView;
use crate::rooms::care::view::alert::{AlertRow, AlertView, Around, Whose};
use crate::rooms::care::view::call::CallView;
use crate::rooms::care::view::reading::ReadingView;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households;
use crate::rooms::people::under_of;
use crate::rooms::people::{names_of, streets_by};
use crate::web::answer::written;
use crate::web::cursor::Cursor;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// Which list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AlertsQuery {
    /// `open` (the default), `mine` (in which the reader has a part: owned, measured, acted on, looked in; and for a day what a death ended),
    /// `closed`.
    view: Option<String>,
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A page of alerts: open ones by the nearness of their clocks, closed ones newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareAlertPage)]
pub struct AlertPage {
    /// The alerts.
    pub items: Vec<AlertRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Open,
    Mine,
    Closed,
}

fn cursor(text: Option<&str>, view: View) -> Result<(i64, Uuid), Refusal> {
    let Some(text) = text else {
        return Ok((i64::MIN, if view == View::Closed { Uuid::max() } else { Uuid::nil() }));
    };
    let Cursor { key, id } = Cursor::parse(text)?;
    Ok((key, id))
}

/// A page of alerts that the reader may see. While somebody is still being measured, only the station knows.
#[utoipa::path(get, path = "/care/alerts", tag = "care", params(AlertsQuery), responses((status = 200, body = AlertPage)))]
pub async fn list_alerts(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<AlertsQuery>,
) -> Result<Reply<AlertPage>, Refusal> {
    actor.may_somewhere(Verb::CareAlert)?;
    let view = match query.view.as_deref() {
        None | Some("open") => View::Open,
        Some("mine") => View::Mine,
        Some("closed") => View::Closed,
        Some(_) => {
            let (zh, en) = ("没有这个列表", "there is no such view");
            return Err(Refusal::field(FieldFault::new("view", "care.unknown-view", zh, en)));
        }
    };
    let (after, limit) = (cursor(query.after.as_deref(), view)?, page::limit(query.limit));
    let scope = actor.scope(Verb::CareAlert);
    let (under, street) = if view == View::Mine {
        let street = streets_by(&app, &actor, &[Verb::CareAlert]).first().copied();
        let street = query.under.and_then(|u| u.street()).or(street).ok_or(Refusal::Denied(Verb::CareAlert))?;
        (street, street)
    } else {
        under_of(&app, &scope, query.under, Verb::CareAlert)?
    };
    let (today, ended_after) = (app.now().day(), app.now() - TAKE_BACK);
    let (rows, next, names, people) = app
        .read(move |tx| {
            let mut rows: Vec<AlertRecord> = Vec::new();
            match view {
                View::Mine => rows = alerts::mine(tx, &street, actor.account, after, limit + 1, ended_after)?,
                View::Open => {
                    for prefix in scope.under(&under) {
                        rows.extend(alerts::open_under(tx, &prefix, after, limit + 1)?);
                    }
                    rows.sort_by_key(|r| (r.due_at(), r.alert.id));
                }
                View::Closed => {
                    for prefix in scope.under(&under) {
                        rows.extend(alerts::past(tx, &prefix, after.1, limit + 1)?);
                    }
                    rows.sort_by_key(|r| std::cmp::Reverse(r.alert.id));
                }
            }
            let due = |r: &AlertRecord| if view == View::Closed { 0 } else { r.due_at() };
            let found = Page::cut(rows, limit - tx.unread(), |r| Cursor { key: due(r), id: r.alert.id.uuid() }.write());
            let mut shown = Vec::with_capacity(found.items.len());
            for row in found.items {
                match seen(tx, &actor, &row, today) {
                    Ok(_) => shown.push(row),
                    Err(Refusal::NotFound(_)) => {}
                    Err(e) => return Err(e),
                }
            }
            let names = names_of(tx, shown.iter().map(|r| r.alert.owner))?;
            let people = households::residents(tx, &street, shown.iter().map(|row| row.alert.resident))?;
            Ok((shown, found.next, names, people))
        })
        .await?;
    let territory = app.state::<Territory>();
    let around = Around { territory: &territory, names: &names, today };
    let name = |r: &AlertRecord| people.get(&r.alert.resident).map_or("", |k| k.resident.name.as_str());
    let items = rows.iter().map(|r| around.row(r, name(r))).collect();
    Ok(Reply(AlertPage { items, next }))
}

/// One alert for one reader.
pub(super) async fn view(app: &App, actor: &Actor, street: GridCode, id: AlertId) -> Result<(AlertView, i64), Refusal> {
    let (reader, now, seal) = (actor.clone(), app.now(), app.seal().clone());
    let (territory, today) = (app.state::<Territory>(), now.day());
    let named = territory.clone();
    let (record, (sight, party, permit), person, found, names, doctor, call_back, call) = app
        .read(move |tx| {
            let mut record = alerts::read(tx, &street, id)?.ok_or(Refusal::NotFound("alert"))?;
            let sees = seen(tx, &reader, &record, today)?;
            let person = households::profile(tx, &street, record.alert.resident)?.ok_or(Refusal::NotFound("alert"))?;
            ladder::mark(&mut record.alert.ladder, |id| person.gone(id));
            let mut found = Vec::new();
            if sees.0 == Sight::Clinical {
                for reading in &record.alert.readings {
                    found.extend(readings::read(tx, &street, *reading)?);
                }
            }
            let team = households::pairing(tx, &street)?;
            let doctor = team.team_of(&record.alert.code, today).map(|t| t.doctor);
            let served = record.parties().into_iter().chain(doctor);
            let tried = record.alert.ladder.iter().flat_map(|r| r.tries.iter().map(|t| t.by));
            let saw = match &record.alert.state {
                Stands::Watching { safe, .. } => Some(safe.seen_by),
                _ => None,
            };
            let names = names_of(tx, served.chain(tried).chain(saw))?;
            let doctor = doctor.and_then(|d| names.get(&d).cloned());
            let call_back = calling::line(tx, &named, &street)?;
            // Staff phone numbers are shown to parties of an alert that nobody has answered, and only until it is answered.
            let call = match record.alert.unanswered_since(now) {
                Some(_) if sees.1 => calling::callable(tx, &seal, &named, &record, today)?,
                _ => Vec::new(),
            };
            Ok((record, sees, person, found, names, doctor, call_back, call))
        })
        .await?;
    let rules = app.state::<Rules>();
    let whose =
        Whose { person: &person, call_back: &call_back, doctor: doctor.as_deref().unwrap_or("家庭医生"), permit };
    let around = Around { territory: &territory, names: &names, today };
    let found = found.iter().map(|r| ReadingView::of(permit, r, &rules, &names)).collect();
    let mut view = around.alert(&record, &whose, sight, found, allowed(actor, &record, party, now));
    view.undo_until = record.alert.undo_until().filter(|until| now <= *until).map(|until| until.to_string());
    view.unanswered_since = record.alert.unanswered_since(now).map(|since| since.to_string());
    view.call = call.into_iter().map(CallView::from).collect();
    Ok((view, record.head.seq))
}

/// The alerts in which somebody has a part, with all details, the nearest deadline first, for their phone. Readings stay on the server: a
/// person who looks in needs none, and a doctor sees them on the resident's page.
pub async fn in_hand(app: &App, actor: &Actor) -> Result<Vec<AlertView>, Refusal> {
    let (streets, account) = (streets_by(app, actor, &[Verb::CareAlert]), actor.account);
    let (most, ended_after) = (i64::try_from(phone::ALERTS).unwrap_or(i64::MAX), app.now() - TAKE_BACK);
    let mut found = app
        .read(move |tx| {
            let mut found = Vec::new();
            for street in &streets {
                let rows = alerts::mine(tx, street, account, (i64::MIN, Uuid::nil()), most, ended_after)?;
                found.extend(rows.iter().map(|r| (r.due_at(), *street, r.alert.id)));
            }
            Ok::<_, Refusal>(found)
        })
        .await?;
    found.sort_unstable();
    found.truncate(phone::ALERTS);
    let mut all = Vec::with_capacity(found.len());
    for (_, street, id) in found {
        match view(app, actor, street, id).await {
            Ok((view, _)) => all.push(AlertView { readings: Vec::new(), ..view }),
            Err(Refusal::NotFound(_)) => {}
            Err(refused) => return Err(refused),
        }
    }
    Ok(all)
}

/// One alert for one reader, with the version as its ETag.
pub(super) async fn show(
    app: &App,
    actor: &Actor,
    street: GridCode,
    id: AlertId,
    replayed: bool,
) -> Result<Response, Refusal> {
    let (view, version) = view(app, actor, street, id).await?;
    Ok(written(StatusCode::OK, &view, Some(version), replayed))
}

/// One alert: what to do, whom to ask and with which words; and the readings for those who may read them.
#[utoipa::path(get, path = "/care/alerts/{id}", tag = "care", params(("id" = Uuid, Path)), responses((status = 200, body = AlertView)))]
pub async fn read_alert(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = AlertId::new(id);
    let street = street_of_alert(&app, &actor, id).await?;
    show(&app, &actor, street, id, false).await
}

/// After which entry.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AlertEventsQuery {
    /// The number of the last entry that is known.
    after: Option<i64>,
}

/// An entry of an alert's timeline. It names no readings, so that it cannot contain a value.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareAlertEventView)]
pub struct AlertEventView {
    /// 1, 2, 3 …
    pub seq: i64,
    /// `care.raised`.
    pub kind: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who; nobody means the clock.
    pub actor: Option<StaffView>,
    /// What, in words.
    pub words: Bilingual,
    /// To whom it went.
    pub to: Option<StaffView>,
    /// The hash of this entry on the one before, in hexadecimal.
    pub hash: String,
}

/// A timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareAlertEventPage)]
pub struct AlertEventPage {
    /// In order.
    pub items: Vec<AlertEventView>,
}

/// An entry with the people that it names.
struct Entry {
    event: weiguang_domain::kernel::events::Event,
    hash: weiguang_domain::kernel::events::Hash,
    fact: Option<Fact>,
}

impl Entry {
    fn to(&self) -> Option<AccountId> {
        match &self.fact {
            Some(Fact::Dispatched { to, .. }) => Some(*to),
            _ => None,
        }
    }

    fn view(self, names: &HashMap<AccountId, String>) -> AlertEventView {
        let to = self.to().map(|account| StaffView::of(account, names));
        let words = self.fact.as_ref().map(Fact::words);
        AlertEventView {
            seq: self.event.seq,
            at: self.event.at.to_string(),
            actor: (!self.event.actor.is_nil()).then(|| StaffView::of(AccountId::new(self.event.actor), names)),
            kind: self.event.kind,
            words: words.map_or_else(Bilingual::default, |w| Bilingual::new(w.zh, w.en)),
            to,
            hash: self.hash.iter().map(|b| format!("{b:02x}")).collect(),
        }
    }
}

/// The timeline of an alert.
#[utoipa::path(get, path = "/care/alerts/{id}/events", tag = "care", params(("id" = Uuid, Path), AlertEventsQuery), responses((status = 200, body = AlertEventPage)))]
pub async fn read_alert_events(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<AlertEventsQuery>,
) -> Result<Reply<AlertEventPage>, Refusal> {
    let (id, after, today) = (AlertId::new(id), query.after.unwrap_or(0), app.now().day());
    let street = street_of_alert(&app, &actor, id).await?;
    let (entries, names) = app
        .read(move |tx| {
            let record = alerts::read(tx, &street, id)?.ok_or(Refusal::NotFound("alert"))?;
            seen(tx, &actor, &record, today)?;
            let stream = chain::stream(tx, street.as_str(), id.uuid(), after, 1_000)?;
            let entry = |(event, hash): (weiguang_domain::kernel::events::Event, _)| {
                let fact = serde_json::from_str(event.text()).ok();
                Entry { event, hash, fact }
            };
            let entries: Vec<Entry> = stream.into_iter().map(entry).collect();
            let named = entries.iter().flat_map(|e| [Some(AccountId::new(e.event.actor)), e.to()]).flatten();
            let names = names_of(tx, named)?;
            Ok((entries, names))
        })
        .await?;
    Ok(Reply(AlertEventPage { items: entries.into_iter().map(|e| e.view(&names)).collect() }))
}

/// Whether a chain holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareAlertVerified)]
pub struct AlertVerified {
    /// Entries that were looked at.
    pub entries: i64,
    /// Whether it holds.
    pub intact: bool,
    /// Where it does not.
    pub broken: Option<String>,
}

/// Verifies the chain of an alert.
#[utoipa::path(get, path = "/care/alerts/{id}/verify", tag = "care", params(("id" = Uuid, Path)), responses((status = 200, body = AlertVerified)))]
pub async fn verify_alert(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<AlertVerified>, Refusal> {
    let (id, today) = (AlertId::new(id), app.now().day());
    let street = street_of_alert(&app, &actor, id).await?;
    let checked = app
        .read(move |tx| {
            let record = alerts::read(tx, &street, id)?.ok_or(Refusal::NotFound("alert"))?;
            seen(tx, &actor, &record, today)?;
            Ok(chain::check(tx, street.as_str(), id.uuid(), Some(record.head))?)
        })
        .await?;
    Ok(Reply(match checked {
        Ok(entries) => AlertVerified { entries, intact: true, broken: None },
        Err(broken) => AlertVerified { entries: 0, intact: false, broken: Some(format!("{broken:?}")) },
    }))
}
