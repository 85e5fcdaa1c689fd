//! A request to the queue: a list, filtered by kind, days and words, in an order, after a cursor.

use uuid::Uuid;
use weiguang_domain::cases::{Placed, Status};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use crate::rooms::cases::parts::has_part;
use crate::rooms::cases::record::Record;
use crate::web::cursor::Cursor;

/// A list of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Everything open, by deadline.
    Open,
    /// Open in one status, by deadline.
    Status(Status),
    /// Open and late, by deadline.
    Late,
    /// Open with an uncertain place.
    Unplaced,
    /// Open and owned by the reader.
    Mine,
    /// Those in which the reader has a part.
    Parts,
    /// Closed, the last received first.
    Past,
    /// All, the last received first.
    All,
}

/// A list with its filters: kind, days and words can be combined with each other and with every list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The list.
    pub view: View,
    /// A kind's id.
    pub kind: Option<String>,
    /// Received at or after.
    pub since: Option<Moment>,
    /// Received before.
    pub until: Option<Moment>,
    /// Blind terms, at most three; an empty list finds nothing.
    pub terms: Option<Vec<i64>>,
}

impl From<View> for Wish {
    fn from(view: View) -> Self {
        Self { view, kind: None, since: None, until: None, terms: None }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rooms::cases) enum Order {
    /// The nearest deadline first.
    Deadline,
    /// The newest id first.
    Newest,
    /// The last received first.
    Received,
}

impl Order {
    pub(in crate::rooms::cases) fn key(self, record: &Record) -> i64 {
        match self {
            Self::Deadline => record.due_at(),
            Self::Newest => 0,
            Self::Received => record.case.clocks.received.micros(),
        }
    }

    pub(in crate::rooms::cases) fn sort(self, rows: &mut [Record]) {
        match self {
            Self::Deadline => rows.sort_by_key(|r| (self.key(r), r.case.id)),
            Self::Newest | Self::Received => rows.sort_by_key(|r| std::cmp::Reverse((self.key(r), r.case.id))),
        }
    }
}

impl Wish {
    pub(in crate::rooms::cases) const fn order(&self) -> Order {
        match (&self.terms, self.view) {
            (Some(_), _) | (None, View::Parts) => Order::Newest,
            (None, View::All | View::Past) => Order::Received,
            (None, View::Open | View::Status(_) | View::Late | View::Unplaced | View::Mine) => Order::Deadline,
        }
    }

    /// The cursor of the first page.
    #[must_use]
    pub const fn start(&self) -> Cursor {
        match self.order() {
            Order::Deadline => Cursor { key: i64::MIN, id: Uuid::nil() },
            Order::Newest => Cursor { key: i64::MAX, id: Uuid::max() },
            // Not from the newest on: later days need not be scanned.
            Order::Received => match self.until {
                Some(until) => Cursor { key: until.micros(), id: Uuid::nil() },
                None => Cursor { key: i64::MAX, id: Uuid::max() },
            },
        }
    }

    pub(in crate::rooms::cases) fn received(&self) -> (i64, i64) {
        (self.since.map_or(i64::MIN, Moment::micros), self.until.map_or(i64::MAX, Moment::micros))
    }

    pub(in crate::rooms::cases) fn status(&self) -> &'static str {
        if let View::Status(status) = self.view { status.key() } else { "" }
    }

    /// The same filter as in the statements, for a row that was found otherwise.
    pub(in crate::rooms::cases) fn holds(
        &self,
        tx: &mut Tx<'_>,
        actor: AccountId,
        record: &Record,
    ) -> Result<bool, StoreError> {
        let (case, (since, until)) = (&record.case, self.received());
        let status = case.state.status();
        let listed = match self.view {
            View::Open => status.is_open(),
            View::Status(s) => status == s,
            View::Late => status.is_open() && case.late(),
            View::Unplaced => status.is_open() && case.placed != Placed::Sure,
            View::Mine => status.is_open() && case.owner == Some(actor),
            View::Parts => has_part(tx, &record.street(), case.id, actor)?,
            View::Past => !status.is_open(),
            View::All => true,
        };
        let received = case.clocks.received.micros();
        Ok(listed
            && self.kind.as_deref().is_none_or(|k| k == case.kind.id.as_str())
            && (since..until).contains(&received))
    }
}
