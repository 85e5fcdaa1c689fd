//! Parses typed text: words that may name the quarter, and numbers as building, unit, floor and room.
//!
//! Independent of the directory. Of two readings the plainer one is returned; the matcher, which knows the place, tries
//! the other.

use serde::{Deserialize, Serialize};

use super::label::Label;
use super::numbers::{Mark, Number, numbers};
use super::spoken::retract;
use super::surroundings::{self, Cut};
use super::written::{FoldedText, Span, is_han};

/// Words that may be a name, folded, with their position.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Piece {
    /// The folded words.
    pub text: String,
    /// Position.
    pub span: Span,
}

/// A number with its position, including the word after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Numbered {
    /// The number.
    pub label: Label,
    /// Position.
    pub span: Span,
    /// Only its position gives its type: the `3` of `3-2-501`, the 12 of 锦绣花园12号.
    pub loose: bool,
}

/// A parsed address. Every part may be missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Possible names of the quarter or place, likeliest first.
    pub quarter: Vec<Piece>,
    /// 社区 named in the text.
    pub community: Option<Piece>,
    /// Road, street or lane.
    pub road: Option<Piece>,
    /// The house number on that road or in that village group.
    pub number: Option<Numbered>,
    /// 村.
    pub village: Option<Piece>,
    /// 组, 社 or 队 of the village.
    pub group: Option<Numbered>,
    /// 栋, 幢, 号楼, 座.
    pub building: Option<Numbered>,
    /// 单元.
    pub unit: Option<Numbered>,
    /// The floor; negative below ground.
    pub floor: Option<i16>,
    /// Position of the floor.
    pub floor_span: Option<Span>,
    /// 室, 号, 户: 501 for both 501室 and 五楼一号.
    pub room: Option<Numbered>,
    /// 二期, A区, 东区: part of the quarter's name.
    pub phase: Option<Numbered>,
    /// Words that do not affect the cell: 门口, 楼下.
    pub noise: Vec<Piece>,
    /// A masked name: `A市A3区`, `XX小区`.
    pub masked: Option<Piece>,
    pub(super) written: FoldedText,
    /// All numbers in order.
    pub(super) numbers: Vec<Number>,
    /// For each folded character whether a name may begin there.
    pub(super) opens: Vec<bool>,
    /// Folded characters of a province, street, community or road around the place.
    pub(super) known: Vec<bool>,
    /// Folded characters consumed by a number or a word without meaning.
    pub(super) taken: Vec<bool>,
}

/// Parses an address. Never fails: unknown words go into `quarter`.
#[must_use]
pub fn parse(text: &str) -> Parts {
    parse_around(text, None)
}

/// As [`parse`], with a range known to be a name, whose digits are no numbers of the address.
pub(super) fn parse_around(text: &str, name: Option<(usize, usize)>) -> Parts {
    let mut written = FoldedText::read(text);
    retract(&mut written);
    let len = written.chars.len();
    let mut numbers = numbers(&written);
    if let Some((from, to)) = name {
        numbers.retain(|n| n.from >= to || n.to <= from);
    }
    let cut = surroundings::cut(&written, &numbers);
    let mut parts =
        Parts { opens: cut.opens.clone(), known: cut.known.clone(), taken: vec![false; len], ..Parts::default() };
    let mut reader = Reader { parts: &mut parts, written: &written, numbers: &numbers, cut: &cut };
    reader.places();
    reader.assign();
    reader.pieces(name);
    parts.written = written;
    parts.numbers = numbers;
    parts
}

struct Reader<'a> {
    parts: &'a mut Parts,
    written: &'a FoldedText,
    numbers: &'a [Number],
    cut: &'a Cut,
}

