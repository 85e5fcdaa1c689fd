//! The actor of a request, and the code prefixes that it may see for a verb.

use super::permit::Permit;
use super::policy::{Reach, reach};
use super::role::Role;
use super::verb::Verb;
use crate::grid::GridCode;
use crate::kernel::ids::AccountId;

/// A role at a code, held by the actor or as a deputy for somebody absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The code.
    pub code: GridCode,
    /// The account that the actor deputises for.
    pub deputy_for: Option<AccountId>,
}

/// How the actor was identified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Via {
    /// A session of a browser or phone.
    Session,
    /// An API token: limited to these verbs under this code, whatever its account may do.
    Token {
        /// The verbs of the token.
        verbs: Vec<Verb>,
        /// The code of the token.
        code: GridCode,
    },
    /// A resident without an account.
    Public,
    /// The system itself: clocks and jobs.
    System,
}

/// The actor of a request with its current grants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The account; nil for the public and the system.
    pub account: AccountId,
    /// The name on screen.
    pub name: String,
    /// Current grants, deputyships included.
    pub grants: Vec<Grant>,
    /// How it was identified.
    pub via: Via,
}

/// Refused: the actor may not use this verb here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not permitted: {}", .0.key())]
pub struct Denied(pub Verb);

/// The code prefixes within which an actor may use a verb; no prefix contains another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope {
    /// Everything under these codes.
    pub codes: Vec<GridCode>,
    /// Whether records to which the actor is a party are included.
    pub party: bool,
}

impl Scope {
    /// Whether nothing is visible.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && !self.party
    }

    /// Whether the code is under one of the prefixes.
    #[must_use]
    pub fn covers(&self, code: &GridCode) -> bool {
        self.codes.iter().any(|c| c.contains(code))
    }

    /// The prefixes intersected with `wish`: unchanged `wish` if it is inside the scope, empty if it is outside.
    #[must_use]
    pub fn under(&self, wish: &GridCode) -> Vec<GridCode> {
        if self.covers(wish) {
            return vec![*wish];
        }
        self.codes.iter().filter(|c| wish.contains(c)).copied().collect()
    }
}

impl Actor {
    /// The actor of alarms and jobs.
    #[must_use]
    pub fn system() -> Self {
        Self { account: AccountId::new(uuid::Uuid::nil()), name: String::new(), grants: Vec::new(), via: Via::System }
    }

    /// A resident without an account.
    #[must_use]
    pub fn public() -> Self {
        Self { via: Via::Public, ..Self::system() }
    }

    /// The actor of a street's token: may do what the street's manager may, limited by the token, and is a party to
    /// what it created.
    #[must_use]
    pub fn of_street(token: AccountId, name: String, code: GridCode, via: Via) -> Self {
        Self { account: token, name, grants: vec![Grant { role: Role::StreetManager, code, deputy_for: None }], via }
    }

    /// The only function from an actor to code prefixes. Lists, exports, totals, attachments, tiles, feeds, caches and
    /// batches use it.
    #[must_use]
    pub fn scope(&self, verb: Verb) -> Scope {
        let mut codes: Vec<GridCode> = Vec::new();
        let mut party = false;
        if let Via::Token { verbs, .. } = &self.via
            && !verbs.contains(&verb)
        {
            return Scope::default();
        }
        for grant in &self.grants {
            match reach(grant.role, verb) {
                Reach::None => {}
                Reach::Party => party = true,
                Reach::Scope => {
                    party = true;
                    codes.push(grant.code);
                }
            }
        }
        if let Via::Token { code, .. } = &self.via {
            let whole = Scope { codes, party };
            codes = whole.under(code);
            // Being a party has no place, but a token is limited to one. For a single record see [`Actor::may`].
            party = false;
        }
        codes.sort_unstable();
        codes.dedup();
        let all = codes.clone();
        codes.retain(|c| !all.iter().any(|other| other != c && other.contains(c)));
        Scope { codes, party }
    }

    /// Checks `verb` on a record at `code`; `is_party`: the actor is a party to the record.
    ///
    /// # Errors
    /// `Denied` unless a grant allows it, and for a token also its verbs and code. The system is always allowed.
    pub fn may(&self, verb: Verb, code: &GridCode, is_party: bool) -> Result<Permit, Denied> {
        if self.via == Via::System || self.scope(verb).covers(code) {
            return Ok(Permit::of(self, verb, *code));
        }
        // A token is a party only to records at its own code.
        let here = match &self.via {
            Via::Token { code: place, .. } => place.contains(code),
            _ => true,
        };
        if is_party && here && self.may_as_party(verb) { Ok(Permit::of(self, verb, *code)) } else { Err(Denied(verb)) }
    }

