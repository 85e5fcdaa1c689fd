//! The queue: open cases by the nearness of their deadline, others last received first; always within a scope of prefixes, and at the
//! same cost however many cases the store holds.

pub mod search;
pub mod terms;
pub mod views;
pub mod wish;

use weiguang_domain::access::Scope;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::page::Page;
use weiguang_store::{StoreError, Tx, params};

use crate::rooms::cases::queue::terms::waiting;
use crate::rooms::cases::queue::wish::{View, Wish};
use crate::rooms::cases::record::Record;
use crate::rooms::cases::store::{self, columns, record};
use crate::web::cursor::Cursor;

/// What every list is narrowed by: codes ($2 to $3), a kind ($5) and the days in which the case was received ($6 to $7). Codes, and days
/// with a plus, are written so that they do not choose the index: mostly they exclude nothing.
macro_rules! narrowed {
    ($received:literal) => {
        concat!(
            "code || '' >= $2 AND code || '' < $3 AND ($5 = '' OR kind = $5) AND ",
            $received,
            " >= $6 AND ",
            $received,
            " < $7 "
        )
    };
}

/// Open cases, the nearest deadline first.
macro_rules! open {
    ($path:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE tenant = $1 AND open AND (due_at, id) > ($8, $9) AND ",
            $path,
            narrowed!("+received_at"),
            "ORDER BY due_at, id LIMIT $4"
        )
    };
}

/// Cases of every status, the last received first.
macro_rules! received {
    ($path:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE tenant = $1 AND (received_at, id) < ($8, $9) AND ",
            $path,
            narrowed!("received_at"),
            "ORDER BY received_at DESC, id DESC LIMIT $4"
        )
    };
}

/// Cases that were found otherwise, the newest id first.
macro_rules! newest {
    ($($path:literal),*) => {
        concat!(
            "SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND id < $8 AND ", $($path,)* narrowed!("+received_at"),
            "ORDER BY id DESC LIMIT $4"
        )
    };
}

macro_rules! found {
    ($terms:literal) => {
        newest!(
            "id IN (",
            $terms,
            ") AND (NOT $9 OR open) AND (NOT $10 OR NOT open) AND ($11 = '' OR status = $11) AND (NOT $12 OR late) \
             AND (NOT $13 OR placed <> 'sure') AND (NOT $14 OR owner = $15) \
             AND (NOT $16 OR id IN (SELECT case_id FROM case_parts WHERE tenant = $1 AND owner = $15)) AND "
        )
    };
}

// Each list uses the most selective index: cases of a grid or a micro-grid are few, a kind's are a fiftieth of a street, and late,
// unplaced and closed ones and every status have an index of their own.
const OPEN_STREET: &str = open!("");
const OPEN_COMMUNITY: &str = open!("community = $10 AND ");
const OPEN_GRID: &str = open!("substr(code, 1, 15) = $10 AND ");
const OPEN_CELL: &str = open!("code = $10 AND ");
const OPEN_KIND: &str = open!("kind = $5 AND ");
const OPEN_MINE: &str = open!("owner = $10 AND ");
const LATE_STREET: &str = open!("late AND ");
const LATE_GRID: &str = open!("late AND substr(code, 1, 15) = $10 AND ");
const LATE_CELL: &str = open!("late AND code = $10 AND ");
const UNPLACED_STREET: &str = open!("placed <> 'sure' AND ");
const UNPLACED_GRID: &str = open!("placed <> 'sure' AND substr(code, 1, 15) = $10 AND ");
const UNPLACED_CELL: &str = open!("placed <> 'sure' AND code = $10 AND ");
const STATUS_STREET: &str = open!("status = $11 AND ($10 = '' OR community = $10) AND ");
const STATUS_GRID: &str = open!("status || '' = $11 AND substr(code, 1, 15) = $10 AND ");
const STATUS_CELL: &str = open!("status || '' = $11 AND code = $10 AND ");
const ALL_STREET: &str = received!("");
const ALL_COMMUNITY: &str = received!("community = $10 AND ");
const ALL_GRID: &str = received!("substr(code, 1, 15) = $10 AND ");
const ALL_CELL: &str = received!("code = $10 AND ");
const ALL_KIND: &str = received!("kind = $5 AND ");
const PAST_STREET: &str = received!("NOT open AND ");
const PAST_COMMUNITY: &str = received!("NOT open AND community = $10 AND ");
const PAST_GRID: &str = received!("NOT open AND substr(code, 1, 15) = $10 AND ");
const PAST_CELL: &str = received!("NOT open AND code = $10 AND ");
const PAST_KIND: &str = received!("NOT open AND kind = $5 AND ");
const PARTY: &str = newest!("id IN (SELECT case_id FROM case_parts WHERE tenant = $1 AND owner = $9) AND ");
const FOUND_1: &str = found!("SELECT id FROM case_terms WHERE tenant = $1 AND term = $17");
const FOUND_2: &str = found!(
    "SELECT a.id FROM case_terms a JOIN case_terms b ON b.tenant = a.tenant AND b.id = a.id WHERE a.tenant = $1 AND a.term = $17 AND b.term = $18"
);
const FOUND_3: &str = found!(
    "SELECT a.id FROM case_terms a JOIN case_terms b ON b.tenant = a.tenant AND b.id = a.id JOIN case_terms c ON c.tenant = a.tenant AND c.id = a.id WHERE a.tenant = $1 AND a.term = $17 AND b.term = $18 AND c.term = $19"
);
const COUNT_MINE: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1 AND owner = $2 AND open";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("queue.OPEN_STREET", OPEN_STREET),
    ("queue.OPEN_COMMUNITY", OPEN_COMMUNITY),
    ("queue.OPEN_GRID", OPEN_GRID),
    ("queue.OPEN_CELL", OPEN_CELL),
    ("queue.OPEN_KIND", OPEN_KIND),
    ("queue.OPEN_MINE", OPEN_MINE),
    ("queue.LATE_STREET", LATE_STREET),
    ("queue.LATE_GRID", LATE_GRID),
    ("queue.LATE_CELL", LATE_CELL),
    ("queue.UNPLACED_STREET", UNPLACED_STREET),
    ("queue.UNPLACED_GRID", UNPLACED_GRID),
    ("queue.UNPLACED_CELL", UNPLACED_CELL),
    ("queue.STATUS_STREET", STATUS_STREET),
    ("queue.STATUS_GRID", STATUS_GRID),
    ("queue.STATUS_CELL", STATUS_CELL),
    ("queue.ALL_STREET", ALL_STREET),
    ("queue.ALL_COMMUNITY", ALL_COMMUNITY),
    ("queue.ALL_GRID", ALL_GRID),
    ("queue.ALL_CELL", ALL_CELL),
    ("queue.ALL_KIND", ALL_KIND),
    ("queue.PAST_STREET", PAST_STREET),
    ("queue.PAST_COMMUNITY", PAST_COMMUNITY),
    ("queue.PAST_GRID", PAST_GRID),
    ("queue.PAST_CELL", PAST_CELL),
    ("queue.PAST_KIND", PAST_KIND),
    ("queue.PARTY", PARTY),
    ("queue.FOUND_1", FOUND_1),
    ("queue.FOUND_2", FOUND_2),
    ("queue.FOUND_3", FOUND_3),
    ("queue.COUNT_MINE", COUNT_MINE),
];

