//! Running an import: the pass that only looks, the pass that writes, and how far it is. One runs at a time, a few may wait; looks have
//! places of their own, so that whoever only looks waits for no run.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Day;
use weiguang_store::Tx;

use super::bad_rows::{BadFile, BadRows};
use super::digits::spoilt;
use super::report::{Report, Verdict};
use super::table::Table;
use super::{Kind, Rows, Setting, runs, tickets};
use crate::App;
use crate::app::Work;
use crate::events::chain;
use crate::web::Refusal;

/// How many imports may wait for their turn, and how many looks.
const WAITING: usize = 4;
/// How many looks go on at the same time.
const LOOKS: usize = 2;

/// Where an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits or the file is read.
    Reading,
    /// Rows are planned.
    Checking,
    /// Rows are written.
    Writing,
}

impl Phase {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Checking => "checking",
            Self::Writing => "writing",
        }
    }
    /// The word on a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Reading => "读取",
            Self::Checking => "核对",
            Self::Writing => "写入",
        }
    }
}

/// How far an import is, to be asked at any time.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Asks it to end without an effect; one that was decided goes on.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
    /// Whether it was asked to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
    /// Some more rows are done.
    pub(super) fn add(&self, rows: u64) {
        self.done.fetch_add(rows, Ordering::Relaxed);
    }

    /// Phase, rows done in it, rows in all.
    #[must_use]
    pub fn get(&self) -> (Phase, u64, u64) {
        let phase = match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Reading,
            1 => Phase::Checking,
            _ => Phase::Writing,
        };
        (phase, self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    pub(super) fn begin(&self, phase: Phase, total: u64) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

/// Turns of one sort of work, and how many wait for one.
#[derive(Debug)]
struct Turns {
    free: Semaphore,
    waiting: AtomicUsize,
}

impl Turns {
    fn of(places: usize) -> Self {
        Self { free: Semaphore::new(places), waiting: AtomicUsize::new(0) }
    }

    async fn take(&self) -> Option<SemaphorePermit<'_>> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let turn = self.free.acquire().await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        turn.ok()
    }
}

/// The imports of an application that run or wait.
#[derive(Debug)]
pub struct Runs {
    runs: Turns,
    looks: Turns,
    now: Mutex<HashMap<Uuid, Arc<Progress>>>,
}

impl Default for Runs {
    fn default() -> Self {
        Self { runs: Turns::of(1), looks: Turns::of(LOOKS), now: Mutex::default() }
    }
}

impl Runs {
    fn turns(&self, look_only: bool) -> &Turns {
        if look_only { &self.looks } else { &self.runs }
    }

    /// Whether another may be taken in, or looked at.
    ///
    /// # Errors
    /// [`Refusal::Busy`] if too many wait.
    pub fn room(&self, look_only: bool) -> Result<(), Refusal> {
        let waiting = self.turns(look_only).waiting.load(Ordering::Relaxed);
        if waiting >= WAITING { Err(Refusal::Busy(60)) } else { Ok(()) }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Arc<Progress>>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far a run is; `None` if it does not run in this process.
    #[must_use]
    pub fn progress(&self, id: &Uuid) -> Option<Arc<Progress>> {
        self.lock().get(id).cloned()
    }
}

/// A file that was read, with everything that is needed to take it in.
pub struct Job {
    pub(super) setting: Setting,
    pub(super) table: Table,
    progress: Arc<Progress>,
}

/// A reader's snapshot, or the transaction that writes.
enum Hand<'h, 'a, 'tx> {
    Look(&'h mut Tx<'tx>),
    Write(&'h mut Work<'a, 'tx>),
}

impl<'tx> Hand<'_, '_, 'tx> {
    fn tx(&mut self) -> &mut Tx<'tx> {
        match self {
            Self::Look(tx) => tx,
            Self::Write(work) => work.tx,
        }
    }
}

impl Job {
    pub(super) fn new(setting: Setting, table: Table) -> Self {
        Self { setting, table, progress: Arc::default() }
    }

    /// The street whose import it is.
    #[must_use]
    pub const fn street(&self) -> GridCode {
        self.setting.street
    }

    /// A name for the file by its kind, the day and its form: its own may name somebody, and is not kept.
    #[must_use]
    pub fn file_name(&self, day: Day) -> String {
        format!("{}-{day}.{}", self.setting.kind.key(), self.table.form().extension())
    }

