//! Wire types of access rights: one row for each right, with who granted it and who confirmed it.

use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Data, Role, Verb, data};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::keepers::Keepers;
use weiguang_domain::people::{Standing, What};

use super::store::grants::{Effect, Given};
use super::view::{NamedPerson, Names, last_day, person};
use crate::access::store::TokenLine;
use crate::rooms::grid::territory::Territory;

/// A right, or one that waits.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = PeopleAccessView)]
pub struct AccessView {
    /// The act by which it was given; null for what was given before acts were recorded.
    pub id: Option<Uuid>,
    /// `post`, `deputy`, `pair`, `team`, `invitation`, `token` (of the street) or `own_token`.
    pub what: String,
    /// `waiting`, `unconfirmed`, `confirmed`, `free` (needs nobody), `before` (given before this rule) or `own` (a token of one's own).
    pub standing: String,
    /// What was given together and can be confirmed by one press.
    pub batch: Option<Uuid>,
    /// Who has it; nobody for a token of the street.
    pub who: Vec<NamedPerson>,
    /// The role's key, of a post.
    pub role: Option<String>,
    /// The token or team by name.
    pub name: Option<String>,
    /// Where.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// First day, `YYYY-MM-DD`.
    pub since: Option<String>,
    /// Last day; null if open.
    pub until: Option<String>,
    /// `personal`, `health`, `rights`: what it lets somebody see, or give.
    pub reaches: Vec<String>,
    /// The verbs of a token.
    pub verbs: Vec<String>,
    /// For whom, of a deputy.
    pub deputy_for: Option<NamedPerson>,
    /// Who gave it; null where it is not known, and with an empty name where the operator did.
    pub by: Option<NamedPerson>,
    /// When, RFC 3339.
    pub at: Option<String>,
    /// Who confirmed it.
    pub confirmed_by: Option<NamedPerson>,
    /// When, RFC 3339.
    pub confirmed_at: Option<String>,
    /// When a token was last used, RFC 3339.
    pub used_at: Option<String>,
    /// Whether the reader may confirm or refuse it.
    pub may_decide: bool,
    /// Whether the reader gave it, and may take it back while it waits.
    pub own: bool,
}

/// The keys of the reachable data.
pub fn keys(reached: &[Data]) -> Vec<String> {
    reached.iter().map(|data| data.key().to_owned()).collect()
}

/// Everybody named in a grant.
pub fn named(given: &Given) -> HashSet<AccountId> {
    let giving = &given.giving;
    giving.gains.iter().copied().chain([giving.by, given.decided_by]).chain(giving.absent).collect()
}

impl AccessView {
    /// A grant as shown to a reader. `roles` are those of the person who is replaced or whose password is set.
    #[must_use]
    pub fn of(
        territory: &Territory,
        names: &Names,
        given: &Given,
        (actor, keepers): (&Actor, &Keepers),
        roles: &[Role],
    ) -> Self {
        let giving = &given.giving;
        let mut view = Self {
            id: Some(given.id),
            what: giving.what.key().into(),
            batch: Some(given.batch),
            who: giving.gains.iter().map(|a| person(names, *a)).collect(),
            code: given.code.to_string(),
            words: territory.words(&given.code),
            deputy_for: giving.absent.map(|a| person(names, a)),
            may_decide: giving.confirmed_by(actor, given.standing, keepers).is_ok(),
            own: giving.by == actor.account,
            ..Self::default()
        };
        view.sign(names, given);
        let of_roles = |roles: &[Role]| {
            let reached: HashSet<Data> = roles.iter().flat_map(|role| role.reaches()).collect();
            keys(&Data::GUARDED.into_iter().filter(|data| reached.contains(data)).collect::<Vec<_>>())
        };
        match &given.effect {
            Effect::Post { role, since, until, .. } => {
                view.role = Some(role.key().to_owned());
                (view.since, view.until) = (Some(since.to_string()), last_day(*until));
                view.reaches = of_roles(&[*role]);
            }
            Effect::Deputy { until, .. } => (view.until, view.reaches) = (last_day(*until), of_roles(roles)),
            Effect::Pair { since, .. } => {
                (view.since, view.reaches) = (Some(since.to_string()), of_roles(&[Role::Doctor]));
            }
            Effect::Team { .. } => view.reaches = of_roles(&[Role::Doctor]),
            Effect::Invitation { .. } => view.reaches = of_roles(roles),
            Effect::Token { name, verbs, expires_at, .. } => {
                let verbs: Vec<Verb> = verbs.iter().filter_map(|key| Verb::from_key(key)).collect();
                view.name = Some(name.clone());
                view.until = Some(expires_at.day().to_string());
                view.reaches = keys(&data::of_verbs(&verbs));
                view.verbs = verbs.iter().map(|verb| verb.key().to_owned()).collect();
            }
        }
        view
    }

    /// Adds who granted it and who confirmed it; without a grant it existed before this rule.
    pub fn sign(&mut self, names: &Names, given: &Given) {
        self.id = Some(given.id);
        self.batch = Some(given.batch);
        self.standing = given.standing.key().into();
        self.by = Some(person(names, given.giving.by));
        self.at = Some(given.at.to_string());
        if given.standing == Standing::Confirmed {
            self.confirmed_by = Some(person(names, given.decided_by));
            self.confirmed_at = Some(given.decided_at.to_string());
        }
    }

    /// A right, before its grant is known.
    #[must_use]
    pub fn held(territory: &Territory, what: What, code: &GridCode, since: Day, until: Day) -> Self {
        Self {
            what: what.key().into(),
            standing: "before".into(),
            code: code.to_string(),
            words: territory.words(code),
            since: Some(since.to_string()),
            until: last_day(until),
            ..Self::default()
        }
    }

    /// A token, of the street or of a person.
    #[must_use]
    pub fn of_token(territory: &Territory, names: &Names, line: &TokenLine) -> Self {
        let maker = person(names, line.account);
        let of_street = line.street.is_some();
        Self {
            what: if of_street { "token" } else { "own_token" }.into(),
            standing: if of_street { "before" } else { "own" }.into(),
            who: if of_street { Vec::new() } else { vec![maker.clone()] },
            name: Some(line.name.clone()),
            code: line.code.to_string(),
            words: territory.words(&line.code),
            since: Some(line.created_at.day().to_string()),
            until: Some(line.expires_at.day().to_string()),
            reaches: keys(&data::of_verbs(&line.verbs)),
            verbs: line.verbs.iter().map(|verb| verb.key().to_owned()).collect(),
            by: Some(maker),
            at: Some(line.created_at.to_string()),
            used_at: line.used_at.map(|at| at.to_string()),
            ..Self::default()
        }
    }
}
