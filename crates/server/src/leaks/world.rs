//! The test data for the sample requests: the micro-grid …00902 has one record of each kind that an endpoint can name, and the accounts
//! around it must not see any of them.

use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::ops::Index;
use std::sync::atomic::{AtomicU64, Ordering};
use weiguang_domain::access::Role;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId, uuid_v7};
use weiguang_domain::kernel::time::{Day, FOREVER, Moment, Span};
use weiguang_domain::people::Assignment;
use weiguang_store::StoreError;

use super::someone::Someone;
use crate::access::actors::Actors;
use crate::rooms::ROOMS;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::store;
use crate::testing::{Caller, TestApp, code};

/// A word that occurs only in secret data.
pub const SECRET: &str = "机密标记";
/// The name of a resident of the micro-grid. The name, number and phone must not be readable from outside.
pub const RESIDENT: &str = "秘密居民";
/// The resident's identity number.
pub const IDENTITY: &str = "11010519491231002X";
/// The resident's phone number.
pub const PHONE: &str = "13911113333";
/// The phone number of a case's reporter.
pub const REPORTER: &str = "13911112222";
/// A measured value of the resident.
pub const READING: &str = "31.357";
/// The micro-grid with the secret data. …00901 is before it and …00903 after it.
pub const CELL: &str = "51011701900600902";
/// The micro-grid's community.
pub const COMMUNITY: &str = "510117019006";
/// The micro-grid's street.
pub const STREET: &str = "510117019";
/// The present day in the test data, a Wednesday.
pub const TODAY: &str = "2026-11-25";
/// The station's next day of service, a week later.
pub const NEXT_WEEK: &str = "2026-12-02";
/// Two weeks later, when the station is closed.
pub const OFF: &str = "2026-12-09";

/// Posts in addition to the staff of every test: (login, role, code). The post of `former` ended the day before, and `standin` was the
/// deputy of `member02` until the day before.
const MORE: &[(&str, Role, &str)] = &[
    ("member03", Role::MicroGridMember, "51011701900600903"),
    ("leader08", Role::GridLeader, "510117019006008"),
    ("leader10", Role::GridLeader, "510117019006010"),
    ("secretary05", Role::CommunitySecretary, "510117019005"),
    ("secretary07", Role::CommunitySecretary, "510117019007"),
    ("former", Role::MicroGridMember, CELL),
    ("standin", Role::MicroGridMember, "51011701900600903"),
    ("doctor06", Role::Doctor, COMMUNITY),
    ("nurse", Role::Doctor, COMMUNITY),
    ("doctor08", Role::Doctor, "510117019008"),
    ("second", Role::StreetManager, STREET),
    ("chief", Role::StreetManager, STREET),
    ("chief", Role::StreetManager, "510117009"),
    ("publisher", Role::Administrator, STREET),
    ("publisher", Role::Administrator, "510117009"),
    ("leaver", Role::ResourcePartner, STREET),
];

/// The records of the test data, by name.
pub struct World {
    ids: BTreeMap<&'static str, String>,
    /// The accounts, by login.
    pub people: HashMap<&'static str, AccountId>,
    /// The moment when the test data was complete.
    pub now: Moment,
    next: AtomicU64,
}

impl Index<&str> for World {
    type Output = str;
    fn index(&self, name: &str) -> &str {
        self.ids.get(name).unwrap_or_else(|| panic!("the story has no {name}"))
    }
}

impl World {
    /// A new id, as a client creates it.
    pub fn new_id(&self) -> String {
        let n = self.next.fetch_add(1, Ordering::SeqCst);
        let mut chance = [5; 10];
        chance[2..].copy_from_slice(&n.to_be_bytes());
        uuid_v7(self.now, chance).to_string()
    }

    /// The id of the account with this login.
    pub fn account(&self, login: &str) -> String {
        self.people[login].to_string()
    }

    /// Stores an id under a name.
    pub fn keep(&mut self, name: &'static str, id: impl Into<String>) {
        self.ids.insert(name, id.into());
    }

