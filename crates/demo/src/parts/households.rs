//! Households in dwellings of the directory with contacts and needs, paired doctors; and the woman in 石桥村 whose story
//! is the reference for care.
//!
//! Identity numbers have the region 519999, which does not exist, and phones begin with 1540000, an unassigned block:
//! none can be a real person's.

use weiguang_domain::access::{Actor, Role, Verb};
use weiguang_domain::grid::unit::Kind;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::households::need::ConsentForm;
use weiguang_domain::households::pairing::Team;
use weiguang_domain::households::{
    Contact, ContactKind, IdentityNumber, NeedKind, Phone, Reach, Registered, Sex, Tenure, family_name,
};
use weiguang_domain::kernel::ids::{AccountId, HouseholdId, PlaceId, ResidentId};
use weiguang_domain::kernel::time::{Day, Moment, Span};

use weiguang_server::app::UnitOfWork;
use weiguang_server::rooms::grid::places;
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::rooms::households::ops::doors::{NewHome, Where};
use weiguang_server::rooms::households::ops::needs::{self, Leave};
use weiguang_server::rooms::households::ops::register::{self, Facts, Home, New};
use weiguang_server::rooms::households::ops::{contacts, pairing};
use weiguang_server::web::Refusal;

use crate::data::Data;
use crate::dice::Dice;
use crate::part::{Demonstration, Part};
use crate::staff::{Person, Staff};

/// Households per micro-grid, in a town and in a village.
const IN_TOWN: usize = 3;
const IN_VILLAGE: usize = 12;
/// The cell of the woman.
const STORY: &str = "51011700920200102";
/// Age of the ledger.
const BEFORE: Span = Span::days(75);
const HOMES: [&str; 6] = ["资阳市安岳县", "南充市仪陇县", "达州市渠县", "凉山州西昌市", "重庆市合川区", "巴中市平昌县"];

/// Needs of old people.
const NEEDS: [(NeedKind, &str); 6] = [
    (NeedKind::LookIn, "每天有人看一眼灯"),
    (NeedKind::Stairs, "上下楼时搭把手"),
    (NeedKind::Company, "每月陪同取药"),
    (NeedKind::Meals, "中午送餐上门"),
    (NeedKind::Hearing, "上门时敲门重一些"),
    (NeedKind::FollowUp, "每月量一次血压血糖"),
];

/// The households part.
pub struct Households;

impl Part for Households {
    fn room(&self) -> &'static str {
        "households"
    }

    fn make(&self, all: &mut Demonstration) -> Result<(), Refusal> {
        for street in all.plan.streets() {
            let plan = all.plan.clone();
            let (people, old) = all.in_street(street, move |work| {
                let mut settlers = Settlers::new(&plan.data, &plan.staff, plan.end);
                settlers.settle(work)?;
                Ok((settlers.people, settlers.old))
            })?;
            all.made.residents += people;
            all.old.insert(street, old);
        }
        Ok(())
    }
}

struct Settlers<'a> {
    data: &'a Data,
    staff: &'a Staff,
    dice: Dice,
    end: Moment,
    /// Number of residents.
    people: usize,
    /// Old residents with their cells, who visit the station.
    old: Vec<(GridCode, ResidentId)>,
    phones: u32,
}

/// An invented person.
struct Somebody {
    name: String,
    born: i16,
    sex: Sex,
    identity: bool,
    from: Registered,
}

fn phone(n: u32) -> String {
    format!("1540000{:04}", n % 10_000)
}

/// A valid identity number of nobody.
fn number(born: Day, order: usize, sex: Sex, today: Day) -> Option<String> {
    let order = order % 499 * 2 + usize::from(sex == Sex::Male);
    let first = format!("519999{}{order:03}", born.strftime("%Y%m%d"));
    "0123456789X".chars().map(|c| format!("{first}{c}")).find(|n| IdentityNumber::parse(n, today).is_ok())
}

impl<'a> Settlers<'a> {
    fn new(data: &'a Data, staff: &'a Staff, end: Moment) -> Self {
        Self { data, staff, dice: Dice::new(8), end, people: 0, old: Vec::new(), phones: 0 }
    }

    /// Fills the street of a transaction.
    fn settle(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let (street, at) = (work.tenant, self.end - BEFORE);
        let territory = work.state::<Territory>();
        let mut cells: Vec<GridCode> = Vec::new();
        for (code, known) in territory.cells_under(&street) {
            if code.level() == Level::MicroGrid && matches!(known.kind, Kind::General) {
                cells.push(code);
            }
        }
        self.teams(work, at)?;
        let village = |code: &GridCode| {
            let communities = self.data.streets.street.iter().flat_map(|s| &s.community);
            communities.into_iter().any(|c| c.village && c.code.contains(code))
        };
        for cell in cells {
            let member = self.serves(cell);
            let mut work = work.lived(&member, at);
            let doors = places::doors(work.tx, &cell, 200)?;
            let count = if village(&cell) { IN_VILLAGE } else { IN_TOWN };
            let step = (doors.len() / count).max(1);
            for door in doors.iter().step_by(step).take(count) {
                if let Some(old) = self.household(&mut work, PlaceId::new(door.id))? {
                    self.old.push((cell, old));
                }
            }
            if cell.as_str() == STORY {
                let free = doors.get(step / 2).filter(|_| step > 1);
                if let Some(door) = free {
                    self.story(&mut work, PlaceId::new(door.id))?;
                }
            }
        }
        Ok(())
    }

