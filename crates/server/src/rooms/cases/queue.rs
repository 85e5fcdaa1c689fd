//! The queue: open matters by the nearness of their deadline, others newest first; always within a scope of prefixes, and flat
//! however many cases the store holds.

use uuid::Uuid;
use weiguang_domain::access::Scope;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::page::Page;
use weiguang_store::{StoreError, Tx, params};

use super::record::Record;
use super::store::{self, columns, record};
use super::terms::waiting;
use crate::web::{FieldFault, Refusal};

macro_rules! select {
    ($($rest:literal),*) => {
        concat!("SELECT ", columns!(), " FROM cases ", $($rest),*)
    };
}

// Open matters, by deadline. A community's page reads its own index; a grid's or micro-grid's reads the community's and leaves
// out what is beside it, which is at most some hundred rows; a street's reads the street's.
const OPEN_STREET: &str = select!(
    "WHERE tenant = $1 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 ORDER BY due_at, id LIMIT $6"
);
const OPEN_COMMUNITY: &str = select!(
    "WHERE tenant = $1 AND community = $7 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 ORDER BY due_at, id LIMIT $6"
);
const OPEN_MINE: &str =
    select!("WHERE tenant = $1 AND owner = $2 AND open AND (due_at, id) > ($3, $4) ORDER BY due_at, id LIMIT $5");
const STATUS_STREET: &str = select!(
    "WHERE tenant = $1 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 AND status = $7 ORDER BY due_at, id LIMIT $6"
);
const STATUS_COMMUNITY: &str = select!(
    "WHERE tenant = $1 AND community = $7 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 AND status = $8 ORDER BY due_at, id LIMIT $6"
);
const LATE_STREET: &str = select!(
    "WHERE tenant = $1 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 AND late ORDER BY due_at, id LIMIT $6"
);
const LATE_COMMUNITY: &str = select!(
    "WHERE tenant = $1 AND community = $7 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 AND late ORDER BY due_at, id LIMIT $6"
);
const UNPLACED: &str = select!(
    "WHERE tenant = $1 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 AND placed <> 'sure' ORDER BY due_at, id LIMIT $6"
);
const KIND_STREET: &str = select!(
    "WHERE tenant = $1 AND open AND (due_at, id) > ($4, $5) AND code >= $2 AND code < $3 AND kind = $7 ORDER BY due_at, id LIMIT $6"
);
const ALL_STREET: &str =
    select!("WHERE tenant = $1 AND id < $4 AND code >= $2 AND code < $3 ORDER BY id DESC LIMIT $5");
const ALL_COMMUNITY: &str =
    select!("WHERE tenant = $1 AND community = $6 AND id < $4 AND code >= $2 AND code < $3 ORDER BY id DESC LIMIT $5");
const PAST_STREET: &str =
    select!("WHERE tenant = $1 AND id < $4 AND code >= $2 AND code < $3 AND NOT open ORDER BY id DESC LIMIT $5");
const PAST_COMMUNITY: &str = select!(
    "WHERE tenant = $1 AND community = $6 AND id < $4 AND code >= $2 AND code < $3 AND NOT open ORDER BY id DESC LIMIT $5"
);
const PARTY: &str = select!(
    "WHERE tenant = $1 AND id IN (SELECT case_id FROM case_parts WHERE tenant = $1 AND owner = $2) AND id < $3 ORDER BY id DESC LIMIT $4"
);
const SEARCH_1: &str = select!(
    "WHERE tenant = $1 AND id IN (SELECT id FROM case_terms WHERE tenant = $1 AND term = $6) AND id < $4 AND code >= $2 AND code < $3 ORDER BY id DESC LIMIT $5"
);
const SEARCH_2: &str = select!(
    "WHERE tenant = $1 AND id IN (SELECT a.id FROM case_terms a JOIN case_terms b ON b.tenant = a.tenant AND b.id = a.id WHERE a.tenant = $1 AND a.term = $6 AND b.term = $7) AND id < $4 AND code >= $2 AND code < $3 ORDER BY id DESC LIMIT $5"
);
const SEARCH_3: &str = select!(
    "WHERE tenant = $1 AND id IN (SELECT a.id FROM case_terms a JOIN case_terms b ON b.tenant = a.tenant AND b.id = a.id JOIN case_terms c ON c.tenant = a.tenant AND c.id = a.id WHERE a.tenant = $1 AND a.term = $6 AND b.term = $7 AND c.term = $8) AND id < $4 AND code >= $2 AND code < $3 ORDER BY id DESC LIMIT $5"
);
const COUNT_OPEN: &str = "SELECT status, late, placed, COUNT(*) FROM cases WHERE tenant = $1 AND open AND code >= $2 AND code < $3 GROUP BY status, late, placed";
const COUNT_OPEN_COMMUNITY: &str = "SELECT status, late, placed, COUNT(*) FROM cases WHERE tenant = $1 AND community = $4 AND open AND code >= $2 AND code < $3 GROUP BY status, late, placed";
const COUNT_MINE: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1 AND owner = $2 AND open";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("queue.OPEN_STREET", OPEN_STREET),
    ("queue.OPEN_COMMUNITY", OPEN_COMMUNITY),
    ("queue.OPEN_MINE", OPEN_MINE),
    ("queue.STATUS_STREET", STATUS_STREET),
    ("queue.STATUS_COMMUNITY", STATUS_COMMUNITY),
    ("queue.LATE_STREET", LATE_STREET),
    ("queue.LATE_COMMUNITY", LATE_COMMUNITY),
    ("queue.UNPLACED", UNPLACED),
    ("queue.KIND_STREET", KIND_STREET),
    ("queue.ALL_STREET", ALL_STREET),
    ("queue.ALL_COMMUNITY", ALL_COMMUNITY),
    ("queue.PAST_STREET", PAST_STREET),
    ("queue.PAST_COMMUNITY", PAST_COMMUNITY),
    ("queue.PARTY", PARTY),
    ("queue.SEARCH_1", SEARCH_1),
    ("queue.SEARCH_2", SEARCH_2),
    ("queue.SEARCH_3", SEARCH_3),
    ("queue.COUNT_OPEN", COUNT_OPEN),
    ("queue.COUNT_OPEN_COMMUNITY", COUNT_OPEN_COMMUNITY),
    ("queue.COUNT_MINE", COUNT_MINE),
];

