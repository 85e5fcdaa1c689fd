//! The room's interface to the rest of the server.

use futures_util::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::retention::Because;
use weiguang_domain::kernel::time::Span;

use super::tickets::publish;
use super::{Kind, http, runs, staging};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{Happening, Reaction};
use crate::app::room::{Room, Statements};
use crate::chain::kinds::{RecordKind, record};
use crate::outside::sealed_column::{SealedColumn, column};
use crate::web::Refusal;

/// How long a report and the faulty rows are stored.
const KEEP: Span = Span::days(30);

/// Imports of tables.
pub struct Imports;

impl Room for Imports {
    fn name(&self) -> &'static str {
        "imports"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn records(&self) -> &'static [RecordKind] {
        &[record!("imports", "导入", "imports", ["imports."])]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[
            column!("imports", "report", Id, |s, k| runs::seal_context(s, k.0, "report")),
            column!("imports", "bad_rows", Id, |s, k| runs::seal_context(s, k.0, "bad_rows")),
            column!("import_rows", "sealed", Stream, |s, k| staging::seal_context(s, k.0, k.2)),
        ]
    }
    fn statements(&self) -> &'static [Statements] {
        &[runs::STATEMENTS, staging::STATEMENTS]
    }
    fn sweep<'a>(&'a self, app: &'a App, street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async move {
            let before = app.now() - KEEP;
            let forget = move |work: &mut UnitOfWork<'_, '_>| Ok(runs::expire(work.tx, &street, before)?);
            let gone = app.transact(&Actor::system(), street, forget).await?;
            publish::sweep(app, street).await?;
            Ok(gone)
        })
    }
    /// Faulty rows may name, in any spelling, a person who is to be erased, so all of that kind are deleted without searching them. A
    /// person who is still correcting them has the file.
    fn react(&self, work: &mut UnitOfWork<'_, '_>, _permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        if let Happening::ResidentErased { because: Because::Asked, .. } = what {
            let street = work.tenant;
            runs::forget(work.tx, &street, Kind::Residents.key())?;
        }
        Ok(Reaction::default())
    }
}
