//! Who is responsible now: for every cell its holder, else the deputy, else the next code up.

use crate::access::Role;
use crate::grid::{GridCode, Level};
use crate::kernel::ids::{AccountId, AssignmentId};
use crate::kernel::time::Day;

/// A role at a code between two days, both inclusive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assignment {
    /// The id.
    pub id: AssignmentId,
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// The code.
    pub code: GridCode,
    /// First day.
    pub since: Day,
    /// Last day; `FOREVER` if open.
    pub until: Day,
}

impl Assignment {
    /// Whether it is valid on a day.
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        self.since <= day && day <= self.until
    }
}

/// A current assignment with absence and deputy, as the store reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CurrentPost {
    /// The assignment.
    pub id: AssignmentId,
    /// Its holder.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// The code.
    pub code: GridCode,
    /// Whether the holder is absent today.
    pub away: bool,
    /// The deputy, if the holder is absent and the deputy is not.
    pub deputy: Option<AccountId>,
}

/// The person responsible for a code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The account to contact.
    pub account: AccountId,
    /// Its role.
    pub role: Role,
    /// The code of the post: the cell, or one above if the cell is vacant.
    pub code: GridCode,
    /// The account that it deputises for.
    pub deputy_for: Option<AccountId>,
}

/// Who is responsible for a code now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The person; `None` if there is none up to the street.
    pub holder: Option<Holder>,
    /// The responsible code: the holder's, or the last of the ladder (the street) without a holder.
    pub code: Option<GridCode>,
    /// The vacant codes passed on the way up, deepest first.
    pub holes: Vec<GridCode>,
}

impl Answer {
    /// The same when somebody leaves. Their assignments have ended by then; if the answer is still the leaver, the
    /// street is responsible.
    #[must_use]
    pub fn without(self, leaver: AccountId, street: GridCode) -> Self {
        if self.holder.as_ref().is_some_and(|h| h.account == leaver) {
            return Self { holder: None, code: Some(street), holes: self.holes };
        }
        self
    }
}

/// The roles responsible at a level, in the order in which they are asked.
#[must_use]
pub const fn roles_for(level: Level) -> &'static [Role] {
    match level {
        Level::MicroGrid => &[Role::MicroGridMember, Role::DedicatedGridMember],
        Level::Grid => &[Role::GridLeader, Role::DedicatedGridMember, Role::GridMember, Role::MicroGridMember],
        Level::Community => &[Role::CommunitySecretary, Role::GridMember],
        Level::Street => &[Role::StreetDispatcher, Role::StreetManager],
        Level::Province | Level::City | Level::County => &[Role::Administrator],
    }
}

/// The codes to ask: an optional functional cell, then the code and its ancestors up to the street.
#[must_use]
pub fn ladder(functional: Option<GridCode>, code: GridCode) -> Vec<GridCode> {
    functional.into_iter().chain(code.climb().take_while(|c| c.level() >= Level::Street)).collect()
}

