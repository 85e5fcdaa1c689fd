//! The first pass over a table of tickets, off the async workers and without the writer: every row is read and compared with stored ones,
//! places are found, and new rows are staged in packs. It occupies the store only briefly at a time, however long the table is.

use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::cases::Placed;
use weiguang_domain::cases::danger::rings;
use weiguang_domain::cases::ticket::Names;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_domain::kernel::mask;
use weiguang_domain::kernel::text::fold;
use weiguang_domain::kernel::time::Moment;

use super::super::bad_rows::{BadFile, BadRows};
use super::super::job::{Job, cancelled};
use super::super::report::{EXAMPLES, Example, Field, Report, RowFault, Verdict, Warning};
use super::super::spoilt::spoilt;
use super::super::table::Cells;
use super::super::turns::Phase;
use super::super::{AsOf, Setting, staging};
use super::place::{self, Found};
use super::publish::{self, PACK, StoredTicket, Waiting};
use super::row::{self, Row};
use crate::rooms::cases::intake::danger::noticed;
use crate::rooms::cases::{Reporter, Submit};
use crate::web::Refusal;

/// Rows that are read, looked up and staged at a time.
const BATCH: usize = 8 * PACK;

struct Survey<'j> {
    setting: &'j Setting,
    /// Rows of this table by the name of their ticket: the first row with it, and a hash of its content.
    seen: HashMap<String, (u64, [u8; 32])>,
    report: Report,
    stage: Option<(Uuid, i64)>,
}

/// Reads a table; new rows are staged for an import, if one is given.
///
/// # Errors
/// The store's errors; that it was cancelled.
pub fn survey(job: &Job, stage: Option<Uuid>) -> Result<(Report, Option<BadFile>), Refusal> {
    let (setting, table, progress) = (&job.setting, &job.table, job.progress());
    progress.begin(Phase::Checking, table.rows());
    let report = Report { kind: setting.kind.key().to_owned(), dry_run: stage.is_none(), ..Report::default() };
    let mut survey = Survey { setting, seen: HashMap::new(), report, stage: stage.map(|id| (id, 0)) };
    for warning in table.warnings() {
        survey.report.warn(warning.clone());
    }
    let mut bad = BadRows::new(table)?;
    table.batches(BATCH, |cells| {
        if progress.is_cancelled() {
            return Err(cancelled());
        }
        survey.batch(job, cells, &mut bad)?;
        progress.add(cells.len() as u64);
        Ok(())
    })?;
    Ok((survey.report, bad.finish()?))
}

/// The state of a row before the store is read.
enum Read {
    Faults(Vec<RowFault>),
    Same,
    New(Row, Names),
}

