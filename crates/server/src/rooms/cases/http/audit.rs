//! The record of one case for an auditor: every entry with its hash, whether the chain verifies, and who looked at personal data.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::cases::Fact;
use weiguang_domain::kernel::ids::{AccountId, CaseId};

use super::read::EventView;
use super::{names_of, seen, street_of_case};
use crate::App;
use crate::chain;
use crate::web::Refusal;
use crate::web::extract::SignedIn;
use crate::web::words::PersonView;

/// The record of a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseAudit {
    /// Every entry, in order.
    pub entries: Vec<EventView>,
    /// Whether the chain holds from the first entry to the case's own row.
    pub intact: bool,
    /// Where it does not.
    #[schema(required = true)]
    pub broken: Option<String>,
    /// Who looked at what is personal, and why.
    pub reads: Vec<AuditRead>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = CaseReadWhat)]
#[serde(rename_all = "snake_case")]
pub enum ReadWhat {
    /// The name and phone of who brought it, in clear.
    Unmasked,
}

/// A look at what is personal.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseAuditRead)]
pub struct AuditRead {
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    #[schema(required = true)]
    pub actor: Option<PersonView>,
    /// What.
    pub what: ReadWhat,
    /// Why, in their words.
    pub reason: String,
}

/// The record of a case, for those who may examine it.
#[utoipa::path(get, path = "/cases/{id}/audit", tag = "cases", params(("id" = Uuid, Path)), responses((status = 200, body = CaseAudit)))]
pub async fn audit_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<CaseAudit>, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let (entries, names, checked) = app
        .read(move |tx| {
            let record = seen(tx, &actor, &street, id)?;
            actor.may(Verb::AuditRead, &record.case.code, false)?;
            let entries = chain::stream(tx, street.as_str(), id.uuid(), 0, i64::from(u32::MAX))?;
            let names = names_of(tx, &[], entries.iter().map(|(e, _)| AccountId::new(e.actor)))?;
            let checked = chain::check(tx, street.as_str(), id.uuid(), Some(record.head))?;
            Ok((entries, names, checked))
        })
        .await?;
    let mut reads = Vec::new();
    let mut shown = Vec::with_capacity(entries.len());
    for (entry, hash) in entries {
        let reason = match serde_json::from_str(entry.text()) {
            Ok(Fact::Unmasked { reason }) => Some(reason),
            _ => None,
        };
        let view = EventView::of(entry, hash, &names);
        if let Some(reason) = reason {
            reads.push(AuditRead { at: view.at.clone(), actor: view.actor.clone(), what: ReadWhat::Unmasked, reason });
        }
        shown.push(view);
    }
    let broken = checked.err().map(|broken| format!("{broken:?}"));
    Ok(Reply(CaseAudit { entries: shown, intact: broken.is_none(), broken, reads }))
}
