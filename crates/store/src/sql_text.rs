//! Migration texts for both engines: splits them into statements and replaces the tokens. Other statements have no tokens
//! and go to both engines unchanged.
//!
//! | token | SQLite | PostgreSQL | for |
//! | --- | --- | --- | --- |
//! | `@key` | TEXT | TEXT COLLATE "C" | text in keys, ranges, ORDER BY, GROUP BY |
//! | `@text` | TEXT | TEXT | text that is only shown |
//! | `@id` | BLOB | UUID | ids made by the caller |
//! | `@time` | INTEGER | BIGINT | UTC microseconds |
//! | `@int` | INTEGER | BIGINT | counts, money in minor units |
//! | `@bool` | INTEGER | BOOLEAN | |
//! | `@real` | REAL | DOUBLE PRECISION | measurements |
//! | `@bytes` | BLOB | BYTEA | |
//! | `@json` | TEXT | JSONB | whole documents |
//! | `) @table` | STRICT, WITHOUT ROWID | | tables of small rows, kept in key order |
//! | `) @heap` | STRICT | | tables with large rows (blobs, long documents) |
//! | `@distribute(t);` | | `create_distributed_table('t', 'tenant')` | only with `distribute` |
//! | `@rebuild(t);` | a `@table` becomes a `@heap` | | tables whose rows turned out to be large |
//! | `@reference(t);` | | `create_reference_table('t')` | only with `distribute` |
//!
//! Tokens inside quotes and comments are ignored; comments are dropped. Because SQLite has fewer types, the token is
//! stored as a comment (`INTEGER /*bool*/`) in SQLite's schema.

use crate::{Engine, StoreError};

/// A piece of SQL of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Code(&'a str),
    Quoted(&'a str),
    Comment(&'a str),
}

/// Splits a text into code, quoted text (with quotes) and comments.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        // All delimiters are ASCII, so slices are on character boundaries.
        let (rest, all) = (&bytes[at + 1..], bytes.len() - at);
        let length = match (bytes[at], rest.first()) {
            (quote @ (b'\'' | b'"'), _) => rest.iter().position(|byte| *byte == quote).map_or(all, |place| place + 2),
            (b'-', Some(b'-')) => rest.iter().position(|byte| *byte == b'\n').map_or(all, |place| place + 1),
            (b'/', Some(b'*')) => rest[1..].windows(2).position(|pair| pair == b"*/").map_or(all, |place| place + 4),
            _ => {
                at += 1;
                continue;
            }
        };
        if start < at {
            found.push(Piece::Code(&text[start..at]));
        }
        let piece = &text[at..at + length];
        found.push(if matches!(bytes[at], b'\'' | b'"') { Piece::Quoted(piece) } else { Piece::Comment(piece) });
        at += length;
        start = at;
    }
    if start < at {
        found.push(Piece::Code(&text[start..at]));
    }
    found
}

/// Begins a step that is no statement: the SQLite table after it is rebuilt as a heap.
pub(crate) const REBUILD: &str = "@rebuild ";

/// The statements of a migration for one engine, to be run one by one: Citus refuses CREATE INDEX in a string of
/// several.
///
/// # Errors
/// An unknown token.
pub(crate) fn render(text: &str, engine: Engine, distribute: bool) -> Result<Vec<String>, StoreError> {
    let mut statements = Vec::new();
    let mut current = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Comment(_) => current.push(' '),
            Piece::Quoted(quoted) => current.push_str(quoted),
            Piece::Code(code) => {
                let mut rest = code;
                while let Some(place) = rest.find(['@', ';']) {
                    current.push_str(&rest[..place]);
                    let after = &rest[place + 1..];
                    if rest.as_bytes()[place] == b';' {
                        finish(&mut statements, &mut current);
                        rest = after;
                    } else {
                        let (words, left) = token(after, engine, distribute)?;
                        current.push_str(&words);
                        rest = left;
                    }
                }
                current.push_str(rest);
            }
        }
    }
    finish(&mut statements, &mut current);
    Ok(statements)
}

fn finish(statements: &mut Vec<String>, current: &mut String) {
    let statement = std::mem::take(current);
    if !statement.trim().is_empty() {
        statements.push(statement.trim().to_owned());
    }
}

/// The replacement of the token at the start of `text` (after `@`), and the rest.
fn token(text: &str, engine: Engine, distribute: bool) -> Result<(String, &str), StoreError> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let (sqlite, postgres) = match name {
        "key" => ("TEXT /*key*/", "TEXT COLLATE \"C\""),
        "text" => ("TEXT", "TEXT"),
        "id" => ("BLOB /*id*/", "UUID"),
        "time" | "int" => ("INTEGER", "BIGINT"),
        "bool" => ("INTEGER /*bool*/", "BOOLEAN"),
        "real" => ("REAL", "DOUBLE PRECISION"),
        "bytes" => ("BLOB", "BYTEA"),
        "json" => ("TEXT /*json*/", "JSONB"),
        "table" => ("STRICT, WITHOUT ROWID", ""),
        "heap" => ("STRICT", ""),
        "distribute" | "reference" | "rebuild" => return of_table(name, rest, engine, distribute),
        _ => return Err(StoreError::Migration(format!("unknown token @{name}"))),
    };
    Ok((if engine == Engine::Sqlite { sqlite } else { postgres }.to_owned(), rest))
}