impl Reader<'_> {
    fn piece(&self, from: usize, to: usize) -> Piece {
        Piece { text: self.written.text(from, to), span: self.written.span(from, to) }
    }

    fn places(&mut self) {
        let piece = |range: Option<(usize, usize)>| range.map(|(from, to)| self.piece(from, to));
        let (road, village, community, masked) =
            (piece(self.cut.road), piece(self.cut.village), piece(self.cut.community), piece(self.cut.masked));
        (self.parts.road, self.parts.village) = (road, village);
        (self.parts.community, self.parts.masked) = (community, masked);
        for (from, to) in &self.cut.noise {
            let piece = self.piece(*from, *to);
            self.parts.noise.push(piece);
            self.parts.taken[*from..*to].fill(true);
        }
    }

    fn numbered(&self, number: &Number, loose: bool) -> Numbered {
        Numbered { label: number.label, span: self.written.span(number.from, number.to), loose }
    }

    /// The bare numbers from `first` joined by single dashes: `3-2-501` has three.
    fn chain(&self, first: usize) -> usize {
        let mut last = first;
        while let (Some(this), Some(next)) = (self.numbers.get(last), self.numbers.get(last + 1)) {
            let joined = next.from == this.to + 1 && matches!(self.written.chars[this.to], '-' | '.' | ',' | ' ');
            let spaced = joined && self.written.chars[this.to] == ' ';
            let fits = this.mark == Mark::Bare
                && !next.chinese
                && (next.mark == Mark::Bare || (!spaced && matches!(next.mark, Mark::Room | Mark::Door)));
            if !joined || !fits || last - first == 3 {
                break;
            }
            last += 1;
        }
        last - first + 1
    }

    fn after_road(&self, number: &Number) -> bool {
        self.cut
            .road
            .is_some_and(|(_, to)| number.from == to || (number.from == to + 1 && self.written.chars[to] == ' '))
    }

    fn assign(&mut self) {
        let mut at = 0;
        while at < self.numbers.len() {
            let number = self.numbers[at];
            let take = |taken: &mut Vec<bool>, n: &Number| taken[n.from..n.to].fill(true);
            if number.mark == Mark::Bare && !number.chinese {
                let count = self.chain(at);
                let links = &self.numbers[at..at + count];
                for link in links {
                    take(&mut self.parts.taken, link);
                }
                self.chain_of(links);
                at += count;
                continue;
            }
            if !matches!(number.mark, Mark::Section | Mark::Court | Mark::Other) {
                take(&mut self.parts.taken, &number);
            }
            let next = self.numbers.get(at + 1).filter(|n| n.from <= number.to + 1);
            self.marked(&number, next);
            at += 1;
        }
        // 五楼一号 is the first room on the fifth floor.
        if let (Some(floor @ 1..200), Some(room)) = (self.parts.floor, self.parts.room)
            && room.label.value() < 100
            && room.label.before().is_none()
            && let Some(door) = Label::door(u32::from(floor.unsigned_abs()), room.label.value())
        {
            self.parts.room = Some(Numbered { label: door, ..room });
        }
    }

    fn marked(&mut self, number: &Number, next: Option<&Number>) {
        let here = self.numbered(number, false);
        let parts = &mut *self.parts;
        match number.mark {
            Mark::Building if parts.building.is_none_or(|b| b.loose) => parts.building = Some(here),
            Mark::Unit if parts.unit.is_none_or(|u| u.loose) => parts.unit = Some(here),
            // 3楼2单元: 楼 is also used for a building.
            Mark::Floor if !number.below && parts.building.is_none() && next.is_some_and(|n| n.mark == Mark::Unit) => {
                parts.building = Some(here);
            }
            Mark::Floor if parts.floor.is_none() => {
                let storeys = i16::try_from(number.label.value()).unwrap_or(0);
                parts.floor = Some(if number.below { -storeys } else { storeys });
                parts.floor_span = Some(here.span);
            }
            Mark::Room if parts.room.is_none_or(|r| r.loose) => parts.room = Some(here),
            Mark::Group if parts.group.is_none() => parts.group = Some(here),
            Mark::Phase if parts.phase.is_none() => parts.phase = Some(here),
            Mark::Door => self.door(number, here, next),
            _ => {}
        }
    }

    /// 号 is a number on a road, a house of a village group, or a room, depending on what precedes it.
    fn door(&mut self, number: &Number, here: Numbered, next: Option<&Number>) {
        let on_road = self.after_road(number);
        let parts = &mut *self.parts;
        let housed = parts.building.is_some() || parts.unit.is_some() || parts.floor.is_some();
        if on_road || ((parts.group.is_some() || parts.village.is_some()) && !housed) {
            parts.number = parts.number.or(Some(here));
        } else if housed {
            if parts.room.is_none_or(|r| r.loose) {
                parts.room = Some(here);
            }
        } else if next.is_some_and(|n| n.mark == Mark::Building) {
            parts.number = parts.number.or(Some(here));
        } else if here.label.value() >= 100 && parts.room.is_none() {
            parts.room = Some(Numbered { loose: true, ..here });
        } else if parts.building.is_none() {
            parts.building = Some(Numbered { loose: true, ..here });
        }
    }

    /// The meaning of a run of bare numbers, by its length and what precedes it.
    fn chain_of(&mut self, links: &[Number]) {
        let Some(first) = links.first() else { return };
        let loose: Vec<Numbered> = links.iter().map(|l| self.numbered(l, true)).collect();
        let value = |at: usize| loose.get(at).map_or(0, |l| l.label.value());
        if self.after_road(first) && self.parts.number.is_none() {
            self.parts.number = Some(loose[0]);
            if links.len() > 1 {
                self.chain_of(&links[1..]);
            }
            return;
        }
        let spoken = |from: usize| {
            let span = Span { from: loose[from].span.from, to: loose[from + 1].span.to };
            Label::door(value(from), value(from + 1)).map(|label| Numbered { label, span, loose: true })
        };
        let parts = &mut *self.parts;
        let has_room =
            |at: usize| loose[at].label.before().is_some() || value(at) >= 100 || links[at].mark == Mark::Room;
        let (building, unit, room) = match (links.len(), parts.building.is_some(), parts.unit.is_some()) {
            (1, true, true) | (1, false, true) => (None, None, Some(loose[0])),
            (1, _, _) if value(0) >= 100 => (None, None, Some(loose[0])),
            (1, true, false) => (None, Some(loose[0]), None),
            (1, false, false) => (Some(loose[0]), None, None),
            (2, _, true) => (None, None, spoken(0)),
            (2, true, false) => (None, Some(loose[0]), Some(loose[1])),
            (2, false, _) if has_room(1) => (Some(loose[0]), None, Some(loose[1])),
            (2, false, _) => (Some(loose[0]), Some(loose[1]), None),
            (3, true, _) => (None, Some(loose[0]), spoken(1)),
            (3, false, _) => (Some(loose[0]), Some(loose[1]), Some(loose[2])),
            (_, false, _) => (Some(loose[0]), Some(loose[1]), spoken(2)),
            _ => (None, None, None),
        };
        parts.building = parts.building.or(building);
        parts.unit = parts.unit.or(unit);
        parts.room = parts.room.or(room);
    }

    /// The text left between numbers and known surroundings; pieces directly before a building come first.
    fn pieces(&mut self, name: Option<(usize, usize)>) {
        if let Some((from, to)) = name {
            let piece = self.piece(from, to);
            self.parts.quarter.push(piece);
        }
        let len = self.written.chars.len();
        let first_number =
            self.numbers.iter().find(|n| matches!(n.mark, Mark::Building | Mark::Unit | Mark::Bare | Mark::Room));
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while at < len {
            if self.parts.taken[at]
                || self.cut.known[at]
                || !(is_han(self.written.chars[at]) || self.written.chars[at].is_alphanumeric())
            {
                at += 1;
                continue;
            }
            let mut to = at + 1;
            while to < len
                && !self.parts.taken[to]
                && !self.cut.known[to]
                && (is_han(self.written.chars[to]) || self.written.chars[to].is_alphanumeric())
                && !(self.cut.leads[to])
            {
                to += 1;
            }
            if to - at >= 2 && name.is_none_or(|(f, t)| to <= f || at >= t) {
                found.push((at, to));
            }
            at = to;
        }
        let near = |range: &(usize, usize)| {
            first_number.map_or(0, |n| if range.1 <= n.from { n.from - range.1 } else { range.0 + len })
        };
        found.sort_by_key(near);
        for (from, to) in found {
            let piece = self.piece(from, to);
            self.parts.quarter.push(piece);
        }
    }
}
