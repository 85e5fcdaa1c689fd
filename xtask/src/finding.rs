//! A finding of a check.

/// A finding of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, also its table in the list of exceptions.
    pub rule: &'static str,
    /// Its key there: stable when lines move.
    pub key: String,
    /// `path:line` or `path`.
    pub place: String,
    /// What is wrong and how to fix it.
    pub says: String,
    /// For rules that count: the count.
    pub count: Option<u64>,
}

impl Finding {
    /// Creates a finding.
    pub fn new(rule: &'static str, key: impl Into<String>, place: impl Into<String>, says: impl Into<String>) -> Self {
        Self { rule, key: key.into(), place: place.into(), says: says.into(), count: None }
    }
}
