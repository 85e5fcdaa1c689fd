//! Pairing 结对: family doctor teams, and the cells for which each is responsible.

use serde_json::json;
use weiguang_domain::access::{Permit, Role, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Refused;
use weiguang_domain::households::pairing::{Pair, Team};
use weiguang_domain::kernel::ids::{AccountId, TeamId};
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_domain::people::{self, GrantRequest, What};

use super::register::known_code;
use super::{Receipt, tell};
use crate::access;
use crate::app::UnitOfWork;
use crate::rooms::households::store::teams as rows;
use crate::rooms::people::{GrantEffect as Effect, NewGrant, give_access};
use crate::web::{FieldFault, Refusal};

/// The longest name of a team, and the most people in one.
const NAME: usize = 40;
const MOST: usize = 30;

fn check(work: &mut UnitOfWork<'_, '_>, team: &Team) -> Result<Permit, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let permit = work.actor.may(Verb::HouseholdsPair, &street, false)?;
    if !(1..=NAME).contains(&team.name.chars().count()) {
        let (zh, en) = (format!("团队名称为 1 至 {NAME} 个字"), format!("a team's name has 1 to {NAME} characters"));
        return Err(Refusal::field(FieldFault::new("name", "households.team-name", zh, en)));
    }
    let fault = |zh: &str, en: &str| Refusal::field(FieldFault::new("members", "households.team-members", zh, en));
    if team.members.len() > MOST || !team.members.contains(&team.doctor) {
        return Err(fault("成员不超过 30 人，并包含负责医生", "at most 30 members, the doctor among them"));
    }
    for member in &team.members {
        let held = access::store::grants(work.tx, street.as_str(), *member, today)?;
        if !held.iter().any(|g| g.role == Role::Doctor) {
            return Err(fault(
                "成员须为本街道在任的医生或护士",
                "members must serve as doctors or nurses of this street",
            ));
        }
    }
    Ok(permit)
}

/// Creates a team.
///
/// # Errors
/// [`Refusal::Denied`]; an invalid name or members.
pub fn found(work: &mut UnitOfWork<'_, '_>, team: &Team) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let permit = check(work, team)?;
    rows::insert(work.tx, &street, team)?;
    tell(
        work,
        permit,
        team.id.uuid(),
        "households.team-founded",
        &json!({ "doctor": team.doctor, "members": team.members }),
    )?;
    Ok(Receipt { id: team.id.uuid(), version: 1 })
}

/// Changes a team at `version`. New members of a team with cells may read the measurements there, so they wait for a second person; a
/// removed member loses access at once.
///
/// # Errors
/// As [`found`]; [`Refusal::VersionMoved`].
pub fn change(work: &mut UnitOfWork<'_, '_>, team: &Team, version: i64) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let permit = check(work, team)?;
    let known = rows::pairing(work.tx, &street)?;
    let before = known.team(team.id).ok_or(Refusal::NotFound("team"))?;
    let cells: Vec<GridCode> =
        known.pairs.iter().filter(|p| p.team == team.id && p.until >= today).map(|p| p.code).collect();
    let added: Vec<AccountId> = team.members.iter().copied().filter(|m| !before.0.members.contains(m)).collect();
    let mut now = team.clone();
    if !cells.is_empty() {
        now.members.retain(|m| !added.contains(m));
        if !now.members.contains(&now.doctor) {
            now.doctor = before.0.doctor;
        }
    }
    if before.1 != version || !rows::update(work.tx, &street, &now, version)? {
        return Err(Refusal::VersionMoved(before.1));
    }
    let body = json!({ "doctor": now.doctor, "members": now.members });
    tell(work, permit, team.id.uuid(), "households.team-changed", &body)?;
    if !cells.is_empty() && !added.is_empty() {
        let effect = Effect::Team { team: team.id, doctor: team.doctor, added: added.clone() };
        give(work, permit, What::Team, added, cells, effect)?;
    }
    let version = rows::pairing(work.tx, &street)?.team(team.id).map_or(version + 1, |(_, version)| version);
    Ok(Receipt { id: team.id.uuid(), version })
}

/// Grants read access to a team. It takes effect once a second person has confirmed it.
fn give(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    what: What,
    gains: Vec<AccountId>,
    codes: Vec<GridCode>,
    effect: Effect,
) -> Result<(), Refusal> {
    let (guarded, code) = (!gains.is_empty(), codes.first().copied().unwrap_or(work.tenant));
    let giving =
        GrantRequest { what, by: work.actor.account, gains, codes, absent: None, by_deputisers: false, more: false };
    give_access(work, permit, NewGrant { giving, effect, code, guarded, batch: None }).map(drop)
}

/// Adds members to a team, once that is confirmed.
///
/// # Errors
/// [`people::Refused::GrantChanged`] if the team is gone, or one of them is no longer a doctor.
pub fn joined(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    id: TeamId,
    doctor: AccountId,
    added: &[AccountId],
) -> Result<(), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let known = rows::pairing(work.tx, &street)?;
    let (mut team, version) = known.team(id).map(|(t, v)| (t.clone(), v)).ok_or(people::Refused::GrantChanged)?;
    for member in added {
        let held = access::store::grants(work.tx, street.as_str(), *member, today)?;
        if !held.iter().any(|g| g.role == Role::Doctor) {
            return Err(people::Refused::GrantChanged.into());
        }
        if !team.members.contains(member) {
            team.members.push(*member);
        }
    }
    if team.members.contains(&doctor) {
        team.doctor = doctor;
    }
    if !rows::update(work.tx, &street, &team, version)? {
        return Err(people::Refused::GrantChanged.into());
    }
    tell(work, permit, id.uuid(), "households.team-changed", &json!({ "doctor": team.doctor, "members": team.members }))
}

