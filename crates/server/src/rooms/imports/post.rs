//! The code of a post in a row of a roster. How wide a post with an empty cell may be is decided in the domain.

use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::people::width::{self, Filled};

use super::report::RowFault;
use super::spot::{self, Spots};
use super::table::Cells;

/// The posts of a file.
pub struct Posts {
    street: GridCode,
    filled: Filled,
}

fn narrow<'a>(cells: &Cells<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    cells.each("grid").chain(cells.each("code"))
}

impl Posts {
    /// None yet.
    pub fn new(street: GridCode) -> Self {
        Self { street, filled: Filled::default() }
    }

    /// Examines a row before any is planned.
    pub fn see(&mut self, cells: &Cells<'_>) {
        if let Some(role) = Role::from_word(cells.get("role")) {
            self.filled.see(role, narrow(cells).map(|(at, _)| at));
        }
    }

    /// The code of a role in a row.
    ///
    /// # Errors
    /// An unknown place; an empty cell that would grant more than the row says.
    pub fn code(&self, spots: &Spots, cells: &Cells<'_>, role: Role) -> Result<GridCode, RowFault> {
        let columns = ["community", "grid", "code"];
        let (zh, en) = (role.chinese(), role.english().to_lowercase());
        match width::of_street(role, columns.map(|key| cells.get(key))) {
            Ok(true) => return Ok(self.street),
            Ok(false) => {}
            Err(width::Widens) => {
                let column = columns.into_iter().find(|key| cells.has(key)).unwrap_or("community");
                return Err(cells.fault(
                    column,
                    "imports.blank-widens",
                    format!("空着会让“{zh}”管全街道：请填社区或网格；确实管全街道的，请写“全街道”"),
                    format!("empty, it gives this {en} the whole street: name a community or grid, or write 全街道 (whole street)"),
                ));
            }
        }
        let code = spots.code(cells)?;
        let here: Vec<usize> = narrow(cells).map(|(at, _)| at).collect();
        let in_words = narrow(cells).any(|(_, text)| spot::is_all(text));
        if let Some(at) = self.filled.blank(role, code.level(), &here).filter(|_| !in_words) {
            let level = code.level().chinese();
            return Err(cells.fault_at(
                at,
                "imports.blank-widens",
                format!("空着会让“{zh}”管整个{level}，而表里其他{zh}都填了：请补上；确实管整个{level}的，请写“全{level}”"),
                format!("empty, it gives this {en} all of {code} while others of the table fill it in: fill it in, or write 全{level}"),
            ));
        }
        Ok(code)
    }
}
