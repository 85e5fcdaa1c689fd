//! The story that the loop must carry from end to end: a woman of more than eighty, dizzy, 30 mmol/L, registered elsewhere, in a rented flat with
//! a son who is out at work until night; and nobody answers.

use jiff::civil::date;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use uuid::Uuid;

use super::act::Action;
use super::fact::Fact;
use super::ladder::{self, How, TryResult};
use super::machine::Alert;
use super::state::{Outcome, Status, Watcher, With};
use super::stories::{MICRO, NURSE, TODAY, account, act, contact, duty, new_alert, reading, ring, wang};
use crate::care::reading::{Meal, Measured, Symptom, Unit, Value};
use crate::care::rules::default_table;
use crate::care::verdict::{Judgement, Patient, judge};
use crate::grid::GridCode;
use crate::households::{Contact, ContactKind, Dwelling, Household, Phone, Reach, Tenure};
use crate::kernel::ids::{AccountId, ContactId, DwellingId, HouseholdId};
use crate::kernel::time::{Day, Moment};

const LEADER: u128 = 15;
const SON: u128 = 1;
const LANDLORD: u128 = 2;
const NEIGHBOUR: u128 = 4;

/// The flat, as the ledger knew it that morning: a tenant's household, with the son's number.
fn household() -> Household {
    let home = Dwelling {
        id: DwellingId::new(Uuid::from_u128(70)),
        code: GridCode::parse(MICRO).unwrap(),
        place: None,
        label: "3栋2单元501".into(),
    };
    let mut household = Household::new(HouseholdId::new(Uuid::from_u128(60)), &home, date(2026, 3, 1));
    household.tenure = Tenure::Tenant;
    let son = Contact {
        id: contact(SON),
        of: Some(wang().id),
        kind: ContactKind::Kin,
        name: "小陈".into(),
        relation: "儿子".into(),
        resident: None,
        reach: vec![Reach::Phone(Phone::parse("13900000001").unwrap())],
        when: "晚上九点后".into(),
    };
    household.with_contact(son).unwrap()
}

/// The alert with its timeline, as a street would read it.
struct Story {
    alert: Alert,
    day: Day,
    lines: String,
    names: BTreeMap<AccountId, &'static str>,
}

impl Story {
    fn line(&mut self, at: Moment, who: &str, fact: &Fact) {
        let c = at.civil();
        let to = match fact {
            Fact::Dispatched { to, .. } => format!("（{}）", self.names[to]),
            _ => String::new(),
        };
        let words = fact.words().zh;
        let _ = writeln!(
            self.lines,
            "{:02}-{:02} {:02}:{:02} {who}：{words}{to}",
            c.month(),
            c.day(),
            c.hour(),
            c.minute()
        );
    }

    /// Lets the clock run to a time of the day, then does an act.
    fn at(&mut self, hour: i8, minute: i8, by: u128, action: &Action) {
        let now = Moment::from_civil(self.day.at(hour, minute, 0, 0));
        self.wait(now);
        let (alert, facts) = act(self.alert.clone(), by, now, action).unwrap();
        self.alert = alert;
        let who = self.names[&account(by)];
        for fact in facts {
            self.line(now, who, &fact);
        }
        assert!(self.alert.next_alarm().is_some() || !self.alert.state.status().is_open());
    }

    fn wait(&mut self, now: Moment) {
        let (alert, told) = ring(self.alert.clone(), now);
        self.alert = alert;
        for (at, fact) in told {
            self.line(at, "（时钟）", &fact);
        }
    }
}

fn tried(rung: usize, how: How, went: TryResult, words: &str) -> Action {
    Action::Try { rung: u16::try_from(rung).unwrap(), how, went, words: words.into() }
}

