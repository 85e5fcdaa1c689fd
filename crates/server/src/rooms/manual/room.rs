//! What the rest of the server knows of the manual.

use utoipa_axum::router::OpenApiRouter;

use super::{CurrentCalendar, CurrentManual, http, store};
use crate::App;
use crate::app::room::{Room, Statements};
use crate::app::{StateKind, UnitOfWork};

/// Kinds of matter, their clocks, the working calendar.
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
    fn statements(&self) -> &'static [Statements] {
        &[store::STATEMENTS]
    }
}
