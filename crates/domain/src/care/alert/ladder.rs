//! The contact ladder: whom to ask, in which order, and every try with its result. It is built from the household; a
//! kind without a recorded contact is a rung, too: somebody has to be found.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::households::{ContactKind, Household, Registered, Resident, Unreachable};
use crate::kernel::ids::{AccountId, ContactId};
use crate::kernel::time::Moment;

/// The channel of a try.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// By phone.
    Phone,
    /// At the door.
    Door,
    /// By a written message.
    Message,
}

/// The result of a try.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TryResult {
    /// Spoke with them, and they help.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// Left a message.
    LeftWord,
    /// The number is not theirs any more.
    WrongNumber,
    /// Spoke with them, and they cannot help.
    CannotHelp,
}

impl TryResult {
    /// On a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Reached => "联系上了",
            Self::NoAnswer => "无人接听或应门",
            Self::LeftWord => "留了话",
            Self::WrongNumber => "号码不对",
            Self::CannotHelp => "联系上了，帮不上忙",
        }
    }

    /// On an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no answer",
            Self::LeftWord => "left word",
            Self::WrongNumber => "wrong number",
            Self::CannotHelp => "reached, cannot help",
        }
    }
}

/// A try.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Try {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: AccountId,
    /// The channel.
    pub how: How,
    /// The result.
    pub went: TryResult,
}

/// One rung.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rung {
    /// The kind of contact.
    pub kind: ContactKind,
    /// The contact; `None`: still to be found.
    pub contact: Option<ContactId>,
    /// All tries.
    pub tries: Vec<Try>,
    /// Why the contact cannot be asked any more. Not stored: computed from the contact's record on each read.
    #[serde(skip)]
    pub gone: Option<Unreachable>,
}

impl Rung {
    /// A rung without tries.
    #[must_use]
    pub const fn new(kind: ContactKind, contact: Option<ContactId>) -> Self {
        Self { kind, contact, tries: Vec::new(), gone: None }
    }

    /// Whether somebody was reached here.
    #[must_use]
    pub fn reached(&self) -> bool {
        self.tries.iter().any(|t| t.went == TryResult::Reached)
    }

    /// Whether another try is useless.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.gone.is_some()
            || self.tries.iter().any(|t| matches!(t.went, TryResult::WrongNumber | TryResult::CannotHelp))
    }
}

/// The ladder of a resident: kin, landlord, neighbours, employer, records elsewhere. A kind without a usable contact
/// becomes a rung to be found. The family doctor is notified separately and is no rung.
#[must_use]
pub fn build(
    resident: &Resident,
    household: Option<&Household>,
    gone: impl Fn(ContactId) -> Option<Unreachable>,
) -> Vec<Rung> {
    let mut rungs: Vec<Rung> = match household {
        Some(household) => {
            let known = household.contacts_for(resident.id).into_iter();
            let known = known.filter(|c| c.kind != ContactKind::Doctor).map(|c| Rung::new(c.kind, Some(c.id)));
            let missing = household.missing(resident.id).into_iter().map(|kind| Rung::new(kind, None));
            let mut all: Vec<Rung> = known.chain(missing).collect();
            mark(&mut all, &gone);
            let lost: BTreeSet<ContactKind> = all.iter().filter(|r| r.gone.is_some()).map(|r| r.kind).collect();
            let left = |kind: &ContactKind| all.iter().any(|r| r.kind == *kind && r.gone.is_none());
            let empty: Vec<ContactKind> = lost.into_iter().filter(|kind| !left(kind)).collect();
            all.extend(empty.into_iter().map(|kind| Rung::new(kind, None)));
            all
        }
        None => {
            [ContactKind::Kin, ContactKind::Landlord, ContactKind::Neighbour].map(|kind| Rung::new(kind, None)).to_vec()
        }
    };
    if matches!(resident.registered, Registered::Elsewhere(_)) && rungs.iter().all(|r| r.kind != ContactKind::Elsewhere)
    {
        rungs.push(Rung::new(ContactKind::Elsewhere, None));
    }
    // Stable: within a kind the household's own order stays.
    rungs.sort_by_key(|rung| rung.kind);
    rungs
}

/// Sets `gone` of every rung from the contacts' current records.
pub fn mark(rungs: &mut [Rung], gone: impl Fn(ContactId) -> Option<Unreachable>) {
    for rung in rungs {
        rung.gone = rung.contact.and_then(&gone);
    }
}

/// The ladder after a move: the rungs of the new address, and every tried rung with its tries.
#[must_use]
pub fn again(before: &[Rung], mut now: Vec<Rung>) -> Vec<Rung> {
    for rung in before {
        match now.iter_mut().find(|r| r.kind == rung.kind && r.contact == rung.contact) {
            Some(known) => known.tries.clone_from(&rung.tries),
            None if rung.tries.is_empty() => {}
            None => now.push(rung.clone()),
        }
    }
    now.sort_by_key(|rung| rung.kind);
    now
}

/// The next rung: the first of those tried least; `None` once kin are reached.
#[must_use]
pub fn next(rungs: &[Rung]) -> Option<usize> {
    if rungs.iter().any(|r| r.kind == ContactKind::Kin && r.reached()) {
        return None;
    }
    let open = |(_, rung): &(usize, &Rung)| !rung.reached() && !rung.is_over();
    rungs.iter().enumerate().filter(open).min_by_key(|(at, rung)| (rung.tries.len(), *at)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::alert::stories::{account, contact, ten};

    #[test]
    fn the_ladder_tries_everybody_once_before_anybody_twice() {
        let mut rungs = vec![
            Rung::new(ContactKind::Kin, Some(contact(1))),
            Rung::new(ContactKind::Landlord, Some(contact(2))),
            Rung::new(ContactKind::Neighbour, None),
        ];
        let mut order = Vec::new();
        for went in
            [TryResult::NoAnswer, TryResult::WrongNumber, TryResult::LeftWord, TryResult::NoAnswer, TryResult::Reached]
        {
            let at = next(&rungs).unwrap();
            order.push(at);
            rungs[at].tries.push(Try { at: ten(), by: account(15), how: How::Phone, went });
        }
        assert_eq!(order, [0, 1, 2, 0, 2]);
        assert_eq!(next(&rungs), Some(0), "a neighbour who looks in is no kin: they are still tried");
        rungs[0].tries.push(Try { at: ten(), by: account(15), how: How::Phone, went: TryResult::Reached });
        assert_eq!(next(&rungs), None);
    }

    #[test]
    fn who_died_is_not_asked_and_is_asked_again_once_the_death_is_taken_back() {
        let mut rungs = vec![
            Rung::new(ContactKind::Kin, Some(contact(1))),
            Rung::new(ContactKind::Kin, Some(contact(2))),
            Rung::new(ContactKind::Neighbour, None),
        ];
        mark(&mut rungs, |id| (id == contact(1)).then_some(Unreachable::Died));
        assert_eq!((next(&rungs), rungs[0].is_over()), (Some(1), true));
        let kept = serde_json::to_string(&rungs).unwrap();
        assert!(!kept.contains("gone"), "what is kept does not say it: {kept}");
        mark(&mut rungs, |_| None);
        assert_eq!(next(&rungs), Some(0));
    }
}