    /// The staff of a cell as an actor; the system if there is none.
    fn serves(&self, cell: GridCode) -> Actor {
        self.staff.holding(Role::MicroGridMember, cell).next().map_or_else(Actor::system, Person::actor)
    }

    /// A team for every community, paired with its grids except the last of each town, which is a visible vacancy.
    fn teams(&self, work: &mut UnitOfWork<'_, '_>, at: Moment) -> Result<(), Refusal> {
        let (street, territory, system) = (work.tenant, work.state::<Territory>(), Actor::system());
        let mut work = work.lived(&system, at);
        let at_level = |level: Level| {
            let doctors = self.staff.people.iter().filter(|p| p.home == street);
            let post = move |(role, code): &&(Role, GridCode)| *role == Role::Doctor && code.level() == level;
            doctors.filter_map(move |p| p.posts.iter().find(post).map(|(_, code)| (p, code)))
        };
        // The street's doctors help in every team; others belong to one team.
        let helpers: Vec<AccountId> = at_level(Level::Street).map(|(p, _)| p.id).collect();
        for (doctor, community) in at_level(Level::Community) {
            let family = family_name(&doctor.name).to_owned();
            let members = [doctor.id].into_iter().chain(helpers.iter().copied()).collect();
            let team = Team { id: work.id(), name: format!("{family}医生团队"), doctor: doctor.id, members };
            pairing::found(&mut work, &team)?;
            let permit = work.actor.may(Verb::HouseholdsPair, &work.tenant, false)?;
            let grids: Vec<GridCode> = territory
                .cells_under(community)
                .into_iter()
                .map(|(c, _)| c)
                .filter(|c| c.level() == Level::Grid)
                .collect();
            let kept = if grids.len() > 2 { grids.len() - 1 } else { grids.len() };
            for grid in grids.into_iter().take(kept) {
                // Confirmed, because the pairing is old.
                pairing::paired(&mut work, permit, team.id, grid, at.day(), &team.members)?;
            }
        }
        Ok(())
    }

    fn somebody(&self, surname: Option<&str>, born: (i64, i64), from: &Registered) -> Somebody {
        let surname = surname.map_or_else(|| self.dice.word(&self.data.names.surnames), str::to_owned);
        Somebody {
            name: surname + &self.dice.word(&self.data.names.given),
            born: i16::try_from(self.dice.between(born.0, born.1)).unwrap_or(1980),
            sex: if self.dice.percent(52) { Sex::Female } else { Sex::Male },
            identity: self.dice.percent(40),
            from: from.clone(),
        }
    }

    fn next_phone(&mut self) -> String {
        self.phones += 1;
        phone(self.phones)
    }

    fn register(&mut self, work: &mut UnitOfWork<'_, '_>, who: &Somebody, home: Home) -> Result<ResidentId, Refusal> {
        let (today, id) = (work.now.day(), work.id::<ResidentId>());
        let month = |n: usize| i8::try_from(1 + n).unwrap_or(1);
        let born = Day::new(who.born, month(self.dice.below(12)), month(self.dice.below(28)));
        let identity = match (who.identity, born) {
            (true, Ok(born)) => number(born, self.dice.below(499), who.sex, today),
            _ => None,
        };
        let phones = if who.born < 2012 && self.dice.percent(80) { Some(vec![self.next_phone()]) } else { None };
        let facts = Facts {
            birth: identity.is_none().then(|| who.born.to_string()),
            sex: Some(who.sex),
            identity,
            phones,
            registered: Some(who.from.clone()),
        };
        register::register(work, &New { id, name: who.name.clone(), home, facts })?;
        self.people += 1;
        Ok(id)
    }

