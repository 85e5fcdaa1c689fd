//! Granting access: what waits for a second person, what takes effect at once, who is notified, and the second person's decision. The rule
//! is [`weiguang_domain::people::granting`]; every act that widens somebody's access calls [`give`].

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Reach, Verb, Via, reach};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::people::keepers::{Keeper, Keepers};
use weiguang_domain::people::{Assignment, GrantRequest, Refused, Standing, term};

use super::{absences, invitations, street_tokens};
use crate::access::actors::Actors;
use crate::app::UnitOfWork;
use crate::app::happening::Happening;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::notices::about_access;
use crate::rooms::people::store::grants::{self as rows, Effect, Given};
use crate::rooms::people::store::{self, accounts, posts};
use crate::web::Refusal;

/// The most grants decided by one request.
pub const AT_ONCE: usize = 5000;

/// A new grant.
pub struct New {
    /// Its author and recipients.
    pub giving: GrantRequest,
    /// Its effect.
    pub effect: Effect,
    /// The first code that it opens.
    pub code: GridCode,
    /// Whether it gives access to residents' data, or the right to grant.
    pub guarded: bool,
    /// Its batch; a batch of its own by default.
    pub batch: Option<Uuid>,
}

/// Who may confirm a grant: see [`GrantRequest::seconds`].
///
/// # Errors
/// The store's errors.
pub fn seconds(work: &mut UnitOfWork<'_, '_>, giving: &GrantRequest) -> Result<Vec<AccountId>, Refusal> {
    let keepers = keepers(work)?;
    let absent_signs_in = match giving.absent {
        Some(absent) => accounts::read(work.tx, absent)?.is_some_and(|row| row.has_password && !row.left),
        None => false,
    };
    Ok(giving.seconds(&keepers, absent_signs_in))
}

fn keepers(work: &mut UnitOfWork<'_, '_>) -> Result<Keepers, Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    Ok(rows::keepers(work.tx, &tenant, today)?)
}

/// Grants. One that needs no confirmation takes effect at once; so does one by the operator at the server's terminal, who can read its data
/// anyway.
///
/// # Errors
/// Refusals of its effect; the store's errors.
pub fn give(work: &mut UnitOfWork<'_, '_>, permit: Permit, new: New) -> Result<Standing, Refusal> {
    let seconds = if work.actor.via == Via::System { Vec::new() } else { seconds(work, &new.giving)? };
    let standing = GrantRequest::begins(new.guarded, seconds.len());
    // The same recipient is notified once for a batch: a roster is one message in an inbox.
    let tenant = work.tenant;
    let first = new.batch.map_or(Ok(true), |batch| rows::has_batch(work.tx, &tenant, batch).map(|known| !known))?;
    let given = record(work, permit, new, standing, None)?;
    if standing != Standing::Waiting {
        put_into_effect(work, permit, &given)?;
    }
    match standing {
        Standing::Waiting if first => notify_seconds(work, &given, seconds)?,
        Standing::Unconfirmed if first => notify_watchers(work, &given.code, given.batch, "people.grant-unconfirmed")?,
        _ => {}
    }
    Ok(standing)
}

/// Notifies those who may confirm a grant; if they have all left, those who manage and audit as well.
fn notify_seconds(work: &mut UnitOfWork<'_, '_>, given: &Given, mut seconds: Vec<AccountId>) -> Result<(), Refusal> {
    let keepers = keepers(work)?;
    let here = |account: &AccountId| keepers.here(*account) || given.giving.absent == Some(*account);
    if seconds.iter().any(here) {
        for account in seconds {
            about_access(work, account, "people.grant-waiting", given.batch)?;
        }
        return Ok(());
    }
    seconds.extend(watchers(work, &given.code)?.into_iter().filter(|account| *account != given.giving.by));
    for account in seconds {
        about_access(work, account, "people.grant-alone", given.batch)?;
    }
    Ok(())
}

/// Records a grant; `confirmed_by` is who confirmed one that is confirmed already.
///
/// # Errors
/// The store's errors.
pub fn record(
    work: &mut UnitOfWork<'_, '_>,
    _permit: Permit,
    new: New,
    standing: Standing,
    confirmed_by: Option<AccountId>,
) -> Result<Given, Refusal> {
    let (id, tenant) = (work.id::<Uuid>(), work.tenant);
    let given = Given {
        id,
        giving: new.giving,
        effect: new.effect,
        code: new.code,
        batch: new.batch.unwrap_or(id),
        standing,
        at: work.now,
        decided_by: confirmed_by.unwrap_or_else(|| AccountId::new(Uuid::nil())),
        decided_at: confirmed_by.map_or(Moment::from_micros(0), |_| work.now),
    };
    rows::insert(work.tx, &tenant, &given)?;
    Ok(given)
}

