//! What a room provides to the rest of the server. Everything but its name has a default that means "none".

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

/// The alarms of a room: when the next is due, and how they ring. Each runs on a thread of its own.
#[derive(Clone, Copy)]
pub struct Clock {
    /// The name of its thread, and of the bell that wakes it when an alarm was set that is due soon.
    pub name: &'static str,
    /// When the next alarm of a street is due.
    pub next_alarm: fn(&mut Tx<'_>, &GridCode) -> Result<Option<Moment>, StoreError>,
    /// How many alarms of all streets were due before a moment.
    pub due: fn(&mut Tx<'_>, Moment) -> Result<i64, StoreError>,
    /// Rings what is due in a street, up to a limit.
    pub ring_some: for<'a> fn(&'a App, GridCode, i64) -> BoxFuture<'a, Result<Rung, Refusal>>,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rung {
    /// Alarms that rang.
    pub rang: u64,
    /// Alarms that could not; they stay due.
    pub failed: u64,
}

impl AddAssign for Rung {
    fn add_assign(&mut self, more: Self) {
        self.rang += more.rang;
        self.failed += more.failed;
    }
}

impl Rung {
    /// Counts how one alarm went.
    pub(crate) fn count(&mut self, outcome: Result<bool, Refusal>, what: impl FnOnce() -> String) {
        match outcome {
            Ok(rang) => self.rang += u64::from(rang),
            // A person changed it in the same moment: it is looked at again in the next round.
            Err(Refusal::VersionMoved(_)) => {}
            Err(error) => {
                self.failed += 1;
                tracing::error!(%error, what = what(), "an alarm could not ring; it will be tried again");
            }
        }
    }
}

/// Something that runs by itself until it is told to stop.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name in the log.
    pub name: &'static str,
    /// Runs it until the second argument resolves.
    pub run: fn(App, BoxFuture<'static, ()>) -> BoxFuture<'static, ()>,
}

/// A table of a resident's own copy.
#[derive(Clone, Debug)]
pub struct OwnTable {
    /// Chinese and English.
    pub title: String,
    /// The columns; empty ones have no heading.
    pub head: &'static [&'static str],
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

/// What a room stores of a resident, for their own copy.
#[derive(Clone, Debug)]
pub struct OwnPart {
    /// Its name in the file for programs.
    pub key: &'static str,
    /// For programs.
    pub data: Value,
    /// For reading.
    pub tables: Vec<OwnTable>,
}

/// A doctors' team with the cells it is paired with, for the list of who has access to what.
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

/// What a cell's map and list show of the work in it.
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

    /// A valid request to each of its endpoints that write, for the tests of who may.
    #[cfg(test)]
    fn samples(&self, _world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        Vec::new()
    }

