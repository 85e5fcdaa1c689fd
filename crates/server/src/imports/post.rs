//! Where a post of a roster is held. An empty cell never makes it wider than the row says: who serves all of a street, or all of a
//! community or grid where others of the table serve a part, is said to in words.

use std::collections::{BTreeSet, HashMap};
use weiguang_domain::access::Role;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::text::fold;

use super::report::RowFault;
use super::spot::{self, Spots};
use super::table::Cells;

/// What says that a post is held for all of the street.
const WHOLE_STREET: [&str; 7] = ["全街道", "整个街道", "本街道", "街道全域", "全域", "全辖区", "wholestreet"];

/// The posts of a file.
pub struct Posts {
    street: GridCode,
    /// The columns of grids and codes that are filled in some row of a role.
    filled: HashMap<Role, BTreeSet<usize>>,
}

fn narrow<'a>(cells: &Cells<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    cells.each("grid").chain(cells.each("code"))
}

impl Posts {
    /// None yet.
    pub fn new(street: GridCode) -> Self {
        Self { street, filled: HashMap::new() }
    }

    /// Looks at a row before any is planned.
    pub fn see(&mut self, cells: &Cells<'_>) {
        if let Some(role) = Role::from_word(cells.get("role")) {
            self.filled.entry(role).or_default().extend(narrow(cells).map(|(at, _)| at));
        }
    }

    /// The code at which a row holds a role.
    ///
    /// # Errors
    /// A place that is none; an empty cell that would give more than the row says.
    pub fn code(&self, spots: &Spots, cells: &Cells<'_>, role: Role) -> Result<GridCode, RowFault> {
        let columns = ["community", "grid", "code"];
        let said = |key: &&str| WHOLE_STREET.contains(&fold(cells.get(key)).replace(' ', "").as_str());
        let all_of_street = columns.iter().any(said);
        let narrower = |level: Level| role.levels().iter().any(|l| *l > level);
        let named = columns.iter().any(|key| cells.given(key).is_some());
        let (zh, en) = (role.chinese(), role.english().to_lowercase());
        if all_of_street || (!named && role.fits(Level::Street)) {
            if all_of_street || !narrower(Level::Street) {
                return Ok(self.street);
            }
            let column = columns.into_iter().find(|key| cells.has(key)).unwrap_or("community");
            return Err(cells.fault(
                column,
                "imports.blank-widens",
                format!("空着会让“{zh}”管全街道：请填社区或网格；确实管全街道的，请写“全街道”"),
                format!("empty, it gives this {en} the whole street: name a community or grid, or write 全街道 (whole street)"),
            ));
        }
        let code = spots.code(cells)?;
        let here: Vec<usize> = narrow(cells).map(|(at, _)| at).collect();
        let blank = self.filled.get(&role).and_then(|all| all.iter().copied().find(|at| !here.contains(at)));
        let in_words = narrow(cells).any(|(_, text)| spot::is_all(text));
        if let Some(at) = blank.filter(|_| !in_words && role.fits(code.level()) && narrower(code.level())) {
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
