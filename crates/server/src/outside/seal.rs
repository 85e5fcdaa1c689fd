//! Sealing personal data: AES-256-GCM under keys derived by HKDF from master keys, link tokens and blind search terms by
//! HMAC-SHA-256.
//!
//! The master keys are in a file of their own, readable by the owner only, beside the data and never in a backup of it. A sealed value
//! names its format and its key: the newest key seals, every key opens, so that keys can be changed while people work. Links, stored
//! secrets and search terms depend on the first key and would become invalid if it changed.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::path::Path;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CaseId, LinkId, ScreenId, TicketId};
use weiguang_domain::kernel::time::Moment;
use zeroize::Zeroizing;

use super::chance::Chance;
use super::key_file::{self, Master};

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 12;
const MAC_BYTES: usize = 16;
const HANDLE: &str = "handle for joining";

/// Why a sealed value could not be opened, or keys could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The bytes are not a sealed value of this place.
    #[error("the sealed value cannot be opened with this key")]
    Unreadable,
    /// The key that sealed them is not in the ring.
    #[error("the sealed value needs key {0}, which the key file does not hold")]
    NoKey(u8),
    /// The key file cannot be read or written, or is invalid.
    #[error("key file {path}: {why}")]
    KeyFile {
        /// Which file.
        path: String,
        /// The fault.
        why: String,
    },
}

/// The keys of an installation.
#[derive(Clone)]
pub struct Seal {
    /// Newest last.
    ring: Vec<(u8, Aes256Gcm)>,
    links: Hmac<Sha256>,
    secrets: Hmac<Sha256>,
    terms: Hmac<Sha256>,
    vaults: Hmac<Sha256>,
    proofs: Vec<[u8; 32]>,
    marks: Hmac<Sha256>,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

fn derive(master: &Master, purpose: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0_u8; 32]);
    // HKDF refuses only outputs longer than 255 blocks; 32 bytes is one.
    let _ = Hkdf::<Sha256>::new(None, &master[..]).expand(purpose.as_bytes(), key.as_mut());
    key
}

fn keyed(master: &Master, purpose: &str) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&derive(master, purpose)[..]).expect("32 bytes are a key")
}

impl Seal {
    /// From 32 bytes of master key, the only one.
    #[must_use]
    pub fn new(master: &[u8; 32]) -> Self {
        Self::of(&Zeroizing::new(*master), &[])
    }

    /// From the first master key and the later ones with their numbers, newest last.
    #[must_use]
    pub fn of(first: &Master, later: &[(u8, Master)]) -> Self {
        let data = |master: &Master| Aes256Gcm::new((&*derive(master, "weiguang data 1")).into());
        let mut ring = vec![(key_file::FIRST, data(first))];
        ring.extend(later.iter().map(|(number, master)| (*number, data(master))));
        let key = |purpose: &str| keyed(first, purpose);
        let proof = |master: &Master| *derive(master, "weiguang proof 1");
        Self {
            ring,
            proofs: std::iter::once(first).chain(later.iter().map(|(_, master)| master)).map(proof).collect(),
            marks: key("weiguang marks 1"),
            links: key("weiguang links 1"),
            secrets: key("weiguang secrets 1"),
            terms: key("weiguang terms 1"),
            vaults: key("weiguang vaults 1"),
        }
    }

    /// Reads the master keys from a file, or creates one that only the owner can read.
    ///
    /// # Errors
    /// If the file cannot be read or created, or has no keys.
    pub fn from_file(path: &Path, chance: &Chance) -> Result<Self, SealError> {
        let (first, later) = match key_file::read(path)? {
            Some(keys) => keys,
            None => (key_file::make(path, chance)?, Vec::new()),
        };
        Ok(Self::of(&first, &later))
    }

    /// For each key a value that only this key produces, and that reveals nothing about it.
    #[must_use]
    pub fn proofs(&self) -> &[[u8; 32]] {
        &self.proofs
    }

    /// A MAC over these parts: proves that a row of the database was written by this installation.
    #[must_use]
    pub fn mark(&self, parts: &[&[u8]]) -> [u8; 32] {
        Self::mac(&self.marks, parts)
    }

    /// The number of the key that seals.
    #[must_use]
    pub fn newest(&self) -> u8 {
        self.ring.last().map_or(key_file::FIRST, |(number, _)| *number)
    }

