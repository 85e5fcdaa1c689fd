//! The room's interface to the rest of the server.

use futures_util::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::{Grant, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::{AccountId, ReadingId, ResidentId};
use weiguang_domain::station::finish::Open;
use weiguang_store::Tx;

use super::CLOCK;
use super::{copy, http, jobs, ops, store};
use crate::App;
use crate::app::happening::{Happening, Reaction, reaches};
use crate::app::room::{Clock, OwnPart, Room, Statements};
use crate::app::{StateKind, UnitOfWork};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::outside::sealed_column::{SealedColumn, column};
use crate::outside::sealed_row;
use crate::rooms::care::Rules;
use crate::web::Refusal;

/// Readings, the rules that judge them, and alerts.
pub struct Care;

impl Room for Care {
    fn name(&self) -> &'static str {
        "care"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn records(&self) -> &'static [RecordKind] {
        &[
            record!(
                "alerts",
                "关爱预警",
                "care alerts",
                ["care.", "care.number-seen"],
                "care_alerts"("code, open, owner, began_at, version, chain"),
                RowEnd::Copied(store::alerts::streams)
            ),
            record!("readings", "测量", "readings", ["care.reading-"], "readings"("taken_by, at"), RowEnd::Each),
            record!("call-back", "回电号码", "numbers to call back", ["care.call-back-"]),
            record!("rules", "健康规则", "rules of care", ["care.rules-"]),
        ]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[
            column!("readings", "sealed", Id, |s, k| sealed_row::context(s, "readings", k.0)),
            column!("care_people", "sealed", Id, |s, k| sealed_row::context(s, "care_people", k.0)),
            column!("care_alerts", "sealed", Id, |s, k| sealed_row::context(s, "care_alerts", k.0)),
        ]
    }
    fn statements(&self) -> &'static [Statements] {
        &[
            store::readings::STATEMENTS,
            store::people::STATEMENTS,
            store::alerts::STATEMENTS,
            store::rules::STATEMENTS,
            store::calling::STATEMENTS,
        ]
    }
    fn states(&self) -> &'static [StateKind] {
        const { &[StateKind::of::<Rules>()] }
    }
    fn clock(&self) -> Option<Clock> {
        Some(Clock {
            name: CLOCK,
            next_alarm: jobs::next_alarm,
            due: store::alerts::due_before,
            ring_some: |app, street, limit| Box::pin(jobs::ring_some(app, street, limit)),
        })
    }
    fn sweep<'a>(&'a self, app: &'a App, street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(jobs::retain_street(app, street))
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        match what {
            // The households reacted before: an alert moves to the cell of the person's record.
            Happening::CellEnded(cell) => {
                return Ok(Reaction::moved(
                    "alerts",
                    ops::moves::carry(work, permit, &cell.old, cell.regrid, cell.target)?,
                ));
            }
            Happening::AccessLost { account, held } if !self.still_sees(held) => {
                return Ok(Reaction::passed(ops::moves::pass_on(work, permit, *account)?));
            }
            Happening::ResidentErased { resident, .. } => {
                return Ok(Reaction::removed(ops::belonging::forget(work, *resident)?));
            }
            Happening::ResidentMoved(resident) => ops::moves::moved(work, permit, *resident)?,
            Happening::BelongingGiven { thing, to, .. } if matches!(thing.what, Belongs::Reading | Belongs::Alert) => {
                ops::belonging::give(work, *thing, to)?;
            }
            Happening::ResidentsMerged { merge, gone, kept } => ops::belonging::follow_on(work, *merge, gone, kept)?,
            Happening::MergeUndone { merge, kept, gone } => ops::belonging::part(work, merge, kept, gone)?,
            _ => {}
        }
        Ok(Reaction::default())
    }
    fn work_rests_with(&self, tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<AccountId>, Refusal> {
        Ok(store::alerts::owners(tx, street)?)
    }
    fn still_sees(&self, held: &[Grant]) -> bool {
        reaches(held, Verb::CareAlert)
    }
    fn belongings(&self, tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
        ops::belonging::belongings(tx, street, of)
    }
    fn must_stay(&self, tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<bool, Refusal> {
        ops::belonging::is_open(tx, street, of)
    }
    fn open_at_desk(
        &self,
        tx: &mut Tx<'_>,
        street: &GridCode,
        of: Option<ResidentId>,
        readings: &[ReadingId],
    ) -> Result<Open, Refusal> {
        ops::waiting::open_at_desk(tx, street, of, readings)
    }
    fn own_copy(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        permit: Permit,
        of: ResidentId,
    ) -> Result<Option<OwnPart>, Refusal> {
        let (street, rules) = (work.tenant, work.state::<Rules>());
        Ok(Some(copy::held(work.tx, permit, &street, of, &rules)?.part()?))
    }
}
