//! A stored case: the domain's case, and the data that lists and pages show of it.

use serde::{Deserialize, Serialize};
use weiguang_domain::cases::{Case, Placed, Status};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;

use crate::app::UnitOfWork;
pub use crate::app::room::Tally;
use crate::chain::Head;
use crate::web::Refusal;

/// Sorts records without a moment after all others; the partial indexes exclude them.
pub const NEVER: i64 = i64::MAX;

/// A row of `cases`.
#[derive(Clone, Debug)]
pub struct Record {
    /// The domain's state.
    pub case: Case,
    /// The number on screen, `20261123-0042`.
    pub number: String,
    /// A short summary.
    pub title: String,
    /// The full description.
    pub detail: String,
    /// The address as it was typed.
    pub address: String,
    /// The point on the map, WGS-84.
    pub point: Option<Point>,
    /// How its place was found: evidence and candidates, as JSON.
    pub evidence: String,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Whether it belongs to a demonstration.
    pub made_up: bool,
    /// The channel by which it arrived.
    pub source: String,
    /// Sealed name and phone of the reporter, if they left any.
    pub reporter: Option<Vec<u8>>,
    /// The account that submitted it; nil for the public.
    pub brought_by: AccountId,
    /// How many others joined.
    pub joined: u32,
    /// The number in another system, or empty.
    pub external: String,
    /// When it was reported there, if the imported table says so.
    pub told: Option<Moment>,
    /// Last change.
    pub updated_at: Moment,
    /// The version and the end of the chain: each entry is a version.
    pub head: Head,
}

/// Who brought a case, as it is sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CaseReporter)]
pub struct Reporter {
    /// Name, if given.
    #[serde(default)]
    pub name: String,
    /// Phone, if given.
    #[serde(default)]
    pub phone: String,
    /// Whether a call is wished for.
    #[serde(default)]
    pub wants_call: bool,
}

impl Reporter {
    /// Whether no contact was left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.phone.is_empty()
    }

    /// Sealed for the row of their case; `None` if no contact was left.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn sealed(&self, work: &UnitOfWork<'_, '_>, context: &str) -> Result<Option<Vec<u8>>, Refusal> {
        if self.is_empty() {
            return Ok(None);
        }
        let plain = serde_json::to_vec(self).map_err(|e| Refusal::Internal(e.to_string()))?;
        Ok(Some(work.seal().seal(context, &plain, work.chance())))
    }
}

impl Tally {
    /// Of a case in its present state.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let status = case.state.status();
        Self {
            open: i64::from(status.is_open()),
            late: i64::from(case.late()),
            total: 1,
            closed: i64::from(matches!(status, Status::Confirmed | Status::Closed)),
        }
    }

    /// The difference from another.
    #[must_use]
    pub const fn minus(self, o: Self) -> Self {
        Self {
            open: self.open - o.open,
            late: self.late - o.late,
            total: self.total - o.total,
            closed: self.closed - o.closed,
        }
    }
}

/// Totals of a cell: what its map shows, and what the tabs of the queue count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// What the map shows.
    pub tally: Tally,
    /// Waiting to be accepted.
    pub submitted: i64,
    /// Sent back.
    pub returned: i64,
    /// Paused.
    pub paused: i64,
    /// Awaiting the resident.
    pub resolved: i64,
    /// Open with a place that is not sure.
    pub unplaced: i64,
}

impl Totals {
    /// The share of a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let status = case.state.status();
        let is = |other| i64::from(status == other);
        Self {
            tally: Tally::of(case),
            submitted: is(Status::Submitted),
            returned: is(Status::Returned),
            paused: is(Status::Paused),
            resolved: is(Status::Resolved),
            unplaced: i64::from(status.is_open() && case.placed != Placed::Sure),
        }
    }

    /// The difference from another.
    #[must_use]
    pub const fn minus(self, o: Self) -> Self {
        Self {
            tally: self.tally.minus(o.tally),
            submitted: self.submitted - o.submitted,
            returned: self.returned - o.returned,
            paused: self.paused - o.paused,
            resolved: self.resolved - o.resolved,
            unplaced: self.unplaced - o.unplaced,
        }
    }
}

impl Record {
    /// The street.
    #[must_use]
    pub fn street(&self) -> GridCode {
        self.case.code.street().unwrap_or(self.case.code)
    }

    /// The next deadline, for sorting.
    #[must_use]
    pub fn due_at(&self) -> i64 {
        self.case.pressing().map_or(NEVER, Moment::micros)
    }

    /// When the clock must examine the case next.
    #[must_use]
    pub fn alarm_at(&self) -> i64 {
        self.case.next_alarm().map_or(NEVER, Moment::micros)
    }

    /// Whether the account is its owner, its reporter, or (as given by the caller) has a part in it.
    #[must_use]
    pub fn is_party(&self, account: AccountId) -> bool {
        !account.uuid().is_nil() && (self.case.owner == Some(account) || self.brought_by == account)
    }

    /// The context that binds the sealed reporter to this row.
    #[must_use]
    pub fn seal_context(&self) -> String {
        crate::rooms::cases::store::seal_context(&self.street(), self.case.id, "reporter")
    }
}
