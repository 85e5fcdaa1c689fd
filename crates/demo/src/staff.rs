//! The demonstration's staff: every role, a member for nearly every micro-grid, some vacancies and absences.

use std::collections::{HashMap, HashSet};
use weiguang_domain::access::{Actor, Grant, Role, Via};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AbsenceId, AccountId, AssignmentId, uuid_v7};
use weiguang_domain::kernel::time::{Day, FOREVER, Moment};
use weiguang_domain::people::Assignment;
use weiguang_store::{StoreError, Tx};

use crate::data::Data;
use crate::dice::Dice;
use crate::terrain::{CommunityShape, Terrain};
use weiguang_server::outside::chance::Chance;
use weiguang_server::outside::seal::Seal;
use weiguang_server::rooms::people::store::accounts::AccountRow;
use weiguang_server::rooms::people::store::{self, NewAccount};

/// A person with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// The id.
    pub id: AccountId,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The home street.
    pub home: GridCode,
    /// Roles and codes.
    pub posts: Vec<(Role, GridCode)>,
}

impl Person {
    /// The signed-in actor.
    pub fn actor(&self) -> Actor {
        let grants = self.posts.iter().map(|(role, code)| Grant { role: *role, code: *code, deputy_for: None });
        Actor { account: self.id, name: self.name.clone(), grants: grants.collect(), via: Via::Session }
    }
}

/// An absence.
#[derive(Clone, Debug)]
struct Away {
    login: String,
    /// First and last day, counted back from the end; negative is in the future.
    from: i64,
    to: i64,
    deputy: Option<String>,
}

/// All staff.
#[derive(Debug, Default)]
pub struct Staff {
    /// In order of creation.
    pub people: Vec<Person>,
    away: Vec<Away>,
}

struct Hiring<'a> {
    data: &'a Data,
    dice: Dice,
    taken: HashSet<String>,
    since: Moment,
    people: Vec<Person>,
}

