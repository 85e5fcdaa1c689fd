//! Doctor's checks of people: open work of those whose posts ended, and micro-grids without a responsible person.

use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::people::duty::{answers, ladder};

use super::{store, with_lost_work};
use crate::app::App;
use crate::finding::{Finding, Verdict, counted, finding, warn};
use crate::problem::Refusal;
use crate::rooms::grid::territory::Territory;

/// Checks the people of a street.
///
/// # Errors
/// The store's errors.
pub fn street(app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
    let (rooms, today) = (app.rooms(), app.now().day());
    let lost = app.db().read_blocking(move |tx| with_lost_work(rooms, tx, &street, today))?.len();
    Ok(vec![
        counted(
            &format!("ended posts {street}"),
            i64::try_from(lost).unwrap_or(i64::MAX),
            Verdict::Warning,
            "岗位已结束、手上还有未办事项的人",
            "people whose posts ended and with whom open work still rests",
        ),
        holes(app, street)?,
    ])
}

/// Micro-grids without a responsible person of their own today.
fn holes(app: &App, street: GridCode) -> Result<Finding, Refusal> {
    let (territory, day) = (app.state::<Territory>(), app.now().day());
    let codes: Vec<_> =
        territory.cells_under(&street).into_iter().map(|(c, _)| c).filter(|c| c.level() == Level::MicroGrid).collect();
    let open = app.db().read_blocking(move |tx| {
        let mut open = Vec::new();
        for code in &codes {
            let rungs = ladder(None, *code);
            let seats = store::seats(tx, &street, &rungs, day)?;
            if answers(&rungs, &seats).code != Some(*code) {
                open.push(code.to_string());
            }
        }
        Ok::<_, Refusal>(open)
    })?;
    let list = open.iter().take(20).cloned().collect::<Vec<_>>().join(" ");
    Ok(finding(
        &format!("duty {street}"),
        warn(!open.is_empty()),
        format!("无人在岗的微网格 {} 个 {list}", open.len()),
        format!("{} micro-grids without a holder {list}", open.len()),
    ))
}
