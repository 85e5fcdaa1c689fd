//! One matter reported by several people: a case is joined to another open one, whose news its reporter then receives; and a person joins a
//! known matter that was offered.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Via};
use weiguang_domain::cases::{Action, Context, Fact, Holder, Refused, Step};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CaseId, ReporterId};
use weiguang_domain::kernel::time::Span;

use crate::App;
use crate::app::UnitOfWork;
use crate::rooms::cases::ops::{keep, note_fact, visible};
use crate::rooms::cases::public::store::{self as public, Follower, insert_follower};
use crate::rooms::cases::record::{Record, Reporter};
use crate::rooms::cases::{intake, public::links, store};
use crate::rooms::manual::CurrentCalendar;
use crate::web::Refusal;
use crate::web::extract::IdempotencyKey;

/// How long a handle for joining is valid.
pub const HANDLE_HOLDS: Span = Span::minutes(30);

/// Joins a case to another open one: all its reporters then follow that one.
pub fn duplicate(work: &mut UnitOfWork<'_, '_>, permit: Permit, record: Record, of: CaseId) -> Result<Record, Refusal> {
    let street = work.tenant;
    let (target, _) = visible(work, of).map_err(|_| Refused::NotJoinable)?;
    if of == record.case.id || !target.case.state.status().is_open() {
        return Err(Refused::NotJoinable.into());
    }
    let calendar = work.state::<CurrentCalendar>();
    let context = Context { by: work.actor.account, now: work.now, calendar: &calendar, duty: None, worked: false };
    let mut step = record.case.clone().act(&Action::Duplicate { of }, &context)?;
    if let Some(Fact::Duplicate { number, .. }) = step.facts.first_mut() {
        number.clone_from(&target.number);
    }
    // Those who had joined this one follow that one, too, and so does its reporter.
    let mut followers = public::followers(work.tx, &street, record.case.id)?;
    followers.push(Follower {
        id: ReporterId::new(record.case.id.uuid()),
        contact: record.reporter.clone(),
        from: Some(record.case.id),
        at: work.now,
    });
    let mut more = 0;
    for follower in followers {
        let contact = follower.contact.map(|sealed| resealed(work, &record, &target, &sealed)).transpose()?;
        more += u32::from(insert_follower(work.tx, &street, of, Follower { contact, ..follower })?);
    }
    let record = keep(work, permit, record, step)?;
    followed_by(work, permit, target, more)?;
    Ok(record)
}

/// Reseals a contact of one case for another.
fn resealed(work: &UnitOfWork<'_, '_>, from: &Record, to: &Record, sealed: &[u8]) -> Result<Vec<u8>, Refusal> {
    let plain = work.seal().open(&from.seal_context(), sealed).map_err(|e| Refusal::Internal(e.to_string()))?;
    Ok(work.seal().seal(&to.seal_context(), &plain, work.chance()))
}

/// Adds this many people who have the same matter.
fn followed_by(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut target: Record,
    more: u32,
) -> Result<Record, Refusal> {
    target.joined += more;
    let step = Step { case: target.case.clone(), facts: vec![Fact::Joined { count: target.joined + 1 }] };
    keep(work, permit, target, step)
}

/// Who joins.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CaseJoinBody)]
#[serde(deny_unknown_fields)]
pub struct JoinBody {
    /// The handle of the matter, as it was offered.
    pub handle: String,
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// A phone to be told by, if wanted.
    #[serde(default)]
    pub phone: String,
}

/// What joining answers.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseJoined)]
pub struct Joined {
    /// How many follow the matter now.
    pub joined: u32,
    /// The joiner's own link: it reads every step, and says whether it is not solved for them.
    pub track_url: String,
}

/// Joins a matter that was offered in one of `streets`.
///
/// # Errors
/// 410 for an expired handle; [`Refusal::NotFound`]; [`Refused::NotJoinable`] for a closed matter.
pub async fn join(
    app: &App,
    actor: &Actor,
    streets: &[GridCode],
    send: IdempotencyKey<JoinBody>,
) -> Result<Joined, Refusal> {
    let gone = || {
        Refusal::rule_with(
            StatusCode::GONE,
            "cases.handle-over",
            "停留太久，这条提示已过期。请重新查看附近的事项。",
            "That offer is over by now. Look again for what is known nearby.",
        )
    };
    let (street, case, until) = app.seal().read_handle(&send.body.handle).ok_or(Refusal::NotFound("matter"))?;
    if !streets.contains(&street) {
        return Err(Refusal::NotFound("matter"));
    }
    let mut faults = Vec::new();
    let phone = intake::phone(&mut faults, "phone", &send.body.phone);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let id = ReporterId::new(send.body.id);
    let op = move |work: &mut UnitOfWork<'_, '_>| {
        // Checked here, after the stored answer of a resend, which may arrive late.
        if work.now > until {
            return Err(gone());
        }
        let record = store::read(work.tx, &street, case)?.ok_or(Refusal::NotFound("matter"))?;
        if !record.case.state.status().is_open() {
            return Err(Refused::NotJoinable.into());
        }
        joined(work, record, id, &phone)
    };
    Ok(app.write(actor, street, send.send(), op).await?.value)
}

fn joined(work: &mut UnitOfWork<'_, '_>, mut record: Record, id: ReporterId, phone: &str) -> Result<Joined, Refusal> {
    let (street, case, now) = (work.tenant, record.case.id, work.now);
    let contact = Reporter { phone: phone.to_owned(), ..Reporter::default() }.sealed(work, &record.seal_context())?;
    // A resend is answered from the stored answer. Anybody else with a known id would receive another person's link.
    if !insert_follower(work.tx, &street, case, Follower { id, contact, from: None, at: now })? {
        return Err(Refusal::rule(
            "cases.joined-already",
            "已经加入过，请用当时给您的链接查看。",
            "This one has joined: use the link that was given then.",
        ));
    }
    let permit = Permit::own(work.actor);
    record = followed_by(work, permit, record, 1)?;
    let (link, track_url) = links::make(work, case, Some(id))?;
    if work.actor.via != Via::Public {
        record = note_fact(work, permit, record, Fact::LinkIssued { link, holder: Holder::Joiner })?;
    }
    Ok(Joined { joined: record.joined, track_url })
}
