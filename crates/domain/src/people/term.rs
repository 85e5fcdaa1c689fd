//! Days of assignments and absences: limits, and overlaps.

use jiff::ToSpan as _;

use super::duty::Assignment;
use super::refused::{LONGEST_DAYS, Refused};
use crate::kernel::ids::AccountId;
use crate::kernel::time::Day;

/// The previous day.
#[must_use]
pub fn yesterday(day: Day) -> Day {
    day.yesterday().unwrap_or(day)
}

/// Days of absence, both inclusive, with a deputy; a cancelled absence ends before it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Absence {
    /// The absent account.
    pub account: AccountId,
    /// First day.
    pub since: Day,
    /// Last day.
    pub until: Day,
    /// The deputy; without one the next code up is responsible.
    pub deputy: Option<AccountId>,
}

/// Whether two ranges of days, both ends inclusive, overlap. A range that ends before it begins is empty.
#[must_use]
pub fn meet(a: (Day, Day), b: (Day, Day)) -> bool {
    a.0 <= a.1 && b.0 <= b.1 && a.0 <= b.1 && b.0 <= a.1
}

/// Checks a new assignment against those of the same account.
///
/// # Errors
/// [`Refused::RoleDoesNotFit`], [`Refused::Backwards`], [`Refused::AssignmentOverlaps`].
pub fn check_assignment(new: &Assignment, held: &[Assignment]) -> Result<(), Refused> {
    if !new.role.fits(new.code.level()) {
        return Err(Refused::RoleDoesNotFit(new.role, new.code.level()));
    }
    if new.until < new.since {
        return Err(Refused::Backwards);
    }
    let same = |a: &&Assignment| a.account == new.account && a.role == new.role && a.code == new.code;
    if held.iter().filter(same).any(|a| meet((a.since, a.until), (new.since, new.until))) {
        return Err(Refused::AssignmentOverlaps);
    }
    Ok(())
}

/// The last day of an assignment or absence that is ended: yesterday by default. It cannot end earlier, because past
/// days are history; one that has not begun becomes empty.
///
/// # Errors
/// [`Refused::Ended`] if it has already ended earlier, [`Refused::EndInThePast`].
pub fn end_of(since: Day, until: Day, wish: Option<Day>, today: Day) -> Result<Day, Refused> {
    let earliest = yesterday(today);
    let last = wish.unwrap_or(earliest);
    if until < since || until < last || until <= earliest {
        return Err(Refused::Ended(until));
    }
    if last < earliest { Err(Refused::EndInThePast(earliest)) } else { Ok(last) }
}

/// [`end_of`] an assignment.
///
/// # Errors
/// As [`end_of`].
pub fn end(assignment: &Assignment, wish: Option<Day>, today: Day) -> Result<Day, Refused> {
    end_of(assignment.since, assignment.until, wish, today)
}

/// Checks a new absence. `others`: absences of the same account; `deputy_holds`: the deputy's posts in the street. The
/// deputy may be absent too: then the next code up is responsible.
///
/// # Errors
/// [`Refused::Backwards`], [`Refused::AbsenceDays`], [`Refused::AbsenceOverlaps`], [`Refused::OwnDeputy`],
/// [`Refused::DeputyNotServing`].
pub fn check_absence(
    new: &Absence,
    others: &[(Day, Day)],
    deputy_holds: &[Assignment],
    today: Day,
) -> Result<(), Refused> {
    if new.until < new.since {
        return Err(Refused::Backwards);
    }
    let longest = new.since.checked_add(LONGEST_DAYS.days()).unwrap_or(new.since);
    if new.until < today || new.until > longest {
        return Err(Refused::AbsenceDays);
    }
    if others.iter().any(|days| meet(*days, (new.since, new.until))) {
        return Err(Refused::AbsenceOverlaps);
    }
    let Some(deputy) = new.deputy else { return Ok(()) };
    if deputy == new.account {
        return Err(Refused::OwnDeputy);
    }
    let serves = |day: Day| deputy_holds.iter().any(|a| a.account == deputy && a.holds(day));
    if serves(new.since.max(today)) && serves(new.until) { Ok(()) } else { Err(Refused::DeputyNotServing(deputy)) }
}

