//! The address directory of a street in memory: names once, numbers as sorted integers, so that a million rooms take some 20 MB.
//!
//! Everything with a name (quarter, road, village, place) is the top of a tree of three levels of labels: building, unit, room. A road
//! has door numbers in the place of buildings, a village its groups with houses as rooms.

use std::collections::HashMap;

use super::doubts::lettered;
use super::elsewhere::Region;
use super::label::Label;
use super::names::Names;
use super::placing::Handle;
use super::row::Row as TableRow;
use super::written::Written;
use crate::grid::{GridCode, Level};

/// Where a row of the directory stands, in the directory's own words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field is the word of its level, as the variant says")]
pub enum Place<'a> {
    /// 社区: known only to tell quarters of one name apart.
    Community { name: &'a str },
    /// The street itself, so that others can be told from it.
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

/// A row of the directory, borrowed from wherever it is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// Where in the hierarchy.
    pub place: Place<'a>,
    /// Its micro-grid.
    pub code: GridCode,
    /// The caller's handle.
    pub id: Handle,
    /// Other names of the quarter, road, village or place; not of what lies below.
    pub aliases: &'a [&'a str],
    /// The road on which a quarter or named place stands, with its number there, which may be empty.
    pub stands: Option<(&'a str, &'a str)>,
}

/// What a top of the tree is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Quarter,
    Road,
    Village,
    Named,
}

/// No row of its own, or no single cell.
pub(super) const NONE: u32 = u32::MAX;
const NO_ROW: Handle = Handle::MAX;

#[derive(Clone, Debug)]
pub(super) struct Top {
    pub(super) kind: Kind,
    pub(super) name: Box<str>,
    pub(super) community: Option<GridCode>,
    pub(super) roads: Vec<Box<str>>,
    pub(super) node: Node,
}

/// A building or unit, or the top itself: its row, the one cell of all below, and where its children begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) label: Label,
    code: u32,
    /// The cell that holds all below; [`NONE`] if several do.
    pub(super) only: u32,
    first: u32,
    id: Handle,
}

impl Node {
    pub(super) fn handle(&self) -> Option<Handle> {
        (self.id != NO_ROW).then_some(self.id)
    }
}

/// The directory of a street. Immutable: build it anew when rows change.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub(super) tops: Vec<Top>,
    buildings: Vec<Node>,
    units: Vec<Node>,
    rooms: Vec<Label>,
    room_codes: Vec<u32>,
    room_ids: Vec<Handle>,
    codes: Vec<GridCode>,
    pub(super) communities: Vec<(Box<str>, GridCode)>,
    pub(super) names: Names,
    pub(super) region: Region,
    /// For each road, the doors at which quarters and named places stand.
    pub(super) doors: HashMap<u32, Vec<(Label, u32)>>,
}

#[derive(Clone, Copy)]
struct Row {
    top: u32,
    building: Label,
    unit: Label,
    room: Label,
    code: u32,
    id: Handle,
}

/// Takes rows one by one, in any order.
#[derive(Default)]
pub struct Builder {
    rows: Vec<Row>,
    tops: Vec<Top>,
    by_name: HashMap<(Kind, Box<str>, Option<GridCode>), u32>,
    last: Option<(Kind, Box<str>, Option<GridCode>, u32)>,
    codes: Vec<GridCode>,
    by_code: HashMap<GridCode, u32>,
    communities: Vec<(Box<str>, GridCode)>,
    aliases: Vec<(Box<str>, u32)>,
    region: Region,
    doors: HashMap<u32, Vec<(Label, u32)>>,
    /// The address that the row before had.
    stood: Option<(u32, String)>,
    unread: usize,
}

fn fits(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}

impl Builder {
    /// Takes a row. A number that cannot be read as one (商业楼) counts as unread; its row then speaks for the level above.
    pub fn add(&mut self, entry: &Entry<'_>) {
        let (kind, name, labels) = match entry.place {
            Place::Street { name } => {
                self.region = Region::of(&entry.code);
                self.region.call(&Written::read(name).chars);
                return;
            }
            Place::Community { name } => {
                self.communities.push((folded(name).into(), entry.code));
                return;
            }
            Place::Quarter { quarter } => (Kind::Quarter, quarter, [None, None, None]),
            Place::Building { quarter, building } => (Kind::Quarter, quarter, [Some(building), None, None]),
            Place::Unit { quarter, building, unit } => (Kind::Quarter, quarter, [Some(building), Some(unit), None]),
            Place::Room { quarter, building, unit, room } => {
                (Kind::Quarter, quarter, [Some(building), unit, Some(room)])
            }
            Place::Door { road, number } => {
                // 66号附3号 lies below number 66.
                let (main, sub) = number.split_once('附').map_or((number, None), |(main, sub)| (main, Some(sub)));
                (Kind::Road, road, [Some(main.trim_end_matches('-')), None, sub])
            }
            Place::Village { village, group, number } => (Kind::Village, village, [group, None, number]),
            Place::Named { name } => (Kind::Named, name, [None, None, None]),
        };
        let top = self.top(kind, name, entry.code);
        if let Some((road, number)) = entry.stands {
            self.stand(top, road, number, entry.code);
        }
        self.aliases.extend(entry.aliases.iter().map(|alias| (Box::from(*alias), top)));
        let mut unread = false;
        let mut read = |words: Option<&str>| {
            words.filter(|w| !w.trim().is_empty() && !unread).map_or(Label::NONE, |w| {
                Label::read(w).unwrap_or_else(|| {
                    unread = true;
                    Label::NONE
                })
            })
        };
        let [mut building, unit, room] = labels.map(&mut read);
        if kind == Kind::Road {
            building = lettered(building, None);
        }
        self.unread += usize::from(unread);
        let next = fits(self.codes.len());
        let code = *self.by_code.entry(entry.code).or_insert(next);
        if code == next {
            self.codes.push(entry.code);
        }
        self.rows.push(Row { top, building, unit, room, code, id: entry.id });
    }