/// The reader of a page, and its code.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The account, for its own lists.
    pub actor: AccountId,
    /// Codes that it may see.
    pub scope: &'a Scope,
    /// The requested code.
    pub under: &'a GridCode,
}

/// One page of a list under a code, within what the actor may see.
///
/// # Errors
/// The store's errors.
pub fn page(
    tx: &mut Tx<'_>,
    asking: Asking<'_>,
    wish: &Wish,
    after: Cursor,
    limit: i64,
) -> Result<Page<Record>, StoreError> {
    let Asking { actor, scope, under } = asking;
    // Lists of one's own cases, and of requests to oneself, cover every code.
    let prefixes = match wish.view {
        View::Mine | View::Parts => vec![*under],
        _ => scope.under(under),
    };
    let mut rows: Vec<Record> = Vec::new();
    for prefix in &prefixes {
        rows.extend(under_prefix(tx, actor, prefix, wish, after, limit + 1)?);
    }
    if let Some(terms) = wish.terms.as_deref().filter(|t| !t.is_empty()) {
        let street = under.street().unwrap_or(*under);
        for id in waiting(tx, &street, terms, after.id)? {
            // New cases, which the index does not contain yet.
            let found = store::read(tx, &street, id)?.filter(|r| prefixes.iter().any(|p| p.contains(&r.case.code)));
            let Some(record) = found else { continue };
            if wish.holds(tx, actor, &record)? {
                rows.push(record);
            }
            if i64::try_from(rows.len()).is_ok_and(|n| n > 2 * limit) {
                break;
            }
        }
    }
    let order = wish.order();
    order.sort(&mut rows);
    rows.dedup_by_key(|r| r.case.id);
    Ok(Page::cut(rows, limit - tx.unread(), |r| Cursor { key: order.key(r), id: r.case.id.uuid() }.write()))
}

