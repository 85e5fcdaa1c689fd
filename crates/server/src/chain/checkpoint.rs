//! Checkpoints: the ends of all hash chains, each with a hash of its record's row, signed with the installation's key. They reveal changes
//! by an attacker who has the database but not the key file.
//!
//! Chain ends are signed once a minute, and only those that this process wrote itself; after a crash, those whose entries decrypt.
//! Permissions (accounts, assignments) and erasures are signed within the write. All signatures are folded into one sum, which is signed
//! with a rising number and stored both in the database and in a file beside the key file: an older copy of the database has a smaller
//! number.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;
use weiguang_domain::kernel::events::Hash;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Touched, Tx, params};

use super::signed::Signer;
use super::{Head, signed};
use crate::chain;
use crate::config::Settings;
use crate::outside::seal::Seal;
use crate::problem::Refusal;

const NEXT: &str = "UPDATE checkpoints SET number = number + 1 WHERE id = 1";
const FIRST: &str =
    "INSERT INTO checkpoints (id, number, at, sum, proof) VALUES (1, 0, 0, $1, $1) ON CONFLICT DO NOTHING";
const READ: &str = "SELECT number, at, sum, proof FROM checkpoints WHERE id = 1";
const PUT: &str = "UPDATE checkpoints SET at = $1, sum = $2, proof = $3 WHERE id = 1";
const END: &str = "SELECT seq, hash, erased, record, proof FROM chain_ends WHERE tenant = $1 AND stream = $2";
const PUT_END: &str = "INSERT INTO chain_ends (tenant, stream, seq, hash, erased, record, proof) VALUES ($1, $2, $3, $4, $5, $6, $7) \
 ON CONFLICT (tenant, stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, erased = excluded.erased, record = excluded.record, proof = excluded.proof";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("checkpoint.NEXT", NEXT),
    ("checkpoint.FIRST", FIRST),
    ("checkpoint.READ", READ),
    ("checkpoint.PUT", PUT),
    ("checkpoint.END", END),
    ("checkpoint.PUT_END", PUT_END),
];

/// The time in a checkpoint while a store of an older version is still being signed for the first time.
const NOT_WHOLE: Moment = Moment::from_micros(0);

/// The end of a chain that this process wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The tenant.
    pub tenant: String,
    /// The chain.
    pub stream: Uuid,
    /// The last entry of the chain.
    pub head: Head,
}

/// Chain ends that are not signed yet; for each chain only the last.
#[derive(Debug, Default)]
pub struct Unsigned(Mutex<BTreeMap<(String, Uuid), Head>>);

impl Unsigned {
    /// Adds the chain ends that a transaction wrote, after its commit.
    pub fn add(&self, ends: Vec<End>) {
        if ends.is_empty() {
            return;
        }
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for End { tenant, stream, head } in ends {
            let kept = all.entry((tenant, stream)).or_insert(head);
            if head.seq > kept.seq {
                *kept = head;
            }
        }
    }

    /// Removes and returns all chain ends.
    pub(crate) fn take(&self) -> Vec<End> {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        all.into_iter().map(|((tenant, stream), head)| End { tenant, stream, head }).collect()
    }
}

/// The signed state of one chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The chain's last entry when it was signed.
    pub head: Head,
    /// Whether the chain's content was erased on purpose.
    pub erased: bool,
    /// Hash of the record's row when it was signed.
    pub record: Vec<u8>,
    /// The signature.
    pub proof: Hash,
}

impl Signed {
    /// Computes the signature of this chain end; this requires the installation's key.
    #[must_use]
    pub fn proof(&self, seal: &Seal, tenant: &str, stream: Uuid) -> Hash {
        let (seq, erased) = (self.head.seq.to_le_bytes(), [u8::from(self.erased)]);
        let parts: [&[u8]; 7] =
            [b"end", tenant.as_bytes(), stream.as_bytes(), &seq, &self.head.hash, &erased, &self.record];
        seal.mark(&parts)
    }
}

/// The signed state of a chain, if any.
///
/// # Errors
/// The store's errors.
pub fn signed(tx: &mut Tx<'_>, tenant: &str, stream: Uuid) -> Result<Option<Signed>, StoreError> {
    tx.one(END, params![tenant, stream], |row| {
        Ok(Signed {
            head: Head { seq: row.get(0)?, hash: row.get(1)? },
            erased: row.get(2)?,
            record: row.get(3)?,
            proof: row.get(4)?,
        })
    })
}

/// The sum over all signed chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The number of the checkpoint; each new one has a higher number.
    pub number: i64,
    /// When the checkpoint was signed.
    pub at: Moment,
    /// Sum of the signatures of all chain ends.
    pub sum: Hash,
    /// The signature of the checkpoint.
    pub proof: Hash,
}

impl Checkpoint {
    fn proof(&self, seal: &Seal) -> Hash {
        let (number, at) = (self.number.to_le_bytes(), self.at.micros().to_le_bytes());
        seal.mark(&[b"checkpoint", &number, &at, &self.sum])
    }

    /// Whether the signature is valid for this installation's key.
    #[must_use]
    pub fn holds(&self, seal: &Seal) -> bool {
        self.proof == self.proof(seal)
    }

    /// Whether the whole store has been signed at least once.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.at != NOT_WHOLE
    }

    /// Formats the checkpoint as a line of the checkpoint file.
    #[must_use]
    pub(crate) fn line(&self) -> String {
        let hex = |bytes: &Hash| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        format!("{} {} {} {}\n", self.number, self.at.micros(), hex(&self.sum), hex(&self.proof))
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let mut word = || words.next();
        let hex = |text: &str| {
            let mut bytes = [0; 32];
            for (place, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
            }
            Some(bytes)
        };
        Some(Self {
            number: word()?.parse().ok()?,
            at: Moment::from_micros(word()?.parse().ok()?),
            sum: hex(word()?)?,
            proof: hex(word()?)?,
        })
    }
}

