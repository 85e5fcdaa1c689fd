//! Accounts that have signed in from a device: a sealed cookie on the device, set at sign-in, and stored nowhere else. It gives no access.
//! It is only read at sign-in, so that wrong passwords of strangers do not make this device wait.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;
use weiguang_domain::access::entry::{self, KNOWN_FOR, KnownDevice};
use weiguang_domain::kernel::ids::AccountId;

use crate::App;
use crate::access::cookie_of;

/// The cookie's name.
pub const COOKIE: &str = "weiguang-device";
/// The context that binds the seal to its use.
const CONTEXT: &str = "device cookie";

fn known(app: &App, headers: &HeaderMap) -> Vec<KnownDevice> {
    let sealed = cookie_of(headers, COOKIE).and_then(|value| URL_SAFE_NO_PAD.decode(value).ok());
    let opened = sealed.and_then(|sealed| app.seal().open(CONTEXT, &sealed).ok());
    opened.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default()
}

/// Which password a mark belongs to: a new password invalidates those of the old one.
fn of(app: &App, hash: &str) -> [u8; 8] {
    let mut short = [0; 8];
    short.copy_from_slice(&app.seal().digest(format!("device {hash}").as_bytes())[..8]);
    short
}

/// The mark by which an account, with the hash of its password, knows the device of a request.
#[must_use]
pub fn mark_of(app: &App, headers: &HeaderMap, account: AccountId, hash: &str) -> Option<Uuid> {
    entry::mark_of(&known(app, headers), account, of(app, hash), app.now())
}

/// Makes the device of a request known to an account that has just signed in, until its password changes.
pub fn remember(app: &App, headers: &HeaderMap, account: AccountId, hash: &str, response: &mut Response) {
    let mark = Uuid::from_bytes(app.chance().bytes());
    let known = entry::remember(known(app, headers), account, of(app, hash), mark, app.now());
    let plain = serde_json::to_vec(&known).unwrap_or_default();
    let value = URL_SAFE_NO_PAD.encode(app.seal().seal(CONTEXT, &plain, app.chance()));
    let secure = if app.settings().http.https { "; Secure" } else { "" };
    let age = KNOWN_FOR.as_micros() / 1_000_000;
    let text = format!("{COOKIE}={value}; Path=/api/v1; HttpOnly; SameSite=Strict; Max-Age={age}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
