//! Writes to territory of one thing at a time: teaching the directory by a pick, creating or changing a cell.

use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::address::learn as lessons_of;
use weiguang_domain::grid::unit::{Cell, Kind, SizeAdvice};
use weiguang_domain::grid::{GridCode, Level};

use super::{places, store};
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::web::{FieldFault, Refusal};

/// Teaches the directory by a dispatcher's pick for a typed text.
///
/// # Errors
/// Permission; the store's errors.
pub fn learn(work: &mut UnitOfWork<'_, '_>, text: &str, code: GridCode) -> Result<(), Refusal> {
    learn_row(work, text, code, None)
}

/// The same with the picked row of the directory, which also teaches a name of its quarter.
///
/// # Errors
/// Permission; no such row; the store's errors.
pub fn learn_row(work: &mut UnitOfWork<'_, '_>, text: &str, code: GridCode, row: Option<Uuid>) -> Result<(), Refusal> {
    work.actor.may(Verb::GridTeach, &code, false)?;
    let (territory, street) = (work.state::<Territory>(), work.tenant);
    if let Some(row) = row {
        places::read(work.tx, &street, row)?.ok_or(Refusal::NotFound("place"))?;
    }
    work.changes::<Territory>();
    let Some(directory) = territory.street(&street).and_then(|s| s.addresses.directory()) else { return Ok(()) };
    for lesson in lessons_of(directory, text, code, row.map(places::handle)) {
        let (id, by, now) = (work.id(), work.actor.account, work.now);
        places::insert_lesson(work.tx, &street, id, &lesson, by, now)?;
    }
    Ok(())
}

fn fault(field: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::field(FieldFault::new(field, code, zh, en))
}

/// Faults of a cell by itself and of its references, in both languages. Its shape was checked when it was read.
fn faults(work: &UnitOfWork<'_, '_>, cell: &Cell) -> Vec<FieldFault> {
    use weiguang_domain::grid::unit::CellFault as F;
    let mut faults: Vec<FieldFault> = cell
        .faults()
        .into_iter()
        // A cell without a name of its own is called by its number.
        .filter(|f| *f != F::NoName)
        .map(|f| {
            let field = match f {
                F::NoName => "name",
                F::EndsBeforeItBegins => "since",
                F::Level => "kind",
                F::FunctionalShape => "shape",
                F::FunctionalHome => "home",
                F::TakesNothing => "takes",
            };
            FieldFault::new(field, "grid.bad-cell", f.chinese(), f.to_string())
        })
        .collect();
    if cell.code.level() < Level::Community {
        faults.push(FieldFault::new(
            "code",
            "grid.bad-level",
            "只能维护社区、网格和微网格",
            "only communities, grids and micro-grids are kept here",
        ));
    }
    let territory = work.state::<Territory>();
    if let Kind::Functional { home, takes } = &cell.kind {
        if !territory.knows(home) || home.street() != cell.code.street() {
            faults.push(FieldFault::new("home", "grid.unknown-code", "没有这个归属网格", "there is no such home"));
        }
        for kind in takes.iter().filter(|kind| !work.rooms().iter().any(|room| room.knows_kind(work, kind))) {
            faults.push(FieldFault::new(
                "takes",
                "manual.unknown-kind",
                format!("没有“{kind}”这一类别"),
                format!("there is no kind {kind}"),
            ));
        }
    }
    faults
}

/// Creates a new cell. Returns advice on its size, which never refuses.
///
/// # Errors
/// Permission; every fault of the cell; a code that is or was in use.
pub fn create(work: &mut UnitOfWork<'_, '_>, cell: &Cell) -> Result<Option<SizeAdvice>, Refusal> {
    let permit = work.actor.may(Verb::GridEdit, &cell.code, false)?;
    let mut faults = faults(work, cell);
    let functional = matches!(cell.kind, Kind::Functional { .. });
    if let Some(parent) = cell.code.parent().filter(|p| !functional && !work.state::<Territory>().knows(p)) {
        faults.push(FieldFault::new(
            "code",
            "grid.no-parent",
            format!("上级 {parent} 不存在"),
            format!("there is no {parent} above it"),
        ));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    if store::code_used(work.tx, &cell.code)? {
        return Err(fault(
            "code",
            "grid.code-used",
            "编号已被使用，编号不重复使用",
            "the code is or was in use; codes are not used again",
        ));
    }
    store::insert_cell(work.tx, cell, None)?;
    tell(work, permit, "grid.cell-created", cell)
}

/// Changes a cell from today on; its former state stays on record. Code and kind of cell cannot change: another code is a re-grid.
///
/// # Errors
/// Permission; no such cell; every fault of the changed cell.
pub fn change(
    work: &mut UnitOfWork<'_, '_>,
    code: &GridCode,
    with: &dyn Fn(Cell) -> Cell,
) -> Result<Option<SizeAdvice>, Refusal> {
    let permit = work.actor.may(Verb::GridEdit, code, false)?;
    let day = work.now.day();
    let before = store::cell_on(work.tx, code, day)?.ok_or(Refusal::NotFound("cell"))?;
    let after = with(before.clone());
    let faults = faults(work, &after);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    store::change_cell(work.tx, &before, &after, day, None)?;
    tell(work, permit, "grid.cell-changed", &after)
}

/// Records the change on the street's stream of territory, and makes every process reload the street.
fn tell(work: &mut UnitOfWork<'_, '_>, permit: Permit, kind: &str, cell: &Cell) -> Result<Option<SizeAdvice>, Refusal> {
    let street = work.tenant;
    let body = serde_json::json!({
        "code": cell.code, "name": cell.name, "kind": cell.kind, "households": cell.households,
        "since": cell.since, "drawn": cell.shape.is_some(),
    });
    work.append_to(permit, stream(&street), kind, body.to_string())?;
    work.changes::<Territory>();
    store::touch(work.tx, &street, store::Changed::Territory)?;
    Ok(cell.advice())
}

/// The stream of a street's territory: its id contains the digits of the code, so that it needs no row of its own.
#[must_use]
pub fn stream(street: &GridCode) -> Uuid {
    Uuid::from_u64_pair(street.as_str().parse().unwrap_or(0), 0x8000_0000_0000_0001)
}
