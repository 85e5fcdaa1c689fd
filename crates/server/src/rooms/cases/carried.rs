//! Cases for a phone: complete, each with the last entries of its timeline, read in a few statements.

use std::collections::HashMap;
use weiguang_domain::access::{Actor, Permit, Verb, phone};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::events::Event;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_store::{Row, StoreError, Tx, Value};

use crate::chain;
use crate::rooms::cases::files::attachments::{self, Attachment};
use crate::rooms::cases::joined::{self, JoinedCase};
use crate::rooms::cases::parts::{self, Part};
use crate::rooms::cases::public::store as followers;
use crate::rooms::cases::queue::wish::{View, Wish};
use crate::rooms::cases::queue::{self, Asking};
use crate::rooms::cases::record::Record;
use crate::web::Refusal;

/// Ids in one statement: the fixed width lets one prepared text accept any number; unused ones are nil.
pub(super) const WIDTH: usize = 24;
macro_rules! ids {
    () => {
        "($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)"
    };
}
pub(super) use ids;
/// Each entry is a version, so the last n entries are those after (version − n).
const ENTRIES: &str = concat!(
    "SELECT e.seq, e.kind, e.at, e.actor, e.digest, e.body, e.hash, e.stream FROM cases c JOIN events e ON e.tenant = c.tenant AND e.stream = c.id AND e.seq > c.version - $2 \
 WHERE c.tenant = $1 AND c.id IN ",
    ids!(),
    " ORDER BY e.stream, e.seq"
);
const PARTS: &str = concat!(
    "SELECT id, department, task, owner, state, due_at, result, case_id FROM case_parts WHERE tenant = $1 AND $2 > 0 AND case_id IN ",
    ids!(),
    " ORDER BY case_id, id"
);
const FILES: &str = concat!(
    "SELECT id, kind, name, media, size, sha256, by_account, at, place, case_id FROM attachments WHERE tenant = $1 AND $2 > 0 AND case_id IN ",
    ids!(),
    " ORDER BY case_id, id"
);

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] =
    &[("carried.ENTRIES", ENTRIES), ("carried.PARTS", PARTS), ("carried.FILES", FILES)];

/// A case with everything that its page shows.
#[derive(Debug)]
pub struct Whole {
    /// The permit under which it is shown.
    pub permit: Permit,
    /// The case.
    pub record: Record,
    /// Whether the reader is a party to it.
    pub party: bool,
    /// Parts for departments that were called in.
    pub parts: Vec<Part>,
    /// Photos and documents, without their bytes.
    pub files: Vec<Attachment>,
    /// Number of people who joined and say that it is not solved for them.
    pub not_solved_for: i64,
    /// Cases that were joined to it.
    pub joined: Vec<JoinedCase>,
    /// The last entries of its timeline, oldest first.
    pub entries: Vec<Event>,
}

/// Open cases for an actor's phone.
#[derive(Debug, Default)]
pub struct Carried {
    /// In order of their deadlines.
    pub cases: Vec<Whole>,
    /// Their total number, if there are more than these.
    pub more: Option<usize>,
}

/// Open cases under the codes that the actor may see, and those that they own or have a part in, up to the limit of a phone.
///
/// # Errors
/// The store's errors.
pub fn carried(tx: &mut Tx<'_>, actor: &Actor, codes: &[GridCode]) -> Result<Carried, Refusal> {
    let scope = actor.scope(Verb::CasesRead);
    let most = i64::try_from(phone::CASES).unwrap_or(i64::MAX);
    let (mut records, mut more) = (Vec::new(), false);
    let mut take = |tx: &mut Tx<'_>, under: &GridCode, view: View| {
        let wish = Wish::from(view);
        let page = queue::page(tx, Asking { actor: actor.account, scope: &scope, under }, &wish, wish.start(), most)?;
        more |= page.next.is_some();
        records.extend(page.items);
        Ok::<_, StoreError>(())
    };
    for code in codes {
        take(tx, code, View::Open)?;
    }
    for street in actor.streets().iter().filter(|_| scope.party) {
        take(tx, street, View::Mine)?;
        take(tx, street, View::Parts)?;
    }
    records.retain(|r: &Record| r.case.state.status().is_open());
    records.sort_by_key(|r| (r.due_at(), r.case.id));
    records.dedup_by_key(|r| r.case.id);
    let cases = whole(tx, actor, records.iter().take(phone::CASES).cloned().collect())?;
    let all = if more { counted(tx, &scope, codes)?.max(records.len()) } else { records.len() };
    Ok(Carried { more: (all > phone::CASES).then_some(all), cases })
}