    /// How many rows the file has.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.table.rows()
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Arc<Progress> {
        self.progress.clone()
    }

    fn pass(
        &self,
        mut rows: Box<dyn Rows>,
        hand: &mut Hand<'_, '_, '_>,
        mut bad: Option<&mut BadRows>,
    ) -> Result<Report, Refusal> {
        let phase = if matches!(hand, Hand::Look(_)) { Phase::Checking } else { Phase::Writing };
        self.progress.begin(phase, self.table.rows());
        let mut report = Report { kind: self.setting.kind.key().to_owned(), ..Report::default() };
        for warning in self.table.warnings() {
            report.warn(warning.clone());
        }
        rows.begin(hand.tx(), &self.table)?;
        self.table.each(|cells| {
            if self.progress.is_cancelled() {
                return Err(cancelled());
            }
            let spoilt = spoilt(&self.table, cells);
            let verdict =
                if spoilt.is_empty() { rows.plan(hand.tx(), cells, &mut report)? } else { Verdict::Refuse(spoilt) };
            match (&verdict, &mut *hand) {
                (Verdict::Create(..) | Verdict::Change(..), Hand::Write(work)) => rows.write(work)?,
                (Verdict::Refuse(faults), _) => {
                    if let Some(bad) = bad.as_deref_mut() {
                        bad.push(self.table.headers(), cells, faults)?;
                    }
                }
                _ => {}
            }
            report.count(cells.number, &verdict);
            self.progress.add(1);
            Ok(())
        })?;
        rows.end(hand.tx(), &mut report)?;
        if let Hand::Write(work) = hand
            && report.moves()
        {
            rows.finish(work)?;
        }
        Ok(report)
    }
}

/// That an import was cancelled before anything of it was in.
pub(super) fn cancelled() -> Refusal {
    Refusal::rule("imports.cancelled", "导入已取消，没有写入。", "The import was cancelled; nothing was written.")
}

/// Looks what a file would do, and keeps nothing.
///
/// # Errors
/// The store's.
pub async fn look(app: &App, job: &Arc<Job>) -> Result<(Report, Option<BadFile>), Refusal> {
    let Some(rows) = job.setting.rows() else { return tickets::look(job).await };
    let job = job.clone();
    app.read(move |tx| {
        let mut bad = BadRows::new(&job.table)?;
        let report = job.pass(rows(&job.setting), &mut Hand::Look(tx), Some(&mut bad))?;
        Ok((report, bad.finish()?))
    })
    .await
    .map(|(report, bad)| (Report { dry_run: true, ..report }, bad))
}

/// Takes a file in, as a whole or not at all; if `record` names a row of `imports`, that row says how it ended, in the same
/// transaction.
///
/// # Errors
/// The store's.
pub async fn run(app: &App, job: &Arc<Job>, record: Option<Uuid>) -> Result<(Report, Option<BadFile>), Refusal> {
    let Some(rows) = job.setting.rows() else {
        let Some(id) = record else {
            let id = tickets::begin(app, job).await?;
            let outcome = tickets::run(app, job, id).await;
            ended(app, job, id, false, &outcome).await?;
            return outcome;
        };
        return tickets::run(app, job, id).await;
    };
    let (looked, bad) = look(app, job).await?;
    let looked = Report { dry_run: false, ..looked };
    if (looked.refused > 0 && !job.setting.options.leave_bad) || !looked.moves() {
        // A file that changes nothing is done without a transaction; one with faults is refused.
        let report = Report { written: looked.refused == 0, ..looked };
        return Ok((report, bad));
    }
    let (own, actor, street) = (job.clone(), job.setting.actor.clone(), job.street());
    let bad_kept = bad.clone();
    let report = app
        .transact(&actor, street, move |work| {
            let mut report = own.pass(rows(&own.setting), &mut Hand::Write(work), None)?;
            if report.refused > 0 && !own.setting.options.leave_bad {
                return Err(Refusal::rule(
                    "imports.moved",
                    "核对之后数据被他人改动，请再导入一次；本次没有写入。",
                    "Somebody changed the data after the file was checked; nothing was written, please import it again.",
                ));
            }
            report.written = true;
            let id = record.unwrap_or_else(|| work.id());
            let told_of = serde_json::json!({
                "kind": report.kind, "rows": report.rows, "created": report.created, "changed": report.changed,
                "refused": report.refused,
            });
            chain::append_to(work, id, "imports.written", told_of.to_string())?;
            // The catalogue of areas is the same for all streets and written in a transaction of its own.
            if let (Some(id), true) = (record, own.setting.kind != Kind::Areas) {
                let kept = told(&report, id, bad_kept.as_ref());
                if !runs::finish(work.tx, &street, id, "done", &kept, bad_kept.as_ref())? {
                    return Err(cancelled());
                }
            }
            Ok(report)
        })
        .await?;
    match job.setting.kind {
        Kind::Areas | Kind::Grids | Kind::Directory => app.reload_ground().await?,
        Kind::Roster => app.actors().forget(),
        Kind::Tickets | Kind::Residents => {}
    }
    Ok((report, bad))
}

