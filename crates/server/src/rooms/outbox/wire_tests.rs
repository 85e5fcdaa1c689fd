//! The keys in the API description are those that rooms write.

use std::collections::BTreeSet;
use weiguang_domain::{care, cases};

use super::wire::OutboxNoticeStatus;
use crate::testing::words;

#[test]
fn a_notice_knows_every_status_of_a_case_and_of_an_alert() {
    let both = cases::Status::ALL.map(cases::Status::key).into_iter();
    let all: BTreeSet<&str> = both.chain(care::Status::ALL.map(care::Status::key)).collect();
    let written = words::<OutboxNoticeStatus>();
    assert_eq!(written.iter().map(String::as_str).collect::<BTreeSet<_>>(), all);
}
