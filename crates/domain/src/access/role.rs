//! The roles, and the levels at which each can be held. Pages and guides are generated from this list by `cargo xtask
//! gen`.

use serde::{Deserialize, Serialize};

use crate::grid::Level;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $key:literal $zh:literal $en:literal [$($level:ident)*];)*) => {
        /// A role at a code.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            /// Every role, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// The stable key in files, tokens and the store.
            #[must_use]
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key,)* } }
            /// The word on a Chinese screen.
            #[must_use]
            pub const fn chinese(self) -> &'static str { match self { $(Self::$name => $zh,)* } }
            /// The word on an English screen.
            #[must_use]
            pub const fn english(self) -> &'static str { match self { $(Self::$name => $en,)* } }
            /// The levels at which it can be held.
            #[must_use]
            pub const fn levels(self) -> &'static [Level] { match self { $(Self::$name => &[$(Level::$level,)*],)* } }
        }
    };
}

roles! {
    /// Receives and dispatches matters at the street's service centre.
    StreetDispatcher = "street_dispatcher" "街道坐席" "Street dispatcher" [Street];
    /// Responsible for the street's work as a whole.
    StreetManager = "street_manager" "街道负责人" "Street manager" [Street];
    /// Leads a community.
    CommunitySecretary = "community_secretary" "社区书记" "Community secretary" [Community];
    /// Leads a grid.
    GridLeader = "grid_leader" "网格长" "Grid leader" [Grid];
    /// Works in a grid full time.
    GridMember = "grid_member" "网格员" "Grid member" [Community Grid];
    /// The neighbour who knows every household of a micro-grid.
    MicroGridMember = "micro_grid_member" "微网格员" "Micro-grid member" [Grid MicroGrid];
    /// Responsible for a dedicated grid: a tower, a park, a market, a school.
    DedicatedGridMember = "dedicated_grid_member" "专属网格员" "Dedicated-grid member" [Grid MicroGrid];
    /// A member of a family doctor team.
    Doctor = "doctor" "家庭医生团队" "Family doctor team" [Street Community Grid MicroGrid];
    /// A department's contact for the street's calls.
    DepartmentContact = "department_contact" "条线部门联系人" "Department contact" [Street];
    /// A firm, school or organisation that lends resources.
    ResourcePartner = "resource_partner" "共建单位" "Resource partner" [Street Community];
    /// Reads the audit log and changes nothing.
    Auditor = "auditor" "审计员" "Auditor" [County Street];
    /// Manages accounts, territory and settings; sees only the personal data that this needs.
    Administrator = "administrator" "系统管理员" "Administrator" [Province City County Street];
}

impl Role {
    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.key() == key)
    }

    /// Parses a role from a roster: the key, the Chinese or English word, or a common short form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = crate::kernel::text::fold(word);
        Self::ALL
            .iter()
            .copied()
            .find(|r| word == r.key() || word == r.chinese() || word == r.english().to_lowercase())
            .or(match word.as_str() {
                "坐席" | "调度员" | "治理服务中心坐席" | "治理服务中心 坐席" | "中心坐席" => {
                    Some(Self::StreetDispatcher)
                }
                "街道管理员" | "街道主管" | "街道分管领导" => Some(Self::StreetManager),
                "书记" | "社区党委书记" | "村书记" => Some(Self::CommunitySecretary),
                "微格员" | "楼栋长" => Some(Self::MicroGridMember),
                "医生" | "护士" | "家庭医生" | "家医团队" => Some(Self::Doctor),
                "管理员" => Some(Self::Administrator),
                "部门联系人" | "条线部门" | "条线联系人" => Some(Self::DepartmentContact),
                _ => None,
            })
    }

    /// Whether the role can be held at a code of this level.
    #[must_use]
    pub fn fits(self, level: Level) -> bool {
        self.levels().contains(&level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_a_screen_shows_is_understood_in_a_roster() {
        for role in Role::ALL {
            for name in [role.key(), role.chinese(), role.english()] {
                assert_eq!(Role::from_word(name), Some(*role), "{name}");
            }
        }
    }

    #[test]
    fn names_that_screens_showed_before_are_still_understood() {
        for (name, role) in [
            ("街道管理员", Role::StreetManager),
            ("街道负责人", Role::StreetManager),
            ("治理服务中心坐席", Role::StreetDispatcher),
            ("街道坐席", Role::StreetDispatcher),
            ("家庭医生", Role::Doctor),
            ("条线部门", Role::DepartmentContact),
            ("管理员", Role::Administrator),
            ("系统管理员", Role::Administrator),
        ] {
            assert_eq!(Role::from_word(name), Some(role), "{name}");
        }
        assert_eq!(Role::from_word("街道"), None);
    }
}