/// The checkpoint in the store, if any.
///
/// # Errors
/// The store's errors.
pub fn read(tx: &mut Tx<'_>) -> Result<Option<Checkpoint>, StoreError> {
    tx.one(READ, &[], |row| {
        Ok(Checkpoint {
            number: row.get(0)?,
            at: Moment::from_micros(row.get(1)?),
            sum: row.get(2)?,
            proof: row.get(3)?,
        })
    })
}

/// Path of the checkpoint file: it is beside the key file, so that no copy of the database contains it.
#[must_use]
pub fn file(settings: &Settings) -> PathBuf {
    settings.key_file().with_file_name("checkpoint")
}

/// Path to which the checkpoint file is moved when the database is older than the file. Doctor reports it until somebody removes it.
#[must_use]
pub fn newer(settings: &Settings) -> PathBuf {
    settings.key_file().with_file_name("checkpoint.rolled-back")
}

/// Whether the database is older than the checkpoint file, because an older copy of the database was restored.
#[must_use]
pub fn is_rolled_back(kept: Option<Checkpoint>, there: Option<Checkpoint>) -> bool {
    kept.is_some_and(|kept| {
        there.is_none_or(|there| there.number < kept.number || (there.number == kept.number && there.sum != kept.sum))
    })
}

/// Removes the checkpoint file, because an operator restored an older copy of the database.
///
/// # Errors
/// If it cannot be removed.
pub fn forget(settings: &Settings) -> std::io::Result<()> {
    match std::fs::remove_file(file(settings)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Reads the checkpoint file, if it exists.
#[must_use]
pub fn kept(settings: &Settings) -> Option<Checkpoint> {
    Checkpoint::parse(&std::fs::read_to_string(file(settings)).ok()?)
}

/// Adds a signature to the sum, or removes it.
pub fn fold(sum: &mut Hash, proof: &Hash) {
    sum.iter_mut().zip(proof).for_each(|(byte, other)| *byte ^= other);
}

/// Signs chain ends within a transaction. It first locks the checkpoint's row, so that two transactions never sign at the same time.
pub(crate) struct Pen<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    signer: &'a Signer,
    number: i64,
    sum: Hash,
    /// Whether the whole store has been signed at least once.
    whole: bool,
}

impl<'a, 'tx> Pen<'a, 'tx> {
    pub(crate) fn take(tx: &'a mut Tx<'tx>, signer: &'a Signer) -> Result<Self, Refusal> {
        if tx.exec(NEXT, &[])? == 0 {
            tx.exec(FIRST, params![&[0_u8; 32][..]])?;
            tx.exec(NEXT, &[])?;
        }
        let now = read(tx)?.ok_or_else(|| Refusal::Internal("there is no checkpoint".into()))?;
        let before = Checkpoint { number: now.number - 1, ..now };
        if before.number > 0 && !before.holds(&signer.seal) {
            // Data that somebody changed is not signed; doctor reports it.
            return Err(Refusal::Internal("the checkpoint was not signed by this installation".into()));
        }
        Ok(Self { tx, signer, number: now.number, sum: now.sum, whole: now.is_whole() })
    }

    /// Marks the whole store as signed.
    pub(crate) fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    pub(crate) fn sign(&mut self, tenant: &str, stream: Uuid, head: Option<Head>, erased: bool) -> Result<(), Refusal> {
        let before = signed(self.tx, tenant, stream)?;
        if before.as_ref().is_some_and(|b| b.proof != b.proof(&self.signer.seal, tenant, stream)) {
            tracing::error!(tenant, %stream, "an end of a chain was signed by somebody else");
            return Ok(());
        }
        let head = match head {
            Some(head) => head,
            None => chain::head(self.tx, tenant, stream)?,
        };
        let (older, was_erased) = before.as_ref().map_or((0, false), |b| (b.head.seq, b.erased));
        if head.seq < older {
            return Ok(());
        }
        let record = signed::record(self.tx, &self.signer.kinds, tenant, stream)?;
        let mut end = Signed { head, erased: erased || was_erased, record, proof: [0; 32] };
        end.proof = end.proof(&self.signer.seal, tenant, stream);
        let row = params![tenant, stream, head.seq, &head.hash, end.erased, &end.record, &end.proof];
        self.tx.exec(PUT_END, row)?;
        if let Some(before) = before {
            fold(&mut self.sum, &before.proof);
        }
        fold(&mut self.sum, &end.proof);
        Ok(())
    }

    pub(crate) fn put_down(self, at: Moment) -> Result<Checkpoint, Refusal> {
        let at = if self.whole { at } else { NOT_WHOLE };
        let mut all = Checkpoint { number: self.number, at, sum: self.sum, proof: [0; 32] };
        all.proof = all.proof(&self.signer.seal);
        self.tx.exec(PUT, params![at.micros(), &all.sum, &all.proof])?;
        Ok(all)
    }
}

/// Signs the records that a write changed, before its commit.
///
/// # Errors
/// The store's errors.
pub fn sign_touched(tx: &mut Tx<'_>, signer: &Signer, touched: Vec<Touched>, at: Moment) -> Result<(), Refusal> {
    // A store that was never signed is signed completely at server start, not here.
    if touched.is_empty() || read(tx)?.is_none() {
        return Ok(());
    }
    let mut pen = Pen::take(tx, signer)?;
    for one in touched {
        pen.sign(&one.tenant, one.id, None, one.erased)?;
    }
    pen.put_down(at).map(drop)
}
