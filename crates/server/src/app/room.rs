//! The interface of a room to the rest of the server. Every method except `name` has a default that means "none".

use futures_util::future::BoxFuture;
use serde_json::Value;
use std::ops::AddAssign;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::{Grant, Permit};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::Belonging;
use weiguang_domain::kernel::ids::{AccountId, ReadingId, ResidentId, TeamId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::station::finish::Open;
use weiguang_store::{StoreError, Tx};

use super::happening::{Happening, Reaction};
use super::{App, StateKind, UnitOfWork};
use crate::chain::kinds::RecordKind;
use crate::finding::Finding;
use crate::outside::sealed_column::SealedColumn;
use crate::problem::Refusal;

/// SQL statements of one file: (name, text).
pub type Statements = &'static [(&'static str, &'static str)];

/// The alarms of a room: when the next one is due, and how to ring them. Each clock runs on its own thread.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Name of the clock's thread, and of the signal that wakes the thread when a new alarm is due soon.
    pub name: &'static str,
    /// When the next alarm of a street is due.
    pub next_alarm: fn(&mut Tx<'_>, &GridCode) -> Result<Option<Moment>, StoreError>,
    /// How many alarms, over all streets, were due before a moment.
    pub due: fn(&mut Tx<'_>, Moment) -> Result<i64, StoreError>,
    /// Rings the due alarms of a street, up to a limit.
    pub ring_some: for<'a> fn(&'a App, GridCode, i64) -> BoxFuture<'a, Result<Rung, Refusal>>,
}

/// Result of one round of alarms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rung {
    /// Alarms that rang.
    pub rang: u64,
    /// Alarms that failed; they stay due and are tried again.
    pub failed: u64,
}

impl AddAssign for Rung {
    fn add_assign(&mut self, more: Self) {
        self.rang += more.rang;
        self.failed += more.failed;
    }
}

impl Rung {
    /// Counts the outcome of one alarm.
    pub(crate) fn count(&mut self, outcome: Result<bool, Refusal>, what: impl FnOnce() -> String) {
        match outcome {
            Ok(rang) => self.rang += u64::from(rang),
            // A person changed the record at the same moment: the alarm is examined again in the next round.
            Err(Refusal::VersionMoved(_)) => {}
            Err(error) => {
                self.failed += 1;
                tracing::error!(%error, what = what(), "an alarm could not ring; it will be tried again");
            }
        }
    }
}

/// A background job that runs until it is stopped.
#[derive(Clone, Copy)]
pub struct Job {
    /// The job's name in the log.
    pub name: &'static str,
    /// Runs the job until the second argument resolves.
    pub run: fn(App, BoxFuture<'static, ()>) -> BoxFuture<'static, ()>,
}

/// A table in a resident's copy of their own data.
#[derive(Clone, Debug)]
pub struct OwnTable {
    /// The table's title in Chinese and English.
    pub title: String,
    /// The headings of the columns; an empty list means no heading.
    pub head: &'static [&'static str],
    /// The table's rows of text.
    pub rows: Vec<Vec<String>>,
}

/// The data that a room stores about a resident, for the copy of their own data.
#[derive(Clone, Debug)]
pub struct OwnPart {
    /// The room's key in the machine-readable file.
    pub key: &'static str,
    /// The data in machine-readable form.
    pub data: Value,
    /// The data as tables for people to read.
    pub tables: Vec<OwnTable>,
}

/// A doctors' team and its grid cells, for the list of access rights.
#[derive(Clone, Debug)]
pub struct TeamAccess {
    /// The team.
    pub team: TeamId,
    /// The team's name.
    pub name: String,
    /// The team's members.
    pub members: Vec<AccountId>,
    /// The grid cells for which the team is responsible, each with the first and last day.
    pub pairs: Vec<(GridCode, Day, Day)>,
}

/// Numbers of cases in a grid cell, for maps and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Open cases.
    pub open: i64,
    /// Open cases that are late.
    pub late: i64,
    /// All cases.
    pub total: i64,
    /// Cases that were closed successfully.
    pub closed: i64,
}

/// The interface of a room to the server.
pub trait Room: Sync {
    /// The room's name, as in the domain crate.
    fn name(&self) -> &'static str;

    /// The room's endpoints, under `/api/v1`.
    fn routes(&self) -> OpenApiRouter<App> {
        OpenApiRouter::new()
    }

    /// A valid request for each of the room's writing endpoints, for the permission tests.
    #[cfg(test)]
    fn samples(&self, _world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        Vec::new()
    }

