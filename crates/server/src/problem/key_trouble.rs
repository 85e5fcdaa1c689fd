//! Why the keys stop a command: the key file and the store do not belong together.

use std::path::PathBuf;

/// Why the keys stop a command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The store has data, and there is no key file.
    #[error(
        "数据库里有数据，而密钥文件 {0} 不在。请把原来的密钥文件（与备份分开保管的那一份）放回这个位置，再启动。\
         切勿换用别的密钥或清空数据库：没有原来的密钥，已封存的内容谁也读不出来。\n\
         The store holds data, and its key file {0} is not there. Put the original key file back in this place (the copy that is kept apart from \
         the backups) and start again. Never put another key there and never empty the store: without the original key nobody can read what is sealed. \
         (keys.missing)"
    )]
    Missing(PathBuf),
    /// The file's key of this number is a different one from the store's errors.
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
    /// The file is an older copy: a later key is missing in it.
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
    /// New keys were requested, but the store has data.
    #[error(
        "数据库里有数据，不能新建密钥：那样已封存的内容将永远读不出来。--new-keys 只用于空的数据库。\n\
         The store holds data, so no new keys are made: what is sealed could never be read again. --new-keys is for an empty store only. \
         (keys.not-empty)"
    )]
    NotEmpty,
    /// New keys were requested, but a key file exists.
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
