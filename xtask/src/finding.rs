//! Something that is not as the tree promises.

/// Something that is not as the tree promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, which is also its table's in the list of exceptions.
    pub rule: &'static str,
    /// What identifies it there: stable when lines move.
    pub key: String,
    /// Where, as `path:line` or `path`.
    pub place: String,
    /// What is wrong and what to do.
    pub says: String,
    /// For rules that count: how much.
    pub count: Option<u64>,
}

impl Finding {
    /// A finding.
    pub fn new(rule: &'static str, key: impl Into<String>, place: impl Into<String>, says: impl Into<String>) -> Self {
        Self { rule, key: key.into(), place: place.into(), says: says.into(), count: None }
    }
}
