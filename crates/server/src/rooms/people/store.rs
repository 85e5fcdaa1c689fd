//! The SQL of people.

use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::Seat;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::auth::store::code_at;

/// Who holds what at up to five codes today, whether they are away, and a deputy who is there.
const SEATS: &str = "SELECT s.id, s.account, s.role, s.code, a.account IS NOT NULL, a.deputy, b.account IS NOT NULL \
 FROM assignments s \
 LEFT JOIN absences a ON a.tenant = s.tenant AND a.account = s.account AND a.since <= $2 AND a.until >= $2 \
 LEFT JOIN absences b ON b.tenant = a.tenant AND b.account = a.deputy AND b.since <= $2 AND b.until >= $2 \
 WHERE s.tenant = $1 AND s.code IN ($3, $4, $5, $6, $7) AND s.since <= $2 AND s.until >= $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("people.SEATS", SEATS), ("people.NAME", NAME)];

fn seat(row: &Row<'_>) -> Result<Seat, StoreError> {
    let role: String = row.get(2)?;
    let deputy: Option<Uuid> = row.get(5)?;
    let deputy_away: bool = row.get(6)?;
    Ok(Seat {
        id: AssignmentId::new(row.get(0)?),
        account: AccountId::new(row.get(1)?),
        role: Role::from_key(&role).ok_or_else(|| StoreError::Row { column: "role".into(), why: format!("unknown role {role}") })?,
        code: code_at(row, 3)?,
        away: row.get(4)?,
        deputy: deputy.filter(|_| !deputy_away).map(AccountId::new),
    })
}

/// The seats along a ladder of at most five codes: a functional cell, micro-grid, grid, community, street.
pub fn seats(tx: &mut Tx<'_>, tenant: &GridCode, ladder: &[GridCode], day: Day) -> Result<Vec<Seat>, StoreError> {
    let Some(last) = ladder.last() else { return Ok(Vec::new()) };
    let code = |n: usize| ladder.get(n).unwrap_or(last).as_str();
    tx.query(SEATS, params![tenant.as_str(), day.to_string(), code(0), code(1), code(2), code(3), code(4)], seat)
}

const NAME: &str = "SELECT name FROM accounts WHERE id = $1";

/// The names of accounts. One small statement each: a page names a dozen people, and the rows are hot.
pub fn names(tx: &mut Tx<'_>, accounts: &HashSet<AccountId>) -> Result<HashMap<AccountId, String>, StoreError> {
    let mut names = HashMap::with_capacity(accounts.len());
    for account in accounts {
        if let Some(name) = tx.one(NAME, params![account.uuid()], |row| row.get(0))? {
            names.insert(*account, name);
        }
    }
    Ok(names)
}