#[test]
fn the_woman_with_thirty_is_brought_home_watched_over_and_taken_to_hospital() {
    // She is dizzy, and the meter shows 30. The table calls it critical; so does the second finger.
    let thirty = Measured::glucose(Value::read("30").unwrap(), Unit::Mmol, Meal::Random).with(Symptom::Dizzy);
    let patient = Patient { age: wang().birth.age(TODAY), ..Patient::default() };
    assert!(patient.age >= Some(80));
    let judged = judge(default_table(), &thirty, &patient);
    assert!(judged.begins_alert() && matches!(judged, Judgement::Verdict(_)), "30 is believed, and critical");

    let rungs = ladder::build(&wang(), Some(&household()), |_| None);
    let kinds: Vec<ContactKind> = rungs.iter().map(|r| r.kind).collect();
    assert_eq!(
        kinds,
        [ContactKind::Kin, ContactKind::Landlord, ContactKind::Neighbour, ContactKind::Elsewhere],
        "the son is known; landlord and neighbours are to be found; the place of registration comes last"
    );
    let names = BTreeMap::from([
        (account(NURSE), "护士"),
        (account(LEADER), "网格长"),
        (account(12), "社区书记"),
        (account(9), "街道坐席"),
        (account(5), "张医生"),
    ]);
    let mut story = Story { alert: new_alert(rungs), day: TODAY, lines: String::new(), names };
    let began = Fact::Began { reading: reading(1), due: story.alert.clock.due };
    story.line(Moment::from_civil(TODAY.at(10, 0, 0, 0)), "护士", &began);

    story.at(10, 3, NURSE, &Action::Remeasured { reading: reading(2), critical: true });
    // Owner at once, and she answers within ten minutes.
    assert_eq!((story.alert.owner, story.alert.state.status()), (account(LEADER), Status::Raised));
    story.at(10, 8, LEADER, &Action::Acknowledge);

    // Nobody answers.
    let next = |story: &Story| ladder::next(&story.alert.ladder).unwrap();
    assert_eq!(next(&story), 0);
    story.at(10, 9, LEADER, &tried(0, How::Phone, TryResult::NoAnswer, "儿子在工地，手机没人接"));
    assert_eq!(story.alert.ladder[next(&story)].kind, ContactKind::Landlord);
    story.at(10, 14, LEADER, &tried(1, How::Door, TryResult::LeftWord, "向门卫打听房东"));

    // She is driven home; the way has its clock, too.
    story.at(10, 20, LEADER, &Action::Escort { to: "3栋2单元501 家中".into() });
    story.at(10, 41, LEADER, &Action::SafeNow { with: With::Staff(account(LEADER)), place: "家中，已喝水".into() });
    story.at(10, 50, LEADER, &Action::Found { kind: ContactKind::Landlord, contact: contact(LANDLORD) });
    story.at(10, 52, LEADER, &Action::Found { kind: ContactKind::Neighbour, contact: contact(NEIGHBOUR) });

    // "Please look in."
    let every = crate::kernel::time::Span::hours(2);
    let at = |hour: i8, minute: i8| Moment::from_civil(TODAY.at(hour, minute, 0, 0));
    let (landlord, neighbour) = (Watcher::Contact(contact(LANDLORD)), Watcher::Contact(contact(NEIGHBOUR)));
    story.at(10, 55, LEADER, &Action::AskWatch { watcher: landlord, every, first: at(12, 0) });
    story.at(10, 56, LEADER, &Action::AskWatch { watcher: neighbour, every, first: at(13, 0) });
    story.at(11, 0, LEADER, &Action::SafeNow { with: With::Alone, place: "家中，房东和邻居轮流看".into() });
    let looked = |watcher, words: &str| Action::LookedIn { watcher, well: true, words: words.into() };
    story.at(12, 5, LEADER, &looked(landlord, "在喝粥"));
    story.at(13, 2, LEADER, &looked(neighbour, "睡着，叫得醒"));
    story.at(13, 30, LEADER, &tried(0, How::Phone, TryResult::NoAnswer, ""));
    story.at(14, 4, LEADER, &looked(landlord, "还好"));
    // The neighbour forgets three o'clock. Within a quarter of an hour the secretary knows, and sends somebody.
    story.wait(at(15, 20));
    assert_eq!(story.alert.owner, account(12));
    story.at(15, 25, 12, &looked(neighbour, "书记打电话后去看了，安好"));
    story.at(16, 6, LEADER, &looked(landlord, "说口渴，已倒水"));
    story.at(17, 20, LEADER, &looked(neighbour, "安好"));
    story.at(18, 10, LEADER, &looked(landlord, "安好"));
    story.at(19, 15, LEADER, &looked(neighbour, "安好"));

    // The son is reached that evening, and takes her to hospital.
    story.at(19, 40, LEADER, &tried(0, How::Phone, TryResult::Reached, "儿子马上回来"));
    assert_eq!(ladder::next(&story.alert.ladder), None, "kin are reached: nobody else is asked");
    story.at(20, 10, LEADER, &looked(landlord, "儿子到家了"));
    story.at(20, 12, LEADER, &Action::KinThere { kin: Some(contact(SON)) });
    story.at(20, 20, LEADER, &Action::Refer { to: "区人民医院急诊".into(), how: "儿子陪，打车".into() });
    story.at(21, 15, LEADER, &Action::Arrived { words: "儿子来电：已挂急诊".into() });

    // Asked after within a day, and again within fourteen; then an outcome, by a person.
    story.day = date(2026, 11, 26);
    story.at(16, 0, 5, &Action::FollowedUp { well: true, words: "住院，精神好转".into() });
    story.day = date(2026, 12, 9);
    story.at(9, 30, LEADER, &Action::FollowedUp { well: true, words: "已出院，儿子每天早晚在家".into() });
    story.at(9, 45, 5, &Action::Close { outcome: Outcome::UnderCare, words: "纳入慢病随访，每月一次".into() });
    assert_eq!((story.alert.state.status(), story.alert.next_alarm()), (Status::Closed, None));

    for secret in ["30", "mmol", "血糖", "13900000001", "1949"] {
        assert!(!story.lines.replace(":30", "").contains(secret), "the timeline holds {secret}");
    }
    insta::assert_snapshot!(story.lines);
}

