//! What a phone stores for offline use: the owner's cells and their records, up to fixed limits. Those who lead a
//! street work online and store nothing.

use super::actor::Actor;
use super::role::Role;
use super::verb::Verb;
use crate::grid::GridCode;

/// Maximum cells per phone.
pub const CELLS: usize = 40;
/// Maximum dwellings.
pub const DOORS: usize = 4_000;
/// Maximum open cases, nearest deadline first.
pub const CASES: usize = 300;
/// Newest timeline entries per case.
pub const ENTRIES: i64 = 5;
/// Maximum own care alerts, nearest deadline first.
pub const ALERTS: usize = 40;
/// Newest messages of the inbox.
pub const NOTICES: usize = 50;
/// Maximum households.
pub const HOUSEHOLDS: usize = 600;
/// Maximum people.
pub const PEOPLE: usize = 2_000;

/// The codes whose cells are synchronised: those where the actor serves dwellings, not those that they lead.
#[must_use]
pub fn codes(actor: &Actor) -> Vec<GridCode> {
    let scope = actor.scope(Verb::GridRead);
    let held = actor.grants.iter().filter(|g| serves_doors(g.role)).flat_map(|g| scope.under(&g.code));
    widest(held.collect())
}

const fn serves_doors(role: Role) -> bool {
    matches!(
        role,
        Role::MicroGridMember | Role::GridMember | Role::DedicatedGridMember | Role::GridLeader | Role::Doctor
    )
}

/// The deepest cells under these codes, sorted by code. A functional cell is included only for its own holder. `all`
/// yields each cell with whether it is functional.
#[must_use]
pub fn cells(codes: &[GridCode], all: impl IntoIterator<Item = (GridCode, bool)>) -> Vec<GridCode> {
    let under = |c: &GridCode| codes.iter().any(|code| code.contains(c));
    let kept = all.into_iter().filter(|(c, functional)| if *functional { codes.contains(c) } else { under(c) });
    let mut kept: Vec<GridCode> = kept.map(|(c, _)| c).collect();
    kept.sort_unstable();
    kept.dedup();
    // Sorted by code, a child follows its parent directly.
    let divided: Vec<bool> = kept.iter().zip(kept.iter().skip(1)).map(|(c, next)| c.contains(next)).collect();
    let mut at = 0;
    kept.retain(|_| {
        at += 1;
        !divided.get(at - 1).copied().unwrap_or(false)
    });
    kept
}

/// Codes without those that are under another.
fn widest(mut codes: Vec<GridCode>) -> Vec<GridCode> {
    codes.sort_unstable();
    codes.dedup();
    let all = codes.clone();
    codes.retain(|c| !all.iter().any(|other| other != c && other.contains(c)));
    codes
}

#[cfg(test)]
mod tests {
    use super::super::actor::{Grant, Via};
    use super::*;
    use crate::kernel::ids::AccountId;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn carried(grants: &[(Role, &str)], via: Via) -> Vec<String> {
        let grants = grants.iter().map(|(role, c)| Grant { role: *role, code: code(c), deputy_for: None }).collect();
        let actor = Actor { account: AccountId::new(uuid::Uuid::from_u128(1)), name: "甲".into(), grants, via };
        codes(&actor).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn those_who_serve_doors_carry_their_cells_and_those_who_steer_carry_none() {
        let member = [(Role::MicroGridMember, "51011701900600901"), (Role::GridMember, "510117019006009")];
        assert_eq!(carried(&member, Via::Session), ["510117019006009"], "the wider takes the narrower in");
        assert_eq!(carried(&[(Role::Doctor, "510117019006")], Via::Session), ["510117019006"]);
        for steers in [Role::StreetDispatcher, Role::StreetManager, Role::Administrator, Role::Auditor] {
            assert!(carried(&[(steers, "510117019")], Via::Session).is_empty(), "{steers:?}");
        }
        assert!(carried(&[(Role::CommunitySecretary, "510117019006")], Via::Session).is_empty());
    }

    #[test]
    fn a_token_carries_no_more_than_its_code() {
        let via = |code: &str| Via::Token { verbs: vec![Verb::GridRead], code: self::code(code) };
        let leads = [(Role::GridLeader, "510117019006009")];
        assert_eq!(carried(&leads, via("51011701900600902")), ["51011701900600902"]);
        assert!(carried(&leads, via("510117019008")).is_empty());
    }

    #[test]
    fn the_deepest_cells_are_the_ground_and_a_functional_one_comes_only_to_its_holder() {
        let all = [
            ("510117019006009", false),
            ("51011701900600901", false),
            ("51011701900600902", false),
            ("51011701900600990", true),
            ("510117019006010", false),
            ("51011701900601101", false),
        ]
        .map(|(c, f)| (code(c), f));
        let texts = |codes: &[&str]| -> Vec<String> {
            cells(&codes.iter().map(|c| code(c)).collect::<Vec<_>>(), all).iter().map(ToString::to_string).collect()
        };
        assert_eq!(texts(&["510117019006009"]), ["51011701900600901", "51011701900600902"]);
        assert_eq!(texts(&["51011701900600990"]), ["51011701900600990"]);
        assert_eq!(texts(&["510117019006010"]), ["510117019006010"], "a grid that is not divided is a cell itself");
        assert!(texts(&[]).is_empty());
    }
}
