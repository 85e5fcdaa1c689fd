//! Turns a request into a matter that can be stored: checks the fields, finds the place in memory, tokenises the words; all before the
//! transaction begins.

pub mod danger;
pub mod late;

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::cases::Placed;
use weiguang_domain::grid::address::{Outcome, Placing};
use weiguang_domain::grid::regrid::{CarriedOn, carry_on};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::ids::{AttachmentId, CaseId};
use weiguang_domain::kernel::phone;
pub use weiguang_domain::kernel::text::{ADDRESS_LIMIT, DETAIL_LIMIT, TITLE_LIMIT};

use crate::App;
use crate::rooms::cases::ops::Submit;
use crate::rooms::cases::queue::search;
use crate::rooms::cases::queue::search::Tokenizer;
use crate::rooms::cases::record::Reporter;
use crate::rooms::grid::placing::{CandidateView, PlacingView};
use crate::rooms::grid::street_of;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::web::words::{Bilingual, PointView};
use crate::web::{FieldFault, Refusal};

/// A new matter as it is sent.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CaseNewCase)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The kind's id; `other` if nobody knows.
    #[serde(default)]
    pub kind: Option<String>,
    /// In a few words.
    pub title: String,
    /// In all words.
    #[serde(default)]
    pub detail: String,
    /// The address as people say it.
    #[serde(default)]
    pub address: String,
    /// On the map.
    #[serde(default)]
    pub point: Option<PointView>,
    /// The datum of the point: `wgs84`, `cgcs2000` or `gcj02`.
    #[serde(default)]
    #[schema(value_type = Option<crate::rooms::grid::wire::GridDatum>)]
    pub datum: Datum,
    /// A code that somebody picked, over what address and point say.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<GridCode>,
    /// The street that receives it; needed if the actor serves several.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
    /// The door it came by: `member`, `hotline`, `phone`, `api`; the public page sets its own.
    #[serde(default)]
    #[schema(value_type = Option<crate::rooms::cases::wire::CaseSource>)]
    pub source: Option<String>,
    /// Whether somebody says that it is urgent.
    #[serde(default)]
    pub urgent: bool,
    /// Who brought it, if they want to be told.
    #[serde(default)]
    pub reporter: Option<Reporter>,
    /// The number in the system it came from; the same number is the same matter.
    #[serde(default)]
    pub external: Option<String>,
    /// Photos that were laid down before, at most three.
    #[serde(default)]
    pub attachments: Vec<Uuid>,
}

/// The kind of a matter for which nobody has chosen one.
pub const UNCHOSEN: &str = "other";
/// The channels by which matters arrive.
pub const SOURCES: &[&str] = &["resident", "member", "hotline", "phone", "api", "import"];

fn text(faults: &mut Vec<FieldFault>, field: &str, value: &str, limit: usize, needed: bool) -> String {
    let value = value.trim();
    if needed && value.is_empty() {
        faults.push(FieldFault::missing(field));
    }
    if value.chars().count() > limit {
        faults.push(FieldFault::too_long(field, limit));
    }
    value.to_owned()
}

/// The place found for a matter.
#[derive(Clone, Debug)]
pub struct Place {
    /// The receiving code: the micro-grid if certain, else the street, whose dispatcher decides.
    pub code: GridCode,
    /// The deepest code that contains all candidates: known matters are searched there.
    pub around: GridCode,
    /// Whether it is certain.
    pub placed: Placed,
    /// The point in WGS-84.
    pub point: Option<Point>,
    /// Evidence and candidates.
    pub view: PlacingView,
}

/// The deepest code that contains all of these, not above the street.
fn common(street: GridCode, codes: impl IntoIterator<Item = GridCode>) -> GridCode {
    GridCode::common(codes).filter(|c| c.level() >= Level::Street).unwrap_or(street)
}

/// Finds the place of a matter within a street.
#[must_use]
pub fn place(app: &App, street: GridCode, address: &str, point: Option<Point>, picked: Option<GridCode>) -> Place {
    let territory = app.state::<Territory>();
    if let Some(code) = picked {
        let view = PlacingView {
            outcome: "sure".into(),
            code: Some(code.to_string()),
            words: Some(territory.words(&code)),
            confidence: 1.0,
            ..PlacingView::default()
        };
        let placed = if code.level() >= Level::Grid { Placed::Sure } else { Placed::Unsure };
        return Place { code, around: code, placed, point, view };
    }
    let placing = territory.place(&street, address, point);
    let view = PlacingView::of(&territory, &placing);
    let (code, placed) = match &placing.outcome {
        Outcome::Sure { code, .. } => (*code, Placed::Sure),
        Outcome::Unsure { .. } => (street, Placed::Unsure),
        Outcome::Nothing => (street, Placed::Nothing),
    };
    Place { code, around: around_of(street, &placing), placed, point, view }
}

/// The deepest code that contains all candidates of a placing, not above the street.
pub fn around_of(street: GridCode, placing: &Placing) -> GridCode {
    match &placing.outcome {
        Outcome::Sure { code, .. } => *code,
        Outcome::Unsure { candidates } => common(street, candidates.iter().map(|c| c.code)),
        Outcome::Nothing => street,
    }
}

