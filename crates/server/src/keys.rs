//! The key file and the store belong together: data without its key, with another's key or with an older copy of the file stops every
//! command before anything is written, in words that say what to do. A store that is new gets its first key.

use std::path::{Path, PathBuf};
use weiguang_store::{Db, StoreError, Tx, params};

use crate::events::chain;
use crate::outside::chance::Chance;
use crate::outside::key_file;
use crate::outside::seal::{Seal, SealError};
use crate::web::Refusal;

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

/// The exit status of a command that was stopped by its keys.
pub const EXIT: u8 = 3;

/// Why the keys stop a command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The store holds data, and there is no key file.
    #[error(
        "数据库里有数据，而密钥文件 {0} 不在。请把原来的密钥文件（与备份分开保管的那一份）放回这个位置，再启动。\
         切勿换用别的密钥或清空数据库：没有原来的密钥，已封存的内容谁也读不出来。\n\
         The store holds data, and its key file {0} is not there. Put the original key file back in this place (the copy that is kept apart from \
         the backups) and start again. Never put another key there and never empty the store: without the original key nobody can read what is sealed. \
         (keys.missing)"
    )]
    Missing(PathBuf),
    /// The file's key of this number is not the store's.
    #[error(
        "密钥文件 {file} 不是这个数据库的：第 {number} 把密钥不符。请放回与这份数据同时使用的密钥文件；不要改动数据库。\n\
         The key file {file} is not this store's: its key {number} is another. Put back the key file that was used with this data; change nothing in the store. \
         (keys.other)"
    )]
    Other {
        /// The file.
        file: PathBuf,
        /// The number of the key.
        number: usize,
    },
    /// The file is an older copy: a later key is not in it.
    #[error(
        "密钥文件 {file} 是旧的：缺少第 {number} 把密钥。请放回运行 weiguang add-key 之后保存的那一份；不要再运行 add-key。\n\
         The key file {file} is an old copy: key {number} is not in it. Put back the copy that was kept after `weiguang add-key`; do not run add-key again. \
         (keys.old)"
    )]
    Old {
        /// The file.
        file: PathBuf,
        /// The number of the key.
        number: usize,
    },
    /// New keys were asked for, and the store holds data.
    #[error(
        "数据库里有数据，不能新建密钥：那样已封存的内容将永远读不出来。--new-keys 只用于空的数据库。\n\
         The store holds data, so no new keys are made: what is sealed could never be read again. --new-keys is for an empty store only. \
         (keys.not-empty)"
    )]
    NotEmpty,
    /// New keys were asked for, and a key file is there.
    #[error("密钥文件 {0} 已经存在，没有改动。\nThe key file {0} is there already; it was not changed. (keys.exists)")]
    Exists(PathBuf),
}

impl Trouble {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "keys.missing",
            Self::Other { .. } => "keys.other",
            Self::Old { .. } => "keys.old",
            Self::NotEmpty => "keys.not-empty",
            Self::Exists(_) => "keys.exists",
        }
    }
}

impl From<SealError> for Refusal {
    fn from(error: SealError) -> Self {
        Self::Internal(error.to_string())
    }
}

/// Something sealed: in which entry, and the bytes.
type Sample = (String, Vec<u8>);

/// What a store says of its keys.
struct Kept {
    proofs: Vec<Vec<u8>>,
    sealed: Vec<Sample>,
    accounts: i64,
}

impl Kept {
    /// A store of a version before has no proofs; what it sealed proves its key.
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

/// Whether the key file fits a store. A new store without a key file fits.
///
/// # Errors
/// A [`Trouble`]; the file's; the store's.
pub fn check(tx: &mut Tx<'_>, file: &Path) -> Result<(), Refusal> {
    Ok(Kept::read(tx)?.check(file, read(file)?.as_ref())?)
}

/// The keys of a migrated store: those of its file; for a new store a first one is made.
///
/// # Errors
/// As [`check`]; if the file cannot be made.
pub fn open(db: &Db, file: &Path, chance: &Chance) -> Result<Seal, Refusal> {
    let kept = db.read_blocking(|tx| Kept::read(tx).map_err(Refusal::from))?;
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

/// Makes new keys for an empty store whose key file is gone. Links of setting up that were printed before end.
///
/// # Errors
/// [`Trouble::NotEmpty`], [`Trouble::Exists`]; the file's; the store's.
pub fn renew(db: &Db, file: &Path, chance: &Chance) -> Result<(), Refusal> {
    if db.is_begun()? {
        let kept = db.read_blocking(|tx| Kept::read(tx).map_err(Refusal::from))?;
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
