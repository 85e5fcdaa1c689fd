//! Doctor's check of visits: whether the result of each dwelling in a campaign matches its visits.

use weiguang_domain::grid::GridCode;
use weiguang_store::params;

use crate::app::App;
use crate::finding::{Finding, Verdict, counted};
use crate::problem::Refusal;

const DOORS: &str = "SELECT COUNT(*) FROM campaign_doors d WHERE d.tenant = $1 AND d.outcome <> COALESCE((SELECT MAX(CASE v.outcome WHEN 'not_reached' THEN 1 \
 WHEN 'vacant' THEN 2 WHEN 'moved' THEN 3 WHEN 'refused' THEN 4 ELSE 5 END) FROM visits v WHERE v.tenant = d.tenant AND v.campaign = d.campaign AND v.dwelling = d.dwelling \
 AND NOT EXISTS (SELECT 1 FROM visits c WHERE c.tenant = v.tenant AND c.corrects = v.id)), 0)";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("doctor.DOORS", DOORS)];

/// Checks the visits of a street.
///
/// # Errors
/// The store's errors.
pub fn street(app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
    let read = app.db().read_blocking(move |tx| {
        tx.one(DOORS, params![street.as_str()], |row| row.get::<i64>(0)).map_err(Refusal::from)
    });
    Ok(vec![counted(
        &format!("visits {street}"),
        read?.unwrap_or(0),
        Verdict::Fault,
        "与走访不一致的门户",
        "doors of campaigns that differ from their visits",
    )])
}