/// Which list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// Everything open, by deadline.
    Open,
    /// Open in one status, by deadline.
    Status(&'static str),
    /// Open and late, by deadline.
    Late,
    /// Open with a place that is not sure.
    Unplaced,
    /// Open of one kind.
    Kind(String),
    /// Open and owned by the one who asks.
    Mine,
    /// Those in which the one who asks has a part.
    Parts,
    /// Over, newest first.
    Past,
    /// All, newest first.
    All,
    /// Found by terms, newest first.
    Found(Vec<i64>),
}

impl View {
    /// Whether it is sorted by deadline, not newest first.
    #[must_use]
    pub const fn by_deadline(&self) -> bool {
        matches!(self, Self::Open | Self::Status(_) | Self::Late | Self::Unplaced | Self::Kind(_) | Self::Mine)
    }
}

/// The place after which a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The deadline of the last row.
    pub due_at: i64,
    /// Its id.
    pub id: Uuid,
}

impl Cursor {
    /// Before the first row of a view.
    #[must_use]
    pub const fn start(view: &View) -> Self {
        Self { due_at: i64::MIN, id: if view.by_deadline() { Uuid::nil() } else { Uuid::max() } }
    }

    /// As clients carry it.
    #[must_use]
    pub fn write(self) -> String {
        format!("{:x}.{}", self.due_at, self.id.simple())
    }

    /// Reads what [`Cursor::write`] wrote.
    ///
    /// # Errors
    /// The fault of the field `after`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let read = || {
            let (due, id) = text.split_once('.')?;
            let due_at = i64::from_str_radix(due, 16)
                .ok()
                .or_else(|| u64::from_str_radix(due, 16).ok().map(u64::cast_signed))?;
            Some(Self { due_at, id: Uuid::parse_str(id).ok()? })
        };
        read().ok_or_else(|| {
            Refusal::field(FieldFault::new("after", "kernel.cursor", "翻页标记无效", "not a cursor of this list"))
        })
    }
}

/// One page of a view under a code, within what the actor may see.
///
/// # Errors
/// The store's.
pub fn page(
    tx: &mut Tx<'_>,
    actor: AccountId,
    scope: &Scope,
    under: &GridCode,
    view: &View,
    after: Cursor,
    limit: i64,
) -> Result<Page<Record>, StoreError> {
    let street = under.street().unwrap_or(*under);
    let mut rows: Vec<Record> = Vec::new();
    match view {
        View::Mine => {
            rows =
                tx.query(OPEN_MINE, params![street.as_str(), actor.uuid(), after.due_at, after.id, limit + 1], record)?
        }
        View::Parts => rows = tx.query(PARTY, params![street.as_str(), actor.uuid(), after.id, limit + 1], record)?,
        _ => {
            for prefix in scope.under(under) {
                rows.extend(under_prefix(tx, &street, &prefix, view, after, limit + 1)?);
            }
            if let View::Found(terms) = view
                && !terms.is_empty()
            {
                rows.extend(not_indexed(tx, &street, scope, under, terms, after, limit + 1)?);
            }
        }
    }
    if view.by_deadline() {
        rows.sort_by_key(|r| (r.due_at(), r.case.id));
    } else {
        rows.sort_by_key(|r| std::cmp::Reverse(r.case.id));
    }
    rows.dedup_by_key(|r| r.case.id);
    Ok(Page::cut(rows, limit, |r| Cursor { due_at: r.due_at(), id: r.case.id.uuid() }.write()))
}