    /// Stores the id of a created record under a name.
    pub fn made(&mut self, name: &'static str, answer: &Value) {
        self.keep(name, text(answer, "id"));
    }

    /// A caller from the test data, in an application over a copy of the store.
    pub async fn one<'a>(&self, test: &'a TestApp, who: &'static str) -> Someone<'a> {
        match who {
            super::sample::NOBODY => Someone::new(test, who, ""),
            "token" | "centre" => Someone::with_token(test, who, &self[who]),
            _ => Someone::new(test, who, test.as_account(self.people[who]).await.cookie()),
        }
    }

    /// A signed-in account from the test data, as a [`Caller`].
    pub async fn as_<'a>(&self, test: &'a TestApp, who: &str) -> Caller<'a> {
        test.as_account(self.people[who]).await
    }
}

/// A text field of an answer.
pub fn text(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("no {name}: {answer}")).to_owned()
}

async fn serve(test: &TestApp, people: &mut HashMap<&'static str, AccountId>) {
    let (now, today) = (test.clock.now(), test.clock.now().day());
    let mut new: Vec<store::NewAccount> = Vec::new();
    let mut posts = Vec::new();
    for (login, role, at) in MORE {
        let at = code(at);
        let home = at.street().unwrap();
        let id = *people.entry(login).or_insert_with(|| AccountId::new(test.id()));
        if new.iter().all(|a| a.id != id) {
            new.push(account(id, login, home));
        }
        let until = if *login == "former" { today } else { FOREVER };
        let since = jiff::civil::date(2026, 1, 1);
        posts.push(Assignment { id: AssignmentId::new(test.id()), account: id, role: *role, code: at, since, until });
    }
    let idle = *people.entry("idle").or_insert_with(|| AccountId::new(test.id()));
    new.push(account(idle, "idle", code(STREET)));
    let kept = test.app.db().write(move |tx| {
        for community in ["510117019005", "510117019007"] {
            crate::rooms::grid::store::insert_area(tx, &code(community), "邻社区", "test")?;
        }
        for grid in ["510117019006008", "510117019006010"] {
            let cell = weiguang_domain::grid::unit::Cell::general(code(grid), "", jiff::civil::date(2026, 1, 1));
            crate::rooms::grid::store::insert_cell(tx, &cell, None)?;
        }
        for account in &new {
            store::insert_account(tx, account, now)?;
        }
        for post in &posts {
            store::insert_assignment(tx, &post.code.street().unwrap(), post)?;
        }
        Ok::<_, StoreError>(())
    });
    kept.await.unwrap();
    test.app.renew::<Territory>().await.unwrap();
    test.app.renew::<Actors>().await.unwrap();
}

fn account(id: AccountId, login: &str, home: weiguang_domain::grid::GridCode) -> store::NewAccount {
    store::NewAccount {
        id,
        login: login.into(),
        name: format!("乙{login}"),
        password: String::new(),
        phone: None,
        home,
    }
}

/// Creates the test data; the clock then is at Wednesday, nine o'clock.
pub async fn told(test: &TestApp) -> World {
    let mut people = test.accounts();
    serve(test, &mut people).await;
    let now = test.clock.now() + Span::days(2);
    let mut world = World { ids: BTreeMap::new(), people, now, next: AtomicU64::new(1) };
    let monday: Day = test.clock.now().day();
    let away = json!({ "id": test.id(), "account": world.account("member02"), "since": monday, "until": monday, "deputy": world.account("standin") });
    world.as_(test, "manager").await.post("/people/absences", &away).await.good();
    test.pass(Span::days(2)).await;
    test.app.renew::<Actors>().await.unwrap();
    super::story::ground(test, &mut world).await;
    super::story::cases(test, &mut world).await;
    super::story::households(test, &mut world).await;
    super::story_of_care::care(test, &mut world).await;
    super::story_of_care::station(test, &mut world).await;
    super::story::visits(test, &mut world).await;
    super::story::around(test, &mut world).await;
    for room in ROOMS {
        room.story(test, &mut world).await;
    }
    world
}
