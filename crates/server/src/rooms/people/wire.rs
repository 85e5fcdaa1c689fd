//! Keys of people for the API description. No value of these types is ever made: the domain writes the keys.

use utoipa::ToSchema;

/// Where an account stands.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum PeopleAccountState {
    /// It can sign in.
    Active,
    /// The person has left.
    Left,
}

/// What passed when somebody left.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum PeoplePassedWhat {
    /// A post.
    Post,
    /// A case.
    Case,
    /// A care alert.
    Alert,
    /// A part of a case.
    Part,
    /// A deputyship.
    Deputyship,
    /// The keys of a street.
    Keys,
}
