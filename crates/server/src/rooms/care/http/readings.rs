//! Entering a reading, answering questions about it, reading it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::care::reading::{Meal, Measured, Settled, Symptom, Unit, Via, mmol_of_mg};
use weiguang_domain::care::{Quantity, Value};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{ReadingId, ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::Moment;

use super::street_of_reading;
use crate::App;
use crate::rooms::care::Rules;
use crate::rooms::care::ops::Receipt;
use crate::rooms::care::ops::looking::reading_seen;
use crate::rooms::care::ops::measure::{self, Enter};
use crate::rooms::care::view::reading::ReadingView;
use crate::rooms::households;
use crate::rooms::people::names_of;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};
use crate::web::problem::Problem;
use crate::web::{FieldFault, Refusal};

/// What was measured, as it was typed or shown: numbers as text, so that 16.7 stays 16.7; `HI` and `LO` are values.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = CareMeasuredBody)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each field is named by what it measures")]
pub struct MeasuredBody {
    pub systolic: Option<String>,
    pub diastolic: Option<String>,
    pub pulse: Option<String>,
    pub glucose: Option<String>,
    /// `mmol` (the default) or `mg`: the unit in which glucose was typed.
    pub unit: Option<String>,
    /// `fasting`, `after_meal` or `random`; needed with glucose.
    pub meal: Option<String>,
    pub temperature: Option<String>,
    pub oxygen: Option<String>,
    pub weight: Option<String>,
    /// What is felt or seen: `dizzy`, `chest_pain` …
    pub symptoms: Vec<String>,
}

fn unknown(field: &str) -> FieldFault {
    FieldFault::new(field, "care.unknown-word", "不在可选之列", "not one of the words of this list")
}

impl MeasuredBody {
    fn read(&self) -> Result<Measured, Refusal> {
        let mut faults = Vec::new();
        let mut values = BTreeMap::new();
        for (of, text) in [
            (Quantity::Systolic, &self.systolic),
            (Quantity::Diastolic, &self.diastolic),
            (Quantity::Pulse, &self.pulse),
            (Quantity::Glucose, &self.glucose),
            (Quantity::Temperature, &self.temperature),
            (Quantity::Oxygen, &self.oxygen),
            (Quantity::Weight, &self.weight),
        ] {
            match text.as_deref().map(Value::read) {
                None => {}
                Some(Some(value)) => {
                    values.insert(of, value);
                }
                Some(None) => faults.push(FieldFault::new(
                    of.key(),
                    "care.no-value",
                    "应为数字（最多三位小数）、HI 或 LO",
                    "a number with up to three decimals, HI or LO",
                )),
            }
        }
        let unit = self.unit.as_deref().map(Unit::from_key);
        let meal = self.meal.as_deref().map(Meal::from_key);
        let symptoms: Vec<_> = self.symptoms.iter().map(|s| Symptom::from_key(s)).collect();
        if unit == Some(None) {
            faults.push(unknown("unit"));
        }
        if meal == Some(None) {
            faults.push(unknown("meal"));
        }
        if symptoms.contains(&None) {
            faults.push(unknown("symptoms"));
        }
        if values.contains_key(&Quantity::Glucose) && meal.is_none() {
            faults.push(FieldFault::missing("meal"));
        }
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        let unit = values.contains_key(&Quantity::Glucose).then(|| unit.flatten().unwrap_or(Unit::Mmol));
        if let (Some(Unit::Mg), Some(Value::Is(typed))) = (unit, values.get_mut(&Quantity::Glucose)) {
            *typed = mmol_of_mg(*typed);
        }
        let symptoms: BTreeSet<Symptom> = symptoms.into_iter().flatten().collect();
        Ok(Measured { values, meal: meal.flatten(), symptoms, unit })
    }
}

/// A reading.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CareNewReading)]
#[serde(deny_unknown_fields)]
pub struct NewReading {
    /// Made by the client, version 7.
    pub id: Uuid,
    /// Whose.
    pub resident: Uuid,
    /// When, if not now; at most 30 days ago.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub at: Option<Moment>,
    /// Where, if at a station; with a number it is the number's.
    #[serde(default)]
    pub station: Option<Uuid>,
    /// For which number of a station's day.
    #[serde(default)]
    pub ticket: Option<Uuid>,
    /// Whether it came from a meter by radio.
    #[serde(default)]
    pub from_meter: bool,
    /// What.
    pub measured: MeasuredBody,
}

