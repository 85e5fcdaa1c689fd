//! Permission checks inside operations, independent of their endpoints, and caches that must be cleared when rights change.

use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Grant, Permit, Role, Verb, Via};
use weiguang_domain::grid::regrid::Effect;
use weiguang_domain::kernel::ids::{AssignmentId, TokenId};
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::people::Assignment;

use super::ops::{posts, street_tokens, tokens};
use super::store;
use crate::access::actors::Actors;
use crate::app::happening::CellsRedrawn;
use crate::problem::Refusal;
use crate::testing::{TestApp, both, code};

const STREET: &str = "510117019";

/// A signed-in account with one post.
fn holder(test: &TestApp, login: &str, role: Role, at: &str) -> Actor {
    let grants = vec![Grant { role, code: code(at), deputy_for: None }];
    Actor { account: test.account(login), name: login.into(), grants, via: Via::Session }
}

fn post(test: &TestApp, login: &str, at: &str) -> Assignment {
    let (account, since) = (test.account(login), test.clock.now().day());
    Assignment {
        id: AssignmentId::new(test.id()),
        account,
        role: Role::GridMember,
        code: code(at),
        since,
        until: FOREVER,
    }
}

#[test]
fn a_deputy_is_named_by_who_leads_wherever_the_absent_person_serves() {
    both(async |test| {
        let second = post(test, "gridmember", "510117019008001");
        let stored = test.app.db().write(move |tx| store::insert_assignment(tx, &code(STREET), &second));
        stored.await.unwrap();
        let away = |who: &str| json!({ "id": test.id(), "account": test.account(who).uuid(), "since": "2026-11-23", "until": "2026-11-25" });
        let leader = test.as_("leader").await;
        assert_eq!(leader.post("/people/absences", &away("gridmember")).await.refused(403), "access.denied");
        leader.post("/people/absences", &away("member01")).await.good();
        test.as_("manager").await.post("/people/absences", &away("gridmember")).await.good();
    });
}

#[test]
fn a_post_is_given_by_who_manages_people_at_its_very_place() {
    both(async |test| {
        let narrow = holder(test, "manager", Role::StreetManager, "510117019006");
        let give = async |at: &str| {
            let new = post(test, "member01", at);
            test.app.transact(&narrow, code(STREET), move |work| posts::assign(work, &new)).await
        };
        assert!(matches!(give("510117019008001").await, Err(Refusal::Denied(Verb::PeopleManage))));
        assert_eq!(give("510117019006009").await.unwrap().code, "510117019006009");
    });
}

fn token(test: &TestApp, at: &str) -> tokens::New {
    let expires = test.clock.now() + Span::days(30);
    let verbs = vec!["grid.read".into()];
    tokens::New { id: TokenId::new(test.id()), name: "平台".into(), verbs, code: code(at), expires, digest: [3; 32] }
}

#[test]
fn a_token_of_the_street_is_made_and_withdrawn_by_who_manages_people_where_it_reaches() {
    both(async |test| {
        let whole = holder(test, "manager", Role::StreetManager, STREET);
        let narrow = holder(test, "administrator", Role::StreetManager, "510117019006");
        let make = async |actor: &Actor| {
            let new = token(test, STREET);
            test.app.transact(actor, code(STREET), move |work| street_tokens::make(work, &new)).await
        };
        let withdraw = async |actor: &Actor, id: Uuid| {
            let street = code(STREET);
            test.app.transact(actor, street, move |work| street_tokens::withdraw(work, TokenId::new(id))).await
        };
        assert!(matches!(make(&narrow).await, Err(Refusal::Denied(Verb::PeopleManage))));
        let made = make(&whole).await.unwrap();
        assert!(!made.waiting);
        assert!(matches!(withdraw(&narrow, made.id).await, Err(Refusal::NotFound("token"))));
        let known = test.app.state::<Actors>();
        withdraw(&whole, made.id).await.unwrap();
        assert!(!Arc::ptr_eq(&known, &test.app.state::<Actors>()), "who came with it is forgotten at once");
    });
}

#[test]
fn whose_cell_was_redrawn_is_asked_about_again() {
    both(async |test| {
        let known = test.app.state::<Actors>();
        let (manager, day) = (test.account("manager"), test.clock.now().day());
        let redraw = move |work: &mut crate::UnitOfWork<'_, '_>| {
            // Nobody serves there, but a token may be for it.
            let (old, new) = (code("51011701900600903"), code("51011701900600921"));
            let effect = Effect { ends: vec![old], ..Effect::default() };
            let successors = BTreeMap::from([(old, new)]);
            let permit = Permit::own(work.actor);
            let redrawn = CellsRedrawn {
                effect: &effect,
                successors: &successors,
                posts: &[],
                day,
                drafted_by: manager,
                reviewed_by: None,
            };
            posts::reassign(work, permit, &redrawn).map(drop)
        };
        test.app.transact(&Actor::system(), code(STREET), redraw).await.unwrap();
        assert!(!Arc::ptr_eq(&known, &test.app.state::<Actors>()));
    });
}