    /// Takes the address of a quarter or named place. Most rows repeat that of the row before.
    fn stand(&mut self, top: u32, road: &str, number: &str, code: GridCode) {
        let address = format!("{road} {number}");
        if self.stood.as_ref().is_some_and(|(t, a)| *t == top && *a == address) {
            return;
        }
        let on = self.top(Kind::Road, road, code);
        let name = folded(road).into();
        let roads = &mut self.tops[top as usize].roads;
        if !roads.contains(&name) {
            roads.push(name);
        }
        let main = number.split('附').next().unwrap_or(number);
        if let Some(label) = Label::read(main) {
            let doors = self.doors.entry(on).or_default();
            let door = (lettered(label, None), top);
            if !doors.contains(&door) {
                doors.push(door);
            }
        }
        self.stood = Some((top, address));
    }

    /// Takes a row of an office's table.
    pub fn row(&mut self, row: &TableRow<'_>, code: GridCode, id: Handle) {
        row.entries(code, id).iter().for_each(|entry| self.add(entry));
    }

    /// Takes the names of the street and its communities.
    pub fn areas<'a>(&mut self, areas: impl IntoIterator<Item = (GridCode, &'a str)>) {
        for (code, name) in areas {
            let place = match code.level() {
                Level::Street => Place::Street { name },
                Level::Community => Place::Community { name },
                _ => continue,
            };
            self.add(&Entry { place, code, id: NO_ROW, aliases: &[], stands: None });
        }
    }

    /// How many rows had a number that could not be read.
    #[must_use]
    pub const fn unread(&self) -> usize {
        self.unread
    }

    /// Two quarters of one name in two communities are two; a road is one throughout the street.
    fn top(&mut self, kind: Kind, name: &str, code: GridCode) -> u32 {
        let scope = match kind {
            Kind::Quarter | Kind::Village => code.at(Level::Community),
            Kind::Road => code.street(),
            Kind::Named => Some(code),
        };
        if let Some((k, n, s, top)) = &self.last
            && *k == kind
            && **n == *name
            && *s == scope
        {
            return *top;
        }
        let next = fits(self.tops.len());
        let top = *self.by_name.entry((kind, folded(name).into(), scope)).or_insert(next);
        if top == next {
            let node = Node { label: Label::NONE, code: NONE, only: NONE, first: NONE, id: NO_ROW };
            let community = if kind == Kind::Road { None } else { code.at(Level::Community) };
            self.tops.push(Top { kind, name: name.trim().into(), community, roads: Vec::new(), node });
        }
        self.last = Some((kind, name.into(), scope, top));
        top
    }

    /// Sorts the rows into the tree.
    #[must_use]
    pub fn build(mut self) -> Directory {
        self.rows.sort_unstable_by_key(|r| (r.top, r.building, r.unit, r.room));
        let mut names = Names::default();
        for (at, top) in self.tops.iter().enumerate() {
            names.add(&top.name, top.kind, fits(at), false);
            if let Some(tail) = court(&top.name).filter(|_| top.kind == Kind::Quarter) {
                names.add(&tail, top.kind, fits(at), true);
            }
            let short = match top.kind {
                Kind::Named => shop(&top.name),
                Kind::Village => top.name.strip_suffix('村').filter(|short| short.chars().count() >= 2),
                _ => None,
            };
            if let Some(short) = short {
                names.add(short, top.kind, fits(at), true);
            }
        }
        for (alias, top) in &self.aliases {
            names.add(alias, self.tops[*top as usize].kind, *top, true);
        }
        names.finish();
        let rooms = self.rows.iter().filter(|r| r.room != Label::NONE).count();
        let region = self.codes.first().map(Region::of).unwrap_or_default();
        let mut out = Directory {
            tops: self.tops,
            rooms: Vec::with_capacity(rooms),
            room_codes: Vec::with_capacity(rooms),
            room_ids: Vec::with_capacity(rooms),
            codes: self.codes,
            communities: self.communities,
            names,
            region: if self.region.is_known() { self.region } else { region },
            doors: self.doors,
            ..Directory::default()
        };
        let mut place: Option<(u32, Label, Label)> = None;
        for row in &self.rows {
            out.take(row, place);
            place = Some((row.top, row.building, row.unit));
        }
        out.settle();
        out
    }
}

