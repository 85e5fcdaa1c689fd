//! Property test of 不漏一户、不遗一人: 1,000 dwellings, 34 members, offline phones, every message up to three times in any
//! order, and a re-grid in between. No dwelling is lost or counted twice, phones and server agree, and visits stay with
//! their author.

use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use proptest::prelude::*;

use super::campaign::Door;
use super::correction::Correction;
use super::coverage::{Fold, count};
use super::visit::{Outcome, Plan, Visit};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CampaignId, DwellingId, VisitId};
use crate::kernel::time::{Moment, Span};

const DOORS: u32 = 1_000;
const MEMBERS: u32 = 34;

fn cell(n: u32) -> GridCode {
    GridCode::parse("510117019006009").unwrap().child(n).unwrap()
}
fn door(n: u32) -> DwellingId {
    DwellingId::new(Uuid::from_u128(u128::from(n) + 1))
}
fn member(n: u32) -> AccountId {
    AccountId::new(Uuid::from_u128(u128::from(n) + 1))
}
fn campaign() -> CampaignId {
    CampaignId::new(Uuid::from_u128(7))
}

/// A phone: its visits, receipts and figures.
struct Phone {
    owner: AccountId,
    unsent: BTreeMap<VisitId, Visit>,
    fold: Fold,
}

/// A server: accepts duplicates, and gives one receipt per message.
struct Server {
    visits: BTreeMap<VisitId, Visit>,
    fold: Fold,
}

impl Server {
    fn take(&mut self, visit: &Visit) -> VisitId {
        self.visits.entry(visit.id).or_insert_with(|| visit.clone());
        self.fold.add(visit);
        visit.id
    }
}

