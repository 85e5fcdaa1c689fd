//! Cases joined to another: where the matter is handled now, who may read the joined ones, and what their reporters say.

pub mod joining;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::cases::State;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use weiguang_store::{StoreError, Tx};

use crate::rooms::cases::record::Record;
use crate::rooms::cases::{files::attachments, parts, public, store};

/// The most steps from a matter to the one that it was joined to. A matter joins an open one, so there is no cycle.
const MOST_STEPS: usize = 100;
/// The most joined matters that are shown; the others are found by their numbers.
const MOST_SHOWN: usize = 50;

/// The case in which a matter is handled now, and those on the way to it, in order.
///
/// # Errors
/// The store's errors.
pub fn followed(tx: &mut Tx<'_>, street: &GridCode, mut record: Record) -> Result<(Record, Vec<Record>), StoreError> {
    let mut through = Vec::new();
    while let State::Duplicate { of, .. } = record.case.state {
        let Some(next) = store::read(tx, street, of)?.filter(|_| through.len() < MOST_STEPS) else { break };
        through.push(std::mem::replace(&mut record, next));
    }
    Ok((record, through))
}

/// Whether somebody has a part in a case: reported it, owns it, was called in, or works on the matter that it was joined to.
///
/// # Errors
/// The store's errors.
pub fn is_party(tx: &mut Tx<'_>, street: &GridCode, record: &Record, account: AccountId) -> Result<bool, StoreError> {
    if record.is_party(account) || works_on(tx, street, record, account)? {
        return Ok(true);
    }
    if !matches!(record.case.state, State::Duplicate { .. }) {
        return Ok(false);
    }
    let (last, _) = followed(tx, street, record.clone())?;
    works_on(tx, street, &last, account)
}

/// Whether somebody owns a case or was called in. Only they read cases joined to it: a reporter has no part in another person's matter.
fn works_on(tx: &mut Tx<'_>, street: &GridCode, record: &Record, account: AccountId) -> Result<bool, StoreError> {
    Ok(record.case.owner == Some(account) || parts::has_part(tx, street, record.case.id, account)?)
}

/// A matter that was joined to this one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseJoinedCase)]
pub struct JoinedCase {
    /// Which.
    pub id: Uuid,
    /// Its number on screen.
    pub number: String,
    /// In a few words.
    pub title: String,
    /// In all words.
    pub detail: String,
    /// Received, RFC 3339.
    pub received: String,
    /// How many photos and papers came with it.
    pub files: usize,
}

/// The cases joined to a case, as far as a reader may read them.
///
/// # Errors
/// The store's errors.
pub fn of_case(
    tx: &mut Tx<'_>,
    street: &GridCode,
    record: &Record,
    reader: &Actor,
) -> Result<Vec<JoinedCase>, StoreError> {
    let mut joined = Vec::new();
    let works = record.joined > 0 && works_on(tx, street, record, reader.account)?;
    let ids = if record.joined == 0 { Vec::new() } else { public::store::joined_to(tx, street, record.case.id)? };
    for id in ids.into_iter().take(MOST_SHOWN) {
        let Some(one) = store::read(tx, street, id)? else { continue };
        if reader.may(Verb::CasesRead, &one.case.code, works || one.is_party(reader.account)).is_ok() {
            joined.push(view(tx, street, one)?);
        }
    }
    Ok(joined)
}

fn view(tx: &mut Tx<'_>, street: &GridCode, record: Record) -> Result<JoinedCase, StoreError> {
    let id: CaseId = record.case.id;
    Ok(JoinedCase {
        id: id.uuid(),
        files: attachments::of_case(tx, street, id)?.len(),
        received: record.case.clocks.received.to_string(),
        number: record.number,
        title: record.title,
        detail: record.detail,
    })
}
