//! Two people edit one field without network: neither overwrites the other. A field is the set of what was said about it; what nobody
//! has seen and answered since is its value, and if that is two values, both are shown until somebody settles it.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::form::Answer;
use crate::kernel::ids::{AccountId, EditId};
use crate::kernel::time::Moment;

/// A value that somebody gave for a field, knowing what they saw on their screen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// Made by the phone.
    pub id: EditId,
    /// The value; `None` clears the field.
    pub value: Option<Answer>,
    /// The edits that stood on the screen when it was made. Not the phone's clock but this says what it answers.
    pub seen: BTreeSet<EditId>,
    /// By whom.
    pub by: AccountId,
    /// When, for showing.
    pub at: Moment,
}

/// The edits that stand: those that no other edit has seen. The order in which they came does not matter, and neither does
/// how often. Equal values are one: two people who write the same do not disagree.
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

/// Whether a field shows two values and waits for somebody to settle it.
#[must_use]
pub fn disagrees(edits: &[Edit]) -> bool {
    heads(edits).len() > 1
}

/// What a settling edit must say that it has seen: everything that stands.
#[must_use]
pub fn seen_now(edits: &[Edit]) -> BTreeSet<EditId> {
    let answered: BTreeSet<EditId> = edits.iter().flat_map(|e| e.seen.iter().copied().filter(|s| *s != e.id)).collect();
    edits.iter().map(|e| e.id).filter(|id| !answered.contains(id)).collect()
}
