//! Households, told as stories: a record in two fields, leave and its end, doubles, a merge and its undo, being forgotten.

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::contact::{Contact, ContactKind, Reach};
use super::doubles::{Evidence, propose};
use super::dwelling::{Dwelling, Household, Tenure};
use super::merge::{Belonging, Belongs, merge};
use super::need::{CareNeed, Consent, ConsentForm, NeedKind};
use super::pairing::{Pair, Team, codes_of, cover, is_paired};
use super::retention::{self, forget};
use super::sealed::Plain;
use super::{Birth, IdentityNumber, Phone, Presence, Refused, Registered, Resident, Sex, disclosure};
use crate::access::{Actor, Permit};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, ContactId, DwellingId, HouseholdId, MergeId, NeedId, ResidentId, TeamId};
use crate::kernel::time::{Day, FOREVER, Moment};

const TODAY: Day = date(2026, 11, 25);
const MICRO: &str = "51011701900600906";

fn code(text: &str) -> GridCode {
    GridCode::parse(text).unwrap()
}
fn n(n: u128) -> Uuid {
    Uuid::from_u128(n)
}
fn person(id: u128, name: &str) -> Resident {
    Resident::in_two_fields(ResidentId::new(n(id)), name, code(MICRO), TODAY).unwrap()
}
fn phone(text: &str) -> Phone {
    Phone::parse(text).unwrap()
}
fn identity() -> IdentityNumber {
    IdentityNumber::parse("11010519491231002X", TODAY).unwrap()
}
fn home() -> Dwelling {
    Dwelling { id: DwellingId::new(n(70)), code: code(MICRO), place: None, label: "3栋2单元501".into() }
}
fn contact(id: u128, kind: ContactKind, name: &str) -> Contact {
    Contact {
        id: ContactId::new(n(id)),
        of: None,
        kind,
        name: name.into(),
        relation: String::new(),
        resident: None,
        reach: vec![Reach::Phone(phone(&format!("1390000{id:04}")))],
        when: String::new(),
    }
}
fn need(kind: NeedKind) -> CareNeed {
    CareNeed {
        id: NeedId::new(n(90)),
        resident: ResidentId::new(n(1)),
        kind,
        consent: Consent {
            guardian: String::new(),
            on: TODAY,
            given: ConsentForm::Spoken,
            asked_by: AccountId::new(n(5)),
            withdrawn: None,
        },
        purpose: "每天有人看一眼灯".into(),
        source: "本人".into(),
        expires: date(2027, 5, 1),
    }
}

#[test]
fn a_record_begins_with_a_name_and_a_place_and_the_number_fills_in_the_rest() {
    let wang = person(1, " 王婆婆 ");
    assert_eq!((wang.name.as_str(), wang.birth, wang.household), ("王婆婆", Birth::Unknown, None));
    assert!(wang.is_served());
    assert_eq!(wang.salutation(TODAY), "王某");
    let wang = wang.identified(identity()).unwrap();
    assert_eq!(wang.sex, Some(Sex::Female));
    assert_eq!(wang.salutation(TODAY), "王奶奶");
    let mut other = person(2, "李四");
    other.sex = Some(Sex::Male);
    assert_eq!(other.identified(identity()).unwrap_err(), Refused::IdentityDisagrees);
    assert_eq!(Resident::in_two_fields(ResidentId::new(n(3)), " ", code(MICRO), TODAY).unwrap_err(), Refused::Name);
}

#[test]
fn contacts_are_tried_kin_first_and_the_missing_ones_are_named() {
    let mut household = Household::new(HouseholdId::new(n(60)), &home(), TODAY);
    household.tenure = Tenure::Tenant;
    let mut doctor = contact(4, ContactKind::Doctor, "张医生");
    doctor.of = Some(ResidentId::new(n(2)));
    for c in [contact(1, ContactKind::Neighbour, "楼下李姐"), contact(2, ContactKind::Kin, "儿子"), doctor] {
        household = household.with_contact(c).unwrap();
    }
    let names = |h: &Household, of: u128| -> Vec<String> {
        h.contacts_for(ResidentId::new(n(of))).iter().map(|c| c.name.clone()).collect()
    };
    assert_eq!(names(&household, 1), ["儿子", "楼下李姐"]);
    assert_eq!(names(&household, 2), ["儿子", "楼下李姐", "张医生"]);
    assert_eq!(household.missing(ResidentId::new(n(1))), [ContactKind::Landlord]);
    let again = Contact { id: ContactId::new(n(9)), ..contact(2, ContactKind::Kin, "儿子") };
    assert_eq!(household.clone().with_contact(again).unwrap_err(), Refused::ContactTwice);
    let mute = Contact { reach: vec![Reach::Words("  ".into())], ..contact(8, ContactKind::Landlord, "房东") };
    assert_eq!(household.clone().with_contact(mute).unwrap_err(), Refused::NoReach);
    let order: Vec<ContactId> = [4u128, 2, 1].map(|id| ContactId::new(n(id))).to_vec();
    let turned = household.clone().in_order(&order).unwrap();
    assert_eq!(turned.contacts[0].name, "张医生");
    assert_eq!(household.in_order(&order[..2]).unwrap_err(), Refused::Order);
}

