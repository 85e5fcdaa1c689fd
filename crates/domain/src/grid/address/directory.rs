//! The address directory of a street in memory: names once, numbers as sorted integers; a million rooms need about 20
//! MB.
//!
//! Everything with a name (quarter, road, village, place) is a top with three levels of labels: building, unit, room.
//! Roads have numbers in place of buildings; villages have groups, with houses as rooms.

use std::collections::HashMap;

use super::builder::Builder;
use super::elsewhere::Region;
use super::label::Label;
use super::names::Names;
use super::placing::Handle;
use crate::grid::GridCode;

/// The position of a row, in the directory's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field is the word of its level, as the variant says")]
pub enum Place<'a> {
    /// 社区: distinguishes quarters of one name.
    Community { name: &'a str },
    /// The street, to distinguish others from it.
    Street { name: &'a str },
    /// 小区 or 院落.
    Quarter { quarter: &'a str },
    /// 栋.
    Building { quarter: &'a str, building: &'a str },
    /// 单元.
    Unit { quarter: &'a str, building: &'a str, unit: &'a str },
    /// 室; a building may have no units.
    Room { quarter: &'a str, building: &'a str, unit: Option<&'a str>, room: &'a str },
    /// 路名 and 门牌号: a shop or a house.
    Door { road: &'a str, number: &'a str },
    /// 村, its 组, a house in it.
    Village { village: &'a str, group: Option<&'a str>, number: Option<&'a str> },
    /// A place with a name of its own: 农贸市场, 小学.
    Named { name: &'a str },
}

/// A row of the directory, borrowed from the caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// Its position.
    pub place: Place<'a>,
    /// Its micro-grid.
    pub code: GridCode,
    /// The caller's handle.
    pub id: Handle,
    /// Aliases of the quarter, road, village or place; not of its children.
    pub aliases: &'a [&'a str],
    /// The road of a quarter or named place, with its number there (may be empty).
    pub stands: Option<(&'a str, &'a str)>,
}

/// The type of a top.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Quarter,
    Road,
    Village,
    Named,
}

/// No own row, or no single cell.
pub(super) const NONE: u32 = u32::MAX;
pub(super) const NO_ROW: Handle = Handle::MAX;

#[derive(Clone, Debug)]
pub(super) struct Top {
    pub(super) kind: Kind,
    pub(super) name: Box<str>,
    pub(super) community: Option<GridCode>,
    pub(super) roads: Vec<Box<str>>,
    pub(super) node: Node,
}

/// A building, unit or top: its row, the one cell of its subtree, and its first child.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) label: Label,
    pub(super) code: u32,
    /// The cell of the whole subtree; [`NONE`] if there are several.
    pub(super) only: u32,
    pub(super) first: u32,
    pub(super) id: Handle,
}

impl Node {
    pub(super) fn handle(&self) -> Option<Handle> {
        (self.id != NO_ROW).then_some(self.id)
    }
}

/// The directory of a street. Immutable: rebuilt when rows change.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub(super) tops: Vec<Top>,
    pub(super) buildings: Vec<Node>,
    pub(super) units: Vec<Node>,
    pub(super) rooms: Vec<Label>,
    pub(super) room_codes: Vec<u32>,
    pub(super) room_ids: Vec<Handle>,
    pub(super) codes: Vec<GridCode>,
    pub(super) communities: Vec<(Box<str>, GridCode)>,
    pub(super) names: Names,
    pub(super) region: Region,
    /// For each road, the numbers of quarters and named places.
    pub(super) doors: HashMap<u32, Vec<(Label, u32)>>,
}

impl Directory {
    /// Starts a directory.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Number of rooms.
    #[must_use]
    pub fn rooms(&self) -> usize {
        self.rooms.len()
    }