/// A report with the place where its bad rows are.
pub(super) fn told(report: &Report, id: Uuid, bad: Option<&BadFile>) -> Report {
    let bad_rows_url = bad.map(|_| format!("/api/v1/imports/{id}/bad-rows"));
    Report { bad_rows_url, ..report.clone() }
}

/// Runs a job whose row is already kept, or only looks, in its turn, and writes into the row how it ended.
pub async fn in_turn(app: App, job: Arc<Job>, id: Uuid, look_only: bool) {
    let runs = app.imports();
    runs.lock().insert(id, job.progress());
    let outcome = match runs.turns(look_only).take().await {
        Some(_turn) if look_only => look(&app, &job).await,
        Some(_turn) => run(&app, &job, Some(id)).await,
        None => Err(Refusal::Busy(60)),
    };
    if let Err(error) = ended(&app, &job, id, look_only, &outcome).await {
        tracing::error!(%id, %error, "how an import ended could not be kept");
    }
    runs.lock().remove(&id);
}

/// Writes into the row of a run how it ended, unless that stands there already, and removes what it laid down for nothing.
async fn ended(
    app: &App,
    job: &Job,
    id: Uuid,
    look_only: bool,
    outcome: &Result<(Report, Option<BadFile>), Refusal>,
) -> Result<(), Refusal> {
    let (state, report, bad) = match outcome {
        Ok((report, bad)) if look_only => ("checked", report.clone(), bad.clone()),
        Ok((report, bad)) => (if report.written { "done" } else { "refused" }, report.clone(), bad.clone()),
        Err(refusal) => {
            tracing::warn!(%id, error = %refusal, "an import failed; nothing of it was kept");
            let (code, zh, en) = refusal.told();
            let fault = super::report::Warning::plain(code, zh, en);
            let mut report = Report { kind: job.setting.kind.key().into(), ..Report::default() };
            report.warn(fault);
            (if job.progress.is_cancelled() { "cancelled" } else { "failed" }, report, None)
        }
    };
    let street = job.street();
    let report = told(&report, id, bad.as_ref());
    app.transact(&job.setting.actor, street, move |work| {
        Ok(runs::finish(work.tx, &street, id, state, &report, bad.as_ref())?)
    })
    .await?;
    tickets::publish::sweep(app, street).await
}

/// Ends what a dead process left: of what it had not decided nothing is kept, and what it laid down for that goes. Gives how many imports
/// those were.
///
/// # Errors
/// The store's.
pub async fn mark_interrupted(app: &App) -> Result<u64, Refusal> {
    let mut marked = 0;
    for street in app.ground().streets() {
        let actor = Actor::system();
        marked += app.transact(&actor, street, move |work| Ok(runs::interrupt(work.tx, &street)?)).await?;
        tickets::publish::sweep(app, street).await?;
    }
    Ok(marked)
}

/// Goes on with the imports that a dead process had decided, until all are in.
///
/// # Errors
/// The store's.
pub async fn resume(app: &App) -> Result<(), Refusal> {
    for street in app.ground().streets() {
        let decided = app.read(move |tx| Ok(runs::decided(tx, &street)?)).await?;
        for (id, account) in decided {
            let _turn = app.imports().runs.take().await;
            let progress: Arc<Progress> = Arc::default();
            app.imports().lock().insert(id, progress.clone());
            let by = Actor { account, ..Actor::system() };
            let done = tickets::publish::all(app, street, id, &by, &progress).await;
            app.imports().lock().remove(&id);
            done?;
        }
    }
    Ok(())
}
