//! A valid request for each writing endpoint of the manual.

use serde_json::json;

use crate::leaks::sample::{Sample, post, put};
use crate::leaks::world::{SECRET, World};

/// A year of the working calendar.
const YEAR: &str = "year = 2027\ntitle = \"国务院办公厅关于2027年部分节假日安排的通知\"\nnumber = \"试〔2026〕1号\"\nissued = 2026-11-20\nholidays = [{ name = \"元旦\", from = 2027-01-01, to = 2027-01-03 }]\nworkdays = []\n";
/// The same as a form.
fn notice() -> serde_json::Value {
    json!({ "title": "国务院办公厅关于2027年部分节假日安排的通知", "notice": "国办发明电〔2026〕7号", "issued": "2026-11-20",
        "holidays": [{ "name": "元旦", "from": "2027-01-01", "to": "2027-01-03" }], "workdays": [] })
}

/// The samples.
pub fn samples(_: &World) -> Vec<Sample> {
    let kind = || json!({ "text": super::tests::text(2, "1 working day") });
    vec![
        post("publisher", "/api/v1/manual/calendar").json(json!({ "text": YEAR })),
        put("publisher", "/api/v1/manual/calendar/{year}").of("year", "2027").json(notice()),
        post("publisher", "/api/v1/manual/kinds").json(kind()),
        post("publisher", "/api/v1/manual/kinds/check").json(kind()),
        post("member02", "/api/v1/manual/suggest").json(json!({ "text": SECRET })),
    ]
}
