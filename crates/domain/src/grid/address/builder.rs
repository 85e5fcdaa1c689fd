//! Builds a directory from rows in any order.

use std::collections::HashMap;

use super::directory::{Directory, Entry, Kind, NO_ROW, NONE, Node, Place, Top};
use super::doubts::lettered;
use super::elsewhere::Region;
use super::label::Label;
use super::names::Names;
use super::placing::Handle;
use super::row::Row as TableRow;
use super::written::FoldedText;
use crate::grid::{GridCode, Level};

#[derive(Clone, Copy)]
struct Row {
    top: u32,
    building: Label,
    unit: Label,
    room: Label,
    code: u32,
    id: Handle,
}

/// Collects rows in any order.
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
    /// The address of the previous row.
    stood: Option<(u32, String)>,
    unread: usize,
}

fn fits(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}

impl Builder {
    /// Adds a row. A number that cannot be parsed (商业楼) is counted; its row is used for the level above.
    pub fn add(&mut self, entry: &Entry<'_>) {
        let (kind, name, labels) = match entry.place {
            Place::Street { name } => {
                self.region = Region::of(&entry.code);
                self.region.call(&FoldedText::read(name).chars);
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
                // 66号附3号 is a child of number 66.
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

    /// Adds the address of a quarter or named place. Most rows repeat the previous one.
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

    /// Adds a row of an office's table.
    pub fn row(&mut self, row: &TableRow<'_>, code: GridCode, id: Handle) {
        row.entries(code, id).iter().for_each(|entry| self.add(entry));
    }

    /// Adds the names of the street and its communities.
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

    /// Number of rows whose number could not be parsed.
    #[must_use]
    pub const fn unread(&self) -> usize {
        self.unread
    }

    /// Quarters of one name in two communities are distinct; a road is one in the whole street.
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

/// 25号院 for 竹影街25号院: the local short name, shared by every other 25号院.
fn court(name: &str) -> Option<String> {
    let name = folded(name);
    let from = name.find(|c: char| c.is_ascii_digit())?;
    (from > 0 && name[from..].contains("号院")).then(|| name[from..].to_owned())
}

/// 长庚五金 for 长庚五金店.
fn shop(name: &str) -> Option<&str> {
    name.strip_suffix('店').filter(|short| short.chars().count() >= 4)
}

fn folded(words: &str) -> String {
    FoldedText::read(words).chars.into_iter().filter(|c| *c != ' ').collect()
}

impl Directory {
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

    /// Computes for every node the one cell of its subtree, or that there are several.
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
            // A number of a road is an address besides its children: 66号 and 66号附3号.
            let doors =
                (self.units[range.clone()].iter().all(|u| u.label == Label::NONE) && own != NONE).then_some(own);
            self.buildings[at].only = one(doors.into_iter().chain(self.units[range].iter().map(|u| u.only)), own);
        }
        let mut ends = fits(self.buildings.len());
        for at in (0..self.tops.len()).rev() {
            // Tops are in the order of their buildings, so the next one's first is the end of this one. A top without
            // rows has a position as well.
            let first = if self.tops[at].node.first == NONE { ends } else { self.tops[at].node.first };
            self.tops[at].node.first = first;
            let range = first as usize..ends as usize;
            self.tops[at].node.only = one(self.buildings[range].iter().map(|b| b.only), self.tops[at].node.code);
            ends = first;
        }
    }
}