/// 25号院 of 竹影街25号院: what people there call it, as do those of every other 25号院.
fn court(name: &str) -> Option<String> {
    let name = folded(name);
    let from = name.find(|c: char| c.is_ascii_digit())?;
    (from > 0 && name[from..].contains("号院")).then(|| name[from..].to_owned())
}

/// 长庚五金 of 长庚五金店.
fn shop(name: &str) -> Option<&str> {
    name.strip_suffix('店').filter(|short| short.chars().count() >= 4)
}

fn folded(words: &str) -> String {
    Written::read(words).chars.into_iter().filter(|c| *c != ' ').collect()
}

impl Directory {
    /// Starts a directory.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// How many rooms it knows.
    #[must_use]
    pub fn rooms(&self) -> usize {
        self.rooms.len()
    }

    /// Roughly what it takes in memory, in bytes.
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

    fn take(&mut self, row: &Row, before: Option<(u32, Label, Label)>) {
        let node = |label, first| Node { label, code: NONE, only: NONE, first, id: NO_ROW };
        let deeper = row.unit != Label::NONE || row.room != Label::NONE;
        let top = &mut self.tops[row.top as usize].node;
        if before.is_none_or(|(t, ..)| t != row.top) {
            top.first = fits(self.buildings.len());
        }
        if row.building == Label::NONE && !deeper {
            (top.code, top.id) = (row.code, row.id);
            return;
        }
        let new_building =
            top.first == fits(self.buildings.len()) || self.buildings.last().is_none_or(|b| b.label != row.building);
        if new_building {
            self.buildings.push(node(row.building, fits(self.units.len())));
        }
        let Some(building) = self.buildings.last_mut() else { return };
        if !deeper {
            (building.code, building.id) = (row.code, row.id);
            return;
        }
        if building.first == fits(self.units.len()) || self.units.last().is_none_or(|u| u.label != row.unit) {
            self.units.push(node(row.unit, fits(self.rooms.len())));
        }
        let Some(unit) = self.units.last_mut() else { return };
        if row.room == Label::NONE {
            (unit.code, unit.id) = (row.code, row.id);
            return;
        }
        self.rooms.push(row.room);
        self.room_codes.push(row.code);
        self.room_ids.push(row.id);
    }

    /// Works out for every node the one cell of all below it, or that there are several.
    fn settle(&mut self) {
        fn one(mut codes: impl Iterator<Item = u32>, own: u32) -> u32 {
            let Some(first) = codes.next() else { return own };
            if codes.all(|c| c == first) { first } else { NONE }
        }
        for at in 0..self.units.len() {
            let range = self.rooms_of(at);
            self.units[at].only = one(self.room_codes[range].iter().copied(), self.units[at].code);
        }
        for at in 0..self.buildings.len() {
            let (range, own) = (self.units_of(at), self.buildings[at].code);
            // A number of a road is a door besides those below it: 66号 and 66号附3号.
            let doors =
                (self.units[range.clone()].iter().all(|u| u.label == Label::NONE) && own != NONE).then_some(own);
            self.buildings[at].only = one(doors.into_iter().chain(self.units[range].iter().map(|u| u.only)), own);
        }
        let mut ends = fits(self.buildings.len());
        for at in (0..self.tops.len()).rev() {
            // Tops stand in the order of their buildings, so the next one's first is the end of this one.
            // What no row stands below has its place in the order as well.
            let first = if self.tops[at].node.first == NONE { ends } else { self.tops[at].node.first };
            self.tops[at].node.first = first;
            let range = first as usize..ends as usize;
            self.tops[at].node.only = one(self.buildings[range].iter().map(|b| b.only), self.tops[at].node.code);
            ends = first;
        }
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

    /// Adds the cells of a unit's rooms of that label (two rows may contradict) and gives the first row's handle.
    pub(super) fn cells_of_room(&self, unit: usize, label: Label, cells: &mut Vec<u32>) -> Option<Handle> {
        let range = self.rooms_of(unit);
        let rooms = &self.rooms[range.clone()];
        let from = rooms.partition_point(|r| *r < label);
        let same = rooms[from..].iter().take_while(|r| **r == label).count();
        let from = range.start + from;
        self.room_codes[from..from + same].iter().for_each(|c| put(cells, *c));
        (same > 0).then(|| self.room_ids[from])
    }

    /// Whether a number of a road has that door beside it: 66号附3号.
    pub(super) fn has_door(&self, road: u32, label: Label, sub: Label) -> bool {
        self.building_called(road, label)
            .is_some_and(|b| self.units_of(b).any(|u| self.rooms[self.rooms_of(u)].contains(&sub)))
    }

    /// The cell of a number itself, and only without one of its own those of the doors beside it.
    pub(super) fn cells_of_door(&self, building: usize, cells: &mut Vec<u32>) {
        match self.buildings[building].code {
            NONE => self.cells_of_building(building, cells),
            own => put(cells, own),
        }
    }

    /// Whether a row stands under a top, or is it.
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
