//! Operations on bulletins: each checks the permission, compares the version, applies the rule, and appends to the chain.

use serde_json::json;
use std::collections::BTreeSet;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::bulletins::{Bulletin, Content, State, is_for, is_read_at};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, BulletinId, PictureId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::kernel::words::Words;
use weiguang_store::Tx;

use super::store::{self, Record};
use super::{pictures, refusal};
use crate::access::holders::Serving;
use crate::app::UnitOfWork;
use crate::app::happening::Reaction;
use crate::live::Change;
use crate::rooms::grid::territory::Territory;
use crate::rooms::outbox::messages;
use crate::web::{FieldFault, Refusal};

/// An act on an existing bulletin.
#[derive(Clone, Debug)]
pub enum Act {
    /// Replaces the content of a draft.
    Edit(GridCode, Content),
    /// Publishes it.
    Publish,
    /// Corrects a published bulletin, with a description of the change.
    Correct(Content, String),
    /// Withdraws it, or drops a draft, for a reason.
    Withdraw(String),
    /// Shows it above the others of its area.
    Pin,
    /// Undoes pinning.
    Unpin,
}

/// Whether somebody may write and publish for an area.
#[must_use]
pub fn may_publish(actor: &Actor, area: &GridCode) -> bool {
    actor.may(Verb::BulletinsPublish, area, false).is_ok()
}

/// Whether somebody sees a bulletin: after publication, holders of posts over or in its area; before that, those who may publish it.
#[must_use]
pub fn sees(actor: &Actor, bulletin: &Bulletin) -> bool {
    let reads = || actor.scope(Verb::BulletinsRead).codes.iter().any(|code| is_read_at(&bulletin.area, code));
    may_publish(actor, &bulletin.area) || bulletin.was_published() && reads()
}

/// A bulletin that the actor sees.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn found(work: &mut UnitOfWork<'_, '_>, id: BulletinId) -> Result<Record, Refusal> {
    let street = work.tenant;
    seen(work.tx, work.actor, &street, id)
}

/// The same for a read.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn seen(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: BulletinId) -> Result<Record, Refusal> {
    let one = store::read(tx, street, id)?.filter(|one| sees(actor, &one.bulletin));
    one.ok_or(Refusal::NotFound("bulletin"))
}

/// The people addressed by a bulletin, with their names: those with a post in its area today.
///
/// # Errors
/// The store's errors.
pub fn readers(
    tx: &mut Tx<'_>,
    territory: &Territory,
    area: &GridCode,
    today: Day,
) -> Result<Vec<(AccountId, String)>, Refusal> {
    let serving = Serving::read(tx, &area.street().unwrap_or(*area), today)?;
    let areas = territory.areas_under(area).into_iter().map(|(code, _)| code);
    let cells = territory.cells_under(area).into_iter().map(|(code, _)| code);
    let codes: BTreeSet<GridCode> = areas.chain(cells).chain([*area]).collect();
    let seats = codes.iter().flat_map(|code| serving.at(code));
    let accounts: BTreeSet<AccountId> =
        seats.filter(|seat| is_for(area, seat.role, &seat.code)).map(|seat| seat.account).collect();
    let name = |account: &AccountId| serving.names.get(account).cloned().unwrap_or_default();
    Ok(accounts.iter().map(|account| (*account, name(account))).collect())
}

/// Drafts a bulletin.
///
/// # Errors
/// Permission at its area; faults of the content.
pub fn draft(work: &mut UnitOfWork<'_, '_>, id: BulletinId, area: GridCode, content: Content) -> Result<i64, Refusal> {
    let permit = work.actor.may(Verb::BulletinsPublish, &area, false)?;
    known(work, &area)?;
    let bulletin = Bulletin::draft(area, content).map_err(|all| refusal(&all))?;
    has_pictures(work, id, &bulletin.content)?;
    let (street, by, zero) = (work.tenant, work.actor.account, Moment::from_micros(0));
    let one = Record { id, bulletin, by, published_at: zero, ended_at: zero, version: 1 };
    work.append_to(permit, id.uuid(), "bulletins.drafted", said(&one.bulletin))?;
    store::insert(work.tx, &street, &one)?;
    tell(work, &one, 1, Vec::new());
    Ok(1)
}

/// Acts on a bulletin at a version; returns its next version.
///
/// # Errors
/// Permission; [`Refusal::VersionMoved`]; a rule that forbids it.
pub fn act(work: &mut UnitOfWork<'_, '_>, id: BulletinId, version: i64, act: &Act) -> Result<i64, Refusal> {
    let (street, today, mut one) = (work.tenant, work.now.day(), found(work, id)?);
    let permit = work.actor.may(Verb::BulletinsPublish, &one.bulletin.area, false)?;
    if one.version != version {
        return Err(Refusal::VersionMoved(one.version));
    }
    let area = one.bulletin.area;
    let (current, pinned) = store::count(work.tx, &street, &area, today)?;
    let before = one.bulletin;
    let (bulletin, kind) = match act {
        Act::Edit(to, content) => {
            work.actor.may(Verb::BulletinsPublish, to, false)?;
            known(work, to)?;
            (before.edit(*to, content.clone()).map_err(|all| refusal(&all))?, "bulletins.edited")
        }
        Act::Publish => (before.publish(today, current)?, "bulletins.published"),
        Act::Correct(content, what) => {
            (before.correct(content.clone(), what, today).map_err(|all| refusal(&all))?, "bulletins.corrected")
        }
        Act::Withdraw(reason) => (before.withdraw(reason)?, "bulletins.withdrawn"),
        Act::Pin => (before.pin(today, pinned)?, "bulletins.pinned"),
        Act::Unpin => (before.unpin(), "bulletins.unpinned"),
    };
    has_pictures(work, id, &bulletin.content)?;
    one.bulletin = bulletin;
    let mut told = Vec::new();
    match act {
        Act::Publish => {
            one.published_at = work.now;
            told = notify(work, &one)?;
        }
        Act::Correct(..) => told = notify(work, &one)?,
        Act::Withdraw(_) => one.ended_at = work.now,
        _ => {}
    }
    work.append_to(permit, id.uuid(), kind, said(&one.bulletin))?;
    if !store::update(work.tx, &street, &one)? {
        return Err(Refusal::VersionMoved(version));
    }
    tell(work, &one, version + 1, told);
    Ok(version + 1)
}

