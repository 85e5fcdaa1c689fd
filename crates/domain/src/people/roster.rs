//! The duty roster: who is responsible for each of many cells.

use std::collections::HashMap;

use super::duty::{CurrentPost, Holder, answers, ladder};
use crate::grid::GridCode;

/// Who is responsible for a code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post {
    /// The code.
    pub code: GridCode,
    /// The holder; `None`: vacant.
    pub holder: Option<Holder>,
    /// For a vacant code, who is responsible above; `None`: nobody up to the street.
    pub climbs_to: Option<Holder>,
}

impl Post {
    /// Whether the code is vacant.
    #[must_use]
    pub const fn is_hole(&self) -> bool {
        self.holder.is_none()
    }
}

/// The roster of codes, in their order. `seats`: all current seats of the street; each code looks up only the seats on
/// its own ladder.
#[must_use]
pub fn roster(codes: &[GridCode], seats: &[CurrentPost]) -> Vec<Post> {
    let mut at: HashMap<GridCode, Vec<CurrentPost>> = HashMap::new();
    for seat in seats {
        at.entry(seat.code).or_default().push(seat.clone());
    }
    let mut known: HashMap<GridCode, Option<Holder>> = HashMap::new();
    let mut here = |code: GridCode| {
        known.entry(code).or_insert_with(|| answers(&[code], at.get(&code).map_or(&[], Vec::as_slice)).holder).clone()
    };
    codes
        .iter()
        .map(|code| {
            let mut rungs = ladder(None, *code).into_iter();
            // The first rung is the code itself, unless it is above the street.
            let holder = rungs.next().and_then(&mut here);
            let climbs_to = if holder.is_some() { None } else { rungs.find_map(&mut here) };
            Post { code: *code, holder, climbs_to }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::kernel::ids::{AccountId, AssignmentId};
    use proptest::prelude::*;
    use uuid::Uuid;

    const CODES: [&str; 7] = [
        "510117019",
        "510117019006",
        "510117019006009",
        "51011701900600901",
        "51011701900600902",
        "510117019008",
        "51011701900800101",
    ];

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn seat(n: u128, role: Role, at: &str, away: bool, deputy: Option<u128>) -> CurrentPost {
        CurrentPost {
            id: AssignmentId::new(Uuid::from_u128(n)),
            account: AccountId::new(Uuid::from_u128(n)),
            role,
            code: code(at),
            away,
            deputy: deputy.map(|d| AccountId::new(Uuid::from_u128(d))),
        }
    }

    #[test]
    fn a_hole_shows_who_answers_above() {
        let seats = [
            seat(1, Role::StreetDispatcher, CODES[0], false, None),
            seat(2, Role::GridLeader, CODES[2], false, None),
            seat(3, Role::MicroGridMember, CODES[3], true, Some(9)),
        ];
        let posts = roster(&CODES.map(code), &seats);
        let who = |n: usize| posts[n].holder.as_ref().map(|h| h.account.uuid().as_u128());
        assert_eq!([who(0), who(1), who(2), who(3), who(4)], [Some(1), None, Some(2), Some(9), None]);
        assert_eq!(posts[4].climbs_to.as_ref().map(|h| h.code), Some(code(CODES[2])));
        assert_eq!(posts[6].climbs_to.as_ref().map(|h| h.code), Some(code(CODES[0])));
        assert_eq!(posts[3].climbs_to, None);
    }

    proptest! {
        /// The roster agrees with a separate query for each code.
        #[test]
        fn the_roster_agrees_with_asking_one_by_one(
            raw in proptest::collection::vec((0..CODES.len(), 0..Role::ALL.len(), any::<bool>(), proptest::option::of(90..95u128)), 0..20)
        ) {
            let seats: Vec<CurrentPost> = raw
                .iter()
                .enumerate()
                .map(|(n, (at, role, away, deputy))| seat(n as u128 + 1, Role::ALL[*role], CODES[*at], *away, deputy.filter(|_| *away)))
                .collect();
            for post in roster(&CODES.map(code), &seats) {
                let alone = answers(&ladder(None, post.code), &seats);
                prop_assert_eq!(post.holder.clone().or(post.climbs_to.clone()), alone.holder);
                prop_assert_eq!(post.is_hole(), alone.holes.contains(&post.code));
            }
        }
    }
}