/// Pairs a team with a code from a day on, once a second person has confirmed it. A repeated pair of the same team is refused.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; an unknown code.
pub fn pair(
    work: &mut UnitOfWork<'_, '_>,
    team: TeamId,
    code: GridCode,
    since: Option<Day>,
) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let permit = work.actor.may(Verb::HouseholdsPair, &code, false)?;
    let code = known_code(work, code)?;
    let known = rows::pairing(work.tx, &street)?;
    let (found, version) = known.team(team).ok_or(Refusal::NotFound("team"))?;
    let since = since.unwrap_or(today);
    free(&known, team, code, since)?;
    let members = found.members.clone();
    let effect = Effect::Pair { team, code, since, members: members.clone() };
    give(work, permit, What::Pair, members, vec![code], effect)?;
    Ok(Receipt { id: team.uuid(), version })
}

fn free(known: &rows::Pairing, team: TeamId, code: GridCode, since: Day) -> Result<(), Refusal> {
    if known.pairs.iter().any(|p| p.team == team && p.code == code && p.until >= since) {
        let (zh, en) = ("该团队已负责此处", "this team answers there already");
        return Err(Refusal::rule("households.paired-already", zh, en));
    }
    Ok(())
}

/// Pairs a team, once that is confirmed: with its members at the time of the request.
///
/// # Errors
/// [`people::Refused::GrantChanged`] if the team is gone or others have joined it since.
pub fn paired(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    team: TeamId,
    code: GridCode,
    since: Day,
    members: &[AccountId],
) -> Result<(), Refusal> {
    let street = work.tenant;
    let code = known_code(work, code)?;
    let known = rows::pairing(work.tx, &street)?;
    let found = known.team(team).filter(|(team, _)| team.members.iter().all(|m| members.contains(m)));
    found.ok_or(people::Refused::GrantChanged)?;
    free(&known, team, code, since)?;
    rows::put_pair(work.tx, &street, &Pair { team, code, since, until: FOREVER })?;
    let body = json!({ "code": code.as_str(), "since": since.to_string() });
    tell(work, permit, team.uuid(), "households.paired", &body)
}

/// Ends a pair after a day; yesterday by default, which ends it at once.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`], [`Refused::Backwards`].
pub fn part(
    work: &mut UnitOfWork<'_, '_>,
    team: TeamId,
    code: GridCode,
    until: Option<Day>,
) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let permit = work.actor.may(Verb::HouseholdsPair, &code, false)?;
    let known = rows::pairing(work.tx, &street)?;
    let at = known.teams.iter().position(|t| t.id == team).ok_or(Refusal::NotFound("team"))?;
    let yesterday = today.yesterday().unwrap_or(today);
    let pair = known.pairs.iter().find(|p| p.team == team && p.code == code && p.until >= today);
    let pair = *pair.ok_or(Refusal::NotFound("pair"))?;
    let last = until.unwrap_or(yesterday);
    if until.is_none() && pair.since >= today {
        // It began today or has not begun: nothing is left of it.
        rows::delete_pair(work.tx, &street, &pair)?;
    } else {
        rows::put_pair(work.tx, &street, &pair.ended(last)?)?;
    }
    let body = json!({ "code": code.as_str(), "until": last.to_string() });
    tell(work, permit, team.uuid(), "households.parted", &body)?;
    Ok(Receipt { id: team.uuid(), version: known.versions[at] })
}

/// Removes an account that leaves from every team of the street. If it was the named doctor, the next member is named; a team without
/// members loses its cells, which are then shown as gaps.
///
/// # Errors
/// The store's errors.
pub fn let_go(work: &mut UnitOfWork<'_, '_>, permit: Permit, from: AccountId) -> Result<u32, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let known = rows::pairing(work.tx, &street)?;
    let mut left = 0;
    for (mut team, version) in known.teams.into_iter().zip(known.versions) {
        if !team.members.contains(&from) {
            continue;
        }
        team.members.retain(|m| *m != from);
        if team.doctor == from
            && let Some(next) = team.members.first()
        {
            team.doctor = *next;
        }
        rows::update(work.tx, &street, &team, version)?;
        if team.members.is_empty() {
            let last = today.yesterday().unwrap_or(today);
            for pair in known.pairs.iter().filter(|p| p.team == team.id && p.until >= today) {
                match pair.ended(last) {
                    Ok(ended) => rows::put_pair(work.tx, &street, &ended)?,
                    Err(Refused::Backwards) => rows::delete_pair(work.tx, &street, pair)?,
                    Err(other) => return Err(other.into()),
                }
            }
        }
        tell(work, permit, team.id.uuid(), "households.team-left", &json!({ "account": from, "doctor": team.doctor }))?;
        left += 1;
    }
    Ok(left)
}
