//! The demonstration street: real communities, made-up grids, people and matters, all made by the operations that serve a real one.
//!
//! `build` fills an empty store so that it looks as if two streets had worked with it for sixty days up to a given moment. The
//! same moment gives the same rows, to the last id. Texts and names stand in the folder `demo` at the root of the project.
//!
//! Residents' phones begin with 1540000, and those of who serves with 1540001: the block 154 is given to nobody, so that no demonstration rings at a real person's.

mod clinic;
mod data;
mod dice;
mod directory;
mod fates;
pub mod folder;
mod life;
mod mesh;
mod settlers;
mod staff;
mod station;
mod stories;
mod terrain;
#[cfg(test)]
mod tests;
mod walks;
mod writing;

use std::sync::Arc;
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_store::Db;

use crate::access::password;
use crate::app::Parts;
use crate::config::Settings;
use crate::outside::chance::Chance;
use crate::outside::clock::Clock;
use crate::outside::seal::Seal;
use crate::rooms;
use crate::web::Refusal;

pub use crate::access::password::DEMONSTRATION as PASSWORD;

/// The days that the demonstration has lived through.
const DAYS: i64 = 60;
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
    let data = Arc::new(data::Data::read()?);
    let terrain = terrain::Terrain::draw(&data.streets)?;
    let addresses = directory::Addresses::build(&data, &terrain);
    let since = end - SETTLED;
    let staff = Arc::new(staff::Staff::hire(&data, &terrain, since));
    let mut made = Made {
        micro_grids: terrain.communities.iter().flat_map(|c| &c.grids).map(|g| g.micros.len()).sum(),
        rooms: addresses.rooms(),
        accounts: staff.people.len(),
        logins: logins(&staff),
        ..Made::default()
    };
    let (addresses, demo) = (Arc::new(addresses), settings.demo);
    {
        let (data, addresses) = (data.clone(), addresses.clone());
        db.write_blocking(move |tx| {
            terrain.keep(tx, &data.streets, &addresses.households, since.day())?;
            addresses.keep(tx, since)
        })?;
    }
    let (clock, chance) = (Clock::moved(since), Chance::counted(7));
    let app = rooms::open(Parts { db: db.clone(), clock: clock.clone(), chance, seal, settings })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Refusal::Internal(e.to_string()))?;
    // Hashing one password takes as long as it should; hashing five hundred would take a minute. They are one password, of people
    // who do not exist, so they may share one hash, which real accounts never do.
    let hash = if demo { runtime.block_on(password::hash(&app, PASSWORD.into()))? } else { String::new() };
    {
        let (staff, seal) = (staff.clone(), app.seal().clone());
        db.write_blocking(move |tx| staff.keep(tx, &seal, &hash, since, end.day()))?;
    }
    let streets: Vec<_> = data.streets.street.iter().map(|s| s.code).collect();
    let writer = stories::Writer {
        app: &app,
        data: &data,
        addresses: &addresses,
        staff: &staff,
        end,
        dice: dice::Dice::new(6),
        directories: streets.iter().map(|s| (*s, addresses.directory(s))).collect(),
    };
    let told = writer.write()?;
    for (seed, (street, stories)) in (20..).zip(told) {
        made.cases += stories.len();
        let mut life = life::Life::new(data.clone(), staff.clone(), stories, seed, end)?;
        let first = life.begins().unwrap_or(end).max(end - Span::days(DAYS));
        let mut now = first;
        // A transaction for each day: a day is some hundred acts, and one commit for each of those would wait for the disk longer
        // than all of them take.
        while now < end {
            now = (now + Span::days(1)).min(end);
            let before = life.clone();
            life = runtime.block_on(app.transact(&Actor::system(), street, move |work| {
                let mut life = before.clone();
                life.until(work, now)?;
                Ok(life)
            }))?;
        }
        made.refused.extend(life.refused);
        let (data, staff) = (data.clone(), staff.clone());
        let (people, visits) = runtime.block_on(app.transact(&Actor::system(), street, move |work| {
            let mut settlers = settlers::Settlers::new(&data, &staff, end);
            settlers.settle(work)?;
            station::Opening { data: &data, staff: &staff, old: &settlers.old, end }.open(work)?;
            let people = settlers.people;
            Ok((people, walks::walk(work, &staff, end)?))
        }))?;
        made.residents += people;
        made.visits += visits;
    }
    Ok(made)
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
