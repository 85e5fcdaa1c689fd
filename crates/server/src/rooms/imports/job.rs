//! Runs an import: the dry run, the pass that writes, and its end.

use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Day;
use weiguang_store::Tx;

use super::bad_rows::{BadFile, BadRows};
use super::report::{Report, Verdict};
use super::spoilt::spoilt;
use super::table::Table;
use super::turns::{Phase, Progress};
use super::{Kind, Rows, Setting, runs, tickets};
use crate::App;
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::rooms::imports::Runs;
use crate::web::Refusal;

/// An uploaded file, with everything needed to import it.
pub struct Job {
    pub(super) setting: Setting,
    pub(super) table: Table,
    progress: Arc<Progress>,
}

/// A reader's snapshot, or the writing transaction.
enum Hand<'h, 'a, 'tx> {
    Look(&'h mut Tx<'tx>),
    Write(&'h mut UnitOfWork<'a, 'tx>),
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

    /// The street of the import.
    #[must_use]
    pub const fn street(&self) -> GridCode {
        self.setting.street
    }

    /// A neutral name for the file from its kind, the day and its format: its own may contain a person's name, and is not stored.
    #[must_use]
    pub fn file_name(&self, day: Day) -> String {
        format!("{}-{day}.{}", self.setting.kind.key(), self.table.form().extension())
    }

    /// How many rows the file has.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.table.rows()
    }

    /// Its progress.
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

/// The refusal for an import that was cancelled before it wrote anything.
pub(super) fn cancelled() -> Refusal {
    Refusal::rule("imports.cancelled", "导入已取消，没有写入。", "The import was cancelled; nothing was written.")
}

/// Dry run: reports what a file would change, and stores nothing.
///
/// # Errors
/// The store's errors.
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

/// Imports a file, completely or not at all; if `record` names a row of `imports`, its result is stored in that row in the same
/// transaction.
///
/// # Errors
/// The store's errors.
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
        // A file that changes nothing needs no transaction; one with faults is refused.
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
            // The permission was checked when the file was uploaded; each row's operation checks it again.
            let permit = Permit::own(work.actor);
            work.append_to(permit, id, "imports.written", told_of.to_string())?;
            // The catalogue of areas is shared by all streets and written in a transaction of its own.
            if let (Some(id), true) = (record, own.setting.kind != Kind::Areas) {
                let kept = told(&report, id, bad_kept.as_ref());
                if !runs::finish(work.tx, &street, id, "done", &kept, bad_kept.as_ref())? {
                    return Err(cancelled());
                }
            }
            Ok(report)
        })
        .await?;
    Ok((report, bad))
}

/// A report with the address of its bad rows.
pub(super) fn told(report: &Report, id: Uuid, bad: Option<&BadFile>) -> Report {
    let bad_rows_url = bad.map(|_| format!("/api/v1/imports/{id}/bad-rows"));
    Report { bad_rows_url, ..report.clone() }
}

/// Runs a job whose row is stored already, or its dry run, in its turn, and stores the result in the row.
pub async fn in_turn(app: App, job: Arc<Job>, id: Uuid, look_only: bool) {
    let runs = app.local::<Runs>();
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

/// Stores the result of a run in its row, unless there is one already, and deletes staged data that is not needed.
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

/// Ends the imports of a crashed process: undecided ones store nothing, and their staged data is deleted. Returns their number.
///
/// # Errors
/// The store's errors.
pub async fn mark_interrupted(app: &App) -> Result<u64, Refusal> {
    let mut marked = 0;
    for street in app.state::<Territory>().streets() {
        let actor = Actor::system();
        marked += app.transact(&actor, street, move |work| Ok(runs::interrupt(work.tx, &street)?)).await?;
        tickets::publish::sweep(app, street).await?;
    }
    Ok(marked)
}

/// Continues the imports that a crashed process had decided to do, until they are complete.
///
/// # Errors
/// The store's errors.
pub async fn resume(app: &App) -> Result<(), Refusal> {
    let runs = app.local::<Runs>();
    for street in app.state::<Territory>().streets() {
        let decided = app.read(move |tx| Ok(runs::decided(tx, &street)?)).await?;
        for (id, account) in decided {
            let _turn = runs.turns(false).take().await;
            let progress: Arc<Progress> = Arc::default();
            runs.lock().insert(id, progress.clone());
            let by = Actor { account, ..Actor::system() };
            let done = tickets::publish::all(app, street, id, &by, &progress).await;
            runs.lock().remove(&id);
            done?;
        }
    }
    Ok(())
}
