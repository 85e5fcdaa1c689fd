//! Values round-trip equally on both engines, and what one cannot store is refused by both.

use crate::support::{INSERT, SET, TENANT, id};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use weiguang_store::{Class, Db, StoreError, params, testing};

const READ: &str =
    "SELECT tenant, id, code, title, attrs, idem, urgent, amount, size, photo, at FROM cases ORDER BY id";

type Loose = (Option<String>, Option<Json>, Option<String>, bool, Option<i64>, Option<f64>, Option<Vec<u8>>, i64);

fn read(db: &Db) -> Vec<Loose> {
    db.read_blocking(|tx| {
        tx.query(READ, &[], |row| {
            let (urgent, amount) = (row.get(6)?, row.get(7)?);
            Ok((row.get(3)?, row.get(4)?, row.get(5)?, urgent, amount, row.get(8)?, row.get(9)?, row.get(10)?))
        })
    })
    .unwrap()
}

#[test]
fn every_type_comes_back_as_it_went_in() {
    testing::both(SET, |db| {
        let rows: Vec<Loose> = vec![
            (None, None, None, false, None, None, None, i64::MIN),
            (
                Some("灯坏了 'quoted' \u{1F4A1}\n".into()),
                Some(json!({"b": [1, 2.5, "三", null, true], "a": {}})),
                Some(String::new()),
                true,
                Some(i64::MAX),
                Some(-0.1),
                Some((0..=255).collect()),
                i64::MAX,
            ),
            (None, Some(Json::Null), None, true, Some(0), Some(f64::MIN_POSITIVE), Some(vec![]), 0),
            (None, Some(json!("text")), None, false, Some(7), Some(1e300), Some(vec![0]), 1),
        ];
        let given = rows.clone();
        db.write_blocking(move |tx| {
            for (number, row) in (1_u128..).zip(&given) {
                let (title, attrs, idem, urgent, amount, size, photo, at) = row;
                tx.exec(INSERT, params![TENANT, id(number), "c", title, attrs, idem, urgent, amount, size, photo, at])?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
        assert_eq!(read(db), rows);
    });
}

#[test]
fn what_one_engine_cannot_keep_neither_takes() {
    testing::both(SET, |db| {
        const TITLE: &str = "UPDATE cases SET title = $1";
        const SIZE: &str = "UPDATE cases SET size = $1";
        const ATTRS: &str = "UPDATE cases SET attrs = $1";
        let refused = |result: Result<u64, StoreError>| {
            assert!(matches!(result, Err(StoreError::Parameter { number: 1, .. })), "{result:?}");
        };
        refused(db.write_blocking(|tx| tx.exec(TITLE, params!["a\0b"])));
        refused(db.write_blocking(|tx| tx.exec(SIZE, params![f64::NAN])));
        refused(db.write_blocking(|tx| tx.exec(SIZE, params![f64::INFINITY])));
        refused(db.write_blocking(|tx| tx.exec(ATTRS, params![json!({"a": ["\0"]})])));
        refused(db.write_blocking(|tx| tx.exec(ATTRS, params![json!({"\0": 1})])));
        // The transaction is still usable after such a refusal.
        let after = db.write_blocking(|tx| {
            assert!(tx.exec(TITLE, params!["\0"]).is_err());
            crate::support::put(tx, 1)
        });
        assert_eq!(after, Ok(1));
    });
}

#[test]
fn the_number_of_parameters_must_fit() {
    testing::both(SET, |db| {
        const TWO: &str = "SELECT code FROM cases WHERE tenant = $1 AND id = $2";
        for given in [params![TENANT], params![TENANT, id(1), id(2)]] {
            let given = given.to_vec();
            let given: Vec<weiguang_store::Value<'static>> = given
                .iter()
                .map(|v| if let weiguang_store::Value::Id(id) = v { (*id).into() } else { TENANT.into() })
                .collect();
            let result = db.read_blocking(move |tx| tx.query(TWO, &given, |row| row.get::<String>(0)));
            assert!(matches!(result, Err(StoreError::Parameter { .. })), "{result:?}");
        }
    });
}

#[test]
fn parameters_are_bound_by_their_number_not_by_their_place() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| crate::support::put(tx, 1)).unwrap();
        const CROSSED: &str = "SELECT code FROM cases WHERE id = $2 AND tenant = $1 AND idem = $3 AND tenant = $1";
        let found = db
            .read_blocking(|tx| tx.one(CROSSED, params![TENANT, id(1), "key 1"], |row| row.get::<String>(0)))
            .unwrap();
        assert_eq!(found.as_deref(), Some("310101001000001"));
    });
}

