//! Settings in three layers: the defaults in this file, a TOML file, and command-line flags. Unknown keys are refused.

mod networks;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use utoipa::ToSchema;

/// All settings of an operator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Folder of data, keys and backups.
    pub folder: PathBuf,
    /// Settings of the store.
    pub store: Store,
    /// Settings of HTTP.
    pub http: Http,
    /// Settings of sessions.
    pub sessions: Sessions,
    /// Settings of the background of maps.
    pub map: Map,
    /// Settings of imports.
    pub imports: Imports,
    /// Settings of permitted outgoing connections.
    pub outgoing: OutgoingSettings,
    /// Whether this is the demonstration street, whose made-up people can sign in by a click.
    pub demo: bool,
}

/// Settings of the store.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Store {
    /// `sqlite:FILE` or `postgres://…`; empty means `weiguang.db` in the folder.
    pub url: String,
    /// Number of threads and connections on PostgreSQL.
    pub workers: usize,
    /// Number of reading connections on SQLite.
    pub readers: usize,
    /// The most reads and writes that may wait; above that number the answer is 503.
    pub queue: usize,
    /// Whether the streets are spread over a Citus cluster.
    pub distribute: bool,
}

/// Settings of imports.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Imports {
    /// Path of the LibreOffice program, which converts workbooks that this program cannot read. A bare name is searched in `PATH`; empty:
    /// no conversion.
    pub converter: String,
}

/// Settings of HTTP.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// The listening address; loopback by default.
    pub listen: SocketAddr,
    /// The largest JSON body in bytes.
    pub body_bytes: usize,
    /// The largest attachment in bytes.
    pub attachment_bytes: usize,
    /// The largest file to import in bytes.
    pub import_bytes: usize,
    /// Concurrent requests; further requests are answered 503. Half of the places are reserved for signed-in users.
    pub concurrency: usize,
    /// The most concurrent requests from one address that are not signed in.
    pub requests_per_address: usize,
    /// Time limit of one request in seconds.
    pub timeout_seconds: u64,
    /// Time limit for the head of a request in seconds.
    pub header_seconds: u64,
    /// Every period of this many seconds, a request body must bring at least 1,024 bytes or end; otherwise the request is refused.
    pub body_seconds: u64,
    /// Concurrent connections; above that number, the connection that has been idle longest is closed.
    pub connections: usize,
    /// The most connections from one address that is not a trusted proxy.
    pub connections_per_address: usize,
    /// Concurrent event streams.
    pub live_streams: usize,
    /// Whether the site is served by HTTPS: if so, cookies are `Secure`, and HSTS is sent.
    pub https: bool,
    /// New cases from one address in an hour on the public page.
    pub public_reports_per_hour: u32,
    /// Networks whose `X-Forwarded-For` is trusted.
    #[serde(deserialize_with = "networks::networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Host names of the site; `localhost` and numeric addresses are always accepted.
    pub hosts: Vec<String>,
    /// Bearer token for `/metrics`; empty means that only this machine may read them.
    pub metrics_token: Token,
}

/// A secret in the settings, which is hidden in debug output.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Token(pub String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "set" })
    }
}

/// Settings of sessions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Hours of inactivity after which a session ends.
    pub idle_hours: i64,
    /// Days after which a session at a desk ends in any case.
    pub days: i64,
    /// Days for which a phone works without a network after its last sync.
    pub offline_days: i64,
    /// Days after which a phone's session ends in any case, even if the phone syncs.
    pub phone_days: i64,
    /// Wrong passwords for one login before an unknown device must wait.
    pub failures: i64,
    /// Minutes after which the full number of attempts is available again.
    pub lock_minutes: i64,
}

/// Settings of the background of maps.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Map {
    /// The source of map tiles.
    pub kind: MapKind,
    /// URL of a `raster` tile with the placeholders `{z}`, `{x}`, `{y}`, and `{token}` if the tile server requires a key.
    pub url: String,
    /// The key for the tile server. It is used only by this process and never sent to a browser.
    pub token: String,
    /// The attribution shown on the map.
    pub attribution: String,
    /// The lowest zoom level.
    pub min_zoom: u8,
    /// The highest zoom level.
    pub max_zoom: u8,
}

/// Settings of permitted outgoing connections.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutgoingSettings {
    /// Private networks to which messages may be sent, in addition to public addresses.
    pub allow: Vec<IpNet>,
}

/// Which tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[schema(as = SettingsMapKind)]
#[serde(rename_all = "snake_case")]
pub enum MapKind {
    /// None: the cells are drawn on paper.
    None,
    /// 天地图, the national platform.
    Tianditu,
    /// Any server of raster tiles.
    Raster,
}