    /// Whether being a party could allow `verb`; if not, callers skip the query for parties.
    #[must_use]
    pub fn may_as_party(&self, verb: Verb) -> bool {
        let given = match &self.via {
            Via::Token { verbs, .. } => verbs.contains(&verb),
            _ => true,
        };
        given && self.grants.iter().any(|grant| reach(grant.role, verb) > Reach::None)
    }

    /// Checks whether a token for `verb` at `code` can be created: the actor holds the verb there, at least as a party.
    ///
    /// # Errors
    /// `Denied` unless a grant at or above the code has the verb.
    pub fn may_hand_on(&self, verb: Verb, code: &GridCode) -> Result<(), Denied> {
        let held = |grant: &Grant| grant.code.contains(code) && reach(grant.role, verb) > Reach::None;
        if self.grants.iter().any(held) { Ok(()) } else { Err(Denied(verb)) }
    }

    /// Whether a token for `verb` at `code` is still backed by a grant at the code or above. A token for more than one
    /// street is backed in the streets where its owner holds a post.
    #[must_use]
    pub fn stands_behind(&self, verb: Verb, code: &GridCode) -> bool {
        let of_many = code.street().is_none();
        let near = |grant: &Grant| grant.code.contains(code) || (of_many && code.contains(&grant.code));
        self.grants.iter().any(|grant| near(grant) && reach(grant.role, verb) > Reach::None)
    }

    /// Checks whether `verb` is allowed anywhere.
    ///
    /// # Errors
    /// `Denied` if no grant allows it anywhere.
    pub fn may_somewhere(&self, verb: Verb) -> Result<(), Denied> {
        let anywhere = !self.scope(verb).is_empty() || self.may_as_party(verb);
        if self.via == Via::System || anywhere { Ok(()) } else { Err(Denied(verb)) }
    }

    /// Checks `verb` in every one of these streets.
    ///
    /// # Errors
    /// `Denied` if one of them is not covered, or there is none.
    pub fn may_in_all(&self, verb: Verb, streets: &[GridCode]) -> Result<Permit, Denied> {
        self.may_somewhere(verb)?;
        streets.iter().try_fold(None, |_, street| self.may(verb, street, false).map(Some))?.ok_or(Denied(verb))
    }

    /// Whether to show the action in menus: allowed somewhere, or in all streets if the verb is of all streets.
    #[must_use]
    pub fn is_offered(&self, verb: Verb, streets: &[GridCode]) -> bool {
        if verb.is_of_all_streets() { self.may_in_all(verb, streets).is_ok() } else { self.may_somewhere(verb).is_ok() }
    }

