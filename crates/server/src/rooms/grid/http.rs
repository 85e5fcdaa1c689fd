//! The edge of this room.

use utoipa_axum::router::OpenApiRouter;

use crate::App;

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