    /// The number of the key that sealed these bytes, if they are sealed at all.
    #[must_use]
    pub fn key_of(sealed: &[u8]) -> Option<u8> {
        match sealed {
            [FORMAT, number, ..] => Some(*number),
            _ => None,
        }
    }

    /// Seals bytes for one row: `context` (table, street, id) is authenticated, so that a value moved to another row does not open.
    #[must_use]
    pub fn seal(&self, context: &str, plain: &[u8], chance: &Chance) -> Vec<u8> {
        let nonce = chance.bytes::<NONCE_BYTES>();
        let Some((number, key)) = self.ring.last() else { return Vec::new() };
        let mut out = vec![FORMAT, *number];
        out.extend_from_slice(&nonce);
        // Encryption fails only on inputs beyond 64 GiB, which no field reaches.
        let sealed =
            key.encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: context.as_bytes() }).unwrap_or_default();
        out.extend_from_slice(&sealed);
        out
    }

    /// Opens a value that was sealed for the same context.
    ///
    /// # Errors
    /// If the bytes are no sealed value, were altered, belong to another row, or their key is not in the ring.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let [FORMAT, number, rest @ ..] = sealed else { return Err(SealError::Unreadable) };
        let (_, key) = self.ring.iter().find(|(n, _)| n == number).ok_or(SealError::NoKey(*number))?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES).ok_or(SealError::Unreadable)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| SealError::Unreadable)?;
        let plain = key
            .decrypt(&Nonce::from(nonce), Payload { msg: body, aad: context.as_bytes() })
            .map_err(|_| SealError::Unreadable)?;
        Ok(Zeroizing::new(plain))
    }

    fn mac(key: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = key.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Blind search term of a word in a street's matters: the same word has the same number. Without the key nobody can tell the word, nor
    /// that two streets use the same one.
    #[must_use]
    pub fn term(&self, street: &GridCode, word: &str) -> i64 {
        let mac = Self::mac(&self.terms, &[street.as_str().as_bytes(), word.as_bytes()]);
        i64::from_le_bytes([mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], mac[6], mac[7]])
    }

    /// The keyed hash under which a session's or token's secret is stored.
    #[must_use]
    pub fn digest(&self, secret: &[u8]) -> [u8; 32] {
        Self::mac(&self.secrets, &[secret])
    }

    /// The key for one account's data on one phone: the same after signing in again, and useless for another account or phone. It is not
    /// stored.
    #[must_use]
    pub fn vault(&self, account: AccountId, device: Uuid) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(Self::mac(&self.vaults, &[account.uuid().as_bytes(), device.as_bytes()]))
    }

    /// The unguessable link by which one person follows a case: the street, the link's id and 128 bits that only this installation can
    /// make. It is valid until its row is marked as withdrawn.
    #[must_use]
    pub fn follow(&self, street: &GridCode, link: LinkId) -> String {
        self.link(&[b"follow"], street, link.uuid())
    }

    /// Reads such a link; `None` if it was not made here.
    #[must_use]
    pub fn read_follow(&self, link: &str) -> Option<(GridCode, LinkId)> {
        self.read_link(&[b"follow"], link).map(|(street, id)| (street, LinkId::new(id)))
    }

    /// The link of a case as older versions made it.
    #[cfg(test)]
    pub fn track(&self, street: &GridCode, case: CaseId) -> String {
        self.link(&[], street, case.uuid())
    }

    /// Reads a link of older versions, which had one for each case, made of its id; none are made any more.
    #[must_use]
    pub fn read_track(&self, link: &str) -> Option<(GridCode, CaseId)> {
        self.read_link(&[], link).map(|(street, id)| (street, CaseId::new(id)))
    }

    /// A handle by which a person joins an offered case until a moment: it reveals nothing about the case.
    #[must_use]
    pub fn handle(&self, street: &GridCode, case: CaseId, until: Moment, chance: &Chance) -> String {
        let mut plain = until.micros().to_be_bytes().to_vec();
        plain.extend_from_slice(case.uuid().as_bytes());
        plain.extend_from_slice(street.as_str().as_bytes());
        URL_SAFE_NO_PAD.encode(self.seal(HANDLE, &plain, chance))
    }

    /// Reads a handle and the moment until which it is valid; `None` if it was not made here.
    #[must_use]
    pub fn read_handle(&self, handle: &str) -> Option<(GridCode, CaseId, Moment)> {
        let plain = self.open(HANDLE, &URL_SAFE_NO_PAD.decode(handle).ok()?).ok()?;
        let (until, rest) = plain.split_first_chunk::<8>()?;
        let (case, street) = rest.split_first_chunk::<16>()?;
        let street = GridCode::parse(std::str::from_utf8(street).ok()?).ok()?;
        Some((street, CaseId::new(Uuid::from_bytes(*case)), Moment::from_micros(i64::from_be_bytes(*until))))
    }

    /// The unguessable link of a calling screen. It is valid as long as the screen's row exists.
    #[must_use]
    pub fn screen(&self, street: &GridCode, screen: ScreenId) -> String {
        self.link(&[b"screen"], street, screen.uuid())
    }

    /// Reads a screen's link; `None` if it was not made here.
    #[must_use]
    pub fn read_screen(&self, link: &str) -> Option<(GridCode, ScreenId)> {
        self.read_link(&[b"screen"], link).map(|(street, id)| (street, ScreenId::new(id)))
    }

    /// The unguessable link of a booking without an account. It is valid as long as its ticket is stored.
    #[must_use]
    pub fn booking(&self, street: &GridCode, ticket: TicketId) -> String {
        self.link(&[b"booking"], street, ticket.uuid())
    }

    /// Reads a booking's link; `None` if it was not made here.
    #[must_use]
    pub fn read_booking(&self, link: &str) -> Option<(GridCode, TicketId)> {
        self.read_link(&[b"booking"], link).map(|(street, id)| (street, TicketId::new(id)))
    }

    fn link(&self, purpose: &[&[u8]], street: &GridCode, id: Uuid) -> String {
        let street_number: u32 = street.as_str().parse().unwrap_or(0);
        let mut bytes = street_number.to_be_bytes().to_vec();
        bytes.extend_from_slice(id.as_bytes());
        let mac = Self::mac(&self.links, &[purpose, &[&bytes]].concat());
        bytes.extend_from_slice(&mac[..MAC_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn read_link(&self, purpose: &[&[u8]], link: &str) -> Option<(GridCode, Uuid)> {
        let bytes = URL_SAFE_NO_PAD.decode(link).ok()?;
        let (street, rest) = bytes.split_at_checked(4)?;
        let (id, mac) = rest.split_at_checked(16)?;
        let expected = Self::mac(&self.links, &[purpose, &[&bytes[..20]]].concat());
        // Compared in constant time: the difference of all bytes is collected before it is examined.
        let differs = mac.iter().zip(&expected[..MAC_BYTES]).fold(0, |d, (a, b)| d | (a ^ b));
        if mac.len() != MAC_BYTES || differs != 0 {
            return None;
        }
        let street = GridCode::parse(&format!("{:09}", u32::from_be_bytes(street.try_into().ok()?))).ok()?;
        Some((street, Uuid::from_slice(id).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_row_and_unaltered() {
        let seal = Seal::new(&[7; 32]);
        let chance = Chance::counted(1);
        let mut sealed = seal.seal("cases 1", "13812341234".as_bytes(), &chance);
        assert_eq!(&**seal.open("cases 1", &sealed).unwrap(), "13812341234".as_bytes());
        assert!(seal.open("cases 2", &sealed).is_err());
        assert!(Seal::new(&[8; 32]).open("cases 1", &sealed).is_err());
        assert!(!sealed.windows(5).any(|w| w == b"13812"));
        *sealed.last_mut().unwrap() ^= 1;
        assert!(seal.open("cases 1", &sealed).is_err());
    }

    #[test]
    fn a_link_reads_back_and_a_guessed_one_does_not() {
        let seal = Seal::new(&[7; 32]);
        let street = GridCode::parse("510117019").unwrap();
        let case = CaseId::new(Uuid::from_u128(42));
        let link = seal.track(&street, case);
        assert_eq!(seal.read_track(&link), Some((street, case)));
        let mut guessed = link.into_bytes();
        guessed[30] = if guessed[30] == b'A' { b'B' } else { b'A' };
        assert_eq!(seal.read_track(std::str::from_utf8(&guessed).unwrap()), None);
        assert_eq!(seal.read_track("x"), None);
        let screen = ScreenId::new(Uuid::from_u128(42));
        let shown = seal.screen(&street, screen);
        assert_eq!(seal.read_screen(&shown), Some((street, screen)));
        assert_eq!(seal.read_track(&shown), None, "a screen's link opens no case");
        assert_eq!(seal.read_screen(&seal.track(&street, case)), None);
        let ticket = TicketId::new(Uuid::from_u128(42));
        let booked = seal.booking(&street, ticket);
        assert_eq!(seal.read_booking(&booked), Some((street, ticket)));
        assert_eq!((seal.read_booking(&shown), seal.read_screen(&booked)), (None, None));
        let link = LinkId::new(Uuid::from_u128(42));
        assert_eq!(seal.read_follow(&seal.follow(&street, link)), Some((street, link)));
        assert_eq!(seal.read_follow(&seal.track(&street, case)), None, "a case's id makes nobody's link");
    }

    #[test]
    fn a_handle_holds_for_a_time_tells_nothing_and_is_another_each_time() {
        let (seal, chance) = (Seal::new(&[7; 32]), Chance::counted(1));
        let street = GridCode::parse("510117019").unwrap();
        let (case, until) = (CaseId::new(Uuid::from_u128(42)), Moment::from_micros(1_800_000_000));
        let handle = seal.handle(&street, case, until, &chance);
        assert_eq!(seal.read_handle(&handle), Some((street, case, until)));
        assert_ne!(
            handle,
            seal.handle(&street, case, until, &chance),
            "two of one case cannot be told from two of two"
        );
        let bytes = URL_SAFE_NO_PAD.decode(&handle).unwrap();
        assert!(!bytes.windows(16).any(|part| part == case.uuid().as_bytes()), "no id stands in it");
        let mut altered = bytes.clone();
        altered[20] ^= 1;
        assert_eq!(seal.read_handle(&URL_SAFE_NO_PAD.encode(altered)), None);
        assert_eq!(seal.read_handle(&seal.track(&street, case)), None, "a link is no handle");
        assert_eq!(Seal::new(&[8; 32]).read_handle(&handle), None, "nor is one of another installation");
    }

    #[test]
    fn a_new_key_seals_and_the_old_one_still_opens() {
        let (first, second) = (Zeroizing::new([7; 32]), Zeroizing::new([9; 32]));
        let (before, after) = (Seal::of(&first, &[]), Seal::of(&first, &[(2, second)]));
        let chance = Chance::counted(1);
        let old = before.seal("cases 1", b"13812341234", &chance);
        let new = after.seal("cases 1", b"13812341234", &chance);
        assert_eq!((old[1], new[1], after.newest()), (1, 2, 2));
        assert_eq!(&**after.open("cases 1", &old).unwrap(), b"13812341234");
        assert_eq!(&**after.open("cases 1", &new).unwrap(), b"13812341234");
        assert!(matches!(before.open("cases 1", &new), Err(SealError::NoKey(2))));
        let street = GridCode::parse("510117019").unwrap();
        assert_eq!(before.term(&street, "路灯"), after.term(&street, "路灯"), "what was found is still found");
    }

    #[test]
    fn a_word_is_blind_and_each_street_has_its_own() {
        let seal = Seal::new(&[7; 32]);
        let (here, there) = (GridCode::parse("510117019").unwrap(), GridCode::parse("510117020").unwrap());
        assert_eq!(seal.term(&here, "路灯"), seal.term(&here, "路灯"));
        assert_ne!(seal.term(&here, "路灯"), seal.term(&there, "路灯"));
        assert_ne!(seal.term(&here, "路灯"), Seal::new(&[8; 32]).term(&here, "路灯"));
        assert_ne!(seal.mark(&[b"ab", b"c"]), seal.mark(&[b"a", b"bc"]), "parts do not run together");
    }

    #[test]
    fn a_vault_has_one_key_for_one_account_on_one_device() {
        let (seal, id) = (Seal::new(&[7; 32]), |n| Uuid::from_u128(n));
        let key = seal.vault(AccountId::new(id(1)), id(2));
        assert_eq!(key, Seal::new(&[7; 32]).vault(AccountId::new(id(1)), id(2)));
        for other in [seal.vault(AccountId::new(id(1)), id(3)), seal.vault(AccountId::new(id(3)), id(2))] {
            assert_ne!(key, other);
        }
        assert_ne!(key, seal.vault(AccountId::new(id(2)), id(1)), "account and device do not change places");
        assert_ne!(key, Seal::new(&[8; 32]).vault(AccountId::new(id(1)), id(2)));
    }
}