/// Recipients of notices about unconfirmed grants: those who manage people there, and those who audit.
fn watchers(work: &mut UnitOfWork<'_, '_>, code: &GridCode) -> Result<Vec<AccountId>, Refusal> {
    let sees = |k: &Keeper| {
        let may = |verb| reach(k.role, verb) == Reach::Scope;
        k.here && k.code.contains(code) && (may(Verb::PeopleManage) || may(Verb::AuditRead))
    };
    let mut list: Vec<AccountId> = keepers(work)?.posts.into_iter().filter(sees).map(|k| k.account).collect();
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

/// Notifies managers and auditors of a grant that needs no confirmation but gives access to residents' data.
///
/// # Errors
/// The store's errors.
pub fn notify_watchers(
    work: &mut UnitOfWork<'_, '_>,
    code: &GridCode,
    subject: Uuid,
    topic: &'static str,
) -> Result<(), Refusal> {
    for account in watchers(work, code)? {
        if account != work.actor.account {
            about_access(work, account, topic, subject)?;
        }
    }
    Ok(())
}

/// Notifies the remaining ones, and the person who goes, when somebody who could confirm grants is gone.
///
/// # Errors
/// The store's errors.
pub fn keeper_gone(work: &mut UnitOfWork<'_, '_>, post: &Assignment) -> Result<(), Refusal> {
    if reach(post.role, Verb::PeopleManage) != Reach::Scope {
        return Ok(());
    }
    notify_about(work, post.account, &post.code, "people.keeper-gone")
}

/// Notifies a person of another person's change of their account, and those who manage and audit.
///
/// # Errors
/// The store's errors.
pub fn notify_about(
    work: &mut UnitOfWork<'_, '_>,
    account: AccountId,
    code: &GridCode,
    topic: &'static str,
) -> Result<(), Refusal> {
    let mut list = watchers(work, code)?;
    if !list.contains(&account) {
        list.push(account);
    }
    for one in list.into_iter().filter(|one| *one != work.actor.account) {
        about_access(work, one, topic, account.uuid())?;
    }
    Ok(())
}

/// Carries out the effect of a grant.
fn put_into_effect(work: &mut UnitOfWork<'_, '_>, permit: Permit, given: &Given) -> Result<(), Refusal> {
    let (tenant, by) = (work.tenant, given.giving.by);
    match &given.effect {
        Effect::Post { .. } => {
            let Some(post) = given.effect.post() else { return Ok(()) };
            let row = accounts::read(work.tx, post.account)?.ok_or(Refusal::NotFound("account"))?;
            if row.left {
                return Err(Refused::Left.into());
            }
            let territory = work.state::<Territory>();
            if post.code.level() > Level::Street && !territory.knows(&post.code) {
                return Err(Refused::GrantChanged.into());
            }
            let mut held = posts::of_account(work.tx, &tenant, post.account)?;
            let known = held.iter().any(|a| a.id == post.id);
            held.retain(|a| a.id != post.id);
            term::check_assignment(&post, &held)?;
            if known {
                posts::set_days(work.tx, &tenant, &post)?;
            } else {
                store::insert_assignment(work.tx, &tenant, &post)?;
            }
            Ok(())
        }
        Effect::Deputy { absence, deputy, .. } => absences::gets_deputy(work, *absence, *deputy),
        Effect::Pair { team, code, since, members } => {
            let pair = Happening::PairConfirmed { team: *team, code: *code, since: *since, members };
            work.react(permit, &pair).map(drop)
        }
        Effect::Team { team, doctor, added } => {
            work.react(permit, &Happening::TeamConfirmed { team: *team, doctor: *doctor, added }).map(drop)
        }
        Effect::Invitation { id, account, secret, code, expires_at } => {
            invitations::open(work, (*id, *account, by), (secret, code), *expires_at)
        }
        Effect::Token { .. } => street_tokens::works(work, &given.effect, by),
    }
}

/// A second person's decision on some grants.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Their ids.
    pub ids: Vec<Uuid>,
    /// All of a batch that still wait, or that nobody has confirmed.
    pub batch: Option<Uuid>,
    /// Whether they confirm; otherwise they refuse.
    pub confirm: bool,
}

/// What became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeopleDecided)]
pub struct Decided {
    /// How many were confirmed or refused.
    pub done: usize,
    /// How many had been decided or withdrawn before.
    pub before: usize,
    /// How many cannot take effect any more, and go on waiting.
    pub failed: usize,
}

