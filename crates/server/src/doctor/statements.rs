//! Every statement of every room, by name: prepared on both engines by a test and by `doctor`, since SQL is not checked at compile time.

use crate::rooms::ROOMS;
use crate::{access, app, chain, keys, leap, reseal, sends, setup, walk};

/// All statements: (name, text).
#[must_use]
pub fn all() -> Vec<(&'static str, &'static str)> {
    let around = [
        access::accounts::STATEMENTS,
        access::store::STATEMENTS,
        access::holders::STATEMENTS,
        app::memory::STATEMENTS,
        sends::STATEMENTS,
        keys::STATEMENTS,
        leap::STATEMENTS,
        chain::checkpoint::STATEMENTS,
        chain::signed::STATEMENTS,
        chain::STATEMENTS,
        &walk::statements(),
        setup::store::STATEMENTS,
        crate::recount::STATEMENTS,
        reseal::STATEMENTS,
        &reseal::statements(),
    ]
    .concat();
    let rooms = ROOMS.iter().flat_map(|room| room.statements().concat());
    around.into_iter().chain(rooms).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_prepares_on_both_engines_and_every_name_is_one() {
        let names: std::collections::HashSet<_> = all().iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), all().len(), "two statements share a name");
        weiguang_store::testing::both(crate::migrations::MIGRATIONS, |db| {
            let bad = db.prepare_all(&all()).unwrap();
            assert!(bad.is_empty(), "{bad:#?}");
        });
    }

    /// SQLite's query plan of a statement, a line for each table.
    fn plan(db: &weiguang_store::Db, text: &str) -> Vec<String> {
        let explained: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {text}").into_boxed_str());
        let highest = (1..40).rev().find(|n| text.contains(&format!("${n}"))).unwrap_or(0);
        let nothing = vec![weiguang_store::Value::Null; highest];
        db.read_blocking(move |tx| tx.query(explained, &nothing, |row| row.get::<String>(3))).unwrap()
    }

    /// Statements that may read all rows of a street or catalogue: all rows are needed, or there are at most some hundreds, or a background
    /// job runs them. Statements of `doctor` read everything on purpose.
    const WHOLE: &[&str] = &[
        "auth.DELETE_SESSIONS_OVER",
        "auth.HELD_UNTIL",
        "bulk.ALIASES",
        "bulk.AREAS",
        "bulk.CELLS",
        "bulk.PARENTS",
        "bulk.PLACES",
        "bulk.STREETS",
        "call_backs.READ",
        "campaigns.AT",
        "care_alerts.OWNERS",
        "care_rules.ALL",
        "cases.OWNERS",
        "doors.ALL_DOORS",
        "doors.DOORS_OF",
        "forms.LIST",
        "grants.IN_EFFECT",
        "grants.KEEPERS",
        "grants.MADE",
        "grid.ALIASES",
        "grid.ALL_LESSONS",
        "grid.CELLS",
        "grid.CELLS_EVER",
        "grid.DIRECTORY",
        "grid.LESSONS",
        "grid.PARENTS",
        "grid.PING",
        "grid.SERVING",
        "grid.STREETS",
        "grid.TOUCH",
        "inbox.UNREAD",
        "invitations.UNDER",
        "keys.ACCOUNTS",
        "keys.PROOFS",
        "keys.SEALED",
        "manual.KINDS",
        "manual.YEARS",
        "merges.ALL_APART",
        "outbox.DESTINATIONS",
        "outbox.IN_CLEAR",
        "outbox.RECODE_DESTINATIONS",
        "outbox.STREETS",
        "people.ALL_SEATS",
        "people.SERVING",
        "posts.FROM_DAY",
        "posts.WITH_DEPUTY",
        "queue.DUE",
        "readings.SILENT",
        "regrids.MOVES",
        "retention.DELETE_APART",
        "roster.ASSIGNMENTS",
        "runs.DECIDED",
        "runs.EXPIRE",
        "runs.FORGET",
        "runs.INTERRUPT",
        "runs.LIST",
        "sends.CLEAR",
        "setup.ADMINISTRATORS",
        "setup.END_LINKS",
        "setup.HELD",
        "setup.OPEN_LINKS",
        "setup.PEOPLE",
        "setup.SOME_PLACES",
        "signed.STREAMS",
        "signed.TENANTS",
        "staging.LEFT_BEHIND",
        "state.VERSIONS",
        "station_desks.OVER",
        "stored_files.COUNT",
        "teams.PAIRS",
        "teams.TEAMS",
        "terms.OLDEST",
        "views.OWNERS",
        "waiting.COUNT",
        "waiting.DROP_OLDEST",
        "waiting.LARGEST",
    ];

    /// Statements that run once for each row of another result, and the index that each must use.
    const BY_INDEX: &[(&str, &str)] = &[
        ("cases.READ_EXTERNAL", "cases_external"),
        ("cases.NEAR", "cases_open_community"),
        ("people.SEATS", "assignments_code"),
        ("inbox.UNREAD", "messages_account"),
        ("doors.BEHIND", "households_dwelling"),
        ("residents.OF_HOUSEHOLD", "residents_household"),
        ("needs.OF_RESIDENT", "needs_resident"),
        ("merges.CONTACTS_OF", "contacts_of"),
        ("readings.CHANGED", "readings_person"),
        ("retention.DUE", "residents_state"),
        ("visits.PEOPLE", "visit_people_visit"),
        ("sends.CLEAR", "sends_clear"),
    ];

    /// Even a statement that reads all of a street reads nothing of others: it never scans a table for it.
    #[test]
    fn what_is_asked_of_one_street_scans_no_table() {
        let engine = weiguang_store::Engine::Sqlite;
        let (db, _guard) = weiguang_store::testing::fresh(engine, crate::migrations::MIGRATIONS).unwrap();
        let mut wide = Vec::new();
        for (name, text) in all().into_iter().filter(|(_, text)| text.contains("tenant = $")) {
            let plan = plan(&db, text);
            // A subquery's own result is scanned under its name. A Bloom filter over a table is made of all its rows.
            let of_rows = |line: &String| {
                let table = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
                line.starts_with("BLOOM FILTER")
                    || table.is_some_and(|table| {
                        !["CONSTANT", "VALUES"].contains(&table) && !plan.contains(&format!("CO-ROUTINE {table}"))
                    })
            };
            if plan.iter().any(of_rows) {
                wide.push(format!("{name}: {}", plan.join("; ")));
            }
        }
        assert!(wide.is_empty(), "these read rows of other streets:\n{}", wide.join("\n"));
    }

    #[test]
    fn no_statement_reads_a_whole_table_to_find_a_row() {
        let engine = weiguang_store::Engine::Sqlite;
        let (db, _guard) = weiguang_store::testing::fresh(engine, crate::migrations::MIGRATIONS).unwrap();
        let mut wide = Vec::new();
        for (name, text) in all().into_iter().filter(|(name, _)| !name.starts_with("doctor.")) {
            let plan = plan(&db, text);
            let whole = |line: &String| {
                let table = line.starts_with("SCAN ") && !line.contains("CONSTANT ROW") && !line.contains("VALUES");
                table || line.trim_end_matches(" LEFT-JOIN").ends_with("(tenant=?)")
            };
            if plan.iter().any(whole) && !WHOLE.contains(&name) {
                wide.push(format!("{name}: {}", plan.join("; ")));
            }
            for (_, index) in BY_INDEX.iter().filter(|(of, _)| *of == name) {
                assert!(plan.iter().any(|line| line.contains(index)), "{name} does not use {index}: {plan:#?}");
            }
        }
        assert!(wide.is_empty(), "these read all rows of a street, or of a table:\n{}", wide.join("\n"));
        let names: std::collections::HashSet<_> = all().iter().map(|(name, _)| *name).collect();
        let gone: Vec<_> =
            WHOLE.iter().chain(BY_INDEX.iter().map(|(n, _)| n)).filter(|n| !names.contains(*n)).collect();
        assert!(gone.is_empty(), "no longer statements: {gone:?}");
    }
}
