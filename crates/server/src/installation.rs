//! Settings of the installation as shown to an administrator. Nothing here is a secret, and nothing can be changed here: settings are
//! changed in the file.

use axum::Json as Reply;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::Verb;

use crate::App;
use crate::config::MapKind;
use crate::web::Refusal;
use crate::web::extract::SignedIn;

/// The routes of settings.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_settings))
}

/// The installation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SettingsInstallation)]
pub struct Installation {
    /// The program's version.
    pub version: String,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// Whether the site is reached by https.
    pub https: bool,
    /// The store.
    pub store: StoreSettings,
    /// Signing in.
    pub sessions: SessionSettings,
    /// What is bound.
    pub limits: LimitSettings,
    /// What lies under the cells on a map.
    pub map: MapSettings,
}

/// The engine of the store.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = SettingsStoreEngine)]
#[serde(rename_all = "lowercase")]
pub enum StoreEngine {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}

/// The store.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = SettingsStoreSettings)]
pub struct StoreSettings {
    /// Which.
    pub engine: StoreEngine,
    /// Writers on PostgreSQL.
    pub workers: usize,
    /// Readers.
    pub readers: usize,
    /// How many may wait.
    pub queue: usize,
    /// Whether the streets are spread over a cluster.
    pub distribute: bool,
}

/// Signing in.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = SettingsSessionSettings)]
pub struct SessionSettings {
    /// Hours without use after which a session ends.
    pub idle_hours: i64,
    /// Days after which every session at a desk ends.
    pub days: i64,
    /// Days for which a phone works without a network after its last sync.
    pub offline_days: i64,
    /// Days after which a phone's session ends, however often it syncs.
    pub phone_days: i64,
    /// Wrong passwords for one name before a device that it does not know must wait.
    pub failures: i64,
    /// Minutes after which the same number of attempts is allowed again.
    pub lock_minutes: i64,
}

/// What is bound.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = SettingsLimitSettings)]
pub struct LimitSettings {
    /// The largest JSON body.
    pub body_bytes: usize,
    /// The largest attachment.
    pub attachment_bytes: usize,
    /// The largest file to import.
    pub import_bytes: usize,
    /// Requests in work at once.
    pub concurrency: usize,
    /// Seconds for one request.
    pub timeout_seconds: u64,
    /// Open event streams.
    pub live_streams: usize,
    /// New matters from one address in an hour.
    pub public_reports_per_hour: u32,
}

/// What lies under the cells on a map.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = SettingsMapSettings)]
pub struct MapSettings {
    /// Which tiles.
    pub kind: MapKind,
}

/// The installation as it is set up, for those who manage accounts.
#[utoipa::path(get, path = "/settings", tag = "settings", responses((status = 200, body = Installation)))]
pub async fn read_settings(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Reply<Installation>, Refusal> {
    actor.may_somewhere(Verb::PeopleManage)?;
    let (settings, http) = (app.settings(), &app.settings().http);
    let (store, sessions) = (&settings.store, &settings.sessions);
    let engine = if settings.store_url().starts_with("postgres") { StoreEngine::Postgres } else { StoreEngine::Sqlite };
    Ok(Reply(Installation {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: settings.demo,
        https: http.https,
        store: StoreSettings {
            engine,
            workers: store.workers,
            readers: store.readers,
            queue: store.queue,
            distribute: store.distribute,
        },
        sessions: SessionSettings {
            idle_hours: sessions.idle_hours,
            days: sessions.days,
            offline_days: sessions.offline_days,
            phone_days: sessions.phone_days,
            failures: sessions.failures,
            lock_minutes: sessions.lock_minutes,
        },
        limits: LimitSettings {
            body_bytes: http.body_bytes,
            attachment_bytes: http.attachment_bytes,
            import_bytes: http.import_bytes,
            concurrency: http.concurrency,
            timeout_seconds: http.timeout_seconds,
            live_streams: http.live_streams,
            public_reports_per_hour: http.public_reports_per_hour,
        },
        map: MapSettings { kind: settings.map.kind },
    }))
}
