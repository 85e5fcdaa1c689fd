//! Who may deputise for whom: holders of a comparable post nearby, for a limited time.

use jiff::ToSpan as _;

use super::duty::Assignment;
use super::refused::Refused;
use super::term::{Absence, meet};
use crate::access::Role;
use crate::grid::{GridCode, Level};
use crate::kernel::time::Day;

/// Maximum days of one deputyship; longer absences need a new one.
pub const MOST_DAYS: i32 = 92;

/// How near the deputy's post must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    Grid,
    Community,
    Street,
}

/// Whether a holder of `own` may deputise for `absent`: by a comparable post nearby, or by a leading post there.
#[must_use]
pub fn comparable(own: (Role, &GridCode), absent: (Role, &GridCode)) -> bool {
    use Role as R;
    let near = match (absent.0, own.0) {
        (R::MicroGridMember | R::GridMember | R::DedicatedGridMember, own_role) => match own_role {
            R::MicroGridMember | R::GridMember | R::DedicatedGridMember | R::GridLeader => Near::Grid,
            R::CommunitySecretary => Near::Community,
            R::StreetManager | R::StreetDispatcher => Near::Street,
            _ => return false,
        },
        (R::GridLeader, R::GridMember) => Near::Grid,
        (R::GridLeader, R::GridLeader | R::CommunitySecretary) => Near::Community,
        (R::GridLeader, R::StreetManager | R::StreetDispatcher) => Near::Street,
        (R::CommunitySecretary, R::GridLeader) => Near::Community,
        (R::CommunitySecretary, R::CommunitySecretary | R::StreetManager | R::StreetDispatcher) => Near::Street,
        (R::StreetDispatcher, R::StreetDispatcher | R::StreetManager) => Near::Street,
        (absent_role, own_role) if absent_role == own_role => Near::Street,
        _ => return false,
    };
    let level = match near {
        Near::Grid => Level::Grid,
        Near::Community => Level::Community,
        Near::Street => Level::Street,
    };
    // Posts above that level are near if one is above the other.
    let at = |code: &GridCode| code.climb().find(|c| c.level() <= level).unwrap_or(*code);
    let (one, other) = (at(own.1), at(absent.1));
    one.contains(&other) || other.contains(&one)
}

/// Whether an absent person's post passes to the deputy: the deputy serves, and posts that read measurements pass only
/// to holders of such a post. Checked on every request, so that it ends with the deputy's own post.
#[must_use]
pub fn passes(absent: Role, own: &[Role]) -> bool {
    !own.is_empty() && (!absent.reads_measurements() || own.iter().any(|role| role.reads_measurements()))
}

/// Whether a deputyship of an absent deputy passes to their own deputy, who has `own`.
#[must_use]
pub fn passes_on(absent: (Role, &GridCode), own: &[(Role, GridCode)]) -> bool {
    let roles: Vec<Role> = own.iter().map(|(role, _)| *role).collect();
    passes(absent.0, &roles) && own.iter().any(|(role, code)| comparable((*role, code), absent))
}

