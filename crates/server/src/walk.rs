//! Walking every chain of a street: which kinds of records keep one, how many there are of each, and which do not hold. It is what
//! `weiguang verify` and `weiguang doctor` tell; it reads only.

use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::events::Broken;
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::chain::subject::Subject;
use crate::chain::{self, Head};
use crate::rooms::grid::territory::Territory;
use crate::rooms::{care, cases};
use crate::web::Refusal;

/// Chains whose record keeps no copy of its end, or is gone, each with the name of the first entry that is there.
const LOOSE: &str = "SELECT e.stream, e.kind FROM events e WHERE e.tenant = $1 AND e.stream > $2 \
 AND e.seq = (SELECT MIN(f.seq) FROM events f WHERE f.tenant = e.tenant AND f.stream = e.stream) \
 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.tenant = e.tenant AND c.id = e.stream) \
 AND NOT EXISTS (SELECT 1 FROM care_alerts a WHERE a.tenant = e.tenant AND a.id = e.stream) ORDER BY e.stream LIMIT $3";

/// Records of a table without any entry: each begins with one.
macro_rules! bare {
    ($table:literal) => {
        concat!(
            "SELECT r.id FROM ",
            $table,
            " r WHERE r.tenant = $1 AND r.id > $2 AND NOT EXISTS \
             (SELECT 1 FROM events e WHERE e.tenant = r.tenant AND e.stream = r.id) ORDER BY r.id LIMIT $3"
        )
    };
}
const BARE_READINGS: &str = bare!("readings");
const BARE_NUMBERS: &str = bare!("tickets");
const BARE_STATIONS: &str = bare!("stations");
const BARE_RESIDENTS: &str = bare!("residents");
const BARE_HOUSEHOLDS: &str = bare!("households");
const BARE_VISITS: &str = bare!("visits");
const BARE_CAMPAIGNS: &str = bare!("campaigns");
const BARE_REGRIDS: &str = bare!("regrids");
const BARE_BULLETINS: &str = bare!("bulletins");

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("walk.LOOSE", LOOSE),
    ("walk.BARE_READINGS", BARE_READINGS),
    ("walk.BARE_NUMBERS", BARE_NUMBERS),
    ("walk.BARE_STATIONS", BARE_STATIONS),
    ("walk.BARE_RESIDENTS", BARE_RESIDENTS),
    ("walk.BARE_HOUSEHOLDS", BARE_HOUSEHOLDS),
    ("walk.BARE_VISITS", BARE_VISITS),
    ("walk.BARE_CAMPAIGNS", BARE_CAMPAIGNS),
    ("walk.BARE_REGRIDS", BARE_REGRIDS),
    ("walk.BARE_BULLETINS", BARE_BULLETINS),
];

/// Chains read in one round: memory is bounded however many there are.
const ROUND: i64 = 1_000;
/// Broken ones of a kind that are named; the rest are counted.
const NAMED: usize = 100;

/// Why a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An entry of it.
    Broken(Broken),
    /// The record is there, and no entry of it.
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

/// One chain: whose, of which kind, and the number of its entries or why it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The record.
    pub id: Uuid,
    /// Of which kind.
    pub subject: Subject,
    /// Entries, or the fault.
    pub end: Result<i64, Fault>,
}

/// All chains of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// How many records.
    pub records: u64,
    /// How many entries those that hold have together.
    pub entries: u64,
    /// How many do not hold.
    pub broken: u64,
    /// Those, up to a hundred.
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

/// Reads what the rows of a table say of the ends of their chains: of a street, after an id, so many.
type Heads = fn(&mut Tx<'_>, &GridCode, Uuid, i64) -> Result<Vec<(Uuid, Head)>, StoreError>;

/// Where chains are found.
#[derive(Clone, Copy)]
enum Source {
    /// By rows that keep a copy of the end, so that a cut-off end shows, too.
    Heads(Subject, Heads),
    /// By the entries themselves.
    Loose,
    /// By rows of which nothing is told.
    Bare(Subject, &'static str),
}

const SOURCES: [Source; 12] = [
    Source::Heads(Subject::Case, cases::all_streams),
    Source::Heads(Subject::Alert, care::streams),
    Source::Loose,
    Source::Bare(Subject::Reading, BARE_READINGS),
    Source::Bare(Subject::Number, BARE_NUMBERS),
    Source::Bare(Subject::Station, BARE_STATIONS),
    Source::Bare(Subject::Resident, BARE_RESIDENTS),
    Source::Bare(Subject::Household, BARE_HOUSEHOLDS),
    Source::Bare(Subject::Visit, BARE_VISITS),
    Source::Bare(Subject::Campaign, BARE_CAMPAIGNS),
    Source::Bare(Subject::Regrid, BARE_REGRIDS),
    Source::Bare(Subject::Bulletin, BARE_BULLETINS),
];

impl Source {
    /// Chains after an id, in order of id, each followed to its end.
    fn chains(self, tx: &mut Tx<'_>, street: &GridCode, after: Uuid, limit: i64) -> Result<Vec<Chain>, StoreError> {
        let found: Vec<(Uuid, Subject, Option<Head>)> = match self {
            Self::Heads(subject, heads) => {
                heads(tx, street, after, limit)?.into_iter().map(|(id, head)| (id, subject, Some(head))).collect()
            }
            Self::Loose => tx.query(LOOSE, params![street.as_str(), after, limit], |row| {
                Ok((row.get(0)?, Subject::of(&row.get::<String>(1)?), None))
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

/// Follows every chain of a street.
///
/// # Errors
/// If the store cannot be read.
pub fn street(app: &App, street: GridCode) -> Result<BTreeMap<Subject, Walked>, Refusal> {
    let mut all: BTreeMap<Subject, Walked> = BTreeMap::new();
    for source in SOURCES {
        let mut after = Uuid::nil();
        loop {
            let round =
                app.db().read_blocking(move |tx| Ok::<_, Refusal>(source.chains(tx, &street, after, ROUND)?))?;
            let Some(last) = round.last() else { break };
            after = last.id;
            for chain in round {
                all.entry(chain.subject).or_default().take(chain);
            }
        }
    }
    Ok(all)
}

/// Follows the chain of one record, of whatever kind it is; nothing if no street knows it.
///
/// # Errors
/// If the store cannot be read.
pub fn record(app: &App, id: Uuid) -> Result<Option<Chain>, Refusal> {
    let before = Uuid::from_u128(id.as_u128().saturating_sub(1));
    for street in app.state::<Territory>().streets() {
        for source in SOURCES {
            let next = app.db().read_blocking(move |tx| Ok::<_, Refusal>(source.chains(tx, &street, before, 1)?))?;
            if let Some(chain) = next.into_iter().find(|chain| chain.id == id) {
                return Ok(Some(chain));
            }
        }
    }
    Ok(None)
}