#[test]
fn a_need_has_leave_a_purpose_a_source_and_an_end() {
    let good = need(NeedKind::LookIn);
    assert_eq!(good.check(TODAY), Ok(()));
    let with = |change: fn(&mut CareNeed)| {
        let mut need = need(NeedKind::LookIn);
        change(&mut need);
        need.check(TODAY).unwrap_err()
    };
    assert_eq!(with(|n| n.purpose = " ".into()), Refused::NoPurpose);
    assert_eq!(with(|n| n.source.clear()), Refused::NoSource);
    assert_eq!(with(|n| n.expires = FOREVER), Refused::Expiry);
    assert_eq!(with(|n| n.expires = TODAY), Refused::Expiry);
    assert_eq!(with(|n| n.consent.withdrawn = Some(TODAY)), Refused::Withdrawn);
    assert_eq!(with(|n| n.consent.on = date(2026, 12, 1)), Refused::NoConsent);
    assert!(good.holds(date(2027, 5, 1)) && !good.holds(date(2027, 5, 2)));
    let mut withdrawn = good.clone();
    withdrawn.consent.withdrawn = Some(TODAY);
    assert!(!withdrawn.holds(TODAY) && retention::need_is_over(&withdrawn, TODAY));
    assert!(!retention::need_is_over(&good, date(2027, 5, 20)) && retention::need_is_over(&good, date(2027, 6, 20)));
}

#[test]
fn the_page_for_the_cell_holds_no_number_and_no_health_and_the_copy_holds_all() {
    let mut wang = person(1, "王秀英").identified(identity()).unwrap();
    wang.phones = vec![phone("13812341234")];
    wang.registered = Registered::Elsewhere("资阳市安岳县".into());
    let needs = [need(NeedKind::LookIn), need(NeedKind::FollowUp)];
    let permit = Permit::own(&Actor::public());
    let page = disclosure::neighbourly(permit, &wang, None, &needs, TODAY);
    let text = serde_json::to_string(&page).unwrap();
    assert!(!text.contains(identity().reveal()) && !text.contains("13812341234") && !text.contains("安岳"));
    assert!(text.contains("138****1234") && page.from_elsewhere);
    assert_eq!(page.needs.len(), 1, "a need that tells of health is for the doctor");
    let line = serde_json::to_string(&disclosure::line(permit, &wang, true, TODAY)).unwrap();
    assert!(line.contains("王**") && !line.contains("秀英"));
    let copy = serde_json::to_string(&disclosure::copy(permit, &wang, None, &needs)).unwrap();
    assert!(copy.contains(identity().reveal()) && copy.contains("安岳") && copy.contains("follow_up"));
    assert!(serde_json::to_string(&wang).is_err(), "the record itself never becomes text");
    assert_eq!(Plain::of(&wang).unwrap().read::<Resident>().unwrap(), wang);
}

#[test]
fn doubles_are_proposed_with_the_reason_and_two_neighbours_of_one_name_are_not() {
    let mut first = person(1, "王秀英");
    first.phones = vec![phone("13812341234")];
    let mut heard = person(2, "汪秀英");
    heard.phones = first.phones.clone();
    heard.household = Some(HouseholdId::new(n(60)));
    first.household = heard.household;
    let namesake = person(3, "王秀英");
    let proposals = propose(&[first.clone(), heard, namesake.clone()], |_| None);
    assert_eq!(proposals.len(), 1, "{proposals:?}");
    assert_eq!(proposals[0].evidence, [Evidence::SamePhone, Evidence::LikeName, Evidence::SameDoor]);
    assert_eq!((proposals[0].keep, proposals[0].gone), (ResidentId::new(n(1)), ResidentId::new(n(2))));
    let (mut a, mut b) = (person(4, "陈平"), person(5, "陈平"));
    (a.birth, b.birth) = (Birth::Day(date(1950, 1, 1)), Birth::Day(date(1950, 1, 1)));
    assert_eq!(propose(&[a.clone(), b.clone()], |_| None).len(), 1, "one name and one day of birth are worth a look");
    (a.sex, b.sex) = (Some(Sex::Male), Some(Sex::Female));
    assert!(propose(&[a, b], |_| None).is_empty());
    // All other evidence agrees, but the identity numbers differ.
    let numbered = |id: u128, number: &str| {
        let mut one = person(id, "王秀英");
        one.phones = vec![phone("13812341234")];
        one.household = Some(HouseholdId::new(n(60)));
        one.identity = Some(IdentityNumber::parse(number, TODAY).unwrap());
        one
    };
    let pair = |other: &str| propose(&[numbered(6, "11010519491231002X"), numbered(7, other)], |_| None).len();
    assert_eq!((pair("11010519491231002X"), pair("440524188001010014")), (1, 0));
}

