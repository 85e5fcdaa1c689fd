//! What an operator's doctor finds.

use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: String,
    /// Whether it is as it should be. A hole in duty is a warning, not a fault.
    pub verdict: Verdict,
    /// What was found, in Chinese.
    pub zh: String,
    /// What was found, in English.
    pub en: String,
}

/// How a finding ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Somebody should look.
    Warning,
    /// Data is not as it was written.
    Fault,
}

/// A finding.
#[must_use]
pub fn finding(what: &str, verdict: Verdict, zh: String, en: String) -> Finding {
    Finding { what: what.into(), verdict, zh, en }
}

/// How many there are of something that should not be.
#[must_use]
pub fn counted(what: &str, n: i64, bad: Verdict, zh: &str, en: &str) -> Finding {
    finding(what, if n == 0 { Verdict::Good } else { bad }, format!("{zh}：{n}"), format!("{en}: {n}"))
}

/// A warning if something is so.
#[must_use]
pub const fn warn(bad: bool) -> Verdict {
    if bad { Verdict::Warning } else { Verdict::Good }
}
