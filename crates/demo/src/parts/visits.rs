//! Campaigns: 老人冬季走访, half done, in the village and a community of the town, with a short form; a signed one about gas
//! hoses with gaps; and a draft. Some dwellings are done, at some nobody answered, and one has conflicting values.

use std::collections::{BTreeMap, BTreeSet};
use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CampaignId, VisitId};
use weiguang_domain::kernel::milli::Milli;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::manual::kind::Words;
use weiguang_domain::visits::form::{Choice, Kind};
use weiguang_domain::visits::visit::{AnswerOrigin, GivenAnswer};
use weiguang_domain::visits::{self as domain, Answer, Door, Field, Form, Outcome, Population, Question};

use weiguang_server::app::UnitOfWork;
use weiguang_server::rooms::households::{self, At};
use weiguang_server::rooms::visits::ops;
use weiguang_server::rooms::visits::store::campaigns;
use weiguang_server::rooms::visits::{
    Answered, NewCampaign, NewVisit, create_campaign, publish_form, record_visit, start_campaign,
};
use weiguang_server::web::Refusal;

use crate::dice::Dice;
use crate::part::{Demonstration, Part, Plan};

/// A campaign of a community.
struct Tour {
    /// The community.
    code: &'static str,
    title: &'static str,
    purpose: &'static str,
    /// Its form.
    form: &'static str,
    population: Population,
    /// Its start, in days before the end.
    before: i64,
    stands: Stands,
}

/// Its progress.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Not begun.
    Draft,
    /// Two of ten dwellings are still to be visited.
    Half,
    /// Every dwelling was visited, and the manager signed the gaps.
    Signed,
}

const WINTER: Tour = Tour {
    code: "510117009202",
    title: "老人冬季走访",
    purpose: "入冬前到每位老人家看一看，缺什么早准备",
    form: "winter-visit",
    population: Population::Age { from: 65 },
    before: 7,
    stands: Stands::Half,
};
const GAS: Tour = Tour {
    code: "510117019008",
    title: "租住户燃气软管检查",
    purpose: "秋天到每个租住户看一次燃气软管和报警器",
    form: "gas-hose",
    population: Population::Tenants,
    before: 40,
    stands: Stands::Signed,
};
const TOURS: [Tour; 4] = [
    WINTER,
    Tour { code: "510117019006", before: 6, ..WINTER },
    GAS,
    Tour {
        code: "510117019001",
        title: "春节前入户走访",
        purpose: "春节前到每户看一看，问问过年缺什么、谁一个人过年",
        population: Population::AllDoors,
        before: 1,
        stands: Stands::Draft,
        ..WINTER
    },
];
/// Age of the forms.
const FORMS_BEFORE: Span = Span::days(60);
/// Reasons of gaps in the signed campaign.
const WHY_LEFT: [&str; 3] =
    ["去了两次家中无人，已留条，房东说下月才回", "在外地做工，电话里说过年回来再看", "正在搬家，已约好新租客入住后去"];
/// Invented remarks.
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

fn choice(name: &str, zh: &str, en: &str) -> Choice {
    Choice { name: name.into(), label: Words::new(zh, en) }
}

fn gas() -> Form {
    let hose = vec![
        choice("good", "完好", "sound"),
        choice("old", "老化，已提醒更换", "old, told to change it"),
        choice("none", "不用燃气", "no gas"),
    ];
    let alarm = vec![choice("yes", "有", "yes"), choice("no", "没有", "no")];
    Form {
        id: "gas-hose".into(),
        version: 1,
        title: Words::new("燃气软管检查", "Gas hoses"),
        questions: vec![
            question("hose", "燃气软管怎么样", "How is the gas hose?", Kind::One(hose), None),
            question("alarm", "有没有燃气报警器", "Is there a gas alarm?", Kind::One(alarm), None),
        ],
    }
}

fn winter() -> Form {
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

/// The visits part.
pub struct Visits;

impl Part for Visits {
    fn room(&self) -> &'static str {
        "visits"
    }

    fn make(&self, all: &mut Demonstration) -> Result<(), Refusal> {
        for street in all.plan.streets() {
            let plan = all.plan.clone();
            all.made.visits += all.in_street(street, move |work| walk(work, &plan))?;
        }
        Ok(())
    }
}

/// Simulates the campaigns of a street; returns the number of visits.
fn walk(work: &mut UnitOfWork<'_, '_>, all: &Plan) -> Result<usize, Refusal> {
    let (street, mut made) = (work.tenant, 0);
    if let Some(manager) = all.at_post(Role::StreetManager, street) {
        let mut work = work.lived(&manager, all.end - FORMS_BEFORE);
        for form in [winter, gas] {
            publish_form(&mut work, form(), street)?;
        }
    }
    for (n, tour) in (0..).zip(&TOURS) {
        let code = GridCode::parse(tour.code).map_err(|e| Refusal::Internal(e.to_string()))?;
        if street.contains(&code) {
            made += Walk { all, dice: Dice::new(30 + n), tour, code }.walk(work)?;
        }
    }
    Ok(made)
}

/// A campaign being simulated.
struct Walk<'a> {
    all: &'a Plan,
    dice: Dice,
    tour: &'a Tour,
    code: GridCode,
}