#[test]
fn a_merge_moves_everything_once_and_knows_its_limits() {
    let at = Moment::from_micros(5);
    let by = AccountId::new(n(7));
    let moved = vec![Belonging { what: Belongs::Reading, id: n(33) }];
    let (a, b) = (person(1, "王秀英"), person(2, "王婆婆").identified(identity()).unwrap());
    let pair = || (a.clone(), b.clone());
    assert_eq!(merge(MergeId::new(n(1)), pair(), vec![], by, at, "").unwrap_err(), Refused::Reason);
    let same = (a.clone(), a.clone());
    assert_eq!(merge(MergeId::new(n(1)), same, vec![], by, at, "同一人").unwrap_err(), Refused::NotMergeable);
    let (one, gone, record) = merge(MergeId::new(n(1)), pair(), moved.clone(), by, at, "同一人").unwrap();
    assert_eq!((one.name.as_str(), &one.identity), ("王秀英", &Some(identity())));
    assert!(!gone.is_served());
    assert_eq!(Plain::of(&record).unwrap().read::<super::Merge>().unwrap(), record);
    // The remaining record gets a phone after the merge: the undo preserves the edit and reports it.
    let mut later = one.clone();
    later.phones.push(phone("13900001111"));
    let undone = record.clone().undo(later, &gone, at).unwrap();
    assert_eq!(undone.edited_since, ["phones"]);
    assert_eq!((undone.kept.identity, undone.back), (None, moved));
    assert_eq!(undone.gone, b);
    assert_eq!(undone.merge.undo(one, &gone, at).unwrap_err(), Refused::NotUndoable, "once");
}

#[test]
fn what_is_over_is_forgotten_and_the_tombstone_says_nothing_of_the_person() {
    let mut wang = person(1, "王秀英").identified(identity()).unwrap();
    wang.presence = Presence::Left { on: date(2026, 5, 1) };
    assert_eq!(retention::due(&wang, None, date(2026, 10, 28)), None);
    assert_eq!(retention::due(&wang, None, date(2026, 10, 29)), Some(retention::Because::Left));
    let (empty, stone) = forget(&wang, retention::Because::Asked, None, vec![("need".into(), 2)], TODAY);
    let text = format!("{}{}", serde_json::to_string(&stone).unwrap(), serde_json::to_string(&empty).unwrap());
    for secret in ["王", "秀英", "1949", MICRO, identity().reveal()] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert_eq!(empty.identified(identity()).unwrap_err(), Refused::Gone);
}

#[test]
fn every_cell_has_a_doctor_or_a_hole() {
    let team = |id: u128, members: &[u128]| Team {
        id: TeamId::new(n(id)),
        name: "张医生团队".into(),
        doctor: AccountId::new(n(members[0])),
        members: members.iter().map(|m| AccountId::new(n(*m))).collect(),
    };
    let teams = [team(1, &[11, 12]), team(2, &[21])];
    let pairs = [
        Pair::from(TeamId::new(n(1)), code("510117019006009"), date(2026, 1, 1)),
        Pair::from(TeamId::new(n(2)), code(MICRO), date(2026, 11, 1)),
    ];
    let cells = [code(MICRO), code("51011701900600901"), code("51011701900601001")];
    let covered: Vec<_> = cover(&cells, &pairs, TODAY).into_iter().map(|(_, team)| team).collect();
    assert_eq!(covered, [Some(TeamId::new(n(2))), Some(TeamId::new(n(1))), None]);
    assert_eq!(codes_of(AccountId::new(n(12)), &teams, &pairs, TODAY), [code("510117019006009")]);
    let paired = |account: u128, cell: &str| is_paired(AccountId::new(n(account)), &code(cell), &teams, &pairs, TODAY);
    assert!(paired(21, MICRO) && !paired(11, MICRO), "the deeper pair answers");
    assert!(paired(12, "51011701900600901") && !paired(21, "51011701900600901"));
    assert!(pairs[0].ended(date(2025, 1, 1)).is_err());
    let ended = pairs[1].ended(TODAY).unwrap();
    let days = [date(2026, 10, 31), date(2026, 11, 1), TODAY, date(2026, 11, 26)];
    assert_eq!(days.map(|day| ended.holds(day)), [false, true, true, false], "from its first day to its last");
}

