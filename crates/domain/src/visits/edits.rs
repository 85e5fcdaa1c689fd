//! Concurrent offline edits of a field without overwriting (a multi-value register). A field is a set of edits; its
//! value is the edits that no other edit has seen. Several values are all shown until somebody resolves them.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::form::Answer;
use crate::kernel::ids::{AccountId, EditId};
use crate::kernel::time::Moment;

/// A value given for a field, with what was displayed at the time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// Client-generated id.
    pub id: EditId,
    /// The value; `None` clears the field.
    pub value: Option<Answer>,
    /// The edits displayed when it was made; decides instead of the phone's clock.
    pub seen: BTreeSet<EditId>,
    /// By whom.
    pub by: AccountId,
    /// The time, for display only.
    pub at: Moment,
}

/// The edits that no other edit has seen. Independent of order and duplicates. Equal values count as one.
#[must_use]
pub fn heads(edits: &[Edit]) -> Vec<&Edit> {
    let by_id: BTreeMap<EditId, &Edit> = edits.iter().map(|e| (e.id, e)).collect();
    let answered: BTreeSet<EditId> =
        by_id.values().flat_map(|e| e.seen.iter().copied().filter(|s| *s != e.id)).collect();
    let standing = by_id.into_values().filter(|e| !answered.contains(&e.id));
    let mut out: Vec<&Edit> = Vec::new();
    for edit in standing {
        if out.iter().all(|known| known.value != edit.value) {
            out.push(edit);
        }
    }
    out
}

/// Whether a field has several values and must be resolved.
#[must_use]
pub fn disagrees(edits: &[Edit]) -> bool {
    heads(edits).len() > 1
}

/// The ids that a resolving edit must list as seen: all current ones.
#[must_use]
pub fn seen_now(edits: &[Edit]) -> BTreeSet<EditId> {
    let answered: BTreeSet<EditId> = edits.iter().flat_map(|e| e.seen.iter().copied().filter(|s| *s != e.id)).collect();
    edits.iter().map(|e| e.id).filter(|id| !answered.contains(id)).collect()
}
