//! Sends a message to a webhook, signed by the Standard Webhooks convention (`webhook-id`, `webhook-timestamp`, `webhook-signature: v1,…`),
//! so that the receiver can check it with any library for that convention.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use weiguang_domain::kernel::time::Moment;

use super::outgoing::{Client, words};

/// One message to send.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    /// The same on every attempt, so that the receiver can detect repetitions.
    pub id: String,
    /// The time of this attempt.
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

/// Why a message was not delivered, as text for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The destination was not reached, did not answer in time, or is temporarily unable: the next message would fail too.
    Unreached(String),
    /// It answered, and rejected this message.
    Refused(String),
    /// It is no longer in use: waiting messages are not sent.
    Stopped(String),
}

/// Sends once.
///
/// # Errors
/// The receiver's answer, or why it was not reached.
pub async fn send(client: &Client, url: &str, secret: &[u8], envelope: &Envelope<'_>) -> Result<(), Failure> {
    let request = client.request(reqwest::Method::POST, url).map_err(|e| Failure::Unreached(e.to_string()))?;
    let response = request
        .header("content-type", "application/json")
        .header("webhook-id", &envelope.id)
        .header("webhook-timestamp", envelope.at.micros() / 1_000_000)
        .header("webhook-signature", signature(secret, envelope))
        .body(envelope.body.to_owned())
        .send()
        .await
        .map_err(|e| Failure::Unreached(words(e)))?;
    outcome(response.status().as_u16())
}

/// Result of a message and its destination by the status.
fn outcome(status: u16) -> Result<(), Failure> {
    let words = format!("HTTP {status}");
    match status {
        200..=299 => Ok(()),
        // Temporarily unable or overloaded.
        408 | 425 | 429 => Err(Failure::Unreached(words)),
        300..=499 => Err(Failure::Refused(words)),
        _ => Err(Failure::Unreached(words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example message of the convention; the expected value was computed with another language's HMAC.
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
    fn a_refused_message_is_told_from_a_destination_that_cannot_now() {
        assert_eq!((outcome(200), outcome(204)), (Ok(()), Ok(())));
        for status in [301, 400, 401, 404, 410, 422] {
            assert_eq!(outcome(status), Err(Failure::Refused(format!("HTTP {status}"))));
        }
        for status in [408, 425, 429, 500, 502, 503] {
            assert_eq!(outcome(status), Err(Failure::Unreached(format!("HTTP {status}"))));
        }
    }
}
