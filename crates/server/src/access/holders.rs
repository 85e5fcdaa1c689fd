//! Reads today's holders of every grid cell of a street at once, for maps and lists that show hundreds of cells.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::CurrentPost;
use weiguang_domain::people::duty::{self, Answer};
use weiguang_store::{StoreError, Tx, params};

use crate::outside::columns::{code_at, unreadable};

const SERVING: &str = "SELECT s.id, s.account, s.role, s.code, a.account IS NOT NULL, a.deputy, b.account IS NOT NULL, c.name, d.name \
 FROM assignments s CROSS JOIN accounts c \
 LEFT JOIN absences a ON a.tenant = s.tenant AND a.account = s.account AND a.since <= $2 AND a.until >= $2 \
 LEFT JOIN absences b ON b.tenant = a.tenant AND b.account = a.deputy AND b.since <= $2 AND b.until >= $2 \
 LEFT JOIN accounts d ON d.id = a.deputy \
 WHERE c.id = s.account AND s.tenant = $1 AND s.since <= $2 AND s.until >= $2 ORDER BY s.id";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("grid.SERVING", SERVING)];

/// All people with a post in a street on a day, by the code of their cell.
#[derive(Debug, Default)]
pub struct Serving {
    seats: HashMap<GridCode, Vec<CurrentPost>>,
    /// The names of the holders, by account.
    pub names: HashMap<AccountId, String>,
}

impl Serving {
    /// Reads the posts of a street on a day.
    pub fn read(tx: &mut Tx<'_>, street: &GridCode, day: Day) -> Result<Self, StoreError> {
        let mut serving = Self::default();
        tx.query(SERVING, params![street.as_str(), day.to_string()], |row| {
            let role: String = row.get(2)?;
            let (deputy, deputy_away): (Option<Uuid>, bool) = (row.get(5)?, row.get(6)?);
            let seat = CurrentPost {
                id: AssignmentId::new(row.get(0)?),
                account: AccountId::new(row.get(1)?),
                role: Role::from_key(&role).ok_or_else(|| unreadable("role", &role))?,
                code: code_at(row, 3)?,
                away: row.get(4)?,
                deputy: deputy.filter(|_| !deputy_away).map(AccountId::new),
            };
            serving.names.insert(seat.account, row.get(7)?);
            if let (Some(deputy), Some(name)) = (seat.deputy, row.get::<Option<String>>(8)?) {
                serving.names.insert(deputy, name);
            }
            serving.seats.entry(seat.code).or_default().push(seat);
            Ok(())
        })?;
        Ok(serving)
    }

    /// The posts at exactly this code.
    #[must_use]
    pub fn at(&self, code: &GridCode) -> &[CurrentPost] {
        self.seats.get(code).map_or(&[], Vec::as_slice)
    }

    /// Who is responsible for the cell with this code.
    #[must_use]
    pub fn answer(&self, code: GridCode) -> Answer {
        let ladder = duty::ladder(None, code);
        let seats: Vec<CurrentPost> = ladder.iter().flat_map(|c| self.at(c)).cloned().collect();
        duty::answers(&ladder, &seats)
    }
}
