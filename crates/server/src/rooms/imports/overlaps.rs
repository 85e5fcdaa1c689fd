//! Finds overlaps and gaps between the shapes of each community in an imported file of grids.

use std::collections::{BTreeMap, HashMap, HashSet};
use weiguang_domain::grid::{GridCode, Level, Shape, check};

use super::report::{Report, Warning};
use crate::rooms::grid::bulk::CellRow;
use crate::web::Refusal;

/// Larger communities are not checked for overlaps here; the page of findings checks them cell by cell.
const CHECKED_CELLS: usize = 400;

/// Reports on the shapes of a file, together with stored ones.
///
/// # Errors
/// A stored shape cannot be read.
pub fn tell(
    shapes: &mut BTreeMap<GridCode, Shape>,
    kept: &HashMap<GridCode, CellRow>,
    report: &mut Report,
) -> Result<(), Refusal> {
    let communities: HashSet<GridCode> = shapes.keys().filter_map(|c| c.at(Level::Community)).collect();
    for (code, cell) in kept.iter().filter(|(_, c)| c.kind == "general") {
        let touched = code.at(Level::Community).is_some_and(|c| communities.contains(&c));
        if let Some(bytes) = cell.shape.as_deref().filter(|_| touched && !shapes.contains_key(code)) {
            let shape = Shape::from_bytes(bytes).map_err(|e| Refusal::Internal(e.to_string()))?;
            shapes.insert(*code, shape);
        }
    }
    let mut communities: Vec<GridCode> = communities.into_iter().collect();
    communities.sort_unstable();
    for (community, level) in communities.iter().flat_map(|c| [(c, Level::Grid), (c, Level::MicroGrid)]) {
        let siblings: Vec<(GridCode, &Shape)> =
            shapes.iter().filter(|(c, _)| community.contains(c) && c.level() == level).map(|(c, s)| (*c, s)).collect();
        if siblings.len() > CHECKED_CELLS {
            report.warn(Warning::plain(
                "grid.not-checked",
                format!("{community} 有 {} 个图形，重叠与空隙请在“网格检查”中查看", siblings.len()),
                format!("{community} has {} shapes: see the page of findings for overlaps and gaps", siblings.len()),
            ));
            continue;
        }
        for finding in check::check(&siblings, None) {
            let code = match (finding.kind, finding.sliver) {
                (check::FindingKind::Overlap, _) => "grid.overlap",
                (_, true) => "grid.sliver",
                (check::FindingKind::Gap, false) => "grid.gap",
                (check::FindingKind::Outside, false) => "grid.outside",
            };
            report.warn(Warning::plain(code, finding.chinese(), finding.english()));
        }
    }
    Ok(())
}
