//! The class of data that a verb exposes. It decides whether a grant needs a second person, see
//! [`crate::people::granting`].

use super::policy::{Reach, reach};
use super::role::Role;
use super::verb::Verb;

/// The class of data behind a verb, in ascending order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Data {
    /// No personal data.
    Nothing,
    /// Personal data: residence, requests, records of visits.
    Personal,
    /// Health data: measurements and alerts.
    Health,
    /// Permission to grant access to others.
    Rights,
}

impl Data {
    /// The classes that pages show, in ascending order.
    pub const GUARDED: [Self; 3] = [Self::Personal, Self::Health, Self::Rights];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Personal => "personal",
            Self::Health => "health",
            Self::Rights => "rights",
        }
    }

    /// The word on a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Nothing => "无",
            Self::Personal => "居民信息",
            Self::Health => "健康信息",
            Self::Rights => "授权他人",
        }
    }

    /// The word on an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Personal => "residents",
            Self::Health => "health",
            Self::Rights => "giving access",
        }
    }
}

impl Verb {
    /// The class of data of the verb. The match is exhaustive, so that a new verb needs a decision.
    #[must_use]
    pub const fn data(self) -> Data {
        use Verb as V;
        match self {
            V::GridRead | V::GridLocate | V::GridEdit | V::GridTeach | V::GridRegrid => Data::Nothing,
            V::ManualRead | V::ManualPublish | V::CareRules | V::CareCallBack => Data::Nothing,
            // A token has at most its owner's permissions.
            V::PeopleRead | V::PeopleToken | V::ImportsRun | V::OutboxManage => Data::Nothing,
            V::BulletinsRead | V::BulletinsPublish => Data::Nothing,
            V::PeopleManage | V::PeopleDeputise | V::HouseholdsPair | V::GridReview => Data::Rights,
            V::CasesRead | V::CasesCreate | V::CasesWork | V::CasesReturn | V::CasesDispatch | V::CasesPause => {
                Data::Personal
            }
            V::CasesApprovePause | V::CasesCall | V::CasesPart | V::CasesAnswer | V::CasesClose => Data::Personal,
            V::CasesUnmask | V::CasesExport | V::AuditRead => Data::Personal,
            V::HouseholdsRead | V::HouseholdsEdit | V::HouseholdsUnmask | V::HouseholdsMerge | V::HouseholdsErase => {
                Data::Personal
            }
            V::VisitsRead | V::VisitsRecord | V::VisitsCampaign | V::VisitsSign | V::VisitsCorrect => Data::Personal,
            V::CareStation | V::CareBook => Data::Personal,
            V::CareMeasure | V::CareRead | V::CareWord | V::CareAlert | V::CareClose | V::CareOverdue => Data::Health,
        }
    }
}

/// The classes of these verbs without duplicates, in ascending order.
#[must_use]
pub fn of_verbs(verbs: &[Verb]) -> Vec<Data> {
    Data::GUARDED.into_iter().filter(|data| verbs.iter().any(|verb| verb.data() == *data)).collect()
}

impl Role {
    /// The classes that the role can read, including those it reads only as a party.
    #[must_use]
    pub fn reaches(self) -> Vec<Data> {
        let verbs: Vec<Verb> = Verb::ALL.iter().copied().filter(|verb| reach(self, *verb) > Reach::None).collect();
        of_verbs(&verbs)
    }

    /// Whether the role gives access to personal data or to granting rights.
    #[must_use]
    pub fn is_guarded(self) -> bool {
        !self.reaches().is_empty()
    }

    /// Whether the role reads measurements.
    #[must_use]
    pub const fn reads_measurements(self) -> bool {
        !matches!(reach(self, Verb::CareRead), Reach::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_that_sees_a_resident_or_gives_rights_is_guarded() {
        for role in Role::ALL {
            assert_eq!(role.is_guarded(), *role != Role::ResourcePartner, "{}", role.key());
        }
        assert_eq!(Role::Administrator.reaches(), [Data::Rights], "who gives rights can give them to a second self");
        assert_eq!(Role::Doctor.reaches(), [Data::Personal, Data::Health]);
        assert!(Role::Doctor.reads_measurements() && !Role::StreetManager.reads_measurements());
    }
}
