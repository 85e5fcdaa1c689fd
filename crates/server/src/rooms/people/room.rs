//! The room's interface to the rest of the server.

use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::Permit;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;

use super::{checks, http, jobs, ops, roster, store};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{Happening, Reaction};
use crate::app::room::{Job, Room, Statements};
use crate::chain::kinds::{RecordKind, record};
use crate::finding::Finding;
use crate::outside::sealed_column::{SealedColumn, column};
use crate::web::Refusal;

/// Accounts, assignments, absence, who is responsible where.
pub struct People;

impl Room for People {
    fn name(&self) -> &'static str {
        "people"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn records(&self) -> &'static [RecordKind] {
        &[record!("accounts", "账号", "accounts", ["people."])]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[column!("accounts", "phone", Catalogue, |_, k| store::accounts::AccountRow::seal_context(AccountId::new(
            k.0
        )))]
    }
    fn check_street(&self, app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
        checks::street(app, street)
    }
    fn statements(&self) -> &'static [Statements] {
        &[
            store::STATEMENTS,
            store::accounts::STATEMENTS,
            store::grants::STATEMENTS,
            store::posts::STATEMENTS,
            store::invitations::STATEMENTS,
            roster::STATEMENTS,
        ]
    }
    fn jobs(&self) -> &'static [Job] {
        &[Job { name: "ended posts", run: |app, stop| Box::pin(jobs::run(app, stop)) }]
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        match what {
            Happening::CellsRedrawn(redrawn) => ops::posts::reassign(work, permit, redrawn),
            _ => Ok(Reaction::default()),
        }
    }
}