/// A reading for one reader.
async fn show(
    app: &App,
    actor: &Actor,
    street: GridCode,
    id: ReadingId,
    status: StatusCode,
    replayed: bool,
) -> Result<Response, Refusal> {
    let (reader, today) = (actor.clone(), app.now().day());
    let (record, names, permit) = app
        .read(move |tx| {
            let (record, permit) = reading_seen(tx, &reader, &street, id, today)?;
            let names = names_of(tx, [record.reading.by])?;
            Ok((record, names, permit))
        })
        .await?;
    let view = ReadingView::of(permit, &record, &app.state::<Rules>(), &names);
    Ok(written(status, &view, Some(record.version), replayed))
}

/// Enters a reading. It is judged by the rules in force; what is hard to believe is kept and asked again, and the answer says what is
/// asked. A critical one begins an alert that rings by itself.
#[utoipa::path(post, path = "/care/readings", tag = "care", request_body = NewReading, responses((status = 201, body = ReadingEntered)))]
pub async fn enter_reading(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewReading>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::CareMeasure)?;
    // A reading is as easy to guess as a phone number, so the stored hash of the request is keyed.
    let (sending, body) = (send.secret(&app), send.body);
    if body.id.get_version_num() != 7 {
        return Err(Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")));
    }
    let new = Enter {
        id: ReadingId::new(body.id),
        resident: ResidentId::new(body.resident),
        station: body.station.map(StationId::new),
        ticket: body.ticket.map(TicketId::new),
        at: body.at,
        via: if body.from_meter { Via::Meter } else { Via::Typed },
        measured: body.measured.read()?,
    };
    let street = households::street_of_any(&app, &actor, &[Verb::CareMeasure], new.resident).await?;
    let sent = app.write(&actor, street, sending, move |work| measure::enter(work, &new)).await?;
    // A program's token may enter readings but read none: it receives the receipt.
    match show(&app, &actor, street, ReadingId::new(sent.value.id), StatusCode::CREATED, sent.replayed).await {
        Err(Refusal::NotFound(_)) => {
            Ok(written(StatusCode::CREATED, &sent.value, Some(sent.value.version), sent.replayed))
        }
        shown => shown,
    }
}

/// What entering a reading answers; it only describes the two.
#[derive(ToSchema)]
#[schema(as = CareReadingEntered)]
#[serde(untagged)]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum ReadingEntered {
    /// The reading with what the rules say.
    Reading(Box<ReadingView>),
    /// The receipt, for who may enter readings and not read them.
    Receipt(Receipt),
}

/// One reading.
#[utoipa::path(get, path = "/care/readings/{id}", tag = "care", params(("id" = Uuid, Path)), responses((status = 200, body = ReadingView)))]
pub async fn read_reading(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = ReadingId::new(id);
    let street = street_of_reading(&app, &actor, id).await?;
    show(&app, &actor, street, id, StatusCode::OK, false).await
}

/// What is said to a question about a reading.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CareSettleBody)]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the answer that it belongs to")]
pub enum SettleBody {
    /// It is so: looked at the meter again.
    Confirmed {},
    /// It was a slip: this is right.
    Corrected { measured: Box<MeasuredBody> },
    /// It is nothing: the cuff slipped, another person's arm.
    Discarded { why: String },
}

/// Answers what is asked again about a reading that stands at the version of `If-Match`. What was typed stays in its trail.
#[utoipa::path(post, path = "/care/readings/{id}/settle", tag = "care", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = SettleBody, responses((status = 200, body = ReadingView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn settle_reading(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<SettleBody>,
) -> Result<Response, Refusal> {
    let id = ReadingId::new(id);
    let street = street_of_reading(&app, &actor, id).await?;
    let sending = send.secret(&app);
    let answer = match send.body {
        SettleBody::Confirmed {} => Settled::Confirmed,
        SettleBody::Corrected { measured } => Settled::Corrected(measured.read()?),
        SettleBody::Discarded { why } => Settled::Discarded { why },
    };
    let sent = app.write(&actor, street, sending, move |work| measure::settle(work, id, version, &answer)).await?;
    show(&app, &actor, street, id, StatusCode::OK, sent.replayed).await
}
