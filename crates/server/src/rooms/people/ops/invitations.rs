//! Invitations: created for one person or for everybody who never signed in, withdrawn, and used. A newer one ends the older, and with it
//! the sessions of a person who forgot their password or lost their phone.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb, Via};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, InvitationId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::people::invitation::{self, AT_ONCE, End};
use weiguang_domain::people::{Assignment, Refused, Standing};

use super::{find, grants, handing_on, may_change_keys, owns_keys, tell};
use crate::access;
use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::store::accounts::{self as rows, AccountRow};
use crate::rooms::people::store::grants::{self as given, Effect};
use crate::rooms::people::store::invitations::{self as store, NewInvitation};
use crate::rooms::people::store::posts;
use crate::rooms::people::view::PostView;
use crate::web::Refusal;

/// Secrets that are shown once: not in any stored answer, and without `Debug`.
pub struct Secret {
    /// The part behind the `#` of the page's address, which browsers send to no server.
    pub link: String,
    /// To be typed from a slip.
    pub code: String,
}

/// A created invitation. The stored answer for a repeated request lacks the secret.
#[derive(Serialize, Deserialize)]
pub struct Issued {
    /// The invited account.
    pub account: Uuid,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their present and future posts.
    pub posts: Vec<PostView>,
    /// End of validity, RFC 3339.
    pub expires: String,
    /// Whether it can be used only after a second person has confirmed it.
    #[serde(default)]
    pub waiting: bool,
    /// Link and code, only the first time.
    #[serde(skip)]
    pub secret: Option<Secret>,
}

/// Result of inviting many.
#[derive(Serialize, Deserialize)]
pub struct IssuedAll {
    /// By login.
    pub items: Vec<Issued>,
    /// Accounts that somebody else must invite, because they also serve elsewhere.
    pub skipped: usize,
    /// Whether there are more than one request creates.
    pub more: bool,
}

/// The hash under which a slip's code is stored: bound to its account, so that it opens no other.
#[must_use]
pub fn code_digest(seal: &Seal, account: AccountId, typed: &str) -> [u8; 32] {
    seal.digest(format!("invitation {account} {}", invitation::plain_code(typed)).as_bytes())
}

/// Creates an invitation. One that would give access to residents' data waits for a second person; all sessions and tokens of the account
/// end when the invitation becomes usable.
pub(crate) fn make(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    row: &AccountRow,
    held: &[Assignment],
    batch: Option<Uuid>,
) -> Result<Issued, Refusal> {
    let (now, today, account, street) = (work.now, work.now.day(), row.id, work.tenant);
    withdraw_waiting(work, permit, account)?;
    let (link, secret) = access::secret_from(work.seal(), work.chance(), "");
    let code = invitation::code(work.chance().bytes());
    let digest = code_digest(work.seal(), account, &code);
    let (id, expires_at) = (work.id::<InvitationId>(), now + invitation::LIFE);
    let (giving, guarded) = handing_on(work, row)?;
    let effect = Effect::Invitation {
        id,
        account,
        secret: access::digest_text(&secret),
        code: access::digest_text(&digest),
        expires_at,
    };
    // In one batch with the post for which the person is invited, so that one confirmation covers both.
    let batch = match batch {
        Some(batch) => Some(batch),
        None => given::waiting_batch(work.tx, &street, account, giving.by)?,
    };
    let standing = grants::give(work, permit, grants::New { giving, effect, code: row.home, guarded, batch })?;
    let body = json!({ "invitation": id, "until": expires_at.to_string(), "standing": standing });
    tell(work, permit, account, "people.invited", &body)?;
    let territory = work.state::<Territory>();
    let mut posts: Vec<PostView> =
        held.iter().filter(|a| a.until >= today).map(|a| PostView::of(&territory, a, today)).collect();
    let waiting = given::waiting_posts(work.tx, &street, Some(account))?;
    posts.extend(waiting.iter().map(|a| PostView::that_waits(&territory, a, today)));
    Ok(Issued {
        account: account.uuid(),
        login: row.login.clone(),
        name: row.name.clone(),
        posts,
        expires: expires_at.to_string(),
        waiting: standing == Standing::Waiting,
        secret: Some(Secret { link, code }),
    })
}

/// Withdraws an invitation that waits for a second person; returns whether there was one.
fn withdraw_waiting(work: &mut UnitOfWork<'_, '_>, permit: Permit, account: AccountId) -> Result<bool, Refusal> {
    let street = work.tenant;
    let waits = given::waiting_invitation(work.tx, &street, account)?;
    waits.as_ref().map_or(Ok(()), |waits| grants::withdraw(work, permit, waits))?;
    Ok(waits.is_some())
}

