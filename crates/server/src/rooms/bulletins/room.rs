//! What the rest of the server knows of bulletins.

use utoipa_axum::router::OpenApiRouter;

use super::{http, store};
use crate::App;
use crate::app::room::{Room, Statements};

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
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn statements(&self) -> &'static [Statements] {
        &[store::STATEMENTS]
    }
}
