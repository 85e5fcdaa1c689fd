//! The queue: open matters in order of their deadlines, others newest first; always within a scope of prefixes, and equally fast however
//! many cases the store has.

pub mod search;
pub mod terms;
pub mod views;
pub mod wish;

use weiguang_domain::access::Scope;
use weiguang_domain::cases::Status;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::page::Page;
use weiguang_store::{StoreError, Tx, params};

use crate::rooms::cases::queue::terms::waiting;
use crate::rooms::cases::queue::wish::{Order, View, Wish};
use crate::rooms::cases::record::Record;
use crate::rooms::cases::store::{self, columns, record};
use crate::web::cursor::Cursor;

/// Filters of every list: codes ($2 to $3), a kind ($5) and the days of receipt ($6 to $7). The plus prevents an index scan by days: mostly
/// they exclude nothing.
macro_rules! narrowed {
    () => {
        "code >= $2 AND code < $3 AND ($5 = '' OR kind = $5) AND +received_at >= $6 AND +received_at < $7 "
    };
}

macro_rules! open {
    ($($path:literal),*) => {
        concat!(
            "SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND open AND (due_at, id) > ($8, $9) AND ", $($path,)*
            narrowed!(), "ORDER BY due_at, id LIMIT $4"
        )
    };
}

macro_rules! newest {
    ($($path:literal),*) => {
        concat!(
            "SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND id < $8 AND ", $($path,)*
            narrowed!(), "ORDER BY id DESC LIMIT $4"
        )
    };
}

// Written as a range of both columns: otherwise SQLite would scan the whole street's ids for the newest of one community or kind.
macro_rules! newest_of {
    ($column:literal = $value:literal $(, $path:literal)?) => {
        concat!(
            "SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND ", $column, " >= ", $value, " AND (", $column, ", id) < (", $value, ", $8) AND ",
            $($path,)? narrowed!(), "ORDER BY ", $column, " DESC, id DESC LIMIT $4"
        )
    };
}