/// Makes an invitation usable.
///
/// # Errors
/// [`Refused::Left`].
pub(crate) fn open(
    work: &mut UnitOfWork<'_, '_>,
    (id, account, by): (InvitationId, AccountId, AccountId),
    (secret, code): (&str, &str),
    expires_at: Moment,
) -> Result<(), Refusal> {
    let row = rows::read(work.tx, account)?.ok_or(Refusal::NotFound("account"))?;
    if row.left {
        return Err(Refused::Left.into());
    }
    let (secret, code) = (access::digest_of(secret)?, access::digest_of(code)?);
    store::end_open_of(work.tx, account, End::Replaced, work.now)?;
    access::store::delete_keys_of(work.tx, account)?;
    let new = NewInvitation { id, account, secret: &secret, code: &code, by, expires_at };
    Ok(store::insert(work.tx, &new, work.now)?)
}

/// Ends open invitations of an account that were created when it had access to nothing.
pub(super) fn end_free(work: &mut UnitOfWork<'_, '_>, account: AccountId) -> Result<(), Refusal> {
    let (street, now) = (work.tenant, work.now);
    Ok(store::end_free_of(work.tx, &street, account, now)?)
}

/// Invites one person, for the first time or after a forgotten password. Their sessions end; their present password is valid until they set
/// another.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refused::ManagedElsewhere`], [`Refused::Left`], [`Refused::InviteSelf`].
pub fn issue(work: &mut UnitOfWork<'_, '_>, id: AccountId) -> Result<Issued, Refusal> {
    let (row, held) = find(work, id, Verb::PeopleManage)?;
    let permit = may_change_keys(work, &row)?;
    if row.left {
        return Err(Refused::Left.into());
    }
    if row.id == work.actor.account {
        return Err(Refused::InviteSelf.into());
    }
    make(work, permit, &row, &held, None)
}

/// Invites everybody under some codes who never set a password; with `again` also those with an open invitation, which ends.
///
/// # Errors
/// The store's errors.
pub fn issue_all(work: &mut UnitOfWork<'_, '_>, under: &[GridCode], again: bool) -> Result<IssuedAll, Refusal> {
    let (street, now, batch) = (work.tenant, work.now, work.id::<Uuid>());
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let mut wanted = Vec::new();
    for prefix in under {
        for id in store::never_signed_in(work.tx, &street, prefix, (now.day(), now), again, most + 1)? {
            if !wanted.contains(&id) {
                wanted.push(id);
            }
        }
    }
    let more = wanted.len() > AT_ONCE;
    wanted.truncate(AT_ONCE);
    let mut all = IssuedAll { items: Vec::new(), skipped: 0, more };
    for id in wanted {
        let Some(row) = rows::read(work.tx, id)? else { continue };
        let owned = if id == work.actor.account { None } else { owns_keys(work, &row)? };
        let Some(permit) = owned else {
            all.skipped += 1;
            continue;
        };
        let held = posts::of_account(work.tx, &street, id)?;
        all.items.push(make(work, permit, &row, &held, Some(batch))?);
    }
    Ok(all)
}

/// Withdraws the open invitations of a person.
///
/// # Errors
/// [`Refusal::NotFound`], also if none is open; [`Refused::ManagedElsewhere`].
pub fn revoke(work: &mut UnitOfWork<'_, '_>, id: AccountId) -> Result<(), Refusal> {
    let (row, _) = find(work, id, Verb::PeopleManage)?;
    let permit = may_change_keys(work, &row)?;
    let waited = withdraw_waiting(work, permit, id)?;
    if store::end_open_of(work.tx, id, End::Revoked, work.now)? == 0 && !waited {
        return Err(Refusal::NotFound("invitation"));
    }
    tell(work, permit, id, "people.invitation-revoked", &json!({}))
}

/// The actor who uses an invitation: nobody is signed in, but it is recorded as the invited person.
#[must_use]
pub fn invited(account: AccountId, name: &str) -> Actor {
    Actor { account, name: name.to_owned(), grants: Vec::new(), via: Via::Public }
}

/// Uses an invitation: sets the password that was hashed before, and ends every session, token and other invitation.
///
/// # Errors
/// [`Refusal::NotFound`] unless it is still open and the account active.
pub fn accept(
    work: &mut UnitOfWork<'_, '_>,
    id: InvitationId,
    account: AccountId,
    hash: &str,
) -> Result<Uuid, Refusal> {
    let now = work.now;
    let gone = || Refusal::NotFound("invitation");
    let row = rows::read(work.tx, account)?.filter(|row| !row.left).ok_or_else(gone)?;
    let open = store::by_id(work.tx, id)?.filter(|one| one.account == account && one.is_open(now)).ok_or_else(gone)?;
    if !store::end_one(work.tx, open.id, End::Used, now)? {
        return Err(gone());
    }
    crate::rooms::people::store::set_password(work.tx, row.id, hash)?;
    let keys = access::store::delete_keys_of(work.tx, account)?;
    tell(work, Permit::own(work.actor), account, "people.joined", &json!({ "invitation": id, "keys_ended": keys }))?;
    Ok(account.uuid())
}
