//! The room's interface to the rest of the server.

use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::Permit;
use weiguang_domain::grid::GridCode;

use super::messages::Destinations;
use super::{checks, hold, http, inbox, messages, queue, sending};
use crate::App;
use crate::app::happening::{Happening, Reaction};
use crate::app::room::{Job, Room, Statements};
use crate::app::{StateKind, UnitOfWork};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::finding::Finding;
use crate::outside::sealed_column::{SealedColumn, column};
use crate::problem::Refusal;

/// Messages: the inbox, webhooks, and the live stream.
pub struct Outbox;

impl Room for Outbox {
    fn name(&self) -> &'static str {
        "outbox"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn records(&self) -> &'static [RecordKind] {
        &[record!(
            "destinations",
            "推送地址",
            "destinations of messages",
            ["outbox."],
            "destinations"("name, topics, code, active"),
            RowEnd::Free
        )]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[
            column!("destinations", "secret", Id, |s, k| messages::Destination::seal_context(
                s,
                weiguang_domain::kernel::ids::DestinationId::new(k.0)
            )),
            column!("destinations", "address", Id, |s, k| messages::Destination::address_context(
                s,
                weiguang_domain::kernel::ids::DestinationId::new(k.0)
            )),
        ]
    }
    fn check_street(&self, app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
        checks::street(app, street)
    }
    fn statements(&self) -> &'static [Statements] {
        &[checks::STATEMENTS, hold::STATEMENTS, inbox::STATEMENTS, messages::STATEMENTS, queue::STATEMENTS]
    }
    fn states(&self) -> &'static [StateKind] {
        const { &[StateKind::of::<Destinations>()] }
    }
    fn jobs(&self) -> &'static [Job] {
        &[Job { name: "sending", run: |app, stop| Box::pin(sending::run(app, stop)) }]
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, _permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        match what {
            Happening::CellsRedrawn(redrawn) => messages::follow(work, redrawn),
            _ => Ok(Reaction::default()),
        }
    }
}
