//! The room's interface to the rest of the server.

use futures_util::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::{Actor, Grant, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::unit::Kind;
use weiguang_domain::kernel::ids::{AccountId, AttachmentId, CaseId, PartId};
use weiguang_store::{StoreError, Tx};

use super::CLOCK;
use super::{carried, checks, figures, files, http, jobs, life, parts, public, queue, store};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{Happening, Reaction, reaches};
use crate::app::room::{Clock, Job, Room, Statements, Tally};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::finding::Finding;
use crate::outside::sealed_column::{SealedColumn, column};
use crate::web::Refusal;

/// Matters from first word to last.
pub struct Cases;

impl Room for Cases {
    fn name(&self) -> &'static str {
        "cases"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes().merge(public::http::routes())
    }
    fn records(&self) -> &'static [RecordKind] {
        &[record!(
            "cases",
            "事项",
            "cases",
            ["cases."],
            "cases"(
                "number, kind, kind_version, code, placed, status, open, urgent, owner, post, clocks, received_at, version, chain"
            ),
            RowEnd::Copied(store::all_streams)
        )]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[
            column!("cases", "sealed", Id, |s, k| store::seal_context(s, CaseId::new(k.0), "sealed")),
            column!("cases", "reporter", Id, |s, k| store::seal_context(s, CaseId::new(k.0), "reporter")),
            column!("case_parts", "task", OfCase, |s, k| parts::seal_context(s, PartId::new(k.1), "task")),
            column!("case_parts", "result", OfCase, |s, k| parts::seal_context(s, PartId::new(k.1), "result")),
            column!("case_followers", "contact", OfCase, |s, k| store::seal_context(s, CaseId::new(k.0), "reporter")),
            column!("attachments", "name", Id, |s, k| files::attachments::seal_context(
                s,
                AttachmentId::new(k.0),
                "name"
            )),
            column!("attachments", "content", Id, |s, k| files::attachments::seal_context(
                s,
                AttachmentId::new(k.0),
                "content"
            )),
            column!("attachments", "place", Id, |s, k| files::attachments::seal_context(
                s,
                AttachmentId::new(k.0),
                "place"
            )),
            column!("waiting_files", "name", Id, |s, k| public::files::seal_context(s, AttachmentId::new(k.0), "name")),
            column!("waiting_files", "content", Id, |s, k| public::files::seal_context(
                s,
                AttachmentId::new(k.0),
                "content"
            )),
            column!("saved_views", "name", OfAccount, |_, k| queue::views::seal_context(
                AccountId::new(k.0),
                k.1,
                "name"
            )),
            column!("saved_views", "query", OfAccount, |_, k| queue::views::seal_context(
                AccountId::new(k.0),
                k.1,
                "query"
            )),
        ]
    }
    fn check_street(&self, app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
        checks::street(app, street)
    }
    fn statements(&self) -> &'static [Statements] {
        &[
            checks::STATEMENTS,
            store::STATEMENTS,
            queue::STATEMENTS,
            queue::terms::STATEMENTS,
            parts::STATEMENTS,
            files::attachments::STATEMENTS,
            files::stored_files::STATEMENTS,
            carried::STATEMENTS,
            figures::days::STATEMENTS,
            public::store::STATEMENTS,
            public::links::STATEMENTS,
            public::files::STATEMENTS,
            queue::views::STATEMENTS,
        ]
    }
    fn clock(&self) -> Option<Clock> {
        Some(Clock {
            name: CLOCK,
            next_alarm: jobs::next_alarm,
            due: checks::due,
            ring_some: |app, street, limit| Box::pin(jobs::ring_some(app, street, limit)),
        })
    }
    fn jobs(&self) -> &'static [Job] {
        &[
            Job { name: "indexing", run: |app, stop| Box::pin(queue::terms::run(app, stop)) },
            Job { name: "files", run: |app, stop| Box::pin(files::stored_files::run(app, stop)) },
        ]
    }
    fn sweep<'a>(&'a self, app: &'a App, street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async move {
            let now = app.now();
            app.transact(&Actor::system(), street, move |work| Ok(public::files::forget(work.tx, &street, now)?)).await
        })
    }
    fn calendar_changed<'a>(
        &'a self,
        app: &'a App,
        street: GridCode,
        _first: bool,
    ) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(life::recount::recount_street(app, street))
    }
    fn clock_confirmed(&self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let street = work.tenant;
        Ok(store::ring_held(work.tx, &street)?)
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        Ok(match what {
            Happening::CellEnded(cell) => {
                Reaction::moved("cases", life::moves::carry(work, permit, &cell.old, cell.regrid, cell.target)?)
            }
            Happening::Regridded { id, effect } => {
                // Open cases of a functional cell that ended keep their place; who is responsible is determined again.
                let functional =
                    |code| effect.begins.iter().any(|c| c.code == code && matches!(c.kind, Kind::Functional { .. }));
                let ended = |post: &GridCode| effect.mapping.heirs(*post).iter().any(|heir| functional(heir.code));
                let any = effect.begins.iter().any(|c| matches!(c.kind, Kind::Functional { .. }));
                let mut done =
                    Reaction::moved("cases", if any { life::moves::repost(work, permit, *id, &ended)? } else { 0 });
                done.add(Reaction::moved(
                    "views",
                    queue::views::follow(work, &|code| {
                        effect.ends.contains(code).then(|| effect.mapping.heirs(*code).iter().map(|h| h.code).collect())
                    })?,
                ));
                done
            }
            Happening::AccessLost { account, held } if !self.still_sees(held) => {
                let mut passed = life::moves::pass_on(work, permit, *account)?;
                passed.extend(parts::pass_on(work, *account)?);
                Reaction::passed(passed)
            }
            _ => Reaction::default(),
        })
    }
    fn work_rests_with(&self, tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<AccountId>, Refusal> {
        Ok(store::owners(tx, street)?)
    }
    fn still_sees(&self, held: &[Grant]) -> bool {
        reaches(held, Verb::CasesRead)
    }
    fn tallies(&self, tx: &mut Tx<'_>, under: &GridCode) -> Result<Vec<(String, Tally)>, StoreError> {
        store::rollup(tx, under, 17)
    }
}