/// Checks the deputy of an absence. `absent_holds` and `deputy_holds`: their posts in the street.
///
/// # Errors
/// [`Refused::DeputyNotComparable`], [`Refused::DeputyDays`].
pub fn check(
    new: &Absence,
    absent_holds: &[Assignment],
    deputy_holds: &[Assignment],
    today: Day,
) -> Result<(), Refused> {
    let days = (new.since.max(today), new.until);
    if new.until > days.0.checked_add(MOST_DAYS.days()).unwrap_or(days.0) {
        return Err(Refused::DeputyDays);
    }
    let held = absent_holds.iter().filter(|post| meet((post.since, post.until), days));
    let covered = |post: &&Assignment| {
        deputy_holds.iter().any(|own| {
            own.holds(days.0) && own.holds(days.1) && comparable((own.role, &own.code), (post.role, &post.code))
        })
    };
    let missing = held.filter(|post| !covered(post)).map(|post| post.role).next();
    missing.map_or(Ok(()), |role| Err(Refused::DeputyNotComparable(role)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::{AccountId, AssignmentId};
    use crate::kernel::time::FOREVER;
    use jiff::civil::date;
    use std::slice::from_ref;

    fn fits(own: (Role, &str), absent: (Role, &str)) -> bool {
        let code = |text: &str| GridCode::parse(text).unwrap();
        comparable((own.0, &code(own.1)), (absent.0, &code(absent.1)))
    }

    const CELL: &str = "51011701900600901";
    const GRID: &str = "510117019006009";
    const COMMUNITY: &str = "510117019006";
    const STREET: &str = "510117019";

    #[test]
    fn a_deputy_holds_a_comparable_post_near_by() {
        use Role as R;
        for (own, absent) in [
            ((R::Doctor, COMMUNITY), (R::Doctor, STREET)),
            ((R::MicroGridMember, "51011701900600902"), (R::MicroGridMember, CELL)),
            ((R::GridLeader, GRID), (R::MicroGridMember, CELL)),
            ((R::GridMember, COMMUNITY), (R::MicroGridMember, CELL)),
            ((R::CommunitySecretary, COMMUNITY), (R::MicroGridMember, CELL)),
            ((R::GridMember, GRID), (R::GridLeader, GRID)),
            ((R::GridLeader, "510117019006010"), (R::GridLeader, GRID)),
            ((R::CommunitySecretary, "510117019008"), (R::CommunitySecretary, COMMUNITY)),
            ((R::StreetManager, STREET), (R::StreetDispatcher, STREET)),
            ((R::ResourcePartner, COMMUNITY), (R::ResourcePartner, STREET)),
        ] {
            assert!(fits(own, absent), "{own:?} for {absent:?}");
        }
        for (own, absent) in [
            // A secretary for a doctor, a partner for a member: a deputyship must not widen what one's role can see.
            ((R::CommunitySecretary, COMMUNITY), (R::Doctor, COMMUNITY)),
            ((R::StreetManager, STREET), (R::Doctor, STREET)),
            ((R::ResourcePartner, COMMUNITY), (R::MicroGridMember, CELL)),
            ((R::DepartmentContact, STREET), (R::GridLeader, GRID)),
            ((R::Doctor, STREET), (R::MicroGridMember, CELL)),
            ((R::MicroGridMember, "51011701900800101"), (R::MicroGridMember, CELL)),
            ((R::MicroGridMember, CELL), (R::GridLeader, GRID)),
            ((R::GridLeader, "510117019008001"), (R::GridLeader, GRID)),
            ((R::StreetDispatcher, STREET), (R::StreetManager, STREET)),
            ((R::StreetManager, STREET), (R::Administrator, STREET)),
            ((R::Administrator, STREET), (R::StreetManager, STREET)),
            ((R::CommunitySecretary, "510117009202"), (R::CommunitySecretary, COMMUNITY)),
        ] {
            assert!(!fits(own, absent), "{own:?} for {absent:?}");
        }
    }

    #[test]
    fn every_post_of_the_absent_is_covered_for_all_the_days_and_not_for_ever() {
        let post = |n: u128, role: Role, code: &str| Assignment {
            id: AssignmentId::new(uuid::Uuid::from_u128(n)),
            account: AccountId::new(uuid::Uuid::from_u128(n)),
            role,
            code: GridCode::parse(code).unwrap(),
            since: date(2026, 1, 1),
            until: FOREVER,
        };
        let today = date(2026, 11, 23);
        let account = |n: u128| AccountId::new(uuid::Uuid::from_u128(n));
        let away = |until| Absence { account: account(1), since: today, until, deputy: Some(account(2)) };
        let (member, doctor) = (post(1, Role::MicroGridMember, CELL), post(1, Role::Doctor, COMMUNITY));
        let own = post(2, Role::MicroGridMember, CELL);
        let week = away(date(2026, 11, 30));
        assert_eq!(check(&week, from_ref(&member), from_ref(&own), today), Ok(()));
        let both = [member.clone(), doctor];
        assert_eq!(check(&week, &both, from_ref(&own), today), Err(Refused::DeputyNotComparable(Role::Doctor)));
        let goes = Assignment { until: date(2026, 11, 25), ..own.clone() };
        assert!(check(&week, from_ref(&member), &[goes], today).is_err());
        let named = |until| check(&away(until), from_ref(&member), from_ref(&own), today);
        assert_eq!((named(date(2027, 2, 23)), named(date(2027, 2, 24))), (Ok(()), Err(Refused::DeputyDays)), "92 days");
    }

    #[test]
    fn what_is_held_for_somebody_ends_with_ones_own_post() {
        assert!(passes(Role::MicroGridMember, &[Role::GridMember]) && !passes(Role::MicroGridMember, &[]));
        assert!(passes(Role::Doctor, &[Role::Doctor]) && !passes(Role::Doctor, &[Role::CommunitySecretary]));
    }
}
