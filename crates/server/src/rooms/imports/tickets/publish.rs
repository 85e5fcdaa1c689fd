//! Turns staged tickets into cases, one pack in a transaction, so that nobody else waits for long. Once an import is decided, it always
//! completes: after a crash it continues at the next start, and nothing is imported twice, since the transaction that imports a pack
//! deletes it.

use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::cases::Placed;
use weiguang_domain::cases::ticket::{Names, Part, Ticket};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::mask;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use super::super::report::{RowFault, moment_parts};
use super::super::turns::Progress;
use super::super::{runs, staging};
use crate::App;
use crate::app::UnitOfWork;
use crate::rooms::cases::intake::UNCHOSEN;
use crate::rooms::cases::{self, Record, Submit};
use crate::rooms::grid::placing::PlacingView;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;

/// Rows of a pack: they are imported together, and occupy the writer for some ten milliseconds.
pub const PACK: usize = 64;
/// A table with at most this many rows is imported within the transaction that decides.
pub const AT_ONCE: u64 = 256;
/// Packs without an import that one transaction deletes.
const SWEPT: i64 = 20;
/// The shortest and the longest pause after a pack that could not be imported.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(60));

/// A staged ticket.
#[derive(Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// The names under which it may be stored.
    pub names: Names,
    /// The cell of its number, as a fault without its text yet.
    pub place: RowFault,
    /// The matter.
    pub submit: Submit,
}

/// A case that is stored under a name of a ticket.
pub struct StoredTicket {
    /// Whether it is the name that the ticket would receive.
    pub own: bool,
    record: Record,
    told: Option<Moment>,
}

/// Finds the case stored under a ticket's name.
pub fn kept(tx: &mut Tx<'_>, street: &GridCode, names: &Names) -> Result<Option<StoredTicket>, StoreError> {
    let asked = [(true, Some(&names.own)), (false, names.other.as_ref())];
    for (own, name) in asked.into_iter().filter_map(|(own, name)| Some((own, name?))) {
        if let Some(record) = cases::by_external(tx, street, name)? {
            let told = record.told.or_else(|| told_in_words(&record.evidence));
            return Ok(Some(StoredTicket { own, record, told }));
        }
    }
    Ok(None)
}

/// When a ticket was reported, for those imported when only the text of the evidence said so.
fn told_in_words(evidence: &str) -> Option<Moment> {
    let view: PlacingView = serde_json::from_str(evidence).ok()?;
    let words = view.evidence.iter().rev().find_map(|e| e.zh.strip_prefix("原系统工单 "))?;
    moment_parts(words.rsplit_once("，受理时间 ")?.1).map(Moment::from_civil)
}

impl StoredTicket {
    /// The compared fields.
    pub fn ticket(&self) -> Ticket<'_> {
        Ticket { title: &self.record.title, detail: &self.record.detail, told: self.told }
    }

    /// The fault of another ticket under the same number. The stored one is described only to readers who may see it.
    pub fn taken(&self, actor: &Actor, place: RowFault, came: &Ticket<'_>, parts: &[Part]) -> RowFault {
        let (zh, en): (Vec<_>, Vec<_>) = parts.iter().map(|part| part.words()).unzip();
        let (zh, en) = (zh.join("、"), en.join(", "));
        let number = &self.record.number;
        let mine = actor.may(Verb::CasesRead, &self.record.case.code, false).is_ok();
        let (kept_zh, kept_en) = if mine { said(&self.ticket()) } else { Default::default() };
        let (came_zh, came_en) = said(came);
        RowFault {
            code: "imports.number-taken".into(),
            zh: format!(
                "编号 {} 已用于事项 {number}{kept_zh}；本行{came_zh}，{zh}不同。没有写入，也没有改动原事项。同一事项的补充请写到 {number}；\
                 编号会重新从头编的表，导入时请选“编号与日期合起来认”",
                place.value
            ),
            en: format!(
                "the number {} is that of case {number}{kept_en}; this row{came_en} has another {en}. It was not taken, and the case is as it was. \
                 Add news of the same matter to {number}; if numbers begin anew in such tables, import it with numbers=daily",
                place.value
            ),
            ..place
        }
    }
}

/// A ticket in brackets.
fn said(ticket: &Ticket<'_>) -> (String, String) {
    let title: String = mask::numbers(&ticket.title.chars().take(40).collect::<String>());
    let at = ticket.told.map_or_else(String::new, |at| at.civil().strftime("%Y-%m-%d %H:%M").to_string());
    let comma = |mark: &str| if at.is_empty() { String::new() } else { format!("{mark}{at}") };
    (format!("（{title}{}）", comma("，")), format!(" ({title}{})", comma(", ")))
}

