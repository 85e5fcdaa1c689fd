//! The position of a street's shapes, and whether a shape in a file is far from them.

use std::collections::HashMap;
use weiguang_domain::grid::shape::Bounds;
use weiguang_domain::grid::{GridCode, Shape, far};

use super::form::GEOMETRY;
use super::report::{Report, RowFault, Warning};
use super::table::{Cells, Table};
use crate::rooms::grid::bulk::CellRow;
use crate::web::Refusal;

/// The bounds of a street's territory.
#[derive(Default)]
pub struct Around(Vec<Bounds>);

impl Around {
    /// The stored shapes; if there are none, the middle of those in the file.
    pub fn read(kept: &HashMap<GridCode, CellRow>, table: &Table) -> Result<Self, Refusal> {
        let shape = |cell: &CellRow| Shape::from_bytes(cell.shape.as_deref()?).ok();
        let bounds: Vec<Bounds> = kept.values().filter_map(shape).map(|shape| shape.bounds()).collect();
        if !bounds.is_empty() {
            return Ok(Self(bounds));
        }
        let mut corners = Vec::new();
        table.each(|cells| {
            corners.extend(cells.given(GEOMETRY).and_then(far::first_position));
            Ok(())
        })?;
        Ok(Self(far::middle(corners).into_iter().collect()))
    }

    /// The fault of a shape that is far from where its code can be, or a warning once somebody confirmed it.
    pub fn far(
        &self,
        cells: &Cells<'_>,
        code: &GridCode,
        shape: &Shape,
        confirmed: bool,
        report: &mut Report,
    ) -> Result<(), RowFault> {
        let Some(far) = far::far(code, shape.label_point(), &self.0) else { return Ok(()) };
        let (zh, en) = (far.chinese(), far.english());
        if confirmed {
            let (zh, en) = (format!("边界{zh}，已确认"), format!("its border is {en}; confirmed"));
            report.warn(Warning::row(cells.number, "imports.far-away", zh, en));
            return Ok(());
        }
        Err(cells.fault(
            GEOMETRY,
            "imports.far-away",
            format!("边界{zh}：请核对；位置确实无误的，选“位置无误，照样导入”"),
            format!("its border is {en}: check it, and confirm it (far=accept) if it is right"),
        ))
    }
}
