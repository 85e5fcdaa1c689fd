//! The permission table: role × verb → reach. What is not listed is denied.

use super::role::Role;
use super::verb::Verb;

/// How far a permission reaches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// Not at all.
    None,
    /// Only records to which the actor is a party: owner, collaborator, creator.
    Party,
    /// Everything under the code of the grant, and records to which the actor is a party.
    Scope,
}

/// The reach of `role` for `verb`.
#[must_use]
pub const fn reach(role: Role, verb: Verb) -> Reach {
    use Reach::{None, Party, Scope};
    use Role as R;
    use Verb as V;
    match (role, verb) {
        // Every account reads the manual, finds places and sees territory under its codes.
        (_, V::ManualRead | V::GridLocate | V::GridRead | V::PeopleToken) => Scope,
        (
            R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::GridLeader | R::Administrator,
            V::PeopleRead,
        ) => Scope,
        (R::GridMember | R::MicroGridMember | R::DedicatedGridMember | R::Doctor | R::Auditor, V::PeopleRead) => Scope,

        // Administrator and street manager edit territory and people; a secretary names deputies.
        (R::StreetManager | R::Administrator, V::GridEdit | V::GridRegrid | V::GridReview) => Scope,
        (R::StreetManager | R::Administrator, V::PeopleManage | V::ImportsRun | V::OutboxManage | V::ManualPublish) => {
            Scope
        }
        (R::CommunitySecretary, V::GridRegrid) => Scope,
        (R::StreetDispatcher, V::ImportsRun) => Scope,
        (R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::GridLeader, V::GridTeach) => Scope,
        (R::StreetManager | R::Administrator | R::CommunitySecretary | R::GridLeader, V::PeopleDeputise) => Scope,

        // Cases. Those who lead see and steer everything under their code; those who serve work on it.
        (R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::GridLeader, v) if v.is_case_work() => {
            Scope
        }
        (
            R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::GridLeader,
            V::CasesDispatch | V::CasesCall | V::CasesClose | V::CasesUnmask,
        ) => Scope,
        (R::StreetManager | R::CommunitySecretary | R::GridLeader, V::CasesApprovePause) => Scope,
        (R::StreetDispatcher | R::StreetManager | R::CommunitySecretary, V::CasesExport) => Scope,
        (R::GridMember | R::MicroGridMember | R::DedicatedGridMember, v) if v.is_case_work() => Scope,
        (R::GridMember | R::MicroGridMember | R::DedicatedGridMember, V::CasesUnmask) => Party,
        (R::Doctor, V::CasesCreate) => Scope,
        (R::Doctor, V::CasesRead | V::CasesWork | V::CasesReturn | V::CasesPart) => Party,
        // A department sees its own parts, not the street's queue.
        (R::DepartmentContact, V::CasesRead | V::CasesPart) => Party,

        // Households. Those who serve a cell see its dwellings. Full numbers: those who lead, and doctors for their own
        // patients. Departments, partners and administrators never read who lives where.
        (
            R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::GridLeader,
            V::HouseholdsRead | V::HouseholdsEdit | V::HouseholdsUnmask,
        ) => Scope,
        (R::GridMember | R::MicroGridMember | R::DedicatedGridMember, V::HouseholdsRead | V::HouseholdsEdit) => Scope,
        (R::GridMember, V::HouseholdsUnmask) => Scope,
        (R::Doctor, V::HouseholdsRead) => Scope,
        (R::Doctor, V::HouseholdsEdit | V::HouseholdsUnmask) => Party,
        (R::StreetManager | R::CommunitySecretary, V::HouseholdsMerge) => Scope,
        (R::StreetManager, V::HouseholdsErase | V::HouseholdsPair) => Scope,

        // Visits.
        (
            R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::GridLeader,
            V::VisitsRead | V::VisitsRecord,
        ) => Scope,
        (R::GridMember | R::MicroGridMember | R::DedicatedGridMember, V::VisitsRead | V::VisitsRecord) => Scope,
        (R::Doctor, V::VisitsRecord) => Scope,
        (R::Doctor, V::VisitsRead) => Party,
        (R::StreetManager | R::CommunitySecretary, V::VisitsCampaign | V::VisitsSign) => Scope,
        (R::StreetManager | R::CommunitySecretary | R::GridLeader, V::VisitsCorrect) => Scope,

        // Care. Readings: who took them, and the team paired with the cell; others who help see only the duty. Alert
        // duties: those who lead, and members who own or watch the alert.
        (R::Doctor, V::CareMeasure | V::CareWord | V::CareAlert | V::CareStation | V::CareBook | V::CareOverdue) => {
            Scope
        }
        (R::Doctor, V::CareRead | V::CareClose) => Party,
        (
            R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::GridLeader,
            V::CareAlert | V::CareOverdue | V::CareBook,
        ) => Scope,
        (R::StreetManager | R::CommunitySecretary | R::GridLeader, V::CareClose) => Scope,
        (R::GridMember | R::MicroGridMember | R::DedicatedGridMember, V::CareOverdue | V::CareBook) => Scope,
        (R::GridMember | R::MicroGridMember | R::DedicatedGridMember, V::CareAlert) => Party,
        (R::StreetManager | R::StreetDispatcher, V::CareStation) => Scope,
        (R::StreetManager, V::CareRules | V::CareCallBack) => Scope,

        // Bulletins: everybody reads; those who lead a street or community publish.
        (_, V::BulletinsRead) => Scope,
        (R::StreetDispatcher | R::StreetManager | R::CommunitySecretary | R::Administrator, V::BulletinsPublish) => {
            Scope
        }

        (R::Auditor, V::AuditRead | V::CasesRead) => Scope,
        (R::StreetManager, V::AuditRead) => Scope,
        _ => None,
    }
}

