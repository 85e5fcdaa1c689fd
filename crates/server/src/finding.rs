//! Results of the checks of `weiguang doctor`.

use serde::Serialize;

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was checked.
    pub what: String,
    /// How serious the result is. A grid cell without a holder is a warning, not a fault.
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
    /// Everything is as expected.
    Good,
    /// A person should look into it.
    Warning,
    /// Data differs from what was written.
    Fault,
}

/// Creates a finding.
#[must_use]
pub fn finding(what: &str, verdict: Verdict, zh: String, en: String) -> Finding {
    Finding { what: what.into(), verdict, zh, en }
}

/// A finding that counts things that should not exist: good if there are none, else `bad`.
#[must_use]
pub fn counted(what: &str, n: i64, bad: Verdict, zh: &str, en: &str) -> Finding {
    finding(what, if n == 0 { Verdict::Good } else { bad }, format!("{zh}：{n}"), format!("{en}: {n}"))
}

/// `Warning` if the condition holds, else `Good`.
#[must_use]
pub const fn warn(bad: bool) -> Verdict {
    if bad { Verdict::Warning } else { Verdict::Good }
}