    /// Puts one of each of its things into the story of those tests, named in the world: `bulletins` is what `{id}` is after `/bulletins/`.
    #[cfg(test)]
    fn story<'a>(
        &'a self,
        _test: &'a crate::testing::TestApp,
        _world: &'a mut crate::leaks::world::World,
    ) -> futures_util::future::LocalBoxFuture<'a, ()> {
        Box::pin(async {})
    }

    /// The kinds of records that it keeps a chain of.
    fn records(&self) -> &'static [RecordKind] {
        &[]
    }

    /// Its sealed columns.
    fn sealed(&self) -> &'static [SealedColumn] {
        &[]
    }

    /// What doctor finds of it in a street.
    ///
    /// # Errors
    /// The store's.
    fn check_street(&self, _app: &App, _street: GridCode) -> Result<Vec<Finding>, Refusal> {
        Ok(Vec::new())
    }

    /// What doctor finds of it beside the streets.
    ///
    /// # Errors
    /// The store's.
    fn check(&self, _app: &App) -> Result<Vec<Finding>, Refusal> {
        Ok(Vec::new())
    }

    /// Its SQL.
    fn statements(&self) -> &'static [Statements] {
        &[]
    }

    /// Whether there is such a kind of matter.
    fn knows_kind(&self, _work: &UnitOfWork<'_, '_>, _kind: &str) -> bool {
        false
    }

    /// What it holds in memory of the store.
    fn states(&self) -> &'static [StateKind] {
        &[]
    }

    /// Its alarms.
    fn clock(&self) -> Option<Clock> {
        None
    }

    /// What runs by itself.
    fn jobs(&self) -> &'static [Job] {
        &[]
    }

    /// Erases in a street what has expired. Gives how many records. Called once an hour, and never after a leap of the clock.
    fn sweep<'a>(&'a self, _app: &'a App, _street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async { Ok(0) })
    }

    /// Another calendar of holidays came into force: counts anew what runs by it in a street. `first` says that nothing was counted by any
    /// calendar before. Gives how many deadlines moved. It is called again after a stop in the middle.
    fn calendar_changed<'a>(
        &'a self,
        _app: &'a App,
        _street: GridCode,
        _first: bool,
    ) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async { Ok(0) })
    }

    /// The clock of the machine was confirmed after a leap: what was put off in the street of the transaction may end.
    ///
    /// # Errors
    /// The store's.
    fn clock_confirmed(&self, _work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        Ok(())
    }

    /// Reacts to what occurred in a lower room, in its transaction and under its permit.
    ///
    /// # Errors
    /// What forbids it: the transaction comes to nothing.
    fn react(
        &self,
        _work: &mut UnitOfWork<'_, '_>,
        _permit: Permit,
        _what: &Happening<'_>,
    ) -> Result<Reaction, Refusal> {
        Ok(Reaction::default())
    }

    /// With whom open work of a street rests.
    ///
    /// # Errors
    /// The store's.
    fn work_rests_with(&self, _tx: &mut Tx<'_>, _street: &GridCode) -> Result<Vec<AccountId>, Refusal> {
        Ok(Vec::new())
    }

    /// Whether somebody who holds this can still see such work.
    fn still_sees(&self, _held: &[Grant]) -> bool {
        true
    }

    /// Matters by cell under a code, for maps and lists of cells.
    ///
    /// # Errors
    /// The store's.
    fn tallies(&self, _tx: &mut Tx<'_>, _under: &GridCode) -> Result<Vec<(String, Tally)>, StoreError> {
        Ok(Vec::new())
    }

    /// Doctors' teams of a street and their cells.
    ///
    /// # Errors
    /// The store's.
    fn team_access(&self, _tx: &mut Tx<'_>, _street: &GridCode) -> Result<Vec<TeamAccess>, StoreError> {
        Ok(Vec::new())
    }

    /// What belongs to a resident here, and goes along when two records are made one.
    ///
    /// # Errors
    /// The store's.
    fn belongings(&self, _tx: &mut Tx<'_>, _street: &GridCode, _of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
        Ok(Vec::new())
    }

    /// Whether a resident's record must stay for now, though its time is over.
    ///
    /// # Errors
    /// The store's.
    fn must_stay(&self, _tx: &mut Tx<'_>, _street: &GridCode, _of: ResidentId) -> Result<bool, Refusal> {
        Ok(false)
    }

    /// What is open with somebody at a desk of a station whose number is to be finished, and for which these readings were taken.
    ///
    /// # Errors
    /// The store's.
    fn open_at_desk(
        &self,
        _tx: &mut Tx<'_>,
        _street: &GridCode,
        _of: Option<ResidentId>,
        _readings: &[ReadingId],
    ) -> Result<Open, Refusal> {
        Ok(Open::default())
    }

    /// What it stores of a resident, for their own copy.
    ///
    /// # Errors
    /// The store's.
    fn own_copy(
        &self,
        _work: &mut UnitOfWork<'_, '_>,
        _permit: Permit,
        _of: ResidentId,
    ) -> Result<Option<OwnPart>, Refusal> {
        Ok(None)
    }
}

/// Matters by cell under a code, of every room.
///
/// # Errors
/// The store's.
pub fn tallies(rooms: &[&dyn Room], tx: &mut Tx<'_>, under: &GridCode) -> Result<Vec<(String, Tally)>, StoreError> {
    let mut all = Vec::new();
    for room in rooms {
        all.extend(room.tallies(tx, under)?);
    }
    Ok(all)
}
