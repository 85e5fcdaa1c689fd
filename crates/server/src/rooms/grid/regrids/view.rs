//! Wire types of a re-grid: its plan, who signed it, its planned or actual effects.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::regrid::{Outcome, PlanFault, PlanWarning, Signed, State};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::Tx;

use super::ops::check;
use super::store::{self, Record, Report, codes, state_key};
use crate::rooms::grid::places;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;
use crate::web::words::{Bilingual, PersonView};

/// Somebody's signature.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridSignedView)]
pub struct SignedView {
    /// Who.
    pub by: PersonView,
    /// When, RFC 3339.
    pub at: String,
}

/// Something that a plan has wrong, or that is worth a word.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridRemarkView)]
pub struct RemarkView {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Where, as a GeoJSON geometry, if it has a place.
    #[schema(value_type = Option<Object>)]
    pub shape: Option<serde_json::Value>,
}

/// A cell that would begin.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridBeginView)]
pub struct BeginView {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Households, if counted.
    pub households: Option<u32>,
}

/// Where a part of an old cell goes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridMoveView)]
pub struct MoveView {
    /// The cell that ends.
    pub old: String,
    /// One that comes after it; the first of several also takes what has no place on the map.
    pub new: String,
    /// Its part, 0 to 1.
    pub share: f64,
}

/// What would go along from one old cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridCarriedView)]
pub struct CarriedView {
    /// The cell that ends.
    pub old: String,
    /// The old cell in words.
    pub words: String,
    /// Open cases at it.
    pub open_cases: i64,
    /// Rows of the address directory in it.
    pub places: i64,
    /// Those of them without a point: of a split they all go to the first part.
    pub places_without_point: i64,
    /// Assignments at it.
    pub posts: usize,
}

/// What a plan would do.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = GridPreview)]
pub struct Preview {
    /// What is wrong with it; nothing else is told then.
    pub faults: Vec<RemarkView>,
    /// What is worth a word.
    pub warnings: Vec<RemarkView>,
    /// Cells that would end.
    pub ends: Vec<String>,
    /// Cells that would begin.
    pub begins: Vec<BeginView>,
    /// Where everything goes.
    pub moves: Vec<MoveView>,
    /// What goes along.
    pub carried: Vec<CarriedView>,
}

/// A re-grid in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridRegridRow)]
pub struct RegridRow {
    /// Which.
    pub id: Uuid,
    /// The first day of the new cells.
    pub day: String,
    /// `drafted`, `reviewed`, `effective`, `withdrawn`.
    pub state: String,
    /// The state in words.
    pub state_words: Bilingual,
    /// The codes that it names.
    pub codes: Vec<String>,
    /// Who wrote it last.
    pub drafted: SignedView,
    /// Who agreed.
    pub reviewed: Option<SignedView>,
    /// When it came into effect, RFC 3339.
    pub carried_out: Option<String>,
    /// Who withdrew it.
    pub withdrawn: Option<SignedView>,
    /// Why.
    pub reason: Option<String>,
    /// Counts changes.
    pub version: i64,
    /// What the reader may do with it now: `amend`, `review`, `apply`, `withdraw`.
    pub actions: Vec<String>,
}

/// A re-grid.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridRegridView)]
pub struct RegridView {
    /// What lists show.
    #[serde(flatten)]
    pub row: RegridRow,
    /// The moves, as they were drafted.
    #[schema(value_type = Vec<Object>)]
    pub moves: serde_json::Value,
    /// Who is to serve the new cells.
    #[schema(value_type = Vec<Object>)]
    pub posts: serde_json::Value,
    /// What it would do, before it is in effect.
    pub preview: Option<Preview>,
    /// What it did.
    pub report: Option<Report>,
}

/// People named on a page of re-grids.
#[must_use]
pub fn people(state: &State) -> Vec<AccountId> {
    match state {
        State::Drafted { drafted } => vec![drafted.by],
        State::Reviewed { drafted, reviewed } | State::Effective { drafted, reviewed, .. } => {
            vec![drafted.by, reviewed.by]
        }
        State::Withdrawn { drafted, withdrawn, .. } => vec![drafted.by, withdrawn.by],
    }
}

