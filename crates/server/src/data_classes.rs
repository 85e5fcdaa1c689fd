//! Tests that every database column has a data class in `docs/data-classes.toml`, and that the list has no other entries: an unlisted
//! column may leak personal data.

use std::collections::BTreeMap;
use weiguang_store::{Class, testing};

use crate::migrations::MIGRATIONS;

const LIST: &str = include_str!("../../../docs/data-classes.toml");

/// The entry of one column in the list.
struct ColumnClass {
    class: String,
    sealed: bool,
    note: bool,
}

/// Reads the list: `table.column` → its entry.
fn list() -> BTreeMap<String, ColumnClass> {
    let tables: toml::Table = LIST.parse().unwrap();
    let mut said = BTreeMap::new();
    for (table, columns) in &tables {
        for (column, entry) in columns.as_table().unwrap() {
            let word = entry.as_str().or_else(|| entry.get("class")?.as_str());
            let one = ColumnClass {
                class: word.unwrap_or_default().to_owned(),
                sealed: entry.get("sealed").and_then(toml::Value::as_bool).unwrap_or(false),
                note: entry.get("note").and_then(toml::Value::as_str).is_some_and(|n| !n.is_empty()),
            };
            said.insert(format!("{table}.{column}"), one);
        }
    }
    said
}

#[test]
fn every_column_has_a_class_and_every_class_a_column_on_both_engines() {
    testing::both(MIGRATIONS, |db| {
        let mut said = list();
        let mut unknown = Vec::new();
        for table in db.schema().unwrap() {
            for column in &table.columns {
                let name = format!("{}.{}", table.name, column.name);
                match said.remove(&name) {
                    Some(one) if one.sealed && column.class != Class::Bytes => {
                        unknown.push(format!("{name} is said to be sealed and holds no bytes"));
                    }
                    Some(_) => {}
                    None => unknown.push(format!("{name} has no data class")),
                }
            }
        }
        unknown.extend(said.into_keys().map(|name| format!("{name} is in the list and not in the schema")));
        assert!(unknown.is_empty(), "docs/data-classes.toml: {unknown:#?}");
    });
}

#[test]
fn a_personal_column_is_sealed_or_says_why_not_and_a_health_column_is_sealed() {
    let mut wrong = Vec::new();
    for (name, one) in list() {
        let sound = match one.class.as_str() {
            "public" | "internal" => true,
            "personal" => one.sealed || one.note,
            "health" => one.sealed,
            _ => false,
        };
        if !sound {
            wrong.push(format!("{name}: {}", one.class));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
