//! What comes late from a phone that was without network while grids were redrawn: a report under a code that has ended, a word or
//! an act on a case that moved. Nothing of it is lost, and nothing is done behind the back of whoever has the case now.

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

/// The most entries of a timeline in which a move is looked for.
const ENTRIES: i64 = 1_000;

/// Does an act on a case that the actor may not see, if it was theirs until a re-grid: a note is taken whatever the version, for
/// it changes nothing; other acts are told where the case went.
///
/// # Errors
/// [`Refusal::NotFound`] if it never was theirs; that it moved on.
pub fn act(work: &mut UnitOfWork<'_, '_>, id: CaseId, act: &Act) -> Result<Record, Refusal> {
    let text = match act {
        Act::Plain(Action::Note { text }) => Some(text.as_str()),
        _ => None,
    };
    let (record, permit) = reach(work, id, text.is_some())?;
    word(work, permit, record, text)
}

/// What is not to be seen may have been the actor's until a re-grid, and is looked at here; every other refusal stands.
///
/// # Errors
/// The refusal.
pub fn unseen<T>(refusal: Refusal) -> Result<Option<T>, Refusal> {
    if matches!(refusal, Refusal::NotFound(_)) { Ok(None) } else { Err(refusal) }
}

/// The case of somebody who had it until a re-grid, for something that only adds to it: it counts as their own.
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

/// A re-grid took the case out of the actor's reach.
fn moved_on(to: MovedTo) -> Refusal {
    Refusal::Rule {
        status: StatusCode::CONFLICT,
        code: "cases.moved-on",
        zh: format!("网格调整后，该事项已转到{}；您仍可留下说明或照片。", to.words),
        en: format!("Grids were redrawn, and this is now with {}; you can still leave a note or a photo.", to.words),
        moved_to: Some(Box::new(to)),
    }
}

/// Keeps a word that came late, or that a photo did; whoever has the case now is told.
///
/// # Errors
/// A word that is empty or too long; the store's.
pub fn word(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    record: Record,
    text: Option<&str>,
) -> Result<Record, Refusal> {
    let step = record.case.clone().late_word(text)?;
    keep(work, permit, record, step)
}

/// A report under a code that has ended, before it is taken in.
#[derive(Clone, Debug)]
pub struct LateReport {
    /// Who brings it, with what they held until the re-grid.
    pub by: Actor,
    /// What the code became.
    pub heirs: Vec<GridCode>,
}

/// Looks what became of a code under which somebody reports. `None` if it has not ended, or never was.
///
/// # Errors
/// The store's.
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
