//! Tokens of the street, for other systems that work with it. They belong to the street and stay valid when the account that created them
//! ends; those who manage people list and withdraw them, and also the tokens that people created for places in the street.

use serde_json::json;
use weiguang_domain::access::{Data, Reach, Role, Verb, data, reach};
use weiguang_domain::kernel::ids::{AccountId, TokenId};
use weiguang_domain::people::{GrantRequest, Refused, Standing, What};

use super::tokens::{self, New, TokenView};
use super::{grants, tell};
use crate::access;
use crate::access::actors::Actors;
use crate::access::store::{self, TokenLine};
use crate::app::UnitOfWork;
use crate::rooms::grid;
use crate::rooms::people::notices::about_access;
use crate::rooms::people::store::grants::{self as given, Effect};
use crate::web::Refusal;

/// Whether a token of the street may have a verb: what a manager may do with the street's matters. A program reads no measurements, whose
/// reader is always a named doctor, and grants no rights.
#[must_use]
pub fn offers(verb: Verb) -> bool {
    reach(Role::StreetManager, verb) == Reach::Scope
        && verb.data() != Data::Rights
        && verb != Verb::PeopleToken
        && !verb.is_of_all_streets()
}

/// Creates a token of the street.
///
/// # Errors
/// [`Refusal::Denied`]; as [`tokens::make`].
pub fn make(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<TokenView, Refusal> {
    tokens::by_hand(work.actor)?;
    let permit = work.actor.may(Verb::PeopleManage, &new.code, false)?;
    let (name, verbs) = tokens::read(work, new, &offers)?;
    let (tenant, by) = (work.tenant, work.actor.account);
    if store::tokens_under(work.tx, &tenant)?.iter().filter(|line| line.street.is_some()).count() >= tokens::MOST {
        return Err(Refused::TokensFull(tokens::MOST).into());
    }
    let effect = Effect::Token {
        id: new.id,
        name: name.clone(),
        verbs: verbs.iter().map(|verb| verb.key().to_owned()).collect(),
        code: new.code,
        secret: access::digest_text(&new.digest),
        expires_at: new.expires,
    };
    let giving = GrantRequest {
        what: What::Token,
        by,
        gains: Vec::new(),
        codes: vec![new.code],
        absent: None,
        by_deputisers: false,
        more: false,
    };
    let guarded = !data::of_verbs(&verbs).is_empty();
    let standing = grants::give(work, permit, grants::New { giving, effect, code: new.code, guarded, batch: None })?;
    let line = TokenLine {
        id: new.id,
        account: by,
        street: Some(tenant),
        used_at: None,
        name,
        verbs,
        code: new.code,
        created_at: work.now,
        expires_at: new.expires,
    };
    let view = TokenView { waiting: standing == Standing::Waiting, ..TokenView::of(&line, work.now) };
    let body = json!({
        "token": new.id, "verbs": view.verbs, "code": view.code, "expires": view.expires, "standing": standing,
    });
    work.append_to(permit, grid::street_stream(&tenant), "people.street-token-made", body.to_string())?;
    Ok(view)
}

/// Activates a token of the street.
///
/// # Errors
/// The store's errors.
pub(crate) fn works(work: &mut UnitOfWork<'_, '_>, effect: &Effect, by: AccountId) -> Result<(), Refusal> {
    let Effect::Token { id, name, verbs, code, secret, expires_at } = effect else { return Ok(()) };
    let line = TokenLine {
        id: *id,
        account: by,
        street: Some(work.tenant),
        used_at: None,
        name: name.clone(),
        verbs: verbs.iter().filter_map(|key| Verb::from_key(key)).collect(),
        code: *code,
        created_at: work.now,
        expires_at: *expires_at,
    };
    Ok(store::insert_token(work.tx, &line, &access::digest_of(secret)?)?)
}

/// Withdraws a token in the street, also one created by somebody else; it is refused from the next request on.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::NotFound`] unless the actor manages people at its code.
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: TokenId) -> Result<(), Refusal> {
    tokens::by_hand(work.actor)?;
    let (tenant, now, gone) = (work.tenant, work.now, || Refusal::NotFound("token"));
    let found = store::tokens_under(work.tx, &tenant)?.into_iter().find(|line| line.id == id);
    let Some(found) = found else {
        let waits = given::of_subject(work.tx, &tenant, id.uuid(), Standing::Waiting)?.ok_or_else(gone)?;
        let permit = work.actor.may(Verb::PeopleManage, &waits.code, false).map_err(|_| gone())?;
        return grants::withdraw(work, permit, &waits);
    };
    let permit = work.actor.may(Verb::PeopleManage, &found.code, false).map_err(|_| gone())?;
    let body = json!({ "token": id });
    if found.street.is_some() {
        store::end_token(work.tx, id, now)?;
        work.changes::<Actors>();
        return work.append_to(permit, grid::street_stream(&tenant), "people.street-token-withdrawn", body.to_string());
    }
    store::delete_token(work.tx, found.account, id)?;
    if found.account != work.actor.account {
        about_access(work, found.account, "people.token-withdrawn", id.uuid())?;
    }
    tell(work, permit, found.account, "people.token-withdrawn", &body)
}
