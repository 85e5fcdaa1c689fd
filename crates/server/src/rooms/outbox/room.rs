//! What the rest of the server knows of messages.

use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::Permit;

use super::messages::Destinations;
use super::{hold, http, inbox, messages, queue};
use crate::App;
use crate::app::happening::{Happening, Reaction};
use crate::app::room::{Room, Statements};
use crate::app::{StateKind, UnitOfWork};
use crate::problem::Refusal;

/// Messages: the inbox, what goes to other systems, what is told at once to those who watch.
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
    fn statements(&self) -> &'static [Statements] {
        &[hold::STATEMENTS, inbox::STATEMENTS, messages::STATEMENTS, queue::STATEMENTS]
    }
    fn states(&self) -> &'static [StateKind] {
        const { &[StateKind::of::<Destinations>()] }
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, _permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        match what {
            Happening::CellsRedrawn(redrawn) => messages::follow(work, redrawn),
            _ => Ok(Reaction::default()),
        }
    }
}
