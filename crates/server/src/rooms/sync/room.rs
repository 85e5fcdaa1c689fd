//! The room's interface to the rest of the server.

use utoipa_axum::router::OpenApiRouter;

use super::http;
use crate::App;
use crate::app::room::Room;

/// Data that a phone needs offline.
pub struct Sync;

impl Room for Sync {
    fn name(&self) -> &'static str {
        "sync"
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
}
