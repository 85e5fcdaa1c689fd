//! The hash chain of a stream's events: each entry contains the previous hash, so that tampering is detected.
//!
//! A stream is one case, account, re-grid or other subject. The hash is SHA-256 over a length-prefixed encoding of
//! every field, so that different entries have different encodings. Of the body it includes a salted digest, so that a
//! body can be re-encrypted or erased without breaking the chain.
//! sealed under another key, or erased on somebody's wish, and the chain still holds.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

use super::time::Moment;

/// 32 bytes of SHA-256.
pub type Hash = [u8; 32];

/// The hash before the first entry.
pub const GENESIS: Hash = [0; 32];

/// An entry of a stream, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The street (nine digits), or empty for a catalogue.
    pub tenant: String,
    /// The subject: a case, an account, a re-grid.
    pub stream: Uuid,
    /// 1, 2, 3 … within the stream, without a gap.
    pub seq: i64,
    /// `room.past-tense`, such as `cases.closed`.
    pub kind: String,
    /// When the server received it.
    pub at: Moment,
    /// The acting account; nil for the system or a resident without one.
    pub actor: Uuid,
    /// The digest of the body.
    pub digest: Hash,
    /// The body; `None` once erased.
    pub body: Option<Body>,
}

/// The body of an entry with a salt, which prevents guessing an erased body from its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Random; stored and erased with the text.
    pub salt: [u8; 16],
    /// The JSON text, byte for byte as digested.
    pub text: String,
}

impl Body {
    /// The digest in the chain.
    #[must_use]
    pub fn digest(&self) -> Hash {
        Sha256::new().chain_update(self.salt).chain_update(self.text.as_bytes()).finalize().into()
    }
}

impl Event {
    /// The JSON text; empty once erased.
    #[must_use]
    pub fn text(&self) -> &str {
        self.body.as_ref().map_or("", |b| &b.text)
    }
}

/// The hash of an entry, given the previous one.
#[must_use]
pub fn link(before: &Hash, event: &Event) -> Hash {
    let mut sha = Sha256::new();
    let mut put = |bytes: &[u8]| {
        sha.update((bytes.len() as u64).to_le_bytes());
        sha.update(bytes);
    };
    put(before);
    put(event.tenant.as_bytes());
    put(event.stream.as_bytes());
    put(&event.seq.to_le_bytes());
    put(event.kind.as_bytes());
    put(&event.at.micros().to_le_bytes());
    put(event.actor.as_bytes());
    put(&event.digest);
    sha.finalize().into()
}

/// The first fault of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A missing or duplicate entry: (expected seq, found seq).
    Gap(i64, i64),
    /// The content does not match its stored hash.
    Altered(i64),
    /// The stream's head does not match the last entry.
    Head,
}

impl Broken {
    /// In Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Gap(expected, found) => format!("应为第 {expected} 条，却是第 {found} 条"),
            Self::Altered(seq) => format!("第 {seq} 条被改动"),
            Self::Head => "末尾与记录不符".into(),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap(expected, found) => write!(f, "entry {expected} is not there, entry {found} is"),
            Self::Altered(seq) => write!(f, "entry {seq} was altered"),
            Self::Head => f.write_str("its end is not what the record says"),
        }
    }
}

