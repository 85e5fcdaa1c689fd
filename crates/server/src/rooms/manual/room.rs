//! The room's interface to the rest of the server.

use utoipa_axum::router::OpenApiRouter;

use super::{CurrentCalendar, CurrentManual, checks, http, reminder, store};
use crate::App;
use crate::app::room::{Job, Room, Statements};
use crate::app::{StateKind, UnitOfWork};
use crate::chain::kinds::{RecordKind, record};
use crate::finding::Finding;
use crate::problem::Refusal;

/// Kinds of matter, their deadlines, the working calendar.
pub struct Manual;

impl Room for Manual {
    fn name(&self) -> &'static str {
        "manual"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn knows_kind(&self, work: &UnitOfWork<'_, '_>, kind: &str) -> bool {
        work.state::<CurrentManual>().newest(kind).is_some()
    }
    fn states(&self) -> &'static [StateKind] {
        const { &[StateKind::of::<CurrentManual>(), StateKind::of::<CurrentCalendar>()] }
    }
    fn records(&self) -> &'static [RecordKind] {
        &[record!("manual", "操作手册", "the manual", ["manual."])]
    }
    fn check(&self, app: &App) -> Result<Vec<Finding>, Refusal> {
        Ok(checks::all(app))
    }
    fn jobs(&self) -> &'static [Job] {
        &[Job { name: "reminder", run: |app, stop| Box::pin(reminder::run(app, stop)) }]
    }
    fn statements(&self) -> &'static [Statements] {
        &[store::STATEMENTS]
    }
}
