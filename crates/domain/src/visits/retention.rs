//! What a visit forgets when. That somebody was at a door, and how it ended, stays theirs who went; what was said there does not stay.

/// Days after which what was seen, what was answered and whom they met is forgotten.
pub const WORDS_DAYS: i64 = 400;
/// Days for which a phone without network may come with a visit.
pub const LATE_DAYS: i64 = 30;
