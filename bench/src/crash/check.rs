//! Checks that everything acknowledged is stored, and nothing partially.

use anyhow::Result;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CaseId, ReadingId, ResidentId, VisitId};
use weiguang_server::doctor::{Verdict, examine};
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::rooms::households::store::residents::{self, Mark};
use weiguang_server::rooms::{care, cases, visits};
use weiguang_server::web::Refusal;
use weiguang_server::{App, Settings};
use weiguang_store::Tx;

use super::Log;
use super::lanes::{CODE, Lane, row_name};

/// The result of the check.
pub(super) struct CheckResult {
    /// Acknowledged writes that are missing or incomplete.
    pub(super) lost: u64,
    /// Partial writes: a chain without its row, a wrong total, a partially imported table.
    pub(super) torn: Vec<String>,
}

/// Reads everything back.
pub(super) fn all(settings: Settings, log: &Log) -> Result<CheckResult> {
    let app = App::open(settings)?;
    let street = GridCode::parse(&CODE[..9]).map_err(|e| anyhow::anyhow!("{e:?}"))?;
    let streets = app.state::<Territory>().streets();
    let (acknowledged, tables, own) = (log.acknowledged.clone(), log.tables.clone(), app.clone());
    let (lost, mut torn) = app.db().read_blocking(move |tx| {
        let mut lost = 0_u64;
        for (lane, what) in &acknowledged {
            // The doctor serves another street of the demonstration.
            let mut there = false;
            for street in &streets {
                there = there || is_there(&own, tx, street, *lane, what)?;
            }
            lost += u64::from(!there);
        }
        let mut torn = Vec::new();
        for (lane, mark) in &tables {
            let there = rows_of(&own, tx, &street, *lane, mark)?;
            if there != 0 && there != lane.rows() {
                torn.push(format!("{}: {there} of {} rows are in", lane.name(), lane.rows()));
            }
        }
        Ok::<_, Refusal>((lost, torn))
    })?;
    let faults = examine(&app)?.into_iter().filter(|f| f.verdict == Verdict::Fault);
    torn.extend(faults.map(|f| format!("{}: {}", f.what, f.en)));
    app.db().clone().close();
    Ok(CheckResult { lost, torn })
}

fn is_there(app: &App, tx: &mut Tx<'_>, street: &GridCode, lane: Lane, what: &str) -> Result<bool, Refusal> {
    let id = what.parse().unwrap_or_default();
    Ok(match lane {
        Lane::Case => cases::store::read(tx, street, CaseId::new(id))?.is_some(),
        Lane::Resident => residents::read(tx, street, ResidentId::new(id))?.is_some(),
        Lane::Visit => visits::store::visits::read(tx, street, VisitId::new(id))?.is_some(),
        Lane::Reading => care::store::readings::read(tx, street, ReadingId::new(id))?.is_some(),
        Lane::Tickets | Lane::Residents => rows_of(app, tx, street, lane, what)? == lane.rows(),
    })
}

/// Number of stored rows of a table.
fn rows_of(app: &App, tx: &mut Tx<'_>, street: &GridCode, lane: Lane, mark: &str) -> Result<usize, Refusal> {
    let mut there = 0;
    for name in (0..lane.rows()).map(|n| row_name(mark, n)) {
        there += match lane {
            Lane::Tickets => usize::from(cases::store::read_external(tx, street, &name)?.is_some()),
            _ => residents::marked(tx, app.seal(), street, &Mark::Name(name))?.len().min(1),
        };
    }
    Ok(there)
}
