//! HTTP endpoints: showing a whole number, and who looked.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::kernel::ids::{ContactId, ResidentId};

use super::street_of;
use crate::App;
use crate::rooms::households::ops::unmask::{self, Wanted};
use crate::rooms::people;
use crate::rooms::people::view::{NamedPerson, person};
use crate::web::Refusal;
use crate::web::extract::{IdempotencyKey, SignedIn};

/// What is wanted in full.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdWantedBody)]
#[serde(rename_all = "snake_case")]
pub enum WantedBody {
    /// The identity number.
    Identity,
    /// Their own phones.
    Phones,
    /// The phones of a contact.
    Contact(Uuid),
}

/// What is wanted, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdUnmaskResident)]
#[serde(deny_unknown_fields)]
pub struct UnmaskResident {
    /// What.
    pub wanted: WantedBody,
    /// Why; it is logged.
    pub reason: String,
}

/// Numbers in full.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = HouseholdClearNumbers)]
pub struct ClearNumbers {
    /// The identity number.
    pub identity: Option<String>,
    /// The phones.
    pub phones: Vec<String>,
}

/// Shows a number in full, and logs who saw it and why. What it answers is not kept: a resend looks, and logs, again.
#[utoipa::path(post, path = "/households/residents/{id}/unmask", tag = "households", params(("id" = Uuid, Path)), request_body = UnmaskResident, responses((status = 200, body = ClearNumbers)))]
pub async fn unmask_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<UnmaskResident>,
) -> Result<Reply<ClearNumbers>, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsRead, id).await?;
    let wanted = match send.body.wanted {
        WantedBody::Identity => Wanted::Identity,
        WantedBody::Phones => Wanted::Phones,
        WantedBody::Contact(id) => Wanted::Contact { contact: ContactId::new(id) },
    };
    let reason = send.body.reason;
    let clear = app.transact(&actor, street, move |work| unmask::unmask(work, id, wanted, &reason)).await?;
    Ok(Reply(ClearNumbers { identity: clear.identity, phones: clear.phones }))
}

/// One look at a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdLookView)]
pub struct LookView {
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub by: NamedPerson,
    /// `identity`, `phones`, `contact`.
    pub what: String,
    /// Why.
    pub reason: String,
}

/// Looks at somebody's numbers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdLooks)]
pub struct Looks {
    /// Latest first.
    pub items: Vec<LookView>,
}

/// Who looked at a resident's numbers, when and why: for those who examine the record.
#[utoipa::path(get, path = "/households/residents/{id}/looks", tag = "households", params(("id" = Uuid, Path)), responses((status = 200, body = Looks)))]
pub async fn looks_at_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<Looks>, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::AuditRead, id).await?;
    let (looks, names) = app
        .read(move |tx| {
            let looks = unmask::looks(tx, &actor, &street, id)?;
            let named: HashSet<_> = looks.iter().map(|l| l.by).collect();
            let names = people::names(tx, &named)?;
            Ok((looks, names))
        })
        .await?;
    let shown = looks
        .into_iter()
        .map(|l| LookView { at: l.at.to_string(), by: person(&names, l.by), what: l.what, reason: l.reason })
        .collect();
    Ok(Reply(Looks { items: shown }))
}
