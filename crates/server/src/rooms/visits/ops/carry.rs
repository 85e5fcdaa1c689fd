//! Visits and campaigns through a re-grid: doors stand where the ledger has them now, and who went stays who went, in the cell in which
//! they went.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;

use super::learn;
use crate::app::UnitOfWork;
use crate::rooms::visits::store::edits::{self, Subject};
use crate::rooms::visits::store::{campaigns, visits};
use crate::web::Refusal;

/// Carries what hangs on an old cell along. It comes after the households, whose cells it reads. Gives how many doors of campaigns
/// moved.
///
/// # Errors
/// The store's.
pub fn carry(
    work: &mut UnitOfWork<'_, '_>,
    old: &GridCode,
    heirs: &[GridCode],
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<u64, Refusal> {
    let (street, rest) = (work.tenant, target(None));
    let moved = campaigns::carry(work.tx, &street, old)?;
    visits::carry(work.tx, &street, old, &rest)?;
    for subject in edits::subjects_at(work.tx, &street, old)? {
        let of = [Subject::Household(subject.into()), Subject::Resident(subject.into())];
        for one in of {
            if let Some(page) = learn::page(work.tx, &street, one)? {
                edits::recode(work.tx, &street, subject, &page.code())?;
                break;
            }
        }
    }
    // A campaign of a cell that ended is one of what the cells that came after have in common.
    if let Some(code) = GridCode::common(heirs.iter().copied()) {
        for mut kept in campaigns::at(work.tx, &street, old)? {
            kept.campaign.code = code;
            campaigns::update(work.tx, &street, &kept)?;
        }
    }
    Ok(moved)
}
