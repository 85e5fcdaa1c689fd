//! The room's interface to the rest of the server.

use utoipa_axum::router::OpenApiRouter;

use super::http;
use crate::App;
use crate::access::actors::Actors;
use crate::app::StateKind;
use crate::app::room::Room;

/// Signing in and out, one's own password.
pub struct Session;

impl Room for Session {
    fn name(&self) -> &'static str {
        "session"
    }
    #[cfg(test)]
    fn samples(&self, _world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples()
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn states(&self) -> &'static [StateKind] {
        const { &[StateKind::of::<Actors>()] }
    }
}
