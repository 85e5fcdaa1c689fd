//! Fixed statistics for SQLite's planner. Without statistics it assumes ten rows per street and reads a street's whole
//! share instead of using a selective index; statistics gathered on a small table are wrong later. So fixed ones are
//! stored: streets are large, and each further index column is selective. Plans are then the same in every
//! installation, and tested.

use crate::engine::tx::Conn;
use crate::{StoreError, params};

/// Rows of a table, so large a number that no scan is worth it. SQLite would otherwise read all of a table that looks small, in order
/// to build a Bloom filter, whenever the rows of a street look something up in it.
const ROWS: u64 = 1_000_000_000;
/// Rows per street.
const OF_STREET: u64 = 50_000;
/// Each condition of a partial index leaves one row in this many.
const CONDITION: u64 = 20;
/// Columns of low selectivity, with rows per value.
const ALIKE: &[(&str, u64)] = &[
    ("standing", 10_000),
    ("status", 10_000),
    ("state", 10_000),
    ("kind", 10_000),
    ("community", 10_000),
    ("destination", 5_000),
    ("station", 2_000),
    ("code", 200),
    ("owner", 200),
    ("account", 200),
    ("day", 200),
];
/// Rows per value of any other column.
const OTHERS: u64 = 20;

const BEGIN: &str = "ANALYZE sqlite_schema";
// An indexed expression has no name; all are parts of a code.
const INDEXES: &str = "SELECT t.name, CASE WHEN l.origin = 'pk' AND t.wr THEN t.name ELSE l.name END, l.\"unique\", (SELECT s.sql FROM sqlite_schema s WHERE s.type = 'index' AND s.name = l.name), \
    (SELECT group_concat(i.name) FROM (SELECT COALESCE(name, 'code') AS name FROM pragma_index_info(l.name) ORDER BY seqno) i) \
    FROM pragma_table_list t JOIN pragma_index_list(t.name) l WHERE t.schema = 'main' AND t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' \
    ORDER BY 1, 2";
const TOLD: &str = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx";
const FORGET: &str = "DELETE FROM sqlite_stat1";
const TELL: &str = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)";
/// A schema change makes every open connection reload schema and statistics.
const READ_ANEW: &str = "CREATE TABLE read_anew (id INTEGER); DROP TABLE read_anew";

/// Stores the statistics of every index, if they differ.
///
/// # Errors
/// Errors of the engine.
pub(crate) fn tell(conn: &mut Conn) -> Result<(), StoreError> {
    conn.batch(BEGIN)?;
    let wanted = conn.query(INDEXES, &[], |row| {
        let columns: String = row.get::<Option<String>>(4)?.unwrap_or_default();
        let (unique, text) = (row.get::<i64>(2)? == 1, row.get::<Option<String>>(3)?.unwrap_or_default());
        Ok((row.get::<String>(0)?, row.get::<String>(1)?, share(&columns, unique, conditions(&text))))
    })?;
    let told =
        conn.query(TOLD, &[], |row| Ok((row.get(0)?, row.get::<Option<String>>(1)?.unwrap_or_default(), row.get(2)?)))?;
    if wanted == told {
        return Ok(());
    }
    conn.batch("BEGIN IMMEDIATE")?;
    let write = |conn: &mut Conn| {
        conn.batch(FORGET)?;
        for (table, index, stat) in &wanted {
            conn.query(TELL, params![table, index, stat], |_| Ok(()))?;
        }
        conn.batch(READ_ANEW)?;
        conn.batch("COMMIT")
    };
    write(conn).inspect_err(|_| drop(conn.batch("ROLLBACK")))
}

/// The number of conditions of a partial index, by its text.
fn conditions(text: &str) -> u32 {
    let after = text.split_once(" WHERE ").map_or("", |(_, after)| after);
    if after.is_empty() {
        0
    } else {
        u32::try_from(after.matches(" AND ").count()).unwrap_or(0).saturating_add(1).min(2)
    }
}

/// The statistics of an index: rows in all, then rows per value of the first column, the first two and so on.
fn share(columns: &str, unique: bool, conditions: u32) -> String {
    let columns: Vec<&str> = columns.split(',').collect();
    let part = CONDITION.pow(conditions);
    let mut left = ROWS / part;
    let mut line = left.to_string();
    for (at, column) in columns.iter().enumerate() {
        let alike = ALIKE.iter().find(|(name, _)| name == column).map_or(OTHERS, |(_, rows)| *rows);
        left = match *column {
            "tenant" => OF_STREET / part,
            _ if unique && at + 1 == columns.len() => 1,
            // Each column is at least somewhat selective.
            _ => alike.min(left / 10).max(1),
        };
        line += &format!(" {left}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_with_two_conditions_is_smaller_than_one_with_one() {
        assert_eq!(conditions("CREATE INDEX a ON t (x)"), 0);
        assert_eq!(conditions("CREATE INDEX a ON t (x) WHERE open"), 1);
        assert_eq!(conditions("CREATE INDEX a ON t (x) WHERE open AND late"), 2);
    }

    #[test]
    fn each_column_of_an_index_tells_rows_apart() {
        assert_eq!(share("tenant,id", true, 0), "1000000000 50000 1");
        assert_eq!(share("tenant,code,until", false, 0), "1000000000 50000 200 20");
        assert_eq!(share("tenant,standing,id", false, 0), "1000000000 50000 5000 20");
        assert_eq!(share("tenant,community,due_at,id", false, 1), "50000000 2500 250 20 2");
        assert_eq!(share("tenant,due_at,id", false, 2), "2500000 125 12 1");
        assert_eq!(share("account", false, 0), "1000000000 200");
    }
}
