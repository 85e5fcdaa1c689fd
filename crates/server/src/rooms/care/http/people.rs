//! One person's care: readings and their history, due re-measurements; and the list of overdue ones.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::care::Patient;
use weiguang_domain::care::verdict::Illness;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, ResidentId};
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::kernel::text::mask_name;
use weiguang_domain::kernel::time::Day;
use weiguang_store::Tx;

use crate::App;
use crate::rooms::care::Rules;
use crate::rooms::care::ops::{Receipt, is_paired, measure, seen};
use crate::rooms::care::store::readings::{After, NEWEST};
use crate::rooms::care::store::{alerts, people, readings};
use crate::rooms::care::view::line::{LineOf, lines};
use crate::rooms::care::view::reading::{ReadingView, RecheckView};
use crate::rooms::care::view::{KeyWords, key};
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::{self, Profile};
use crate::rooms::people::names_of;
use crate::rooms::people::under_of;
use crate::rooms::station::{NumberOf, numbers_of};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::cursor::{self, Cursor};
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::page::PageUnder;

/// A person's care, for who may measure them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CareOf {
    /// Who.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The age today.
    pub age: Option<u16>,
    /// The cell.
    pub code: String,
    /// Whether all readings are shown, or only those that the reader took.
    pub all: bool,
    /// What they were asked to have measured again; for those who see all.
    pub rechecks: Vec<RecheckView>,
    /// Long illnesses by a doctor's record: `hypertension`, `diabetes`, `pregnancy`; for those who see all.
    pub illnesses: Vec<String>,
    /// The open alert, if there is one that the reader may see.
    pub alert: Option<Uuid>,
    /// The newest readings.
    pub readings: Vec<ReadingView>,
    /// Where the next page of readings begins.
    pub next: Option<String>,
    /// The lines that their values cross, by age and, for those who see all, illnesses.
    pub lines: Vec<LineOf>,
    /// Their numbers at stations from today on.
    pub tickets: Vec<NumberOf>,
}

/// A person whom the actor may measure, and whether the actor sees all of their readings.
pub(super) fn measurable(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    id: ResidentId,
    today: Day,
) -> Result<(Profile, bool, Permit), Refusal> {
    let person = households::profile(tx, street, id)?.ok_or(Refusal::NotFound("resident"))?;
    let code = person.kept.resident.code;
    let permit = actor.may(Verb::CareMeasure, &code, false).map_err(|_| Refusal::NotFound("resident"))?;
    let paired = is_paired(tx, actor, street, &code, today)?;
    let all = actor.may(Verb::CareRead, &code, paired).is_ok();
    Ok((person, all, permit))
}

fn after_of(text: Option<&str>) -> Result<After, Refusal> {
    let Some(text) = text else { return Ok(NEWEST) };
    let Cursor { key, id } = Cursor::parse(text)?;
    Ok((key, id))
}

type Readings = Page<crate::rooms::care::record::ReadingRecord>;

fn page_of(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: ResidentId,
    by: Option<AccountId>,
    after: After,
    limit: i64,
) -> Result<Readings, Refusal> {
    let rows = readings::of_person(tx, street, id, by, after, limit + 1)?;
    Ok(Page::cut(rows, limit - tx.unread(), |r| Cursor { key: r.reading.at.micros(), id: r.reading.id.uuid() }.write()))
}

