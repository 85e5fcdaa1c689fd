//! Operations on territory check permissions by themselves: an imported file has no endpoint before it.

use weiguang_domain::access::{Actor, Grant, Role, Verb, Via};
use weiguang_domain::grid::unit::Cell;

use crate::problem::Refusal;
use crate::rooms::grid::ops;
use crate::testing::{both, code};

#[test]
fn a_cell_is_made_and_changed_by_who_draws_there() {
    both(async |test| {
        let manages = |at: &str| {
            let grants = vec![Grant { role: Role::StreetManager, code: code(at), deputy_for: None }];
            Actor { account: test.account("manager"), name: "甲".into(), grants, via: Via::Session }
        };
        let day = test.clock.now().day();
        for (at, draws) in [("510117019006", false), ("510117019008", true)] {
            let (actor, street) = (manages(at), code("510117019"));
            let new = Cell::general(code("51011701900800102"), "二号", day);
            let made = test.app.transact(&actor, street, move |work| ops::create(work, &new).map(drop)).await;
            let named = |cell: Cell| Cell { name: "一号".into(), ..cell };
            let first = code("51011701900800101");
            let changed = test.app.transact(&actor, street, move |work| ops::change(work, &first, &named).map(drop));
            for came in [made, changed.await] {
                let denied = matches!(came, Err(Refusal::Denied(Verb::GridEdit)));
                assert_eq!((came.is_ok(), denied), (draws, !draws), "{at}: {came:?}");
            }
        }
    });
}
