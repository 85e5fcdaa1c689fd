//! What the rest of the server knows of what a phone takes with it.

use utoipa_axum::router::OpenApiRouter;

use super::http;
use crate::App;
use crate::app::room::Room;

/// What a phone needs to work without network.
pub struct Sync;

impl Room for Sync {
    fn name(&self) -> &'static str {
        "sync"
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
}
