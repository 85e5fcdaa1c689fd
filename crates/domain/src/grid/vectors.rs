//! Shared test vectors of codes: level, parent, and default name: `vectors/cell-codes.json`.

use serde_json::{Value, json};

use super::GridCode;
use crate::kernel::vectors::{Draw, fresh};

#[test]
fn codes() {
    let community = GridCode::parse("510117019006").unwrap();
    let mut draw = Draw::new(12);
    let grids: Vec<GridCode> = (1..=999).map(|n| community.child(n).unwrap()).collect();
    let cells = (1..=99).map(|n| draw.one(&grids).child(n).unwrap()).collect::<Vec<_>>();
    // Every grid up to 120, then some of the rest.
    let grids =
        grids.iter().enumerate().filter(|(n, _)| *n < 120 || n % 17 == 0 || n % 100 == 9).map(|(_, code)| *code);
    let cases: Vec<Value> = [community.street().unwrap(), community]
        .into_iter()
        .chain(grids)
        .chain(cells)
        .map(|code| {
            let above = code.parent().unwrap();
            let words = code.words();
            let name = words.strip_prefix(&above.words()).unwrap();
            json!({ "code": code, "level": code.level(), "parent": above, "name": name })
        })
        .collect();
    fresh("cell-codes", &json!({ "cases": cases }));
}