/// Records that the actor has read the present edition.
///
/// # Errors
/// [`Refusal::NotFound`] for one that they do not see, or that is a draft.
pub fn read(work: &mut UnitOfWork<'_, '_>, id: BulletinId) -> Result<(), Refusal> {
    let (street, one) = (work.tenant, found(work, id)?);
    if !one.bulletin.was_published() {
        return Err(Refusal::NotFound("bulletin"));
    }
    Ok(store::see(work.tx, &street, id, work.actor.account, one.bulletin.edition, work.now)?)
}

/// A re-grid ended a cell: its bulletins move to its only successor, or to the area that contains all successors.
///
/// # Errors
/// The store's errors.
pub fn carry(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    old: &GridCode,
    heirs: &[GridCode],
) -> Result<Reaction, Refusal> {
    let (street, mut moved) = (work.tenant, 0);
    let area = GridCode::common(heirs.iter().copied()).or_else(|| old.parent()).unwrap_or(street);
    for mut one in store::at(work.tx, &street, old)? {
        one.bulletin.area = area;
        let body = json!({ "from": old.as_str(), "to": area.as_str() });
        work.append_to(permit, one.id.uuid(), "bulletins.moved", body.to_string())?;
        store::update(work.tx, &street, &one)?;
        moved += 1;
    }
    Ok(if moved == 0 { Reaction::default() } else { Reaction::moved("bulletins", moved) })
}

fn known(work: &UnitOfWork<'_, '_>, area: &GridCode) -> Result<(), Refusal> {
    let there = area.street() == Some(work.tenant) && work.state::<Territory>().knows(area);
    let fault = || FieldFault::new("code", "grid.unknown-code", "没有这个网格", "there is no such cell");
    if there { Ok(()) } else { Err(Refusal::field(fault())) }
}

fn has_pictures(work: &mut UnitOfWork<'_, '_>, id: BulletinId, content: &Content) -> Result<(), Refusal> {
    if content.pictures.is_empty() {
        return Ok(());
    }
    let street = work.tenant;
    let there: BTreeSet<PictureId> = pictures::ids(work.tx, &street, id)?.into_iter().collect();
    if content.pictures.iter().all(|picture| there.contains(picture)) {
        return Ok(());
    }
    let (zh, en) = ("有图片已不在，请重新上传", "a picture is not there any more: send it again");
    Err(Refusal::field(FieldFault::new("pictures", "bulletins.picture-gone", zh, en)))
}

/// The entry in the chain: the whole present content.
fn said(one: &Bulletin) -> String {
    let Bulletin { area, content, state, edition, changed, reason, pinned } = one;
    let state = state.told().0;
    json!({ "area": area.as_str(), "content": content, "state": state, "edition": edition, "changed": changed, "reason": reason,
        "pinned": pinned })
    .to_string()
}

/// An inbox message for everybody addressed, except the actor.
fn notify(work: &mut UnitOfWork<'_, '_>, one: &Record) -> Result<Vec<AccountId>, Refusal> {
    let (territory, today, by) = (work.state::<Territory>(), work.now.day(), work.actor.account);
    let readers = readers(work.tx, &territory, &one.bulletin.area, today)?;
    let accounts: Vec<AccountId> = readers.into_iter().map(|(account, _)| account).collect();
    let (title, place) = (&one.bulletin.content.title, territory.words(&one.bulletin.area));
    let corrected = one.bulletin.edition > 1;
    for account in accounts.iter().filter(|account| **account != by) {
        let (topic, words) = if corrected {
            let what = &one.bulletin.changed;
            let (zh, en) = (format!("通知更正：{title}。{what}"), format!("Bulletin corrected: {title}. {what}"));
            ("bulletins.corrected", Words::new(&zh, &en))
        } else {
            let (zh, en) = (format!("{place}通知：{title}"), format!("Bulletin of {place}: {title}"));
            ("bulletins.published", Words::new(&zh, &en))
        };
        messages::to_person(work, *account, topic, one.id.uuid(), words)?;
    }
    Ok(accounts)
}

/// Broadcasts the change: of a draft only to those who may publish it.
fn tell(work: &mut UnitOfWork<'_, '_>, one: &Record, version: i64, parties: Vec<AccountId>) {
    let open = one.bulletin.was_published();
    work.tell(Change {
        kind: "bulletins.changed",
        verb: if open { Verb::BulletinsRead } else { Verb::BulletinsPublish },
        code: one.bulletin.area,
        id: one.id.uuid(),
        version,
        status: match one.bulletin.state {
            State::Draft => "draft",
            State::Published => "published",
            State::Withdrawn => "withdrawn",
        },
        parties: if open { parties } else { Vec::new() },
    });
}