impl Verb {
    /// The verbs of everybody who serves a cell.
    const fn is_case_work(self) -> bool {
        matches!(
            self,
            Self::CasesRead
                | Self::CasesCreate
                | Self::CasesWork
                | Self::CasesReturn
                | Self::CasesPause
                | Self::CasesPart
                | Self::CasesAnswer
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    /// A snapshot of the table, for a street office to read and sign.
    #[test]
    fn the_whole_table() {
        let mut table = String::new();
        for verb in Verb::ALL {
            let _ = write!(table, "{:<20}", verb.key());
            for role in Role::ALL {
                let cell = match reach(*role, *verb) {
                    Reach::None => ".",
                    Reach::Party => "party",
                    Reach::Scope => "scope",
                };
                let _ = write!(table, " {cell:<5}");
            }
            table.push('\n');
        }
        let head = Role::ALL.iter().map(|r| r.key()).collect::<Vec<_>>().join(", ");
        insta::assert_snapshot!(format!("columns: {head}\n\n{table}"));
    }

    #[test]
    fn a_partner_sees_no_case_and_a_department_no_queue() {
        for verb in Verb::ALL.iter().filter(|v| v.key().starts_with("cases.")) {
            assert_eq!(reach(Role::ResourcePartner, *verb), Reach::None);
            assert!(reach(Role::DepartmentContact, *verb) < Reach::Scope);
        }
        assert_eq!(reach(Role::Administrator, Verb::CasesRead), Reach::None);
    }

    #[test]
    fn a_reading_is_for_the_doctor_alone_and_a_household_for_its_cells_people() {
        for role in Role::ALL {
            let reads = reach(*role, Verb::CareRead);
            assert_eq!(reads, if *role == Role::Doctor { Reach::Party } else { Reach::None }, "{}", role.key());
        }
        let outside = [Role::DepartmentContact, Role::ResourcePartner, Role::Auditor, Role::Administrator];
        for verb in
            Verb::ALL.iter().filter(|v| ["households", "visits", "care"].contains(&v.key().split('.').next().unwrap()))
        {
            for role in outside {
                assert_eq!(reach(role, *verb), Reach::None, "{} {}", role.key(), verb.key());
            }
        }
    }
}
