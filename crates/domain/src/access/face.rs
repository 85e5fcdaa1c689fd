//! Which application fits a person's roles: console, phone or station.

use serde::{Deserialize, Serialize};

use super::role::Role;

/// An application.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// For those who lead, dispatch or administer.
    Console,
    /// For those who serve a cell.
    Phone,
    /// For a health point.
    Station,
}

impl Face {
    /// The application for these roles. The console can do what the phone does but not the reverse, so the widest role
    /// decides.
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
                // A doctor who also serves a cell uses the phone.
                _ => Self::Phone,
            })
            .unwrap_or(Self::Console)
    }

    /// Its path.
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