    /// A household in a dwelling: a family, an old couple, an old person alone, or tenants. Returns old residents.
    fn household(&mut self, work: &mut UnitOfWork<'_, '_>, place: PlaceId) -> Result<Option<ResidentId>, Refusal> {
        let id: HouseholdId = work.id();
        let kind = self.dice.below(100);
        let tenure = if kind >= 78 { Tenure::Tenant } else { Tenure::Owner };
        let from = if tenure == Tenure::Tenant && self.dice.percent(75) {
            Registered::Elsewhere(HOMES[self.dice.below(HOMES.len())].to_owned())
        } else {
            Registered::Here
        };
        let first = match kind {
            0..38 => self.somebody(None, (1972, 1996), &from),
            38..78 => self.somebody(None, (1938, 1958), &from),
            _ => self.somebody(None, (1960, 2003), &from),
        };
        let surname = family_name(&first.name).to_owned();
        let since = Some((self.end - Span::days(self.dice.between(400, 4_000))).day());
        let home = NewHome { id, at: Where::Place(place), tenure, since };
        let old = self.register(work, &first, Home::New(home))?;
        if !(62..78).contains(&kind) {
            let other = self.somebody(None, (i64::from(first.born) - 3, i64::from(first.born) + 4), &from);
            self.register(work, &other, Home::With(id))?;
        }
        if kind < 38 {
            let child = self.somebody(Some(&surname), (2004, 2022), &from);
            self.register(work, &child, Home::With(id))?;
        }
        if (38..78).contains(&kind) {
            let (relation, name) = if self.dice.percent(50) { ("儿子", "小") } else { ("女儿", "阿") };
            let name = format!("{name}{}", self.dice.word(&self.data.names.given));
            self.contact(work, id, ContactKind::Kin, (&name, relation, "晚上七点后"))?;
            if self.dice.percent(60) {
                let name = self.dice.word(&self.data.names.surnames) + ["大姐", "师傅", "嬢嬢"][self.dice.below(3)];
                self.contact(work, id, ContactKind::Neighbour, (&name, "邻居", ""))?;
            }
            if self.dice.percent(if (62..78).contains(&kind) { 60 } else { 15 }) {
                let (kind, purpose) = NEEDS[self.dice.below(NEEDS.len())];
                self.need(work, old, kind, purpose)?;
            }
        } else if tenure == Tenure::Tenant && self.dice.percent(70) {
            let name = self.dice.word(&self.data.names.surnames) + "房东";
            self.contact(work, id, ContactKind::Landlord, (&name, "房东", ""))?;
        }
        Ok((38..78).contains(&kind).then_some(old))
    }

    fn contact(
        &mut self,
        work: &mut UnitOfWork<'_, '_>,
        household: HouseholdId,
        kind: ContactKind,
        (name, relation, when): (&str, &str, &str),
    ) -> Result<(), Refusal> {
        let contact = Contact {
            id: work.id(),
            of: None,
            kind,
            name: name.to_owned(),
            relation: relation.to_owned(),
            resident: None,
            reach: vec![Reach::Phone(Phone::parse(&self.next_phone())?)],
            when: when.to_owned(),
        };
        contacts::put(work, household, None, &contact).map(drop)
    }

    fn need(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        of: ResidentId,
        kind: NeedKind,
        purpose: &str,
    ) -> Result<(), Refusal> {
        let expires = (work.now + Span::days(self.dice.between(60, 330))).day();
        let leave = Leave { guardian: String::new(), on: None, given: ConsentForm::Spoken };
        let source = if kind == NeedKind::FollowUp { "家庭医生" } else { "本人" };
        let new = needs::New {
            id: work.id(),
            kind,
            leave: Some(leave),
            purpose: purpose.to_owned(),
            source: source.to_owned(),
            expires,
        };
        needs::record(work, of, &new).map(drop)
    }

    /// 王婆婆: over eighty, tenant, registered elsewhere, with a son who works until night, a landlord and neighbours.
    fn story(&mut self, work: &mut UnitOfWork<'_, '_>, place: PlaceId) -> Result<(), Refusal> {
        let (id, from) = (work.id::<HouseholdId>(), Registered::Elsewhere("资阳市安岳县".into()));
        let since = Some((self.end - Span::days(500)).day());
        let home = NewHome { id, at: Where::Place(place), tenure: Tenure::Tenant, since };
        let mother =
            Somebody { name: "王桂芳".into(), born: 1943, sex: Sex::Female, identity: true, from: from.clone() };
        let son = Somebody { name: "陈望山".into(), born: 1972, sex: Sex::Male, identity: false, from };
        let mother = self.register(work, &mother, Home::New(home))?;
        let son = self.register(work, &son, Home::With(id))?;
        for (kind, name, relation, when) in [
            (ContactKind::Kin, "陈望山", "儿子", "白天在工地，晚上十点后"),
            (ContactKind::Landlord, "周房东", "房东", ""),
            (ContactKind::Neighbour, "李大姐", "对门", "一般都在家"),
            (ContactKind::Neighbour, "张师傅", "楼下小卖部", "早上七点到晚上九点"),
            (ContactKind::Employer, "宏远建筑队", "儿子的用工单位", "白天"),
        ] {
            let own = (kind == ContactKind::Kin).then_some(son);
            let contact = Contact {
                id: work.id(),
                of: (kind == ContactKind::Kin || kind == ContactKind::Employer).then_some(mother),
                kind,
                name: name.to_owned(),
                relation: relation.to_owned(),
                resident: own,
                reach: vec![Reach::Phone(Phone::parse(&self.next_phone())?)],
                when: when.to_owned(),
            };
            contacts::put(work, id, None, &contact)?;
        }
        self.need(work, mother, NeedKind::LookIn, "白天一个人在家，盼有人来看看")?;
        self.need(work, mother, NeedKind::FollowUp, "每月量一次血压血糖")
    }
}
