//! People expected at a desk: for a second reading, a clinical decision, or an answer.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::kernel::ids::StationId;

use crate::App;
use crate::rooms::care::ops::calling;
use crate::rooms::care::ops::waiting::{self, Awaits, Waiting};
use crate::rooms::care::view::call::CallView;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::streets_by;
use crate::rooms::station;
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn};

/// Of which station.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WaitingQuery {
    /// A station; beside those whom the reader measured, those who were measured there.
    station: Option<Uuid>,
}

/// Somebody who is awaited; nothing of what was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareWaitingView)]
pub struct WaitingView {
    /// Who.
    pub resident: Uuid,
    /// Their name.
    pub name: String,
    /// `second` reading, clinical `word`, or `answer` to a question.
    pub awaits: String,
    /// The reading that it is about.
    pub reading: Uuid,
    /// The alert whose clock runs, if one does.
    pub alert: Option<Uuid>,
    /// When it rings by itself, RFC 3339.
    pub due_at: Option<String>,
    /// Whether the reader took the reading.
    pub mine: bool,
    /// The number for which it was taken.
    pub ticket: Option<Uuid>,
    /// The same as on the screen: B05.
    pub label: Option<String>,
}

impl From<Waiting> for WaitingView {
    fn from(w: Waiting) -> Self {
        let awaits = match w.awaits {
            Awaits::Second => "second",
            Awaits::Word => "word",
            Awaits::Answer => "answer",
        };
        let (ticket, label) = w.ticket.map(|(id, label)| (id.uuid(), label)).unzip();
        Self {
            resident: w.resident.uuid(),
            name: w.name,
            awaits: awaits.to_owned(),
            reading: w.reading.uuid(),
            alert: w.alert.map(weiguang_domain::kernel::ids::AlertId::uuid),
            due_at: w.due.map(|at| at.to_string()),
            mine: w.mine,
            ticket,
            label,
        }
    }
}

/// Those who are awaited.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareWaitingPage)]
pub struct WaitingPage {
    /// The nearest clock first.
    pub items: Vec<WaitingView>,
    /// Whom to call where there is no network: of the station, or of where the reader measures. A face stores them.
    pub call: Vec<CallView>,
    /// Now, RFC 3339.
    pub now: String,
}

/// Who is awaited after a reading, with the clock that runs: of those whom the reader measured, and of a station where they measure.
#[utoipa::path(get, path = "/care/waiting", tag = "care", params(WaitingQuery), responses((status = 200, body = WaitingPage)))]
pub async fn list_waiting(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<WaitingQuery>,
) -> Result<Reply<WaitingPage>, Refusal> {
    actor.may_somewhere(Verb::CareMeasure)?;
    let (now, station) = (app.now(), query.station.map(StationId::new));
    let streets = streets_by(&app, &actor, &[Verb::CareMeasure]);
    let (seal, territory) = (app.seal().clone(), app.state::<Territory>());
    let (found, call) = app
        .read(move |tx| {
            let mut all = Vec::new();
            let mut at =
                streets.first().and_then(|street| actor.scope(Verb::CareMeasure).under(street).first().copied());
            for street in &streets {
                all.extend(waiting::waiting(tx, &actor, street, station, now)?);
                let found = station.map(|id| station::find(tx, street, id)).transpose()?.flatten();
                at = found.map(|s| s.station.code).filter(|c| actor.may(Verb::CareMeasure, c, false).is_ok()).or(at);
            }
            let call = at.map(|at| calling::standing_by(tx, &seal, &territory, &at, now.day())).transpose()?;
            Ok((all, call.unwrap_or_default()))
        })
        .await?;
    Ok(Reply(WaitingPage {
        items: found.into_iter().map(WaitingView::from).collect(),
        call: call.into_iter().map(CallView::from).collect(),
        now: now.to_string(),
    }))
}
