//! Reads all data for one phone at one moment, within what its owner may see.

use std::collections::{HashMap, HashSet};
use weiguang_domain::access::{Actor, Verb, phone};
use weiguang_domain::grid::unit::{Cell, Kind};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::households::disclosure::{self, ResidentLine};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use crate::access::holders::Serving;
use crate::outside::seal::Seal;
use crate::rooms::cases::carried::{self, Carried};
use crate::rooms::cases::record::Tally;
use crate::rooms::grid::places::{self, PlaceRow};
use crate::rooms::grid::view::summed;
use crate::rooms::households::{ListedHousehold, households_under, listed_residents};
use crate::rooms::outbox::inbox::{self, Notice};
use crate::rooms::visits::carried as campaigns;
use crate::rooms::{cases, grid, people};
use crate::web::Refusal;

/// The data read.
#[derive(Debug)]
pub struct Gathered {
    /// The cells with their shapes, in order of code.
    pub cells: Vec<Cell>,
    /// Their total number, if there are more than these.
    pub more_cells: Option<usize>,
    /// Holders of posts in the streets of the cells.
    pub serving: HashMap<GridCode, Serving>,
    /// Totals by code.
    pub totals: HashMap<GridCode, Tally>,
    /// The dwellings and addresses of the cells.
    pub doors: Vec<PlaceRow>,
    /// Whether there are more.
    pub more_doors: bool,
    /// Residents of the cells, within what the phone's owner may see.
    pub homes: Homes,
    /// Running campaigns with the dwellings in these cells.
    pub campaigns: Vec<campaigns::Carried>,
    /// Whether they have more dwellings.
    pub more_campaigns: bool,
    /// Open cases.
    pub cases: Carried,
    /// The newest messages.
    pub inbox: Vec<Notice>,
    /// The names of everybody who is mentioned.
    pub names: HashMap<AccountId, String>,
}

/// Households and people, as lists show them.
#[derive(Debug, Default)]
pub struct Homes {
    /// Households with their dwellings.
    pub households: Vec<ListedHousehold>,
    /// People, including those without a household.
    pub people: Vec<ResidentLine>,
    /// Whether there are more of either.
    pub more: bool,
}

/// Reads everything for one actor.
///
/// # Errors
/// The store's errors.
pub fn gather(tx: &mut Tx<'_>, seal: &Seal, actor: &Actor, now: Moment) -> Result<Gathered, Refusal> {
    let codes = phone::codes(actor);
    let (cells, more_cells) = cells(tx, &codes, now)?;
    let mut serving = HashMap::new();
    let mut totals = Vec::new();
    for street in cells.iter().filter_map(|c| c.code.street()).collect::<HashSet<_>>() {
        serving.insert(street, Serving::read(tx, &street, now.day())?);
    }
    for code in &codes {
        totals.extend(cases::rollup(tx, code, 17)?);
    }
    let (doors, more_doors) = places_of(tx, &cells)?;
    let homes = homes(tx, actor, &codes, now)?;
    let (campaigns, more_campaigns) = campaigns::carried(tx, seal, actor, &codes, now.day())?;
    let cases = carried::carried(tx, actor, &codes)?;
    let most = i64::try_from(phone::NOTICES).unwrap_or(i64::MAX);
    let inbox = inbox::Reach::mine(actor).page(tx, actor, uuid::Uuid::max(), most)?;
    let mut named = named(&cases);
    named.extend(campaigns.iter().flat_map(|c| &c.doors).filter_map(|d| d.last.map(|(by, ..)| by)));
    let names = people::names(tx, &named)?;
    let totals = summed(totals);
    Ok(Gathered {
        cells,
        more_cells,
        serving,
        totals,
        doors,
        more_doors,
        homes,
        campaigns,
        more_campaigns,
        cases,
        inbox,
        names,
    })
}

fn cells(tx: &mut Tx<'_>, codes: &[GridCode], now: Moment) -> Result<(Vec<Cell>, Option<usize>), StoreError> {
    let mut all = Vec::new();
    for code in codes {
        all.extend(grid::cells_on(tx, code, now.day())?);
    }
    let base = phone::cells(codes, all.iter().map(|c| (c.code, matches!(c.kind, Kind::Functional { .. }))));
    let more = (base.len() > phone::CELLS).then_some(base.len());
    let kept: HashSet<GridCode> = base.into_iter().take(phone::CELLS).collect();
    all.retain(|c| kept.contains(&c.code));
    all.sort_unstable_by_key(|c| c.code);
    all.dedup_by_key(|c| c.code);
    Ok((all, more))
}

fn places_of(tx: &mut Tx<'_>, cells: &[Cell]) -> Result<(Vec<PlaceRow>, bool), StoreError> {
    let mut doors = Vec::new();
    for cell in cells.iter().filter(|c| c.code.level() >= Level::Grid) {
        // One more than fits shows that there are more.
        let room = phone::DOORS + 1 - doors.len().min(phone::DOORS);
        doors.extend(places::doors(tx, &cell.code, i64::try_from(room).unwrap_or(i64::MAX))?);
    }
    let more = doors.len() > phone::DOORS;
    doors.truncate(phone::DOORS);
    Ok((doors, more))
}

fn homes(tx: &mut Tx<'_>, actor: &Actor, codes: &[GridCode], now: Moment) -> Result<Homes, Refusal> {
    let (scope, today) = (actor.scope(Verb::HouseholdsRead), now.day());
    let room = |most: usize, held: usize| i64::try_from(most + 1 - held.min(most)).unwrap_or(i64::MAX);
    let mut all = Homes::default();
    for code in codes.iter().flat_map(|code| scope.under(code)) {
        let start = ("", uuid::Uuid::nil());
        all.households.extend(households_under(tx, &code, start, room(phone::HOUSEHOLDS, all.households.len()))?);
        let listed = listed_residents(tx, &code, start, today, room(phone::PEOPLE, all.people.len()))?;
        for l in &listed {
            let permit = actor.may(Verb::HouseholdsRead, &l.kept.resident.code, false)?;
            all.people.push(disclosure::line(permit, &l.kept.resident, l.has_needs, today));
        }
    }
    all.more = all.households.len() > phone::HOUSEHOLDS || all.people.len() > phone::PEOPLE;
    all.households.truncate(phone::HOUSEHOLDS);
    all.people.truncate(phone::PEOPLE);
    Ok(all)
}

fn named(carried: &Carried) -> HashSet<AccountId> {
    let of_one = |w: &carried::Whole| {
        let mut named = cases::parts::also_named(&w.record, &w.parts);
        named.extend(w.record.case.owner);
        named.extend(w.entries.iter().map(|e| AccountId::new(e.actor)));
        named
    };
    carried.cases.iter().flat_map(of_one).filter(|a| !a.uuid().is_nil()).collect()
}
