//! Typed ids, all registered here: a `CaseId` must not pass for an `AccountId`.
//!
//! Every id is a UUID of version 7 (RFC 9562), made by the one who creates the record (a phone without network included), so
//! that a write can be sent again and so that newest-first is simply `ORDER BY id DESC`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

use super::time::Moment;

/// Builds the bytes of a UUIDv7 from a moment (millisecond precision) and ten bytes of chance.
#[must_use]
pub fn uuid_v7(at: Moment, chance: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.micros().max(0) / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()
}

/// The moment inside a UUIDv7, or `None` for another version.
#[must_use]
pub fn moment_of(id: Uuid) -> Option<Moment> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    Some(Moment::from_micros(i64::try_from(seconds).ok()? * 1_000_000 + i64::from(nanos) / 1_000))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID made elsewhere.
            #[must_use]
            pub const fn new(id: Uuid) -> Self { Self(id) }
            /// The UUID inside.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }
            /// A new id from a moment and ten bytes of chance.
            #[must_use]
            pub fn at(at: Moment, chance: [u8; 10]) -> Self { Self(uuid_v7(at, chance)) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, concat!(stringify!($name), "({})"), self.0) }
        }
        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }
        impl From<$name> for Uuid { fn from(id: $name) -> Self { id.0 } }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }
    )* };
}

ids! {
    /// A person who signs in.
    AccountId,
    /// A role at a code, from a day to a day.
    AssignmentId,
    /// A stretch of days on which a deputy answers.
    AbsenceId,
    /// A list of what passed on when somebody left.
    HandoverId,
    /// A signed-in browser or phone.
    SessionId,
    /// A key for a program.
    TokenId,
    /// A link or slip by which somebody sets their password.
    InvitationId,
    /// A matter 事项.
    CaseId,
    /// A collaborator's part in a case.
    PartId,
    /// Somebody who brought, or joined, a case.
    ReporterId,
    /// A link by which somebody without an account follows a case.
    LinkId,
    /// A photo or paper kept with a case.
    AttachmentId,
    /// A quarter, building, unit or room of the address directory.
    PlaceId,
    /// A dated operation on territory.
    RegridId,
    /// One sending of a write: the key under which it happens once.
    SendId,
    /// A clock that will ring.
    TimerId,
    /// A place to which notifications go.
    DestinationId,
    /// One message on its way to a destination.
    MessageId,
    /// A line in a person's inbox.
    NoticeId,
    /// A run of an import.
    ImportId,
    /// Somebody who is served.
    ResidentId,
    /// Those who live behind one door together.
    HouseholdId,
    /// What they live in, as the households' ledger knows it; its door in the address directory is a [`PlaceId`].
    DwellingId,
    /// Somebody through whom help reaches a resident.
    ContactId,
    /// Something that a resident needs, recorded with consent.
    NeedId,
    /// Two records of one person that were made one.
    MergeId,
    /// A family doctor team.
    TeamId,
    /// A door visit or a patrol.
    VisitId,
    /// A round of visits to a fixed list of doors.
    CampaignId,
    /// A value that somebody gave for a field of the ledger.
    EditId,
    /// A health point.
    StationId,
    /// A rule by which a station has its days of service.
    SeriesId,
    /// A screen that shows which number is called.
    ScreenId,
    /// A browser at a desk of a station.
    DeskSessionId,
    /// A place in a queue, booked or walked in.
    TicketId,
    /// A measurement.
    ReadingId,
    /// A loop of care that only a human outcome closes.
    AlertId,
    /// A bulletin 通知公告.
    BulletinId,
    /// A picture of a bulletin.
    PictureId,
}