impl Survey<'_> {
    fn batch(&mut self, job: &Job, cells: &[Cells<'_>], bad: &mut BadRows) -> Result<(), Refusal> {
        let read: Vec<Read> = cells.iter().map(|cells| self.read(job, cells)).collect();
        let names: Vec<Option<Names>> =
            read.iter().map(|read| if let Read::New(_, names) = read { Some(names.clone()) } else { None }).collect();
        let street = self.setting.street;
        let kept: Vec<Option<StoredTicket>> = self.setting.app.db().read_blocking(move |tx| {
            let mut ask = |names: &Option<Names>| names.as_ref().map(|n| publish::kept(tx, &street, n)).transpose();
            names.iter().map(|names| Ok::<_, Refusal>(ask(names)?.flatten())).collect()
        })?;
        let mut waiting = Vec::new();
        for ((cells, read), kept) in cells.iter().zip(read).zip(kept) {
            let verdict = match (read, kept) {
                (Read::Faults(faults), _) => Verdict::Refuse(faults),
                (Read::Same, _) => Verdict::Same,
                (Read::New(row, names), kept) => self.coming(cells, row, names, kept, &mut waiting)?,
            };
            if let Verdict::Refuse(faults) = &verdict {
                bad.push(job.table.headers(), cells, faults)?;
            }
            self.report.count(cells.number, &verdict);
        }
        self.lay_down(&waiting)
    }

    fn read(&mut self, job: &Job, cells: &Cells<'_>) -> Read {
        let spoilt = spoilt(&job.table, cells);
        if !spoilt.is_empty() {
            return Read::Faults(spoilt);
        }
        let row = match Row::read(self.setting, cells, &mut self.report) {
            Ok(row) => row,
            Err(faults) => return Read::Faults(faults),
        };
        let names = self.setting.options.numbers.names(&row.number, row.told);
        let said = said(&row);
        match self.seen.get(&names.own) {
            None => {
                self.seen.insert(names.own.clone(), (cells.number, said));
                Read::New(row, names)
            }
            Some((_, first)) if *first == said => Read::Same,
            Some((first, _)) => Read::Faults(vec![cells.fault(
                "id",
                "imports.contradicts",
                format!("与第 {first} 行编号相同而内容不同"),
                format!("the same number as row {first} with another content"),
            )]),
        }
    }

    /// The verdict on a row that is new in this table: its ticket is stored already, its number is used, or it is imported.
    fn coming(
        &mut self,
        cells: &Cells<'_>,
        row: Row,
        names: Names,
        kept: Option<StoredTicket>,
        waiting: &mut Vec<Waiting>,
    ) -> Result<Verdict, Refusal> {
        let setting = self.setting;
        let place_of_number = cells.fault("id", "imports.number-taken", "", "");
        if let Some(kept) = kept {
            let parts = kept.ticket().differs(&row.ticket());
            if parts.is_empty() {
                return Ok(Verdict::Same);
            }
            if kept.own {
                return Ok(Verdict::Refuse(vec![kept.taken(&setting.actor, place_of_number, &row.ticket(), &parts)]));
            }
        }
        let found = place::place(setting, cells, &row.address);
        let submit = Submit {
            id: setting.app.id::<CaseId>(),
            kind: place::kind(setting, cells),
            title: row.title,
            detail: row.detail,
            address: row.address.clone(),
            point: None,
            code: found.code,
            placed: found.placed,
            evidence: serde_json::to_string(&found.view).map_err(|e| Refusal::Internal(e.to_string()))?,
            source: "import".to_owned(),
            urgent: row::urgent(cells),
            reporter: Reporter {
                name: cells.get("user").chars().take(40).collect(),
                phone: row.phone,
                wants_call: false,
            },
            terms: place::terms(setting, cells, &row.address),
            external: names.own.clone(),
            photos: Vec::new(),
            told: row.told,
            received: row.told.filter(|_| setting.options.as_of == AsOf::Received),
            laid_down: Some(setting.now),
            made_up: setting.territory.made_up(&setting.street),
        };
        count(&mut self.report, cells.number, &row.number, &submit, found);
        if let Some(note) = danger_note(cells.number, &submit, setting.now) {
            self.report.warn(note);
        }
        let field = |name: &str, after: &str| Field { name: name.into(), before: String::new(), after: after.into() };
        let fields = vec![
            field("kind", &submit.kind),
            field("placing", submit.placed.key()),
            field("code", submit.code.as_str()),
        ];
        let key = format!("{} {}", row.number, submit.title);
        if self.stage.is_some() {
            waiting.push(Waiting { names, place: place_of_number, submit });
        }
        Ok(Verdict::Create(key, fields))
    }

    /// Stages rows for the import, unless it is already certain that nothing is imported.
    fn lay_down(&mut self, waiting: &[Waiting]) -> Result<(), Refusal> {
        let Some((id, from)) = self.stage else { return Ok(()) };
        if waiting.is_empty() || (self.report.refused > 0 && !self.setting.options.leave_bad) {
            return Ok(());
        }
        let packs: Vec<Vec<u8>> = waiting.chunks(PACK).map(|some| staging::pack(&some)).collect::<Result<_, _>>()?;
        self.stage = Some((id, from + packs.len() as i64));
        let street = self.setting.street;
        self.setting.app.db().write_blocking(move |tx| {
            for (seq, pack) in (from..).zip(&packs) {
                staging::put(tx, &street, id, seq, pack)?;
            }
            Ok(())
        })
    }
}

/// A hash of a row's content: two rows with one number are the same ticket if it is equal.
fn said(row: &Row) -> [u8; 32] {
    let told = row.told.map(Moment::micros);
    Sha256::digest(format!("{}\0{}\0{told:?}", fold(&row.title), fold(&row.detail))).into()
}

fn count(report: &mut Report, row: u64, number: &str, submit: &Submit, found: Found) {
    let placing = report.placing.get_or_insert_default();
    let seen = match submit.placed {
        Placed::Sure => &mut placing.sure,
        Placed::Unsure => &mut placing.unsure,
        Placed::Nothing => &mut placing.nothing,
    };
    *seen += 1;
    if *seen <= EXAMPLES as u64 {
        let (external, title) = (number.to_owned(), mask::numbers(&submit.title));
        placing.examples.push(Example { row, external, title, placing: found.view });
    }
    placing.other_kind += u64::from(submit.kind == "other");
    report.unsure = Some(placing.unsure + placing.nothing);
}

/// The warning for a row with danger words: that it raises an alarm, or that it is too old to.
fn danger_note(row: u64, submit: &Submit, now: Moment) -> Option<Warning> {
    let found = noticed(&submit.title, &submit.detail);
    let words = found.first()?.because.join("、");
    let (code, zh, en) = if rings(submit.told.unwrap_or(now), now) {
        let zh = format!("描述中有险情（{words}）：将按紧急事项办理，并通知网格长和街道");
        ("imports.danger", zh, format!("its words show danger ({words}): urgent, grid leader and street are notified"))
    } else {
        let zh = format!("描述中有险情（{words}），但已过一天：按历史工单导入，不通知");
        (
            "imports.danger-past",
            zh,
            format!("its words show danger ({words}) but are older than a day: nobody is notified"),
        )
    };
    Some(Warning::row(row, code, zh, en))
}
