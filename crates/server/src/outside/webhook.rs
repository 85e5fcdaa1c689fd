//! Sending a message to a webhook, signed after the Standard Webhooks convention (`webhook-id`, `webhook-timestamp`,
//! `webhook-signature: v1,…`), so that the other side can check it with any library for that convention.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::time::Duration;
use weiguang_domain::kernel::time::Moment;

/// One message to send.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    /// The same on every try, so that the other side can know it again.
    pub id: String,
    /// When this try is made.
    pub at: Moment,
    /// The JSON.
    pub body: &'a str,
}

/// The signature over id, time and body.
#[must_use]
pub fn signature(secret: &[u8], envelope: &Envelope<'_>) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{}.{}.{}", envelope.id, envelope.at.micros() / 1_000_000, envelope.body).as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Whether a URL can be a destination: https, or http to this machine.
#[must_use]
pub fn sound_url(url: &str) -> bool {
    reqwest::Url::parse(url).is_ok_and(|u| {
        u.scheme() == "https"
            || (u.scheme() == "http" && matches!(u.host_str(), Some("127.0.0.1" | "localhost" | "[::1]")))
    })
}

/// The client: no redirects, ten seconds.
///
/// # Errors
/// If TLS cannot be set up.
pub fn client() -> Result<reqwest::Client, String> {
    // A second call finds the provider in place, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("weiguang")
        .build()
        .map_err(|e| e.to_string())
}

/// Sends once.
///
/// # Errors
/// In words for the operator: what the other side answered, or why it was not reached.
pub async fn send(client: &reqwest::Client, url: &str, secret: &[u8], envelope: &Envelope<'_>) -> Result<(), String> {
    let response = client
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", &envelope.id)
        .header("webhook-timestamp", envelope.at.micros() / 1_000_000)
        .header("webhook-signature", signature(secret, envelope))
        .body(envelope.body.to_owned())
        .send()
        .await
        // The address may hold a secret in its query; the error must not repeat it.
        .map_err(|e| e.without_url().to_string())?;
    if response.status().is_success() { Ok(()) } else { Err(format!("HTTP {}", response.status().as_u16())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The message of the convention's own example; the figure was made with another language's HMAC.
    #[test]
    fn the_signature_is_that_of_the_convention() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let envelope = Envelope {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".into(),
            at: Moment::from_micros(1_614_265_330_000_000),
            body: "{\"test\": 2432232314}",
        };
        assert_eq!(signature(&secret, &envelope), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn only_https_or_this_machine() {
        assert!(sound_url("https://example.org/hook") && sound_url("http://127.0.0.1:9/x"));
        assert!(!sound_url("http://example.org/hook") && !sound_url("file:///etc/passwd") && !sound_url("x"));
    }
}
