//! The room's interface to the rest of the server.

use futures_util::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::Permit;
use weiguang_domain::grid::GridCode;

use super::{http, jobs, ops, pictures, store};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{Happening, Reaction};
use crate::app::room::{Room, Statements};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::web::Refusal;

/// Bulletins 通知公告.
pub struct Bulletins;

impl Room for Bulletins {
    fn name(&self) -> &'static str {
        "bulletins"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    #[cfg(test)]
    fn story<'a>(
        &'a self,
        test: &'a crate::testing::TestApp,
        world: &'a mut crate::leaks::world::World,
    ) -> futures_util::future::LocalBoxFuture<'a, ()> {
        Box::pin(super::samples::story(test, world))
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn records(&self) -> &'static [RecordKind] {
        &[record!(
            "bulletins",
            "通知公告",
            "bulletins",
            ["bulletins."],
            "bulletins"(
                "code, state, title, text, from_day, until_day, pictures, edition, changed, reason, pinned, by_account, published_at, ended_at, version"
            ),
            RowEnd::Each
        )]
    }
    fn statements(&self) -> &'static [Statements] {
        &[store::STATEMENTS, pictures::STATEMENTS]
    }
    fn sweep<'a>(&'a self, app: &'a App, street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(jobs::erase(app, street))
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        match what {
            Happening::CellEnded(cell) => ops::carry(work, permit, &cell.old, cell.heirs),
            _ => Ok(Reaction::default()),
        }
    }
}
