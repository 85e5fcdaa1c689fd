//! Sealing personal data: AES-256-GCM under keys derived by HKDF from one master key, and link tokens by HMAC-SHA-256.
//!
//! The master key lies in its own file, readable by the owner only, beside the data and never in a backup of it. A sealed
//! value names its format and key, so that a later key ring can hold several.

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
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use zeroize::Zeroizing;

use super::chance::Chance;

const FORMAT: u8 = 1;
const KEY_NUMBER: u8 = 1;
const NONCE_BYTES: usize = 12;
const MAC_BYTES: usize = 16;

/// Why something sealed could not be opened, or keys could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The bytes are not what was sealed, or another key sealed them.
    #[error("the sealed value cannot be opened with this key")]
    Unreadable,
    /// The key file cannot be read, written or is not 32 bytes in hex.
    #[error("key file {path}: {why}")]
    KeyFile {
        /// Which file.
        path: String,
        /// What is wrong.
        why: String,
    },
}

/// The keys of an installation.
#[derive(Clone)]
pub struct Seal {
    data: Aes256Gcm,
    links: Zeroizing<[u8; 32]>,
    secrets: Zeroizing<[u8; 32]>,
    vaults: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Seal {
    /// From 32 bytes of master key.
    #[must_use]
    pub fn new(master: &[u8; 32]) -> Self {
        let hk = Hkdf::<Sha256>::new(None, master);
        let derive = |purpose: &str| {
            let mut key = Zeroizing::new([0u8; 32]);
            // HKDF refuses only outputs longer than 255 blocks; 32 bytes is one.
            let _ = hk.expand(purpose.as_bytes(), key.as_mut());
            key
        };
        let data = Aes256Gcm::new((&*derive("weiguang data 1")).into());
        Self {
            data,
            links: derive("weiguang links 1"),
            secrets: derive("weiguang secrets 1"),
            vaults: derive("weiguang vaults 1"),
        }
    }

    /// Reads the master key from a file, or makes one there that only the owner can read.
    ///
    /// # Errors
    /// If the file cannot be read or made, or does not hold 64 hexadecimal digits.
    pub fn from_file(path: &Path, chance: &Chance) -> Result<Self, SealError> {
        let fault = |why: String| SealError::KeyFile { path: path.display().to_string(), why };
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let master = hex(text.trim()).ok_or_else(|| fault("expected 64 hexadecimal digits".into()))?;
                Ok(Self::new(&master))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let master = Zeroizing::new(chance.bytes::<32>());
                write_private(path, &master).map_err(|e| fault(e.to_string()))?;
                Ok(Self::new(&master))
            }
            Err(e) => Err(fault(e.to_string())),
        }
    }

    /// Seals bytes for one row: `context` (table, street, id) is bound in, so that a value moved to another row does not open.
    #[must_use]
    pub fn seal(&self, context: &str, plain: &[u8], chance: &Chance) -> Vec<u8> {
        let nonce = chance.bytes::<NONCE_BYTES>();
        let mut out = vec![FORMAT, KEY_NUMBER];
        out.extend_from_slice(&nonce);
        // Encryption fails only on inputs beyond 64 GiB, which no field can reach.
        let sealed =
            self.data.encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: context.as_bytes() }).unwrap_or_default();
        out.extend_from_slice(&sealed);
        out
    }

    /// Opens what was sealed for the same context.
    ///
    /// # Errors
    /// If the bytes are not ours, were altered, or belong to another row.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let rest = sealed.strip_prefix(&[FORMAT, KEY_NUMBER]).ok_or(SealError::Unreadable)?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES).ok_or(SealError::Unreadable)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| SealError::Unreadable)?;
        let plain = self
            .data
            .decrypt(&Nonce::from(nonce), Payload { msg: body, aad: context.as_bytes() })
            .map_err(|_| SealError::Unreadable)?;
        Ok(Zeroizing::new(plain))
    }

    fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes a key of any length.
        let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else { return [0; 32] };
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// How a session's or token's secret is kept: only its keyed hash.
    #[must_use]
    pub fn digest(&self, secret: &[u8]) -> [u8; 32] {
        Self::mac(&self.secrets, &[secret])
    }

    /// The key under which one account's work lies on one phone: the same after signing in again, and of no use for another account
    /// or another phone. It is kept nowhere.
    #[must_use]
    pub fn vault(&self, account: AccountId, device: Uuid) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(Self::mac(&self.vaults, &[account.uuid().as_bytes(), device.as_bytes()]))
    }

    /// The unguessable link of a case: the street, the case and 128 bits that only this installation can make.
    #[must_use]
    pub fn track(&self, street: &GridCode, case: CaseId) -> String {
        let street_number: u32 = street.as_str().parse().unwrap_or(0);
        let mut bytes = street_number.to_be_bytes().to_vec();
        bytes.extend_from_slice(case.uuid().as_bytes());
        let mac = Self::mac(&self.links, &[&bytes]);
        bytes.extend_from_slice(&mac[..MAC_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a link back; `None` if it was not made here.
    #[must_use]
    pub fn read_track(&self, link: &str) -> Option<(GridCode, CaseId)> {
        let bytes = URL_SAFE_NO_PAD.decode(link).ok()?;
        let (street, rest) = bytes.split_at_checked(4)?;
        let (case, mac) = rest.split_at_checked(16)?;
        let expected = Self::mac(&self.links, &[&bytes[..20]]);
        // Compared in constant time: the difference of all bytes is gathered before it is looked at.
        let differs = mac.iter().zip(&expected[..MAC_BYTES]).fold(0, |d, (a, b)| d | (a ^ b));
        if mac.len() != MAC_BYTES || differs != 0 {
            return None;
        }
        let street = GridCode::parse(&format!("{:09}", u32::from_be_bytes(street.try_into().ok()?))).ok()?;
        Some((street, CaseId::new(Uuid::from_slice(case).ok()?)))
    }
}

fn hex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(out)
}

fn write_private(path: &Path, key: &[u8; 32]) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let text: String = key.iter().map(|b| format!("{b:02x}")).collect();
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
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

    #[test]
    fn the_key_file_is_made_once_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/master");
        let a = Seal::from_file(&path, &Chance::Machine).unwrap();
        let b = Seal::from_file(&path, &Chance::Machine).unwrap();
        assert_eq!(a.digest(b"x"), b.digest(b"x"));
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
