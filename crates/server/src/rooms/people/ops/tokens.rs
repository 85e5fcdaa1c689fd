//! Personal API tokens: with at most the owner's rights, for a place, for a year at most, and only as long as the owner has the rights.
//! Only the keyed hash of the secret is stored, here and in the answer to a repeated request.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb, Via, data, smart};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::TokenId;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::people::Refused;
use weiguang_domain::people::refused::LONGEST_DAYS;

use super::{grants, tell};
use crate::access::store::{self, TokenLine};
use crate::app::UnitOfWork;
use crate::web::Refusal;

/// The most tokens of one account, and of one street.
pub(super) const MOST: usize = 50;

/// A token as its owner sees it; never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeopleTokenView)]
pub struct TokenView {
    /// Which.
    pub id: Uuid,
    /// What for.
    pub name: String,
    /// What it may do.
    pub verbs: Vec<String>,
    /// Where.
    pub code: String,
    /// Since when, RFC 3339.
    pub created_at: String,
    /// Until when, RFC 3339.
    pub expires: String,
    /// Whether it is over.
    pub over: bool,
    /// When it was last used, RFC 3339, to ten minutes; null if never.
    #[serde(default)]
    pub used_at: Option<String>,
    /// Whether it belongs to the street.
    #[serde(default)]
    pub of_street: bool,
    /// Whether it works only once a second person has confirmed it.
    #[serde(default)]
    pub waiting: bool,
}

impl TokenView {
    /// From a row.
    #[must_use]
    pub fn of(line: &TokenLine, now: Moment) -> Self {
        Self {
            id: line.id.uuid(),
            name: line.name.clone(),
            verbs: line.verbs.iter().map(|v| v.key().to_owned()).collect(),
            code: line.code.to_string(),
            created_at: line.created_at.to_string(),
            expires: line.expires_at.to_string(),
            over: now > line.expires_at,
            used_at: line.used_at.map(|at| at.to_string()),
            of_street: line.street.is_some(),
            waiting: false,
        }
    }
}

/// A request for a token.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the client.
    pub id: TokenId,
    /// Its name, which states its purpose.
    pub name: String,
    /// Its verbs, by key.
    pub verbs: Vec<String>,
    /// The code.
    pub code: GridCode,
    /// When it expires.
    pub expires: Moment,
    /// The keyed hash of its secret, computed before the transaction.
    pub digest: [u8; 32],
}

/// Tokens are created and withdrawn by people, not by tokens: a stolen one must not create its own successor.
pub fn by_hand(actor: &Actor) -> Result<(), Refusal> {
    actor.may_somewhere(Verb::PeopleToken)?;
    if actor.via == Via::Session { Ok(()) } else { Err(Refusal::Denied(Verb::PeopleToken)) }
}

/// The validated request: the name, and the permitted verbs without repetition.
pub(super) fn read(
    work: &UnitOfWork<'_, '_>,
    new: &New,
    offers: &dyn Fn(Verb) -> bool,
) -> Result<(String, Vec<Verb>), Refusal> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Refused::TokenName.into());
    }
    if new.expires <= work.now || new.expires > work.now + Span::days(i64::from(LONGEST_DAYS)) {
        return Err(Refused::TokenExpires.into());
    }
    let mut verbs = Vec::new();
    for key in &new.verbs {
        // A scope of SMART on FHIR is replaced by the verbs that it needs.
        let named = Verb::from_key(key).map_or_else(|| smart::verbs(key), |verb| vec![verb]);
        if named.is_empty() || !named.iter().all(|verb| offers(*verb)) {
            return Err(Refused::TokenVerb(key.clone()).into());
        }
        for verb in named {
            if !verbs.contains(&verb) {
                verbs.push(verb);
            }
        }
    }
    if verbs.is_empty() {
        return Err(Refused::TokenVerb(String::from("—")).into());
    }
    Ok((name.to_owned(), verbs))
}

/// Creates a token. If it gives access to residents' data, those who manage and audit are notified.
///
/// # Errors
/// [`Refusal::Denied`], [`Refused::TokenName`], [`Refused::TokenVerb`], [`Refused::TokenExpires`], [`Refused::TokensFull`].
pub fn make(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<TokenView, Refusal> {
    by_hand(work.actor)?;
    let actor = work.actor;
    let (name, verbs) = read(work, new, &|verb| actor.may_hand_on(verb, &new.code).is_ok())?;
    let account = work.actor.account;
    if store::tokens_of(work.tx, account)?.len() >= MOST {
        return Err(Refused::TokensFull(MOST).into());
    }
    let line = TokenLine {
        id: new.id,
        account,
        street: None,
        used_at: None,
        name,
        verbs,
        code: new.code,
        created_at: work.now,
        expires_at: new.expires,
    };
    store::insert_token(work.tx, &line, &new.digest)?;
    if !data::of_verbs(&line.verbs).is_empty() {
        grants::notify_watchers(work, &new.code, new.id.uuid(), "people.token-made")?;
    }
    let view = TokenView::of(&line, work.now);
    let body = json!({ "token": new.id, "verbs": view.verbs, "code": view.code, "expires": view.expires });
    tell(work, Permit::own(work.actor), account, "people.token-made", &body)?;
    Ok(view)
}

/// Withdraws a personal token; it is refused from the next request on.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`].
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: TokenId) -> Result<(), Refusal> {
    by_hand(work.actor)?;
    let account = work.actor.account;
    if store::delete_token(work.tx, account, id)? == 0 {
        return Err(Refusal::NotFound("token"));
    }
    tell(work, Permit::own(work.actor), account, "people.token-withdrawn", &json!({ "token": id }))
}
