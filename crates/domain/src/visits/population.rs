//! The population of a campaign: a query on the ledger, evaluated once at the start.

use serde::{Deserialize, Serialize};

use super::refused::Refused;
use crate::households::{CareNeed, NeedKind, Resident, Tenure};
use crate::kernel::time::Day;

/// Maximum dwellings per campaign: a large community.
pub const DOORS: usize = 10_000;
/// Permitted minimum ages of a list.
const AGES: std::ops::RangeInclusive<u16> = 50..=110;

/// The population of a campaign.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Population {
    /// Every dwelling, occupied or not.
    AllDoors,
    /// Dwellings of residents with this need.
    Need {
        /// The need.
        need: NeedKind,
    },
    /// Dwellings of tenants.
    Tenants,
    /// Dwellings of residents of at least this age.
    Age {
        /// In whole years.
        from: u16,
    },
}

impl Population {
    /// Whether the list is permitted: one by health would disclose it to every member.
    ///
    /// # Errors
    /// [`Refused::HealthList`]; [`Refused::NoDoors`] for an age outside the permitted range.
    pub fn check(self) -> Result<Self, Refused> {
        match self {
            Self::Need { need } if need.is_health() => Err(Refused::HealthList),
            Self::Age { from } if !AGES.contains(&from) => Err(Refused::NoDoors),
            fine => Ok(fine),
        }
    }

    /// Whether a resident of a dwelling belongs to the population.
    #[must_use]
    pub fn takes(self, resident: &Resident, tenure: Tenure, needs: &[CareNeed], today: Day) -> bool {
        match self {
            Self::AllDoors => true,
            Self::Need { need } => needs.iter().any(|n| n.resident == resident.id && n.kind == need && n.holds(today)),
            Self::Tenants => tenure == Tenure::Tenant,
            Self::Age { from } => resident.birth.age(today).is_some_and(|age| age >= from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::GridCode;
    use crate::households::need::ConsentForm;
    use crate::households::{Birth, Consent};
    use crate::kernel::ids::{AccountId, NeedId, ResidentId};
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Day = date(2026, 11, 25);

    fn person(birth: Birth) -> Resident {
        let code = GridCode::parse("51011701900600906").unwrap();
        Resident {
            birth,
            ..Resident::in_two_fields(ResidentId::new(Uuid::from_u128(1)), "王秀英", code, TODAY).unwrap()
        }
    }
    fn need(of: u128, kind: NeedKind, expires: Day) -> CareNeed {
        let consent = Consent {
            guardian: String::new(),
            on: date(2026, 1, 1),
            given: ConsentForm::Spoken,
            asked_by: AccountId::new(Uuid::from_u128(5)),
            withdrawn: None,
        };
        let (purpose, source) = ("送餐".into(), "本人".into());
        let resident = ResidentId::new(Uuid::from_u128(of));
        CareNeed { id: NeedId::new(Uuid::from_u128(9)), resident, kind, consent, purpose, source, expires }
    }

    #[test]
    fn no_list_is_drawn_up_by_health_nor_by_an_age_that_tells_of_somebody() {
        for kind in [NeedKind::FollowUp, NeedKind::NewMother, NeedKind::Power, NeedKind::FindsWay] {
            assert_eq!(Population::Need { need: kind }.check(), Err(Refused::HealthList), "{kind:?}");
        }
        assert!(Population::Need { need: NeedKind::Meals }.check().is_ok() && Population::AllDoors.check().is_ok());
        let ages = [49, 50, 110, 111].map(|from| Population::Age { from }.check().is_ok());
        assert_eq!(ages, [false, true, true, false]);
    }

    #[test]
    fn a_list_takes_who_is_of_the_age_today_and_whose_need_holds_today() {
        let takes = |birth| Population::Age { from: 80 }.takes(&person(birth), Tenure::Unknown, &[], TODAY);
        let days = [date(1946, 11, 25), date(1946, 11, 26)].map(|day| takes(Birth::Day(day)));
        assert_eq!((days, takes(Birth::Unknown)), ([true, false], false), "80 today, 80 tomorrow");
        let meals = |need| {
            Population::Need { need: NeedKind::Meals }.takes(&person(Birth::Unknown), Tenure::Owner, &[need], TODAY)
        };
        assert!(meals(need(1, NeedKind::Meals, TODAY)));
        for other in [
            need(1, NeedKind::Meals, date(2026, 11, 24)),
            need(1, NeedKind::Stairs, TODAY),
            need(2, NeedKind::Meals, TODAY),
        ] {
            assert!(!meals(other));
        }
        let tenants = |tenure| Population::Tenants.takes(&person(Birth::Unknown), tenure, &[], TODAY);
        assert_eq!([Tenure::Tenant, Tenure::Owner, Tenure::Unknown].map(tenants), [true, false, false]);
    }
}