/// Confirms or refuses. A waiting grant takes effect by it; one in effect is only confirmed, and is ended elsewhere.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refused::OwnGrant`], [`Refused::NotYourGrant`]; refusals of an effect: then none is decided.
pub fn decide(work: &mut UnitOfWork<'_, '_>, wish: &Wish) -> Result<Decided, Refusal> {
    let tenant = work.tenant;
    let gone = || Refusal::NotFound("grant");
    let mut wanted = Vec::new();
    for id in wish.ids.iter().take(AT_ONCE) {
        wanted.push(rows::one(work.tx, &tenant, *id)?.ok_or_else(gone)?);
    }
    if let Some(batch) = wish.batch {
        wanted.extend(rows::of_batch(work.tx, &tenant, batch)?);
    }
    if wanted.is_empty() {
        return Err(gone());
    }
    let (many, keepers) = (wanted.len() > 1, keepers(work)?);
    // For each of them the rule decides whether the actor may decide it.
    let permit = Permit::own(work.actor);
    let mut decided = Decided::default();
    let mut givers: Vec<(AccountId, Uuid)> = Vec::new();
    for given in wanted {
        if !shows(work.actor, &given) {
            return Err(gone());
        }
        let to = match (given.standing, wish.confirm) {
            (Standing::Waiting | Standing::Unconfirmed, true) => {
                given.giving.confirmed_by(work.actor, given.standing, &keepers)?
            }
            (Standing::Waiting, false) => {
                // Its author may withdraw it.
                if given.giving.by != work.actor.account {
                    given.giving.may_refuse(work.actor)?;
                }
                Standing::Withdrawn
            }
            _ => {
                decided.before += 1;
                continue;
            }
        };
        if to != Standing::Withdrawn && given.standing == Standing::Waiting {
            match put_into_effect(work, permit, &given) {
                // A link from before, when it gave access to nothing, does not open this.
                Ok(()) => match given.effect.post() {
                    Some(post) if post.role.is_guarded() => invitations::end_free(work, post.account)?,
                    _ => {}
                },
                // In a batch, one that has become impossible does not block the others: it remains waiting, to be refused.
                Err(Refusal::Rule { .. } | Refusal::Invalid(_) | Refusal::NotFound(_)) if many => {
                    decided.failed += 1;
                    continue;
                }
                Err(refusal) => return Err(refusal),
            }
        }
        settle(work, permit, &given, to)?;
        decided.done += 1;
        if to == Standing::Unconfirmed && !givers.iter().any(|(_, batch)| *batch == given.batch) {
            notify_watchers(work, &given.code, given.batch, "people.grant-unconfirmed")?;
        }
        if !givers.iter().any(|(_, batch)| *batch == given.batch) {
            givers.push((given.giving.by, given.batch));
        }
    }
    let topic = if wish.confirm { "people.grant-confirmed" } else { "people.grant-refused" };
    for (giver, batch) in givers {
        if decided.done > 0 && giver != work.actor.account && !giver.uuid().is_nil() {
            about_access(work, giver, topic, batch)?;
        }
    }
    Ok(decided)
}

/// Whether somebody may see a grant: those who manage people or audit there, may decide it, or are its author or recipient.
#[must_use]
pub fn shows(actor: &Actor, given: &Given) -> bool {
    let own = [Some(given.giving.by), given.giving.absent].contains(&Some(actor.account))
        || given.giving.gains.contains(&actor.account);
    let may = |verb: Verb| given.giving.codes.iter().all(|code| actor.may(verb, code, false).is_ok());
    own || may(Verb::PeopleManage) || may(Verb::AuditRead) || may(given.giving.verb())
}

/// Withdraws a waiting grant.
///
/// # Errors
/// The store's errors.
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, permit: Permit, given: &Given) -> Result<(), Refusal> {
    settle(work, permit, given, Standing::Withdrawn)
}

fn settle(work: &mut UnitOfWork<'_, '_>, permit: Permit, given: &Given, to: Standing) -> Result<(), Refusal> {
    let (tenant, by, now) = (work.tenant, work.actor.account, work.now);
    if !rows::decide(work.tx, &tenant, given, to, by, now)? {
        return Err(Refused::GrantChanged.into());
    }
    let stream = given.giving.gains.first().map_or(given.effect.subject(), |account| account.uuid());
    let body = json!({
        "grant": given.id, "what": given.giving.what.key(), "subject": given.effect.subject(), "by": given.giving.by,
    });
    let kind = match to {
        Standing::Withdrawn => "people.grant-withdrawn",
        Standing::Confirmed => "people.grant-confirmed",
        _ => "people.grant-let-through",
    };
    work.changes::<Actors>();
    work.append_to(permit, stream, kind, body.to_string())
}