/// A re-grid for one reader.
#[must_use]
pub fn row(r: &Record, names: &HashMap<AccountId, String>, actor: &Actor, now: Moment) -> RegridRow {
    let state = &r.regrid.state;
    let signed = |s: &Signed| SignedView {
        by: PersonView { id: s.by.uuid(), name: names.get(&s.by).cloned().unwrap_or_default() },
        at: s.at.to_string(),
    };
    let (drafted, reviewed, carried_out, withdrawn, reason) = match state {
        State::Drafted { drafted } => (drafted, None, None, None, None),
        State::Reviewed { drafted, reviewed } => (drafted, Some(reviewed), None, None, None),
        State::Effective { drafted, reviewed, carried_out } => {
            (drafted, Some(reviewed), Some(*carried_out), None, None)
        }
        State::Withdrawn { drafted, withdrawn, reason } => (drafted, None, None, Some(withdrawn), Some(reason.clone())),
    };
    let codes = codes(&r.regrid.plan);
    let may = |verb: Verb| codes.iter().all(|c| actor.may(verb, c, false).is_ok());
    let english = match state {
        State::Drafted { .. } => "drafted",
        State::Reviewed { .. } => "reviewed",
        State::Effective { .. } => "in effect",
        State::Withdrawn { .. } => "withdrawn",
    };
    let open = matches!(state, State::Drafted { .. } | State::Reviewed { .. });
    let mut actions = Vec::new();
    let mut offer = |yes: bool, action: &str| actions.extend(yes.then(|| action.to_owned()));
    offer(open && may(Verb::GridRegrid), "amend");
    offer(
        matches!(state, State::Drafted { drafted } if drafted.by != actor.account) && may(Verb::GridReview),
        "review",
    );
    let today = now.day() >= r.regrid.plan.day;
    offer(matches!(state, State::Reviewed { .. }) && today && may(Verb::GridReview), "apply");
    offer(open && may(Verb::GridRegrid), "withdraw");
    RegridRow {
        id: r.regrid.id.uuid(),
        day: r.regrid.plan.day.to_string(),
        state: state_key(state).to_owned(),
        state_words: Bilingual::new(state.chinese(), english),
        codes: codes.iter().map(ToString::to_string).collect(),
        drafted: signed(drafted),
        reviewed: reviewed.map(signed),
        carried_out: carried_out.map(|m| m.to_string()),
        withdrawn: withdrawn.map(signed),
        reason,
        version: r.version,
        actions,
    }
}

fn fault(f: &PlanFault) -> RemarkView {
    let place = match f {
        PlanFault::NotCovered { place, .. } | PlanFault::Overlap { place, .. } | PlanFault::Beyond { place, .. } => {
            Some(place)
        }
        _ => None,
    };
    RemarkView { zh: f.chinese(), en: f.to_string(), shape: place.and_then(|p| serde_json::to_value(p).ok()) }
}

fn warning(w: &PlanWarning) -> RemarkView {
    let shape = if let PlanWarning::Sliver { place, .. } = w { serde_json::to_value(place).ok() } else { None };
    RemarkView { zh: w.chinese(), en: w.to_string(), shape }
}

/// The effect of a plan if it were applied now.
///
/// # Errors
/// The store's errors.
pub fn preview(
    tx: &mut Tx<'_>,
    territory: &Territory,
    street: &GridCode,
    r: &Record,
    now: Moment,
) -> Result<Preview, Refusal> {
    let plan = &r.regrid.plan;
    let Outcome { effect, warnings } = match check(tx, street, plan, now.day())? {
        Ok(outcome) => outcome,
        Err(faults) => return Ok(Preview { faults: faults.iter().map(fault).collect(), ..Preview::default() }),
    };
    let mut carried = Vec::new();
    for old in &effect.ends {
        let (places, with_point) = places::count_at(tx, old)?;
        carried.push(CarriedView {
            old: old.to_string(),
            words: territory.words(old),
            open_cases: store::open_at(tx, old)?,
            places,
            places_without_point: places - with_point,
            posts: usize::try_from(store::posts_at(tx, old, plan.day)?).unwrap_or(0),
        });
    }
    let begin = |c: &weiguang_domain::grid::Cell| BeginView {
        code: c.code.to_string(),
        name: c.name.clone(),
        households: c.households,
    };
    Ok(Preview {
        faults: Vec::new(),
        warnings: warnings.iter().map(warning).collect(),
        ends: effect.ends.iter().map(ToString::to_string).collect(),
        begins: effect.begins.iter().map(begin).collect(),
        moves: effect
            .mapping
            .rows()
            .map(|(old, new, share)| MoveView { old: old.to_string(), new: new.to_string(), share })
            .collect(),
        carried,
    })
}
