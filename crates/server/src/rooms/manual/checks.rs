//! Doctor's checks of the manual: missing notices of holidays, from November also of the next year; numbers that the street has yet to
//! write; citations that nobody has checked for half a year.

use super::{CurrentCalendar, CurrentManual};
use crate::app::App;
use crate::finding::{Finding, finding, warn};

/// Checks the manual and the calendar.
#[must_use]
pub fn all(app: &App) -> Vec<Finding> {
    let (calendar, manual, today) = (app.state::<CurrentCalendar>(), app.state::<CurrentManual>(), app.now().day());
    let missed: Vec<String> = calendar.missed(today).iter().map(ToString::to_string).collect();
    let open: Vec<&str> = manual.open_calls().map(|(kind, _)| kind.id.as_str()).collect();
    let cited = manual.citations(today);
    vec![
        finding(
            "calendar",
            warn(!missed.is_empty()),
            format!("缺失的放假通知：{}", if missed.is_empty() { "无".into() } else { missed.join("、") }),
            format!("missing holiday notices: {}", if missed.is_empty() { "none".into() } else { missed.join(", ") }),
        ),
        finding(
            "manual numbers",
            warn(!open.is_empty()),
            format!("手册里街道待填的电话：{} 个 {}", open.len(), open.join("、")),
            format!("numbers of the manual that the street has yet to write: {} {}", open.len(), open.join(", ")),
        ),
        finding(
            "manual sources",
            warn(cited.stale > 0),
            format!("手册依据：180 天内核对 {}，过期 {}，从未核对 {}", cited.fresh, cited.stale, cited.never),
            format!(
                "sources of the manual: read within 180 days {}, longer ago {}, never {}",
                cited.fresh, cited.stale, cited.never
            ),
        ),
    ]
}
