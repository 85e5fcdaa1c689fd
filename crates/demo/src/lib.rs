//! The demonstration street: real communities, made-up grids, people and matters, all made by the operations that serve a real one.
//!
//! `build` fills an empty store so that it looks as if two streets had worked with it for sixty days up to a given moment. The
//! same moment gives the same rows, to the last id. Texts and names are in the folder `demo` at the root of the project; what each
//! room has in it is a file of the folder `parts`.
//!
//! Residents' phones begin with 1540000, and those of who serves with 1540001: the block 154 is given to nobody, so that no demonstration rings at a real person's.

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

/// When grids, posts and directory began: well before the first matter.
const SETTLED: Span = Span::days(180);

/// What was made.
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
    /// People who are served.
    pub residents: usize,
    /// Visits to doors.
    pub visits: usize,
    /// Bulletins, drafts among them.
    pub bulletins: usize,
    /// A few logins to begin with: login, name, what they are.
    pub logins: Vec<(String, String, String)>,
    /// Acts that a rule refused on the way.
    pub refused: Vec<String>,
}

/// Fills an empty, migrated store with the demonstration as it stands at `end`. Call it outside of any async runtime.
///
/// # Errors
/// The store's, or a fault of the files in `demo`.
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

/// A rule that refuses the made-up story is a fault of the part whose story it is.
fn of_part(room: &str, refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Store(_) | Refusal::Keys(_) => refusal,
        other => Refusal::Internal(format!("the demonstration of {room}: {other}")),
    }
}

/// One login of each kind, for the first look.
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