/// The same morning cut off after each step: whatever was done last, if nobody goes on, it rings within its time and is with the street by the
/// end of the day after the last deadline.
#[test]
fn at_every_step_if_nobody_acts_it_climbs() {
    for status in Status::ALL.into_iter().filter(|s| s.is_open()) {
        let alert = super::stories::reach(status);
        let due = alert.due().unwrap();
        let step = alert.clone().ring(&duty(&alert.posts_above()), due + crate::kernel::time::Span::seconds(1));
        let told: Vec<&str> = step.facts.iter().map(Fact::kind).collect();
        assert!(told.contains(&"care.dispatched"), "{status:?}: {told:?}");
        assert!(step.alert.state.status().is_open() && step.alert.next_alarm() > Some(due));
        if !status.is_measuring() {
            assert!(step.alert.post.level() < alert.post.level(), "{status:?} went up");
        }
    }
}

#[test]
fn somebody_without_a_record_gets_a_ladder_of_people_to_be_found() {
    let stranger = crate::households::Resident::in_two_fields(wang().id, "李婆婆", wang().code, TODAY).unwrap();
    let rungs = ladder::build(&stranger, None, |_| None);
    assert!(rungs.iter().all(|r| r.contact.is_none()) && rungs.len() == 3);
    let mut alert = new_alert(rungs);
    let found = Action::Found { kind: ContactKind::Kin, contact: ContactId::new(Uuid::from_u128(8)) };
    assert!(act(alert.clone(), LEADER, alert.clock.due, &found).is_err(), "not while it is measured");
    alert = super::stories::reach(Status::Reaching);
    let (alert, _) = act(alert.clone(), LEADER, alert.clock.due, &found).unwrap();
    assert_eq!(alert.ladder.iter().filter(|r| r.kind == ContactKind::Kin).count(), 2);
}
