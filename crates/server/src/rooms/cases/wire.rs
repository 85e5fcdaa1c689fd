//! Keys of cases for the API description. No value of these types is ever made: the domain writes the keys.

use utoipa::ToSchema;

/// Where a case stands.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum CaseStatus {
    /// It came in, and nobody has accepted it.
    Submitted,
    /// Somebody took it.
    Accepted,
    /// It is being worked on.
    InProgress,
    /// Sent back, and waits to be placed anew.
    Returned,
    /// Its clocks stand.
    Paused,
    /// Done, and waits for the answer of who reported it.
    Resolved,
    /// The one who reported it says that it is done.
    Confirmed,
    /// Over.
    Closed,
    /// Taken back by who reported it.
    Withdrawn,
    /// The same as another case.
    Duplicate,
}

/// What was answered to "is it solved?".
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum CaseAnswer {
    /// Yes.
    Satisfied,
    /// No.
    Not,
    /// Nobody answered.
    NoAnswer,
}

/// What a resident can answer.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum PublicAnswer {
    /// Yes.
    Satisfied,
    /// No.
    Not,
}

/// How a case came in.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum CaseSource {
    /// A resident, on a page without an account.
    Resident,
    /// A grid member on the way.
    Member,
    /// The city hotline 12345.
    Hotline,
    /// A call to the street.
    Phone,
    /// Another program.
    Api,
    /// A table.
    Import,
}

/// Where a collaborator's part stands.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum CasePartState {
    /// Asked, and not answered.
    Asked,
    /// Taken.
    Accepted,
    /// Done.
    Done,
    /// Not taken, with a reason.
    Refused,
}

/// What an attachment shows.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum CaseAttachmentKind {
    /// How it was.
    Before,
    /// How it is now.
    After,
    /// Anything else.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::cases::intake::SOURCES;
    use crate::testing::words;
    use weiguang_domain::cases::Status;

    #[test]
    fn they_are_those_of_the_domain() {
        assert_eq!(words::<CaseStatus>(), Status::ALL.map(Status::key));
        assert_eq!(words::<CaseSource>(), SOURCES);
    }
}