/// Checks the day on which somebody leaves.
///
/// # Errors
/// [`Refused::LeaveDay`].
pub fn check_leave(day: Day, today: Day) -> Result<(), Refused> {
    let earliest = today.checked_sub(LONGEST_DAYS.days()).unwrap_or(today);
    if earliest <= day && day <= today { Ok(()) } else { Err(Refused::LeaveDay) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::grid::GridCode;
    use crate::kernel::ids::AssignmentId;
    use crate::kernel::time::FOREVER;
    use jiff::civil::date;

    const TODAY: Day = date(2026, 11, 23);

    fn account(n: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(n))
    }
    fn held(n: u128, role: Role, code: &str, since: Day, until: Day) -> Assignment {
        let code = GridCode::parse(code).unwrap();
        Assignment { id: AssignmentId::new(uuid::Uuid::from_u128(n)), account: account(n), role, code, since, until }
    }

    #[test]
    fn a_role_fits_its_level_and_is_held_once_at_a_time() {
        let old = held(1, Role::GridMember, "510117019006009", date(2026, 1, 1), date(2026, 6, 30));
        let new = Assignment { since: date(2026, 7, 1), until: FOREVER, ..old.clone() };
        assert_eq!(check_assignment(&new, std::slice::from_ref(&old)), Ok(()));
        let early = Assignment { since: date(2026, 6, 30), ..new.clone() };
        assert_eq!(check_assignment(&early, &[old]), Err(Refused::AssignmentOverlaps));
        let street = held(1, Role::GridLeader, "510117019", TODAY, FOREVER);
        assert!(matches!(check_assignment(&street, &[]), Err(Refused::RoleDoesNotFit(..))));
        assert_eq!(check_assignment(&Assignment { until: date(2026, 6, 1), ..new }, &[]), Err(Refused::Backwards));
    }

    #[test]
    fn what_was_held_stays_held() {
        let open = held(1, Role::GridMember, "510117019006009", date(2026, 1, 1), FOREVER);
        assert_eq!(end(&open, None, TODAY), Ok(date(2026, 11, 22)));
        assert_eq!(end(&open, Some(date(2026, 12, 31)), TODAY), Ok(date(2026, 12, 31)));
        assert_eq!(end(&open, Some(date(2026, 11, 1)), TODAY), Err(Refused::EndInThePast(date(2026, 11, 22))));
        let over = Assignment { until: date(2026, 11, 22), ..open };
        assert_eq!(end(&over, None, TODAY), Err(Refused::Ended(date(2026, 11, 22))));
    }

    #[test]
    fn an_absence_is_not_over_and_no_longer_than_a_year() {
        let since = date(2026, 11, 1);
        let away = |until| {
            let new = Absence { account: account(1), since, until, deputy: None };
            check_absence(&new, &[], &[], TODAY)
        };
        let longest = since.saturating_add(LONGEST_DAYS.days());
        assert_eq!((away(TODAY), away(longest)), (Ok(()), Ok(())));
        for bad in [yesterday(TODAY), longest.tomorrow().unwrap()] {
            assert_eq!(away(bad), Err(Refused::AbsenceDays), "{bad}");
        }
    }

    #[test]
    fn a_deputy_serves_on_the_days_and_is_somebody_else() {
        let new = Absence { account: account(1), since: TODAY, until: date(2026, 11, 30), deputy: Some(account(2)) };
        let deputy = held(2, Role::GridMember, "510117019006009", date(2026, 1, 1), FOREVER);
        assert_eq!(check_absence(&new, &[], std::slice::from_ref(&deputy), TODAY), Ok(()));
        let goes = Assignment { until: date(2026, 11, 25), ..deputy.clone() };
        assert_eq!(check_absence(&new, &[], &[goes], TODAY), Err(Refused::DeputyNotServing(account(2))));
        let own = Absence { deputy: Some(account(1)), ..new };
        assert_eq!(check_absence(&own, &[], &[], TODAY), Err(Refused::OwnDeputy));
        let nobody = Absence { deputy: None, ..new };
        assert_eq!(check_absence(&nobody, &[], &[], TODAY), Ok(()));
        let meets = [(date(2026, 11, 30), date(2026, 12, 2))];
        assert_eq!(check_absence(&nobody, &meets, &[], TODAY), Err(Refused::AbsenceOverlaps));
        let called_off = [(date(2026, 11, 30), date(2026, 11, 22))];
        assert_eq!(check_absence(&nobody, &called_off, &[], TODAY), Ok(()));
        let over = Absence { since: date(2026, 11, 1), until: date(2026, 11, 2), deputy: None, ..new };
        assert_eq!(check_absence(&over, &[], &[], TODAY), Err(Refused::AbsenceDays));
    }

    #[test]
    fn leaving_is_recorded_when_it_has_come() {
        assert_eq!(check_leave(TODAY, TODAY), Ok(()));
        assert_eq!(check_leave(date(2026, 11, 24), TODAY), Err(Refused::LeaveDay));
        assert_eq!(check_leave(date(2024, 11, 24), TODAY), Err(Refused::LeaveDay));
    }
}
