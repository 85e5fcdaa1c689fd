//! Verifies every chain of a street: the kinds of records with a chain, their numbers, and broken ones. Used by `weiguang verify` and
//! `weiguang doctor`; it only reads.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::events::Broken;
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::chain::kinds::{self, Heads, Kinds, RowEnd, Statement, Subject};
use crate::chain::{self, Head};
use crate::rooms::ROOMS;
use crate::rooms::grid::Territory;
use crate::web::Refusal;

/// Chains whose record has no copy of its end, or does not exist, each with the name of its first entry.
static LOOSE: LazyLock<String> = LazyLock::new(|| {
    let copied = ROOMS.iter().flat_map(|room| room.records()).filter_map(|kind| kind.row);
    let copied = copied.filter(|row| matches!(row.end, RowEnd::Copied(_)));
    let without = copied.map(|row| {
        format!(" AND NOT EXISTS (SELECT 1 FROM {} r WHERE r.tenant = e.tenant AND r.id = e.stream)", row.table)
    });
    format!(
        "SELECT e.stream, e.kind FROM events e WHERE e.tenant = $1 AND e.stream > $2 \
         AND e.seq = (SELECT MIN(f.seq) FROM events f WHERE f.tenant = e.tenant AND f.stream = e.stream){} \
         ORDER BY e.stream LIMIT $3",
        without.collect::<String>()
    )
});

/// For `prepare_all`.
#[must_use]
pub fn statements() -> Vec<Statement> {
    let mut all = kinds::statements(ROOMS.iter().flat_map(|room| room.records()));
    all.push(("walk.LOOSE", LOOSE.as_str()));
    all
}

/// Chains read in one round, so that memory is limited however many there are.
const ROUND: i64 = 1_000;
/// Broken chains of a kind that are named; the rest are only counted.
const NAMED: usize = 100;

/// Why a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An entry of it.
    Broken(Broken),
    /// The record exists, but has no entry.
    Bare,
}

impl Fault {
    /// In Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Broken(broken) => broken.chinese(),
            Self::Bare => "没有任何条目".into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(broken) => broken.fmt(f),
            Self::Bare => f.write_str("no entry is there"),
        }
    }
}

/// One chain: its record, its kind, and the number of its entries or its fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The record.
    pub id: Uuid,
    /// Of which kind.
    pub subject: Subject,
    /// Number of entries, or the fault.
    pub end: Result<i64, Fault>,
}

/// All chains of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Number of records.
    pub records: u64,
    /// Total number of entries in intact chains.
    pub entries: u64,
    /// Number of broken chains.
    pub broken: u64,
    /// The broken ones, at most a hundred.
    pub named: Vec<(Uuid, Fault)>,
}

impl Walked {
    fn take(&mut self, chain: Chain) {
        self.records += 1;
        match chain.end {
            Ok(entries) => self.entries += u64::try_from(entries).unwrap_or(0),
            Err(fault) => {
                self.broken += 1;
                if self.named.len() < NAMED {
                    self.named.push((chain.id, fault));
                }
            }
        }
    }
}

/// Where chains are found.
#[derive(Clone, Copy)]
enum Source {
    /// By rows with a copy of the end, so that a truncated chain is detected, too.
    Copied(Subject, Heads),
    /// By the entries themselves.
    Loose,
    /// By rows without an entry.
    Bare(Subject, &'static str),
}

fn sources(kinds: &Kinds) -> Vec<Source> {
    let of_row = |subject: Subject| match subject.row?.end {
        RowEnd::Free => None,
        RowEnd::Each => Some(Source::Bare(subject, subject.row?.bare.1)),
        RowEnd::Copied(heads) => Some(Source::Copied(subject, heads)),
    };
    kinds.all().filter_map(of_row).chain([Source::Loose]).collect()
}

impl Source {
    /// Chains after an id, in order of id, each verified to its end.
    fn chains(
        self,
        tx: &mut Tx<'_>,
        kinds: &Kinds,
        street: &GridCode,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<Chain>, StoreError> {
        let found: Vec<(Uuid, Subject, Option<Head>)> = match self {
            Self::Copied(subject, heads) => {
                heads(tx, street, after, limit)?.into_iter().map(|(id, head)| (id, subject, Some(head))).collect()
            }
            Self::Loose => tx.query(LOOSE.as_str(), params![street.as_str(), after, limit], |row| {
                Ok((row.get(0)?, kinds.of(&row.get::<String>(1)?), None))
            })?,
            Self::Bare(subject, sql) => {
                return tx.query(sql, params![street.as_str(), after, limit], |row| {
                    Ok(Chain { id: row.get(0)?, subject, end: Err(Fault::Bare) })
                });
            }
        };
        let follow = |(id, subject, head)| {
            let end = chain::check(tx, street.as_str(), id, head)?.map_err(Fault::Broken);
            Ok(Chain { id, subject, end })
        };
        found.into_iter().map(follow).collect()
    }
}

/// Verifies every chain of a street.
///
/// # Errors
/// If the store cannot be read.
pub fn street(app: &App, street: GridCode) -> Result<BTreeMap<Subject, Walked>, Refusal> {
    let mut all: BTreeMap<Subject, Walked> = BTreeMap::new();
    for source in sources(&app.signer().kinds) {
        let mut after = Uuid::nil();
        loop {
            let kinds = app.signer().kinds.clone();
            let read = move |tx: &mut Tx<'_>| Ok::<_, Refusal>(source.chains(tx, &kinds, &street, after, ROUND)?);
            let round = app.db().read_blocking(read)?;
            let Some(last) = round.last() else { break };
            after = last.id;
            for chain in round {
                all.entry(chain.subject).or_default().take(chain);
            }
        }
    }
    Ok(all)
}

/// Verifies the chain of one record of any kind; `None` if no street has it.
///
/// # Errors
/// If the store cannot be read.
pub fn record(app: &App, id: Uuid) -> Result<Option<Chain>, Refusal> {
    let before = Uuid::from_u128(id.as_u128().saturating_sub(1));
    for street in app.state::<Territory>().streets() {
        for source in sources(&app.signer().kinds) {
            let kinds = app.signer().kinds.clone();
            let read = move |tx: &mut Tx<'_>| Ok::<_, Refusal>(source.chains(tx, &kinds, &street, before, 1)?);
            let next = app.db().read_blocking(read)?;
            if let Some(chain) = next.into_iter().find(|chain| chain.id == id) {
                return Ok(Some(chain));
            }
        }
    }
    Ok(None)
}
