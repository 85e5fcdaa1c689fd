//! Publishing: a new version of a kind, a year of the calendar. Both apply to the whole installation, so the publisher needs the permission
//! in every served street. Cases keep the version and the deadlines under which they began.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::manual::Calendar;
use weiguang_domain::manual::default_manual;
use weiguang_domain::manual::reading::default_files;
use weiguang_domain::manual::year::Year;

use super::{CurrentCalendar, CurrentManual};
use super::{faults, read, read_calendar, store};
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::web::{FieldFault, Refusal};

/// The chain of everything published.
pub const STREAM: Uuid = Uuid::from_bytes(*b"weiguang/manual/");

/// The most bytes of a text.
const LONGEST: usize = 64 * 1024;

/// Checks the permission to publish in every served street.
///
/// # Errors
/// [`Refusal::Denied`].
pub fn may_publish(actor: &Actor, streets: &[GridCode]) -> Result<Permit, Refusal> {
    Ok(actor.may_in_all(Verb::ManualPublish, streets)?)
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ManualPublished)]
pub struct Published {
    /// The kind's id, or the year.
    pub id: String,
    /// Its version; 1 for a year.
    pub version: u32,
}

/// The text of a shipped version of a kind, from which a street starts its own.
#[must_use]
pub fn shipped(id: &str, version: u32) -> Option<String> {
    let newest = default_manual().newest(id)?.version;
    let name = if version == newest { format!("/{id}.md") } else { format!("/{id}.v{version}.md") };
    default_files().iter().find(|(path, _)| path.ends_with(&name)).map(|(_, text)| (*text).to_owned())
}

/// Checks that a text is not too long to be published.
///
/// # Errors
/// The fault of the field `text`.
pub fn too_long(text: &str) -> Result<(), Refusal> {
    if text.len() > LONGEST { Err(Refusal::field(FieldFault::too_long("text", LONGEST))) } else { Ok(()) }
}

/// Publishes a new version of a kind, or a new kind.
///
/// # Errors
/// [`Refusal::Denied`]; every fault of the text, with line and key.
pub fn publish(work: &mut UnitOfWork<'_, '_>, text: &str) -> Result<Published, Refusal> {
    let permit = may_publish(work.actor, &work.state::<Territory>().streets())?;
    too_long(text)?;
    // The manual in the store, not in memory: another process may have published meanwhile.
    let manual = read(work.tx)?;
    let day = Calendar::official().working_day();
    let kind = manual.read_text(text, day).map_err(|list| faults(&list))?;
    manual.follows(&kind).map_err(|fault| faults(&[fault]))?;
    let id = kind.id.as_str();
    store::insert_kind(work.tx, id, kind.version, text, work.now)?;
    let body = json!({ "kind": id, "version": kind.version }).to_string();
    work.changes::<CurrentManual>();
    work.append_to(permit, STREAM, "manual.published", body)?;
    Ok(Published { id: id.to_owned(), version: kind.version })
}

/// Publishes the notice of this year or the next, as a file. Running deadlines are recomputed soon after.
///
/// # Errors
/// [`Refusal::Denied`]; the first fault of the text; a past year.
pub fn publish_year(work: &mut UnitOfWork<'_, '_>, text: &str) -> Result<Published, Refusal> {
    let permit = may_publish(work.actor, &work.state::<Territory>().streets())?;
    too_long(text)?;
    let year = Calendar::parse("calendar.toml", text).map_err(|fault| faults(&[fault]))?;
    keep_year(work, permit, &year, text, "text year", true)
}

/// The same from a form; an existing year is accepted only as a correction.
///
/// # Errors
/// [`Refusal::Denied`]; a past year, or an existing one.
pub fn put_year(work: &mut UnitOfWork<'_, '_>, year: &Year, corrects: bool) -> Result<Published, Refusal> {
    let permit = may_publish(work.actor, &work.state::<Territory>().streets())?;
    keep_year(work, permit, year, &year.text(), "year", corrects)
}

fn keep_year(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    year: &Year,
    text: &str,
    field: &str,
    corrects: bool,
) -> Result<Published, Refusal> {
    let this = work.now.day().year();
    if !(this..=this + 1).contains(&year.number()) {
        return Err(Refusal::field(FieldFault::new(
            field,
            "manual.year",
            format!("只能发布 {this} 或 {} 年的安排", this + 1),
            format!("the notice of {this} or {} can be published", this + 1),
        )));
    }
    let known = read_calendar(work.tx)?.knows(year.number());
    if known && !corrects {
        return Err(Refusal::rule(
            "manual.year-known",
            format!("{} 年的安排已经发布，请刷新后核对；要改正请点“更正”。", year.number()),
            format!("The notice of {} is in already: look at it, and correct it there.", year.number()),
        ));
    }
    store::put_year(work.tx, year.number(), text)?;
    let body = json!({ "year": year.number(), "notice": year.notice(), "corrected": known, "text": text });
    work.changes::<CurrentCalendar>();
    work.then(|app| app.wake().ring("calendar"));
    work.append_to(permit, STREAM, "manual.year-published", body.to_string())?;
    Ok(Published { id: year.number().to_string(), version: 1 })
}