/// Imports a pack. One that was imported meanwhile is skipped.
///
/// # Errors
/// The store's errors.
pub fn pack(work: &mut UnitOfWork<'_, '_>, import: Uuid, seq: i64, rows: &[Waiting]) -> Result<(), Refusal> {
    let street = work.tenant;
    if !staging::take(work.tx, &street, import, seq)? {
        return Ok(());
    }
    let mut met = Vec::new();
    for row in rows {
        match kept(work.tx, &street, &row.names)? {
            Some(kept) if kept.own => met.push((row, kept)),
            _ => {
                let submit = as_of_now(work, &row.submit);
                cases::submit(work, &submit)?;
            }
        }
    }
    if met.is_empty() { Ok(()) } else { amend(work, import, &met) }
}

/// A matter adapted to the present: since it was staged, its kind may have been removed from the manual, or its cell redrawn.
fn as_of_now(work: &UnitOfWork<'_, '_>, laid: &Submit) -> Submit {
    let mut submit = laid.clone();
    if work.state::<CurrentManual>().newest(&submit.kind).is_none() {
        submit.kind = UNCHOSEN.to_owned();
    }
    if !work.state::<Territory>().knows(&submit.code) {
        (submit.code, submit.placed) = (work.tenant, Placed::Unsure);
    }
    submit
}

/// Adds to the report the rows whose number was used between the dry run and the writing.
fn amend(work: &mut UnitOfWork<'_, '_>, import: Uuid, met: &[(&Waiting, StoredTicket)]) -> Result<(), Refusal> {
    let street = work.tenant;
    let Some(mut report) = runs::read(work.tx, &street, import)?.and_then(|run| run.report) else { return Ok(()) };
    for (row, kept) in met {
        let came = Ticket { title: &row.submit.title, detail: &row.submit.detail, told: row.submit.told };
        let parts = kept.ticket().differs(&came);
        report.overtaken((!parts.is_empty()).then(|| kept.taken(work.actor, row.place.clone(), &came, &parts)));
    }
    Ok(runs::amend(work.tx, &street, import, &report)?)
}

/// Imports everything of a decided import. A pack that fails is retried until it succeeds or the process ends.
///
/// # Errors
/// If the store is closed.
pub async fn all(app: &App, street: GridCode, import: Uuid, by: &Actor, progress: &Progress) -> Result<(), Refusal> {
    let (mut after, mut pause) = (-1, PAUSES.0);
    loop {
        match some(app, street, import, by, after).await {
            Ok(Some((seq, rows))) => {
                progress.add(rows);
                (after, pause) = (seq, PAUSES.0);
            }
            Ok(None) => break,
            Err(Refusal::Store(StoreError::Closed)) => return Err(Refusal::Store(StoreError::Closed)),
            Err(error) => {
                tracing::error!(%error, %import, "tickets that wait could not come in; they will be tried again");
                tokio::time::sleep(pause).await;
                pause = PAUSES.1.min(pause * 2);
            }
        }
    }
    app.transact(by, street, move |work| Ok(runs::done(work.tx, &street, import)?)).await
}

/// The next pack after a number: its own number and how many rows, or `None`.
async fn some(
    app: &App,
    street: GridCode,
    import: Uuid,
    by: &Actor,
    after: i64,
) -> Result<Option<(i64, u64)>, Refusal> {
    let next = app.read(move |tx| Ok(staging::next::<Vec<Waiting>>(tx, &street, import, after, 1)?)).await?;
    let Some((seq, rows)) = next.into_iter().next() else { return Ok(None) };
    let count = rows.len() as u64;
    app.transact(by, street, move |work| pack(work, import, seq, &rows)).await?;
    Ok(Some((seq, count)))
}

/// Deletes packs that no import will use, some in a transaction.
///
/// # Errors
/// The store's errors.
pub async fn sweep(app: &App, street: GridCode) -> Result<(), Refusal> {
    let some = move |work: &mut UnitOfWork<'_, '_>| Ok(staging::sweep(work.tx, &street, SWEPT)?);
    while app.transact(&Actor::system(), street, some).await? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn when_a_ticket_of_yesterdays_store_was_told_stands_in_its_evidence() {
        let of = |time: &str| {
            told_in_words(&format!(
                r#"{{"outcome":"nothing","confidence":0.0,"candidates":[],"evidence":[{{"zh":"没有地名","en":"no name"}},{{"zh":"原系统工单 1，受理时间 {time}","en":"ticket 1"}}]}}"#
            ))
        };
        assert_eq!(of("2026-11-09 10:00"), Some(Moment::from_civil(date(2026, 11, 9).at(10, 0, 0, 0))));
        assert_eq!(of("未注明"), None);
        assert_eq!(told_in_words("{}"), None);
    }
}