/// Found cases that came so lately that the index does not have them yet, newest first.
fn not_indexed(
    tx: &mut Tx<'_>,
    street: &GridCode,
    scope: &Scope,
    under: &GridCode,
    terms: &[i64],
    after: Cursor,
    limit: i64,
) -> Result<Vec<Record>, StoreError> {
    let (prefixes, mut rows) = (scope.under(under), Vec::new());
    for id in waiting(tx, street, terms, after.id)? {
        let found = store::read(tx, street, id)?.filter(|r| prefixes.iter().any(|p| p.contains(&r.case.code)));
        rows.extend(found);
        if i64::try_from(rows.len()).is_ok_and(|n| n >= limit) {
            break;
        }
    }
    Ok(rows)
}

fn under_prefix(
    tx: &mut Tx<'_>,
    street: &GridCode,
    prefix: &GridCode,
    view: &View,
    after: Cursor,
    limit: i64,
) -> Result<Vec<Record>, StoreError> {
    let (from, to) = prefix.range();
    let (street, from, to) = (street.as_str(), from.as_str(), to.as_str());
    let community = prefix.at(Level::Community);
    let community = community.as_ref().map(GridCode::as_str);
    let (due, id) = (after.due_at, after.id);
    match (view, community) {
        (View::Open, None) => tx.query(OPEN_STREET, params![street, from, to, due, id, limit], record),
        (View::Open, Some(c)) => tx.query(OPEN_COMMUNITY, params![street, from, to, due, id, limit, c], record),
        (View::Status(s), None) => tx.query(STATUS_STREET, params![street, from, to, due, id, limit, *s], record),
        (View::Status(s), Some(c)) => {
            tx.query(STATUS_COMMUNITY, params![street, from, to, due, id, limit, c, *s], record)
        }
        (View::Late, None) => tx.query(LATE_STREET, params![street, from, to, due, id, limit], record),
        (View::Late, Some(c)) => tx.query(LATE_COMMUNITY, params![street, from, to, due, id, limit, c], record),
        (View::Unplaced, _) => tx.query(UNPLACED, params![street, from, to, due, id, limit], record),
        (View::Kind(k), _) => tx.query(KIND_STREET, params![street, from, to, due, id, limit, k], record),
        (View::All, None) => tx.query(ALL_STREET, params![street, from, to, id, limit], record),
        (View::All, Some(c)) => tx.query(ALL_COMMUNITY, params![street, from, to, id, limit, c], record),
        (View::Past, None) => tx.query(PAST_STREET, params![street, from, to, id, limit], record),
        (View::Past, Some(c)) => tx.query(PAST_COMMUNITY, params![street, from, to, id, limit, c], record),
        (View::Found(terms), _) => match terms.as_slice() {
            [] => Ok(Vec::new()),
            [a] => tx.query(SEARCH_1, params![street, from, to, id, limit, *a], record),
            [a, b] => tx.query(SEARCH_2, params![street, from, to, id, limit, *a, *b], record),
            [a, b, c, ..] => tx.query(SEARCH_3, params![street, from, to, id, limit, *a, *b, *c], record),
        },
        (View::Mine | View::Parts, _) => Ok(Vec::new()),
    }
}

/// How many are open under a code, by what the tabs show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Open.
    pub open: i64,
    /// Open and late.
    pub late: i64,
    /// Waiting to be accepted.
    pub waiting: i64,
    /// Open and owned by the one who asks.
    pub mine: i64,
    /// Open with a place that is not sure.
    pub unplaced: i64,
    /// Sent back.
    pub returned: i64,
    /// Paused.
    pub paused: i64,
    /// Awaiting the resident.
    pub resolved: i64,
}

/// Counts within what the actor may see.
///
/// # Errors
/// The store's.
pub fn counts(tx: &mut Tx<'_>, actor: AccountId, scope: &Scope, under: &GridCode) -> Result<Counts, StoreError> {
    let street = under.street().unwrap_or(*under);
    let mut counts = Counts::default();
    for prefix in scope.under(under) {
        let (from, to) = prefix.range();
        let mut add = |row: &weiguang_store::Row<'_>| {
            let (status, late, placed, n): (String, bool, String, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            counts.open += n;
            counts.late += if late { n } else { 0 };
            counts.unplaced += if placed == "sure" { 0 } else { n };
            match status.as_str() {
                "submitted" => counts.waiting += n,
                "returned" => counts.returned += n,
                "paused" => counts.paused += n,
                "resolved" => counts.resolved += n,
                _ => {}
            }
            Ok(())
        };
        match prefix.at(Level::Community) {
            Some(c) => tx.query(COUNT_OPEN_COMMUNITY, params![street.as_str(), from, to, c.as_str()], &mut add)?,
            None => tx.query(COUNT_OPEN, params![street.as_str(), from, to], &mut add)?,
        };
    }
    counts.mine = tx.one(COUNT_MINE, params![street.as_str(), actor.uuid()], |row| row.get(0))?.unwrap_or(0);
    Ok(counts)
}
