//! The demonstration: real communities, invented grids, people and cases, created by the same operations as real ones.
//!
//! `build` fills an empty store with sixty days of work of two streets up to a moment. The same moment gives the same
//! rows and ids. Texts are in the folder `demo` of the project; each room has a file in `parts`.
//!
//! Residents' phones begin with 1540000 and staff's with 1540001: block 154 is unassigned, so that no real phone can
//! ring.

mod data;
mod dice;
mod directory;
pub mod folder;
mod mesh;
mod part;
mod parts;
mod staff;
mod terrain;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_server::Settings;
use weiguang_server::app::Parts;
use weiguang_server::outside::chance::Chance;
use weiguang_server::outside::clock::Clock;
use weiguang_server::outside::seal::Seal;
use weiguang_server::rooms;
use weiguang_server::web::Refusal;
use weiguang_store::Db;

pub use weiguang_server::access::password::DEMONSTRATION as PASSWORD;

use part::{Demonstration, Plan};

/// Age of grids, posts and directory.
const SETTLED: Span = Span::days(180);

/// What was created.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Base micro-grids.
    pub micro_grids: usize,
    /// Rooms of the directory.
    pub rooms: usize,
    /// Accounts.
    pub accounts: usize,
    /// Matters.
    pub cases: usize,
    /// Residents.
    pub residents: usize,
    /// Visits.
    pub visits: usize,
    /// Bulletins, drafts included.
    pub bulletins: usize,
    /// Some accounts to start with: login, name, role.
    pub logins: Vec<(String, String, String)>,
    /// Actions refused by a rule.
    pub refused: Vec<String>,
}

/// Fills an empty, migrated store with the demonstration as of `end`. Call it outside any async runtime.
///
/// # Errors
/// Errors of the store, or an invalid file in `demo`.
pub fn build(db: &Db, seal: Seal, settings: Settings, end: Moment) -> Result<Made, Refusal> {
    let plan = Arc::new(Plan::draw(end - SETTLED, end)?);
    {
        let plan = plan.clone();
        db.write_blocking(move |tx| parts::PARTS.iter().try_for_each(|part| part.found(tx, &plan)))?;
    }
    let (clock, chance) = (Clock::moved(plan.since), Chance::counted(7));
    let app = rooms::open(Parts { db: db.clone(), clock, chance, seal, settings })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Refusal::Internal(e.to_string()))?;
    let made = Made {
        micro_grids: plan.terrain.communities.iter().flat_map(|c| &c.grids).map(|g| g.micros.len()).sum(),
        rooms: plan.addresses.rooms(),
        accounts: plan.staff.people.len(),
        logins: logins(&plan.staff),
        ..Made::default()
    };
    let mut all = Demonstration { app, runtime, plan, made, old: BTreeMap::new(), stations: Vec::new() };
    for part in parts::PARTS {
        part.make(&mut all).map_err(|refusal| of_part(part.room(), refusal))?;
    }
    Ok(all.made)
}

/// Adds the part's name to a refusal, which is a fault of its story.
fn of_part(room: &str, refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Store(_) | Refusal::Keys(_) => refusal,
        other => Refusal::Internal(format!("the demonstration of {room}: {other}")),
    }
}

/// One account of each role.
fn logins(staff: &staff::Staff) -> Vec<(String, String, String)> {
    let first = [
        "zuoxi1",
        "guanli",
        "xitong",
        "shenji",
        "shuji-tianjiao",
        "wangge-tianjiao-9",
        "wanggeyuan-tianjiao-9",
        "wei-tianjiao-9-1",
        "zhuanshu1",
        "wuye",
        "chengguan",
        "yisheng-tianjiao",
        "gongjian-tianjiao",
        "shuji-shiqiao",
        "wei-shiqiao-1-2",
    ];
    let person = |login: &&str| staff.people.iter().find(|p| p.login == **login);
    let line = |p: &staff::Person| {
        let post = p.posts.first().map_or("", |(role, _)| role.chinese());
        (p.login.clone(), p.name.clone(), post.to_owned())
    };
    first.iter().filter_map(person).map(line).collect()
}