/// Verifies a stream; `entries` are (event, stored hash) sorted by seq.
///
/// Returns the head hash.
///
/// # Errors
/// The first fault.
pub fn verify<'a>(entries: impl IntoIterator<Item = (&'a Event, Hash)>) -> Result<Hash, Broken> {
    let (mut head, mut expected) = (GENESIS, 1);
    for (event, stored) in entries {
        if event.seq != expected {
            return Err(Broken::Gap(expected, event.seq));
        }
        head = link(&head, event);
        if head != stored || event.body.as_ref().is_some_and(|body| body.digest() != event.digest) {
            return Err(Broken::Altered(event.seq));
        }
        expected += 1;
    }
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Vec<(Event, Hash)> {
        let mut head = GENESIS;
        (1..=4)
            .map(|seq| {
                let body = Body { salt: [7; 16], text: format!("{{\"n\":{seq}}}") };
                let event = Event {
                    tenant: "510117019".into(),
                    stream: Uuid::nil(),
                    seq,
                    kind: "cases.noted".into(),
                    at: Moment::from_micros(seq * 10),
                    actor: Uuid::nil(),
                    digest: body.digest(),
                    body: Some(body),
                };
                head = link(&head, &event);
                (event, head)
            })
            .collect()
    }
    fn check(c: &[(Event, Hash)]) -> Result<Hash, Broken> {
        verify(c.iter().map(|(e, h)| (e, *h)))
    }

    #[test]
    fn a_whole_chain_holds_and_gives_its_head() {
        let c = chain();
        assert_eq!(check(&c), Ok(c[3].1));
    }

    #[test]
    fn a_changed_word_a_missing_entry_and_a_swap_all_show() {
        let mut c = chain();
        c[1].0.body = Some(Body { salt: [7; 16], text: "{\"n\":9}".into() });
        assert_eq!(check(&c), Err(Broken::Altered(2)));
        let mut c = chain();
        c.remove(1);
        assert_eq!(check(&c), Err(Broken::Gap(2, 3)));
        let mut c = chain();
        c[2].0.at = Moment::from_micros(1);
        assert_eq!(check(&c), Err(Broken::Altered(3)));
    }

    /// Three values computed without this code: Python's hashlib.sha256 over salt and text, and over each field
    /// preceded by its length in eight bytes (struct.pack('<Q')), numbers as struct.pack('<q'), ids as sixteen bytes.
    #[test]
    fn anybody_can_compute_the_chain() {
        let hex = |hash: &Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let event = |seq: i64, kind: &str, salt: u8, text: &str| {
            let body = Body { salt: std::array::from_fn(|at| salt + at as u8), text: text.into() };
            Event {
                tenant: "510117019".into(),
                stream: Uuid::from_u128(0x0190_aaaa_0000_7000_8000_0000_0000_0001),
                seq,
                kind: kind.into(),
                at: Moment::from_micros(1_763_859_540_000_000 + seq * 60_000_000),
                actor: Uuid::from_u128(0x0190_bbbb_0000_7000_8000_0000_0000_0002),
                digest: body.digest(),
                body: Some(body),
            }
        };
        let first = event(1, "cases.submitted", 0, r#"{"fact":"submitted"}"#);
        let second = event(2, "cases.noted", 1, r#"{"fact":"noted","text":"已到现场"}"#);
        assert_eq!(hex(&first.digest), "e91815fe5ac484c6f2206c20e64661a324adb48e2b63322d122e99b22d05fbe8");
        let head = link(&GENESIS, &first);
        assert_eq!(hex(&head), "2f9b48556f48382266a5232a2f5ab16f4d8c919d90f8e94e598d15ecc44f2dc4");
        assert_eq!(hex(&link(&head, &second)), "0e001f27461de9f735713787aae33e99c3042535d658333a04139376718339ff");
    }

    #[test]
    fn whoever_rewrites_an_entry_and_hashes_it_again_breaks_the_chain_at_the_next() {
        let rewrites: [fn(&mut Event); 6] = [
            |e| e.tenant = "510117020".into(),
            |e| e.stream = Uuid::from_u128(1),
            |e| e.kind = "cases.closed".into(),
            |e| e.at = Moment::from_micros(21),
            |e| e.actor = Uuid::from_u128(1),
            |e| {
                let body = Body { salt: [7; 16], text: "{\"n\":9}".into() };
                e.digest = body.digest();
                e.body = Some(body);
            },
        ];
        for (which, rewrite) in rewrites.iter().enumerate() {
            let mut c = chain();
            rewrite(&mut c[1].0);
            assert_eq!(check(&c), Err(Broken::Altered(2)), "{which}");
            c[1].1 = link(&c[0].1, &c[1].0);
            assert_eq!(check(&c), Err(Broken::Altered(3)), "{which}");
        }
        // The same for an entry of another stream with a hash that fits there.
        let mut c = chain();
        let number = Event { seq: 9, ..c[1].0.clone() };
        assert_ne!(link(&c[0].1, &number), c[1].1);
        c[1].0.stream = Uuid::from_u128(9);
        assert_eq!(check(&c), Err(Broken::Altered(2)));
    }

    #[test]
    fn an_erased_body_leaves_the_chain_whole_and_another_in_its_place_does_not() {
        let mut c = chain();
        c[1].0.body = None;
        assert_eq!(check(&c), Ok(c[3].1));
        let other = Body { salt: [8; 16], text: "{}".into() };
        c[1].0.digest = other.digest();
        c[1].0.body = Some(other);
        assert_eq!(check(&c), Err(Broken::Altered(2)));
    }
}