/// One person's care: the newest readings with what the rules say, and what is to be measured again.
#[utoipa::path(get, path = "/care/residents/{id}", tag = "care", params(("id" = Uuid, Path)), responses((status = 200, body = CareOf)))]
pub async fn read_care_of(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<CareOf>, Refusal> {
    actor.may_somewhere(Verb::CareMeasure)?;
    let id = ResidentId::new(id);
    let street = households::street_of_any(&app, &actor, &[Verb::CareMeasure], id).await?;
    let today = app.now().day();
    let ((person, all, permit), followed, alert, found, names, tickets) = app
        .read(move |tx| {
            let (person, all, permit) = measurable(tx, &actor, &street, id, today)?;
            let followed = people::read(tx, &street, id)?.filter(|_| all);
            let open = alerts::open_of(tx, &street, id)?;
            let alert = match open {
                Some(open) if seen(tx, &actor, &open, today).is_ok() => Some(open.alert.id),
                _ => None,
            };
            let by = (!all).then_some(actor.account);
            let found = page_of(tx, &street, id, by, NEWEST, page::DEFAULT_LIMIT)?;
            let names = names_of(tx, found.items.iter().map(|r| r.reading.by))?;
            let tickets = numbers_of(tx, &street, id, today)?;
            Ok(((person, all, permit), followed, alert, found, names, tickets))
        })
        .await?;
    let (rules, resident) = (app.state::<Rules>(), &person.kept.resident);
    let illnesses = followed.iter().flat_map(|f| f.illnesses.iter().copied()).collect();
    let patient = Patient { age: resident.birth.age(today), illnesses };
    let recheck = |r: &weiguang_domain::care::recheck::Recheck| RecheckView {
        of: KeyWords::new(r.of.key(), r.of.chinese(), r.of.english()),
        due: r.due.to_string(),
    };
    Ok(Reply(CareOf {
        id: resident.id.uuid(),
        name: resident.name.clone(),
        age: resident.birth.age(today),
        code: resident.code.to_string(),
        all,
        rechecks: followed.iter().flat_map(|f| f.rechecks.iter().map(recheck)).collect(),
        illnesses: followed.iter().flat_map(|f| f.illnesses.iter().map(key)).collect(),
        alert: alert.map(weiguang_domain::kernel::ids::AlertId::uuid),
        readings: found.items.iter().map(|r| ReadingView::of(permit, r, &rules, &names)).collect(),
        next: found.next,
        lines: lines(rules.on(today), &patient),
        tickets,
    }))
}

/// Where in a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReadingsQuery {
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A page of readings, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareReadingPage)]
pub struct ReadingPage {
    /// The readings.
    pub items: Vec<ReadingView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A person's readings, newest first: those that the reader may see.
#[utoipa::path(get, path = "/care/residents/{id}/readings", tag = "care", params(("id" = Uuid, Path), ReadingsQuery), responses((status = 200, body = ReadingPage)))]
pub async fn list_readings(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<ReadingsQuery>,
) -> Result<Reply<ReadingPage>, Refusal> {
    actor.may_somewhere(Verb::CareMeasure)?;
    let (id, after, limit) = (ResidentId::new(id), after_of(query.after.as_deref())?, page::limit(query.limit));
    let street = households::street_of_any(&app, &actor, &[Verb::CareMeasure], id).await?;
    let today = app.now().day();
    let (found, names, permit) = app
        .read(move |tx| {
            let (_, all, permit) = measurable(tx, &actor, &street, id, today)?;
            let found = page_of(tx, &street, id, (!all).then_some(actor.account), after, limit)?;
            let names = names_of(tx, found.items.iter().map(|r| r.reading.by))?;
            Ok((found, names, permit))
        })
        .await?;
    let rules = app.state::<Rules>();
    let items = found.items.iter().map(|r| ReadingView::of(permit, r, &rules, &names)).collect();
    Ok(Reply(ReadingPage { items, next: found.next }))
}

/// A doctor's record of long illnesses.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CareIllnessesBody)]
#[serde(deny_unknown_fields)]
pub struct IllnessesBody {
    /// `hypertension`, `diabetes`, `pregnancy`.
    #[schema(value_type = Vec<String>)]
    pub illnesses: BTreeSet<Illness>,
}

/// Writes down somebody's long illnesses, by which rules may ask; for the team paired with the cell.
#[utoipa::path(put, path = "/care/residents/{id}/illnesses", tag = "care", params(("id" = Uuid, Path)), request_body = IllnessesBody, responses((status = 200, body = Receipt)))]
pub async fn write_illnesses(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<IllnessesBody>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::CareWord)?;
    let id = ResidentId::new(id);
    let street = households::street_of_any(&app, &actor, &[Verb::CareMeasure], id).await?;
    let (sending, list) = (send.secret(&app), send.body.illnesses);
    let sent = app.write(&actor, street, sending, move |work| measure::illnesses(work, id, &list)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}

/// Somebody whose recheck is past: whom to call and since when, and not what was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareOverdueView)]
pub struct OverdueView {
    /// Who.
    pub resident: Uuid,
    /// 王**.
    pub name: String,
    /// Their cell.
    pub code: String,
    /// The cell in words.
    pub place: String,
    /// The last day, `YYYY-MM-DD`.
    pub due: String,
    /// Days past.
    pub days: i32,
}

/// A page of the overdue list, the longest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareOverduePage)]
pub struct OverduePage {
    /// The people.
    pub items: Vec<OverdueView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Those whose recheck is past, the longest first, by cell: for the paired doctor and the member together.
#[utoipa::path(get, path = "/care/overdue", tag = "care", params(PageUnder), responses((status = 200, body = OverduePage)))]
pub async fn list_overdue(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<PageUnder>,
) -> Result<Reply<OverduePage>, Refusal> {
    actor.may_somewhere(Verb::CareOverdue)?;
    let scope = actor.scope(Verb::CareOverdue);
    let (under, street) = under_of(&app, &scope, query.under, Verb::CareOverdue)?;
    let after: (String, Uuid) = match query.after.as_deref() {
        None => (String::new(), Uuid::nil()),
        Some(text) => {
            let (day, id) = text.split_once('.').ok_or_else(cursor::fault)?;
            (
                day.parse::<Day>().map_err(|_| cursor::fault())?.to_string(),
                Uuid::parse_str(id).map_err(|_| cursor::fault())?,
            )
        }
    };
    let (today, limit) = (app.now().day(), page::limit(query.limit));
    let (found, called) = app
        .read(move |tx| {
            let mut rows = Vec::new();
            for prefix in scope.under(&under) {
                rows.extend(people::overdue(tx, &prefix, today, (&after.0, after.1), limit + 1)?);
            }
            rows.sort_by_key(|r| (r.due, r.resident));
            let found = Page::cut(rows, limit - tx.unread(), |r| format!("{}.{}", r.due, r.resident.uuid().simple()));
            let people = households::residents(tx, &street, found.items.iter().map(|row| row.resident))?;
            let called = |row: &people::Overdue| {
                people.get(&row.resident).filter(|k| k.resident.is_served()).map(|k| mask_name(&k.resident.name))
            };
            let called: Vec<Option<String>> = found.items.iter().map(called).collect();
            Ok((found, called))
        })
        .await?;
    let territory = app.state::<Territory>();
    let items = found.items.iter().zip(called).filter_map(|(row, name)| {
        Some(OverdueView {
            resident: row.resident.uuid(),
            name: name?,
            code: row.code.to_string(),
            place: territory.words(&row.code),
            due: row.due.to_string(),
            days: (today - row.due).get_days(),
        })
    });
    Ok(Reply(OverduePage { items: items.collect(), next: found.next }))
}
