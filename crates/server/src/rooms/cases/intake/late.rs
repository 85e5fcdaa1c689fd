//! Late input from a phone that was offline while grids were redrawn: a report under an ended code, a note or an act on a case that moved.
//! None of it is lost, and nothing is done without notifying the present owner.

use axum::http::StatusCode;
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::cases::{Action, Fact, Late, late};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::regrid::heirs_of;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_domain::kernel::time::Moment;

use crate::App;
use crate::access::actors;
use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::cases::ops::{Act, keep};
use crate::rooms::cases::record::Record;
use crate::rooms::cases::store;
use crate::rooms::grid::regrids;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;
use crate::web::problem::MovedTo;

/// The most entries of a timeline in which a move is searched.
const ENTRIES: i64 = 1_000;

/// Applies an act to a case that the actor may not see, if it was theirs until a re-grid: a note is accepted at any version, because it
/// changes nothing; other acts are refused with the case's new place.
///
/// # Errors
/// [`Refusal::NotFound`] if it never was theirs; that it moved.
pub fn act(work: &mut UnitOfWork<'_, '_>, id: CaseId, act: &Act) -> Result<Record, Refusal> {
    let text = match act {
        Act::Plain(Action::Note { text }) => Some(text.as_str()),
        _ => None,
    };
    let (record, permit) = reach(work, id, text.is_some())?;
    word(work, permit, record, text)
}

/// A case that is not visible may have been the actor's until a re-grid, and is checked here; every other refusal is returned.
///
/// # Errors
/// The refusal.
pub fn unseen<T>(refusal: Refusal) -> Result<Option<T>, Refusal> {
    if matches!(refusal, Refusal::NotFound(_)) { Ok(None) } else { Err(refusal) }
}

/// The case of a person who had it until a re-grid, for an act that only adds to it: it counts as their own.
///
/// # Errors
/// As [`act`].
pub fn reach(work: &mut UnitOfWork<'_, '_>, id: CaseId, adds: bool) -> Result<(Record, Permit), Refusal> {
    let street = work.tenant;
    let record = store::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("case"))?;
    let then = actors::before_regrids(work.tx, work.actor, work.now.day())?;
    let moves: Vec<(GridCode, Moment)> = chain::stream(work.tx, street.as_str(), id.uuid(), 0, ENTRIES)?
        .into_iter()
        .filter_map(|(event, _)| match serde_json::from_str(event.text()) {
            Ok(Fact::Moved { from, .. }) => Some((from, event.at)),
            _ => None,
        })
        .collect();
    let party = record.is_party(work.actor.account);
    match late(&then, &record.case.code, party, &moves, adds, work.now) {
        Late::Taken => Ok((record, Permit::own(work.actor))),
        Late::NotTheirs => Err(Refusal::NotFound("case")),
        Late::MovedOn => {
            let code = record.case.code;
            Err(moved_on(MovedTo { code: code.to_string(), words: work.state::<Territory>().words(&code) }))
        }
    }
}

/// The refusal after a re-grid moved the case out of the actor's scope.
fn moved_on(to: MovedTo) -> Refusal {
    Refusal::Rule {
        status: StatusCode::CONFLICT,
        code: "cases.moved-on",
        zh: format!("网格调整后，该事项已转到{}；您仍可留下说明或照片。", to.words),
        en: format!("Grids were redrawn, and this is now with {}; you can still leave a note or a photo.", to.words),
        moved_to: Some(Box::new(to)),
    }
}

/// Stores a late note, or that a photo arrived late; the present owner is notified.
///
/// # Errors
/// An empty or too long note; the store's errors.
pub fn word(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    record: Record,
    text: Option<&str>,
) -> Result<Record, Refusal> {
    let step = record.case.clone().late_word(text)?;
    keep(work, permit, record, step)
}

/// A report under an ended code, before it is accepted.
#[derive(Clone, Debug)]
pub struct LateReport {
    /// The reporter, with their posts until the re-grid.
    pub by: Actor,
    /// Successors of the code.
    pub heirs: Vec<GridCode>,
}

/// Finds the successors of the code of a report. `None` if it has not ended, or never existed.
///
/// # Errors
/// The store's errors.
pub async fn report(app: &App, actor: &Actor, code: Option<GridCode>) -> Result<Option<LateReport>, Refusal> {
    let Some(code) = code.filter(|c| !app.state::<Territory>().knows(c)) else { return Ok(None) };
    let Some(street) = code.street().filter(|s| app.state::<Territory>().serves(s)) else { return Ok(None) };
    let (actor, day) = (actor.clone(), app.now().day());
    app.read(move |tx| {
        let heirs = heirs_of(code, &regrids::every_mapping(tx, &street)?);
        if heirs.is_empty() {
            return Ok(None);
        }
        Ok(Some(LateReport { by: actors::before_regrids(tx, &actor, day)?, heirs }))
    })
    .await
}
