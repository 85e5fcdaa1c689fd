//! Publishes a new version of the rules. It must first be tried on the readings of the last year, and only a person who was shown the
//! result can publish it. The rules apply to the whole installation; an alert keeps the deadlines with which it began.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::care::changed::{Changes, Outcome, changes};
use weiguang_domain::care::rules::Table;
use weiguang_domain::care::rules_file;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Moment, Span};

use crate::App;
use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::rooms::care::rules::{FILE, Rules};
use crate::rooms::care::store::{readings, rules as rows};
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual;
use crate::web::{FieldFault, Refusal};

/// The chain of published versions.
pub const STREAM: Uuid = Uuid::from_bytes(*b"weiguang/careru/");
/// Period of a trial.
const YEAR: Span = Span::days(365);
/// The most readings in one trial, the newest first; the result states their number.
const MOST: usize = 200_000;
/// Readings in one read, so that a trial holds no snapshot for long.
const BATCH: i64 = 2_000;

/// Result of a trial of a changed table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The table.
    pub table: Table,
    /// Number of readings and their outcomes.
    pub changes: Changes,
    /// Changes of outcomes: from → to, and how many.
    pub moved: BTreeMap<(Outcome, Outcome), usize>,
    /// The earliest moment examined.
    pub since: Moment,
    /// Whether that covers a whole year.
    pub whole: bool,
}

/// Checks the permission to change the rules in every served street.
///
/// # Errors
/// [`Refusal::Denied`].
pub fn may_publish(actor: &Actor, streets: &[GridCode]) -> Result<Permit, Refusal> {
    Ok(actor.may_in_all(Verb::CareRules, streets)?)
}

/// Proof that exactly this text was tried: only the server can make it.
#[must_use]
pub fn seen_of(seal: &Seal, text: &str) -> String {
    seal.digest(format!("care rules {text}").as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads a text as the next version.
///
/// # Errors
/// Every fault, by line and key; a version that is not the next.
pub fn read_next(rules: &Rules, text: &str) -> Result<Table, Refusal> {
    manual::too_long(text)?;
    let table = rules_file::read(FILE, text).map_err(|faults| manual::faults(&faults))?;
    let next = rules.next();
    if table.version == next {
        return Ok(table);
    }
    let (zh, en) = (format!("下一版应为第 {next} 版"), format!("the next version is {next}"));
    Err(Refusal::field(FieldFault::new("text version", "care.not-next", zh, en)))
}

/// Tries a text on the readings of the last year, each with the person's age of its day.
///
/// # Errors
/// As [`read_next`]; the store's errors.
pub async fn trial(app: &App, streets: &[GridCode], text: &str) -> Result<Trial, Refusal> {
    let rules = app.state::<Rules>();
    let table = read_next(&rules, text)?;
    let (old, first) = (rules.on(app.now().day()), app.now() - YEAR);
    let mut found = Trial { changes: Changes::default(), moved: BTreeMap::new(), since: first, whole: true, table };
    for street in streets {
        let (street, mut after) = (*street, readings::NEWEST);
        loop {
            if found.changes.of >= MOST {
                found.since = found.since.max(Moment::from_micros(after.0));
                found.whole = false;
                break;
            }
            let batch = app.read(move |tx| Ok(readings::since(tx, &street, first, after, BATCH)?)).await?;
            let Some(last) = batch.last() else { break };
            after = (last.reading.at.micros(), last.reading.id.uuid());
            let some = batch.iter().map(|r| (r.reading.id, &r.reading.measured, &r.patient));
            let would = changes(old, &found.table, some);
            found.changes.of += would.of;
            for (outcome, (before, now)) in would.counts {
                let sum = found.changes.counts.entry(outcome).or_default();
                *sum = (sum.0 + before, sum.1 + now);
            }
            for moved in would.moved {
                *found.moved.entry((moved.from, moved.to)).or_default() += 1;
            }
        }
    }
    Ok(found)
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CareRulesPublished)]
pub struct RulesPublished {
    /// The version.
    pub version: u32,
}

/// Publishes a version that was tried.
///
/// # Errors
/// [`Refusal::Denied`]; as [`read_next`]; a text that was not tried; one that would begin in the past.
pub fn publish(work: &mut UnitOfWork<'_, '_>, text: &str, seen: &str) -> Result<RulesPublished, Refusal> {
    let permit = may_publish(work.actor, &work.state::<Territory>().streets())?;
    // The rules of the store, not of memory: another process may have published meanwhile.
    let table = read_next(&Rules::read(work.tx)?, text)?;
    if seen_of(work.seal(), text) != seen {
        let (zh, en) = ("请先试算这份规则再发布", "try this very table first, then publish it");
        return Err(Refusal::rule("care.not-tried", zh, en));
    }
    if table.since < work.now.day() {
        let (zh, en) = ("规则不能从过去的日子起施行", "rules do not begin in the past");
        return Err(Refusal::field(FieldFault::new("text since", "care.begins-past", zh, en)));
    }
    rows::insert(work.tx, table.version, text, work.now)?;
    let body = json!({ "version": table.version, "since": table.since.to_string() });
    work.changes::<Rules>();
    work.append_to(permit, STREAM, "care.rules-published", body.to_string())?;
    Ok(RulesPublished { version: table.version })
}