/// The place of a matter that was sent under a code which a re-grid has ended since: the certain place of its point or address, else the
/// successor of the code.
fn carried_on(app: &App, street: GridCode, address: &str, point: Option<Point>, heirs: &[GridCode]) -> Place {
    let found = place(app, street, address, point, None);
    let sure = (found.placed == Placed::Sure).then_some(found.code);
    let Some(CarriedOn { code, sure: is_sure }) = carry_on(sure, heirs).filter(|_| sure.is_none()) else {
        return found;
    };
    if is_sure {
        return place(app, street, address, point, Some(code));
    }
    let territory = app.state::<Territory>();
    let candidate = |c: &GridCode| CandidateView {
        code: c.to_string(),
        words: territory.words(c),
        label: String::new(),
        confidence: 0.5,
    };
    let view = PlacingView {
        outcome: "unsure".into(),
        confidence: 0.5,
        evidence: vec![Bilingual::new("所报网格已调整", "the cell that it was sent under was redrawn")],
        candidates: heirs.iter().map(candidate).collect(),
        ..PlacingView::default()
    };
    let around = if code.level() < Level::Street { street } else { code };
    Place { code: street, around, placed: Placed::Unsure, point, view }
}

/// Checks a request and turns it into a matter. `heirs` are the successors of its code, if a re-grid has ended it.
///
/// # Errors
/// All invalid fields.
pub fn prepare(
    app: &App,
    new: &NewCase,
    choice: &[GridCode],
    source: Option<&str>,
    heirs: &[GridCode],
) -> Result<Submit, Refusal> {
    let mut faults = Vec::new();
    let title = text(&mut faults, "title", &new.title, TITLE_LIMIT, true);
    let detail = text(&mut faults, "detail", &new.detail, DETAIL_LIMIT, false);
    let address = text(&mut faults, "address", &new.address, ADDRESS_LIMIT, false);
    let point = new.point.map(|p| Point::new(p.lon, p.lat));
    if point.is_some_and(|p| !p.is_valid()) {
        faults.push(FieldFault::new("point", "grid.bad-point", "经纬度不在有效范围内", "not a place on the earth"));
    }
    let point = point.map(|p| new.datum.to_wgs84(p));
    let source = source.or(new.source.as_deref()).unwrap_or("member");
    if !SOURCES.contains(&source) {
        faults.push(FieldFault::new(
            "source",
            "cases.unknown-source",
            format!("应为 {} 之一", SOURCES.join("、")),
            format!("one of {}", SOURCES.join(", ")),
        ));
    }
    let mut reporter = new.reporter.clone().unwrap_or_default();
    reporter.name = text(&mut faults, "reporter.name", &reporter.name, 40, false);
    reporter.phone = phone(&mut faults, "reporter.phone", &reporter.phone);
    let external = text(&mut faults, "external", new.external.as_deref().unwrap_or(""), 64, false);
    if let Some(code) = new.code
        && heirs.is_empty()
        && !app.state::<Territory>().knows(&code)
    {
        faults.push(FieldFault::new("code", "grid.unknown-code", "没有这个网格编码", "there is no such code"));
    }
    if new.id.get_version_num() != 7 {
        faults.push(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7"));
    }
    let manual = app.state::<CurrentManual>();
    let kind = new.kind.clone().unwrap_or_else(|| UNCHOSEN.to_owned());
    if manual.newest(&kind).is_none() {
        faults.push(FieldFault::new(
            "kind",
            "manual.unknown-kind",
            format!("没有“{kind}”这一类别"),
            format!("there is no kind {kind}"),
        ));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let street = street_of(app, new.street, new.code, point, &address, choice)?;
    let place = if heirs.is_empty() {
        place(app, street, &address, point, new.code)
    } else {
        carried_on(app, street, &address, point, heirs)
    };
    if place.code.street() != Some(street) {
        return Err(Refusal::field(FieldFault::new(
            "code",
            "cases.other-street",
            "网格编码不属于该街道",
            "the code is not of this street",
        )));
    }
    let words = app.local::<Tokenizer>().terms(&format!("{title} {address} {detail}"));
    let terms = search::blind(app.seal(), &street, &words);
    Ok(Submit {
        id: CaseId::new(new.id),
        kind,
        title,
        detail,
        address,
        point: place.point,
        code: place.code,
        placed: place.placed,
        evidence: serde_json::to_string(&place.view).map_err(|e| Refusal::Internal(e.to_string()))?,
        source: source.to_owned(),
        urgent: new.urgent,
        reporter,
        terms,
        external,
        photos: new.attachments.iter().copied().map(AttachmentId::new).collect(),
        received: None,
        told: None,
        laid_down: None,
        made_up: app.state::<Territory>().made_up(&street),
    })
}

/// A phone number in its stored form.
pub(crate) fn phone(faults: &mut Vec<FieldFault>, field: &str, typed: &str) -> String {
    match phone::read(typed) {
        Ok(read) => read.map_or_else(String::new, |one| one.number),
        Err(fault) => {
            faults.push(FieldFault::new(field, "kernel.phone", fault.chinese(), fault.english()));
            String::new()
        }
    }
}
