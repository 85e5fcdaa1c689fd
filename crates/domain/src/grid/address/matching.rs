//! From the parts of a text to a cell: every name that the text may mean is followed down the directory, and the weights of the
//! cells they end in decide.

use super::directory::{Directory, Kind, NONE, Top};
use super::evidence::Evidence;
use super::hits::{Hit, hits};
use super::label::Label;
use super::lessons::Lessons;
use super::parse::{Parts, parse, parse_around};
use super::placing::{Candidate, Handle, OFFERED, Outcome, Placing, SURE};
use crate::grid::GridCode;

/// The weight of "a place that the directory does not know": what a lone weak match has to stand against.
const ELSEWHERE: f32 = 0.05;
/// A cell that weighs less is not offered.
const FAINT: f32 = 0.01;
/// With a masked name nothing is sure, whatever else fits.
const MASKED: f32 = 0.35;

/// How likely the text is, if the place is meant after all and the directory lacks that part of it, or has it otherwise.
mod lacks {
    pub(super) const BUILDING: f32 = 0.05;
    pub(super) const UNIT: f32 = 0.22;
    pub(super) const ROOM: f32 = 0.40;
    pub(super) const COMMUNITY: f32 = 0.12;
    pub(super) const ROAD: f32 = 0.30;
    /// A named place, and yet a building and a room: more likely a quarter.
    pub(super) const NAMED_WITH_ROOM: f32 = 0.25;
    /// A road beside a quarter is only the way there.
    pub(super) const ROAD_BESIDE: f32 = 0.04;
}

/// Building, unit and room as the text may mean them, with how likely that reading is.
#[derive(Clone, Copy)]
struct Reading {
    building: Option<Label>,
    unit: Option<Label>,
    room: Option<Label>,
    weight: f32,
}

/// Where a name and a reading end.
struct Landing {
    cells: Vec<u32>,
    weight: f32,
    entry: Option<Handle>,
    words: String,
    road: bool,
    evidence: Vec<Evidence>,
}

impl Directory {
    /// Places a typed address. See [`SURE`] for the bar; below it the best few are offered.
    #[must_use]
    pub fn find(&self, text: &str, lessons: &Lessons) -> Placing {
        let parts = parse(text);
        if let Some(recalled) = lessons.recall(&parts) {
            return from_picks(&recalled.cells, recalled.evidence);
        }
        let hits = hits(self, lessons, &parts);
        let mut landings: Vec<Landing> = Vec::new();
        for hit in &hits {
            // 建设路12号院3栋: digits inside a name are no part of the address below it.
            let inside = parts.taken[hit.from..hit.to].iter().any(|t| *t);
            let own = inside.then(|| parse_around(text, Some((hit.from, hit.to))));
            self.land(hit, own.as_ref().unwrap_or(&parts), &mut landings);
        }
        if landings.iter().any(|l| l.weight > 0.03 && !l.road) {
            for road in landings.iter_mut().filter(|l| l.road) {
                road.weight *= lacks::ROAD_BESIDE;
            }
        }
        self.decide(landings, &parts)
    }

    /// Follows one name down by every reading, and keeps the likeliest.
    fn land(&self, hit: &Hit, parts: &Parts, landings: &mut Vec<Landing>) {
        let top = &self.tops[hit.top as usize];
        let mut best: Option<Landing> = None;
        for reading in readings(top.kind, parts) {
            let landing = self.descend(hit.top, &reading);
            if best.as_ref().is_none_or(|b| landing.weight > b.weight) {
                best = Some(landing);
            }
        }
        let Some(mut landing) = best else { return };
        let (surroundings, weight) = self.surroundings(top, hit, parts);
        landing.weight *= hit.likeness * weight;
        if top.kind == Kind::Named && (parts.building.is_some() || parts.room.is_some()) {
            landing.weight *= lacks::NAMED_WITH_ROOM;
        }
        let mut evidence = hit.evidence.clone();
        evidence.extend(surroundings);
        evidence.append(&mut landing.evidence);
        landings.push(Landing { evidence, ..landing });
    }

    /// What community and road in the text say of this place.
    fn surroundings(&self, top: &Top, hit: &Hit, parts: &Parts) -> (Vec<Evidence>, f32) {
        let (mut evidence, mut weight) = (Vec::new(), 1.0);
        let named = |name: &str| parts.community.as_ref().is_some_and(|c| c.text.ends_with(name));
        if let (Some(own), Some(text)) = (top.community, &parts.community) {
            let known: Vec<_> = self.communities.iter().filter(|(name, _)| named(name)).collect();
            if known.iter().any(|(_, code)| *code == own) {
                evidence.push(Evidence::CommunitySame { name: text.text.clone() });
            } else if let Some((name, _)) = known.first() {
                evidence.push(Evidence::CommunityOther { name: name.to_string() });
                weight *= lacks::COMMUNITY;
            }
        }
        let own = parts.written.span(hit.from, hit.to);
        let beside = parts.road.as_ref().filter(|r| r.span.to <= own.from || own.to <= r.span.from);
        if let (Some(road), false) = (beside, top.roads.is_empty()) {
            if top.roads.iter().any(|r| road.text.ends_with(&**r) || r.ends_with(&road.text)) {
                evidence.push(Evidence::RoadSame { name: road.text.clone() });
            } else {
                evidence.push(Evidence::RoadOther { name: road.text.clone() });
                weight *= lacks::ROAD;
            }
        }
        (evidence, weight)
    }