impl Hiring<'_> {
    fn name(&mut self) -> String {
        loop {
            let names = &self.data.names;
            let name = self.dice.word(&names.surnames) + &self.dice.word(&names.given);
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    fn hire(&mut self, login: String, role: Role, code: GridCode) {
        let name = self.name();
        self.hire_as(login, name, &[(role, code)]);
    }

    fn hire_as(&mut self, login: String, name: String, posts: &[(Role, GridCode)]) {
        let Some(home) = posts.first().and_then(|(_, code)| code.street()) else { return };
        let id = AccountId::new(uuid_v7(self.since, self.dice.bytes()));
        self.people.push(Person { id, login, name, home, posts: posts.to_vec() });
    }

    fn community(&mut self, territory: &CommunityShape) {
        let (login, code) = (territory.of.login.clone(), territory.of.code);
        self.hire(format!("shuji-{login}"), Role::CommunitySecretary, code);
        self.hire(format!("yisheng-{login}"), Role::Doctor, code);
        self.hire(format!("gongjian-{login}"), Role::ResourcePartner, code);
        for (n, grid) in (1..).zip(&territory.grids) {
            // One grid of a community without a leader, another without a member.
            if n != 4 || territory.of.village {
                self.hire(format!("wangge-{login}-{n}"), Role::GridLeader, grid.code);
            }
            if n != 6 {
                self.hire(format!("wanggeyuan-{login}-{n}"), Role::GridMember, grid.code);
            }
            for (m, micro) in (1..).zip(&grid.micros) {
                if territory.of.village || !self.dice.percent(4) {
                    self.hire(format!("wei-{login}-{n}-{m}"), Role::MicroGridMember, micro.code);
                }
            }
        }
    }
}

impl Staff {
    /// Creates all staff.
    #[must_use]
    pub fn hire(data: &Data, terrain: &Terrain, since: Moment) -> Self {
        let mut h = Hiring { data, dice: Dice::new(4), taken: HashSet::new(), since, people: Vec::new() };
        for street in &data.streets.street {
            // The street of one village has few staff; its logins have its name as suffix.
            let tail = if street.community.len() > 1 { String::new() } else { "-tuanjie".into() };
            for n in 1..=street.dispatchers {
                h.hire(format!("zuoxi{n}{tail}"), Role::StreetDispatcher, street.code);
            }
            h.hire(format!("guanli{tail}"), Role::StreetManager, street.code);
            // The manual belongs to both streets: the larger one's administrator maintains it.
            let kept =
                data.streets.street.iter().map(|other| other.code).filter(|c| *c == street.code || tail.is_empty());
            let name = h.name();
            let mut posts: Vec<_> = kept.map(|code| (Role::Administrator, code)).collect();
            posts.sort_by_key(|(_, code)| *code != street.code);
            h.hire_as(format!("xitong{tail}"), name, &posts);
            h.hire(format!("shenji{tail}"), Role::Auditor, street.code);
            h.hire(format!("yisheng{tail}"), Role::Doctor, street.code);
            h.hire(format!("gongjian{tail}"), Role::ResourcePartner, street.code);
            for department in &data.matters.department {
                let name = h.name();
                // A contact represents a department, and people search for the department.
                let name = format!("{name}（{}）", department.name);
                h.hire_as(format!("{}{tail}", department.login), name, &[(Role::DepartmentContact, street.code)]);
            }
        }
        for territory in &terrain.communities {
            h.community(territory);
        }
        for (n, over) in (1..).zip(&terrain.dedicated) {
            h.hire(format!("zhuanshu{n}"), Role::DedicatedGridMember, over.code);
        }
        for (login, f) in ["qishou", "chongyou", "wuye"].iter().zip(&data.streets.functional) {
            h.hire((*login).to_owned(), Role::MicroGridMember, f.code);
        }
        Self { people: h.people, away: Self::away(terrain) }
    }

    /// Absences: with and without deputy; past, present and future.
    fn away(terrain: &Terrain) -> Vec<Away> {
        let mut all = Vec::new();
        let mut leave = |login: String, from: i64, to: i64, deputy: Option<String>| {
            all.push(Away { login, from, to, deputy });
        };
        for (n, territory) in (0_i64..).zip(&terrain.communities) {
            let login = &territory.of.login;
            leave(format!("wei-{login}-1-1"), 40 - n, 33 - n, Some(format!("wei-{login}-1-2")));
            leave(format!("wei-{login}-2-2"), 3, -4, Some(format!("wanggeyuan-{login}-2")));
            leave(format!("wei-{login}-3-3"), 2, -3, None);
            leave(format!("wangge-{login}-5"), 6, -1, Some(format!("wanggeyuan-{login}-5")));
            leave(format!("wanggeyuan-{login}-1"), -5, -12, None);
        }
        leave("zuoxi4".into(), 1, -2, None);
        all
    }

    /// The holders of a role at a code.
    pub fn holding(&self, role: Role, code: GridCode) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |p| p.posts.contains(&(role, code)))
    }

    /// Stores accounts, assignments and absences.
    ///
    /// # Errors
    /// Errors of the store.
    pub fn keep(
        &self,
        tx: &mut Tx<'_>,
        seal: &Seal,
        password: &str,
        since: Moment,
        end: Day,
    ) -> Result<(), StoreError> {
        let (dice, chance) = (Dice::new(5), Chance::counted(11));
        let known: HashMap<&str, &Person> = self.people.iter().map(|p| (p.login.as_str(), p)).collect();
        for (n, person) in self.people.iter().enumerate() {
            let phone = format!("1540001{n:04}");
            let account = NewAccount {
                id: person.id,
                login: person.login.clone(),
                name: person.name.clone(),
                password: password.to_owned(),
                phone: Some(seal.seal(&AccountRow::seal_context(person.id), phone.as_bytes(), &chance)),
                home: person.home,
            };
            store::insert_account(tx, &account, since)?;
            for (role, code) in &person.posts {
                let id = AssignmentId::new(uuid_v7(since, dice.bytes()));
                let (account, role, code, since) = (person.id, *role, *code, since.day());
                let assignment = Assignment { id, account, role, code, since, until: FOREVER };
                store::insert_assignment(tx, &code.street().unwrap_or(person.home), &assignment)?;
            }
        }
        let day = |back: i64| end.saturating_sub(jiff::Span::new().days(back));
        for away in &self.away {
            let Some(person) = known.get(away.login.as_str()) else { continue };
            let deputy = away.deputy.as_deref().and_then(|d| known.get(d)).map(|d| d.id);
            let id = AbsenceId::new(uuid_v7(since, dice.bytes()));
            store::insert_absence(tx, &person.home, id, person.id, day(away.from), day(away.to), deputy)?;
        }
        Ok(())
    }
}
