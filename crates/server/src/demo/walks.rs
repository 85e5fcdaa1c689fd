//! A campaign in the demonstration's village: 老人冬季走访, a week old, with a short form that asks nobody what is known. Some doors are done,
//! at some nobody answered, and one household said two different things to two people.

use std::collections::{BTreeMap, BTreeSet};
use weiguang_domain::access::{Actor, Grant, Role, Via};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CampaignId, VisitId};
use weiguang_domain::kernel::milli::Milli;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::manual::kind::Words;
use weiguang_domain::visits::form::{Choice, Kind};
use weiguang_domain::visits::visit::{Came, Given};
use weiguang_domain::visits::{Answer, Field, Form, Outcome, Plan, Population, Question};

use super::dice::Dice;
use super::staff::Staff;
use crate::app::Work;
use crate::rooms::households::{self, At};
use crate::rooms::visits::store::campaigns;
use crate::rooms::visits::{
    Answered, NewCampaign, NewVisit, create_campaign, publish_form, record_visit, start_campaign,
};
use crate::web::Refusal;

/// The village.
const VILLAGE: &str = "510117009202";
/// When the campaign began, before the end.
const BEFORE: Span = Span::days(7);
/// What was seen at doors, made up.
const SEEN: [&str; 5] =
    ["精神不错，在晒萝卜干", "炉子旁堆了柴，已提醒离远些", "儿子周末回来", "想装一个扶手", "被子薄，村里有棉被"];

fn question(name: &str, zh: &str, en: &str, kind: Kind, field: Option<Field>) -> Question {
    Question {
        name: name.into(),
        label: Words::new(zh, en),
        hint: Words::new("", ""),
        kind,
        required: false,
        relevant: None,
        constraint: None,
        constraint_says: Words::new("", ""),
        field,
    }
}

fn form() -> Form {
    let choice = |name: &str, zh: &str, en: &str| Choice { name: name.into(), label: Words::new(zh, en) };
    let heat = vec![
        choice("stove", "炉子", "a stove"),
        choice("electric", "电暖", "electric"),
        choice("none", "没有", "none"),
    ];
    let needs = vec![
        choice("quilt", "棉被", "a quilt"),
        choice("medicine", "取药", "medicine fetched"),
        choice("repair", "修水电", "repairs"),
    ];
    let hello = "您好，天冷了，来看看您过冬需要什么";
    Form {
        id: "winter-visit".into(),
        version: 1,
        title: Words::new("老人冬季走访", "Winter visits to the old"),
        questions: vec![
            question("hello", hello, "It is getting cold: what do you need for the winter?", Kind::Note, None),
            question("size", "家里住几口人", "How many live here?", Kind::Integer, Some(Field::HouseholdSize)),
            question("phone", "本人电话", "Your phone", Kind::Text, Some(Field::Phone)),
            question("kin_phone", "亲属电话", "The phone of your next of kin", Kind::Text, Some(Field::KinPhone)),
            question("heat", "用什么取暖", "What do you heat with?", Kind::One(heat), None),
            question("needs", "还需要什么", "What else is needed?", Kind::Many(needs), None),
        ],
    }
}

/// Somebody at a post, as an actor.
fn at_post(staff: &Staff, role: Role, code: GridCode) -> Option<Actor> {
    let person = staff.holding(role, code).next()?;
    let grants = person.posts.iter().map(|(role, code)| Grant { role: *role, code: *code, deputy_for: None });
    Some(Actor { account: person.id, name: person.name.clone(), grants: grants.collect(), via: Via::Session })
}

/// Lives the campaign in the street of a transaction, if its village is there. Gives how many visits were made.
pub(super) fn walk(work: &mut Work<'_, '_>, staff: &Staff, end: Moment) -> Result<usize, Refusal> {
    let (street, dice) = (work.tenant, Dice::new(9));
    let Ok(village) = GridCode::parse(VILLAGE) else { return Ok(0) };
    let Some(secretary) = at_post(staff, Role::CommunitySecretary, village).filter(|_| street.contains(&village))
    else {
        return Ok(0);
    };
    let began = end - BEFORE;
    let id = {
        let mut work = work.lived(&secretary, began);
        let form = publish_form(&mut work, form(), village)?;
        let new = NewCampaign {
            id: CampaignId::at(began, dice.bytes()),
            title: "老人冬季走访".into(),
            purpose: "入冬前到每位老人家看一看，缺什么早准备".into(),
            code: village,
            form: (form.id, form.version),
            population: Population::Age { from: 65 },
        };
        create_campaign(&mut work, &new)?;
        match start_campaign(&mut work, new.id, 1) {
            Ok(_) => new.id,
            // A village in which nobody is old has nobody to visit.
            Err(Refusal::Rule { .. }) => return Ok(0),
            Err(error) => return Err(error),
        }
    };
    let mut made = 0;
    for (n, (door, _)) in campaigns::doors(work.tx, &street, id)?.into_iter().enumerate() {
        let Some(member) = at_post(staff, Role::MicroGridMember, door.code) else { continue };
        let (days, outcome) = match n % 10 {
            0..=4 => (1, Outcome::Done),
            5 => (2, Outcome::NotReached),
            6 => (3, Outcome::Vacant),
            7 => (4, Outcome::Refused),
            // The rest is still to be gone to.
            _ => continue,
        };
        let at = began + Span::days(days) + Span::minutes(dice.between(0, 400));
        one(&mut work.lived(&member, at), &dice, id, &door, outcome, 2)?;
        made += 1;
        // A door to which two went without knowing of each other: two visits, and two values for one field.
        if n == 0 {
            one(&mut work.lived(&secretary, at + Span::hours(2)), &dice, id, &door, Outcome::Done, 3)?;
            made += 1;
        }
    }
    Ok(made)
}

fn one(
    work: &mut Work<'_, '_>,
    dice: &Dice,
    campaign: CampaignId,
    door: &weiguang_domain::visits::Door,
    outcome: Outcome,
    people: i32,
) -> Result<(), Refusal> {
    let (street, done) = (work.tenant, outcome == Outcome::Done);
    let mut met = Vec::new();
    for home in households::behind(work.tx, &street, door.id)?.into_iter().filter(|_| done) {
        let first = households::of_household(work.tx, &street, home.household.id)?;
        met.extend(first.first().map(|kept| kept.resident.id));
    }
    met.truncate(1);
    let asked = |answer| Answered { given: Given { answer, came: Came::Asked }, seen: BTreeSet::new() };
    let mut answers = BTreeMap::new();
    if done {
        let heat = ["stove", "electric", "none"][dice.below(3)];
        answers.insert("size".to_owned(), asked(Answer::Number(Milli::whole(people))));
        answers.insert("heat".to_owned(), asked(Answer::One(heat.into())));
        if dice.percent(40) {
            answers.insert("needs".to_owned(), asked(Answer::Many(BTreeSet::from(["quilt".to_owned()]))));
        }
    }
    let seen = if done { SEEN[dice.below(SEEN.len())] } else { "" };
    let visit = NewVisit {
        id: VisitId::at(work.now, dice.bytes()),
        door: At::Dwelling(door.id),
        code: door.code,
        at: work.now,
        plan: Plan::Campaign { campaign, round: 1 },
        outcome,
        met,
        about: None,
        seen: seen.into(),
        form: None,
        answers,
        case: None,
    };
    record_visit(work, &visit).map(drop)
}