    /// For the permission tests: creates one record of each kind of this room and stores its id in `world` under a name: `bulletins`
    /// replaces `{id}` after `/bulletins/`.
    #[cfg(test)]
    fn story<'a>(
        &'a self,
        _test: &'a crate::testing::TestApp,
        _world: &'a mut crate::leaks::world::World,
    ) -> futures_util::future::LocalBoxFuture<'a, ()> {
        Box::pin(async {})
    }

    /// The room's kinds of records that have a hash chain.
    fn records(&self) -> &'static [RecordKind] {
        &[]
    }

    /// The room's encrypted columns.
    fn sealed(&self) -> &'static [SealedColumn] {
        &[]
    }

    /// Checks the room's data of a street for `weiguang doctor`.
    ///
    /// # Errors
    /// The store's errors.
    fn check_street(&self, _app: &App, _street: GridCode) -> Result<Vec<Finding>, Refusal> {
        Ok(Vec::new())
    }

    /// Checks the room's data outside of streets for `weiguang doctor`.
    ///
    /// # Errors
    /// The store's errors.
    fn check(&self, _app: &App) -> Result<Vec<Finding>, Refusal> {
        Ok(Vec::new())
    }

    /// The room's SQL statements.
    fn statements(&self) -> &'static [Statements] {
        &[]
    }

    /// Whether this kind of case exists.
    fn knows_kind(&self, _work: &UnitOfWork<'_, '_>, _kind: &str) -> bool {
        false
    }

    /// The room's in-memory states.
    fn states(&self) -> &'static [StateKind] {
        &[]
    }

    /// The room's alarms.
    fn clock(&self) -> Option<Clock> {
        None
    }

    /// The room's background jobs.
    fn jobs(&self) -> &'static [Job] {
        &[]
    }

    /// Erases expired data of a street; returns the number of records. Called once an hour, but not while a leap of the clock is
    /// unconfirmed.
    fn sweep<'a>(&'a self, _app: &'a App, _street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async { Ok(0) })
    }

    /// Another calendar of holidays came into force: recomputes the deadlines of a street that depend on the calendar. `first` means that
    /// no calendar was in force before. Returns how many deadlines moved. After an interruption it is called again.
    fn calendar_changed<'a>(
        &'a self,
        _app: &'a App,
        _street: GridCode,
        _first: bool,
    ) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async { Ok(0) })
    }

    /// A leap of the machine's clock was confirmed: postponed expiries in the street of the transaction may proceed.
    ///
    /// # Errors
    /// The store's errors.
    fn clock_confirmed(&self, _work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        Ok(())
    }

    /// Reacts to a happening of a lower room, in the same transaction and under the same permit.
    ///
    /// # Errors
    /// The refusal that forbids it: the transaction is rolled back.
    fn react(
        &self,
        _work: &mut UnitOfWork<'_, '_>,
        _permit: Permit,
        _what: &Happening<'_>,
    ) -> Result<Reaction, Refusal> {
        Ok(Reaction::default())
    }

    /// Accounts that have open work of this room in a street.
    ///
    /// # Errors
    /// The store's errors.
    fn work_rests_with(&self, _tx: &mut Tx<'_>, _street: &GridCode) -> Result<Vec<AccountId>, Refusal> {
        Ok(Vec::new())
    }

    /// Whether an account with these posts may still read the open work that it has.
    fn still_sees(&self, _held: &[Grant]) -> bool {
        true
    }

    /// Numbers of cases by grid cell under a code, for maps and lists of cells.
    ///
    /// # Errors
    /// The store's errors.
    fn tallies(&self, _tx: &mut Tx<'_>, _under: &GridCode) -> Result<Vec<(String, Tally)>, StoreError> {
        Ok(Vec::new())
    }

    /// Doctors' teams of a street and their grid cells.
    ///
    /// # Errors
    /// The store's errors.
    fn team_access(&self, _tx: &mut Tx<'_>, _street: &GridCode) -> Result<Vec<TeamAccess>, StoreError> {
        Ok(Vec::new())
    }

    /// The data of this room that belongs to a resident and must be moved when two residents' records are merged.
    ///
    /// # Errors
    /// The store's errors.
    fn belongings(&self, _tx: &mut Tx<'_>, _street: &GridCode, _of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
        Ok(Vec::new())
    }

    /// Whether a resident's record must be kept for now, although its retention period has ended.
    ///
    /// # Errors
    /// The store's errors.
    fn must_stay(&self, _tx: &mut Tx<'_>, _street: &GridCode, _of: ResidentId) -> Result<bool, Refusal> {
        Ok(false)
    }

    /// Open work that concerns the person now at a station's desk: with the resident, and from the readings taken during this visit.
    ///
    /// # Errors
    /// The store's errors.
    fn open_at_desk(
        &self,
        _tx: &mut Tx<'_>,
        _street: &GridCode,
        _of: Option<ResidentId>,
        _readings: &[ReadingId],
    ) -> Result<Open, Refusal> {
        Ok(Open::default())
    }

    /// The data that this room stores about a resident, for the copy of their own data.
    ///
    /// # Errors
    /// The store's errors.
    fn own_copy(
        &self,
        _work: &mut UnitOfWork<'_, '_>,
        _permit: Permit,
        _of: ResidentId,
    ) -> Result<Option<OwnPart>, Refusal> {
        Ok(None)
    }
}

/// Numbers of cases by grid cell under a code, summed over all rooms.
///
/// # Errors
/// The store's errors.
pub fn tallies(rooms: &[&dyn Room], tx: &mut Tx<'_>, under: &GridCode) -> Result<Vec<(String, Tally)>, StoreError> {
    let mut all = Vec::new();
    for room in rooms {
        all.extend(room.tallies(tx, under)?);
    }
    Ok(all)
}