fn under_prefix(
    tx: &mut Tx<'_>,
    actor: AccountId,
    prefix: &GridCode,
    wish: &Wish,
    Cursor { key, id }: Cursor,
    limit: i64,
) -> Result<Vec<Record>, StoreError> {
    let street = prefix.street().unwrap_or(*prefix);
    let (from, to) = prefix.range();
    let (street, from, to) = (street.as_str(), from.as_str(), to.as_str());
    let path = Path::to(prefix);
    let (kind, (since, until)) = (wish.kind.as_deref().unwrap_or(""), wish.received());
    macro_rules! read {
        ($text:expr, $($more:expr),*) => {
            tx.query($text, params![street, from, to, limit, kind, since, until, $($more),*], record)
        };
    }
    if let Some(terms) = &wish.terms {
        let (view, status) = (wish.view, wish.status());
        let past = view == View::Past;
        let (open, late, unplaced) =
            (!past && !matches!(view, View::All | View::Parts), view == View::Late, view == View::Unplaced);
        let (mine, parts) = (view == View::Mine, view == View::Parts);
        macro_rules! found {
            ($text:expr, $($term:expr),*) => {
                read!($text, id, open, past, status, late, unplaced, mine, actor.uuid(), parts, $($term),*)
            };
        }
        return match terms.as_slice() {
            [] => Ok(Vec::new()),
            [a] => found!(FOUND_1, *a),
            [a, b] => found!(FOUND_2, *a, *b),
            [a, b, c, ..] => found!(FOUND_3, *a, *b, *c),
        };
    }
    let place = path.code();
    match (wish.view, path) {
        (View::Open, Path::Grid(_)) => read!(OPEN_GRID, key, id, place),
        (View::Open, Path::Cell(_)) => read!(OPEN_CELL, key, id, place),
        (View::Open, _) if wish.kind.is_some() => read!(OPEN_KIND, key, id),
        (View::Open, Path::Street) => read!(OPEN_STREET, key, id),
        (View::Open, Path::Community(_)) => read!(OPEN_COMMUNITY, key, id, place),
        (View::Status(s), Path::Grid(_)) => read!(STATUS_GRID, key, id, place, s.key()),
        (View::Status(s), Path::Cell(_)) => read!(STATUS_CELL, key, id, place, s.key()),
        (View::Status(s), _) => read!(STATUS_STREET, key, id, place, s.key()),
        (View::Late, Path::Grid(_)) => read!(LATE_GRID, key, id, place),
        (View::Late, Path::Cell(_)) => read!(LATE_CELL, key, id, place),
        (View::Late, _) => read!(LATE_STREET, key, id),
        (View::Unplaced, Path::Grid(_)) => read!(UNPLACED_GRID, key, id, place),
        (View::Unplaced, Path::Cell(_)) => read!(UNPLACED_CELL, key, id, place),
        (View::Unplaced, _) => read!(UNPLACED_STREET, key, id),
        (View::Mine, _) => read!(OPEN_MINE, key, id, actor.uuid()),
        (View::Parts, _) => read!(PARTY, id, actor.uuid()),
        (View::All, Path::Grid(_)) => read!(ALL_GRID, key, id, place),
        (View::All, Path::Cell(_)) => read!(ALL_CELL, key, id, place),
        (View::All, _) if wish.kind.is_some() => read!(ALL_KIND, key, id),
        (View::All, Path::Street) => read!(ALL_STREET, key, id),
        (View::All, Path::Community(_)) => read!(ALL_COMMUNITY, key, id, place),
        (View::Past, Path::Grid(_)) => read!(PAST_GRID, key, id, place),
        (View::Past, Path::Cell(_)) => read!(PAST_CELL, key, id, place),
        (View::Past, _) if wish.kind.is_some() => read!(PAST_KIND, key, id),
        (View::Past, Path::Street) => read!(PAST_STREET, key, id),
        (View::Past, Path::Community(_)) => read!(PAST_COMMUNITY, key, id, place),
    }
}

/// The part of the territory whose index a list walks.
#[derive(Clone, Copy)]
enum Path {
    Street,
    Community(GridCode),
    Grid(GridCode),
    Cell(GridCode),
}

impl Path {
    fn to(prefix: &GridCode) -> Self {
        match prefix.level() {
            Level::MicroGrid => Self::Cell(*prefix),
            Level::Grid => Self::Grid(*prefix),
            Level::Community => Self::Community(*prefix),
            _ => Self::Street,
        }
    }

    /// Its code; empty for a whole street.
    fn code(&self) -> &str {
        match self {
            Self::Street => "",
            Self::Community(code) | Self::Grid(code) | Self::Cell(code) => code.as_str(),
        }
    }
}

/// How many are open under a code, by what the tabs show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[schema(as = CaseCounts)]
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

/// Counts cases within what the actor may see.
///
/// # Errors
/// The store's errors.
pub fn counts(tx: &mut Tx<'_>, actor: AccountId, scope: &Scope, under: &GridCode) -> Result<Counts, StoreError> {
    let street = under.street().unwrap_or(*under);
    let mut counts = Counts::default();
    for prefix in scope.under(under) {
        let all = store::totals(tx, &prefix)?;
        counts.open += all.tally.open;
        counts.late += all.tally.late;
        counts.waiting += all.submitted;
        counts.returned += all.returned;
        counts.paused += all.paused;
        counts.resolved += all.resolved;
        counts.unplaced += all.unplaced;
    }
    counts.mine = tx.one(COUNT_MINE, params![street.as_str(), actor.uuid()], |row| row.get(0))?.unwrap_or(0);
    Ok(counts)
}
