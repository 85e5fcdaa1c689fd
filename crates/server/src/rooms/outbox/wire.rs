//! Keys of messages for the API description. No value of these types is ever made: the domain writes the keys.

use utoipa::ToSchema;

/// Where a message stands.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum OutboxMessageState {
    /// It will be tried again.
    Waiting,
    /// It arrived.
    Delivered,
    /// It was tried too often.
    GivenUp,
}

/// Where a case or a care alert stands.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum OutboxNoticeStatus {
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
    /// Remeasuring.
    Remeasuring,
    /// Lower.
    Lower,
    /// Raised.
    Raised,
    /// Reaching.
    Reaching,
    /// Watching.
    Watching,
    /// With kin.
    WithKin,
    /// Referred.
    Referred,
    /// Follow up.
    FollowUp,
    /// Owed.
    Owed,
    /// Stood down.
    StoodDown,
}