    fn descend(&self, at: u32, reading: &Reading) -> Landing {
        let top = &self.tops[at as usize];
        let door = top.kind == Kind::Road;
        let mut out = Landing {
            cells: Vec::new(),
            weight: reading.weight,
            entry: top.node.handle(),
            words: top.name.to_string(),
            road: door,
            evidence: Vec::new(),
        };
        let all = self.buildings_of(at);
        if all.is_empty() {
            self.cells_of_top(at, &mut out.cells);
            return out;
        }
        let known = |label: Label, yes: bool| {
            let label = label.to_string();
            match (door, yes) {
                (true, true) => Evidence::NumberKnown { label },
                (true, false) => Evidence::NumberUnknown { label },
                (false, true) => Evidence::BuildingKnown { label },
                (false, false) => Evidence::BuildingUnknown { label },
            }
        };
        let buildings = match reading.building {
            None => all,
            Some(label) => {
                let found = self.building_called(at, label);
                out.evidence.push(known(label, found.is_some()));
                let Some(building) = found else {
                    out.weight *= lacks::BUILDING;
                    self.cells_of_top(at, &mut out.cells);
                    return out;
                };
                out.entry = self.building(building).handle().or(out.entry);
                let word = if door {
                    "号"
                } else if top.kind == Kind::Village {
                    "组"
                } else {
                    "栋"
                };
                out.words.push_str(&format!("{label}{word}"));
                building..building + 1
            }
        };
        self.below(&mut out, buildings, reading);
        out
    }

    /// The units and rooms of the buildings that are left.
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

    /// Weighs the cells against each other and against "elsewhere".
    fn decide(&self, landings: Vec<Landing>, parts: &Parts) -> Placing {
        let mut weighed: Vec<(u32, f32, usize)> = Vec::new();
        for (at, landing) in landings.iter().enumerate() {
            for cell in landing.cells.iter().filter(|c| **c != NONE) {
                // A place that spreads over several cells may be in any of them.
                let weight = landing.weight / landing.cells.len() as f32;
                match weighed.iter_mut().find(|(c, ..)| c == cell) {
                    Some(seen) if seen.1 >= weight => {}
                    Some(seen) => *seen = (*cell, weight, at),
                    None => weighed.push((*cell, weight, at)),
                }
            }
        }
        weighed.retain(|(_, weight, _)| *weight >= FAINT);
        weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let masked = parts.masked.as_ref().map(|m| Evidence::Masked { written: m.text.clone() });
        let Some((_, _, best)) = weighed.first().copied() else {
            return match masked {
                Some(masked) => Placing {
                    outcome: Outcome::Unsure { candidates: Vec::new() },
                    confidence: 0.0,
                    evidence: vec![masked],
                },
                None => Placing::nothing(vec![Evidence::NothingKnown]),
            };
        };
        // Rivals count by the square of their weight, for weak ones are many; "elsewhere" stands against the weight itself.
        let rivals: f32 = weighed.iter().map(|(_, w, _)| w * w).sum();
        let limit = if masked.is_some() { MASKED } else { 1.0 };
        let candidates: Vec<Candidate> = weighed
            .iter()
            .take(OFFERED)
            .filter_map(|(cell, weight, at)| {
                let landing = &landings[*at];
                let confidence = (weight * weight / rivals * weight / (weight + ELSEWHERE)).min(limit);
                self.code(*cell).map(|code| Candidate {
                    code,
                    entry: landing.entry,
                    words: landing.words.clone(),
                    confidence,
                })
            })
            .collect();
        let landing = &landings[best];
        let mut evidence: Vec<Evidence> = masked.into_iter().collect();
        evidence.extend(landing.evidence.iter().cloned());
        let namesakes = landings
            .iter()
            .filter(|l| l.weight > landing.weight * 0.5 && l.evidence.first() == landing.evidence.first())
            .count();
        if namesakes > 1
            && let Some(Evidence::NameSame { name } | Evidence::NameShort { name, .. }) = landing.evidence.first()
        {
            evidence.push(Evidence::NameShared { name: name.clone(), places: namesakes });
        }
        evidence.push(match landing.cells.len() {
            1 => Evidence::OneCell,
            cells => Evidence::SeveralCells { cells },
        });
        settle(candidates, evidence)
    }
}

fn settle(candidates: Vec<Candidate>, evidence: Vec<Evidence>) -> Placing {
    let confidence = candidates.first().map_or(0.0, |c| c.confidence);
    let outcome = match candidates.first() {
        Some(best) if confidence >= SURE => Outcome::Sure { code: best.code, entry: best.entry },
        _ => Outcome::Unsure { candidates },
    };
    Placing { outcome, confidence, evidence }
}

fn from_picks(cells: &[(GridCode, Option<Handle>, f32)], evidence: Evidence) -> Placing {
    let candidates = cells
        .iter()
        .take(OFFERED)
        .map(|(code, entry, trust)| Candidate { code: *code, entry: *entry, words: code.words(), confidence: *trust })
        .collect();
    settle(candidates, vec![evidence])
}

/// The ways in which the numbers of a text can be meant, the plain one first.
fn readings(kind: Kind, parts: &Parts) -> Vec<Reading> {
    let label = |n: Option<super::parse::Numbered>| n.map(|n| n.label);
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
    let loose = |n: Option<super::parse::Numbered>| n.is_some_and(|n| n.loose);
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