fn counted(tx: &mut Tx<'_>, scope: &weiguang_domain::access::Scope, codes: &[GridCode]) -> Result<usize, StoreError> {
    let mut open = 0;
    for prefix in codes.iter().flat_map(|c| scope.under(c)) {
        open += crate::rooms::cases::store::rollup(tx, &prefix, 17)?.iter().map(|(_, t)| t.open).sum::<i64>();
    }
    Ok(usize::try_from(open).unwrap_or(0))
}

/// Adds to each record everything that its page shows.
fn whole(tx: &mut Tx<'_>, actor: &Actor, records: Vec<Record>) -> Result<Vec<Whole>, StoreError> {
    let mut by_street: HashMap<GridCode, Vec<CaseId>> = HashMap::new();
    for record in &records {
        by_street.entry(record.street()).or_default().push(record.case.id);
    }
    let (mut parts, mut files, mut entries) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (street, ids) in by_street {
        parts.extend(of_each(tx, PARTS, &street, &ids, 1, |row| Ok((row.get(7)?, parts::part(&street, row)?)))?);
        files.extend(of_each(tx, FILES, &street, &ids, 1, |row| {
            Ok((row.get(9)?, attachments::attachment(&street, row)?))
        })?);
        entries.extend(of_each(tx, ENTRIES, &street, &ids, phone::ENTRIES, |row| {
            let stream = row.get(7)?;
            Ok((stream, chain::entry(row, street.as_str(), stream)?.0))
        })?);
    }
    let mut make = |record: Record| {
        let (id, street) = (record.case.id.uuid(), record.street());
        // Few cases have been joined, and only for these anything is read.
        let not_solved_for = followers::not_solved_for(tx, &street, &record)?;
        let parts: Vec<Part> = parts.remove(&id).unwrap_or_default();
        let party = record.is_party(actor.account) || parts.iter().any(|p| p.owner == actor.account);
        // The one rule decides, whatever the lists found.
        let Ok(permit) = actor.may(Verb::CasesRead, &record.case.code, party) else { return Ok(None) };
        let joined = joined::of_case(tx, &street, &record, actor)?;
        let (files, entries) = (files.remove(&id).unwrap_or_default(), entries.remove(&id).unwrap_or_default());
        Ok(Some(Whole { permit, record, party, parts, files, not_solved_for, joined, entries }))
    };
    records.into_iter().filter_map(|record| make(record).transpose()).collect()
}

/// The rows that a statement finds for many cases, by case.
fn of_each<T>(
    tx: &mut Tx<'_>,
    sql: &'static str,
    street: &GridCode,
    ids: &[CaseId],
    number: i64,
    row: impl Fn(&Row<'_>) -> Result<(uuid::Uuid, T), StoreError>,
) -> Result<HashMap<uuid::Uuid, Vec<T>>, StoreError> {
    let mut found: HashMap<uuid::Uuid, Vec<T>> = HashMap::new();
    for some in ids.chunks(WIDTH) {
        let ids = some.iter().map(|id| id.uuid()).chain(std::iter::repeat(uuid::Uuid::nil())).take(WIDTH);
        let values: Vec<Value<'_>> =
            [Value::from(street.as_str()), Value::from(number)].into_iter().chain(ids.map(Value::from)).collect();
        for (id, one) in tx.query(sql, &values, &row)? {
            found.entry(id).or_default().push(one);
        }
    }
    Ok(found)
}
