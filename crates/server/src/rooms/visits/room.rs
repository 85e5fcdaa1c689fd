//! The room's interface to the rest of the server.

use futures_util::future::BoxFuture;
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::Permit;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_store::Tx;

use super::{checks, http, jobs, ops, store};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{Happening, Reaction};
use crate::app::room::{OwnPart, OwnTable, Room, Statements};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::finding::Finding;
use crate::outside::sealed_column::{SealedColumn, column};
use crate::outside::sealed_row;
use crate::rooms::people;
use crate::web::Refusal;

/// Visits, patrols, campaigns and forms.
pub struct Visits;

impl Room for Visits {
    fn name(&self) -> &'static str {
        "visits"
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
                "visits",
                "走访",
                "visits",
                ["visits.visited", "visits.patrolled", "visits.corrected"],
                "visits"("kind, dwelling, by_account, at, received_at, campaign, outcome, form, form_version, month"),
                RowEnd::Each
            ),
            record!("campaigns", "专项任务", "campaigns", ["visits."], "campaigns"("status"), RowEnd::Each),
            record!("forms", "走访表单", "forms of visits", ["visits.published"]),
        ]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[
            column!("campaigns", "sealed", Id, |s, k| sealed_row::context(s, "campaigns", k.0)),
            column!("visits", "sealed", Id, |s, k| sealed_row::context(s, "visits", k.0)),
            column!("visit_edits", "sealed", Id, |s, k| sealed_row::context(s, "visit_edits", k.0)),
        ]
    }
    fn check_street(&self, app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
        checks::street(app, street)
    }
    fn statements(&self) -> &'static [Statements] {
        &[
            checks::STATEMENTS,
            store::visits::STATEMENTS,
            store::campaigns::STATEMENTS,
            store::edits::STATEMENTS,
            store::forms::STATEMENTS,
        ]
    }
    fn sweep<'a>(&'a self, app: &'a App, street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(jobs::retain_street(app, street))
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, _permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        Ok(match what {
            Happening::CellEnded(cell) => {
                ops::carry::carry(work, &cell.old, cell.heirs, cell.target)?;
                Reaction::default()
            }
            Happening::BelongingGiven { thing, from, to } if thing.what == Belongs::Visit => {
                ops::belonging::give(work, *thing, *from, to.id)?;
                Reaction::default()
            }
            Happening::ResidentErased { resident, .. } => Reaction::removed(ops::belonging::forget(work, *resident)?),
            _ => Reaction::default(),
        })
    }
    fn belongings(&self, tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
        ops::belonging::belongings(tx, street, of)
    }
    fn own_copy(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        _permit: Permit,
        of: ResidentId,
    ) -> Result<Option<OwnPart>, Refusal> {
        let street = work.tenant;
        let visits = ops::belonging::own_visits(work.tx, &street, of)?;
        let names = people::names(work.tx, &visits.iter().map(|v| v.by).collect())?;
        let rows: Vec<Vec<String>> = visits
            .iter()
            .map(|v| vec![v.at.clone(), names.get(&v.by).cloned().unwrap_or_default(), v.words()])
            .collect();
        let data = rows.iter().map(|row| json!({ "at": row[0], "by": row[1], "what": row[2] })).collect();
        let head = &["时间 When", "何人 Who", "事项 What"];
        let table = OwnTable { title: "走访 Visits".into(), head, rows };
        Ok(Some(OwnPart { key: "visits", data, tables: vec![table] }))
    }
}
