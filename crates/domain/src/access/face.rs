//! Which face of the program fits what somebody holds: the desk, the phone, or the health point.

use serde::{Deserialize, Serialize};

use super::role::Role;

/// A face of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// The desk of those who lead, dispatch or administer.
    Console,
    /// The phone of those who walk a cell.
    Phone,
    /// The desk of a health point.
    Station,
}

impl Face {
    /// The face that fits these roles. A desk shows what a phone does, and not the other way round, so the widest role decides.
    #[must_use]
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        let faces = roles.into_iter().map(|role| match role {
            Role::GridLeader | Role::GridMember | Role::MicroGridMember | Role::DedicatedGridMember => Self::Phone,
            Role::Doctor => Self::Station,
            Role::StreetDispatcher
            | Role::StreetManager
            | Role::CommunitySecretary
            | Role::DepartmentContact
            | Role::ResourcePartner
            | Role::Auditor
            | Role::Administrator => Self::Console,
        });
        faces
            .reduce(|one, other| match (one, other) {
                (one, other) if one == other => one,
                (Self::Console, _) | (_, Self::Console) => Self::Console,
                // A doctor who also walks a cell carries a phone.
                _ => Self::Phone,
            })
            .unwrap_or(Self::Console)
    }

    /// Where it is served.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Console => "/",
            Self::Phone => "/m/",
            Self::Station => "/station/",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_role_decides() {
        for (roles, face) in [
            (&[Role::MicroGridMember][..], Face::Phone),
            (&[Role::GridLeader, Role::GridMember], Face::Phone),
            (&[Role::Doctor], Face::Station),
            (&[Role::Doctor, Role::MicroGridMember], Face::Phone),
            (&[Role::MicroGridMember, Role::CommunitySecretary], Face::Console),
            (&[Role::StreetManager, Role::Doctor], Face::Console),
            (&[], Face::Console),
        ] {
            assert_eq!(Face::of(roles.iter().copied()), face, "{roles:?}");
        }
    }
}