#[test]
fn whole_numbers_fit_the_width_that_the_place_has() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| crate::support::put(tx, 1)).unwrap();
        const CUT: &str = "SELECT substr(code, 1, $1), COUNT(*) FROM cases GROUP BY 1 LIMIT $2";
        let cut = |width: i64| {
            db.read_blocking(move |tx| {
                tx.one(CUT, params![width, 1_i32], |row| Ok((row.get::<String>(0)?, row.get::<i32>(1)?)))
            })
        };
        assert_eq!(cut(6).unwrap(), Some(("310101".to_owned(), 1)));
    });
}

#[test]
fn a_column_of_another_type_is_told_by_name() {
    testing::both(SET, |db| {
        db.write_blocking(|tx| crate::support::put(tx, 1)).unwrap();
        let wrong = db.read_blocking(|tx| tx.one(READ, &[], |row| row.get::<i64>(2))).unwrap_err();
        let why = "found text, wanted a whole number".to_owned();
        assert_eq!(wrong, StoreError::Row { column: "2 (code)".into(), why });
        let null = db.read_blocking(|tx| tx.one(READ, &[], |row| row.get::<Vec<u8>>(9))).unwrap_err();
        assert_eq!(null, StoreError::Row { column: "9 (photo)".into(), why: "found NULL, wanted bytes".into() });
        let beyond = db.read_blocking(|tx| tx.one(READ, &[], |row| row.get::<i64>(11))).unwrap_err();
        assert!(matches!(beyond, StoreError::Row { ref column, .. } if column == "11 (?)"), "{beyond}");
        let narrow = db.read_blocking(|tx| tx.one("SELECT 5000000000", &[], |row| row.get::<i32>(0))).unwrap_err();
        assert!(matches!(narrow, StoreError::Row { .. }), "{narrow}");
    });
}

#[test]
fn a_prefix_is_a_range_of_bytes_under_a_chinese_order() {
    testing::both(SET, |db| {
        let codes = ["31", "310101001", "310101001A", "310101001a", "310101001中", "310101002", "31010100", "Z", "z"];
        db.write_blocking(move |tx| {
            for (number, code) in (1_u128..).zip(codes) {
                let none = None::<String>;
                tx.exec(
                    INSERT,
                    params![
                        TENANT,
                        id(number),
                        code,
                        &none,
                        None::<Json>,
                        &none,
                        false,
                        0_i64,
                        0.0,
                        None::<Vec<u8>>,
                        0_i64
                    ],
                )?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
        const RANGE: &str = "SELECT code FROM cases WHERE tenant = $1 AND code >= $2 AND code < $3 ORDER BY code";
        let range = |from: &'static str, to: &'static str| -> Vec<String> {
            db.read_blocking(move |tx| tx.query(RANGE, params![TENANT, from, to], |row| row.get(0))).unwrap()
        };
        assert_eq!(range("310101001", "310101002"), ["310101001", "310101001A", "310101001a", "310101001中"]);
        assert_eq!(range("A", "zz"), ["Z", "z"]);
        const NEWEST: &str = "SELECT id FROM cases WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
        let newest: Vec<Uuid> =
            db.read_blocking(|tx| tx.query(NEWEST, params![TENANT, Uuid::max(), 2_i64], |row| row.get(0))).unwrap();
        assert_eq!(newest, [id(9), id(8)]);
    });
}

#[test]
fn the_schema_is_the_same_on_both_engines() {
    let mut seen = Vec::new();
    testing::both(SET, |db| seen.push(db.schema().unwrap()));
    assert_eq!(seen[0], seen[1]);
    let names: Vec<&str> = seen[0].iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["areas", "cases", "events"]);
    let cases = &seen[0][1];
    assert_eq!(cases.key, ["tenant", "id"]);
    let classes: Vec<(&str, Class, bool)> =
        cases.columns.iter().map(|column| (column.name.as_str(), column.class, column.nullable)).collect();
    let expected = [
        ("tenant", Class::Key, false),
        ("id", Class::Id, false),
        ("code", Class::Key, false),
        ("title", Class::Text, true),
        ("attrs", Class::Json, true),
        ("idem", Class::Key, true),
        ("urgent", Class::Bool, false),
        ("amount", Class::Int, true),
        ("size", Class::Real, true),
        ("photo", Class::Bytes, true),
        ("at", Class::Int, false),
    ];
    assert_eq!(classes, expected);
}

#[test]
fn statements_that_cannot_be_prepared_are_listed() {
    testing::both(SET, |db| {
        let failed = db
            .prepare_all(&[("good", READ), ("no table", "SELECT 1 FROM nowhere"), ("no column", "SELECT x FROM cases")])
            .unwrap();
        let names: Vec<&str> = failed.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["no table", "no column"]);
        assert_eq!(db.integrity().unwrap(), Vec::<String>::new());
    });
}