    /// The streets in which the actor holds a grant.
    #[must_use]
    pub fn streets(&self) -> Vec<GridCode> {
        let mut streets: Vec<GridCode> = self.grants.iter().filter_map(|g| g.code.street()).collect();
        streets.sort_unstable();
        streets.dedup();
        streets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn actor(grants: &[(Role, &str)], via: Via) -> Actor {
        let grants = grants.iter().map(|(role, c)| Grant { role: *role, code: code(c), deputy_for: None }).collect();
        Actor { account: AccountId::new(uuid::Uuid::from_u128(1)), name: "甲".into(), grants, via }
    }

    #[test]
    fn a_sibling_grid_is_never_in_scope() {
        let leader = actor(&[(Role::GridLeader, "510117019006009")], Via::Session);
        assert!(leader.may(Verb::CasesRead, &code("51011701900600901"), false).is_ok());
        for outside in ["510117019006010", "51011701900601001", "510117019006", "510117019"] {
            assert!(leader.may(Verb::CasesRead, &code(outside), false).is_err(), "{outside}");
        }
        assert!(leader.may(Verb::CasesRead, &code("51011701900601001"), true).is_ok(), "a party may read its case");
        assert!(leader.may(Verb::GridEdit, &code("51011701900600901"), true).is_err());
    }

    #[test]
    fn prefixes_fold_into_the_widest() {
        let a = actor(
            &[
                (Role::GridMember, "510117019006009"),
                (Role::CommunitySecretary, "510117019006"),
                (Role::GridMember, "510117019008001"),
            ],
            Via::Session,
        );
        assert_eq!(a.scope(Verb::CasesRead).codes, [code("510117019006"), code("510117019008001")]);
        assert_eq!(a.scope(Verb::CasesRead).under(&code("510117019")), [code("510117019006"), code("510117019008001")]);
        assert_eq!(a.scope(Verb::CasesRead).under(&code("510117019006009")), [code("510117019006009")]);
        assert!(a.scope(Verb::CasesRead).under(&code("510117019009")).is_empty());
    }

    #[test]
    fn what_holds_in_every_street_is_offered_to_those_who_hold_each() {
        let streets = [code("510117009"), code("510117019")];
        let one = actor(&[(Role::Administrator, "510117019")], Via::Session);
        let both = actor(&[(Role::Administrator, "510117019"), (Role::StreetManager, "510117009")], Via::Session);
        assert!(!one.is_offered(Verb::ManualPublish, &streets) && one.is_offered(Verb::ManualPublish, &streets[1..]));
        assert!(both.is_offered(Verb::ManualPublish, &streets) && !both.is_offered(Verb::ManualPublish, &[]));
        assert!(one.is_offered(Verb::GridEdit, &streets), "what holds in one street needs only that one");
    }

    #[test]
    fn a_token_narrows_and_never_widens() {
        let via = Via::Token { verbs: vec![Verb::CasesRead, Verb::PeopleManage], code: code("510117019006") };
        let a = actor(&[(Role::StreetDispatcher, "510117019")], via);
        assert!(a.may(Verb::CasesRead, &code("51011701900600901"), false).is_ok());
        assert!(a.may(Verb::CasesRead, &code("51011701900800101"), true).is_err());
        assert!(a.may(Verb::CasesCreate, &code("51011701900600901"), false).is_err());
        assert!(a.may(Verb::PeopleManage, &code("510117019006"), false).is_err(), "a dispatcher manages no people");
    }

    #[test]
    fn a_token_stands_while_its_owner_holds_its_place_or_serves_in_one_of_its_streets() {
        let stands = |held: &str, of: &str| {
            let owner = actor(&[(Role::GridLeader, held)], Via::Session);
            owner.stands_behind(Verb::CasesRead, &code(of))
        };
        assert!(stands("510117019006009", "510117019006009") && stands("510117019006009", "51011701900600901"));
        assert!(!stands("510117019006009", "510117019006"), "what is left under a place is not the place");
        assert!(!stands("510117019006009", "510117019006010"));
        assert!(stands("510117019006009", "510117"), "a token for a county stands for the streets of its owner");
        assert!(!stands("510117019006009", "510104"));
        let owner = actor(&[(Role::ResourcePartner, "510117019")], Via::Session);
        assert!(!owner.stands_behind(Verb::CareRead, &code("510117019")));
    }

    #[test]
    fn a_token_is_a_party_where_it_is_given_and_nowhere_else() {
        let via = Via::Token { verbs: vec![Verb::CareRead], code: code("510117019006") };
        let a = actor(&[(Role::Doctor, "510117019")], via);
        assert!(a.may(Verb::CareRead, &code("51011701900600901"), true).is_ok());
        assert!(a.may(Verb::CareRead, &code("51011701900600901"), false).is_err(), "of another team's cell");
        assert!(a.may(Verb::CareRead, &code("51011701900800101"), true).is_err(), "outside its place");
        assert!(a.may(Verb::CareClose, &code("51011701900600901"), true).is_err(), "a verb that it was not given");
        assert!(a.may_as_party(Verb::CareRead) && !a.may_as_party(Verb::CareClose));
        let doctor = actor(&[(Role::Doctor, "510117019006")], Via::Session);
        assert!(doctor.may_hand_on(Verb::CareRead, &code("510117019006")).is_ok());
        assert!(doctor.may_hand_on(Verb::CareRead, &code("510117019")).is_err(), "no more than is held");
        assert!(doctor.may_hand_on(Verb::CareRules, &code("510117019006")).is_err());
    }

    /// A list of all that somebody is a party to is of no place; a token is for one.
    #[test]
    fn the_scope_of_a_token_is_its_place_and_nothing_that_its_maker_is_a_party_to() {
        let scope = |held: &str, place: &str| {
            let via = Via::Token { verbs: vec![Verb::CasesRead], code: code(place) };
            actor(&[(Role::GridMember, held)], via).scope(Verb::CasesRead)
        };
        let narrow = Scope { codes: vec![code("51011701900600901")], party: false };
        assert_eq!(scope("510117019006", "51011701900600901"), narrow);
        assert_eq!(scope("51011701900600901", "510117019006"), narrow, "no wider than its maker");
        assert_eq!(scope("510117019008", "510117019006"), Scope::default());
        let own = actor(&[(Role::GridMember, "510117019006")], Via::Session);
        assert!(own.scope(Verb::CasesRead).party, "whoever signs in also sees what is their own elsewhere");
    }

    #[test]
    fn the_public_may_nothing_and_the_system_everything() {
        assert!(Actor::public().may(Verb::CasesRead, &code("510117019"), true).is_err());
        assert!(Actor::system().may(Verb::CasesClose, &code("510117019"), false).is_ok());
    }
}
