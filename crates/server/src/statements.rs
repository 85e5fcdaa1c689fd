//! Every statement of every room, by name: prepared on both engines by a test and by `doctor`, since nothing checks SQL when it is compiled.

use crate::rooms::{care, cases, grid, households, manual, people, visits};
use crate::{auth, doctor, events, reseal, sends, setup};

/// All of them: (name, text).
#[must_use]
pub fn all() -> Vec<(&'static str, &'static str)> {
    [
        sends::STATEMENTS,
        doctor::STATEMENTS,
        auth::store::STATEMENTS,
        events::chain::STATEMENTS,
        events::hold::STATEMENTS,
        events::inbox::STATEMENTS,
        events::outbox::STATEMENTS,
        events::queue::STATEMENTS,
        events::walk::STATEMENTS,
        grid::store::STATEMENTS,
        manual::store::STATEMENTS,
        grid::holders::STATEMENTS,
        grid::regrids::store::STATEMENTS,
        grid::places::STATEMENTS,
        people::store::STATEMENTS,
        people::store::accounts::STATEMENTS,
        people::store::grants::STATEMENTS,
        people::store::posts::STATEMENTS,
        people::store::invitations::STATEMENTS,
        setup::store::STATEMENTS,
        cases::store::STATEMENTS,
        cases::queue::STATEMENTS,
        cases::terms::STATEMENTS,
        cases::parts::STATEMENTS,
        cases::attachments::STATEMENTS,
        cases::stored_files::STATEMENTS,
        cases::carried::STATEMENTS,
        cases::days::STATEMENTS,
        cases::public::store::STATEMENTS,
        cases::links::STATEMENTS,
        cases::public::files::STATEMENTS,
        cases::views::STATEMENTS,
        households::store::residents::STATEMENTS,
        households::store::doors::STATEMENTS,
        households::store::contacts::STATEMENTS,
        households::store::needs::STATEMENTS,
        households::store::teams::STATEMENTS,
        care::store::readings::STATEMENTS,
        care::store::people::STATEMENTS,
        care::store::alerts::STATEMENTS,
        care::store::rules::STATEMENTS,
        care::store::calling::STATEMENTS,
        visits::store::visits::STATEMENTS,
        visits::store::campaigns::STATEMENTS,
        visits::store::edits::STATEMENTS,
        visits::store::forms::STATEMENTS,
        care::station::store::stations::STATEMENTS,
        care::station::store::series::STATEMENTS,
        care::station::store::days::STATEMENTS,
        care::station::store::desks::STATEMENTS,
        care::station::store::tickets::STATEMENTS,
        care::station::store::screens::STATEMENTS,
        care::station::store::askers::STATEMENTS,
        households::store::merges::STATEMENTS,
        households::store::retention::STATEMENTS,
        crate::imports::store::STATEMENTS,
        crate::imports::runs::STATEMENTS,
        crate::recount::STATEMENTS,
        reseal::STATEMENTS,
        &reseal::statements(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_prepares_on_both_engines_and_every_name_is_one() {
        let names: std::collections::HashSet<_> = all().iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), all().len(), "two statements share a name");
        weiguang_store::testing::both(crate::app::MIGRATIONS, |db| {
            let bad = db.prepare_all(&all()).unwrap();
            assert!(bad.is_empty(), "{bad:#?}");
        });
    }
}
