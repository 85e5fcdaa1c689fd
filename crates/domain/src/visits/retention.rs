//! Retention of visits: that and how a visit took place is stored; its contents are erased.

/// Days after which remarks, answers and the people met are erased.
pub const WORDS_DAYS: i64 = 400;
/// Days for which an offline phone may upload a visit.
pub const LATE_DAYS: i64 = 30;