/// A step: a visit, a partial upload, or lost receipts.
#[derive(Clone, Debug)]
enum Move {
    Visit { who: u32, door: u32, outcome: usize },
    Send { who: u32, some: usize, times: usize, receipts_arrive: bool },
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let visit = (0..MEMBERS, 0..DOORS, 0usize..5).prop_map(|(who, door, outcome)| Move::Visit { who, door, outcome });
    let send = (0..MEMBERS, 0usize..40, 1usize..=3, any::<bool>())
        .prop_map(|(who, some, times, receipts_arrive)| Move::Send { who, some, times, receipts_arrive });
    prop::collection::vec(prop_oneof![6 => visit, 1 => send], 1_500..3_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn no_door_is_lost_or_doubled(steps in moves(), cut in 0.0f64..1.0, turn in any::<u64>()) {
        // Ten cells of a hundred dwellings. Half-way, cells 1 and 2 become 11, and cell 3 is split into 12 and 13.
        let doors: Vec<Door> = (0..DOORS).map(|n| Door::at(door(n), cell(n / 100 + 1))).collect();
        let redrawn = |id: DwellingId, code: GridCode| match code {
            c if c == cell(1) || c == cell(2) => cell(11),
            c if c == cell(3) && id.uuid().as_u128().is_multiple_of(2) => cell(12),
            c if c == cell(3) => cell(13),
            c => c,
        };
        let fold = || Fold::new(campaign(), &doors);
        let mut phones: Vec<Phone> =
            (0..MEMBERS).map(|n| Phone { owner: member(n), unsent: BTreeMap::new(), fold: fold() }).collect();
        let mut server = Server { visits: BTreeMap::new(), fold: fold() };
        let mut made: BTreeMap<VisitId, Visit> = BTreeMap::new();
        let mut last: BTreeMap<u32, Visit> = BTreeMap::new();
        let middle = (steps.len() as f64 * cut) as usize;
        for (at, step) in steps.iter().enumerate() {
            if at == middle {
                // Phones learn of it much later, and continue with the old cells until then.
                server.fold.carry(redrawn);
            }
            match step {
                Move::Visit { who, door: to, outcome } => {
                    // Sometimes the last visit is corrected.
                    let wrong = last.remove(who).filter(|_| at % 5 == 0);
                    let to = wrong.as_ref().map_or(door(*to), |wrong| wrong.door);
                    let visit = Visit {
                        id: VisitId::new(Uuid::from_u128(at as u128 + 1)),
                        door: to,
                        code: doors.iter().find(|d| d.id == to).map(|d| d.at_start).unwrap(),
                        by: member(*who),
                        // A phone's clock may be wrong.
                        at: Moment::from_micros(0) + Span::seconds((at as i64 * 7_919) % 86_400),
                        plan: Plan::Campaign { campaign: campaign(), round: 1 },
                        outcome: Outcome::ALL[*outcome],
                        met: Vec::new(),
                        seen: String::new(),
                        answers: BTreeMap::new(),
                        case: None,
                        corrects: wrong.map(|wrong| Correction { of: wrong.id, by: member(*who) }),
                    };
                    last.insert(*who, visit.clone());
                    let phone = &mut phones[*who as usize];
                    phone.fold.add(&visit);
                    phone.unsent.insert(visit.id, visit.clone());
                    made.insert(visit.id, visit);
                }
                Move::Send { who, some, times, receipts_arrive } => {
                    let phone = &mut phones[*who as usize];
                    let batch: Vec<Visit> = phone.unsent.values().rev().take(*some).cloned().collect();
                    for _ in 0..*times {
                        for visit in &batch {
                            let receipt = server.take(visit);
                            if *receipts_arrive {
                                // A phone deletes nothing without a receipt.
                                phone.unsent.remove(&receipt);
                            }
                        }
                    }
                }
            }
        }
        // In the end all phones are online and send everything without a receipt, in any order.
        let mut rest: Vec<Visit> = phones.iter().flat_map(|p| p.unsent.values().cloned()).collect();
        rest.sort_by_key(|v| (v.id.uuid().as_u128() as u64).wrapping_mul(turn | 1).rotate_left(23));
        rest.iter().chain(rest.iter().rev()).for_each(|visit| { server.take(visit); });

        // Nothing lost, nothing duplicated.
        prop_assert_eq!(server.visits.len(), made.len());
        let total = server.fold.total();
        prop_assert!(total.adds_up());
        prop_assert_eq!(total.doors, DOORS);
        let by_cell = server.fold.by_cell(false);
        prop_assert_eq!(by_cell.values().map(|c| c.doors).sum::<u32>(), DOORS);
        prop_assert!(!by_cell.contains_key(&cell(1)) && by_cell[&cell(11)].doors == 200);
        prop_assert_eq!(server.fold.by_cell(true).len(), 10);

        // The server's fold, a second count from its rows, and every phone's fold agree.
        let rows: Vec<Visit> = server.visits.values().cloned().collect();
        prop_assert_eq!(server.fold.ends(), count(campaign(), &doors, &rows));
        for phone in &mut phones {
            let own: BTreeSet<VisitId> = phone.fold.credit(phone.owner).into_iter().map(|(id, ..)| id).collect();
            let credited: BTreeSet<VisitId> = server.fold.credit(phone.owner).into_iter().map(|(id, ..)| id).collect();
            prop_assert_eq!(&own, &credited, "the credit stays with who went");
            rows.iter().rev().for_each(|row| { phone.fold.add(row); });
            phone.fold.carry(redrawn);
            prop_assert_eq!(&phone.fold, &server.fold);
        }
        // Gaps are exactly the unfinished dwellings.
        let open: BTreeSet<DwellingId> = server.fold.gaps().into_iter().map(|gap| gap.door).collect();
        let unended: BTreeSet<DwellingId> = server
            .fold
            .ends()
            .into_iter()
            .filter(|(_, end)| end.is_none_or(|end| !end.is_end()))
            .map(|(id, _)| id)
            .collect();
        prop_assert_eq!(open, unended);
    }
}
