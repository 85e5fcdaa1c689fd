//! What names an old cell without lying in it: destinations of messages and tokens. Where one cell took the place of one they go along;
//! else nothing is widened or guessed: they are named in the report.

use std::collections::BTreeMap;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::regrid::Effect;

use super::store::Left;
use crate::app::UnitOfWork;
use crate::auth;
use crate::events::outbox;
use crate::web::Refusal;

/// Lets them follow. Gives how many went along, and those that did not.
///
/// # Errors
/// The store's.
pub fn follow(
    work: &mut UnitOfWork<'_, '_>,
    effect: &Effect,
    successors: &BTreeMap<GridCode, GridCode>,
) -> Result<(u64, Vec<Left>), Refusal> {
    let (street, mut followed, mut left) = (work.tenant, 0, Vec::new());
    for old in &effect.ends {
        if let Some(one) = successors.get(old) {
            followed += outbox::recode_destinations(work.tx, &street, old, one)?;
            followed += auth::store::recode_tokens(work.tx, old, one)?;
        } else {
            let destinations = outbox::destinations(work.tx, &street)?.into_iter();
            let names = destinations.filter(|d| d.active && d.code == *old).map(|d| ("destination", d.name));
            let names: Vec<(&str, String)> = names.collect();
            let tokens = auth::store::tokens_under(work.tx, old)?.into_iter();
            let tokens = tokens.filter(|t| t.code == *old).map(|t| ("token", t.name));
            left.extend(names.into_iter().chain(tokens).map(|(what, name)| Left {
                what: what.to_owned(),
                name,
                code: old.to_string(),
            }));
        }
    }
    Ok((followed, left))
}
