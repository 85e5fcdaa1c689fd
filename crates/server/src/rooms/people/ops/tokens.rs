//! API tokens of one's own: no more than one may do oneself, for a place, for a year at most. Only the keyed hash of the secret
//! is kept, here and in the answer to a resend.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb, Via, smart};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::TokenId;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::people::Refused;
use weiguang_domain::people::refused::LONGEST_DAYS;

use super::tell;
use crate::app::Work;
use crate::auth::store::{self, TokenLine};
use crate::web::Refusal;

/// The most tokens of one account.
const MOST: usize = 50;

/// A token as its owner sees it; never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
}

impl TokenView {
    /// Of a row.
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
        }
    }
}

/// A token as it is asked for.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the client.
    pub id: TokenId,
    /// What for.
    pub name: String,
    /// What it may do, by key.
    pub verbs: Vec<String>,
    /// Where.
    pub code: GridCode,
    /// Until when.
    pub expires: Moment,
    /// The keyed hash of its secret, made before the transaction.
    pub digest: [u8; 32],
}

/// Tokens are made and withdrawn by people, not by tokens: a stolen one must not make its own successor.
pub fn by_hand(actor: &Actor) -> Result<(), Refusal> {
    actor.may_somewhere(Verb::PeopleToken)?;
    if actor.via == Via::Session { Ok(()) } else { Err(Refusal::Denied(Verb::PeopleToken)) }
}

/// Makes a token.
///
/// # Errors
/// [`Refusal::Denied`], [`Refused::TokenName`], [`Refused::TokenVerb`], [`Refused::TokenExpires`], [`Refused::TokensFull`].
pub fn make(work: &mut Work<'_, '_>, new: &New) -> Result<TokenView, Refusal> {
    by_hand(work.actor)?;
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Refused::TokenName.into());
    }
    if new.expires <= work.now || new.expires > work.now + Span::days(i64::from(LONGEST_DAYS)) {
        return Err(Refused::TokenExpires.into());
    }
    let mut verbs = Vec::new();
    for key in &new.verbs {
        // A word of SMART on FHIR stands for the verbs that it needs.
        let named = Verb::from_key(key).map_or_else(|| smart::verbs(key), |verb| vec![verb]);
        if named.is_empty() || named.iter().any(|verb| work.actor.may_hand_on(*verb, &new.code).is_err()) {
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
    let account = work.actor.account;
    if store::tokens_of(work.tx, account)?.len() >= MOST {
        return Err(Refused::TokensFull(MOST).into());
    }
    let line = TokenLine {
        id: new.id,
        name: name.to_owned(),
        verbs,
        code: new.code,
        created_at: work.now,
        expires_at: new.expires,
    };
    store::insert_token(work.tx, &line, &new.digest, account)?;
    let view = TokenView::of(&line, work.now);
    let body = json!({ "token": new.id, "verbs": view.verbs, "code": view.code, "expires": view.expires });
    tell(work, account, "people.token-made", &body)?;
    Ok(view)
}

/// Withdraws a token of one's own; it is refused from the next request on.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`].
pub fn withdraw(work: &mut Work<'_, '_>, id: TokenId) -> Result<(), Refusal> {
    by_hand(work.actor)?;
    let account = work.actor.account;
    if store::delete_token(work.tx, account, id)? == 0 {
        return Err(Refusal::NotFound("token"));
    }
    tell(work, account, "people.token-withdrawn", &json!({ "token": id }))
}