macro_rules! dated {
    ($($path:literal),*) => {
        concat!(
            "SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND received_at >= $6 AND (received_at, id) < ($8, $9) AND ", $($path,)*
            narrowed!(), "ORDER BY received_at DESC, id DESC LIMIT $4"
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

// Open matters, by deadline. Each list uses the most selective index: a kind's is a fiftieth of a street; late and uncertain ones and every
// status but the first have small ones of their own. The list of a grid or micro-grid scans that of its community and filters it.
const OPEN_STREET: &str = open!();
const OPEN_COMMUNITY: &str = open!("community = $10 AND ");
const OPEN_KIND: &str = open!("kind = $5 AND ");
const OPEN_MINE: &str = open!("owner = $10 AND ");
const LATE: &str = open!("late AND ");
const LATE_COMMUNITY: &str = open!("late AND community = $10 AND ");
const UNPLACED: &str = open!("placed <> 'sure' AND ");
const SUBMITTED: &str = open!("status = 'submitted' AND ");
const SUBMITTED_COMMUNITY: &str = open!("status = 'submitted' AND community = $10 AND ");
const STATUS: &str = open!("status <> 'submitted' AND status = $10 AND ");
const ALL_STREET: &str = newest!();
const ALL_COMMUNITY: &str = newest_of!("community" = "$9");
const ALL_KIND: &str = newest_of!("kind" = "$5");
const ALL_DATED: &str = dated!();
const PAST_STREET: &str = newest!("NOT open AND ");
const PAST_COMMUNITY: &str = newest_of!("community" = "$9", "NOT open AND ");
const PAST_KIND: &str = newest_of!("kind" = "$5", "NOT open AND ");
const PAST_DATED: &str = dated!("NOT open AND ");
const PARTY: &str = newest!("id IN (SELECT case_id FROM case_parts WHERE tenant = $1 AND owner = $9) AND ");
const FOUND_1: &str = found!("SELECT id FROM case_terms WHERE tenant = $1 AND term = $17");
const FOUND_2: &str = found!(
    "SELECT a.id FROM case_terms a JOIN case_terms b ON b.tenant = a.tenant AND b.id = a.id WHERE a.tenant = $1 AND a.term = $17 AND b.term = $18"
);
const FOUND_3: &str = found!(
    "SELECT a.id FROM case_terms a JOIN case_terms b ON b.tenant = a.tenant AND b.id = a.id JOIN case_terms c ON c.tenant = a.tenant AND c.id = a.id WHERE a.tenant = $1 AND a.term = $17 AND b.term = $18 AND c.term = $19"
);
const COUNT_OPEN: &str = "SELECT status, late, placed, COUNT(*) FROM cases WHERE tenant = $1 AND open AND code >= $2 AND code < $3 GROUP BY status, late, placed";
const COUNT_OPEN_COMMUNITY: &str = "SELECT status, late, placed, COUNT(*) FROM cases WHERE tenant = $1 AND community = $4 AND open AND code >= $2 AND code < $3 GROUP BY status, late, placed";
const COUNT_MINE: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1 AND owner = $2 AND open";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("queue.OPEN_STREET", OPEN_STREET),
    ("queue.OPEN_COMMUNITY", OPEN_COMMUNITY),
    ("queue.OPEN_KIND", OPEN_KIND),
    ("queue.OPEN_MINE", OPEN_MINE),
    ("queue.LATE", LATE),
    ("queue.LATE_COMMUNITY", LATE_COMMUNITY),
    ("queue.UNPLACED", UNPLACED),
    ("queue.SUBMITTED", SUBMITTED),
    ("queue.SUBMITTED_COMMUNITY", SUBMITTED_COMMUNITY),
    ("queue.STATUS", STATUS),
    ("queue.ALL_STREET", ALL_STREET),
    ("queue.ALL_COMMUNITY", ALL_COMMUNITY),
    ("queue.ALL_KIND", ALL_KIND),
    ("queue.ALL_DATED", ALL_DATED),
    ("queue.PAST_STREET", PAST_STREET),
    ("queue.PAST_COMMUNITY", PAST_COMMUNITY),
    ("queue.PAST_KIND", PAST_KIND),
    ("queue.PAST_DATED", PAST_DATED),
    ("queue.PARTY", PARTY),
    ("queue.FOUND_1", FOUND_1),
    ("queue.FOUND_2", FOUND_2),
    ("queue.FOUND_3", FOUND_3),
    ("queue.COUNT_OPEN", COUNT_OPEN),
    ("queue.COUNT_OPEN_COMMUNITY", COUNT_OPEN_COMMUNITY),
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
    let community = prefix.at(Level::Community);
    let community = community.as_ref().map(GridCode::as_str);
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
    let of_kind = wish.kind.is_some();
    match (wish.view, community) {
        (View::Open, _) if of_kind => read!(OPEN_KIND, key, id),
        (View::Open, None) => read!(OPEN_STREET, key, id),
        (View::Open, Some(c)) => read!(OPEN_COMMUNITY, key, id, c),
        (View::Status(Status::Submitted), None) => read!(SUBMITTED, key, id),
        (View::Status(Status::Submitted), Some(c)) => read!(SUBMITTED_COMMUNITY, key, id, c),
        (View::Status(s), _) => read!(STATUS, key, id, s.key()),
        (View::Late, None) => read!(LATE, key, id),
        (View::Late, Some(c)) => read!(LATE_COMMUNITY, key, id, c),
        (View::Unplaced, _) => read!(UNPLACED, key, id),
        (View::Mine, _) => read!(OPEN_MINE, key, id, actor.uuid()),
        (View::Parts, _) => read!(PARTY, id, actor.uuid()),
        (View::All, _) if wish.order() == Order::Received => read!(ALL_DATED, key, id),
        (View::Past, _) if wish.order() == Order::Received => read!(PAST_DATED, key, id),
        (View::All, _) if of_kind => read!(ALL_KIND, id),
        (View::Past, _) if of_kind => read!(PAST_KIND, id),
        (View::All, None) => read!(ALL_STREET, id),
        (View::All, Some(c)) => read!(ALL_COMMUNITY, id, c),
        (View::Past, None) => read!(PAST_STREET, id),
        (View::Past, Some(c)) => read!(PAST_COMMUNITY, id, c),
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
