//! What the rest of the server knows of signing in.

use utoipa_axum::router::OpenApiRouter;

use super::http;
use crate::App;
use crate::access::actors::Actors;
use crate::access::{holders, store};
use crate::app::StateKind;
use crate::app::room::{Room, Statements};

/// Signing in and out, one's own password.
pub struct Session;

impl Room for Session {
    fn name(&self) -> &'static str {
        "session"
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn statements(&self) -> &'static [Statements] {
        &[store::STATEMENTS, holders::STATEMENTS]
    }
    fn states(&self) -> &'static [StateKind] {
        const { &[StateKind::of::<Actors>()] }
    }
}
