//! Writes to territory.

use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::learn as lessons_of;

use super::store;
use crate::app::Work;
use crate::web::Refusal;

/// Teaches the directory by a dispatcher's pick for what somebody typed.
///
/// # Errors
/// Permission; the store's.
pub fn learn(work: &mut Work<'_, '_>, text: &str, code: GridCode) -> Result<(), Refusal> {
    work.actor.may(Verb::GridTeach, &code, false)?;
    let ground = work.ground();
    let Some(addresses) = ground.addresses(&work.tenant) else { return Ok(()) };
    for lesson in lessons_of(&addresses.directory, text, code, None) {
        let (id, street, by, now) = (work.id(), work.tenant, work.actor.account, work.now);
        store::insert_lesson(work.tx, &street, id, &lesson, by, now)?;
    }
    Ok(())
}