#[test]
fn one_phone_of_two_people_is_no_contact_twice() {
    let household = Household::new(HouseholdId::new(n(60)), &home(), TODAY);
    let son = contact(2, ContactKind::Kin, "李强");
    let with = |name: &str, kind, of: u128| {
        let other = Contact { id: ContactId::new(n(9)), ..contact(of, kind, name) };
        household.clone().with_contact(son.clone()).unwrap().with_contact(other).map(|h| h.contacts.len())
    };
    assert_eq!(with("李 强", ContactKind::Kin, 2), Err(Refused::ContactTwice), "the same person, typed again");
    assert_eq!(with("李梅", ContactKind::Kin, 2), Ok(2), "a couple with one phone");
    assert_eq!(with("李强", ContactKind::Kin, 3), Ok(2), "two of one name");
    assert_eq!(with("李强", ContactKind::Landlord, 2), Ok(2), "somebody may be two things");
}

#[test]
fn an_age_begins_on_the_birthday_and_a_number_says_what_is_known_already() {
    let born = |day| Resident { birth: Birth::Day(day), ..person(1, "王秀英") };
    let ages =
        [date(1961, 11, 25), date(1961, 11, 26)].map(|day| (born(day).birth.age(TODAY), born(day).is_old(TODAY)));
    assert_eq!(ages, [(Some(65), true), (Some(64), false)]);
    // The number says 31 December 1949, female.
    assert!(born(date(1949, 12, 31)).identified(identity()).is_ok());
    assert_eq!(born(date(1949, 12, 30)).identified(identity()).unwrap_err(), Refused::IdentityDisagrees);
    let guessed = Resident { birth: Birth::Year(1950), ..person(1, "王秀英") };
    assert_eq!(guessed.identified(identity()).unwrap().birth, Birth::Day(date(1949, 12, 31)), "a guess gives way");
}

prop_compose! {
    fn any_resident(id: u128)(
        name in "[王李陈][秀平英]", household in prop::option::of(1u128..4), year in prop::option::of(1930i16..2020),
        female in prop::option::of(any::<bool>()), numbered in any::<bool>(),
        phones in prop::collection::vec(100u32..104, 0..3), elsewhere in any::<bool>(), micro in 1u32..4,
    ) -> Resident {
        let mut r = person(id, &name);
        r.code = code("510117019006009").child(micro).unwrap();
        r.household = household.map(|h| HouseholdId::new(n(h)));
        r.birth = year.map_or(Birth::Unknown, Birth::Year);
        r.sex = female.map(|f| if f { Sex::Female } else { Sex::Male });
        r.identity = numbered.then(identity);
        r.phones = phones.into_iter().map(|p| phone(&format!("13800000{p}"))).collect();
        if elsewhere { r.registered = Registered::Elsewhere("外地".into()); }
        r
    }
}

proptest! {
    /// Merge and undo restore both records exactly, and the merge loses no data of either.
    #[test]
    fn an_undo_is_exact(a in any_resident(1), b in any_resident(2), moved in prop::collection::vec(1u128..99, 0..9)) {
        let moved: Vec<_> = moved.into_iter().map(|id| Belonging { what: Belongs::Visit, id: n(id) }).collect();
        let at = Moment::from_micros(1);
        let (one, gone, record) =
            merge(MergeId::new(n(1)), (a.clone(), b.clone()), moved.clone(), AccountId::new(n(7)), at, "同一人").unwrap();
        prop_assert!(a.phones.iter().chain(&b.phones).all(|p| one.phones.contains(p)));
        prop_assert!(one.identity.is_some() == (a.identity.is_some() || b.identity.is_some()));
        let undone = record.undo(one, &gone, at).unwrap();
        prop_assert_eq!(undone.kept, a);
        prop_assert_eq!(undone.gone, b);
        prop_assert_eq!(undone.back, moved);
        prop_assert!(undone.edited_since.is_empty());
    }
}
