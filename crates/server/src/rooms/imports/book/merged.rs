//! Merged cells: the content of the first cell of a merged area applies to every cell of it.

use std::rc::Rc;

use super::Row;
use crate::rooms::imports::refused::unreadable;
use crate::rooms::imports::table::COLUMNS;
use crate::web::Refusal;

/// The most merged areas of a sheet.
pub const AREAS: usize = 200_000;

/// A merged area; rows and columns count from 0, and the last ones belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its first and last row.
    pub rows: (u64, u64),
    /// Its first and last column.
    pub columns: (usize, usize),
}

struct Slot {
    last_row: u64,
    value: Rc<str>,
    unvalued: bool,
}

/// Fills rows that come in order. It stores one value for each column, however many areas there are and however large they claim to be.
#[derive(Default)]
pub struct Merged {
    /// Areas that begin further down, the nearest last.
    waiting: Vec<Area>,
    slots: Vec<Option<Slot>>,
}

/// The refusal for a sheet with too many merged areas.
pub fn too_many() -> Refusal {
    unreadable(
        "imports.too-many-merged",
        format!("合并单元格超过 {AREAS} 处，请取消合并后再导入"),
        format!("more than {AREAS} merged cells: unmerge them first"),
    )
}

impl Merged {
    /// With areas that are known before the rows are read.
    ///
    /// # Errors
    /// If there are too many.
    pub fn of(mut areas: Vec<Area>) -> Result<Self, Refusal> {
        if areas.len() > AREAS {
            return Err(too_many());
        }
        areas.sort_unstable_by_key(|area| std::cmp::Reverse(area.rows.0));
        Ok(Self { waiting: areas, slots: Vec::new() })
    }

    /// Adds an area that begins in this row.
    pub fn begin(&mut self, row: &Row, area: Area) {
        let (first, last) = (area.columns.0, area.columns.1.min(COLUMNS - 1));
        let here = area.rows.0 + 1 == row.number;
        let value = row.cells.get(first).filter(|v| here && !v.is_empty());
        let unvalued = here && row.unvalued.contains(&first);
        let value: Option<Rc<str>> = value.map(|v| Rc::from(v.as_str())).or_else(|| unvalued.then(|| Rc::from("")));
        if self.slots.len() <= last {
            self.slots.resize_with(last + 1, || None);
        }
        for slot in self.slots.iter_mut().take(last + 1).skip(first) {
            *slot = value.clone().map(|value| Slot { last_row: area.rows.1, value, unvalued });
        }
    }

    /// Fills the merged cells of a row. A row without content of its own is skipped and stays unchanged.
    pub fn fill(&mut self, row: &mut Row) {
        let at = row.number.saturating_sub(1);
        while let Some(area) = self.waiting.pop_if(|area| area.rows.0 <= at) {
            self.begin(row, area);
        }
        for (column, slot) in self.slots.iter_mut().enumerate() {
            let Some(found) = slot else { continue };
            if found.last_row < at {
                *slot = None;
                continue;
            }
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            (*found.value).clone_into(&mut row.cells[column]);
            if found.unvalued && !row.unvalued.contains(&column) {
                row.unvalued.push(column);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64, cells: &[&str]) -> Row {
        Row::plain(number, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    fn area(rows: (u64, u64), columns: (usize, usize)) -> Area {
        Area { rows, columns }
    }

    #[test]
    fn the_value_of_an_area_belongs_to_all_of_it_and_to_no_more() {
        let mut merged = Merged::of(vec![area((4, 5), (1, 2)), area((1, 3), (0, 0))]).unwrap();
        let mut told = Vec::new();
        for (number, cells) in
            [(1, ["社区", "姓名"]), (2, ["甲", "a"]), (4, ["", "b"]), (5, ["乙", "c"]), (7, ["", "d"])]
        {
            let mut row = row(number, &cells);
            merged.fill(&mut row);
            told.push(row.cells.join(","));
        }
        assert_eq!(told, ["社区,姓名", "甲,a", "甲,b", "乙,c,c", ",d"]);
    }

    #[test]
    fn an_area_whose_first_cell_is_empty_fills_nothing_and_one_without_a_value_says_so() {
        let mut merged = Merged::of(vec![area((0, 9), (0, 0)), area((0, 9), (1, 1))]).unwrap();
        let mut first = row(2, &["", "", "x"]);
        merged.fill(&mut first);
        assert_eq!(first.cells, ["", "", "x"], "the first row of the areas was empty");
        let mut merged = Merged::of(vec![area((0, 1), (1, 1))]).unwrap();
        let mut first = Row { unvalued: vec![1], ..row(1, &["x", ""]) };
        merged.fill(&mut first);
        let mut second = row(2, &["y"]);
        merged.fill(&mut second);
        assert_eq!(second.unvalued, [1]);
    }

    #[test]
    fn areas_as_large_as_a_sheet_cost_no_more_than_its_columns() {
        let all = area((0, 1_048_575), (0, 16_383));
        let mut merged = Merged::of(vec![all; AREAS]).unwrap();
        let begun = std::time::Instant::now();
        for number in 1..=2_000 {
            let mut row = row(number, &["x"]);
            merged.fill(&mut row);
            assert_eq!(row.cells.len(), COLUMNS);
        }
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
        assert!(Merged::of(vec![all; AREAS + 1]).is_err());
    }
}
