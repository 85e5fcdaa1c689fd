//! Shared test vectors of deadlines: `vectors/deadlines.json`.

use serde_json::{Value, json};

use super::clocks::Deadline;
use crate::kernel::time::{Moment, Span};
use crate::kernel::vectors::{Draw, fresh};

#[test]
fn deadlines() {
    let due: Moment = "2026-11-30T09:00:00Z".parse().unwrap();
    // Pages count in milliseconds, and the server omits trailing zeros: 09:00:00.5Z, 09:00:00Z.
    let around = [-86_400_000, -1_000, -500, -1, 0, 1, 500, 1_000, 86_400_000].map(|ms| due + Span::micros(ms * 1_000));
    let mut draw = Draw::new(13);
    let mut drawn = || due + Span::micros(i64::from(draw.between(-5_000, 5_000)) * 1_000);
    let mut all: Vec<(Moment, Option<Moment>)> = Vec::new();
    for now in around {
        all.push((now, None));
        all.extend(around.map(|met| (now, Some(met))));
    }
    all.extend((0..200).map(|n| (drawn(), (n % 2 == 0).then(&mut drawn))));
    let cases: Vec<Value> = all
        .into_iter()
        .map(|(now, met)| {
            let late = Deadline { due, met, breached: None }.late(now);
            json!({ "due": due, "now": now, "met": met, "late": late })
        })
        .collect();
    fresh("deadlines", &json!({ "cases": cases }));
}
