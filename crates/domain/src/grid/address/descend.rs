//! Descends the directory from a name by the numbers of the text to the remaining cells.

use super::directory::{Directory, Kind};
use super::doubts::{Door, Labels, door};
use super::evidence::Evidence;
use super::hits::Hit;
use super::label::Label;
use super::parse::{Numbered, Parts};
use super::placing::Handle;

/// Confidence of a doubtful match: offered, never sure.
pub(super) const DOUBTED: f32 = 0.60;

/// Likelihood of the text if the place is meant, and the directory lacks that part or differs.
pub(super) mod lacks {
    pub(in crate::grid::address) const BUILDING: f32 = 0.05;
    pub(in crate::grid::address) const UNIT: f32 = 0.22;
    pub(in crate::grid::address) const ROOM: f32 = 0.40;
    pub(in crate::grid::address) const COMMUNITY: f32 = 0.12;
    pub(in crate::grid::address) const ROAD: f32 = 0.30;
    /// A named place with a building and a room is more likely a quarter.
    pub(in crate::grid::address) const NAMED_WITH_ROOM: f32 = 0.25;
    /// A road before a quarter only describes the way.
    pub(in crate::grid::address) const ROAD_BESIDE: f32 = 0.04;
}

/// An interpretation of building, unit and room, with its likelihood.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    building: Option<Label>,
    unit: Option<Label>,
    room: Option<Label>,
    weight: f32,
}

/// The result of one name and reading.
pub(super) struct Landing {
    pub(super) cells: Vec<u32>,
    pub(super) weight: f32,
    pub(super) entry: Option<Handle>,
    pub(super) words: String,
    pub(super) road: bool,
    pub(super) evidence: Vec<Evidence>,
    pub(super) top: u32,
    /// Position of the name, and whether it is complete.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) exact: bool,
    /// Maximum confidence: less than 1 if something contradicts.
    pub(super) limit: f32,
}

impl Directory {
    /// The addresses that the text names on a road; `None` if only a quarter is there.
    pub(super) fn on_road(&self, hit: &Hit, parts: &Parts) -> Option<Landing> {
        let plain = Reading { building: None, unit: None, room: None, weight: 1.0 };
        let Some(Door { labels, sub, beside, .. }) = door(parts, hit.from, hit.to) else {
            // A road alone is too little, even if all its addresses are in one cell.
            return Some(Landing { limit: DOUBTED, ..self.descend(hit.top, &plain) });
        };
        let stand = self.doors.get(&hit.top).map_or(&[][..], Vec::as_slice);
        if let [label] = labels.list[..] {
            if self.building_called(hit.top, label).is_none() && stand.iter().any(|(l, _)| *l == label) {
                return None;
            }
            let known = sub.filter(|sub| self.has_door(hit.top, label, *sub));
            let reading = Reading { building: Some(label), room: known, ..plain };
            let landing = self.descend(hit.top, &reading);
            let limit = if beside { DOUBTED } else { landing.limit };
            return Some(Landing { limit, ..landing });
        }
        let mut landing = self.at_all(hit.top, &labels);
        let mut found = labels.list.iter().filter(|l| self.building_called(hit.top, **l).is_some()).count();
        for (label, top) in stand.iter().filter(|(label, _)| labels.has(*label)) {
            found += usize::from(labels.list.contains(label));
            self.cells_of_top(*top, &mut landing.cells);
        }
        landing.limit = if found < labels.list.len() { DOUBTED } else { 1.0 };
        Some(landing)
    }

    /// Several buildings, groups or numbers at once: the union of their cells; doubtful if one is unknown.
    pub(super) fn at_all(&self, at: u32, labels: &Labels) -> Landing {
        let mut out = self.landing(at, 1.0);
        for building in self.buildings_of(at).filter(|b| labels.has(self.building(*b).label)) {
            self.cells_of_building(building, &mut out.cells);
        }
        for label in &labels.list {
            let known = self.building_called(at, *label).is_some();
            out.evidence.push(self.known(at, *label, known));
            if !known {
                out.limit = DOUBTED;
            }
        }
        if out.cells.is_empty() {
            self.cells_of_top(at, &mut out.cells);
        }
        out
    }

    fn landing(&self, at: u32, weight: f32) -> Landing {
        let top = &self.tops[at as usize];
        Landing {
            cells: Vec::new(),
            weight,
            entry: top.node.handle(),
            words: top.name.to_string(),
            road: top.kind == Kind::Road,
            evidence: Vec::new(),
            top: at,
            from: 0,
            to: 0,
            exact: false,
            limit: 1.0,
        }
    }

    fn known(&self, at: u32, label: Label, yes: bool) -> Evidence {
        let label = label.to_string();
        match (self.tops[at as usize].kind == Kind::Road, yes) {
            (true, true) => Evidence::NumberKnown { label },
            (true, false) => Evidence::NumberUnknown { label },
            (false, true) => Evidence::BuildingKnown { label },
            (false, false) => Evidence::BuildingUnknown { label },
        }
    }