    /// Approximate size in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let nodes = self.buildings.capacity() + self.units.capacity();
        nodes * size_of::<Node>()
            + self.rooms.capacity() * (size_of::<Label>() + size_of::<u32>() + size_of::<Handle>())
            + self.codes.capacity() * size_of::<GridCode>()
            + self.tops.capacity() * size_of::<Top>()
            + self
                .tops
                .iter()
                .map(|t| t.name.len() + t.roads.iter().map(|r| r.len() + 16).sum::<usize>())
                .sum::<usize>()
            + self.names.bytes()
    }

    pub(super) fn buildings_of(&self, top: u32) -> std::ops::Range<usize> {
        let at = top as usize;
        let end = self.tops.get(at + 1).map_or(self.buildings.len(), |t| t.node.first as usize);
        self.tops[at].node.first as usize..end
    }

    pub(super) fn units_of(&self, building: usize) -> std::ops::Range<usize> {
        let end = self.buildings.get(building + 1).map_or(self.units.len(), |b| b.first as usize);
        self.buildings[building].first as usize..end
    }

    pub(super) fn rooms_of(&self, unit: usize) -> std::ops::Range<usize> {
        let end = self.units.get(unit + 1).map_or(self.rooms.len(), |u| u.first as usize);
        self.units[unit].first as usize..end
    }

    pub(super) fn building(&self, at: usize) -> &Node {
        &self.buildings[at]
    }

    pub(super) fn unit(&self, at: usize) -> &Node {
        &self.units[at]
    }

    /// The building of a top by its label.
    pub(super) fn building_called(&self, top: u32, label: Label) -> Option<usize> {
        let range = self.buildings_of(top);
        let from = range.start;
        self.buildings[range].binary_search_by_key(&label, |b| b.label).ok().map(|at| from + at)
    }

    /// Adds the cells of a unit's rooms with that label (two rows may contradict) and returns the first row's handle.
    pub(super) fn cells_of_room(&self, unit: usize, label: Label, cells: &mut Vec<u32>) -> Option<Handle> {
        let range = self.rooms_of(unit);
        let rooms = &self.rooms[range.clone()];
        let from = rooms.partition_point(|r| *r < label);
        let same = rooms[from..].iter().take_while(|r| **r == label).count();
        let from = range.start + from;
        self.room_codes[from..from + same].iter().for_each(|c| put(cells, *c));
        (same > 0).then(|| self.room_ids[from])
    }

    /// Whether a number of a road has this sub-number: 66号附3号.
    pub(super) fn has_door(&self, road: u32, label: Label, sub: Label) -> bool {
        self.building_called(road, label)
            .is_some_and(|b| self.units_of(b).any(|u| self.rooms[self.rooms_of(u)].contains(&sub)))
    }

    /// The cell of a number; if it has none, those of its sub-numbers.
    pub(super) fn cells_of_door(&self, building: usize, cells: &mut Vec<u32>) {
        match self.buildings[building].code {
            NONE => self.cells_of_building(building, cells),
            own => put(cells, own),
        }
    }

    /// Whether a row is a top or below it.
    pub(super) fn holds(&self, top: u32, entry: Handle) -> bool {
        let buildings = self.buildings_of(top);
        let mut units = buildings.clone().flat_map(|b| self.units_of(b));
        self.tops[top as usize].node.id == entry
            || self.buildings[buildings].iter().any(|b| b.id == entry)
            || units.any(|u| self.units[u].id == entry || self.room_ids[self.rooms_of(u)].contains(&entry))
    }

    pub(super) fn code(&self, at: u32) -> Option<GridCode> {
        self.codes.get(at as usize).copied()
    }

    /// Adds the cells under a unit.
    pub(super) fn cells_of_unit(&self, unit: usize, cells: &mut Vec<u32>) {
        match self.units[unit].only {
            NONE => self.room_codes[self.rooms_of(unit)].iter().for_each(|c| put(cells, *c)),
            only => put(cells, only),
        }
    }

    /// Adds the cells under a building.
    pub(super) fn cells_of_building(&self, building: usize, cells: &mut Vec<u32>) {
        match self.buildings[building].only {
            NONE => self.units_of(building).for_each(|u| self.cells_of_unit(u, cells)),
            only => put(cells, only),
        }
    }

    /// Adds the cells under a top.
    pub(super) fn cells_of_top(&self, top: u32, cells: &mut Vec<u32>) {
        match self.tops[top as usize].node.only {
            NONE => self.buildings_of(top).for_each(|b| self.cells_of_building(b, cells)),
            only => put(cells, only),
        }
    }
}

fn put(cells: &mut Vec<u32>, code: u32) {
    if code != NONE && !cells.contains(&code) {
        cells.push(code);
    }
}
