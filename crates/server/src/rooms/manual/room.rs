//! What the rest of the server knows of the manual.

use utoipa_axum::router::OpenApiRouter;

use super::{http, store};
use crate::App;
use crate::rooms::room::{Room, Statements};

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
    fn statements(&self) -> &'static [Statements] {
        &[store::STATEMENTS]
    }
}
