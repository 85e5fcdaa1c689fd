//! Checks whether cells tile an area: overlaps, gaps, and parts outside the parent.
//!
//! Nothing is refused. Each finding has a shape for the map, an area and the cells concerned; largest first.
//! Differences of a few centimetres between two drawings of one border are ignored.

mod snap;

use geo::algorithm::orient::{Direction, Orient};
use geo::{BooleanOps, MultiPolygon, Polygon, Validation, unary_union};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

use super::code::GridCode;
use super::shape::{self, Bounds, Shape};
use crate::kernel::geo::Point;

/// Mean width in metres below which a finding is ignored.
const NOISE_M: f64 = 0.05;
/// Mean width in metres below which a finding is a sliver: one border drawn twice differently, not a disputed area.
const SLIVER_M: f64 = 2.0;

/// The type of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Two cells overlap.
    Overlap,
    /// An area of the parent, or one enclosed by cells, that is in no cell.
    Gap,
    /// A cell extends beyond its parent.
    Outside,
}

/// A finding.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// Its type.
    pub kind: FindingKind,
    /// Whether it is a strip along a border (mean width under 2 m): both sides were drawn differently, and snapping
    /// fixes it.
    pub sliver: bool,
    /// The cells concerned, sorted by code: the two that overlap, those around a gap, the one outside.
    pub cells: Vec<GridCode>,
    /// Its area in m².
    pub area_m2: f64,
    /// Mean width in metres along its length.
    pub width_m: f64,
    /// Its shape.
    pub place: Shape,
}

impl Finding {
    /// A point inside, for a pin.
    #[must_use]
    pub fn pin(&self) -> Point {
        self.place.label_point()
    }

    /// The finding in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        let cells = self.cells.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        let area = self.area_m2;
        match (self.kind, self.sliver) {
            (FindingKind::Overlap, false) => format!("{cells} 重叠 {area:.0} 平方米"),
            (FindingKind::Overlap, true) => format!("{cells} 的边界没有对齐，重叠成细碎图斑，共 {area:.1} 平方米"),
            (FindingKind::Gap, false) => format!("{cells} 旁有 {area:.0} 平方米没有划入任何网格"),
            (FindingKind::Gap, true) => format!("{cells} 的边界没有对齐，留下细缝，共 {area:.1} 平方米"),
            (FindingKind::Outside, _) => format!("{cells} 有 {area:.0} 平方米超出上级边界"),
        }
    }

    /// The finding in English.
    #[must_use]
    pub fn english(&self) -> String {
        let cells = self.cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let area = self.area_m2;
        match (self.kind, self.sliver) {
            (FindingKind::Overlap, false) => format!("{cells} overlap by {area:.0} m²"),
            (FindingKind::Overlap, true) => {
                format!("the borders of {cells} do not match: a thin overlap of {area:.1} m²")
            }
            (FindingKind::Gap, false) => format!("{area:.0} m² beside {cells} belong to no cell"),
            (FindingKind::Gap, true) => format!("the borders of {cells} do not match: a thin gap of {area:.1} m²"),
            (FindingKind::Outside, _) => format!("{cells} reaches {area:.0} m² beyond its parent"),
        }
    }
}

/// Checks sibling cells against each other and against their parent's shape if given. Without a parent, gaps are the
/// holes between cells. Largest first.
///
/// Results for invalid shapes may be wrong, but it does not panic.
#[must_use]
pub fn check(cells: &[(GridCode, &Shape)], parent: Option<&Shape>) -> Vec<Finding> {
    let mut drawn: Vec<&MultiPolygon<f64>> = cells.iter().map(|(_, shape)| shape.polygons()).collect();
    drawn.extend(parent.map(Shape::polygons));
    let snapped: Vec<MultiPolygon<f64>> = snap::snap(&drawn).iter().map(turned).collect();
    let (own, outline) = snapped.split_at(cells.len());
    let bounds: Vec<Bounds> = cells.iter().map(|(_, shape)| shape.bounds()).collect();
    let mut findings = Vec::new();

    for (i, one) in own.iter().enumerate() {
        for (j, other) in own.iter().enumerate().skip(i + 1).filter(|(j, _)| bounds[i].meets(&bounds[*j])) {
            let both = one.intersection(other);
            tell(&mut findings, FindingKind::Overlap, both, |_| vec![cells[i].0, cells[j].0]);
        }
    }
    let together = unary_union(own);
    let around = |gap: &Polygon<f64>| {
        let touching = cells.iter().zip(own).filter(|(_, shape)| adjoins(gap, shape));
        touching.map(|((code, _), _)| *code).collect()
    };
    if let Some(outline) = outline.first() {
        tell(&mut findings, FindingKind::Gap, outline.difference(&together), around);
        for (i, one) in own.iter().enumerate() {
            tell(&mut findings, FindingKind::Outside, one.difference(outline), |_| vec![cells[i].0]);
        }
    } else {
        let holes = together.iter().flat_map(|p| p.interiors()).map(|hole| Polygon::new(hole.clone(), Vec::new()));
        // A cell inside a hole is no gap.
        let gaps = MultiPolygon::new(holes.collect()).difference(&together);
        tell(&mut findings, FindingKind::Gap, gaps, around);
    }
    findings.sort_by_cached_key(|f| (Reverse((f.area_m2 * 1e3) as u64), f.kind, f.cells.clone()));
    findings
}

/// The polygons with uniform ring orientation, as the union needs; self-crossing shapes by the even-odd rule.
fn turned(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    if shape.is_valid() {
        shape.orient(Direction::Default)
    } else {
        shape.union(&MultiPolygon::new(Vec::new())).orient(Direction::Default)
    }
}

/// Adds the pieces that are wide enough.
fn tell(
    findings: &mut Vec<Finding>,
    kind: FindingKind,
    places: MultiPolygon<f64>,
    cells: impl Fn(&Polygon<f64>) -> Vec<GridCode>,
) {
    for piece in places {
        let around: f64 = std::iter::once(piece.exterior())
            .chain(piece.interiors())
            .flat_map(|ring| ring.lines())
            .map(|l| shape::point(l.start).metres_to(shape::point(l.end)))
            .sum();
        let mut concerned = cells(&piece);
        concerned.sort_unstable();
        let alone = MultiPolygon::new(vec![piece]);
        let area_m2 = shape::area_m2(&alone);
        // A strip of length l and width w has area l·w and perimeter about 2·l.
        let width_m = 2.0 * area_m2 / around.max(f64::MIN_POSITIVE);
        if width_m < NOISE_M {
            continue;
        }
        if let Some(place) = Shape::from_polygons(alone) {
            findings.push(Finding { kind, sliver: width_m < SLIVER_M, cells: concerned, area_m2, width_m, place });
        }
    }
}

/// Whether a cell shares an edge or a corner with a gap.
fn adjoins(gap: &Polygon<f64>, cell: &MultiPolygon<f64>) -> bool {
    let near = 4.0 * snap::TOLERANCE * snap::TOLERANCE;
    let edges = || cell.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())).flat_map(|r| r.lines());
    let corners = gap.exterior().0.iter().chain(gap.interiors().iter().flat_map(|r| r.0.iter()));
    corners.filter(|c| edges().any(|e| snap::beside(**c, e.start, e.end).1 <= near)).nth(1).is_some()
}

#[cfg(test)]
mod tests;