impl Walk<'_> {
    fn walk(&self, work: &mut UnitOfWork<'_, '_>) -> Result<usize, Refusal> {
        let Some(secretary) = self.all.at_post(Role::CommunitySecretary, self.code) else { return Ok(0) };
        let began = self.all.end - Span::days(self.tour.before);
        let Some(id) = self.begin(&mut work.lived(&secretary, began))? else { return Ok(0) };
        let doors = campaigns::doors(work.tx, &work.tenant.clone(), id)?;
        let mut made = 0;
        for (n, (door, _)) in doors.into_iter().enumerate() {
            let member = self.all.at_post(Role::MicroGridMember, door.code);
            let signed = self.tour.stands == Stands::Signed;
            // Without staff the secretary visits; in a running campaign such dwellings are still to do.
            let Some(goes) = member.or_else(|| signed.then(|| secretary.clone())) else { continue };
            let (days, outcome) = match n % 10 {
                0..=4 => (1, Outcome::Done),
                5 => (2, Outcome::NotReached),
                6 => (3, Outcome::Vacant),
                7 => (4, Outcome::Refused),
                _ if signed => (5, Outcome::Done),
                // Still to be visited.
                _ => continue,
            };
            let at = began + Span::days(days) + Span::minutes(self.dice.between(0, 400));
            self.visit(&mut work.lived(&goes, at), id, &door, outcome, 2)?;
            made += 1;
            // Two people visited one dwelling independently: two visits, and two values for one field.
            if n == 0 && self.tour.stands == Stands::Half {
                self.visit(&mut work.lived(&secretary, at + Span::hours(2)), id, &door, Outcome::Done, 3)?;
                made += 1;
            }
        }
        if self.tour.stands == Stands::Signed {
            self.sign(work, id, began + Span::days(9))?;
        }
        Ok(made)
    }

    /// Creates and starts it; `None` for a draft or without dwellings.
    fn begin(&self, work: &mut UnitOfWork<'_, '_>) -> Result<Option<CampaignId>, Refusal> {
        let new = NewCampaign {
            id: CampaignId::at(work.now, self.dice.bytes()),
            title: self.tour.title.into(),
            purpose: self.tour.purpose.into(),
            code: self.code,
            form: (self.tour.form.into(), 1),
            population: self.tour.population,
        };
        create_campaign(work, &new)?;
        if self.tour.stands == Stands::Draft {
            return Ok(None);
        }
        match start_campaign(work, new.id, 1) {
            Ok(_) => Ok(Some(new.id)),
            // A village without old people has no list.
            Err(Refusal::Rule { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The street's manager, who visited no dwelling, signs the gaps.
    fn sign(&self, work: &mut UnitOfWork<'_, '_>, id: CampaignId, at: Moment) -> Result<(), Refusal> {
        let street = work.tenant;
        let Some(manager) = self.all.at_post(Role::StreetManager, street) else { return Ok(()) };
        let mut work = work.lived(&manager, at);
        let Some(kept) = campaigns::read(work.tx, &street, id)? else { return Ok(()) };
        let left = ops::fold(work.tx, &street, &kept)?.gaps();
        let why = WHY_LEFT.iter().cycle();
        let reasons = left.iter().zip(why).map(|(gap, why)| (gap.door, (*why).to_owned())).collect();
        ops::campaigns::sign(&mut work, id, kept.version, &reasons, "人手不够，列入下个月走访").map(drop)
    }

    fn visit(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        campaign: CampaignId,
        door: &Door,
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
        let answers = if done { self.answers(people) } else { BTreeMap::new() };
        let seen = if done && self.tour.stands == Stands::Half { SEEN[self.dice.below(SEEN.len())] } else { "" };
        let visit = NewVisit {
            id: VisitId::at(work.now, self.dice.bytes()),
            door: At::Dwelling(door.id),
            code: door.code,
            at: work.now,
            plan: domain::Plan::Campaign { campaign, round: 1 },
            outcome,
            met,
            about: None,
            seen: seen.into(),
            form: None,
            answers,
            case: None,
            corrects: None,
        };
        record_visit(work, &visit).map(drop)
    }

    fn answers(&self, people: i32) -> BTreeMap<String, Answered> {
        let asked =
            |answer| Answered { given: GivenAnswer { answer, came: AnswerOrigin::Asked }, seen: BTreeSet::new() };
        let one = |list: &[&str]| asked(Answer::One(list[self.dice.below(list.len())].to_owned()));
        let mut answers = BTreeMap::new();
        if self.tour.stands == Stands::Signed {
            answers.insert("hose".to_owned(), one(&["good", "good", "old", "none"]));
            answers.insert("alarm".to_owned(), one(&["yes", "no"]));
        } else {
            answers.insert("size".to_owned(), asked(Answer::Number(Milli::whole(people))));
            answers.insert("heat".to_owned(), one(&["stove", "electric", "none"]));
            if self.dice.percent(40) {
                answers.insert("needs".to_owned(), asked(Answer::Many(BTreeSet::from(["quilt".to_owned()]))));
            }
        }
        answers
    }
}
