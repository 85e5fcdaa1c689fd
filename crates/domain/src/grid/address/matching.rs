//! From parsed text to a cell: every possible name is followed down the directory, and the weights of the resulting
//! cells decide.

use super::descend::{DOUBTED, Landing, lacks, readings};
use super::directory::{Directory, Kind, NONE, Top};
use super::doubts::{Door, Labels, beside, door};
use super::elsewhere::DivisionNames;
use super::evidence::Evidence;
use super::hits::{Hit, hits};
use super::latin;
use super::lessons::Lessons;
use super::name::alike;
use super::numbers::Mark;
use super::parse::{Parts, parse, parse_around};
use super::placing::{Candidate, Handle, OFFERED, Outcome, Placing, SURE};
use crate::grid::GridCode;

/// Weight of "a place not in the directory", against which a single weak match competes.
const ELSEWHERE: f32 = 0.05;
/// Cells of less weight are not offered.
const FAINT: f32 = 0.01;
/// Weights up to this remain below [`SURE`] against [`ELSEWHERE`] alone.
const LIGHT: f32 = 0.1;
/// Maximum confidence with a masked name.
const MASKED: f32 = 0.35;

/// A complete name in the text and its end; for a road, the house number.
struct Spot {
    top: u32,
    from: usize,
    to: usize,
    cells: Vec<u32>,
    door: Option<Door>,
}

impl Directory {
    /// Places a typed address. Below [`SURE`] the best candidates are offered.
    #[must_use]
    pub fn find(&self, text: &str, lessons: &Lessons) -> Placing {
        let mut parts = parse(text);
        if let Some(recalled) = lessons.recall(&parts) {
            return from_picks(&recalled.cells, recalled.evidence);
        }
        let chinese = latin::chinese(self, text);
        if let Some(text) = &chinese {
            parts = parse(text);
        }
        let text = chinese.as_deref().unwrap_or(text);
        let standing = self.names.exactly(&parts.written.chars);
        let named = self.region.read(&mut parts, |from| self.names.begins(&standing, from));
        let mut hits = hits(self, lessons, &parts, &standing);
        hits.extend(self.at_doors(&hits, &parts));
        let mut landings: Vec<Landing> = Vec::new();
        for hit in &hits {
            // 建设路12号院3栋: digits inside a name are not a part of the address below it.
            let inside = parts.taken[hit.from..hit.to].iter().any(|t| *t);
            let own = inside.then(|| parse_around(text, Some((hit.from, hit.to))));
            self.land(hit, own.as_ref().unwrap_or(&parts), &mut landings);
        }
        self.doubt(&mut landings, &parts, &named);
        if landings.iter().any(|l| l.weight > 0.03 && !l.road) {
            for road in landings.iter_mut().filter(|l| l.road) {
                road.weight *= lacks::ROAD_BESIDE;
            }
        }
        self.decide(landings, &parts)
    }

    /// Descends from one name by every reading; the likeliest remains.
    fn land(&self, hit: &Hit, parts: &Parts, landings: &mut Vec<Landing>) {
        let top = &self.tops[hit.top as usize];
        let landing = if top.kind == Kind::Road {
            self.on_road(hit, parts)
        } else {
            let several = Labels::of(parts, if top.kind == Kind::Village { Mark::Group } else { Mark::Building });
            if several.list.len() > 1 && !self.buildings_of(hit.top).is_empty() {
                Some(self.at_all(hit.top, &several))
            } else {
                let landings = readings(top.kind, parts).into_iter().map(|reading| self.descend(hit.top, &reading));
                landings.reduce(|best, next| if next.weight > best.weight { next } else { best })
            }
        };
        let Some(mut landing) = landing else { return };
        let (surroundings, weight, other) = self.surroundings(top, hit, parts);
        landing.weight *= hit.likeness * weight;
        if top.kind == Kind::Named && (parts.building.is_some() || parts.room.is_some()) {
            landing.weight *= lacks::NAMED_WITH_ROOM;
        }
        // A village house without a group may be in any group.
        let groupless = top.kind == Kind::Village && parts.group.is_none() && top.node.only == NONE;
        let mut evidence = hit.evidence.clone();
        evidence.extend(surroundings);
        evidence.append(&mut landing.evidence);
        let limit = if hit.doubt || other || groupless { DOUBTED } else { landing.limit };
        landings.push(Landing { evidence, from: hit.from, to: hit.to, exact: hit.exact, limit, ..landing });
    }

