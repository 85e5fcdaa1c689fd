//! Applies a re-grid: cells end and begin, and everything that named an old cell moves, in one transaction.

use serde_json::json;
use std::collections::BTreeMap;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::regrid::{Effect, State};
use weiguang_domain::grid::unit::{Cell, Kind};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::RegridId;
use weiguang_domain::kernel::time::Day;

use super::ops::{check, keep, open, plan_faults, refused, tell};
use super::store::{self, Report};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{CellEnded, CellsRedrawn, Happening, Reaction};
use crate::rooms::grid::land::Land;
use crate::rooms::grid::territory::Territory;
use crate::rooms::grid::{places, store as cells};
use crate::web::Refusal;

/// Applies a reviewed re-grid, from its day on. The plan is checked again, because others may have changed the territory.
///
/// # Errors
/// Permission; a re-grid that is not reviewed or whose day has not come; faults that have arisen since the review.
pub fn apply(work: &mut UnitOfWork<'_, '_>, id: RegridId) -> Result<Report, Refusal> {
    let (mut record, permit) = open(work, id, Verb::GridReview)?;
    record.regrid = record.regrid.carry_out(work.now).map_err(refused)?;
    let (street, today) = (work.tenant, work.now.day());
    let plan = &record.regrid.plan;
    let outcome = check(work.tx, &street, plan, today)?.map_err(|faults| Refusal::Invalid(plan_faults(&faults)))?;
    let (effect, day) = (outcome.effect, plan.day);

    redraw(work, id, &effect, day)?;
    store::insert_moves(work.tx, &street, id, &effect.mapping)?;
    let signers = match &record.regrid.state {
        State::Effective { drafted, reviewed, .. } => (drafted.by, Some(reviewed.by)),
        _ => (work.actor.account, None),
    };
    let successors = successors(&effect);
    let serving = work.react(
        permit,
        &Happening::CellsRedrawn(&CellsRedrawn {
            effect: &effect,
            successors: &successors,
            posts: &record.posts,
            day,
            drafted_by: signers.0,
            reviewed_by: signers.1,
        }),
    )?;

    // From here on the transaction uses the new territory: dispatch needs the new cells.
    cells::touch(work.tx, &street, cells::Changed::Territory)?;
    let territory = work.state::<Territory>();
    let before = territory.street(&street).map_or(0, |s| s.row.territory);
    let land = Land::read(work.tx, &street, before, today)?;
    work.replace(territory.with_land(&street, land));
    work.changes::<Territory>();

    let mut ends = effect.ends.clone();
    // Deeper codes move first; what is then left under a grid is its own.
    ends.sort_unstable_by_key(|code| (std::cmp::Reverse(code.level()), *code));
    let (mut moved, mut moved_places) = (Reaction::default(), 0);
    for old in &ends {
        let target = |at| effect.mapping.place(*old, at);
        let heirs: Vec<GridCode> = effect.mapping.heirs(*old).iter().map(|heir| heir.code).collect();
        let ended = CellEnded { regrid: id, old: *old, heirs: &heirs, day, target: &target };
        moved.add(work.react(permit, &Happening::CellEnded(&ended))?);
        moved_places += places::carry(work.tx, old, heirs.len() < 2, &target)?;
    }
    moved.add(work.react(permit, &Happening::Regridded { id, effect: &effect })?);
    if moved_places > 0 {
        cells::touch(work.tx, &street, cells::Changed::Directory)?;
    }
    places::carry_lessons(work.tx, &street, &|code| match effect.mapping.heirs(code) {
        [] => None,
        [one] => Some(Some(one.code)),
        _ => Some(None),
    })?;

    let texts = |codes: &[GridCode]| codes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let begun: Vec<GridCode> = effect.begins.iter().map(|c| c.code).collect();
    let holes: Vec<GridCode> =
        begun.iter().filter(|c| c.level() >= Level::Grid && !serving.held.contains(c)).copied().collect();
    let report = Report {
        ended: texts(&effect.ends),
        begun: texts(&begun),
        cases: moved.count("cases"),
        alerts: moved.count("alerts"),
        doors: moved.count("doors"),
        places: moved_places,
        posts: serving.count("posts"),
        holes: texts(&holes),
        followed: serving.count("destinations") + serving.count("tokens") + moved.count("views"),
        left: serving.left,
    };
    record.report = Some(report.clone());
    keep(work, &record)?;
    tell(work, permit, id, "grid.regrid-effective", &json!({ "report": report }))?;
    Ok(report)
}

/// Ends, begins, renames and re-homes cells.
fn redraw(work: &mut UnitOfWork<'_, '_>, id: RegridId, effect: &Effect, day: Day) -> Result<(), Refusal> {
    let gone = || Refusal::NotFound("cell");
    for code in &effect.ends {
        let cell = cells::cell_on(work.tx, code, day)?.ok_or_else(gone)?;
        cells::end_cell(work.tx, &cell, day)?;
    }
    for cell in &effect.begins {
        cells::insert_cell(work.tx, cell, Some(id))?;
    }
    for (code, name) in &effect.renamed {
        let before = cells::cell_on(work.tx, code, day)?.ok_or_else(gone)?;
        let after = Cell { name: name.clone(), ..before.clone() };
        cells::change_cell(work.tx, &before, &after, day, Some(id))?;
    }
    for (code, to) in &effect.rehomed {
        let before = cells::cell_on(work.tx, code, day)?.ok_or_else(gone)?;
        let mut after = before.clone();
        if let Kind::Functional { home, .. } = &mut after.kind {
            *home = *to;
        }
        cells::change_cell(work.tx, &before, &after, day, Some(id))?;
    }
    Ok(())
}

/// Cells that replace exactly one old cell each, with that cell: access rights and destinations move only in this case, since they would
/// reach further otherwise.
fn successors(effect: &Effect) -> BTreeMap<GridCode, GridCode> {
    let mut olds_of: BTreeMap<GridCode, usize> = BTreeMap::new();
    for (_, new, _) in effect.mapping.rows() {
        *olds_of.entry(new).or_default() += 1;
    }
    let alone = |old: &GridCode| match effect.mapping.heirs(*old) {
        [one] if olds_of.get(&one.code) == Some(&1) => Some((*old, one.code)),
        _ => None,
    };
    effect.ends.iter().filter_map(alone).collect()
}

/// Applies every reviewed re-grid whose day has come, street by street; returns their number. One with faults since its review is left
/// unchanged and logged; a person must check it.
///
/// # Errors
/// The store's errors.
pub async fn due(app: &App) -> Result<u64, Refusal> {
    let (today, mut done) = (app.now().day(), 0);
    for street in app.state::<Territory>().streets() {
        for id in app.read(move |tx| Ok(store::due(tx, &street, today)?)).await? {
            match app.transact(&Actor::system(), street, move |work| apply(work, id)).await {
                Ok(report) => {
                    tracing::info!(%street, %id, cases = report.cases, holes = report.holes.len(), "a re-grid is in effect");
                    done += 1;
                }
                Err(Refusal::VersionMoved(_)) => {}
                Err(Refusal::Invalid(faults)) => {
                    tracing::error!(%street, %id, ?faults, "a re-grid is due and has faults; it must be amended");
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(done)
}
