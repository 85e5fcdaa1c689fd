//! Checks that the key file and the store belong together: if the key file is missing, belongs to another store, or is an older copy, every
//! command stops before anything is written, with a message that says what to do. A new store gets its first key.

use std::path::Path;
use weiguang_store::{Db, StoreError, Tx, params};

use crate::chain;
use crate::outside::chance::Chance;
use crate::outside::key_file;
use crate::outside::seal::{Seal, SealError};
use crate::problem::Refusal;
pub use crate::problem::Trouble;

const TABLE: i64 = 20;
const HAS_TABLE: &str = "SELECT COUNT(*) FROM migrations WHERE number = $1";
const PROOFS: &str = "SELECT proof FROM store_keys ORDER BY number";
const PROVE: &str = "INSERT INTO store_keys (number, proof) VALUES ($1, $2)";
const FORGET_PROOFS: &str = "DELETE FROM store_keys";
const FORGET_LINKS: &str = "DELETE FROM setup_links";
const SEALED: &str = "SELECT tenant, stream, seq, body FROM events WHERE body IS NOT NULL LIMIT 4";
const ACCOUNTS: &str = "SELECT COUNT(*) FROM accounts";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("keys.HAS_TABLE", HAS_TABLE),
    ("keys.PROOFS", PROOFS),
    ("keys.PROVE", PROVE),
    ("keys.FORGET_PROOFS", FORGET_PROOFS),
    ("keys.FORGET_LINKS", FORGET_LINKS),
    ("keys.SEALED", SEALED),
    ("keys.ACCOUNTS", ACCOUNTS),
];

/// The exit status of a command that stopped because the keys do not fit the store.
pub const EXIT: u8 = 3;

impl From<SealError> for Refusal {
    fn from(error: SealError) -> Self {
        Self::Internal(error.to_string())
    }
}

/// An encrypted value: its context, and its bytes.
type Sample = (String, Vec<u8>);

/// What the store contains that proves which keys it was written with.
struct StoredKeys {
    proofs: Vec<Vec<u8>>,
    sealed: Vec<Sample>,
    accounts: i64,
}

impl StoredKeys {
    /// Reads the proofs. A store of an older version has none; there, encrypted values serve as proof.
    fn read(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        let has_table = tx.one(HAS_TABLE, params![TABLE], |row| row.get::<i64>(0))? > Some(0);
        let proofs = if has_table { tx.query(PROOFS, params![], |row| row.get(0))? } else { Vec::new() };
        let sealed = tx.query(SEALED, params![], |row| {
            Ok((chain::seal_context(&row.get::<String>(0)?, row.get(1)?, row.get(2)?), row.get(3)?))
        })?;
        let accounts = tx.one(ACCOUNTS, params![], |row| row.get(0))?.unwrap_or(0);
        Ok(Self { proofs, sealed, accounts })
    }

    const fn is_empty(&self) -> bool {
        self.sealed.is_empty() && self.accounts == 0
    }

    fn check(&self, file: &Path, seal: Option<&Seal>) -> Result<(), Trouble> {
        let Some(seal) = seal else {
            let new = self.is_empty() && self.proofs.is_empty();
            return if new { Ok(()) } else { Err(Trouble::Missing(file.to_owned())) };
        };
        let (file, there) = (|| file.to_owned(), seal.proofs());
        for (number, proof) in (1..).zip(&self.proofs) {
            match there.get(number - 1) {
                None => return Err(Trouble::Old { file: file(), number }),
                Some(own) if own[..] != proof[..] => return Err(Trouble::Other { file: file(), number }),
                Some(_) => {}
            }
        }
        let opened = |(context, bytes): &Sample| seal.open(context, bytes);
        if self.proofs.is_empty() && !self.sealed.is_empty() && !self.sealed.iter().any(|s| opened(s).is_ok()) {
            return Err(match self.sealed.first().map(opened) {
                Some(Err(SealError::NoKey(number))) => Trouble::Old { file: file(), number: number.into() },
                _ => Trouble::Other { file: file(), number: 1 },
            });
        }
        Ok(())
    }
}

fn read(file: &Path) -> Result<Option<Seal>, Refusal> {
    Ok(key_file::read(file)?.map(|(first, later)| Seal::of(&first, &later)))
}

/// Whether the key file fits the store. A new store without a key file is accepted.
///
/// # Errors
/// A [`Trouble`]; errors of the file and of the store.
pub fn check(tx: &mut Tx<'_>, file: &Path) -> Result<(), Refusal> {
    Ok(StoredKeys::read(tx)?.check(file, read(file)?.as_ref())?)
}

/// Reads the key file of a migrated store; for a new store, creates the first key.
///
/// # Errors
/// As [`check`]; if the file cannot be created.
pub fn open(db: &Db, file: &Path, chance: &Chance) -> Result<Seal, Refusal> {
    let kept = db.read_blocking(|tx| StoredKeys::read(tx).map_err(Refusal::from))?;
    let seal = read(file)?;
    kept.check(file, seal.as_ref())?;
    let seal = match seal {
        Some(seal) => seal,
        None => Seal::of(&key_file::make(file, chance)?, &[]),
    };
    let known = kept.proofs.len();
    if known < seal.proofs().len() {
        let proofs = seal.proofs().to_vec();
        db.write_blocking(move |tx| {
            for (number, proof) in (1_i64..).zip(&proofs).skip(known) {
                tx.exec(PROVE, params![number, proof])?;
            }
            Ok::<_, Refusal>(())
        })?;
    }
    Ok(seal)
}

/// Creates new keys for an empty store whose key file is lost. Setup links that were printed before become invalid.
///
/// # Errors
/// [`Trouble::NotEmpty`], [`Trouble::Exists`]; errors of the file and of the store.
pub fn renew(db: &Db, file: &Path, chance: &Chance) -> Result<(), Refusal> {
    if db.is_begun()? {
        let kept = db.read_blocking(|tx| StoredKeys::read(tx).map_err(Refusal::from))?;
        if !kept.is_empty() {
            return Err(Trouble::NotEmpty.into());
        }
        if !kept.proofs.is_empty() && !file.exists() {
            db.write_blocking(|tx| {
                tx.exec(FORGET_LINKS, params![])?;
                tx.exec(FORGET_PROOFS, params![]).map_err(Refusal::from)
            })?;
        }
    }
    if file.exists() {
        return Err(Trouble::Exists(file.to_owned()).into());
    }
    key_file::make(file, chance)?;
    Ok(())
}
