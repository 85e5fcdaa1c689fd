//! Reassigns open alerts when a cell is redrawn, the person moves or the owner leaves. Deadlines are unchanged.

use super::fact::{Because, Fact};
use super::ladder::{self, Rung};
use super::machine::{Alert, Step};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, RegridId};
use crate::people::Answer as Duty;

impl Alert {
    /// Transfers an open alert to the cells of a re-grid. An escalated one remains with the level that it reached.
    #[must_use]
    pub fn carry(mut self, code: GridCode, regrid: RegridId, duty: &Duty) -> Step {
        let mut facts = vec![Fact::Moved { from: self.code, code, regrid: Some(regrid) }];
        self.code = code;
        self.home = self.home.filter(|home| home.post.contains(&code));
        if !self.state.status().is_measuring() && !self.post.contains(&code) {
            self.give(duty, Because::Regrid, &mut facts);
        }
        Step { alert: self, facts }
    }

    /// Transfers the alert when the person moves or changes household; `ladder` is that of the new address. Deadlines
    /// are unchanged. It is assigned to who is responsible there, unless the owner is at work on it: then that person
    /// is only notified, and later escalations follow the new address. `None` if nothing changes.
    #[must_use]
    pub fn moves(mut self, code: GridCode, ladder: Vec<Rung>, duty: &Duty) -> Option<Step> {
        let ladder = ladder::again(&self.ladder, ladder);
        if self.code == code && self.ladder == ladder {
            return None;
        }
        let mut facts = vec![Fact::Moved { from: self.code, code, regrid: None }];
        (self.code, self.ladder) = (code, ladder);
        self.home = self.home.filter(|home| home.post.contains(&code));
        let status = self.state.status();
        if !status.is_measuring() && !self.post.contains(&code) {
            if status.is_under_way() {
                self.post = duty.code.unwrap_or(self.post);
                let there = duty.holder.as_ref().map(|h| h.account).filter(|to| *to != self.owner);
                facts.extend(there.map(|to| Fact::ToldThere { to, code: self.post }));
            } else {
                self.give(duty, Because::Moved, &mut facts);
            }
        }
        Some(Step { alert: self, facts })
    }

    /// Reassigns it when an account leaves. `None` if the account had no part in it.
    #[must_use]
    pub fn pass_on(mut self, from: AccountId, duty: &Duty) -> Option<Step> {
        let had = self.hands.remove(&from);
        let home = self.home.take_if(|home| home.owner == from).is_some();
        let mut facts = Vec::new();
        // If nobody is found up to the street there is nothing to notify twice.
        let stays = duty.holder.is_none() && duty.code.is_none_or(|code| code == self.post);
        if self.owner == from && !stays {
            self.give(duty, Because::Left, &mut facts);
        }
        (had || home || !facts.is_empty()).then_some(Step { alert: self, facts })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::Role;
    use crate::care::alert::ladder::{How, Try, TryResult};
    use crate::care::alert::state::Status;
    use crate::care::alert::stories::{account, code, contact, duty, nobody, reach, ten};
    use crate::households::ContactKind;
    use crate::people::Holder;

    #[test]
    fn a_redrawn_cell_and_a_leaving_owner_change_who_has_it_and_nothing_else() {
        let alert = reach(Status::Reaching);
        let moved = alert.clone().carry(
            code("51011701900600807"),
            RegridId::new(Uuid::from_u128(1)),
            &duty(&[code("510117019006008")]),
        );
        assert_eq!((moved.alert.post, moved.alert.next_alarm()), (code("510117019006008"), alert.next_alarm()));
        let passed = alert.clone().pass_on(alert.owner, &duty(&[code("510117019006")])).unwrap();
        assert_eq!((passed.alert.owner, passed.alert.state.status()), (account(12), Status::Reaching));
        let mut climbed = alert;
        climbed.post = code("510117019");
        let stays = climbed.carry(
            code("51011701900600807"),
            RegridId::new(Uuid::from_u128(1)),
            &duty(&[code("510117019006008")]),
        );
        assert_eq!(stays.alert.post, code("510117019"), "what had climbed stays where it climbed to");
    }

    #[test]
    fn whoever_moves_is_followed_and_who_is_in_the_middle_of_it_goes_on() {
        let (there, grid) = (code("51011701900800701"), code("510117019008007"));
        let leader = Holder { account: account(99), role: Role::GridLeader, code: grid, deputy_for: None };
        let theirs = Duty { holder: Some(leader), code: Some(grid), holes: Vec::new() };
        let landlord = Rung::new(ContactKind::Landlord, Some(contact(77)));
        // Not acknowledged: reassigned to the new address, unchanged deadline.
        for status in [Status::Raised, Status::FollowUp, Status::Owed] {
            let alert = reach(status);
            let Step { alert: moved, facts } = alert.clone().moves(there, vec![landlord.clone()], &theirs).unwrap();
            assert_eq!((moved.code, moved.post, moved.owner), (there, grid, account(99)), "{status:?}");
            assert_eq!((moved.next_alarm(), &moved.state), (alert.next_alarm(), &alert.state), "{status:?}");
            assert!(matches!(
                facts[..],
                [Fact::Moved { regrid: None, .. }, Fact::Dispatched { because: Because::Moved, .. }]
            ));
        }
        // An owner on the way with the person remains the owner; who is responsible there is notified, and escalations
        // go there.
        for status in [Status::Reaching, Status::Watching, Status::WithKin, Status::Referred] {
            let mut alert = reach(status);
            alert.ladder[0].tries.push(Try { at: ten(), by: account(15), how: How::Phone, went: TryResult::NoAnswer });
            let Step { alert: moved, facts } = alert.clone().moves(there, vec![landlord.clone()], &theirs).unwrap();
            assert_eq!((moved.owner, moved.post), (alert.owner, grid), "{status:?}");
            assert_eq!((moved.next_alarm(), &moved.state), (alert.next_alarm(), &alert.state), "{status:?}");
            assert!(matches!(facts[..], [Fact::Moved { .. }, Fact::ToldThere { .. }]), "{status:?}");
            assert_eq!(
                moved.ladder,
                [alert.ladder[0].clone(), landlord.clone()],
                "tries stay, and nobody else of the old door"
            );
        }
        // Nobody is responsible there up to the street: unchanged owner.
        let alert = reach(Status::Raised);
        let empty = nobody(&[grid, code("510117019008"), code("510117019")]);
        let kept = alert.clone().moves(there, Vec::new(), &empty).unwrap().alert;
        assert_eq!((kept.owner, kept.post), (alert.owner, code("510117019")));
        // The same address is no move.
        let same = alert.ladder.clone();
        assert_eq!(alert.clone().moves(alert.code, same, &theirs), None);
    }
}
