//! The interface of a room to the rest of the server. Everything but its name has a default that means "none".

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

/// The alarms of a room: when the next is due, and how to ring them. Each clock runs on a thread of its own.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Name of its thread, and of the signal that wakes it when an alarm was set that is due soon.
    pub name: &'static str,
    /// When the next alarm of a street is due.
    pub next_alarm: fn(&mut Tx<'_>, &GridCode) -> Result<Option<Moment>, StoreError>,
    /// How many alarms of all streets were due before a moment.
    pub due: fn(&mut Tx<'_>, Moment) -> Result<i64, StoreError>,
    /// Rings what is due in a street, up to a limit.
    pub ring_some: for<'a> fn(&'a App, GridCode, i64) -> BoxFuture<'a, Result<Rung, Refusal>>,
}

/// Result of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rung {
    /// Alarms that rang.
    pub rang: u64,
    /// Alarms that failed; they stay due.
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
            // A person changed it at the same moment: it is examined again in the next round.
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
    /// Its name in the log.
    pub name: &'static str,
    /// Runs it until the second argument resolves.
    pub run: fn(App, BoxFuture<'static, ()>) -> BoxFuture<'static, ()>,
}

/// A table in a resident's copy of their own data.
#[derive(Clone, Debug)]
pub struct OwnTable {
    /// The title in Chinese and English.
    pub title: String,
    /// The columns; empty ones have no heading.
    pub head: &'static [&'static str],
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

/// The data that a room stores about a resident, for the copy of their own data.
#[derive(Clone, Debug)]
pub struct OwnPart {
    /// Its key in the machine-readable file.
    pub key: &'static str,
    /// For programs.
    pub data: Value,
    /// For reading.
    pub tables: Vec<OwnTable>,
}

/// A doctors' team and its cells, for the list of access rights.
#[derive(Clone, Debug)]
pub struct TeamAccess {
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// Its members.
    pub members: Vec<AccountId>,
    /// A cell, from a day to a day.
    pub pairs: Vec<(GridCode, Day, Day)>,
}

/// Numbers of matters in a cell, for maps and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Open matters.
    pub open: i64,
    /// Open matters that are late.
    pub late: i64,
    /// All matters.
    pub total: i64,
    /// Matters that ended well.
    pub closed: i64,
}

/// A room of the server.
pub trait Room: Sync {
    /// Its name, as in the domain.
    fn name(&self) -> &'static str;

    /// Its endpoints, under `/api/v1`.
    fn routes(&self) -> OpenApiRouter<App> {
        OpenApiRouter::new()
    }

    /// A valid request for each of its writing endpoints, for the tests of permissions.
    #[cfg(test)]
    fn samples(&self, _world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        Vec::new()
    }

    /// Adds one of each of its things to the story of those tests, named in the world: `bulletins` replaces `{id}` after `/bulletins/`.
    #[cfg(test)]
    fn story<'a>(
        &'a self,
        _test: &'a crate::testing::TestApp,
        _world: &'a mut crate::leaks::world::World,
    ) -> futures_util::future::LocalBoxFuture<'a, ()> {
        Box::pin(async {})
    }

    /// Kinds of records that have a chain.
    fn records(&self) -> &'static [RecordKind] {
        &[]
    }

    /// Its sealed columns.
    fn sealed(&self) -> &'static [SealedColumn] {
        &[]
    }

    /// Findings of the doctor for a street.
    ///
    /// # Errors
    /// The store's errors.
    fn check_street(&self, _app: &App, _street: GridCode) -> Result<Vec<Finding>, Refusal> {
        Ok(Vec::new())
    }

    /// Findings of the doctor outside of streets.
    ///
    /// # Errors
    /// The store's errors.
    fn check(&self, _app: &App) -> Result<Vec<Finding>, Refusal> {
        Ok(Vec::new())
    }

    /// Its SQL.
    fn statements(&self) -> &'static [Statements] {
        &[]
    }

    /// Whether a kind of matter exists.
    fn knows_kind(&self, _work: &UnitOfWork<'_, '_>, _kind: &str) -> bool {
        false
    }

    /// Its in-memory states.
    fn states(&self) -> &'static [StateKind] {
        &[]
    }

    /// Its alarms.
    fn clock(&self) -> Option<Clock> {
        None
    }

    /// Its background jobs.
    fn jobs(&self) -> &'static [Job] {
        &[]
    }

    /// Erases expired data of a street; returns the number of records. Called once an hour, and never after an unconfirmed leap of the
    /// clock.
    fn sweep<'a>(&'a self, _app: &'a App, _street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async { Ok(0) })
    }

    /// Another calendar of holidays came into force: recomputes the deadlines of a street that depend on it. `first` means that no calendar
    /// was in force before. Returns how many deadlines moved. It is called again after an interruption.
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

    /// Reacts to a happening of a lower room, in its transaction and under its permit.
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

    /// Accounts with open work in a street.
    ///
    /// # Errors
    /// The store's errors.
    fn work_rests_with(&self, _tx: &mut Tx<'_>, _street: &GridCode) -> Result<Vec<AccountId>, Refusal> {
        Ok(Vec::new())
    }

    /// Whether these posts still permit reading such work.
    fn still_sees(&self, _held: &[Grant]) -> bool {
        true
    }

    /// Numbers of matters by cell under a code, for maps and lists of cells.
    ///
    /// # Errors
    /// The store's errors.
    fn tallies(&self, _tx: &mut Tx<'_>, _under: &GridCode) -> Result<Vec<(String, Tally)>, StoreError> {
        Ok(Vec::new())
    }

    /// Doctors' teams of a street and their cells.
    ///
    /// # Errors
    /// The store's errors.
    fn team_access(&self, _tx: &mut Tx<'_>, _street: &GridCode) -> Result<Vec<TeamAccess>, StoreError> {
        Ok(Vec::new())
    }

    /// What this room stores of a resident and must move when two records are merged.
    ///
    /// # Errors
    /// The store's errors.
    fn belongings(&self, _tx: &mut Tx<'_>, _street: &GridCode, _of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
        Ok(Vec::new())
    }

    /// Whether a resident's record must remain for now, though its retention period has ended.
    ///
    /// # Errors
    /// The store's errors.
    fn must_stay(&self, _tx: &mut Tx<'_>, _street: &GridCode, _of: ResidentId) -> Result<bool, Refusal> {
        Ok(false)
    }

    /// Open work with the person at a station's desk whose number is to be finished, and for which these readings were taken.
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

    /// The data that it stores about a resident, for the copy of their own data.
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

/// Numbers of matters by cell under a code, over all rooms.
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