/// A token with a table's name in brackets.
fn of_table<'a>(name: &str, rest: &'a str, engine: Engine, distribute: bool) -> Result<(String, &'a str), StoreError> {
    let (table, rest) = rest
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .filter(|(table, _)| !table.is_empty() && table.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        .ok_or_else(|| StoreError::Migration(format!("@{name} wants the name of a table in brackets")))?;
    let words = match (engine, name) {
        (Engine::Sqlite, "rebuild") => format!("{REBUILD}{table}"),
        (Engine::Postgres, "distribute") if distribute => {
            format!("SELECT create_distributed_table('{table}', 'tenant')")
        }
        (Engine::Postgres, "reference") if distribute => format!("SELECT create_reference_table('{table}')"),
        _ => String::new(),
    };
    Ok((words, rest))
}

/// The first table that a query reads, outside brackets.
pub(crate) fn main_table(sql: &str) -> &str {
    let (mut depth, mut before) = (0_i32, "");
    for word in sql.split_ascii_whitespace() {
        if depth == 0 && before == "FROM" {
            return word;
        }
        depth += i32::try_from(word.matches('(').count()).unwrap_or(0);
        depth -= i32::try_from(word.matches(')').count()).unwrap_or(0);
        before = word;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "-- a note; with @key\nCREATE TABLE notes (tenant @key NOT NULL, id @id NOT NULL, done @bool,\n\
        说明 @text DEFAULT '@key; ''x', body @json, PRIMARY KEY (tenant, id)) @table;\n@distribute(notes);\n\
        CREATE TABLE areas (code @key PRIMARY KEY, shape @bytes, size @real, at @time /* ; */) @heap;@reference(areas);\n";

    #[test]
    fn tokens_become_the_words_of_each_engine() {
        let sqlite = render(TEXT, Engine::Sqlite, true).unwrap();
        assert_eq!(sqlite.len(), 2);
        assert_eq!(
            sqlite[0],
            "CREATE TABLE notes (tenant TEXT /*key*/ NOT NULL, id BLOB /*id*/ NOT NULL, done INTEGER /*bool*/,\n\
             说明 TEXT DEFAULT '@key; ''x', body TEXT /*json*/, PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID"
        );
        let plain = render(TEXT, Engine::Postgres, false).unwrap();
        assert_eq!(plain.len(), 2);
        assert_eq!(
            plain[1],
            "CREATE TABLE areas (code TEXT COLLATE \"C\" PRIMARY KEY, shape BYTEA, size DOUBLE PRECISION, at BIGINT  )"
        );
    }

    #[test]
    fn distribution_is_a_statement_of_its_own() {
        let spread = render(TEXT, Engine::Postgres, true).unwrap();
        assert_eq!(spread.len(), 4);
        assert_eq!(spread[1], "SELECT create_distributed_table('notes', 'tenant')");
        assert_eq!(spread[3], "SELECT create_reference_table('areas')");
    }

    #[test]
    fn only_sqlite_rebuilds_a_table() {
        assert_eq!(render("@rebuild(notes);", Engine::Sqlite, true).unwrap(), ["@rebuild notes"]);
        assert!(render("@rebuild(notes);", Engine::Postgres, true).unwrap().is_empty());
    }

    #[test]
    fn a_misspelt_token_is_refused() {
        for text in ["CREATE TABLE t (a @keys)", "@distribute;", "@reference(a b);", "@distribute();"] {
            assert!(matches!(render(text, Engine::Postgres, true), Err(StoreError::Migration(_))), "{text}");
        }
    }

    #[test]
    fn an_open_quote_or_comment_ends_with_the_text() {
        assert_eq!(pieces("a 'b"), [Piece::Code("a "), Piece::Quoted("'b")]);
        assert_eq!(pieces("a /* b"), [Piece::Code("a "), Piece::Comment("/* b")]);
        assert_eq!(pieces("a -- b"), [Piece::Code("a "), Piece::Comment("-- b")]);
        assert_eq!(pieces("'"), [Piece::Quoted("'")]);
    }

    #[test]
    fn the_main_table_stands_outside_of_brackets() {
        let sql = "SELECT id, (SELECT COUNT(*) FROM parts p WHERE p.case_id = c.id) FROM cases c WHERE id > $1";
        assert_eq!((main_table(sql), main_table("SELECT 1")), ("cases", ""));
    }
}
