//! Moves visits and campaigns through a re-grid: dwellings are in the cells where the ledger has them now, and past visits keep the cell of
//! their time.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;

use super::learn;
use crate::app::UnitOfWork;
use crate::rooms::visits::store::edits::{self, Subject};
use crate::rooms::visits::store::{campaigns, visits};
use crate::web::Refusal;

/// Moves everything of an old cell. It runs after the households, whose cells it reads. Returns how many dwellings of campaigns moved.
///
/// # Errors
/// The store's errors.
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
    // A campaign of an ended cell moves to the common ancestor of its successors.
    if let Some(code) = GridCode::common(heirs.iter().copied()) {
        for mut kept in campaigns::at(work.tx, &street, old)? {
            kept.campaign.code = code;
            campaigns::update(work.tx, &street, &kept)?;
        }
    }
    Ok(moved)
}