/// Hides the token in debug output.
impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, url, attribution, min_zoom, max_zoom, .. } = self;
        write!(f, "Map {{ {kind:?} {url:?} {attribution:?} {min_zoom}–{max_zoom} }}")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("data"),
            store: Store::default(),
            http: Http::default(),
            sessions: Sessions::default(),
            map: Map::default(),
            imports: Imports::default(),
            outgoing: OutgoingSettings::default(),
            demo: false,
        }
    }
}
impl Default for Store {
    fn default() -> Self {
        Self { url: String::new(), workers: 16, readers: 4, queue: 4096, distribute: false }
    }
}
impl Default for Imports {
    fn default() -> Self {
        Self { converter: "soffice".into() }
    }
}
impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8420)),
            body_bytes: 256 * 1024,
            attachment_bytes: 8 * 1024 * 1024,
            import_bytes: 64 * 1024 * 1024,
            concurrency: 512,
            requests_per_address: 64,
            timeout_seconds: 30,
            header_seconds: 10,
            body_seconds: 10,
            connections: 4096,
            connections_per_address: 512,
            live_streams: 1024,
            https: false,
            public_reports_per_hour: 20,
            trusted_proxies: [IpAddr::from([127, 0, 0, 0]), Ipv6Addr::LOCALHOST.into()]
                .into_iter()
                .zip([8, 128])
                .filter_map(|(address, bits)| IpNet::new(address, bits).ok())
                .collect(),
            hosts: Vec::new(),
            metrics_token: Token::default(),
        }
    }
}
impl Default for Sessions {
    fn default() -> Self {
        Self { idle_hours: 12, days: 7, offline_days: 7, phone_days: 30, failures: 5, lock_minutes: 15 }
    }
}
impl Default for Map {
    fn default() -> Self {
        Self {
            kind: MapKind::None,
            url: String::new(),
            token: String::new(),
            attribution: String::new(),
            min_zoom: 3,
            max_zoom: 18,
        }
    }
}

/// An error in the settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The settings file cannot be read.
    #[error("{path}: {why}")]
    File {
        /// Path of the settings file.
        path: String,
        /// The cause.
        why: String,
    },
}

impl Settings {
    /// Reads a TOML file; settings that it does not contain have their defaults.
    ///
    /// # Errors
    /// If the file cannot be read, is not TOML, or has an unknown key.
    pub fn from_file(path: &Path) -> Result<Self, SettingsError> {
        let fault = |why: String| SettingsError::File { path: path.display().to_string(), why };
        let text = std::fs::read_to_string(path).map_err(|e| fault(e.to_string()))?;
        toml::from_str(&text).map_err(|e| fault(e.to_string()))
    }

    /// Creates the data folder, readable by its owner only.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn make_folder(&self) -> Result<(), SettingsError> {
        use std::os::unix::fs::DirBuilderExt as _;
        let fault =
            |e: std::io::Error| SettingsError::File { path: self.folder.display().to_string(), why: e.to_string() };
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).map_err(fault)
    }

    /// The configured address of the store, or the default address.
    #[must_use]
    pub fn store_url(&self) -> String {
        if self.store.url.is_empty() {
            format!("sqlite:{}", self.folder.join("weiguang.db").display())
        } else {
            self.store.url.clone()
        }
    }

    /// Path of the master key file.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("keys").join("master.key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_listen_on_loopback_and_unknown_keys_are_refused() {
        assert!(Settings::default().http.listen.ip().is_loopback());
        assert!(toml::from_str::<Settings>("[http]\nlisten = \"0.0.0.0:80\"\n").is_ok());
        assert!(toml::from_str::<Settings>("[http]\ntrusted_proxies = [\"10.0.0.0/8\", \"2001:db8::1\"]\n").is_ok());
        assert!(toml::from_str::<Settings>("[http]\ntrusted_proxies = [\"nginx\"]\n").is_err());
        assert!(toml::from_str::<Settings>("[http]\nlissten = \"0.0.0.0:80\"\n").is_err());
        assert!(toml::from_str::<Settings>("[outgoing]\nallow = [\"10.1.0.0/16\"]\n").is_ok());
        assert!(toml::from_str::<Settings>("[outgoing]\nallow = [\"the office\"]\n").is_err());
        let secret = toml::from_str::<Settings>("[http]\nmetrics_token = \"geheim\"\n").unwrap();
        assert!(!format!("{secret:?}").contains("geheim"), "what check-config prints holds no secret");
    }

    #[test]
    fn the_example_is_the_defaults_and_the_reference_names_every_key() {
        let text = include_str!("../../../../weiguang.example.toml");
        let read: Settings = toml::from_str(text).unwrap();
        assert_eq!(format!("{read:?}"), format!("{:?}", Settings::default()));
        let reference = include_str!("../../../../docs/operations.md");
        for (name, value) in text.parse::<toml::Table>().unwrap() {
            let keys = match value.as_table() {
                Some(table) => table.keys().map(|key| format!("`{name}.{key}`")).collect(),
                None => vec![format!("`{name}`")],
            };
            for key in keys {
                assert!(reference.contains(&key), "docs/operations.md does not tell of {key}");
            }
        }
    }
}
