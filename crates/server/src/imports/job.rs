//! Running an import: the pass that only looks, the pass that writes, and how far it is. One runs at a time, a few may wait.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Day;
use weiguang_store::Tx;

use super::bad_rows::{BadFile, BadRows};
use super::report::{Report, RowFault, Verdict};
use super::table::{Cells, Table};
use super::{Kind, Setting, runs};
use crate::App;
use crate::app::Work;
use crate::events::chain;
use crate::web::Refusal;

/// How many imports may wait for their turn.
const WAITING: usize = 4;

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
}

impl Progress {
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

    fn begin(&self, phase: Phase, total: u64) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

/// The imports of an application that run or wait.
#[derive(Debug)]
pub struct Runs {
    turn: Semaphore,
    waiting: AtomicUsize,
    now: Mutex<HashMap<Uuid, Arc<Progress>>>,
}

impl Default for Runs {
    fn default() -> Self {
        Self { turn: Semaphore::new(1), waiting: AtomicUsize::new(0), now: Mutex::default() }
    }
}

impl Runs {
    /// Whether another may be taken in.
    ///
    /// # Errors
    /// [`Refusal::Busy`] if too many wait.
    pub fn room(&self) -> Result<(), Refusal> {
        if self.waiting.load(Ordering::Relaxed) >= WAITING { Err(Refusal::Busy(60)) } else { Ok(()) }
    }

    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let turn = self.turn.acquire().await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        turn.ok()
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
    setting: Setting,
    table: Table,
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

    fn pass(&self, hand: &mut Hand<'_, '_, '_>, mut bad: Option<&mut BadRows>) -> Result<Report, Refusal> {
        let phase = if matches!(hand, Hand::Look(_)) { Phase::Checking } else { Phase::Writing };
        self.progress.begin(phase, self.table.rows());
        let mut rows = self.setting.rows();
        let mut report = Report { kind: self.setting.kind.key().to_owned(), ..Report::default() };
        for warning in self.table.warnings() {
            report.warn(warning.clone());
        }
        rows.begin(hand.tx(), &self.table)?;
        self.table.each(|cells| {
            let verdict = match unkeepable(cells) {
                Some(fault) => Verdict::Refuse(vec![fault]),
                None => rows.plan(hand.tx(), cells, &mut report)?,
            };
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
            self.progress.done.fetch_add(1, Ordering::Relaxed);
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

fn unkeepable(cells: &Cells<'_>) -> Option<RowFault> {
    let (column, cell) = cells.place_at(cells.zero_at()?);
    Some(RowFault {
        row: cells.number,
        column,
        cell,
        value: String::new(),
        code: "imports.bad-character".into(),
        zh: "含有无法保存的字符（U+0000）".into(),
        en: "holds a character that cannot be kept (U+0000)".into(),
    })
}

/// Looks what a file would do, and keeps nothing.
///
/// # Errors
/// The store's.
pub async fn look(app: &App, job: &Arc<Job>) -> Result<(Report, Option<BadFile>), Refusal> {
    let job = job.clone();
    app.read(move |tx| {
        let mut bad = BadRows::new(&job.table)?;
        let report = job.pass(&mut Hand::Look(tx), Some(&mut bad))?;
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
            let mut report = own.pass(&mut Hand::Write(work), None)?;
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
                runs::finish(work.tx, &street, id, "done", &told(&report, id, bad_kept.as_ref()), bad_kept.as_ref())?;
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

/// Runs a job whose row is already kept, in its turn, and writes into the row how it ended.
pub async fn run_in_turn(app: App, job: Arc<Job>, id: Uuid) {
    let runs = app.imports();
    runs.lock().insert(id, job.progress());
    let outcome = match runs.turn().await {
        Some(_turn) => run(&app, &job, Some(id)).await,
        None => Err(Refusal::Busy(60)),
    };
    let (state, report, bad) = match outcome {
        Ok((report, bad)) => (if report.written { "done" } else { "refused" }, report, bad),
        Err(refusal) => {
            tracing::warn!(%id, error = %refusal, "an import failed; nothing of it was kept");
            let (code, zh, en) = refusal.told();
            let fault = super::report::Warning::plain(code, zh, en);
            let mut report = Report { kind: job.setting.kind.key().into(), ..Report::default() };
            report.warn(fault);
            ("failed", report, None)
        }
    };
    let street = job.street();
    let report = told(&report, id, bad.as_ref());
    let kept = app
        .transact(&job.setting.actor, street, move |work| {
            Ok(runs::finish(work.tx, &street, id, state, &report, bad.as_ref())?)
        })
        .await;
    if let Err(error) = kept {
        tracing::error!(%id, %error, "how an import ended could not be kept");
    }
    runs.lock().remove(&id);
}

/// Marks the imports that a dead process left behind. Nothing of them was kept: each is one transaction.
///
/// # Errors
/// The store's.
pub async fn mark_interrupted(app: &App) -> Result<u64, Refusal> {
    let mut marked = 0;
    for street in app.ground().streets() {
        let actor = weiguang_domain::access::Actor::system();
        marked += app.transact(&actor, street, move |work| Ok(runs::interrupt(work.tx, &street)?)).await?;
    }
    Ok(marked)
}