/// Who is responsible along a ladder of codes, given the current seats at these codes.
///
/// Of equal posts the oldest assignment wins, so that the result is stable. A holder who is absent without a present
/// deputy is skipped, and the code is reported as vacant.
#[must_use]
pub fn answers(ladder: &[GridCode], seats: &[CurrentPost]) -> Answer {
    let mut holes = Vec::new();
    for code in ladder {
        for role in roles_for(code.level()) {
            let mut here: Vec<&CurrentPost> = seats.iter().filter(|s| s.code == *code && s.role == *role).collect();
            here.sort_unstable_by_key(|s| s.id);
            // A present holder goes before a deputy.
            let present = here.iter().find(|s| !s.away).map(|s| (s.account, None));
            let standing_in = || here.iter().find_map(|s| s.deputy.map(|d| (d, Some(s.account))));
            if let Some((account, deputy_for)) = present.or_else(standing_in) {
                let holder = Holder { account, role: *role, code: *code, deputy_for };
                return Answer { holder: Some(holder), code: Some(*code), holes };
            }
        }
        holes.push(*code);
    }
    Answer { holder: None, code: ladder.last().copied(), holes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }
    fn account(n: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(n))
    }
    fn seat(n: u128, role: Role, at: &str) -> CurrentPost {
        CurrentPost {
            id: AssignmentId::new(uuid::Uuid::from_u128(n)),
            account: account(n),
            role,
            code: code(at),
            away: false,
            deputy: None,
        }
    }
    const MICRO: &str = "51011701900600906";

    #[test]
    fn an_assignment_holds_from_its_first_day_to_its_last() {
        use jiff::civil::date;
        let held = Assignment {
            id: AssignmentId::new(uuid::Uuid::from_u128(1)),
            account: account(1),
            role: Role::GridMember,
            code: code(MICRO),
            since: date(2026, 11, 1),
            until: date(2026, 11, 30),
        };
        let days = [(10, 31), (11, 1), (11, 30), (12, 1)];
        assert_eq!(days.map(|(month, day)| held.holds(date(2026, month, day))), [false, true, true, false]);
        let one_day = Assignment { until: held.since, ..held };
        assert!(one_day.holds(date(2026, 11, 1)), "a day is its own first and last");
    }

    #[test]
    fn the_holder_then_the_deputy_then_up() {
        let ladder = ladder(None, code(MICRO));
        let mut seats = vec![
            seat(1, Role::MicroGridMember, MICRO),
            seat(2, Role::GridLeader, "510117019006009"),
            seat(3, Role::StreetDispatcher, "510117019"),
        ];
        assert_eq!(answers(&ladder, &seats).holder.unwrap().account, account(1));

        seats[0].away = true;
        seats[0].deputy = Some(account(9));
        let deputy = answers(&ladder, &seats).holder.unwrap();
        assert_eq!((deputy.account, deputy.deputy_for, deputy.code), (account(9), Some(account(1)), code(MICRO)));

        seats[0].deputy = None;
        let up = answers(&ladder, &seats);
        assert_eq!(up.code, Some(code("510117019006009")));
        assert_eq!(up.holes, [code(MICRO)]);

        seats.remove(1);
        let street = answers(&ladder, &seats);
        assert_eq!(street.holder.unwrap().account, account(3));
        assert_eq!(street.holes, [code(MICRO), code("510117019006009"), code("510117019006")]);
    }

    #[test]
    fn what_rests_with_the_one_who_leaves_goes_to_the_street_and_other_duty_stays() {
        let street = code("510117019");
        let answer = answers(&ladder(None, code(MICRO)), &[seat(1, Role::MicroGridMember, MICRO)]);
        assert_eq!(answer.clone().without(account(2), street), answer);
        let left = answer.without(account(1), street);
        assert_eq!((left.holder, left.code), (None, Some(street)));
    }

    #[test]
    fn a_functional_cell_is_asked_first_and_nobody_leaves_the_street_answering() {
        let functional = code("51011701900690001");
        let ladder = ladder(Some(functional), code(MICRO));
        let seats = [seat(1, Role::MicroGridMember, MICRO), seat(5, Role::MicroGridMember, "51011701900690001")];
        assert_eq!(answers(&ladder, &seats).holder.unwrap().account, account(5));
        let nobody = answers(&ladder, &[]);
        assert_eq!((nobody.holder, nobody.code), (None, Some(code("510117019"))));
    }

    #[test]
    fn of_two_members_the_one_who_is_there_and_longest_answers() {
        let ladder = ladder(None, code(MICRO));
        let mut seats = vec![seat(2, Role::MicroGridMember, MICRO), seat(1, Role::MicroGridMember, MICRO)];
        assert_eq!(answers(&ladder, &seats).holder.unwrap().account, account(1));
        seats[1].away = true;
        seats[1].deputy = Some(account(7));
        assert_eq!(answers(&ladder, &seats).holder.unwrap().account, account(2));
    }
}
