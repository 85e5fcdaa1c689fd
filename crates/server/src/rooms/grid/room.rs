//! The room's interface to the rest of the server.

use utoipa_axum::router::OpenApiRouter;

use super::territory::Territory;
use super::{basemap, bulk, http, places, regrids, store, tend};
use crate::App;
use crate::app::StateKind;
use crate::app::room::{Job, Room, Statements};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::outside::sealed_column::{SealedColumn, column};

/// Territory, the address directory, re-grids.
pub struct Grid;

impl Room for Grid {
    fn name(&self) -> &'static str {
        "grid"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes().merge(basemap::routes())
    }
    fn states(&self) -> &'static [StateKind] {
        const { &[StateKind::of::<Territory>()] }
    }
    fn records(&self) -> &'static [RecordKind] {
        &[
            record!("territory", "网格变更", "territory", ["grid."]),
            record!("regrids", "网格调整", "re-grids", ["grid.regrid-"], "regrids"("day, state"), RowEnd::Each),
        ]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[column!("lessons", "text", Id, |s, k| places::lesson_context(s, k.0))]
    }
    fn statements(&self) -> &'static [Statements] {
        &[store::STATEMENTS, regrids::store::STATEMENTS, places::STATEMENTS, bulk::STATEMENTS]
    }
    fn jobs(&self) -> &'static [Job] {
        &[Job { name: "territory", run: |app, stop| Box::pin(tend::run(app, stop)) }]
    }
}