    pub(super) fn descend(&self, at: u32, reading: &Reading) -> Landing {
        let top = &self.tops[at as usize];
        let mut out = self.landing(at, reading.weight);
        let all = self.buildings_of(at);
        if all.is_empty() {
            self.cells_of_top(at, &mut out.cells);
            return out;
        }
        let buildings = match reading.building {
            None => all,
            Some(label) => {
                let found = self.building_called(at, label);
                out.evidence.push(self.known(at, label, found.is_some()));
                let Some(building) = found else {
                    out.weight *= lacks::BUILDING;
                    out.limit = DOUBTED;
                    self.cells_of_top(at, &mut out.cells);
                    return out;
                };
                out.entry = self.building(building).handle().or(out.entry);
                let word = match top.kind {
                    Kind::Road => "号",
                    Kind::Village => "组",
                    _ => "栋",
                };
                out.words.push_str(&format!("{label}{word}"));
                if top.kind == Kind::Road && reading.room.is_none() {
                    self.cells_of_door(building, &mut out.cells);
                    return out;
                }
                building..building + 1
            }
        };
        self.below(&mut out, buildings, reading);
        out
    }

    /// The units and rooms of the remaining buildings.
    fn below(&self, out: &mut Landing, buildings: std::ops::Range<usize>, reading: &Reading) {
        let mut units: Vec<usize> = Vec::new();
        if reading.unit.is_some() || reading.room.is_some() {
            units = buildings.clone().flat_map(|b| self.units_of(b)).collect();
        }
        if let Some(label) = reading.unit
            && !units.is_empty()
        {
            let divided = units.iter().any(|u| self.unit(*u).label != Label::NONE);
            let called: Vec<usize> = units.iter().copied().filter(|u| self.unit(*u).label == label).collect();
            let text = label.to_string();
            if !called.is_empty() {
                out.evidence.push(Evidence::UnitKnown { label: text });
                if let [unit] = called[..] {
                    out.entry = self.unit(unit).handle().or(out.entry);
                    out.words.push_str(&format!("{label}单元"));
                }
                units = called;
            } else if divided {
                out.evidence.push(Evidence::UnitUnknown { label: text });
                out.weight *= lacks::UNIT;
            }
        }
        if let Some(label) = reading.room
            && units.iter().any(|u| !self.rooms_of(*u).is_empty())
        {
            let text = label.to_string();
            let entries: Vec<Handle> =
                units.iter().filter_map(|u| self.cells_of_room(*u, label, &mut out.cells)).collect();
            if !entries.is_empty() {
                out.evidence.push(Evidence::RoomKnown { label: text });
                if let [entry] = entries[..] {
                    out.entry = Some(entry);
                    out.words.push_str(&label.to_string());
                }
                return;
            }
            out.evidence.push(Evidence::RoomUnknown { label: text });
            out.weight *= lacks::ROOM;
        }
        if reading.unit.is_some() && !units.is_empty() {
            units.iter().for_each(|u| self.cells_of_unit(*u, &mut out.cells));
        } else {
            buildings.for_each(|b| self.cells_of_building(b, &mut out.cells));
        }
    }
}

/// The possible readings of the numbers, the plain one first.
pub(super) fn readings(kind: Kind, parts: &Parts) -> Vec<Reading> {
    let label = |n: Option<Numbered>| n.map(|n| n.label);
    let (building, unit, room) = (label(parts.building), label(parts.unit), label(parts.room));
    let reading = |building, unit, room, weight| Reading { building, unit, room, weight };
    match kind {
        Kind::Road => return vec![reading(label(parts.number), None, None, 1.0)],
        Kind::Village => {
            return vec![reading(label(parts.group), None, label(parts.number).or(building).or(room), 1.0)];
        }
        Kind::Named => return vec![reading(None, None, None, 1.0)],
        Kind::Quarter => {}
    }
    let mut out = vec![reading(building, unit, room, 1.0)];
    let loose = |n: Option<Numbered>| n.is_some_and(|n| n.loose);
    if let (None, Some(r)) = (building, room)
        && let Some(letter) = r.before()
    {
        // A1203 is room 1203 of building A.
        out.push(reading(Label::with(Some(letter), None, None), unit, Some(r.without_before()), 0.95));
    }
    if loose(parts.building) && loose(parts.unit) && room.is_none() {
        // 3-2 may be a building and a room.
        out.push(reading(building, None, unit, 0.9));
    }
    if loose(parts.building) && unit.is_none() && room.is_none() {
        // 锦绣花园12号 in a courtyard without buildings is a room.
        out.push(reading(None, None, building, 0.9));
    }
    if let (Some(_), None, Some(r)) = (building, unit, room)
        && r.before().is_none()
    {
        // 3栋2501 may be the second unit's 501.
        for power in [1_000, 10_000] {
            let (u, rest) = (r.value() / power, r.value() % power);
            if (1..20).contains(&u) && rest >= power / 10 {
                out.push(reading(building, Label::number(u), Label::number(rest), 0.3));
            }
        }
    }
    if let (None, Some(n)) = (building, label(parts.number)) {
        // 天骄西路12号 may name a quarter's house.
        out.push(reading(Some(n), unit, room, 0.5));
    }
    out
}
