//! Results of the checks of `weiguang doctor`.

use serde::Serialize;

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The subject of the check.
    pub what: String,
    /// The verdict. A hole in duty is a warning, not a fault.
    pub verdict: Verdict,
    /// The result in Chinese.
    pub zh: String,
    /// The result in English.
    pub en: String,
}

/// Severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Somebody should examine it.
    Warning,
    /// Data differs from what was written.
    Fault,
}

/// A finding.
#[must_use]
pub fn finding(what: &str, verdict: Verdict, zh: String, en: String) -> Finding {
    Finding { what: what.into(), verdict, zh, en }
}

/// Counts things that should not exist.
#[must_use]
pub fn counted(what: &str, n: i64, bad: Verdict, zh: &str, en: &str) -> Finding {
    finding(what, if n == 0 { Verdict::Good } else { bad }, format!("{zh}：{n}"), format!("{en}: {n}"))
}

/// A warning if the condition holds.
#[must_use]
pub const fn warn(bad: bool) -> Verdict {
    if bad { Verdict::Warning } else { Verdict::Good }
}