    /// Lowers places that match by name although the text means elsewhere, a spot beside it, or another place as well.
    fn doubt(&self, landings: &mut [Landing], parts: &Parts, named: &DivisionNames) {
        let spots: Vec<Spot> = landings
            .iter()
            .filter(|l| l.exact && !l.cells.is_empty())
            .filter_map(|l| {
                let door = if l.road { Some(door(parts, l.from, l.to)?) } else { None };
                Some(Spot { top: l.top, from: l.from, to: l.to, cells: l.cells.clone(), door })
            })
            .collect();
        let several = Labels::of(parts, Mark::Building).list.len() > 1;
        // Lighter ones are never sure anyway.
        for landing in landings.iter_mut().filter(|l| l.weight > LIGHT) {
            let apart = |s: &&Spot| s.top != landing.top && (s.to <= landing.from || landing.to <= s.from);
            let others: Vec<&Spot> = spots.iter().filter(apart).collect();
            let elsewhere = named.foreign.iter().find(|(from, _)| *from < landing.from || named.alone(parts, *from));
            let followed = others.iter().any(|s| s.from >= landing.to);
            let between = several || !others.is_empty();
            let against = if let Some((from, to)) = elsewhere {
                landing.limit = MASKED;
                Some(Evidence::Elsewhere { written: parts.written.text(*from, *to) })
            } else if let Some(beside) = beside(parts, landing.from, landing.to, between).filter(|_| !followed) {
                Some(beside)
            } else {
                let another = others
                    .iter()
                    .find(|s| !s.cells.iter().any(|c| landing.cells.contains(c)) && !self.gate(s, landing.top));
                another.map(|s| Evidence::Another { name: self.tops[s.top as usize].name.to_string() })
            };
            if against.is_some() {
                landing.limit = landing.limit.min(DOUBTED);
            }
            landing.evidence.extend(against);
        }
    }

    /// Whether a number may be the address of a quarter: on its road, where no other number of it is known.
    fn gate(&self, spot: &Spot, quarter: u32) -> bool {
        let road = &self.tops[spot.top as usize].name;
        let doors = self.doors.get(&spot.top).map_or(&[][..], Vec::as_slice);
        spot.door.is_some()
            && self.tops[quarter as usize].roads.iter().any(|r| r == road)
            && !doors.iter().any(|(_, top)| *top == quarter)
    }

    /// Evidence from community, road and number of the text, and whether they name another place.
    fn surroundings(&self, top: &Top, hit: &Hit, parts: &Parts) -> (Vec<Evidence>, f32, bool) {
        let (mut evidence, mut weight, mut other) = (Vec::new(), 1.0, false);
        let named = |name: &str| parts.community.as_ref().is_some_and(|c| c.text.ends_with(name));
        if let (Some(own), Some(text)) = (top.community, &parts.community) {
            let known: Vec<_> = self.communities.iter().filter(|(name, _)| named(name)).collect();
            if known.iter().any(|(_, code)| *code == own) {
                evidence.push(Evidence::CommunitySame { name: text.text.clone() });
            } else if let Some((name, _)) = known.first() {
                evidence.push(Evidence::CommunityOther { name: name.to_string() });
                weight *= lacks::COMMUNITY;
                other = true;
            }
        }
        let own = parts.written.span(hit.from, hit.to);
        let beside = parts.road.as_ref().filter(|r| r.span.to <= own.from || own.to <= r.span.from);
        if let (Some(road), false) = (beside, top.roads.is_empty()) {
            if top.roads.iter().any(|r| road.text.ends_with(&**r) || r.ends_with(&road.text) || alike(r, &road.text)) {
                evidence.push(Evidence::RoadSame { name: road.text.clone() });
            } else {
                evidence.push(Evidence::RoadOther { name: road.text.clone() });
                weight *= lacks::ROAD;
                other = true;
            }
        }
        (evidence, weight, other)
    }

    /// Weighs the cells against each other and against "elsewhere".
    fn decide(&self, landings: Vec<Landing>, parts: &Parts) -> Placing {
        let mut weighed: Vec<(u32, f32, usize)> = Vec::new();
        for (at, landing) in landings.iter().enumerate() {
            for cell in landing.cells.iter().filter(|c| **c != NONE) {
                // A place in several cells may be in any of them.
                let weight = landing.weight * landing.limit.max(DOUBTED) / landing.cells.len() as f32;
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
        // Rivals count by the square of their weight, because there are many weak ones; "elsewhere" competes with the
        // weight itself.
        let rivals: f32 = weighed.iter().map(|(_, w, _)| w * w).sum();
        let limit = if masked.is_some() { MASKED } else { 1.0 };
        let candidates: Vec<Candidate> = weighed
            .iter()
            .take(OFFERED)
            .filter_map(|(cell, weight, at)| {
                let landing = &landings[*at];
                let limit = limit.min(landing.limit);
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
